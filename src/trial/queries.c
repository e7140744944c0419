/* Queries: read, sampled, damaged.
 * SPDX-License-Identifier: MIT */
#include <hopfield/queries.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/fail.h"

/* The stream of the seed that chooses patterns; corruptions draw from those from 2^63 up. */
static const uint64_t SAMPLE_STREAM = 0;

hop_status hop_queries_create(size_t count, size_t dim, hop_queries *queries) {
    *queries = (hop_queries){.count = count, .dim = dim};
    HOP_TRY(hop_alloc(count, sizeof *queries->names, "query names", &queries->names));
    HOP_TRY(hop_alloc(count, sizeof *queries->targets, "targets", &queries->targets));
    HOP_TRY(hop_alloc(count, dim * sizeof(double), "queries", &queries->states));
    return hop_alloc(count, dim * sizeof(double), "queries", &queries->originals);
}

void hop_queries_clear(hop_queries *queries) {
    for (size_t i = 0; queries->names && i < queries->count; i++) free(queries->names[i]);
    for (size_t i = 0; queries->labels && i < queries->count; i++) free(queries->labels[i]);
    free(queries->labels);
    free(queries->names);
    free(queries->targets);
    free(queries->states);
    free(queries->originals);
    *queries = (hop_queries){0};
}

/* The name of entry `index`, or its number. */
static hop_status keep_name(const hop_memory *memory, size_t index, char **name) {
    char number[32];
    const char *known = hop_memory_name(memory, index);
    snprintf(number, sizeof number, "%zu", index);
    return hop_copy_text(known ? known : number, name);
}

/* The pattern of that name, if it is the only one. */
static size_t pattern_named(const hop_memory *memory, const char *name) {
    size_t found = HOP_NO_PATTERN;
    for (size_t i = 0; name && i < hop_memory_count(memory); i++) {
        const char *own = hop_memory_name(memory, i);
        if (!own || strcmp(own, name) != 0) continue;
        if (found != HOP_NO_PATTERN) return HOP_NO_PATTERN;
        found = i;
    }
    return found;
}

/* Labels that came with the queries: of folders, tables, --query-labels. */
static hop_status keep_labels(const hop_memory *batch, hop_queries *queries) {
    char number[24];
    if (queries->count == 0 || !hop_memory_label_text(batch, 0, number)) return HOP_OK;
    HOP_TRY(hop_alloc(queries->count, sizeof *queries->labels, "labels", &queries->labels));
    for (size_t i = 0; i < queries->count; i++)
        HOP_TRY(hop_copy_text(hop_memory_label_text(batch, i, number), &queries->labels[i]));
    return HOP_OK;
}

hop_status hop_queries_read(const char *const *paths, size_t count, const hop_memory *memory,
                            const hop_load_options *reading, hop_queries *queries) {
    hop_memory *batch = NULL;
    HOP_TRY(hop_memory_load_queries(paths, count, reading, memory, &batch));
    hop_queries made = {0};
    hop_status status = hop_queries_create(hop_memory_count(batch), hop_memory_dim(batch), &made);
    for (size_t i = 0; i < made.count && status == HOP_OK; i++) {
        status = keep_name(batch, i, &made.names[i]);
        made.targets[i] = pattern_named(memory, hop_memory_name(batch, i));
    }
    if (status == HOP_OK) status = keep_labels(batch, &made);
    if (status == HOP_OK) {
        hop_memory_read(batch, 0, made.count, made.states);
        memcpy(made.originals, made.states, made.count * made.dim * sizeof(double));
        *queries = made;
    } else {
        hop_queries_clear(&made);
    }
    hop_memory_destroy(batch);
    return status;
}

hop_status hop_queries_sample(const hop_memory *memory, size_t count, uint64_t seed,
                              hop_queries *queries) {
    size_t patterns = hop_memory_count(memory), dim = hop_memory_dim(memory);
    size_t *order = NULL;
    hop_queries made = {0};
    hop_random random;
    hop_random_init(&random, seed, SAMPLE_STREAM);
    hop_status status = hop_alloc(patterns, sizeof *order, "an order", &order);
    if (status == HOP_OK) status = hop_queries_create(count, dim, &made);
    for (size_t i = 0; i < count && status == HOP_OK; i++) {
        if (i % patterns == 0) hop_random_sample(&random, patterns, patterns, order);
        made.targets[i] = order[i % patterns];
        status = keep_name(memory, made.targets[i], &made.names[i]);
        hop_memory_read(memory, made.targets[i], 1, made.originals + i * dim);
    }
    free(order);
    if (status != HOP_OK) {
        hop_queries_clear(&made);
        return status;
    }
    memcpy(made.states, made.originals, count * dim * sizeof(double));
    *queries = made;
    return HOP_OK;
}

/* Every query has something to be compared by. */
static hop_status check_known(const hop_queries *queries, const char *why) {
    for (size_t i = 0; i < queries->count; i++) {
        const double *state = queries->states + i * queries->dim;
        size_t unknown = 0;
        while (unknown < queries->dim && isnan(state[unknown])) unknown++;
        if (unknown == queries->dim)
            return hop_fail(HOP_E_VALUE,
                            "query %zu ('%s'): every value is %s; nothing is left to compare", i,
                            queries->names[i], why);
    }
    return HOP_OK;
}

hop_status hop_queries_apply(hop_queries *queries, const hop_canvas *canvas,
                             const hop_queries_damage *damage) {
    HOP_TRY(check_known(queries, "transparent or NaN"));
    for (size_t i = 0; i < queries->count; i++) {
        if (damage->progress &&
            damage->progress(damage->context, "damaging queries", i, queries->count))
            return hop_fail(HOP_E_CANCELLED, "interrupted; nothing was written");
        HOP_TRY(hop_corruption_apply(damage->corruptions, damage->count, canvas, damage->seed, i,
                                     queries->states + i * queries->dim));
    }
    return check_known(queries, "made unknown by --corrupt");
}
