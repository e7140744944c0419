/* The fast path against the reference: the state within what float similarities imply, energies
 * within a millionth.
 * SPDX-License-Identifier: MIT */
#include <float.h>
#include <stdio.h>

#include "fixture.h"

/* Queries stepped by both paths; two of them random, the others near a pattern. */
enum { QUERIES = 4 };

/* What both paths made of the same states. */
typedef struct both {
    hop_recall *recall; /* in double: it holds the keys that both are judged by */
    double *states;     /* [QUERIES x dim], float values */
    double *fast, *plain;
    double fast_energy[QUERIES], plain_energy[QUERIES];
} both;

/* Largest |s| of one state. */
static double largest_similarity(const hop_recall *recall, const double *state) {
    double *s = malloc(recall->count * sizeof *s), largest = 0;
    hop_recall_reference_similarities(recall, (hop_rows){(size_t[]){0}, 1}, state, s);
    for (size_t i = 0; i < recall->count; i++) largest = fmax(largest, fabs(s[i]));
    free(s);
    return largest;
}

static void step_both(const hop_memory *memory, const char *similarity, double beta, both *b) {
    size_t dim = hop_memory_dim(memory), count = hop_memory_count(memory);
    hop_recall_options options = fixture_options(similarity, beta, HOP_DOUBLE);
    options.threads = 1;
    b->recall = fixture_recall(memory, &options);
    options.precision = HOP_FLOAT;
    hop_recall *fast = fixture_recall(memory, &options);
    b->states = fixture_vectors(QUERIES, dim, FIXTURE_NORMAL, dim + count);
    for (size_t i = 0; i < QUERIES; i++) {
        double *state = b->states + i * dim;
        const double *key = b->recall->keys + i * 7919 % count * dim;
        double size =
            b->recall->largest_norm / (i < 2 ? sqrt((double)dim) : 10 * sqrt((double)dim));
        for (size_t j = 0; j < dim; j++)
            state[j] = (double)(float)(size * state[j] + (i < 2 ? 0 : key[j]));
    }
    b->fast = malloc(QUERIES * dim * sizeof *b->fast);
    b->plain = malloc(QUERIES * dim * sizeof *b->plain);
    memcpy(b->fast, b->states, QUERIES * dim * sizeof *b->fast);
    memcpy(b->plain, b->states, QUERIES * dim * sizeof *b->plain);
    assert_ok(hop_recall_step(fast, b->fast, QUERIES, b->fast_energy));
    assert_ok(hop_recall_step(b->recall, b->plain, QUERIES, b->plain_energy));
    hop_recall_destroy(fast);
}

static void both_clear(both *b) {
    hop_recall_destroy(b->recall);
    free(b->states);
    free(b->fast);
    free(b->plain);
}

static double worst_state, worst_energy;
static void compare(const hop_memory *memory, const char *similarity, double beta) {
    both b = {0};
    step_both(memory, similarity, beta, &b);
    size_t dim = hop_memory_dim(memory);
    for (size_t i = 0; i < QUERIES; i++) {
        const double *state = b.states + i * dim;
        double s = largest_similarity(b.recall, state);
        double allowed = 8 * FLT_EPSILON * (1 + beta * s) * b.recall->largest_norm;
        double apart = fixture_distance(b.fast + i * dim, b.plain + i * dim, dim);
        double half_square = pow(fixture_norm(state, dim), 2) / 2;
        double lse = half_square + b.recall->constant - b.plain_energy[i];
        double permitted = 1e-6 * (fabs(lse) + half_square);
        double off = fabs(b.fast_energy[i] - b.plain_energy[i]);
        double rs = apart / allowed, re = off / permitted;
        worst_state = fmax(worst_state, rs), worst_energy = fmax(worst_energy, re);
        if (rs > .5 || re > .5 || getenv("ALL"))
            printf("%s d %zu N %zu beta %g query %zu dtype %d: state %.3g of allowed, energy %.3g "
                   "of allowed\n",
                   similarity, dim, hop_memory_count(memory), beta, i, hop_memory_dtype(memory), rs,
                   re);
    }
    both_clear(&b);
}

int main(void) {
    static const double BETAS[] = {1e-3, 1e-1, 1, 10, 1e3};
    size_t dims[80], nd = 0;
    for (size_t d = 1; d <= 67; d++) dims[nd++] = d;
    for (size_t d = 127; d <= 129; d++) dims[nd++] = d;
    for (size_t d = 511; d <= 513; d++) dims[nd++] = d;
    static const size_t NS[] = {1, 2, 5, 33, 257, 1025, 5000};
    for (size_t k = 0; k < nd; k++)
        for (size_t n = 0; n < 7; n++) {
            if (k % 8 != n && dims[k] < 127 && NS[n] > 300) continue;
            for (int t = 0; t < 3; t++) {
                hop_memory *m = fixture_memory(NS[n], dims[k], (hop_dtype)t,
                                               t ? FIXTURE_NORMAL : FIXTURE_GREY, k + n);
                for (int s = 0; s < 3; s++)
                    for (int b = 0; b < 5; b++) compare(m, FIXTURE_SIMILARITIES[s], BETAS[b]);
                hop_memory_destroy(m);
            }
        }
    printf("worst %g %g\n", worst_state, worst_energy);
}
