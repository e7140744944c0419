/* Why some queries went wrong: what each resembled at the start, and how the first weights fell.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "report_parts.h"

static const hop_column COLUMNS[] = {
    {.name = "query", .meaning = "its name, that of its target", .kind = HOP_CELL_TEXT},
    {.name = "became",
     .meaning = "the stored pattern nearest to the result",
     .kind = HOP_CELL_TEXT},
    {.name = "similarity_to_target",
     .meaning = "at the start",
     .kind = HOP_CELL_NUMBER,
     .digits = 3},
    {.name = "to_nearest_other",
     .meaning = "at the start: the largest similarity with another pattern",
     .kind = HOP_CELL_NUMBER,
     .digits = 3},
    {.name = "which_is", .meaning = "that pattern", .kind = HOP_CELL_TEXT},
    {.name = "first_weight",
     .meaning = "of the target, in the first step",
     .kind = HOP_CELL_NUMBER,
     .digits = 2},
    {.name = "why", .meaning = "what these numbers say", .kind = HOP_CELL_TEXT},
};

/* Separations below this part of a pattern's similarity with itself mark near-duplicates. */
static const double DUPLICATE = 1e-4;

/* A first weight below this leaves most of the next state to other patterns. */
static const double MAJORITY = 0.5;

/* Values of the memory that may be read for this table: some seconds' worth. */
enum { TILE = 64 };
static const size_t BUDGET = (size_t)1 << 31;

/* What one query is compared in. */
typedef struct scratch {
    double *patterns;    /* [TILE x dim] */
    double *s, *weights; /* [patterns] */
} scratch;

static void scratch_clear(scratch *own) {
    free(own->patterns);
    free(own->s);
    free(own->weights);
}

static hop_status scratch_create(const hop_recall_record *record, scratch *own) {
    size_t patterns = hop_memory_count(record->memory);
    HOP_TRY(hop_alloc(record->result->dim, TILE * sizeof(double), "patterns", &own->patterns));
    HOP_TRY(hop_alloc(patterns, sizeof(double), "similarities", &own->s));
    return hop_alloc(patterns, sizeof(double), "weights", &own->weights);
}

/* Similarity of a query, by its known values, and a pattern [dim]. */
static double compare(const hop_recall_record *record, const double *query, const double *pattern) {
    const hop_similarity *similarity = &hop_recall_resolved(record->recall)->similarity;
    hop_known_sums sums = {.dim = record->result->dim};
    for (size_t j = 0; j < sums.dim; j++) {
        double q = query[j], x = pattern[j];
        if (isnan(q)) continue;
        sums.known++;
        sums.x += x, sums.q += q;
        sums.xx += x * x, sums.qq += q * q, sums.xq += x * q;
    }
    return similarity->kind->known(similarity->parameter, &sums);
}

static void compare_all(const hop_recall_record *record, const double *query, scratch *own) {
    size_t patterns = hop_memory_count(record->memory), dim = record->result->dim;
    for (size_t first = 0; first < patterns; first += TILE) {
        size_t count = patterns - first < TILE ? patterns - first : TILE;
        hop_memory_read(record->memory, first, count, own->patterns);
        for (size_t i = 0; i < count; i++)
            own->s[first + i] = compare(record, query, own->patterns + i * dim);
    }
}

/* The most similar pattern but the target; a wrong query has at least one. */
static size_t find_rival(const double *s, size_t count, size_t target) {
    size_t rival = target == 0 ? 1 : 0;
    for (size_t i = 0; i < count; i++)
        if (i != target && s[i] > s[rival]) rival = i;
    return rival;
}

static bool are_duplicates(const hop_recall_record *record, size_t a, size_t b, double *patterns) {
    double *one = patterns, *other = patterns + record->result->dim;
    hop_memory_read(record->memory, a, 1, one);
    hop_memory_read(record->memory, b, 1, other);
    double self = compare(record, one, one);
    return self - compare(record, one, other) <= DUPLICATE * fabs(self);
}

static const char *reason(const hop_recall_record *record, const hop_recalled *query,
                          const scratch *own, size_t rival, bool duplicates) {
    const hop_row *family = &hop_recall_resolved(record->recall)->energy.family->row;
    bool beta = hop_row_parameter_index(family, "beta") != HOP_PARAMETER_MAX;
    if (duplicates) return "near-duplicate: no \u03b2 tells the two apart";
    if (own->s[rival] > own->s[query->target]) return "lost in the damage";
    if (query->stop == HOP_STOP_UNSUPPORTED) return "no pattern is near enough: lower beta";
    if (query->stop == HOP_STOP_STEPS) return "not settled: allow more steps";
    if (own->weights[query->target] < MAJORITY)
        return beta ? "blended: try a larger \u03b2" : "blended";
    return "drawn away by the others together";
}

static hop_status add_failure(const hop_recall_record *record, size_t index, scratch *own,
                              hop_table *table) {
    const hop_recalled *query = &record->result->queries[index];
    size_t patterns = hop_memory_count(record->memory);
    compare_all(record, record->queries + index * record->result->dim, own);
    size_t rival = find_rival(own->s, patterns, query->target);
    HOP_TRY(hop_energy_weights(&hop_recall_resolved(record->recall)->energy, own->s, patterns,
                               own->weights));
    bool duplicates = are_duplicates(record, query->target, query->nearest, own->patterns);
    hop_table_add_text(table, record->names[index]);
    hop_report_add_pattern(table, record->memory, query->nearest);
    hop_table_add_number(table, own->s[query->target]);
    hop_table_add_number(table, own->s[rival]);
    hop_report_add_pattern(table, record->memory, rival);
    hop_table_add_number(table, own->weights[query->target]);
    hop_table_add_text(table, reason(record, query, own, rival, duplicates));
    return HOP_OK;
}

/* As many as the budget allows, one at least. */
static size_t affordable(const hop_recall_record *record, size_t most) {
    size_t values = hop_memory_count(record->memory) * record->result->dim;
    size_t count = BUDGET / values;
    return count < 1 ? 1 : count < most ? count : most;
}

static hop_status add_failures(const hop_recall_record *record, size_t most, hop_table *table) {
    const hop_recall_result *result = record->result;
    scratch own = {0};
    size_t added = 0;
    hop_status status = scratch_create(record, &own);
    for (size_t i = 0; status == HOP_OK && i < result->count && added < most; i++) {
        if (!hop_report_is_wrong(&result->queries[i])) continue;
        status = add_failure(record, i, &own, table);
        added++;
    }
    scratch_clear(&own);
    return status;
}

hop_status hop_report_failures(const hop_recall_record *record, size_t most, hop_table **table) {
    hop_tally tally = hop_report_tally(record->result);
    hop_table *made = NULL;
    if (tally.correct < tally.aimed) {
        HOP_TRY(hop_table_create(COLUMNS, sizeof COLUMNS / sizeof *COLUMNS, &made));
        hop_status status = add_failures(record, affordable(record, most), made);
        if (status != HOP_OK) {
            hop_table_destroy(made);
            return status;
        }
    }
    *table = made;
    return HOP_OK;
}
