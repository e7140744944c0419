/* Levels of patterns and states.
 * SPDX-License-Identifier: MIT */
#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "../base/sum.h"
#include "information.h"

enum { STEPS = 255 };

/* A picture whose neighbours differ by less than this part of its variance may be blurred. */
static const double SMOOTH = 0.15;

/* Nor, if it is blurred by 1.4 pixels, do any two differ by more than this part of its range: the
 * steepest place of a normal curve, exp(-1/2) / 1.4 of its height. */
static const double SOFT = 0.45;

hop_status hop_recall_prepare_levels(hop_recall *recall) {
    if (recall->options.model.similarity.kind->form != HOP_FORM_CHANNEL) return HOP_OK;
    hop_levels *levels = NULL;
    double low = 0, high = 0;
    HOP_TRY(hop_alloc(1, sizeof *levels, "levels", &levels));
    recall->levels = levels;
    HOP_TRY(hop_alloc(hop_evidence_table_size(recall->dim), sizeof *levels->table, "a table",
                      &levels->table));
    hop_evidence_table(recall->dim, levels->table);
    levels->count = hop_evidence_levels(recall->dim);
    levels->words = hop_counts_words(recall->dim);
    hop_memory_range(recall->memory, &low, &high);
    levels->least = low, levels->most = high;
    bool bytes = hop_memory_dtype(recall->memory) == HOP_U8;
    levels->low = bytes ? 0 : low;
    levels->steps = bytes ? STEPS : high > low ? STEPS / (high - low) : 0;
    double first = (low - levels->low) * levels->steps, last = (high - levels->low) * levels->steps;
    for (size_t k = 0; k + 1 < levels->count; k++) {
        double edge = first + (last - first) * (double)(k + 1) / (double)levels->count;
        levels->above[k] = (unsigned char)edge;
    }
    recall->largest_norm = sqrt((double)recall->dim * log((double)levels->count));
    return hop_recall_low_prepare(recall, levels);
}

void hop_recall_clear_levels(hop_recall *recall) {
    if (recall->levels) {
        free(recall->levels->table);
        free(recall->levels->down);
    }
    free(recall->levels);
}

static unsigned char step_of(const hop_levels *levels, double value) {
    double step = (value - levels->low) * levels->steps + 0.5;
    return (unsigned char)(step < 0 ? 0 : step > STEPS ? STEPS : step);
}

const unsigned char *hop_recall_steps(const hop_recall *recall, size_t pattern, unsigned char *room,
                                      double *values) {
    if (hop_memory_dtype(recall->memory) == HOP_U8)
        return (const unsigned char *)hop_memory_data(recall->memory) + pattern * recall->dim;
    hop_memory_read(recall->memory, pattern, 1, values);
    for (size_t j = 0; j < recall->dim; j++) room[j] = step_of(recall->levels, values[j]);
    return room;
}

/* ---- states ---- */

hop_status hop_seen_create(const hop_recall *recall, hop_seen *seen) {
    size_t words = recall->levels->words;
    *seen = (hop_seen){0};
    const size_t planes = 2 * recall->levels->count + 1;
    HOP_TRY(hop_alloc(planes * words, sizeof *seen->bits, "levels", &seen->bits));
    HOP_TRY(
        hop_alloc(hop_padded(recall->dim), 4 * sizeof *seen->numbers, "levels", &seen->numbers));
    HOP_TRY(hop_alloc(2, sizeof *seen->cells, "cells", &seen->cells));
    HOP_TRY(hop_alloc(hop_padded(recall->dim), 4 * sizeof *seen->more, "levels", &seen->more));
    const size_t low =
        HOP_FREQUENCIES * HOP_FREQUENCIES * hop_memory_shape(recall->memory).channels;
    HOP_TRY(hop_alloc(low + hop_recall_low_room(recall), sizeof *seen->low, "levels", &seen->low));
    return hop_realloc(recall->dim, 5, "levels", &seen->room);
}

void hop_seen_clear(hop_seen *seen) {
    free(seen->bits);
    free(seen->cells);
    free(seen->numbers);
    free(seen->more);
    free(seen->low);
    free(seen->room);
}

/* Known values, their range, and how they differ from neighbours beside and above. */
typedef struct range {
    size_t known;
    double low, high, variance, apart, steepest;
} range;

static range range_of(const hop_recall *recall, const double *values) {
    hop_shape shape = hop_memory_shape(recall->memory);
    size_t channels = shape.channels, row = shape.width * channels;
    range r = {0, INFINITY, -INFINITY, 0, 0, 0};
    double sum = 0, square = 0, steps = 0;
    for (size_t j = 0; j < recall->dim; j++) {
        double v = values[j];
        if (isnan(v)) continue;
        r.known++;
        r.low = fmin(r.low, v);
        r.high = fmax(r.high, v);
        sum += v;
        square += v * v;
        bool left = shape.height > 1 && j % row >= channels && !isnan(values[j - channels]);
        bool above = shape.height > 1 && j >= row && !isnan(values[j - row]);
        double beside = left ? v - values[j - channels] : 0,
               below = above ? v - values[j - row] : 0;
        r.apart += beside * beside + below * below;
        r.steepest = fmax(r.steepest, fmax(fabs(beside), fabs(below)));
        steps += (left ? 1 : 0) + (above ? 1 : 0);
    }
    double n = (double)r.known;
    r.variance = n > 0 ? square / n - sum / n * (sum / n) : 0;
    r.apart = steps > 0 ? r.apart / steps / 2 : INFINITY;
    return r;
}

/* Whether the value continues a flat area (2), could have and does not (1), or neither. */
static int flat_of(hop_shape shape, const double *values, size_t j) {
    size_t channels = shape.channels, row = shape.width * channels;
    assert(row > 0); /* a pattern has values */
    if (shape.height < 2 || j < row || j % row < channels) return 0;
    double left = values[j - channels];
    if (isnan(values[j]) || left != values[j - row]) return 0;
    return values[j] == left ? 2 : 1;
}

/* Planes of `levels` [dim] for values where `kept` is not 0. */
static void put_planes(const hop_recall *recall, const unsigned char *levels,
                       const unsigned char *kept, size_t count, uint64_t *bits) {
    static const unsigned char ABOVE[] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
    size_t words = recall->levels->words;
    hop_counts_pack(kept, recall->dim, ABOVE, 1, 1, bits);
    hop_counts_pack(levels, recall->dim, ABOVE, count - 1, 1, bits + words);
    for (size_t k = words; k < count * words; k++) bits[k] &= bits[k % words];
}

static int32_t ones(const uint64_t *bits, size_t words) {
    int32_t sum = 0;
    for (size_t w = 0; w < words; w++) sum += __builtin_popcountll(bits[w]);
    return sum;
}

/* Moments of values that are `kept`. */
static hop_moments moments_of(const double *values, const unsigned char *kept, size_t dim,
                              double *room) {
    hop_moments m = {.w = room, .wy = room + hop_padded(dim)};
    for (size_t j = 0; j < dim; j++) {
        m.w[j] = kept[j] ? 1 : 0;
        m.wy[j] = kept[j] ? values[j] : 0;
        m.n += m.w[j];
        m.y += m.wy[j];
        m.yy += m.wy[j] * m.wy[j];
    }
    return m;
}

double hop_recall_affine(const hop_moments *m, const double *x, size_t dim) {
    double sums[3] = {0};
    hop_sum_weighted(x, m->w, m->wy, hop_padded(dim), sums);
    double vx = m->n * sums[1] - sums[0] * sums[0], vy = m->n * m->yy - m->y * m->y;
    if (!(vx > 1e-12 * m->n * sums[1] && vy > 1e-12 * m->n * m->yy)) return -INFINITY;
    return hop_evidence_affine((m->n * sums[2] - sums[0] * m->y) / sqrt(vx * vy), m->n);
}

static hop_slopes slopes_of(hop_shape shape, const double *values, size_t dim, float *room) {
    size_t channels = shape.channels, row = shape.width * channels, padded = hop_padded(dim);
    hop_slopes s = {room, room + padded, room + 2 * padded, room + 3 * padded, 0};
    for (size_t j = 0; j < dim; j++) {
        double beside = j % row >= channels ? values[j] - values[j - channels] : NAN;
        double below = j >= row ? values[j] - values[j - row] : NAN;
        s.beside_known[j] = isnan(beside) ? 0.0F : 1.0F;
        s.below_known[j] = isnan(below) ? 0.0F : 1.0F;
        s.beside[j] = isnan(beside) ? 0 : (float)beside;
        s.below[j] = isnan(below) ? 0 : (float)below;
        s.square += isnan(beside) ? 0 : beside * beside;
        s.square += isnan(below) ? 0 : below * below;
    }
    return s;
}

/* Counts of levels from those of planes [levels]. */
static void level_counts(const int32_t *own, size_t levels, int32_t *n) {
    for (size_t b = 0; b < levels; b++) n[b] = own[b] - (b + 1 < levels ? own[b + 1] : 0);
}

void hop_seen_look(const hop_recall *recall, const double *values, hop_seen *seen) {
    size_t dim = recall->dim, words = recall->levels->words;
    hop_shape shape = hop_memory_shape(recall->memory);
    unsigned char *levels = seen->room, *kept = levels + dim, *flat = kept + dim;
    range r = range_of(recall, values);
    seen->values = values;
    seen->known = r.known;
    seen->levels = hop_evidence_levels(r.known);
    if (seen->levels > recall->levels->count) seen->levels = recall->levels->count;
    seen->flat = false;
    seen->smooth = shape.height > 1 && r.apart < SMOOTH * r.variance;
    seen->soft = seen->smooth && recall->levels->blurs > 0 && r.steepest < SOFT * (r.high - r.low);
    seen->steps = flat + dim;
    seen->mask = r.known < dim ? seen->steps + dim : NULL;
    double gain = r.high > r.low ? (double)seen->levels / (r.high - r.low) : 0;
    for (size_t j = 0; j < dim; j++) {
        bool known = !isnan(values[j]);
        double level = known ? (values[j] - r.low) * gain : 0;
        int continues = known ? flat_of(shape, values, j) : 0;
        levels[j] = (unsigned char)fmin(level, (double)seen->levels - 1);
        kept[j] = known;
        flat[j] = (unsigned char)continues;
        seen->flat = seen->flat || continues == 2;
        seen->steps[j] = known ? step_of(recall->levels, values[j]) : 0;
        if (seen->mask) seen->mask[j] = known ? UINT8_MAX : 0;
    }
    put_planes(recall, levels, kept, seen->levels, seen->bits);
    seen->planes = seen->levels;
    seen->all = moments_of(values, kept, dim, seen->numbers);
    if (seen->smooth) seen->slopes = slopes_of(shape, values, dim, seen->more);
    if (seen->soft) hop_recall_low_look(recall, seen);
    if (seen->flat) {
        for (size_t j = 0; j < dim; j++) {
            kept[j] = kept[j] && flat[j] < 2;
            flat[j] = flat[j] > 0;
        }
        seen->rest = moments_of(values, kept, dim, seen->numbers + 2 * hop_padded(dim));
        put_planes(recall, levels, kept, seen->levels, seen->bits + seen->levels * words);
        hop_counts_pack(flat, dim, &(unsigned char){0}, 1, 1,
                        seen->bits + 2 * seen->levels * words);
        seen->planes = 2 * seen->levels + 1;
    }
    for (size_t k = 0; k < seen->planes; k++) seen->own[k] = ones(seen->bits + k * words, words);
    int32_t all[HOP_COUNTS_LEVELS], rest[HOP_COUNTS_LEVELS];
    level_counts(seen->own, seen->levels, all);
    if (seen->flat) level_counts(seen->own + seen->levels, seen->levels, rest);
    seen->alone =
        hop_evidence_of_state(recall->levels->table, seen->levels, all, seen->flat ? rest : NULL,
                              seen->flat ? seen->own[seen->planes - 1] : 0);
    seen->boxed = hop_recall_has_cells(recall);
    if (!seen->boxed) return;
    hop_cells_look(recall, seen, HOP_CELLS_COARSE, &seen->cells[0]);
    hop_cells_look(recall, seen, HOP_CELLS, &seen->cells[1]);
}
