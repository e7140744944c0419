/* The potential of attention, tile of states by tile of states, head by head.
 *     phi(x) = ln sum_j exp(beta x'A x_j) / beta
 * SPDX-License-Identifier: MIT */
#include <hopfield/potential.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/blas.h"
#include "../base/fail.h"
#include "../base/tell.h"

/* States whose scores are held at a time. */
enum { TILE = 64 };

/* What one head needs, of this head alone: contiguous, so that products run on it. */
typedef struct head {
    size_t width, key_count;
    double *states; /* [TILE x width] */
    double *keys;   /* [key_count x width] */
    double *mapped; /* [key_count x width], row j is A x_j */
    double *scores; /* [TILE x key_count] */
    double *mixed;  /* [TILE x width] */
} head;

static void take_segment(const double *rows, size_t count, size_t dim, size_t first, size_t width,
                         double *out) {
    for (size_t i = 0; i < count; i++)
        memcpy(out + i * width, rows + i * dim + first, width * sizeof *out);
}

static void put_segment(const double *segment, size_t count, size_t dim, size_t first, size_t width,
                        double *rows) {
    for (size_t i = 0; i < count; i++)
        memcpy(rows + i * dim + first, segment + i * width, width * sizeof *rows);
}

static hop_status check_heads(size_t dim, size_t heads) {
    if (dim > 0 && heads > 0 && dim % heads == 0) return HOP_OK;
    return hop_fail(HOP_E_SHAPE, "%zu heads do not divide a token of %zu numbers", heads, dim);
}

static void clear_head(head *h) {
    free(h->states);
    free(h->keys);
    free(h->mapped);
    free(h->scores);
    free(h->mixed);
}

static hop_status open_head(size_t width, size_t key_count, head *h) {
    *h = (head){.width = width, .key_count = key_count};
    const size_t row = width * sizeof(double);
    hop_status status = hop_alloc(TILE, row, "states", &h->states);
    if (status == HOP_OK) status = hop_alloc(key_count, row, "keys", &h->keys);
    if (status == HOP_OK) status = hop_alloc(key_count, row, "mapped keys", &h->mapped);
    if (status == HOP_OK)
        status = hop_alloc(key_count, TILE * sizeof(double), "scores", &h->scores);
    if (status == HOP_OK) status = hop_alloc(TILE, row, "mixtures", &h->mixed);
    if (status != HOP_OK) clear_head(h);
    return status;
}

/* One state's scores become weights; returns the potential through *value. */
static hop_status weigh(const hop_potential *p, size_t state, size_t count, double *scores,
                        double *value) {
    double largest = -INFINITY, sum = 0;
    for (size_t j = 0; j < count; j++) {
        if (p->exclude_self && j == state) continue;
        if (!isfinite(p->beta * scores[j]))
            return hop_fail(HOP_E_VALUE, "the score of token %zu with token %zu overflows", state,
                            j);
        largest = fmax(largest, scores[j]);
    }
    if (largest == -INFINITY)
        return hop_fail(HOP_E_EMPTY,
                        "token %zu sees no other token; attention needs at least two "
                        "where a token does not see itself",
                        state);
    for (size_t j = 0; j < count; j++) {
        bool seen = !(p->exclude_self && j == state);
        sum += scores[j] = seen ? exp(p->beta * (scores[j] - largest)) : 0;
    }
    for (size_t j = 0; j < count; j++) scores[j] /= sum;
    *value = largest + log(sum) / p->beta;
    return HOP_OK;
}

static hop_status run_head(const hop_potential *p, size_t index, const double *states, size_t count,
                           head *h, double *values, double *mixture) {
    const size_t w = h->width, first = index * w;
    hop_blas_dots(h->key_count, w, w, h->keys, p->form + index * w * w, h->mapped);
    for (size_t from = 0; from < count; from += TILE) {
        const size_t some = count - from < TILE ? count - from : TILE;
        HOP_TRY(hop_tell(p->progress, p->context, "looking at potentials", index * count + from,
                         p->heads * count));
        take_segment(states + from * p->dim, some, p->dim, first, w, h->states);
        hop_blas_dots(some, h->key_count, w, h->states, h->mapped, h->scores);
        for (size_t i = 0; i < some; i++) {
            double value = 0;
            HOP_TRY(weigh(p, from + i, h->key_count, h->scores + i * h->key_count, &value));
            if (values) values[(from + i) * p->heads + index] = value;
        }
        if (!mixture) continue;
        memset(h->mixed, 0, some * w * sizeof *h->mixed);
        hop_blas_mix(some, w, h->key_count, h->scores, h->keys, h->mixed);
        put_segment(h->mixed, some, p->dim, first, w, mixture + from * p->dim);
    }
    return HOP_OK;
}

hop_status hop_potential_at(const hop_potential *potential, const double *states, size_t count,
                            const double *keys, size_t key_count, double *value, double *mixture) {
    head h;
    HOP_TRY(check_heads(potential->dim, potential->heads));
    if (!(potential->beta > 0) || isinf(potential->beta))
        return hop_fail(HOP_E_VALUE, "beta is %g; it must be positive and finite", potential->beta);
    if (key_count == 0) return hop_fail(HOP_E_EMPTY, "a potential needs tokens; there are none");
    const size_t width = potential->dim / potential->heads;
    HOP_TRY(open_head(width, key_count, &h));
    hop_status status = HOP_OK;
    for (size_t i = 0; i < potential->heads && status == HOP_OK; i++) {
        take_segment(keys, key_count, potential->dim, i * width, width, h.keys);
        status = run_head(potential, i, states, count, &h, value, mixture);
    }
    clear_head(&h);
    return status;
}

hop_status hop_potential_apply(size_t dim, size_t heads, const double *matrices, const double *rows,
                               size_t count, double *out) {
    double *segment = NULL, *product = NULL;
    HOP_TRY(check_heads(dim, heads));
    const size_t w = dim / heads;
    hop_status status = hop_alloc(count, w * sizeof *segment, "segments", &segment);
    if (status == HOP_OK) status = hop_alloc(count, w * sizeof *product, "segments", &product);
    for (size_t h = 0; h < heads && status == HOP_OK; h++) {
        take_segment(rows, count, dim, h * w, w, segment);
        hop_blas_dots(count, w, w, segment, matrices + h * w * w, product);
        put_segment(product, count, dim, h * w, w, out);
    }
    free(product);
    free(segment);
    return status;
}
