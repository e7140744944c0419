/* Pictures side by side with words: weights over the memory, a Hopfield step beside attention.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "../image/draw.h"
#include "account_private.h"

/* Queries whose weights are shown, patterns of each, and queries compared with attention. */
enum { WEIGHED = 6, PATTERNS = 5, COMPARED = 3, CAPTION_MAX = 64, TILE_PIXELS = 96 };

/* Less weight than this says nothing of whom a query resembles. */
static const double WEIGHT_LEAST = 1e-6;

/* Pictures being put together: [rows x columns] of states of the memory's shape. */
typedef struct board {
    const hop_recall_record *record;
    size_t rows, columns, dim;
    double *states;                /* [rows x columns x dim], 0 ... 1 */
    hop_picture_part *parts;       /* [rows x columns] */
    hop_tile *tiles;               /* likewise */
    char (*captions)[CAPTION_MAX]; /* likewise */
} board;

static void board_clear(board *b) {
    for (size_t i = 0; b->parts && i < b->rows * b->columns; i++)
        hop_image_clear(&b->parts[i].image);
    free(b->states);
    free(b->parts);
    free(b->tiles);
    free(b->captions);
}

static hop_status board_create(board *b) {
    size_t places = b->rows * b->columns;
    HOP_TRY(hop_alloc(places, b->dim * sizeof(double), "pictures", &b->states));
    HOP_TRY(hop_alloc(places, sizeof *b->parts, "pictures", &b->parts));
    HOP_TRY(hop_alloc(places, sizeof *b->tiles, "pictures", &b->tiles));
    return hop_alloc(places, sizeof *b->captions, "pictures", &b->captions);
}

/* Puts a state of the memory's units in its place. */
static hop_status put(board *b, size_t row, size_t column, const double *state, double share,
                      const char *caption) {
    size_t at = row * b->columns + column;
    const hop_canvas *canvas = &b->record->canvas;
    double *scaled = b->states + at * b->dim;
    for (size_t i = 0; i < b->dim; i++)
        scaled[i] = (state[i] - canvas->low) / (canvas->high - canvas->low);
    snprintf(b->captions[at], CAPTION_MAX, "%s", caption);
    b->tiles[at] = (hop_tile){.state = scaled, .caption = b->captions[at]};
    b->parts[at].caption = b->captions[at];
    b->parts[at].share = share;
    return hop_image_of_state(canvas->shape, scaled, &b->parts[at].image);
}

static hop_status show(board *b, const char *name, const char *const *heads, const char *caption,
                       const char *alt, hop_result *result) {
    hop_image sheet = {0};
    HOP_TRY(hop_image_sheet(b->tiles, b->rows, b->columns, b->record->canvas.shape, TILE_PIXELS,
                            &sheet));
    hop_result_picture(result, name, &sheet, caption, alt);
    hop_result_parts(result, b->parts, b->rows, b->columns, heads);
    hop_image_clear(&sheet);
    return HOP_OK;
}

/* ---- weights ---- */

/* The first update alone, of the chosen queries: its weights say whom they resemble. */
static hop_status first_update(const hop_recall_record *r, const size_t *chosen, size_t count,
                               hop_recall_result *first) {
    hop_recall_options options = *hop_recall_resolved(r->recall);
    hop_recall *recall = NULL;
    double *queries = NULL;
    size_t dim = r->result->dim;
    options.stopping.steps = 1;
    options.stopping.tolerance = 0;
    options.running.progress = NULL;
    HOP_TRY(hop_alloc(count, dim * sizeof *queries, "queries", &queries));
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < dim; j++) queries[i * dim + j] = r->queries[chosen[i] * dim + j];
    hop_status status = hop_recall_create(r->memory, &options, &recall);
    if (status == HOP_OK) status = hop_recall_run(recall, queries, count, first);
    hop_recall_destroy(recall);
    free(queries);
    return status;
}

/* How many of its largest weights are shown. */
static size_t weights_of(const hop_recalled *first) {
    size_t count = 0;
    while (count < PATTERNS && count < first->top_count &&
           (count == 0 || first->top_weight[count] >= WEIGHT_LEAST))
        count++;
    return count;
}

static hop_status put_weights(board *b, size_t row, size_t query, const hop_recalled *first,
                              double *pattern) {
    const hop_recall_record *r = b->record;
    HOP_TRY(put(b, row, 0, r->queries + query * b->dim, NAN, r->names[query]));
    for (size_t k = 0; k < weights_of(first); k++) {
        char room[24];
        const char *name = hop_account_pattern(r->memory, first->top[k], room);
        hop_memory_read(r->memory, first->top[k], 1, pattern);
        HOP_TRY(put(b, row, k + 1, pattern, first->top_weight[k], name));
    }
    return HOP_OK;
}

hop_status hop_account_weights(const hop_recall_record *r, const size_t *chosen, size_t count,
                               hop_result *result) {
    static const char *const HEADS[] = {"query", "most weight", "second",
                                        "third", "fourth",      "fifth"};
    hop_recall_result first = {0};
    board b = {.record = r, .rows = count < WEIGHED ? count : WEIGHED, .dim = r->result->dim};
    double *pattern = NULL;
    hop_status status = first_update(r, chosen, b.rows, &first);
    b.columns = 2;
    for (size_t i = 0; i < b.rows && status == HOP_OK; i++) {
        size_t weights = weights_of(&first.queries[i]);
        b.columns = weights + 1 > b.columns ? weights + 1 : b.columns;
    }
    if (status == HOP_OK) status = board_create(&b);
    if (status == HOP_OK) status = hop_alloc(b.dim, sizeof *pattern, "a pattern", &pattern);
    for (size_t i = 0; i < b.rows && status == HOP_OK; i++)
        status = put_weights(&b, i, chosen[i], &first.queries[i], pattern);
    if (status == HOP_OK)
        status = show(&b, "weights", HEADS,
                      "The stored patterns of largest weight in the first step: a step is their "
                      "weighted mean. One weight near 1 brings a pattern back at once; shared "
                      "weights blend several, and the next steps decide.",
                      "Each query, and the patterns of largest weight in its first step.", result);
    hop_recall_result_clear(&first);
    free(pattern);
    board_clear(&b);
    return status;
}

/* ---- attention ---- */

static hop_status put_comparison(board *b, size_t row, size_t query, const double *attended,
                                 double *step) {
    char caption[CAPTION_MAX], number[64];
    double largest = 0, low = b->record->canvas.low, high = b->record->canvas.high;
    HOP_TRY(put(b, row, 0, b->record->queries + query * b->dim, NAN, b->record->names[query]));
    HOP_TRY(put(b, row, 1, step, NAN, ""));
    HOP_TRY(put(b, row, 2, attended, NAN, ""));
    for (size_t i = 0; i < b->dim; i++) largest = fmax(largest, fabs(attended[i] - step[i]));
    for (size_t i = 0; i < b->dim; i++)
        step[i] = low + (largest > 0 ? fabs(attended[i] - step[i]) / largest : 0) * (high - low);
    snprintf(caption, sizeof caption, "at most %s", hop_result_typeset(largest, 2, number));
    return put(b, row, 3, step, NAN, caption);
}

hop_status hop_account_beside(const hop_recall_record *r, const size_t *chosen, size_t count,
                              hop_result *result) {
    static const char *const HEADS[] = {"query", "Hopfield step", "attention",
                                        "difference, enlarged"};
    board b = {.record = r, .columns = 4, .dim = r->result->dim};
    b.rows = count < COMPARED ? count : COMPARED;
    double *starts = NULL, *attended = NULL, *step = NULL;
    hop_status status = board_create(&b);
    if (status == HOP_OK) status = hop_alloc(b.rows, b.dim * sizeof *starts, "states", &starts);
    if (status == HOP_OK) status = hop_alloc(b.rows, b.dim * sizeof *step, "states", &step);
    if (status == HOP_OK) status = hop_alloc(b.rows, b.dim * sizeof *attended, "states", &attended);
    for (size_t i = 0; i < b.rows * b.dim && status == HOP_OK; i++)
        starts[i] = r->result->starts[chosen[i / b.dim] * b.dim + i % b.dim];
    if (status == HOP_OK) status = hop_recall_attend(r->recall, starts, b.rows, step, attended);
    for (size_t i = 0; i < b.rows && status == HOP_OK; i++)
        status = put_comparison(&b, i, chosen[i], attended + i * b.dim, step + i * b.dim);
    if (status == HOP_OK)
        status = show(&b, "attention", HEADS,
                      "The same step by two programs. Their difference is stretched until its "
                      "largest value is white: what is left is rounding.",
                      "Each query, its first Hopfield step, attention on the same numbers, and the "
                      "difference of the two.",
                      result);
    free(starts);
    free(attended);
    free(step);
    board_clear(&b);
    return status;
}
