/* Evidence by counts: the plain definition, double throughout.
 * SPDX-License-Identifier: MIT */
#include "evidence.h"

#include <math.h>

enum { LEVELS_MOST = 8, VALUES_TO_AN_UNKNOWN = 8, VALUES = 256 };

/* This part of a state's variance is noise in any case: what two bits fewer than eight round. */
static const double ROUNDING = 2e-5;

/* Correlations from 0 down to this are no gain below 0: paint on a bright place makes them too. */
static const double INVERTED = -0.9;

size_t hop_evidence_levels(size_t dim) {
    size_t levels = 2;
    while (levels < LEVELS_MOST && levels * levels * VALUES_TO_AN_UNKNOWN <= dim) levels++;
    return levels;
}

size_t hop_evidence_table_size(size_t dim) {
    return 2 * dim + VALUES + 1;
}

void hop_evidence_table(size_t dim, double *table) {
    table[0] = 0;
    for (size_t m = 1; m < hop_evidence_table_size(dim); m++) {
        /* Gamma(x + 1) = x Gamma(x) from two steps before; anew now and then against rounding. */
        double x = (double)m / 2 - 1;
        table[m] = m % 64 < 2 || m < 3 ? lgamma((double)m / 2) : table[m - 2] + log(x);
    }
}

static double kt_row(const double *table, const int32_t *n, size_t columns, size_t used) {
    size_t all = 0;
    double sum = 0;
    for (size_t b = 0; b < columns; b++) {
        if (n[b] == 0) continue;
        all += (size_t)n[b];
        sum += table[2 * (size_t)n[b] + 1] - table[1];
    }
    return all == 0 ? 0 : table[used] + sum - table[2 * all + used];
}

static double kt(const double *table, const int32_t *n, size_t rows, size_t columns, size_t used) {
    double sum = 0;
    for (size_t a = 0; a < rows; a++) sum += kt_row(table, n + a * columns, columns, used);
    return sum;
}

/* Of the flat values of level a: those that changed, those that went on. */
static void flat_row(const hop_evidence_counts *counts, size_t a, int32_t *two) {
    two[1] = 0;
    for (size_t b = 0; b < counts->columns; b++)
        two[1] += counts->all[a * counts->columns + b] - counts->rest[a * counts->columns + b];
    two[0] = counts->flat[a] - two[1];
}

hop_evidence_state hop_evidence_of_state(const double *table, size_t levels, const int32_t *all,
                                         const int32_t *rest, int32_t flat) {
    hop_evidence_state state = {.rest = -INFINITY};
    int32_t two[2] = {flat, 0};
    for (size_t b = 0; b < levels; b++) {
        state.used += all[b] > 0 ? 1 : 0;
        two[1] += rest ? all[b] - rest[b] : 0;
    }
    two[0] -= two[1];
    state.all = kt_row(table, all, levels, state.used);
    if (rest) state.rest = kt_row(table, rest, levels, state.used) + kt_row(table, two, 2, 2);
    return state;
}

double hop_evidence_affine(double r, double n) {
    if (!(r > 0 || r < INVERTED) || n < 3) return -INFINITY;
    return -n / 2 * log((fmax(1 - r * r, 0) + ROUNDING) / (1 + ROUNDING)) - log(n);
}

/* Pearson's correlation of levels. */
static double affine(const int32_t *n, size_t rows, size_t columns) {
    double all = 0, x = 0, y = 0, xx = 0, yy = 0, xy = 0;
    for (size_t a = 0; a < rows; a++) {
        double row = 0, along = 0, level = (double)a;
        for (size_t b = 0; b < columns; b++) {
            double count = n[a * columns + b], other = (double)b;
            row += count;
            along += count * other;
            yy += count * other * other;
        }
        all += row, x += level * row, xx += level * level * row, y += along, xy += level * along;
    }
    double vx = all * xx - x * x, vy = all * yy - y * y;
    if (!(vx > 0 && vy > 0)) return -INFINITY;
    return hop_evidence_affine((all * xy - x * y) / sqrt(vx * vy), all);
}

double hop_evidence(const double *table, const hop_evidence_counts *counts,
                    const hop_evidence_state *state, double *evidence) {
    size_t rows = counts->rows, columns = counts->columns;
    for (size_t k = 0; k < HOP_CHANNELS; k++) evidence[k] = -INFINITY;
    evidence[HOP_CHANNEL_FREE] = kt(table, counts->all, rows, columns, state->used) - state->all;
    evidence[HOP_CHANNEL_AFFINE] = affine(counts->all, rows, columns);
    if (!counts->rest) return -INFINITY;
    int32_t flat[HOP_COUNTS_LEVELS][2], sums[2] = {0};
    double known = 0, told = state->rest - state->all;
    for (size_t a = 0; a < rows; a++) {
        flat_row(counts, a, flat[a]);
        sums[0] += flat[a][0], sums[1] += flat[a][1];
        known += kt_row(table, flat[a], 2, 2);
    }
    evidence[HOP_CHANNEL_COVERED] =
        kt(table, counts->rest, rows, columns, state->used) + known - state->all;
    told += fmax(0, known - kt_row(table, sums, 2, 2));
    evidence[HOP_CHANNEL_COVERED_AFFINE] = affine(counts->rest, rows, columns) + told;
    return told;
}

double hop_evidence_sum(const double *evidence) {
    double weighed[HOP_CHANNELS], most = -INFINITY, sum = 0;
    for (size_t k = 0; k < HOP_CHANNELS; k++) {
        weighed[k] = hop_evidence_with_prior(evidence, k);
        most = fmax(most, weighed[k]);
    }
    for (size_t k = 0; k < HOP_CHANNELS; k++)
        if (most - weighed[k] < 60) sum += exp(weighed[k] - most);
    return most + log(sum);
}
