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
 * more than this (then the mean is off by a few thousandths). */
static const double SHARE = 0.1, POOLED_FALL = 0.15;

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

/* Pools neighbours into `points`, p: success that never rises; returns how many there are. */
static size_t pool(const hop_tally *places, size_t count, const double *p, hop_tally *points) {
    double all = 0, rest = 0, first = 0;
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) all += places[i].trials;
    rest = all;
    for (size_t i = 0; i < count; i++) {
        double here = p[i];
        /* A last few go with those before them. */
        bool few = kept > 0 && (points[kept - 1].trials < SHARE * all || rest < SHARE * all);
        rest -= places[i].trials;
        if (few && first - here <= POOLED_FALL && places[i].trials > 0) {
            join(&points[kept - 1], &places[i]);
            continue;
        }
        points[kept++] = places[i];
        first = here;
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

static hop_status add_pooled(const hop_tally *places, size_t count, const char *name, int colour,
                             hop_findings *f) {
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
        kept = pool(places, count, numbers, points);
        status = add_points(points, kept, name, HOP_CURVE_POINTS, colour, f);
    }
    snprintf(every, sizeof every, "%s, every place (neighbours are drawn as one)", name);
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
    if (searched) return add_pooled(places, count, name, colour, f);
    return add_points(places, count, name, HOP_CURVE_POINTS, colour, f);
}

hop_status hop_locate_mark(const hop_load_theory *theory, int colour, hop_findings *f) {
    const char *name = theory->name;
    if (isnan(theory->load)) return HOP_OK;
    for (size_t i = 0; i < f->curve_count; i++) {
        hop_curve *other = &f->curves[i];
        if (other->style != HOP_CURVE_THEORY) continue;
        if (other->name && name && strcmp(other->name, name) == 0) name = NULL;
        if (other->x[0] != theory->load) continue;
        other->colour = HOP_COLOUR_NEXT;
        return HOP_OK;
    }
    HOP_TRY(hop_findings_mark(f, name, theory->load));
    f->curves[f->curve_count - 1].colour = colour;
    return HOP_OK;
}
