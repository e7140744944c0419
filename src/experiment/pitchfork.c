/* The pitchfork of the mean state: its settings, its cells, its report.  The memory, the dynamics
 * and the theory are in fork.c. SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "../base/sum.h"
#include "../sweep/findings.h"
#include "../sweep/source.h"
#include "../sweep/usual_columns.h"
#include "../sweep/usual_settings.h"
#include "../theory/moments.h"
#include "../trial/costs.h"
#include "fork.h"

enum { MEMORY, DIM, STORED, PATTERNS, MIRROR, RATIO, START, STEPS };
enum mirror { MIRROR_YES, MIRROR_NO };
enum start { START_MEAN, START_FAR, START_PATTERN };

struct cell {
    size_t dim, stored;
    hop_pattern_kind patterns;
    enum mirror mirror;
    double ratio;
    enum start start;
    size_t steps;
};

static const hop_setting SETTINGS[] = {
    [MEMORY] = HOP_MAY_SET_MEMORY("random patterns are stored"),
    [DIM] = HOP_SWEEP_DIM(1e5, "6"),
    [STORED] = HOP_SWEEP_COUNT(stored, "random patterns, N", 2, 1e6, "100"),
    [PATTERNS] = HOP_SWEEP_PATTERNS("spherical"),
    [MIRROR] = HOP_SWEEP_WORD(mirror,
                              "store every pattern's negative too, which makes the fork "
                              "symmetric; patterns are centred in any case",
                              "yes|no", "yes"),
    [RATIO] = HOP_SWEEP_NUMBER(ratio, "beta as a multiple of beta_c", "dimensionless", 1e-6, 1e6,
                               "0.5:0.9:0.1,0.95:1.05:0.01,1.1:2:0.1"),
    [START] = HOP_SWEEP_WORD(
        start,
        "beside the mean, far from it along v (where a memory has hysteresis this finds it), or at "
        "the first stored pattern",
        "mean|far|pattern", "mean,far"),
    [STEPS] = HOP_SET_STEPS(1e7, "20000"),
    {.parameter = {.name = NULL}},
};

struct line {
    double beta, critical, count, dim, norm, along, theory, steps, settled, kurtosis, opening;
    double drawn; /* norm; NAN of a state that has not settled */
};

static const hop_column COLUMNS[] = {
    HOP_COLUMN_DIM,
    HOP_COLUMN_COUNT("stored", "patterns, negatives not counted"),
    HOP_COLUMN_PATTERNS,
    HOP_COLUMN_TEXT("mirror", "whether negatives are stored too"),
    HOP_COLUMN_TEXT("start", "where the state started"),
    HOP_COLUMN_NUMBER("ratio", "", "beta / beta_c", 4),
    HOP_COLUMN_NUMBER("norm", "memory units",
                      "of the fixed point, from the mean; of a state that has not settled, where "
                      "it was then",
                      4),
    HOP_COLUMN_NUMBER("theory", "memory units",
                      "of a fixed point on the line of v; for starts "
                      "beside the mean and far from it",
                      4),
    HOP_COLUMN_NUMBER("along", "memory units", "component of the fixed point along v", 4),
    HOP_COLUMN_COUNT("steps", "to the fixed point"),
    {.name = "settled", .meaning = "whether it was reached", .kind = HOP_CELL_BOOL},
    HOP_COLUMN_NUMBER("beta", "1 / squared memory units", "inverse temperature", 5),
    HOP_COLUMN_NUMBER("critical_beta", "1 / squared memory units", "1 / lambda_max(Cov X)", 5),
    HOP_COLUMN_NUMBER("kurtosis", "", "excess kurtosis of the patterns' components along v", 4),
    HOP_COLUMN_NUMBER("opening", "memory units",
                      "sqrt(6 lambda (ratio - 1) / -kurtosis): how a fork that opens "
                      "continuously begins",
                      4),
};

static const char *const EXAMPLES[] = {
    "--seed 1",
    "--dim 10 --stored 20 --start mean,far,pattern --ratio 0.5:1.5:0.025 --seed 1",
    "patterns/glyphs --seed 1 -o pitchfork.svg --force",
    "--stored 100 --seed 1 --figure pitchfork.png --force",
    NULL,
};

/* ---- a cell ---- */

static hop_status fork_of(const hop_sweep *e, const struct cell *c, hop_fork *fork) {
    const hop_memory *memory = NULL;
    HOP_TRY(hop_source_open(e, c->dim, c->stored, c->patterns, &memory));
    hop_status status = hop_fork_create(memory, c->mirror == MIRROR_YES, e->watch, fork);
    hop_source_close(e, memory);
    return status;
}

/* How far beside the mean, as a fraction of the extent; and how little a state must move to have
 * settled. */
static const double BESIDE = 1e-3, STILL = 1e-12;

static void start(const struct cell *c, hop_fork *fork) {
    const double away = c->start == START_FAR ? fork->far : BESIDE * fork->extent;
    for (size_t j = 0; j < fork->dim; j++)
        fork->state[j] = c->start == START_PATTERN ? fork->patterns[j] : away * fork->direction[j];
}

static double theory_of(const struct cell *c, const hop_fork *fork) {
    if (c->start == START_PATTERN) return NAN;
    return c->start == START_FAR ? hop_fork_outer(fork) : hop_fork_inner(fork);
}

static void follow(const struct cell *c, hop_fork *fork, struct line *line) {
    size_t done = 0;
    double moved = INFINITY;
    fork->beta = c->ratio * fork->critical;
    start(c, fork);
    for (; done < c->steps && moved > STILL * fork->extent && !hop_watch_ended(fork->watch); done++)
        moved = hop_fork_step(fork);
    *line = (struct line){
        .beta = fork->beta,
        .critical = fork->critical,
        .count = (double)fork->count,
        .dim = (double)fork->dim,
        .norm = sqrt(hop_sum_squares(fork->state, fork->dim)),
        .along = hop_sum_products(fork->state, fork->direction, fork->dim),
        .steps = (double)done,
        .settled = moved <= STILL * fork->extent ? 1 : 0,
        .theory = fabs(theory_of(c, fork)),
        .kurtosis = fork->kurtosis,
        .opening = c->start == START_MEAN ? hop_fork_opening(fork) : NAN,
    };
    line->drawn = line->settled > 0 ? line->norm : NAN;
}

static hop_status cell(const hop_sweep *e, const void *cell, uint64_t seed, hop_lines *lines) {
    (void)seed;
    hop_fork fork = {0};
    hop_status status = fork_of(e, cell, &fork);
    if (status == HOP_OK) follow(cell, &fork, lines->all);
    if (status == HOP_OK) status = hop_watch_look(e->watch, NAN);
    hop_fork_clear(&fork);
    return status;
}

static hop_status check(const hop_sweep *e) {
    HOP_TRY(hop_source_check(e, DIM));
    if (!e->memory || hop_memory_count(e->memory) >= 2) return HOP_OK;
    return hop_fail(HOP_E_EMPTY, "%s: one pattern has no mean beside it; store two at least",
                    e->text[MEMORY]);
}

/* Steps come closer to the fixed point by the factor |ratio - 1| or so: at 1 they never arrive. */
static hop_cost cost(const hop_sweep *e, const void *cell) {
    const struct cell *c = cell;
    const double far = 80, near = 18;
    double dim = (double)hop_source_dim(e, c->dim);
    double count = (double)hop_source_count(e, c->stored);
    if (c->mirror == MIRROR_YES) count *= 2;
    double steps = fmin((double)c->steps, far + near / fabs(c->ratio - 1));
    return (hop_cost){.seconds =
                          hop_cost_pitchfork(count, dim, steps) + hop_cost_spectrum(count, dim),
                      .bytes = 8 * count * dim + hop_moments_largest_bytes(count, dim)};
}

/* ---- the report ---- */

static void add_row(const hop_sweep *e, const struct cell *c, const struct line *line,
                    hop_findings *f) {
    hop_table_add_count(f->table, (size_t)line->dim);
    hop_table_add_count(f->table, (size_t)line->count);
    hop_source_word(e, c, PATTERNS, f);
    hop_findings_word(f, e, MIRROR, c);
    hop_findings_word(f, e, START, c);
    hop_table_add_number(f->table, c->ratio);
    hop_table_add_number(f->table, line->norm);
    hop_findings_number(f, line->theory);
    hop_table_add_number(f->table, line->along);
    hop_table_add_count(f->table, (size_t)line->steps);
    hop_table_add_bool(f->table, line->settled > 0);
    hop_table_add_number(f->table, line->beta);
    hop_table_add_number(f->table, line->critical);
    hop_table_add_number(f->table, line->kurtosis);
    hop_findings_number(f, line->opening);
}

/* Off the line of v by more than a state that is bent by curvature alone; dimensionless. */
static const double OFF_LINE = 0.1;

/* A curve beside data that it does not describe needs a word. */
static void note_theory(const hop_results *results, hop_findings *f) {
    for (size_t i = 0; i < results->count; i++) {
        const struct line *line = results->all[i].lines.all;
        bool off = line->settled > 0 && line->theory > 0 &&
                   line->norm > fabs(line->along) * (1 + OFF_LINE);
        if (!off) continue;
        hop_table_note(f->table, "theory",
                       "holds for fixed points on the line of v alone; here states leave it (norm "
                       "above along) for one farther out");
        return;
    }
}

/* Close to beta_c states creep; where they are when the steps end is no fixed point. */
static void note_unsettled(const hop_results *results, hop_findings *f) {
    size_t count = 0;
    char text[160];
    for (size_t i = 0; i < results->count; i++)
        count += ((const struct line *)results->all[i].lines.all)->settled > 0 ? 0 : 1;
    if (count == 0) return;
    snprintf(text, sizeof text,
             "%zu of %zu states, which the figure leaves out; nearest to beta_c more --steps are "
             "needed",
             count, results->count);
    hop_table_note(f->table, "not settled", text);
}

/* What the sign of the kurtosis means here. */
static void note_transition(const hop_results *results, hop_findings *f) {
    const struct cell *c = results->count > 0 ? results->all[0].cell : NULL;
    char text[200];
    if (!c || c->mirror != MIRROR_YES) return;
    double kurtosis = ((const struct line *)results->all[0].lines.all)->kurtosis;
    for (size_t i = 1; i < results->count; i++)
        if (((const struct line *)results->all[i].lines.all)->kurtosis != kurtosis) return;
    snprintf(text, sizeof text,
             kurtosis > 0
                 ? "excess kurtosis %.3g along v, above 0: the mean jumps at beta_c, and "
                   "states from far away stay there down to a smaller beta (hysteresis)"
                 : "excess kurtosis %.3g along v, not above 0: the fork opens continuously, "
                   "as sqrt(6 lambda (beta / beta_c - 1) / -kurtosis)",
             kurtosis);
    hop_table_note(f->table, "transition", text);
}

/* ---- the theory's curve ---- */

/* Points of it beyond where it leaves zero, closest there: it leaves as a square root, or jumps. */
enum { FINE = 120 };

static double theory_at(const struct cell *c, hop_fork *fork, double ratio) {
    fork->beta = ratio * fork->critical;
    return theory_of(c, fork);
}

/* Between a ratio at which theory is 0 and one at which it is not: both ends of the step. */
static void find_step(const struct cell *c, hop_fork *fork, double *zero, double *above) {
    for (int k = 0; k < 40; k++) {
        double middle = (*zero + *above) / 2;
        *(theory_at(c, fork, middle) != 0 ? above : zero) = middle;
    }
}

/* Theory from ratio `low` to `high`, at FINE + 2 points. */
static void trace(const struct cell *c, hop_fork *fork, double low, double high, double *x,
                  double *y) {
    double zero = low, above = high;
    if (theory_at(c, fork, low) == 0 && theory_at(c, fork, high) != 0)
        find_step(c, fork, &zero, &above);
    else
        above = low;
    for (size_t i = 0; i < FINE + 2; i++) {
        double part = i < 2 ? 0 : (double)(i - 1) / FINE;
        x[i] = i == 0 ? low : i == 1 ? zero : above + (high - above) * part * part;
        y[i] = fabs(theory_at(c, fork, x[i]));
    }
}

/* As the curve has it, but at ratios of its own. */
static hop_status refine(const hop_sweep *e, const struct cell *c, hop_curve *curve) {
    double low = curve->x[0], high = curve->x[0], *x = NULL, *y = NULL;
    hop_fork fork = {0};
    for (size_t i = 1; i < curve->count; i++) {
        low = fmin(low, curve->x[i]);
        high = fmax(high, curve->x[i]);
    }
    if (c->start == START_PATTERN) return HOP_OK;
    hop_status status = fork_of(e, c, &fork);
    if (status == HOP_OK) status = hop_alloc(FINE + 2, sizeof *x, "a curve", &x);
    if (status == HOP_OK) status = hop_alloc(FINE + 2, sizeof *y, "a curve", &y);
    if (status == HOP_OK) trace(c, &fork, low, high, x, y);
    hop_fork_clear(&fork);
    if (status != HOP_OK) {
        free(x);
        free(y);
        return status;
    }
    free((void *)(uintptr_t)curve->x);
    free((void *)(uintptr_t)curve->y);
    curve->x = x;
    curve->y = y;
    curve->count = FINE + 2;
    return HOP_OK;
}

/* Curves are in pairs, measured and theory, in the order of the results that begin them. */
static hop_status refine_all(const hop_sweep *e, const hop_results *results, hop_findings *f) {
    size_t pair = 0;
    for (size_t i = 0; i < results->count; i++) {
        bool begins = true;
        for (size_t k = 0; k < i && begins; k++)
            begins = !hop_sweep_same(e, results->all[k].cell, results->all[i].cell, RATIO);
        if (!begins) continue;
        HOP_TRY(refine(e, results->all[i].cell, &f->curves[2 * pair + 1]));
        pair++;
    }
    return HOP_OK;
}

static hop_status report(const hop_sweep *e, const hop_results *results, hop_findings *f) {
    note_transition(results, f);
    note_theory(results, f);
    note_unsettled(results, f);
    for (size_t i = 0; i < results->count; i++)
        add_row(e, results->all[i].cell, results->all[i].lines.all, f);
    f->figure = (hop_figure){
        .title = "the mean of all patterns loses its stability at \u03b2c; dashed: theory",
        .x_label = "inverse temperature, \u03b2 / \u03b2c",
        .y_label = "distance of the fixed point from the mean [memory units]"};
    HOP_TRY(hop_findings_lines(e, results, RATIO, offsetof(struct line, drawn),
                               offsetof(struct line, theory), f));
    return refine_all(e, results, f);
}

const hop_experiment_row hop_experiment_pitchfork = {
    .row = {.name = "pitchfork",
            .title = "the mean of all patterns loses its stability at beta_c",
            .sources = "Ramsauer et al. 2020, arXiv 2008.02217, eq. 3 (the step); the line theory "
                       "is derived in src/experiment/fork.h"},
    .settings = SETTINGS,
    .cell_size = sizeof(struct cell),
    .line_size = sizeof(struct line),
    .along = RATIO,
    .columns = COLUMNS,
    .column_count = sizeof COLUMNS / sizeof *COLUMNS,
    .given = 6,
    .essential = 11, /* up to settled */
    .examples = EXAMPLES,
    .check = check,
    .cell = cell,
    .cost = cost,
    .report = report,
};
