/* Kind and hostile data for sieves, and a judge of the lists they make.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_TEST_SIFTING_H
#define HOP_TEST_SIFTING_H

#include "fixture.h"

extern const hop_engine hop_recall_engine_reference;

enum { STATES = 5 };

/* Product forms. */
enum { SIMILARITY_COUNT = 4 };
static const char *const SIMILARITIES[SIMILARITY_COUNT] = {"dot", "euclidean", "correlation",
                                                           "cosine"};

/* What the patterns are like. */
typedef enum data { GREY, DUPLICATES, NEAR_DUPLICATES, BRIGHT, CONSTANT, CLUSTERS, KINDS } data;

static inline double value_of(data kind, const double *patterns, size_t i, size_t j, size_t dim,
                              hop_random *random) {
    double grey = (double)hop_random_below(random, 256) / 255;
    switch (kind) {
    case DUPLICATES: return i % 3 > 0 ? patterns[i / 3 * 3 * dim + j] : grey;
    case NEAR_DUPLICATES:
        return i % 2 == 0     ? grey
               : j == i % dim ? 1 - patterns[(i - 1) * dim + j]
                              : patterns[(i - 1) * dim + j];
    case BRIGHT: return 1 - (double)hop_random_below(random, 3) / 255;
    case CONSTANT: return (double)(i % 256) / 255;
    case CLUSTERS: /* near those that stand a hundred before */
        return i < 100 ? grey : fmin(fmax(patterns[(i % 100) * dim + j] + (grey - 0.5) / 4, 0), 1);
    default: return grey;
    }
}

static inline hop_memory *memory_of(data kind, size_t count, size_t dim) {
    double *patterns = malloc(count * dim * sizeof *patterns);
    hop_random random;
    hop_random_init(&random, 11, (uint64_t)kind);
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < dim; j++)
            patterns[i * dim + j] = value_of(kind, patterns, i, j, dim, &random);
    hop_memory *memory = fixture_memory_of(patterns, count, dim, HOP_U8);
    free(patterns);
    return memory;
}

/* States near keys, between them, far away, and 0. */
static inline double *states_of(const hop_recall *recall) {
    size_t dim = recall->dim;
    double *states = fixture_vectors(STATES, dim, FIXTURE_NORMAL, dim);
    for (size_t i = 0; i < STATES; i++)
        for (size_t j = 0; j < dim; j++) {
            double *x = &states[i * dim + j];
            const double *key = recall->keys + (i * 1001 % recall->count) * dim;
            if (i == 0) *x = key[j] + 0.01 * *x;
            if (i == 1) *x = (key[j] + key[dim + j]) / 2;
            if (i == 2) *x *= 100;
            if (i == 4) *x = 0;
        }
    return states;
}

/* Every list, judged by similarities in double. */
static inline void judge(const hop_recall *recall, const double *states, double reach,
                         const hop_shortlist *lists) {
    double *s = malloc(recall->count * sizeof *s);
    for (size_t i = 0; i < STATES; i++) {
        double peak = -INFINITY;
        size_t next = 0;
        hop_recall_engine_reference.similarities(recall, (hop_rows){&i, 1}, states, s);
        for (size_t k = 0; k < recall->count; k++) peak = fmax(peak, s[k]);
        if (lists[i].full) continue;
        assert_true(lists[i].count > 0);
        for (size_t k = 0; k < recall->count; k++) {
            if (next < lists[i].count && lists[i].patterns[next] == k) {
                next++;
                continue;
            }
            assert_true(s[k] <= lists[i].outside);
            assert_true(s[k] < peak - reach);
        }
        assert_int_equal(next, lists[i].count);
    }
    free(s);
}

#endif
