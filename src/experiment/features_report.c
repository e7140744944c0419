/* What `features` reports.
 * SPDX-License-Identifier: MIT */
#include "features.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "../sweep/source.h"

static double measured(const hop_finished *r, size_t measure) {
    return *(const double *)((const char *)r->lines.all + measure);
}

static double features_of(const hop_finished *r) {
    return (double)((const struct cell *)r->cell)->features;
}

/* The slope of the measure at that offset, ln over ln, along a curve of `count` results. */
static hop_status slope_of(const hop_results *results, hop_grid_curve curve, size_t measure,
                           hop_estimate *slope) {
    double *x = NULL;
    size_t used = 0;
    HOP_TRY(hop_alloc(curve.count, 2 * sizeof *x, "a fit", &x));
    double *y = x + curve.count;
    for (size_t i = 0; i < curve.count; i++) {
        const hop_finished *r = &results->all[curve.first + i * curve.stride];
        const struct line *line = r->lines.all;
        if (line->clipped > 0 || !(measured(r, measure) > 0)) continue;
        x[used] = log(features_of(r));
        y[used++] = log(measured(r, measure));
    }
    *slope = hop_statistics_slope(x, y, used);
    free(x);
    return HOP_OK;
}

static void add_estimate(hop_estimate estimate, hop_findings *f) {
    hop_findings_number(f, estimate.value);
    hop_findings_number(f, estimate.low);
    hop_findings_number(f, estimate.high);
}

static void add_row(const hop_sweep *e, const hop_finished *r, hop_estimate energy,
                    hop_estimate gradient, hop_findings *f) {
    const struct cell *c = r->cell;
    const struct line *line = r->lines.all;
    hop_table_add_count(f->table, (size_t)line->dim);
    hop_table_add_count(f->table, (size_t)line->count);
    hop_source_word(e, c, HOP_FEATURES_PATTERNS, f);
    hop_table_add_number(f->table, c->beta);
    hop_findings_word(f, e, HOP_FEATURES_KIND, c);
    hop_table_add_number(f->table, c->noise);
    hop_table_add_count(f->table, c->features);
    hop_table_add_number(f->table, line->energy_error);
    hop_findings_number(f, line->theory);
    hop_table_add_number(f->table, line->gradient_error);
    hop_table_add_number(f->table, line->clipped);
    add_estimate(energy, f);
    add_estimate(gradient, f);
    hop_table_add_number(f->table, line->energy_size);
    hop_table_add_number(f->table, line->gradient_size);
}

/* Of errors small enough that the logarithm in the energy is straight; dimensionless. */
static const double SLOPE = -0.5;

/* A slope that leaves theory outside its interval needs a word. */
static void note_slope(hop_estimate slope, hop_findings *f) {
    char text[160];
    if (!(slope.high < SLOPE) && !(slope.low > SLOPE)) return;
    snprintf(text, sizeof text,
             "for small errors, slope -0.5; found: %.3f to %.3f (95 %%).  Where errors are large, "
             "take more --features or a smaller --beta",
             slope.low, slope.high);
    hop_table_note(f->table, "theory", text);
}

static hop_status add_rows(const hop_sweep *e, const hop_results *results, size_t i,
                           hop_findings *f) {
    hop_estimate energy = {0}, gradient = {0};
    hop_grid_curve curve = hop_findings_grid(e, HOP_FEATURES_FEATURES, i);
    HOP_TRY(slope_of(results, curve, offsetof(struct line, energy_error), &energy));
    HOP_TRY(slope_of(results, curve, offsetof(struct line, gradient_error), &gradient));
    if (curve.first == i) note_slope(energy, f);
    add_row(e, &results->all[i], energy, gradient, f);
    return HOP_OK;
}

/* Standard errors to both sides of a 95 % interval. */
static const double INTERVAL = 1.96;

/* Where there is no interval. */
#define NO_SPREAD ((size_t)-1)

/* One measure along a curve, and its interval by the standard error at offset `spread`. */
static hop_status draw(const hop_results *results, hop_grid_curve curve, size_t measure,
                       size_t spread, const char *name, hop_curve_style style, int colour,
                       hop_findings *f) {
    double *x = NULL;
    bool known = spread != NO_SPREAD;
    HOP_TRY(hop_alloc(curve.count, 4 * sizeof *x, "a curve", &x));
    double *y = x + curve.count, *low = y + curve.count, *high = low + curve.count;
    for (size_t i = 0; i < curve.count; i++) {
        const hop_finished *r = &results->all[curve.first + i * curve.stride];
        x[i] = features_of(r);
        y[i] = measured(r, measure);
        double off = known ? INTERVAL * measured(r, spread) : NAN;
        known = known && isfinite(off);
        low[i] = y[i] - off;
        high[i] = y[i] + off;
    }
    hop_status status = hop_findings_curve(f, name, style, colour, x, y, known ? low : NULL,
                                           known ? high : NULL, curve.count);
    free(x);
    return status;
}

static hop_status draw_curve(const hop_sweep *e, const hop_results *results, hop_grid_curve curve,
                             int *colour, hop_findings *f) {
    const hop_finished *first = &results->all[curve.first];
    char where[128], name[160];
    int energy = ++*colour, gradient = ++*colour;
    hop_sweep_where(e, first->cell, HOP_FEATURES_FEATURES, where, sizeof where);
    const char *shown = strncmp(where, "kind=", 5) == 0 ? where + 5 : where;
    snprintf(name, sizeof name, "%s%senergy", shown, *shown ? ", " : "");
    HOP_TRY(draw(results, curve, offsetof(struct line, energy_error),
                 offsetof(struct line, energy_spread), name, HOP_CURVE_MARKED, energy, f));
    HOP_TRY(draw(results, curve, offsetof(struct line, theory), NO_SPREAD, NULL, HOP_CURVE_THEORY,
                 energy, f));
    snprintf(name, sizeof name, "%s%sgradient", shown, *shown ? ", " : "");
    return draw(results, curve, offsetof(struct line, gradient_error),
                offsetof(struct line, gradient_spread), name, HOP_CURVE_MARKED, gradient, f);
}

hop_status hop_features_report(const hop_sweep *e, const hop_results *results, hop_findings *f) {
    int colour = 0;
    for (size_t i = 0; i < results->count; i++) HOP_TRY(add_rows(e, results, i, f));
    for (size_t i = 0; i < results->count; i++) {
        hop_grid_curve curve = hop_findings_grid(e, HOP_FEATURES_FEATURES, i);
        if (curve.first == i) HOP_TRY(draw_curve(e, results, curve, &colour, f));
    }
    f->figure = (hop_figure){.title = "error of random features; dashed: theory for the energy",
                             .x_label = "random features Y",
                             .y_label = "root mean square error "
                                        "[energy: units\u00b2; gradient: units]",
                             .log_x = true,
                             .log_y = true};
    return HOP_OK;
}
