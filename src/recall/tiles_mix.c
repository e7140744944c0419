/* Patterns added up with their weights, four side by side.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdint.h>

#include "../base/simd.h"
#include "tiles.h"

/* What lies `ahead` bytes further on is asked for meanwhile: memory would be idle. */
HOP_CLONES static void add_floats(const float *const *row, const float *w, size_t dim, size_t ahead,
                                  float *restrict sums) {
    const float *a = row[0], *b = row[1], *c = row[2], *d = row[3];
    size_t j = 0;
    for (; j + HOP_FLOATS <= dim; j += HOP_FLOATS) {
        for (size_t i = 0; i < HOP_ABREAST; i++)
            __builtin_prefetch((const void *)((uintptr_t)(row[i] + j) + ahead), 0, 2);
        *(hop_floats *)(sums + j) +=
            (w[0] * *(const hop_floats *)(a + j) + w[1] * *(const hop_floats *)(b + j)) +
            (w[2] * *(const hop_floats *)(c + j) + w[3] * *(const hop_floats *)(d + j));
    }
    for (; j < dim; j++) sums[j] += (w[0] * a[j] + w[1] * b[j]) + (w[2] * c[j] + w[3] * d[j]);
}

/* Four at a time; a place without a pattern has weight 0. */
void hop_tiles_mix_floats(const float *rows, const float *weights, size_t count, size_t dim,
                          float cut, float *sums) {
    const float *row[HOP_ABREAST];
    float w[HOP_ABREAST];
    const size_t ahead = count * dim * sizeof *rows;
    size_t have = 0;
    for (size_t i = 0; i < count; i++) {
        if (fabsf(weights[i]) < cut || weights[i] == 0) continue;
        row[have] = rows + i * dim;
        w[have++] = weights[i];
        if (have < HOP_ABREAST) continue;
        add_floats(row, w, dim, ahead, sums);
        have = 0;
    }
    if (have == 0) return;
    for (size_t r = have; r < HOP_ABREAST; r++) row[r] = rows, w[r] = 0;
    add_floats(row, w, dim, ahead, sums);
}
