/* Where success falls through one half: which places count, whether the curve fits them, and how
 * far from its middle the truth may be.  SPDX-License-Identifier: MIT */
#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "crossing_curve.h"
#include "crossing_steps.h"

/* Half the places that count, in widths from the middle: P from .82 to .18, and as near as .54 to
 * .46 where the curve does not fit. */
static const double REACHES[] = {1.5, 1, 0.7, 0.5, 0.35, 0.25, 0.18};
enum { REACH_COUNT = sizeof REACHES / sizeof *REACHES, FEWEST = 4 };

/* Steps of success that count for the first fit. */
static const double FIRST_LOW = 0.2, FIRST_HIGH = 0.8;

/* A curve fits unless its scatter is rarer than this by chance; an interval is widened by scatter
 * that is rarer than that. */
static const double FITS = 0.1, SCATTERS = 0.05;

/* Nor does it fit if it bends by more than this part of its fall, beyond one standard error: what
 * bends so much has higher terms too. */
static const double BENDS = 0.3;

/* Neighbours are put together into so many for a test of shape, each of at least so many expected
 * successes and failures. */
static const double GROUPS = 8, LEAST_EXPECTED = 5;

/* Standard deviations from one half that places must be to limit an interval (many are tried), and
 * to say where to look. */
static const double SURE = 4, LIKELY = 2.8;

/* What is known while a crossing is looked for. */
typedef struct look {
    hop_places all, near; /* near: those that count */
    size_t above;         /* the last place of at least one half */
    hop_local_curve curve;
    double root; /* u of the crossing */
    double dispersion;
    bool fits;
} look;

static hop_places part_of(const hop_places *all, size_t first, size_t last) {
    return (hop_places){.all = all->all + first, .count = last + 1 - first};
}

/* ---- does it fit? ---- */

typedef struct group {
    double trials, successes, expected, variance;
} group;

static double chance(double chi, double freedom) {
    return freedom > 0 ? gsl_cdf_chisq_Q(chi, freedom) : 1;
}

/* Pearson's measure of places put together, each of at least `least` trials. */
static double scatter(const look *l, double least, double *freedom) {
    group g = {0};
    double chi = 0, groups = 0;
    for (size_t i = 0; i < l->near.count; i++) {
        const hop_tally *t = &l->near.all[i];
        double u = (t->x - l->curve.centre) / l->curve.scale;
        double p = 1 / (1 + exp(-hop_local_curve_logit(&l->curve, u)));
        g.trials += t->trials;
        g.successes += t->successes;
        g.expected += t->trials * p;
        g.variance += t->trials * p * (1 - p);
        bool last = i + 1 == l->near.count;
        if ((g.trials < least && !last) || g.expected < LEAST_EXPECTED ||
            g.trials - g.expected < LEAST_EXPECTED)
            continue;
        chi += (g.successes - g.expected) * (g.successes - g.expected) / g.variance;
        groups++;
        g = (group){0};
    }
    *freedom = groups - HOP_CURVE_TERMS;
    return chi;
}

static bool bends(const hop_local_curve *c) {
    return fabs(c->a[2]) - sqrt(c->covariance[2][2]) > BENDS * fabs(c->a[1]);
}

/* Shape shows where many trials are put together, chance of single places (an even and an odd
 * number of patterns) where they are not. */
static void check_fit(look *l) {
    double trials = 0;
    l->dispersion = 1;
    l->fits = true;
    for (size_t i = 0; i < l->near.count; i++) trials += l->near.all[i].trials;
    for (size_t pass = 0; pass < 2; pass++) {
        double freedom, chi = scatter(l, pass == 0 ? trials / GROUPS : 0, &freedom);
        double luck = chance(chi, freedom);
        if (pass == 0) l->fits = luck >= FITS && !bends(&l->curve);
        if (luck < SCATTERS) l->dispersion = fmax(l->dispersion, chi / freedom);
    }
}

/* ---- which places count ---- */

/* Fits what is near; false if there is no falling curve through one half. */
static bool fit(look *l, double centre, double scale) {
    hop_local_curve curve;
    if (!hop_local_curve_fit(&l->near, centre, scale, &curve)) return false;
    double root = hop_local_curve_root(&curve), first = l->all.all[0].x;
    double x = centre + scale * root, last = l->all.all[l->all.count - 1].x;
    if (isnan(root) || x < first || x > last) return false;
    l->curve = curve;
    l->root = root;
    return true;
}

static double middle_of(const look *l) {
    return l->curve.centre + l->curve.scale * l->root;
}

static double width_of(const look *l) {
    return l->curve.scale / fabs(hop_local_curve_slope(&l->curve, l->root));
}

/* Fits what is within so many widths of the middle, twice, since both move; false, and nothing has
 * changed, if those are too few, or all on one side. */
static bool fit_within(look *l, double reach) {
    look closer = *l;
    for (int pass = 0; pass < 2; pass++) {
        double middle = middle_of(&closer), width = width_of(&closer);
        const hop_tally *t = l->all.all;
        size_t first = 0, end = l->all.count, below = 0;
        while (first < end && t[first].x < middle - reach * width) first++;
        while (end > first && t[end - 1].x > middle + reach * width) end--;
        for (size_t i = first; i < end; i++) below += t[i].x <= middle ? 1 : 0;
        if (end - first < FEWEST || below == 0 || below == end - first) return false;
        closer.near = part_of(&l->all, first, end - 1);
        if (!fit(&closer, middle, reach * width)) return false;
    }
    check_fit(&closer);
    *l = closer;
    return true;
}

/* The places between two levels of the steps p, one on either side of the crossing at least, and
 * one more each while they are few. */
static void look_first(look *l, const double *p) {
    size_t first = 0, last = l->all.count - 1;
    while (first < l->above && p[first] > FIRST_HIGH) first++;
    while (last > l->above + 1 && p[last] < FIRST_LOW) last--;
    if (last + 1 - first < FEWEST) {
        first -= first > 0 ? 1 : 0;
        last += last + 1 < l->all.count ? 1 : 0;
    }
    l->near = part_of(&l->all, first, last);
}

/* The curve near the crossing; false if there is none. */
static bool look_near(look *l, const double *p) {
    look_first(l, p);
    double low = l->near.all[0].x, high = l->near.all[l->near.count - 1].x;
    if (!fit(l, (low + high) / 2, (high - low) / 2)) return false;
    check_fit(l);
    for (size_t i = 0; i < REACH_COUNT; i++)
        if (fit_within(l, REACHES[i]) && l->fits) break;
    return true;
}

/* ---- limits ---- */

/* Whether the logit is told from 0 so far from the root, in direction +1 or -1. */
static bool is_told(const look *l, double direction, double far) {
    double z = gsl_cdf_ugaussian_Pinv(0.975), u = l->root + direction * far;
    double logit = hop_local_curve_logit(&l->curve, u);
    return logit * logit > z * z * l->dispersion * hop_local_curve_variance(&l->curve, u);
}

/* How far from the root the logit is told from 0; infinite if it is not as far as places go. */
static double limit_of(const look *l, double direction) {
    static const double STEP = 0.02, FINE = 1e-9, FARTHEST = 1000;
    double end = l->all.all[direction < 0 ? 0 : l->all.count - 1].x;
    double farthest = fmin(fabs((end - middle_of(l)) / l->curve.scale), FARTHEST);
    double inside = 0, outside = STEP;
    while (outside < farthest && !is_told(l, direction, outside)) {
        inside = outside;
        outside += STEP;
    }
    outside = fmin(outside, farthest);
    if (!is_told(l, direction, outside)) return direction * INFINITY;
    while (outside - inside > FINE) {
        double half = (inside + outside) / 2;
        if (is_told(l, direction, half))
            outside = half;
        else
            inside = half;
    }
    return middle_of(l) + direction * l->curve.scale * outside;
}

/* Where the steps cross one half, by the line between the two places. */
static double interpolate(const look *l, const double *p) {
    const hop_tally *t = &l->all.all[l->above];
    double fall = p[l->above] - p[l->above + 1];
    return t[0].x + (t[1].x - t[0].x) * (p[l->above] - 0.5) / fall;
}

static double back(double t, bool logarithmic) {
    if (!logarithmic) return t;
    return isinf(t) ? t : exp(t);
}

static void conclude(look *l, const double *p, hop_crossing *c) {
    double low, high, likely_low, likely_high;
    c->curved = look_near(l, p);
    hop_crossing_bounds(&l->all, l->above, SURE, &low, &high);
    hop_crossing_bounds(&l->all, l->above, LIKELY, &likely_low, &likely_high);
    double middle = c->curved ? middle_of(l) : interpolate(l, p);
    if (c->curved) {
        low = fmax(low, limit_of(l, -1));
        high = fmin(high, limit_of(l, 1));
        c->centre = l->curve.centre;
        c->scale = l->curve.scale;
        c->width = width_of(l);
        memcpy(c->logit, l->curve.a, sizeof c->logit);
        c->dispersion = l->dispersion;
        c->steepness = -hop_local_curve_slope(&l->curve, l->root) /
                       sqrt(hop_local_curve_slope_variance(&l->curve, l->root) * l->dispersion);
        c->from = back(l->near.all[0].x, c->logarithmic);
        c->to = back(l->near.all[l->near.count - 1].x, c->logarithmic);
    }
    c->found = true;
    c->likely_low = back(likely_low, c->logarithmic);
    c->likely_high = back(likely_high, c->logarithmic);
    c->place = (hop_estimate){.value = back(middle, c->logarithmic),
                              .low = back(fmin(low, middle), c->logarithmic),
                              .high = back(fmax(high, middle), c->logarithmic)};
}

/* tallies: of the abscissa of the curve, merged.  numbers [2 x count], lengths [count]: scratch. */
static void locate(const hop_places *places, double *numbers, size_t *lengths, hop_crossing *c) {
    double *p = numbers;
    look l = {.all = *places, .dispersion = 1};
    hop_crossing_steps(places, p, numbers + places->count, lengths);
    if (places->count == 0) return;
    c->first = p[0];
    c->last = p[places->count - 1];
    if (c->first < 0.5 || c->last >= 0.5) return;
    while (p[l.above + 1] >= 0.5) l.above++;
    conclude(&l, p, c);
}

hop_status hop_statistics_crossing(const hop_tally *tallies, size_t count, bool logarithmic,
                                   hop_crossing *crossing) {
    hop_tally *sorted = NULL;
    double *numbers = NULL;
    size_t *lengths = NULL;
    hop_crossing c = {.place = {NAN, -INFINITY, INFINITY},
                      .likely_low = -INFINITY,
                      .likely_high = INFINITY,
                      .first = NAN,
                      .last = NAN,
                      .from = NAN,
                      .to = NAN,
                      .width = NAN,
                      .dispersion = 1,
                      .logarithmic = logarithmic};
    hop_status status = hop_alloc(count, sizeof *sorted, "places", &sorted);
    if (status == HOP_OK) status = hop_alloc(count, 2 * sizeof *numbers, "places", &numbers);
    if (status == HOP_OK) status = hop_alloc(count, sizeof *lengths, "places", &lengths);
    if (status == HOP_OK) {
        for (size_t i = 0; i < count; i++) {
            sorted[i] = tallies[i];
            if (logarithmic) sorted[i].x = log(tallies[i].x);
        }
        hop_places places = {.all = sorted, .count = hop_crossing_merge(sorted, count)};
        locate(&places, numbers, lengths, &c);
        *crossing = c;
    }
    free(lengths);
    free(numbers);
    free(sorted);
    return status;
}

double hop_statistics_crossing_curve(const hop_crossing *c, double x) {
    double u = ((c->logarithmic ? log(x) : x) - c->centre) / c->scale, logit = 0;
    for (size_t i = HOP_CURVE_TERMS; i-- > 0;) logit = c->logit[i] + u * logit;
    return 1 / (1 + exp(-logit));
}
