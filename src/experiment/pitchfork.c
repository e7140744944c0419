/* The pitchfork of the mean state.  At the mean of centred patterns the Jacobian of the softmax
 * step is beta Cov X, so the mean is stable up to beta_c = 1 / lambda_max(Cov X) and no further.
 * Beyond, a state that starts beside it settles elsewhere, first along the eigenvector v of
 * lambda_max.  If it stayed on that line, at xi = a v, it would settle where
 *
 *     a = K'(beta a),    K(t) = ln (1/N) sum exp(t v.x_i),
 *
 * which is the theory beside the data: exact at beta_c, an approximation beyond.  Where the
 * patterns come with their negatives K is even, and the fork has two equal prongs that grow as a
 * square root. The step is written here for itself, in double. SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/blas.h"
#include "../base/fail.h"
#include "../base/sum.h"
#include "../sweep/findings.h"
#include "../sweep/source.h"
#include "../sweep/usual_columns.h"
#include "../sweep/usual_settings.h"
#include "../theory/moments.h"
#include "../trial/costs.h"

enum { MEMORY, DIM, STORED, PATTERNS, MIRROR, RATIO, START, STEPS };
enum mirror { MIRROR_YES, MIRROR_NO };
enum start { START_MEAN, START_PATTERN };

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
                               "0.5:2:0.05"),
    [START] = HOP_SWEEP_WORD(start, "beside the mean, or at the first stored pattern",
                             "mean|pattern", "mean"),
    [STEPS] = HOP_SET_STEPS(1e7, "20000"),
    {.parameter = {.name = NULL}},
};

struct line {
    double beta, critical, count, dim, norm, along, theory, steps, settled;
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
                      "beside the mean",
                      4),
    HOP_COLUMN_NUMBER("along", "memory units", "component of the fixed point along v", 4),
    HOP_COLUMN_COUNT("steps", "to the fixed point"),
    {.name = "settled", .meaning = "whether it was reached", .kind = HOP_CELL_BOOL},
    HOP_COLUMN_NUMBER("beta", "1 / squared memory units", "inverse temperature", 5),
    HOP_COLUMN_NUMBER("critical_beta", "1 / squared memory units", "1 / lambda_max(Cov X)", 5),
};

static const char *const EXAMPLES[] = {
    "--seed 1",
    "--dim 10 --stored 20 --start mean,pattern --ratio 0.5:1.5:0.025 --seed 1",
    "patterns/glyphs --seed 1 -o pitchfork.svg --force",
    "--stored 100 --seed 1 --figure pitchfork.png --force",
    NULL,
};

/* ---- the memory of a cell ---- */

typedef struct world {
    size_t dim, count;
    bool mirror;
    double beta, critical;
    double extent;        /* root mean square distance of patterns from their mean */
    double *patterns;     /* [count x dim], centred */
    double *direction;    /* [dim]: v */
    double *weights;      /* [count] */
    double *along;        /* [count]: v.x_i */
    double *state, *next; /* [dim] */
    hop_watch *watch;
} world;

static void world_clear(world *w) {
    free(w->patterns);
    free(w->direction);
    free(w->weights);
    free(w->along);
    free(w->state);
    free(w->next);
}

static void centre(world *w, double *mean) {
    memset(mean, 0, w->dim * sizeof *mean);
    for (size_t i = 0; i < w->count; i++)
        for (size_t j = 0; j < w->dim; j++) mean[j] += w->patterns[i * w->dim + j];
    for (size_t i = 0; i < w->count; i++)
        for (size_t j = 0; j < w->dim; j++)
            w->patterns[i * w->dim + j] -= mean[j] / (double)w->count;
    w->extent = sqrt(hop_sum_squares(w->patterns, w->count * w->dim) / (double)w->count);
}

/* v points to where its components' third moment is negative: without mirrored patterns the mean
 * goes over into that prong continuously, and jumps to the other. */
static void orient(world *w) {
    double cubes = 0;
    hop_blas_dots(w->count, 1, w->dim, w->patterns, w->direction, w->along);
    for (size_t i = 0; i < w->count; i++) cubes += w->along[i] * w->along[i] * w->along[i];
    if (cubes <= 0) return;
    for (size_t j = 0; j < w->dim; j++) w->direction[j] = -w->direction[j];
    for (size_t i = 0; i < w->count; i++) w->along[i] = -w->along[i];
}

static hop_status fill(const hop_memory *memory, const struct cell *c, world *w) {
    size_t number = sizeof(double);
    double largest = 0;
    HOP_TRY(hop_alloc(w->count, w->dim * number, "patterns", &w->patterns));
    HOP_TRY(hop_alloc(w->dim, number, "a direction", &w->direction));
    HOP_TRY(hop_alloc(w->count, number, "weights", &w->weights));
    HOP_TRY(hop_alloc(w->count, number, "components", &w->along));
    HOP_TRY(hop_alloc(w->dim, number, "a state", &w->state));
    HOP_TRY(hop_alloc(w->dim, number, "a state", &w->next));
    HOP_TRY(hop_moments_largest(memory, NULL, w->watch, &largest, w->direction));
    if (!(largest > 0))
        return hop_fail(HOP_E_VALUE, "all patterns are the same, so their mean never loses its "
                                     "stability; store different ones");
    hop_memory_read(memory, 0, w->count, w->patterns);
    centre(w, w->next);
    orient(w);
    w->critical = 1 / largest;
    w->beta = c->ratio * w->critical;
    w->mirror = c->mirror == MIRROR_YES;
    return HOP_OK;
}

static hop_status world_create(const hop_sweep *e, const struct cell *c, world *w) {
    const hop_memory *memory = NULL;
    w->dim = hop_source_dim(e, c->dim);
    w->count = hop_source_count(e, c->stored);
    HOP_TRY(hop_source_open(e, c->dim, c->stored, c->patterns, &memory));
    hop_status status = fill(memory, c, w);
    hop_source_close(e, memory);
    return status;
}

/* ---- dynamics ---- */

/* weights: of pattern i, less that of its negative, in units of their sum, for scores s. */
static void weigh(const world *w, double beta, double *s) {
    double peak = -INFINITY, total = 0;
    for (size_t i = 0; i < w->count; i++) peak = fmax(peak, w->mirror ? fabs(s[i]) : s[i]);
    for (size_t i = 0; i < w->count; i++) {
        double plus = exp(beta * (s[i] - peak)), minus = exp(beta * (-s[i] - peak));
        s[i] = w->mirror ? plus - minus : plus;
        total += w->mirror ? plus + minus : plus;
    }
    for (size_t i = 0; i < w->count; i++) s[i] /= total;
}

/* One step; returns how far the state moved. */
static double step(world *w) {
    hop_blas_dots(w->count, 1, w->dim, w->patterns, w->state, w->weights);
    weigh(w, w->beta, w->weights);
    memset(w->next, 0, w->dim * sizeof *w->next);
    hop_blas_mix(1, w->dim, w->count, w->weights, w->patterns, w->next);
    double moved = sqrt(hop_sum_squared_differences(w->state, w->next, w->dim));
    memcpy(w->state, w->next, w->dim * sizeof *w->state);
    return moved;
}

/* How far beside the mean, as a fraction of the extent; and how little a state must move to have
 * settled. */
static const double BESIDE = 1e-3, STILL = 1e-12;

static void start(const struct cell *c, world *w) {
    bool pattern = c->start == START_PATTERN;
    for (size_t j = 0; j < w->dim; j++)
        w->state[j] = pattern ? w->patterns[j] : BESIDE * w->extent * w->direction[j];
}

/* K'(beta a): the mean of the components along v, weighed by them. */
static double slope(const world *w, double a) {
    double sum = 0;
    for (size_t i = 0; i < w->count; i++) w->weights[i] = a * w->along[i];
    weigh(w, w->beta, w->weights);
    for (size_t i = 0; i < w->count; i++) sum += w->weights[i] * w->along[i];
    return sum;
}

/* The smallest root above 0 of a = K'(beta a) where the mean is unstable. */
static double on_the_line(const world *w, double ratio) {
    double low = 0, high = 1e-6 * w->extent;
    if (ratio <= 1) return 0;
    while (slope(w, high) > high) {
        low = high;
        high *= 1.02;
    }
    for (int k = 0; k < 100; k++) {
        double middle = (low + high) / 2;
        if (slope(w, middle) > middle)
            low = middle;
        else
            high = middle;
    }
    return low < 1e-5 * w->extent ? 0 : low;
}

static void follow(const struct cell *c, world *w, struct line *line) {
    size_t done = 0;
    double moved = INFINITY;
    start(c, w);
    for (; done < c->steps && moved > STILL * w->extent && !hop_watch_ended(w->watch); done++)
        moved = step(w);
    *line = (struct line){
        .beta = w->beta,
        .critical = w->critical,
        .count = (double)w->count,
        .dim = (double)w->dim,
        .norm = sqrt(hop_sum_squares(w->state, w->dim)),
        .along = hop_sum_products(w->state, w->direction, w->dim),
        .steps = (double)done,
        .settled = moved <= STILL * w->extent ? 1 : 0,
        .theory = c->start == START_MEAN ? on_the_line(w, c->ratio) : NAN,
    };
    line->drawn = line->settled > 0 ? line->norm : NAN;
}

static hop_status cell(const hop_sweep *e, const void *cell, uint64_t seed, hop_lines *lines) {
    (void)seed;
    world w = {.watch = e->watch};
    hop_status status = world_create(e, cell, &w);
    if (status == HOP_OK) follow(cell, &w, lines->all);
    if (status == HOP_OK) status = hop_watch_look(w.watch, NAN);
    world_clear(&w);
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

/* ---- the theory's curve ---- */

/* Points of it beyond beta_c, closest where it is steepest: it leaves zero as a square root. */
enum { FINE = 120 };

/* As the curve that starts at result `first` has it, but at ratios of its own. */
static hop_status refine(const hop_sweep *e, const struct cell *c, hop_curve *curve) {
    double low = curve->x[0], high = curve->x[0], *x = NULL, *y = NULL;
    world w = {.watch = e->watch};
    for (size_t i = 1; i < curve->count; i++) {
        low = fmin(low, curve->x[i]);
        high = fmax(high, curve->x[i]);
    }
    if (high <= 1 || c->start != START_MEAN) return HOP_OK;
    hop_status status = world_create(e, c, &w);
    if (status == HOP_OK) status = hop_alloc(FINE + 2, sizeof *x, "a curve", &x);
    if (status == HOP_OK) status = hop_alloc(FINE + 2, sizeof *y, "a curve", &y);
    for (size_t i = 0; i < FINE + 2 && status == HOP_OK; i++) {
        double part = i == 0 ? 0 : (double)(i - 1) / FINE;
        x[i] = i == 0 ? fmin(low, 1) : fmax(low, 1) + (high - fmax(low, 1)) * part * part;
        w.beta = x[i] * w.critical;
        y[i] = on_the_line(&w, x[i]);
    }
    world_clear(&w);
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
    note_theory(results, f);
    note_unsettled(results, f);
    for (size_t i = 0; i < results->count; i++)
        add_row(e, results->all[i].cell, results->all[i].lines.all, f);
    f->figure = (hop_figure){.title = "the mean of all patterns loses its stability at beta_c",
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
                       "is derived in src/experiment/pitchfork.c"},
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
