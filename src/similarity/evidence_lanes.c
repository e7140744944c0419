/* Evidence for eight patterns side by side: the same sums as evidence.c in the same order, so the
 * same bits, without branches, as n = 0 adds ln Gamma(1/2) - ln Gamma(1/2).
 * SPDX-License-Identifier: MIT */
#include <math.h>

#include "../base/simd.h"
#include "evidence.h"

enum { GROUP = HOP_COUNTS_GROUP, LEVELS = HOP_COUNTS_LEVELS };

typedef int32_t counts_of_levels[LEVELS * LEVELS * GROUP];

/* n [rows x columns x 8] from counts of planes [rows - 1 x planes x 8]. */
HOP_CLONES static void unfold(const int32_t *counts, size_t planes, const int32_t *own, size_t rows,
                              size_t columns, int32_t *n) {
    for (size_t a = 0; a < rows; a++)
        for (size_t b = 0; b < columns; b++)
            for (size_t k = 0; k < GROUP; k++) {
                int32_t low = own[b], high = 0;
                if (b + 1 < columns) low -= own[b + 1];
                const int32_t *before = counts + (a - (a > 0)) * planes * GROUP + b * GROUP + k;
                const int32_t *here =
                    counts + (a - (a + 1 == rows)) * planes * GROUP + b * GROUP + k;
                if (a > 0) low = b + 1 < columns ? before[0] - before[GROUP] : before[0];
                if (a + 1 < rows) high = b + 1 < columns ? here[0] - here[GROUP] : here[0];
                n[(a * columns + b) * GROUP + k] = low - high;
            }
}

/* sums [8] += ln KT of every row. */
HOP_CLONES static void add_kt(const double *table, const int32_t *n, size_t rows, size_t columns,
                              size_t used, double *sums) {
    for (size_t a = 0; a < rows; a++) {
        int32_t all[GROUP] = {0};
        double sum[GROUP] = {0};
        for (size_t b = 0; b < columns; b++)
            for (size_t k = 0; k < GROUP; k++) {
                int32_t count = n[(a * columns + b) * GROUP + k];
                all[k] += count;
                sum[k] += table[2 * count + 1] - table[1];
            }
        for (size_t k = 0; k < GROUP; k++)
            sums[k] += table[used] + sum[k] - table[2 * all[k] + (int32_t)used];
    }
}

/* Pearson's correlation of levels, and of how many values [8]. */
HOP_CLONES static void correlate(const int32_t *n, size_t rows, size_t columns, double *r,
                                 double *values) {
    double all[GROUP] = {0}, x[GROUP] = {0}, y[GROUP] = {0}, xx[GROUP] = {0}, yy[GROUP] = {0};
    double xy[GROUP] = {0};
    for (size_t a = 0; a < rows; a++) {
        double row[GROUP] = {0}, along[GROUP] = {0}, level = (double)a;
        for (size_t b = 0; b < columns; b++)
            for (size_t k = 0; k < GROUP; k++) {
                double count = n[(a * columns + b) * GROUP + k], other = (double)b;
                row[k] += count;
                along[k] += count * other;
                yy[k] += count * other * other;
            }
        for (size_t k = 0; k < GROUP; k++) {
            all[k] += row[k], x[k] += level * row[k], xx[k] += level * level * row[k];
            y[k] += along[k], xy[k] += level * along[k];
        }
    }
    for (size_t k = 0; k < GROUP; k++) {
        double vx = all[k] * xx[k] - x[k] * x[k], vy = all[k] * yy[k] - y[k] * y[k];
        r[k] = vx > 0 && vy > 0 ? (all[k] * xy[k] - x[k] * y[k]) / sqrt(vx * vy) : 0;
        values[k] = all[k];
    }
}

/* Two [rows x 2 x 8]: values in flat neighbourhoods that changed, those that went on. */
HOP_CLONES static void flat_rows(const int32_t *all, const int32_t *rest, const int32_t *flat,
                                 size_t rows, size_t columns, int32_t *two) {
    for (size_t a = 0; a < rows; a++)
        for (size_t k = 0; k < GROUP; k++) {
            int32_t on = 0;
            for (size_t b = 0; b < columns; b++) {
                size_t at = (a * columns + b) * GROUP + k;
                on += all[at] - rest[at];
            }
            two[(2 * a + 1) * GROUP + k] = on;
            two[2 * a * GROUP + k] = flat[a * GROUP + k] - on;
        }
}

static void put(hop_channel channel, size_t lane, double value, double (*evidence)[HOP_CHANNELS]) {
    evidence[lane][channel] = value;
}

void hop_evidence_lanes(const double *table, const int32_t *counts, const int32_t *own, size_t rows,
                        size_t columns, bool flat, const hop_evidence_state *state,
                        double (*evidence)[HOP_CHANNELS]) {
    size_t planes = flat ? 2 * columns + 1 : columns;
    counts_of_levels all, rest;
    double kt[GROUP] = {0}, r[GROUP], values[GROUP];
    unfold(counts, planes, own, rows, columns, all);
    add_kt(table, all, rows, columns, state->used, kt);
    correlate(all, rows, columns, r, values);
    for (size_t k = 0; k < GROUP; k++) {
        for (size_t c = 0; c < HOP_CHANNELS; c++) put((hop_channel)c, k, -INFINITY, evidence);
        put(HOP_CHANNEL_FREE, k, kt[k] - state->all, evidence);
        put(HOP_CHANNEL_AFFINE, k, hop_evidence_affine(r[k], values[k]), evidence);
    }
    if (!flat) return;
    int32_t in_flat[LEVELS * GROUP], two[LEVELS * 2 * GROUP], sums[2 * GROUP] = {0};
    double rest_kt[GROUP] = {0}, known[GROUP] = {0}, chance[GROUP] = {0};
    unfold(counts + columns * GROUP, planes, own + columns, rows, columns, rest);
    unfold(counts + 2 * columns * GROUP, planes, own + 2 * columns, rows, 1, in_flat);
    flat_rows(all, rest, in_flat, rows, columns, two);
    for (size_t a = 0; a < rows; a++)
        for (size_t k = 0; k < 2 * GROUP; k++) sums[k] += two[a * 2 * GROUP + k];
    add_kt(table, rest, rows, columns, state->used, rest_kt);
    add_kt(table, two, rows, 2, 2, known);
    add_kt(table, sums, 1, 2, 2, chance);
    correlate(rest, rows, columns, r, values);
    for (size_t k = 0; k < GROUP; k++) {
        double told = state->rest - state->all + fmax(0, known[k] - chance[k]);
        put(HOP_CHANNEL_COVERED, k, rest_kt[k] + known[k] - state->all, evidence);
        put(HOP_CHANNEL_COVERED_AFFINE, k, hop_evidence_affine(r[k], values[k]) + told, evidence);
    }
}
