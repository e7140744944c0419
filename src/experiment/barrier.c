/* Barriers between patterns, and the time that noise takes to cross them.  The energy is that of
 * softmax by distances,
 *
 *     E(x) = -ln sum exp(-beta |x - x_i|^2 / 2) / beta,
 *
 * two patterns a distance r apart have two minima where b = beta r^2 / 4 > 1, and between them a
 * saddle, in the middle (theory/double_well.h); beta (barrier) -> b / 2 - ln 2 for large b.
 *
 * In a MEMORY the lowest way from one pattern to another is found by the string method (E, Ren and
 * Vanden-Eijnden 2007): points on a line step downhill and are spread evenly again; its highest
 * point is the barrier.
 *
 * Noise: dx = -grad E dt + sqrt(2 T) dW, a step of recall being the unit of time.  Kramers' law for
 * the mean time from one minimum to the other, 2 pi exp(barrier / T) / sqrt(curvatures), is for
 * T to 0; the exact one is an integral.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "../base/sum.h"
#include "../sweep/findings.h"
#include "../sweep/source.h"
#include "../sweep/usual_columns.h"
#include "../sweep/usual_settings.h"
#include "../theory/double_well.h"
#include "../theory/way.h"
#include "../trial/costs.h"
#include "../trial/draw.h"

enum { MEMORY, FROM, TO, RATIO, HEAT, POINTS, RUNS };

struct cell {
    size_t from;
    double to, ratio, heat;
    size_t points, runs;
};

static const hop_setting SETTINGS[] = {
    [MEMORY] = HOP_MAY_SET_MEMORY("two patterns are stored, and noise is run"),
    [FROM] = HOP_SET_COUNT(from, "of a MEMORY: the pattern to start from", 0, 1e9, "0"),
    [TO] = HOP_SET_AUTO(to, "of a MEMORY: the pattern to go to; auto: the nearest", "dimensionless",
                        0, 1e9),
    [RATIO] = HOP_SWEEP_NUMBER(ratio,
                               "beta r^2 / 4, r the distance of the two patterns; two of them "
                               "part at 1",
                               "dimensionless", 1e-3, 1e6, "1.5,2,3,4,6,8,12,16"),
    [HEAT] = HOP_SWEEP_NUMBER(heat, "the barrier in units of T", "dimensionless", 0.1, 12, "3"),
    [POINTS] = HOP_SET_COUNT(points, "on the way from pattern to pattern", 5, 1e4, "41"),
    [RUNS] = HOP_SET_COUNT(runs, "of noise, from two patterns; 0: none", 0, 1e6, "200"),
    {.parameter = {.name = NULL}},
};

/* Energies times beta; times in steps of recall. */
struct line {
    double barrier, straight, theory, large, time, time_error, exact, kramers, beta, distance, to;
};

static const hop_column COLUMNS[] = {
    HOP_COLUMN_NUMBER("ratio", "", "beta r^2 / 4", 4),
    HOP_COLUMN_NUMBER("heat", "", "barrier / T", 4),
    HOP_COLUMN_NUMBER("barrier", "", "of the way found, from the pattern's minimum, times beta", 5),
    HOP_COLUMN_NUMBER("theory", "", "of two patterns, exact", 5),
    HOP_COLUMN_NUMBER("large", "", "b/2 - ln 2, of two patterns and large b", 5),
    HOP_COLUMN_NUMBER("time", "steps", "mean, until noise has carried it over", 4),
    HOP_COLUMN_NUMBER("low", "steps", "of its 95 % interval", 4),
    HOP_COLUMN_NUMBER("high", "steps", "of the same", 4),
    HOP_COLUMN_NUMBER("exact", "steps", "the mean time by quadrature", 4),
    HOP_COLUMN_NUMBER("kramers", "steps", "Kramers' law", 4),
    HOP_COLUMN_NUMBER("straight", "", "of the straight line, likewise", 5),
    HOP_COLUMN_NUMBER("distance", "memory units", "r", 5),
    HOP_COLUMN_NUMBER("beta", "1 / squared memory units", "inverse temperature of the energy", 5),
    HOP_COLUMN_NUMBER("to", "", "the pattern that was gone to", 6),
};

static const char *const EXAMPLES[] = {
    "--seed 1",
    "--ratio 4 --heat 1,2,3,4,5 --seed 1",
    "patterns/pictograms --ratio 2:32:x2 --seed 1 -o barrier.csv --force",
    "--seed 1 --figure barrier.png --force",
    NULL,
};

/* ---- two patterns, on the line between them ---- */

/* Euler and Maruyama; short steps beside the relaxation at the saddle. */
static const double SHORT = 0.02;

static double one_time(double b, double y, double theta, hop_random *random) {
    const double dt = SHORT / b, kick = sqrt(2 * theta / b * dt);
    double at = y, time = 0;
    for (; at > -y; time += dt) at += dt * (tanh(b * at) - at) + kick * hop_random_normal(random);
    return time;
}

static double kramers_time(const struct cell *c) {
    double b = c->ratio, slope = 1 - b / pow(cosh(b * hop_double_well_minimum(b)), 2);
    return 2 * M_PI / sqrt(slope * (b - 1)) * exp(c->heat);
}

static hop_status escape(const hop_sweep *e, const struct cell *c, uint64_t seed, double barrier,
                         struct line *line) {
    double b = c->ratio, y = hop_double_well_minimum(b), theta = barrier / c->heat, sum = 0,
           squares = 0;
    double runs = (double)c->runs;
    hop_random random;
    hop_random_init(&random, seed, 0);
    line->exact = hop_double_well_time(b, y, theta);
    line->kramers = kramers_time(c);
    for (size_t k = 0; k < c->runs; k++) {
        double time = one_time(b, y, theta, &random);
        sum += time;
        squares += time * time;
        HOP_TRY(hop_watch_look(e->watch, (double)(k + 1) / runs));
    }
    if (c->runs < 2) return HOP_OK;
    line->time = sum / runs;
    line->time_error = sqrt(fmax(squares / runs - line->time * line->time, 0) / (runs - 1));
    return HOP_OK;
}

/* ---- a cell ---- */

static size_t nearest_to(const hop_way *w, size_t from) {
    size_t best = from == 0 ? 1 : 0;
    double least = INFINITY;
    for (size_t i = 0; i < w->count; i++) {
        double square = hop_sum_squared_differences(w->patterns + i * w->dim,
                                                    w->patterns + from * w->dim, w->dim);
        if (i == from || square == 0 || square >= least) continue;
        least = square;
        best = i;
    }
    return best;
}

static hop_status measure(const hop_sweep *e, const struct cell *c, uint64_t seed, hop_way *w,
                          struct line *line) {
    double highest = 0, straight = 0;
    size_t to = isnan(c->to) ? nearest_to(w, c->from) : (size_t)c->to;
    double square = hop_sum_squared_differences(w->patterns + c->from * w->dim,
                                                w->patterns + to * w->dim, w->dim);
    if (!(square > 0))
        return hop_fail(HOP_E_VALUE,
                        "patterns %zu and %zu are the same; there is no way between "
                        "them",
                        c->from, to);
    w->beta = 4 * c->ratio / square;
    /* A way along a line is found at once; what takes time then are the runs. */
    HOP_TRY(hop_way_find(w, e->memory ? e->watch : NULL, c->from, to, &highest, &straight));
    double bottom = hop_way_energy(w, w->path, NULL);
    *line = (struct line){.barrier = w->beta * (highest - bottom),
                          .straight = w->beta * (straight - bottom),
                          .theory = NAN,
                          .large = NAN,
                          .time = NAN,
                          .exact = NAN,
                          .kramers = NAN,
                          .beta = w->beta,
                          .distance = sqrt(square),
                          .to = (double)to};
    if (e->memory) return HOP_OK;
    line->theory =
        hop_double_well(c->ratio, 0) - hop_double_well(c->ratio, hop_double_well_minimum(c->ratio));
    line->large = c->ratio / 2 - M_LN2;
    return c->ratio > 1 ? escape(e, c, seed, line->theory, line) : HOP_OK;
}

static hop_status cell(const hop_sweep *e, const void *cell, uint64_t seed, hop_lines *lines) {
    const struct cell *c = cell;
    hop_way w = {.dim = e->memory ? hop_memory_dim(e->memory) : 1,
                 .count = e->memory ? hop_memory_count(e->memory) : 2,
                 .points = c->points};
    hop_status status = hop_way_create(&w);
    if (status == HOP_OK && e->memory) hop_memory_read(e->memory, 0, w.count, w.patterns);
    if (status == HOP_OK && !e->memory) {
        w.patterns[0] = 1;
        w.patterns[1] = -1;
    }
    if (status == HOP_OK) status = measure(e, c, seed, &w, lines->all);
    hop_way_clear(&w);
    return status;
}

static hop_status check(const hop_sweep *e) {
    const struct cell *c = e->first;
    size_t count = e->memory ? hop_memory_count(e->memory) : 2;
    if (count < 2)
        return hop_fail(HOP_E_EMPTY, "%s: a way needs two patterns, and it holds one",
                        e->text[MEMORY]);
    if (c->from >= count || (!isnan(c->to) && c->to >= (double)count))
        return hop_fail(HOP_E_VALUE,
                        "there are patterns 0 to %zu; --from and --to must be among "
                        "them",
                        count - 1);
    return HOP_OK;
}

/* A step over the line, measured as in costs.c. */
static const double STEP_SECONDS = 6e-8;

static hop_cost cost(const hop_sweep *e, const void *cell) {
    const struct cell *c = cell;
    double dim = e->memory ? (double)hop_memory_dim(e->memory) : 1;
    double count = e->memory ? (double)hop_memory_count(e->memory) : 2;
    double steps = e->memory ? 0 : (double)c->runs * kramers_time(c) * c->ratio / SHORT;
    return (hop_cost){.seconds = (double)c->points * hop_cost_reference(count, dim, HOP_WAY_USUAL) +
                                 steps * STEP_SECONDS,
                      .bytes = 8 * dim * (count + 2 * (double)c->points)};
}

/* ---- the report ---- */

static const double NORMAL = 1.96;

static hop_status report(const hop_sweep *e, const hop_results *results, hop_findings *f) {
    bool hot = hop_sweep_varies(e, HEAT) && !e->memory;
    for (size_t i = 0; i < results->count; i++) {
        const struct cell *c = results->all[i].cell;
        const struct line *line = results->all[i].lines.all;
        hop_table_add_number(f->table, c->ratio);
        hop_table_add_number(f->table, c->heat);
        hop_table_add_number(f->table, line->barrier);
        hop_findings_number(f, line->theory);
        hop_findings_number(f, line->large);
        hop_findings_number(f, line->time);
        hop_findings_number(f, line->time - NORMAL * line->time_error);
        hop_findings_number(f, line->time + NORMAL * line->time_error);
        hop_findings_number(f, line->exact);
        hop_findings_number(f, line->kramers);
        hop_table_add_number(f->table, line->straight);
        hop_table_add_number(f->table, line->distance);
        hop_table_add_number(f->table, line->beta);
        hop_table_add_number(f->table, line->to);
    }
    f->figure = (hop_figure){
        .title = hot ? "time until noise has crossed the barrier; dashed: exact"
                     : "barrier between two patterns; dashed: theory",
        .x_label = hot ? "barrier / T" : "\u03b2 r\u00b2 / 4, r the distance of the patterns",
        .y_label = hot ? "mean time [steps of recall]" : "\u03b2 times the barrier",
        .log_y = hot};
    return hop_findings_lines(e, results, hot ? HEAT : RATIO,
                              hot ? offsetof(struct line, time) : offsetof(struct line, barrier),
                              hot ? offsetof(struct line, exact) : offsetof(struct line, theory),
                              f);
}

const hop_experiment_row hop_experiment_barrier = {
    .row = {.name = "barrier",
            .title = "energy barriers between patterns, and how long noise takes to cross them",
            .sources = "E, Ren, Vanden-Eijnden 2007, doi 10.1063/1.2720838 (string method); "
                       "Kramers 1940, doi 10.1016/S0031-8914(40)90098-2 (escape); Gardiner 2009, "
                       "Stochastic Methods, section 5.5.2 (exact times)"},
    .settings = SETTINGS,
    .cell_size = sizeof(struct cell),
    .line_size = sizeof(struct line),
    .along = RATIO,
    .columns = COLUMNS,
    .column_count = sizeof COLUMNS / sizeof *COLUMNS,
    .given = 2,
    .essential = 10,
    .examples = EXAMPLES,
    .check = check,
    .cell = cell,
    .cost = cost,
    .report = report,
};
