/* The same damaged queries through a classical network and modern ones, while more and more of a
 * memory is stored: who still recalls, and what the others end in.  All see bipolar patterns (each
 * thresholded at its own mean), stored in one random order.
 * SPDX-License-Identifier: MIT */
#include "compare.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <hopfield/random.h>
#include <hopfield/recall.h>

#include "../base/alloc.h"
#include "../base/blas.h"
#include "../base/fail.h"
#include "../sweep/usual_columns.h"
#include "../sweep/usual_settings.h"
#include "../theory/load.h"
#include "../trial/costs.h"
#include "../trial/trial.h"

static const hop_setting SETTINGS[] = {
    [HOP_COMPARE_MEMORY] = HOP_SET_MEMORY("patterns"),
    [HOP_COMPARE_ENERGY] = HOP_SET_ENERGY("hebb polynomial:degree=3 exponential lse"),
    /* A count once `complete` has put loads in the place of "auto". */
    [HOP_COMPARE_STORED] = {.parameter = {HOP_PARAMETER_OF(stored,
                                                           "the first N of a random order; auto: "
                                                           "1, 2, 3, 5, 8 ... up to all",
                                                           "dimensionless", 1, 1e6),
                                          .default_value = NAN, .integer = true},
                            .kind = HOP_SETTING_COUNT,
                            HOP_SETTING_OF(stored),
                            .swept = true,
                            .default_value = "auto"},
    [HOP_COMPARE_CORRUPT] = HOP_SET_CORRUPT("of every query", "flip:rate=0.1"),
    [HOP_COMPARE_QUERIES] = HOP_SET_COUNT(
        queries, "at each load: the stored patterns in turn, each time damaged anew", 1, 1e6, "50"),
    {.parameter = {.name = NULL}},
};

static const hop_column COLUMNS[] = {
    HOP_COLUMN_TEXT("energy", "energy family, with its parameters"),
    HOP_COLUMN_COUNT("stored", "patterns"),
    HOP_COLUMN_NUMBER("success", "", "share with an overlap of .95 or more with the target", 3),
    HOP_COLUMN_NUMBER("low", "", "of its 95 % Wilson interval", 3),
    HOP_COLUMN_NUMBER("high", "", "of the same", 3),
    HOP_COLUMN_NUMBER("overlap", "", "mean, of the end with the target", 3),
    HOP_COLUMN_NUMBER("spurious", "", "share settled in no pattern and no inverse", 3),
    {.name = "energies",
     .unit = "squared key units",
     .meaning = "mean after each step, the start included; not in CSV",
     .kind = HOP_CELL_NUMBERS},
    HOP_COLUMN_NUMBER("mixtures", "", "share settled in a majority of 3, 5 or all patterns", 3),
    HOP_COLUMN_COUNT("spurious_states", "different ones, a state and its inverse being one"),
    HOP_COLUMN_NUMBER("settled", "", "share of the queries", 3),
    HOP_COLUMN_STEPS,
    HOP_COLUMN_NUMBER("load", "", "patterns a neuron", 3),
    HOP_COLUMN_NUMBER("beta", "", "as chosen for these patterns", 4),
    HOP_COLUMN_COUNT("queries", "damaged patterns"),
};

static const char *const EXAMPLES[] = {
    "patterns/ornaments --seed 1",
    "patterns/glyphs --seed 1 --figure compare.png --force",
    "patterns/glyphs --energy hebb --energy pseudo-inverse --stored 1:36:5 --corrupt "
    "flip:rate=0.3 --format csv --seed 1",
    NULL,
};

/* ---- loads ---- */

/* 1, 2, 3, 5, 8 ... and all. */
static hop_status complete(hop_sweep *e) {
    const size_t all = hop_memory_count(e->memory);
    const double *loads = e->range[HOP_COMPARE_STORED];
    const size_t before = e->range_count[HOP_COMPARE_STORED];
    for (size_t i = 0; i < before; i++)
        if (loads[i] > (double)all)
            return hop_fail(HOP_E_VALUE, "stored is %g, and %s holds %zu patterns", loads[i],
                            e->text[HOP_COMPARE_MEMORY], all);
    if (before != 1 || !isnan(loads[0])) return HOP_OK;
    return hop_sweep_set_growing(e, HOP_COMPARE_STORED, all);
}

/* ---- patterns and queries, the same for all energies ---- */

/* The stream of the sweep's seed that orders patterns; corruptions draw from those from 2^63 up. */
static const uint64_t ORDER_STREAM = 0;

typedef struct bench {
    const hop_sweep *sweep;
    const hop_compare_cell *cell;
    size_t dim;
    double *patterns; /* [stored x dim], -1 and 1 */
    double *states;   /* [queries x dim], damaged */
    size_t *targets;  /* [queries] */
    double *overlaps; /* [queries x stored] */
    hop_memory *stored;
} bench;

/* As the similarity hamming does it. */
static void threshold(double *pattern, size_t dim) {
    double sum = 0;
    bool bipolar = true;
    for (size_t c = 0; c < dim; c++) {
        sum += pattern[c];
        bipolar = bipolar && fabs(pattern[c]) == 1;
    }
    const double mean = sum / (double)dim;
    for (size_t c = 0; c < dim && !bipolar; c++) pattern[c] = pattern[c] > mean ? 1 : -1;
}

static hop_status store(bench *b) {
    const hop_memory *memory = b->sweep->memory;
    const size_t all = hop_memory_count(memory);
    size_t *order = NULL;
    hop_random random;
    HOP_TRY(hop_alloc(all, sizeof *order, "an order", &order));
    hop_random_init(&random, b->sweep->seed, ORDER_STREAM);
    hop_random_sample(&random, all, all, order);
    for (size_t i = 0; i < b->cell->stored; i++) {
        hop_memory_read(memory, order[i], 1, b->patterns + i * b->dim);
        threshold(b->patterns + i * b->dim, b->dim);
    }
    free(order);
    return hop_memory_append(b->stored, b->patterns, b->cell->stored, NULL);
}

static hop_status damage(bench *b) {
    const hop_sweep *e = b->sweep;
    const hop_canvas canvas = {hop_memory_shape(b->stored), .low = -1, .high = 1, .clip = true};
    for (size_t q = 0; q < b->cell->queries; q++) {
        double *state = b->states + q * b->dim;
        b->targets[q] = q % b->cell->stored;
        memcpy(state, b->patterns + b->targets[q] * b->dim, b->dim * sizeof *state);
        const hop_status status =
            hop_corruption_apply(e->corruptions, e->corruption_count, &canvas, e->seed, q, state);
        HOP_TRY(hop_trial_blame(status, e->corruptions, e->corruption_count));
    }
    return HOP_OK;
}

static void clear(bench *b) {
    hop_memory_destroy(b->stored);
    free(b->overlaps);
    free(b->targets);
    free(b->states);
    free(b->patterns);
}

static hop_status prepare(bench *b) {
    const hop_compare_cell *c = b->cell;
    HOP_TRY(hop_alloc(c->stored, b->dim * sizeof(double), "patterns", &b->patterns));
    HOP_TRY(hop_alloc(c->queries, b->dim * sizeof(double), "queries", &b->states));
    HOP_TRY(hop_alloc(c->queries, sizeof *b->targets, "targets", &b->targets));
    HOP_TRY(hop_alloc(c->queries, c->stored * sizeof(double), "overlaps", &b->overlaps));
    HOP_TRY(
        hop_memory_create(hop_memory_shape(b->sweep->memory), HOP_F32, HOP_PATTERNS, &b->stored));
    HOP_TRY(store(b));
    return damage(b);
}

/* ---- what the ends are ---- */

/* Whether a state is the majority of all patterns, each taken or inverted as it resembles it. */
static bool is_majority(const bench *b, const double *state, const double *overlaps) {
    double agreed = 0;
    for (size_t c = 0; c < b->dim; c++) {
        double votes = 0;
        for (size_t i = 0; i < b->cell->stored; i++)
            votes += copysign(1, overlaps[i]) * b->patterns[i * b->dim + c];
        if (votes != 0) agreed += copysign(1, votes) * state[c];
    }
    return agreed / (double)b->dim >= HOP_COMPARE_SAME;
}

static bool is_same_state(const double *a, const double *b, size_t dim) {
    const double sign = a[0] == b[0] ? 1 : -1;
    for (size_t c = 0; c < dim; c++)
        if (a[c] != sign * b[c]) return false;
    return true;
}

/* Counts a spurious state; `seen` [line->distinct] are the queries that ended in others. */
static void count_spurious(const bench *b, const hop_recall_result *result, size_t query,
                           size_t *seen, hop_compare_line *line) {
    const double *state = result->outputs + query * b->dim;
    const size_t stored = b->cell->stored, distinct = (size_t)line->distinct;
    line->spurious++;
    line->mixtures +=
        result->queries[query].score.ended == HOP_END_MIXTURE ||
        (stored > HOP_MIXTURE_MOST && is_majority(b, state, b->overlaps + query * stored));
    for (size_t i = 0; i < distinct; i++)
        if (is_same_state(state, result->outputs + seen[i] * b->dim, b->dim)) return;
    seen[distinct] = query;
    line->distinct++;
}

static hop_status judge(const bench *b, const hop_recall_result *result, hop_compare_line *line) {
    const size_t stored = b->cell->stored;
    size_t *seen = NULL;
    HOP_TRY(hop_alloc(result->count, sizeof *seen, "spurious states", &seen));
    hop_blas_dots(result->count, stored, b->dim, result->outputs, b->patterns, b->overlaps);
    for (size_t q = 0; q < result->count; q++) {
        const hop_end ended = result->queries[q].score.ended;
        const double aimed = b->overlaps[q * stored + b->targets[q]] / (double)b->dim;
        line->overlap += aimed;
        line->recalled += aimed >= HOP_COMPARE_SAME;
        line->settled += hop_stop_settled(result->queries[q].stop);
        line->steps += (double)result->queries[q].steps;
        if (ended == HOP_END_MIXTURE || ended == HOP_END_SPURIOUS)
            count_spurious(b, result, q, seen, line);
    }
    free(seen);
    return HOP_OK;
}

/* A line a step: a query that has stopped keeps its last energy. */
static hop_status average_energy(const hop_recall_result *result, hop_lines *lines) {
    size_t longest = 0;
    for (size_t q = 0; q < result->count; q++)
        if (result->queries[q].steps > longest) longest = result->queries[q].steps;
    HOP_TRY(hop_lines_resize(lines, longest + 1, sizeof(hop_compare_line)));
    for (size_t t = 0; t <= longest; t++) {
        double sum = 0;
        for (size_t q = 0; q < result->count; q++) {
            const size_t last = result->queries[q].steps;
            sum += result->queries[q].energy[t < last ? t : last];
        }
        ((hop_compare_line *)lines->all)[t].energy = sum / (double)result->count;
    }
    return HOP_OK;
}

/* ---- a cell ---- */

static hop_status recall(bench *b, hop_lines *lines) {
    hop_recall_options options = hop_recall_defaults;
    hop_recall *recall = NULL;
    hop_recall_result result = {0};
    options.model.energy = *b->cell->energy;
    options.running.threads = 1;
    options.running.seed = b->sweep->seed;
    options.running.progress = hop_watch_progress;
    options.running.context = b->sweep->watch;
    HOP_TRY(hop_similarity_parse("hamming", &options.model.similarity));
    HOP_TRY(hop_recall_create(b->stored, &options, &recall));
    hop_status status = hop_recall_run(recall, b->states, b->cell->queries, &result);
    if (status == HOP_OK) status = hop_recall_score(recall, b->targets, &result);
    if (status == HOP_OK) status = average_energy(&result, lines);
    hop_compare_line *line = lines->all;
    if (status == HOP_OK) status = judge(b, &result, line);
    const double beta = hop_sweep_beta(&hop_recall_resolved(recall)->model.energy);
    line->beta = isnan(beta) ? 0 : beta;
    hop_recall_result_clear(&result);
    hop_recall_destroy(recall);
    return status;
}

static hop_status cell(const hop_sweep *e, const void *cell, uint64_t seed, hop_lines *lines) {
    (void)seed; /* all energies see the same queries: streams of the sweep's own seed */
    bench b = {.sweep = e, .cell = cell, .dim = hop_memory_dim(e->memory)};
    hop_status status = prepare(&b);
    if (status == HOP_OK) status = recall(&b, lines);
    clear(&b);
    return status;
}

/* Sweeps of states among patterns that are alike, as pictures are: some are never found. */
static const double STEPS = 4, STEPS_COUPLED = 6, STEPS_POLYNOMIAL = 10;

static double steps_of(const hop_energy *energy) {
    if (energy->family->couple) return STEPS_COUPLED;
    return hop_load_degree(energy) > 0 ? STEPS_POLYNOMIAL : STEPS;
}

static hop_cost cost(const hop_sweep *e, const void *cell) {
    const hop_compare_cell *c = cell;
    const double dim = e->memory ? (double)hop_memory_dim(e->memory) : 1;
    const double stored = (double)c->stored, queries = (double)c->queries;
    const hop_work work = {.energy = c->energy,
                           .states = queries,
                           .patterns = stored,
                           .dim = dim,
                           .steps = steps_of(c->energy),
                           .from_pattern = true};
    return (hop_cost){.seconds = hop_cost_recall(&work),
                      .bytes = 8 * (dim * (stored + 6 * queries) + stored * queries)};
}

const hop_experiment_row hop_experiment_compare = {
    .row = {.name = "compare",
            .title = "a classical network beside modern ones, as more and more is stored",
            .sources = "Hopfield 1982, doi 10.1073/pnas.79.8.2554; Krotov and Hopfield 2016, "
                       "arXiv:1606.01164; Demircigil et al. 2017, doi 10.1007/s10955-017-1806-y; "
                       "Ramsauer et al. 2020, arXiv:2008.02217; Amit, Gutfreund and Sompolinsky "
                       "1985, doi 10.1103/PhysRevA.32.1007 (mixtures)"},
    .settings = SETTINGS,
    .cell_size = sizeof(hop_compare_cell),
    .line_size = sizeof(hop_compare_line),
    .along = HOP_COMPARE_STORED,
    .columns = COLUMNS,
    .column_count = sizeof COLUMNS / sizeof *COLUMNS,
    .given = 2,
    .essential = 8, /* up to the energies */
    .examples = EXAMPLES,
    .complete = complete,
    .cell = cell,
    .cost = cost,
    .report = hop_compare_report,
};
