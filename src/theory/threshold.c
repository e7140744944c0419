/* Sequential sampling.  First a coarse look from end to end, widened until it holds both success
 * and failure, and narrowed while the curve falls between two neighbours, all with few trials a
 * place; then rounds around the crossing, where P is about .3 to .7: a trial there says most about
 * the crossing, and least depends on the shape of the curve.
 * SPDX-License-Identifier: MIT */
#include "threshold.h"

#include <math.h>
#include <stdlib.h>

#include "../base/alloc.h"
#include "../base/fail.h"

/* Places of a round reach so many widths of the curve from the crossing: logit P = .9 to -.9; no
 * farther than what was fitted, which is less where success is unlike a logistic curve. */
static const double REACH = 0.7;

/* Rounds, and trials, beside scouts before an interval is taken for its word: the first is placed
 * by scouts alone, and slopes that are found too steep would end a search early. */
static const double ROUNDS = 3, LEAST_TRIALS = 500;

/* Nor is one whose slope is known by less than so many standard errors: of many looks at success
 * that is level, one would seem to fall. */
static const double STEEP = 4;

/* A round does not go beyond places where success is known to be more than this, or less than the
 * rest of it: scouts alone can make a curve look flat, and trials far out would not mend that. */
static const double COMMON = 0.75;

/* A look is widened to so many times as much at most, where x is taken by its logarithm. */
static const double WIDER = 8;

static double to(const hop_search *search, double x) {
    return search->logarithmic ? log(x) : x;
}

static double back(const hop_search *search, double t) {
    double x = search->logarithmic ? exp(t) : t;
    return fmin(fmax(x, search->least), search->most);
}

typedef struct summary {
    double low, high; /* of the places so far, t */
    double trials, scouts;
} summary;

static summary summarise(const hop_search *search, const hop_tally *t, size_t count) {
    summary s = {.low = INFINITY, .high = -INFINITY};
    for (size_t i = 0; i < count; i++) {
        double x = to(search, t[i].x);
        if (t[i].trials <= 0) continue;
        s.trials += t[i].trials;
        s.scouts += t[i].trials <= (double)search->scouts ? t[i].trials : 0;
        s.low = fmin(s.low, x);
        s.high = fmax(s.high, x);
    }
    return s;
}

/* Evenly from low to high, both included. */
static void spread(const hop_search *search, double low, double high, double *places,
                   size_t *count) {
    for (size_t i = 0; i < search->cells; i++) {
        double part = search->cells > 1 ? (double)i / (double)(search->cells - 1) : 0.5;
        places[i] = back(search, low + part * (high - low));
    }
    *count = search->cells;
}

/* Limits are met but for rounding. */
static bool is_at(double t, double limit) {
    return fabs(t - limit) <= 1e-9 * fmax(fabs(limit), 1e-9);
}

/* Widens the range until success at its low end and failure at its high end are common; false if it
 * is wide enough, or can get no wider. */
static bool widen(const hop_search *search, const hop_crossing *crossing, const summary *s,
                  double *places, size_t *count) {
    double length = s->high - s->low, cells = (double)search->cells;
    double least = to(search, search->least), most = to(search, search->most);
    if (!(length > 0)) length = fmax(fabs(s->high), 1e-9);
    double step = search->logarithmic ? fmin(2 * length, log(WIDER)) : 2 * length;
    if (crossing->last >= 0.5 && s->high < most && !is_at(s->high, most)) {
        double high = fmin(s->high + step, most);
        spread(search, s->high + (high - s->high) / cells, high, places, count);
        return true;
    }
    if (crossing->first < 0.5 && s->low > least && !is_at(s->low, least)) {
        double low = s->low - step;
        /* Towards a limit, halve the way instead of ending up on it. */
        if (low <= least) low = search->logarithmic ? least : (least + s->low) / 2;
        spread(search, low, s->low - (s->low - low) / cells, places, count);
        return s->low - least > 1e-6 * (fabs(s->low) + fabs(least));
    }
    return false;
}

/* Widths of a curve that two neighbours are apart, at least, where success falls from one to the
 * other: from .73 to .27.  More gradual, it is a curve of many places. */
static const double APART = 2;

/* The crossing is known to lie between two places that have none between them. */
static bool is_next(const hop_search *search, const hop_crossing *crossing) {
    double low = crossing->likely_low, high = crossing->likely_high;
    if (search->nats > 0) return exp(search->nats * high) - exp(search->nats * low) <= 1.001;
    return high - low <= 1.001 * search->grain;
}

bool hop_threshold_is_step(const hop_search *search, const hop_crossing *crossing) {
    if (!crossing->found || !is_next(search, crossing)) return false;
    double gap = to(search, crossing->likely_high) - to(search, crossing->likely_low);
    return !crossing->curved || APART * crossing->width <= gap;
}

/* Spreads places between those that success crosses one half between, beyond chance, while the
 * curve falls from one place to the next; false if it is seen to fall on its way. */
static bool narrow(const hop_search *search, const hop_crossing *crossing, double width,
                   double *places, size_t *count) {
    double low = to(search, crossing->likely_low), high = to(search, crossing->likely_high);
    double gap = (high - low) / (double)(search->cells + 1);
    double length = crossing->likely_high - crossing->likely_low;
    if (!isfinite(gap) || width > gap || is_next(search, crossing) ||
        length < search->precision * fabs(crossing->place.value))
        return false;
    spread(search, low + gap, high - gap, places, count);
    return true;
}

/* The width of the fitted curve at its crossing, in t; 0 where there is none. */
static double width_of(const hop_crossing *crossing) {
    return crossing->curved ? crossing->width : 0;
}

double hop_threshold_least(const hop_search *search) {
    return fmax(ROUNDS * (double)(search->batch * search->cells), LEAST_TRIALS);
}

static double square(double x) {
    return x * x;
}

/* Half an interval, and the error of a slope, shrink as the root of the trials beside scouts. */
static double trials_left(const hop_search *search, const hop_crossing *crossing,
                          const summary *s) {
    double rest = s->trials - s->scouts, most = (double)search->most_trials - s->trials;
    double half = (crossing->place.high - crossing->place.low) / 2;
    double all = rest * square(half / (search->precision * fabs(crossing->place.value)));
    if (!(rest > 0) || !isfinite(all)) return NAN;
    if (hop_threshold_is_step(search, crossing))
        all = 0;
    else if (crossing->curved)
        all = fmax(all, rest * square(STEEP / crossing->steepness));
    return fmin(fmax(all, hop_threshold_least(search)) - rest, most);
}

static bool is_precise(const hop_search *search, const hop_crossing *crossing, const summary *s) {
    double rest = s->trials - s->scouts;
    const hop_estimate *place = &crossing->place;
    if (rest < hop_threshold_least(search)) return false;
    if (hop_threshold_is_step(search, crossing)) return true;
    if (crossing->curved && crossing->steepness < STEEP) return false;
    return (place->high - place->low) / 2 <= search->precision * fabs(place->value);
}

/* Makes the places even and odd numbers of grains in turn: success may differ between them (sums of
 * an even number of signs have ties), and the crossing is that of a curve through both. */
static void alternate(const hop_search *search, double *places, size_t count) {
    for (size_t i = 0; search->grain > 0 && i < count; i++) {
        double odd = (double)(i % 2), grains = places[i] / search->grain;
        double nearest = 2 * round((grains - odd) / 2) + odd;
        places[i] = fmin(fmax(nearest * search->grain, search->least), search->most);
    }
}

/* Draws the ends of a round, around `middle`, in to where success is known to be common or rare. */
static void draw_in(const hop_search *search, const hop_tally *t, size_t count, double middle,
                    double *low, double *high) {
    for (size_t i = 0; i < count; i++) {
        double x = to(search, t[i].x), trials = 0, successes = 0;
        if (x <= *low || x >= *high) continue;
        for (size_t k = 0; k < count; k++) {
            if (t[k].x != t[i].x) continue;
            trials += t[k].trials;
            successes += t[k].successes;
        }
        if (!(trials > 0)) continue;
        hop_estimate share = hop_statistics_wilson(successes, trials);
        if (x < middle && share.low > COMMON) *low = x;
        if (x > middle && share.high < 1 - COMMON) *high = x;
    }
}

/* A round around the crossing. */
static void surround(const hop_search *search, const hop_tally *tallies, size_t tally_count,
                     const hop_crossing *crossing, const summary *s, double width, double *places,
                     size_t *count) {
    double middle = to(search, crossing->place.value), reach = REACH * width;
    /* Rather too far than too near while the slope is not known. */
    if (crossing->curved) reach /= fmax(1 - 1 / fmax(crossing->steepness, 1), 0.5);
    if (crossing->curved) {
        double fitted = (to(search, crossing->to) - to(search, crossing->from)) / 2;
        if (crossing->dispersion > 1 || fitted > reach) reach = fmin(reach, fitted);
    }
    /* A curve too steep to be seen yet: look between the places there are. */
    reach = fmax(reach, 1e-3 * (s->high - s->low) / (double)search->cells);
    double low = middle - reach, high = middle + reach;
    draw_in(search, tallies, tally_count, middle, &low, &high);
    spread(search, low, high, places, count);
    alternate(search, places, *count);
}

static size_t fewer(size_t usual, size_t most) {
    return usual < most ? usual : most > 0 ? most : 1;
}

/* Trials of a place, of a first look or of a round: a look takes at most a quarter of all that
 * there may be, and a round at most half of what is left. */
static size_t look_trials(const hop_search *search) {
    return fewer(search->scouts, search->most_trials / (4 * search->cells));
}

static size_t round_trials(const hop_search *search, double tried) {
    return fewer(search->batch, (search->most_trials - (size_t)tried) / (2 * search->cells));
}

/* Where to sample next, as if there were no end of trials. */
static hop_status choose(const hop_search *search, const hop_tally *tallies, size_t tally_count,
                         const summary *seen, double *places, size_t *count, size_t *trials,
                         double *left) {
    hop_crossing crossing;
    const summary s = *seen;
    *count = 0;
    *trials = look_trials(search);
    *left = NAN;
    if (!(s.trials > 0)) {
        spread(search, to(search, search->low), to(search, search->high), places, count);
        return HOP_OK;
    }
    HOP_TRY(hop_statistics_crossing(tallies, tally_count, search->logarithmic, &crossing));
    if (widen(search, &crossing, &s, places, count)) return HOP_OK;
    *count = 0;
    /* Success, or failure, as far as can be looked: there is nothing to locate. */
    if (!crossing.found) return HOP_OK;
    double width = width_of(&crossing);
    /* Before the interval is trusted: a fit through a step has none. */
    if (narrow(search, &crossing, width, places, count)) return HOP_OK;
    if (is_precise(search, &crossing, &s)) return HOP_OK;
    *trials = round_trials(search, s.trials);
    *left = trials_left(search, &crossing, &s);
    surround(search, tallies, tally_count, &crossing, &s, width, places, count);
    return HOP_OK;
}

hop_status hop_threshold_next(const hop_search *search, const hop_tally *tallies,
                              size_t tally_count, double *places, size_t *count, size_t *trials,
                              double *left) {
    const summary s = summarise(search, tallies, tally_count);
    *count = 0;
    *trials = 0;
    *left = NAN;
    if (s.trials >= (double)search->most_trials) return HOP_OK;
    hop_search last = *search;
    const size_t rest = search->most_trials - (size_t)s.trials;
    if (last.cells > rest) last.cells = rest;
    HOP_TRY(choose(&last, tallies, tally_count, &s, places, count, trials, left));
    if (*count * *trials > rest) *trials = rest / *count;
    return HOP_OK;
}
