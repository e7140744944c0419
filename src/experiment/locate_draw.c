/* Figures of `capacity`, `basin` and `criteria`.
 * SPDX-License-Identifier: MIT */
#include "locate_draw.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "../theory/crossing_steps.h"

enum { FIT_POINTS = 81 };

/* Places are drawn as one point up to this share of all trials, and only while success falls by no
 * more than this (then the mean is off by a few thousandths), and they are no farther apart than
 * this part of the axis: a point stands for what is next to it. */
static const double SHARE = 0.1, POOLED_FALL = 0.15, POOLED_AWAY = 0.06;

/* A search looks far: what lies beyond so many times the threshold is in the numbers alone. */
static const double SHOWN = 1.6;

/* A theory so many times beyond all that was measured (softmax holds exp(d/2) patterns) would leave
 * a sliver of the axis for it. */
static const double BEYOND = 1000;

/* The fitted curve where it was fitted, evenly along its abscissa. */
static hop_status add_fit(const hop_crossing *c, const char *name, int colour, hop_findings *f) {
    double x[FIT_POINTS], y[FIT_POINTS];
    for (size_t i = 0; i < FIT_POINTS; i++) {
        double part = (double)i / (FIT_POINTS - 1);
        x[i] = c->logarithmic ? c->from * pow(c->to / c->from, part)
                              : c->from + part * (c->to - c->from);
        y[i] = hop_statistics_crossing_curve(c, x[i]);
    }
    return hop_findings_curve(f, name, HOP_CURVE_LINE, colour, x, y, NULL, NULL, FIT_POINTS);
}

/* Adds the place to those drawn as one. */
static void join(hop_tally *one, const hop_tally *place) {
    double trials = one->trials + place->trials;
    one->x += (place->x - one->x) * place->trials / trials;
    one->successes += place->successes;
    one->trials = trials;
}

/* Numbers of patterns stay what they are: none is a mean of several. */
static bool are_whole(const hop_tally *places, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (places[i].x != round(places[i].x)) return false;
    return true;
}

/* Pools neighbours into `points`, p: success that never rises; returns how many there are. */
static size_t pool(const hop_tally *places, size_t count, const double *p, hop_tally *points) {
    double all = 0, rest = 0, first = 0, begin = 0;
    double away = count > 0 ? POOLED_AWAY * (places[count - 1].x - places[0].x) : 0;
    if (are_whole(places, count)) away = 0;
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) all += places[i].trials;
    rest = all;
    for (size_t i = 0; i < count; i++) {
        double here = p[i];
        /* A last few go with those before them. */
        bool few = kept > 0 && (points[kept - 1].trials < SHARE * all || rest < SHARE * all);
        rest -= places[i].trials;
        if (few && first - here <= POOLED_FALL && places[i].trials > 0 &&
            places[i].x - begin <= away) {
            join(&points[kept - 1], &places[i]);
            continue;
        }
        points[kept++] = places[i];
        first = here;
        begin = places[i].x;
    }
    return kept;
}

static hop_status add_points(const hop_tally *points, size_t count, const char *name,
                             hop_curve_style style, int colour, hop_findings *f) {
    double *numbers = NULL;
    HOP_TRY(hop_alloc(count, 4 * sizeof *numbers, "a curve", &numbers));
    double *x = numbers, *y = x + count, *low = y + count, *high = low + count;
    for (size_t i = 0; i < count; i++) {
        hop_estimate success = hop_statistics_wilson(points[i].successes, points[i].trials);
        x[i] = points[i].x;
        y[i] = success.value;
        low[i] = success.low;
        high[i] = success.high;
    }
    hop_status status = hop_findings_curve(f, name, style, colour, x, y, low, high, count);
    free(numbers);
    return status;
}

/* How many of the places are within the axis. */
static size_t shown_of(const hop_tally *places, size_t count, const hop_crossing *crossing) {
    size_t shown = count;
    if (!crossing->found) return count;
    while (shown > 1 && places[shown - 1].x > SHOWN * fmax(crossing->place.value, crossing->to))
        shown--;
    return shown;
}

static hop_status add_pooled(const hop_tally *places, size_t count, const hop_crossing *crossing,
                             const char *name, int colour, hop_findings *f) {
    hop_tally *points = NULL;
    double *numbers = NULL;
    size_t *lengths = NULL, kept = 0;
    char every[160];
    hop_status status = hop_alloc(count, sizeof *points, "points", &points);
    if (status == HOP_OK) status = hop_alloc(count, 2 * sizeof *numbers, "points", &numbers);
    if (status == HOP_OK) status = hop_alloc(count, sizeof *lengths, "points", &lengths);
    if (status == HOP_OK) {
        hop_places all = {.all = places, .count = count};
        hop_crossing_steps(&all, numbers, numbers + count, lengths);
        kept = pool(places, shown_of(places, count, crossing), numbers, points);
        status = add_points(points, kept, name, HOP_CURVE_POINTS, colour, f);
    }
    snprintf(every, sizeof every,
             "%s, every place (near neighbours are drawn as one, far ones are not)", name);
    if (status == HOP_OK && kept < count)
        status = add_points(places, count, every, HOP_CURVE_DATA, colour, f);
    free(lengths);
    free(numbers);
    free(points);
    return status;
}

/* The points bear the name: they go on where the fit ends. */
hop_status hop_locate_draw(const hop_tally *places, size_t count, const hop_crossing *crossing,
                           bool searched, const char *name, int colour, hop_findings *f) {
    bool alone = strcmp(name, HOP_LOCATE_ALONE) == 0;
    if (crossing->curved) HOP_TRY(add_fit(crossing, alone ? "logistic fit" : NULL, colour, f));
    if (searched) return add_pooled(places, count, crossing, name, colour, f);
    return add_points(places, count, name, HOP_CURVE_POINTS, colour, f);
}

/* Theories told apart by their dashes, beside the colours of their groups: a colour beyond the
 * last is the same with other dashes. */
static int colour_of(const hop_load_theory *theory, int colour, const hop_findings *f) {
    enum { BLACK = 7 };
    int other = 0;
    for (size_t i = 0; i < f->curve_count; i++) {
        const hop_curve *c = &f->curves[i];
        if (c->style != HOP_CURVE_THEORY || !c->name) continue;
        if (strcmp(c->name, theory->name) == 0) break;
        other++;
    }
    if (colour == HOP_COLOUR_NEXT) return other == 0 ? colour : BLACK + other * HOP_COLOUR_COUNT;
    return (colour - 1) % HOP_COLOUR_COUNT + 1 + other * HOP_COLOUR_COUNT;
}

hop_status hop_locate_mark(const hop_load_theory *theory, int colour, hop_findings *f) {
    const char *name = theory->name;
    if (isnan(theory->load)) return HOP_OK;
    for (size_t i = 0; i < f->curve_count; i++) {
        hop_curve *other = &f->curves[i];
        if (other->style != HOP_CURVE_THEORY) continue;
        if (other->name && name && strcmp(other->name, name) == 0) name = NULL;
        if (other->x[0] != theory->load) continue;
        other->colour = colour_of(theory, HOP_COLOUR_NEXT, f);
        return HOP_OK;
    }
    const int own = colour_of(theory, colour, f);
    HOP_TRY(hop_findings_mark(f, name, theory->load));
    f->curves[f->curve_count - 1].colour = own;
    return HOP_OK;
}

/* ---- the axis ---- */

static hop_load_scale scale_of(const hop_sweep *e, const struct cell *c) {
    return hop_load_resolve(hop_locate_scale(e, c), c->energy);
}

/* Whether groups count their loads on different scales: those of two powers are two. */
static bool is_mixed(const hop_sweep *e) {
    struct cell c = {0};
    const struct cell *first = e->first;
    if (hop_locate_along(e) != HOP_LOCATE_LOAD) return false;
    for (size_t i = 1; i < e->combinations; i++) {
        hop_sweep_point(e, i, &c);
        const hop_load_scale scale = scale_of(e, &c);
        if (scale != scale_of(e, first)) return true;
        if (scale == HOP_LOAD_POLYNOMIAL &&
            hop_load_degree(c.energy) != hop_load_degree(first->energy))
            return true;
    }
    return false;
}

static double patterns_of(const hop_sweep *e, const struct cell *c, double load) {
    return hop_load_between(hop_locate_scale(e, c), c->energy, (double)hop_locate_dim(e, c), load);
}

/* Of all that was measured. */
static double last_place(const hop_findings *f) {
    double last = 0;
    for (size_t k = 0; k < f->curve_count; k++)
        for (size_t i = 0; i < f->curves[k].count; i++) last = fmax(last, f->curves[k].x[i]);
    return last;
}

void hop_locate_to_axis(const hop_sweep *e, const struct cell *c, size_t first,
                        hop_load_theories *theories, hop_findings *f) {
    if (!is_mixed(e)) return;
    theories->theory.load = patterns_of(e, c, theories->theory.load);
    theories->estimate.load = patterns_of(e, c, theories->estimate.load);
    for (size_t k = first; k < f->curve_count; k++) {
        double *x = (double *)f->curves[k].x;
        for (size_t i = 0; i < f->curves[k].count; i++) x[i] = patterns_of(e, c, x[i]);
    }
    const double end = BEYOND * last_place(f);
    if (theories->theory.load > end) theories->theory.load = NAN;
    if (theories->estimate.load > end) theories->estimate.load = NAN;
}

void hop_locate_describe(const hop_sweep *e, hop_findings *f) {
    const bool load = hop_locate_along(e) == HOP_LOCATE_LOAD, mixed = is_mixed(e);
    const hop_load_scale scale = mixed ? HOP_LOAD_COUNT : scale_of(e, e->first);
    f->figure = (hop_figure){
        .title = e->row->row.title,
        .x_label = load ? hop_load_label(scale) : "fraction of the values flipped",
        .y_label = "probability of success; lines: logistic fits",
        .log_x = mixed,
        .y_low = 0,
        .y_high = 1,
    };
}
