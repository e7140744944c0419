/* A cover under noise: gain, offset and normal noise beside a box, and one colour with the same
 * noise in it.  Noise leaves no flat areas by which the other classes know a cover, so boxes are
 * tried: all those of whole cells of a grid.  RSS being what is left of the state's squares by a
 * line through the values beside the box and by the mean of each channel in it, and SS all of them,
 *
 *     evidence = -(n/2) ln(RSS / SS) - ln n - (channels / 2) ln n_box - ln(boxes).
 *
 * All sums are of steps of 255, exact integers; a box takes sums of four corners (Crow 1984,
 * doi 10.1145/800031.808600).
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <string.h>

#include "../base/simd.h"
#include "information.h"

/* Sums of so many lines stay below 2^32. */
enum { LINES_MOST = 60000 };

/* Beside a box this part of the values must be left to compare. */
static const double LEFT = 0.2;

bool hop_recall_has_cells(const hop_recall *recall) {
    hop_shape shape = hop_memory_shape(recall->memory);
    bool fits = shape.height <= LINES_MOST;
    return fits && shape.width >= HOP_CELLS && shape.height >= HOP_CELLS;
}

/* Adds a line of a pattern to sums of x, x^2 and x y for each of its values. */
HOP_CLONES static void add_lines(const unsigned char *x, const unsigned char *y,
                                 const unsigned char *mask, size_t row, size_t lines,
                                 uint32_t *sums) {
    uint32_t *one = sums, *square = sums + row, *product = sums + 2 * row;
    for (size_t k = 0; k < 3 * row; k++) sums[k] = 0;
    for (size_t line = 0; line < lines; line++, x += row, y += row)
        for (size_t k = 0; k < row; k++) {
            uint32_t v = mask ? (uint32_t)(x[k] & mask[line * row + k]) : x[k];
            one[k] += v, square[k] += v * v, product[k] += v * y[k];
        }
}

/* Where cell k of `side` begins. */
static size_t edge(size_t length, size_t k, size_t side) {
    return length * k / side;
}

/* Corner sums: at [(row * (side + 1) + column)] that of all cells above and left, of cells
 * [side x side]. */
static void corners(const double *cells, size_t side, double *sums) {
    for (size_t k = 0; k <= side; k++) sums[k] = sums[k * (side + 1)] = 0;
    for (size_t r = 0; r < side; r++)
        for (size_t c = 0; c < side; c++)
            sums[(r + 1) * (side + 1) + c + 1] =
                cells[r * side + c] + sums[r * (side + 1) + c + 1] +
                sums[(r + 1) * (side + 1) + c] - sums[r * (side + 1) + c];
}

/* Columns from ... to-1 and rows from ... to-1 of cells, and where its corner sums are. */
typedef struct box {
    size_t columns[2], rows[2], at[4];
} box;

/* The next one of a grid, from all 0; false behind the last. */
static bool next_box(size_t side, box *b) {
    size_t row = side + 1;
    if (b->columns[1] == 0)
        b->columns[1] = b->rows[1] = 1;
    else if (++b->columns[1] > side && (b->columns[1] = ++b->columns[0] + 1) > side) {
        b->columns[0] = 0, b->columns[1] = 1;
        if (++b->rows[1] > side && (b->rows[1] = ++b->rows[0] + 1) > side) return false;
    }
    for (size_t k = 0; k < 4; k++) b->at[k] = b->rows[k / 2] * row + b->columns[k % 2];
    return true;
}

static double in_box(const double *sums, const box *b) {
    return sums[b->at[3]] - sums[b->at[2]] - sums[b->at[1]] + sums[b->at[0]];
}

/* Sums over the known values of a channel, or of all, into corner sums. */
static void sum_state(const hop_recall *recall, const hop_seen *seen, size_t first, size_t stride,
                      hop_cells *to) {
    hop_shape shape = hop_memory_shape(recall->memory);
    size_t side = to->side, row = shape.width * shape.channels;
    double n[HOP_CELLS * HOP_CELLS] = {0}, y[HOP_CELLS * HOP_CELLS] = {0};
    double yy[HOP_CELLS * HOP_CELLS] = {0};
    for (size_t j = first; j < recall->dim; j += stride) {
        size_t column = j % row / shape.channels, line = j / row, c = 0, r = 0;
        if (seen->mask && !seen->mask[j]) continue;
        while (edge(shape.width, c + 1, side) <= column) c++;
        while (edge(shape.height, r + 1, side) <= line) r++;
        double v = seen->steps[j];
        n[r * side + c]++, y[r * side + c] += v, yy[r * side + c] += v * v;
    }
    corners(n, side, to->n), corners(y, side, to->y), corners(yy, side, to->yy);
}

void hop_cells_look(const hop_recall *recall, const hop_seen *seen, size_t side, hop_cells *cells) {
    size_t channels = hop_memory_shape(recall->memory).channels;
    *cells = (hop_cells){.side = side};
    for (size_t ch = 0; ch < channels; ch++) {
        box b = {0};
        sum_state(recall, seen, ch, channels, cells);
        for (size_t k = 0; next_box(side, &b); k++) {
            double count = in_box(cells->n, &b), sum = in_box(cells->y, &b);
            if (!(count > 0)) continue;
            cells->inside[k] += in_box(cells->yy, &b) - sum * sum / count;
            cells->cost[k] += log(count) / 2;
        }
    }
    sum_state(recall, seen, 0, 1, cells);
}

/* Sums x, x^2 and x y of a pattern over the cells; room [3 x row]. */
static void sum_pattern(hop_shape shape, const hop_seen *seen, const unsigned char *x, size_t side,
                        uint32_t *room, double (*sums)[HOP_CORNERS]) {
    double cells[3][HOP_CELLS * HOP_CELLS] = {{0}};
    size_t row = shape.width * shape.channels;
    for (size_t r = 0; r < side; r++) {
        size_t first = edge(shape.height, r, side), last = edge(shape.height, r + 1, side);
        const unsigned char *mask = seen->mask ? seen->mask + first * row : NULL;
        add_lines(x + first * row, seen->steps + first * row, mask, row, last - first, room);
        for (size_t t = 0; t < 3; t++)
            for (size_t c = 0; c < side; c++)
                for (size_t k = edge(shape.width, c, side) * shape.channels;
                     k < edge(shape.width, c + 1, side) * shape.channels; k++)
                    cells[t][r * side + c] += room[t * row + k];
    }
    for (size_t t = 0; t < 3; t++) corners(cells[t], side, sums[t]);
}

/* What a line through the values beside the box leaves of their squares; infinity: nothing to
 * compare is left, or no line rises. */
static double left_beside(const hop_cells *cells, double (*sums)[HOP_CORNERS], const box *b) {
    size_t last = (cells->side + 1) * (cells->side + 1) - 1;
    double all = cells->n[last], n = all - in_box(cells->n, b);
    if (!(n > LEFT * all)) return INFINITY;
    double x = sums[0][last] - in_box(sums[0], b), xx = sums[1][last] - in_box(sums[1], b);
    double y = cells->y[last] - in_box(cells->y, b), yy = cells->yy[last] - in_box(cells->yy, b);
    double xy = sums[2][last] - in_box(sums[2], b) - x * y / n;
    double vx = xx - x * x / n, vy = yy - y * y / n;
    return vx > 0 && xy > 0 ? vy - xy * xy / vx : INFINITY;
}

double hop_recall_boxed(const hop_recall *recall, const hop_informing *work, const hop_seen *seen,
                        const hop_cells *cells, const unsigned char *x, size_t *chosen) {
    hop_shape shape = hop_memory_shape(recall->memory);
    size_t side = cells->side, last = (side + 1) * (side + 1) - 1, best = 0, count = 0;
    double sums[3][HOP_CORNERS], least = INFINITY, n = cells->n[last];
    double all = cells->yy[last] - cells->y[last] * cells->y[last] / n;
    box b = {0};
    sum_pattern(shape, seen, x, side, work->lines, sums);
    for (; next_box(side, &b); count++) {
        double left = left_beside(cells, sums, &b) + cells->inside[count];
        if (!(left < least)) continue;
        least = left, best = count;
        for (size_t t = 0; t < 2 && chosen; t++) {
            chosen[t] = edge(shape.width, b.columns[t], side);
            chosen[2 + t] = edge(shape.height, b.rows[t], side);
        }
    }
    if (!(least < all)) return -INFINITY;
    return hop_evidence_affine(sqrt(1 - least / all), n) - cells->cost[best] - log((double)count);
}
