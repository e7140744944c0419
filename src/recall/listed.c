/* Work on the patterns of a shortlist.  They are read as bytes, wherever they lie; a state is
 * written in three digits, which is finer than float, so that their similarities are exact products
 * of integers.
 * SPDX-License-Identifier: MIT */
#include "listed.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/digits.h"
#include "../base/fail.h"
#include "../base/simd.h"
#include "refine.h"
#include "spread.h"

/* A byte of this is 1. */
static const double WHITE = 255;

/* Patterns added up together. */
enum { ABREAST = 4 };

void hop_listed_clear(hop_listed *l) {
    free(l->s);
    free(l->weights);
    free(l->key);
    free(l->digits);
}

hop_status hop_listed_create(const hop_recall *recall, size_t room, hop_listed *l) {
    *l = (hop_listed){.room = room};
    HOP_TRY(hop_alloc(room, sizeof *l->s, "similarities", &l->s));
    HOP_TRY(hop_alloc(room, sizeof *l->weights, "weights", &l->weights));
    HOP_TRY(hop_alloc(recall->dim, sizeof *l->key, "a key", &l->key));
    size_t digits = HOP_DIGITS_PLACES * hop_digits_stride(recall->dim);
    return hop_alloc(digits + HOP_LINE, 1, "digits", &l->digits);
}

static double sum_of(const double *values, size_t count) {
    double sum = 0;
    for (size_t j = 0; j < count; j++) sum += values[j];
    return sum;
}

/* Patterns compared together: of long lists some are asked for before they are needed. */
enum { TOGETHER = 64 };

static void compare_all(const hop_recall *recall, const hop_shortlist *list, const double *state,
                        hop_listed *l) {
    const hop_sieve *sieve = recall->sieve;
    signed char *digits = hop_align(l->digits);
    double unit = hop_digits_write(state, recall->dim, HOP_DIGITS_PLACES, digits) / WHITE;
    double sum = sum_of(state, recall->dim);
    for (size_t first = 0; first < list->count; first += TOGETHER) {
        const unsigned char *rows[TOGETHER];
        int32_t parts[HOP_DIGITS_PLACES * TOGETHER];
        const uint32_t *patterns = list->patterns + first;
        size_t count = list->count - first < TOGETHER ? list->count - first : TOGETHER;
        for (size_t k = 0; k < count; k++) rows[k] = sieve->bytes + patterns[k] * recall->dim;
        hop_digits_products_at(rows, count, recall->dim, digits, HOP_DIGITS_PLACES, parts);
        for (size_t k = 0; k < count; k++) {
            hop_frame frame = recall->frames[patterns[k]];
            double product = 0;
            for (size_t p = 0; p < HOP_DIGITS_PLACES; p++)
                product = product * HOP_DIGITS_BASE + parts[p * count + k];
            l->s[first + k] = frame.gain * unit * product + frame.offset * sum + frame.bias;
        }
    }
}

double hop_listed_compare(const hop_recall *recall, const hop_shortlist *list, double reach,
                          const double *state, hop_listed *l) {
    size_t leaders[HOP_REFINED];
    double rough[HOP_REFINED], peak = -INFINITY;
    compare_all(recall, list, state, l);
    size_t count = hop_recall_top_weights(l->s, list->count, HOP_REFINED, leaders, rough);
    for (size_t k = 0; k < count && rough[k] >= rough[0] - reach; k++)
        l->s[leaders[k]] = hop_recall_similarity(recall, list->patterns[leaders[k]], state, l->key);
    for (size_t k = 0; k < list->count; k++) peak = fmax(peak, l->s[k]);
    return peak;
}

/* sums += w . rows, four rows at a time. */
HOP_CLONES static void add_rows(const unsigned char *const *row, const double *w, size_t dim,
                                double *restrict sums) {
    const unsigned char *a = row[0], *b = row[1], *c = row[2], *d = row[3];
    for (size_t j = 0; j < dim; j++)
        sums[j] += (w[0] * a[j] + w[1] * b[j]) + (w[2] * c[j] + w[3] * d[j]);
}

void hop_listed_mix(const hop_recall *recall, const hop_shortlist *list, bool plain,
                    const hop_listed *l, double *sums) {
    const unsigned char *row[ABREAST];
    double w[ABREAST], offset = 0;
    size_t have = 0, dim = recall->dim;
    memset(sums, 0, dim * sizeof *sums);
    for (size_t k = 0; k < list->count; k++) {
        size_t i = list->patterns[k];
        if (l->weights[k] == 0) continue;
        row[have] = recall->sieve->bytes + i * dim;
        w[have++] = l->weights[k] * (plain ? 1 : recall->frames[i].gain);
        offset += plain ? 0 : l->weights[k] * recall->frames[i].offset;
        if (have < ABREAST) continue;
        add_rows(row, w, dim, sums);
        have = 0;
    }
    for (size_t r = have; r < ABREAST; r++) row[r] = recall->sieve->bytes, w[r] = 0;
    if (have > 0) add_rows(row, w, dim, sums);
    /* Divided once, so that one pattern alone comes out as it is stored. */
    for (size_t j = 0; j < dim; j++) sums[j] = sums[j] / WHITE + offset;
}
