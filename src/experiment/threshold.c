/* Sequential sampling.  First a coarse look from end to end, widened until it holds both success
 * and failure, and narrowed while the curve falls between two neighbours, all with few trials a
 * place; then rounds around the middle of the fitted curve, where a trial says most about it: at
 * probabilities of success of a quarter, a half and three quarters.  (The places that are best for
 * a logistic curve, .18 and .82, would lean more on its being one.) SPDX-License-Identifier: MIT */
#include "threshold.h"

#include <math.h>

/* Places of a round, in widths of the curve from its middle: logit P = 1.1, 0, -1.1; and half as
 * far, lest a width that was taken too large puts all of them where the fit no longer looks. */
static const double OFFSETS[] = {-1.1, 1.1, 0, -0.55, 0.55, 0};
enum { OFFSET_COUNT = sizeof OFFSETS / sizeof *OFFSETS };

typedef struct summary {
    double low, high; /* of the places so far */
    double trials;
    double best_low, best_high; /* mean success at the ends */
    bool any;
} summary;

static summary summarise(const hop_tally *t, size_t count) {
    summary s = {.low = INFINITY, .high = -INFINITY, .best_low = 0, .best_high = 1};
    for (size_t i = 0; i < count; i++) {
        s.trials += t[i].trials;
        s.any = s.any || t[i].trials > 0;
        if (t[i].trials <= 0) continue;
        if (t[i].x < s.low) s.low = t[i].x, s.best_low = t[i].successes / t[i].trials;
        if (t[i].x > s.high) s.high = t[i].x, s.best_high = t[i].successes / t[i].trials;
    }
    return s;
}

static double within(const hop_search *search, double x) {
    return fmin(fmax(x, search->least), search->most);
}

/* Evenly from low to high, both included. */
static void spread(const hop_search *search, double low, double high, double *places,
                   size_t *count) {
    for (size_t i = 0; i < search->cells; i++) {
        double part = search->cells > 1 ? (double)i / (double)(search->cells - 1) : 0.5;
        places[i] = within(search, low + part * (high - low));
    }
    *count = search->cells;
}

/* Limits are met but for rounding. */
static bool is_at(double x, double limit) {
    return fabs(x - limit) <= 1e-9 * fabs(limit);
}

/* Widens the range until success at its low end and failure at its high end are common; false if it
 * is wide enough, or can get no wider. */
static bool widen(const hop_search *search, const summary *s, double *places, size_t *count) {
    double length = s->high - s->low;
    if (!(length > 0)) length = fmax(fabs(s->high), 1e-9);
    if (s->best_high > 0.5 && s->high < search->most && !is_at(s->high, search->most)) {
        double high = within(search, s->high + 2 * length);
        spread(search, s->high + (high - s->high) / (double)search->cells, high, places, count);
        return true;
    }
    if (s->best_low < 0.5 && s->low > search->least) {
        double low = within(search, s->low - 2 * length);
        /* Towards a limit, halve the way instead of ending up on it. */
        if (low <= search->least) low = (search->least + s->low) / 2;
        spread(search, low, s->low - (s->low - low) / (double)search->cells, places, count);
        return s->low - search->least > 1e-6 * (fabs(s->low) + fabs(search->least));
    }
    return false;
}

/* Spreads places between the neighbours of the curve's middle where it falls from one to the other;
 * false if it is seen to fall on its way. */
static bool narrow(const hop_search *search, const hop_logistic *curve, const hop_tally *tallies,
                   size_t tally_count, double *places, size_t *count) {
    double low = -INFINITY, high = INFINITY, middle = curve->middle.value;
    for (size_t i = 0; i < tally_count; i++) {
        if (tallies[i].x <= middle) low = fmax(low, tallies[i].x);
        if (tallies[i].x > middle) high = fmin(high, tallies[i].x);
    }
    double gap = (high - low) / (double)(search->cells + 1);
    if (!isfinite(gap) || curve->width > gap || gap < search->precision * fabs(middle) / 4)
        return false;
    spread(search, low + gap, high - gap, places, count);
    return true;
}

void hop_threshold_next(const hop_search *search, const hop_tally *tallies, size_t tally_count,
                        double *places, size_t *count, size_t *trials) {
    summary s = summarise(tallies, tally_count);
    *count = 0;
    *trials = search->scouts;
    if (!s.any) {
        spread(search, search->low, search->high, places, count);
        return;
    }
    if (s.trials >= (double)search->most_trials) return;
    if (widen(search, &s, places, count)) return;
    *count = 0;
    /* Success, or failure, as far as can be looked: there is nothing to locate. */
    if (s.best_high > 0.5 || s.best_low < 0.5) return;
    hop_logistic curve = hop_statistics_logistic(tallies, tally_count);
    if (!curve.found || !(curve.width > 0)) {
        spread(search, s.low, s.high, places, count);
        return;
    }
    /* Before the interval is trusted: a fit through a step has none. */
    if (narrow(search, &curve, tallies, tally_count, places, count)) return;
    double half = (curve.middle.high - curve.middle.low) / 2;
    if (half <= search->precision * fabs(curve.middle.value)) return;
    *trials = search->batch;
    double middle = fmin(fmax(curve.middle.value, s.low), s.high);
    /* A curve too steep to be seen yet: look between the places there are. */
    double width = fmax(curve.width, 1e-3 * (s.high - s.low) / (double)search->cells);
    for (size_t i = 0; i < search->cells; i++)
        places[i] = within(search, middle + width * OFFSETS[i % OFFSET_COUNT]);
    *count = search->cells;
}
