/* The contact sheet of a recall: original, damaged, steps, recalled; of queries of which nothing
 * but themselves is known there is no original. SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "../image/draw.h"
#include "account_private.h"

enum { CAPTION_MAX = 32, STEPS_USUAL = 4 };

/* About how wide a tile of a report's sheet is. */
enum { TILE_PIXELS = 96 };

typedef struct sheet {
    const hop_recall_record *record;
    const size_t *chosen;
    size_t rows, columns, dim;
    size_t query;   /* its column: 1, or 0 where no original stands before it */
    double *states; /* [rows x columns x dim], 0 ... 1 */
    hop_tile *tiles;
    char (*captions)[CAPTION_MAX]; /* [rows x columns] */
} sheet;

static const hop_recalled *query_of(const sheet *s, size_t row) {
    return &s->record->result->queries[s->chosen[row]];
}

/* Whether it is the query itself that is known, and nothing before it. */
static bool is_bare(const sheet *s, size_t row) {
    const size_t at = s->chosen[row] * s->dim;
    return query_of(s, row)->score.target == HOP_NO_PATTERN &&
           memcmp(s->record->originals + at, s->record->queries + at,
                  s->dim * sizeof *s->record->queries) == 0;
}

static size_t find_query_column(const sheet *s) {
    for (size_t i = 0; i < s->rows; i++)
        if (!is_bare(s, i)) return 1;
    return 0;
}

/* Original, damaged, steps before the last (as many as are shown), recalled. */
static size_t count_columns(const sheet *s, size_t most) {
    size_t steps = 0;
    for (size_t i = 0; i < s->rows; i++)
        if (query_of(s, i)->steps > steps + 1) steps = query_of(s, i)->steps - 1;
    return s->query + 2 + (steps < most ? steps : most);
}

static void place(sheet *s, size_t row, size_t column, const double *state, const char *caption) {
    size_t at = row * s->columns + column;
    double *scaled = s->states + at * s->dim;
    const hop_canvas *canvas = &s->record->canvas;
    for (size_t i = 0; i < s->dim; i++)
        scaled[i] = (state[i] - canvas->low) / (canvas->high - canvas->low);
    snprintf(s->captions[at], CAPTION_MAX, "%s", caption);
    s->tiles[at] = (hop_tile){.state = scaled, .caption = s->captions[at]};
}

/* Which steps of a query stand in the columns between: all of them, or the first, the last before
 * the end, and those between whose energies are most evenly spread, as late steps change little. */
static size_t choose_steps(const hop_recalled *query, size_t most, size_t chosen[HOP_SHEET_STEPS]) {
    size_t last = query->steps > 0 ? query->steps - 1 : 0, count = last < most ? last : most;
    for (size_t k = 0; k < count; k++) {
        size_t at = k > 0 ? chosen[k - 1] + 1 : 1, latest = last - (count - 1 - k);
        double part = count > 1 ? (double)k / (double)(count - 1) : 0;
        double aim = query->energy[1] + part * (query->energy[last] - query->energy[1]);
        if (k + 1 == count && k > 0) at = last;
        while (k > 0 && at < latest &&
               fabs(query->energy[at + 1] - aim) <= fabs(query->energy[at] - aim))
            at++;
        chosen[k] = at;
    }
    return count;
}

/* The k-th step of some queries [count], in the memory's units: the same run with a step limit of
 * k. */
static hop_status run_steps(sheet *s, size_t step, const double *queries, size_t count,
                            hop_recall_result *result) {
    const hop_recall_record *record = s->record;
    hop_recall_options options = *hop_recall_resolved(record->recall);
    hop_recall *recall = NULL;
    options.stopping.steps = step;
    options.stopping.tolerance = 0;
    HOP_TRY(hop_recall_create(record->memory, &options, &recall));
    hop_status status = hop_recall_run(recall, queries, count, result);
    hop_recall_destroy(recall);
    return status;
}

/* Where a step stands in a row; 0: nowhere. */
static size_t column_of(const sheet *s, size_t row, size_t step) {
    size_t chosen[HOP_SHEET_STEPS];
    const size_t most = s->columns - s->query - 2;
    const size_t count = choose_steps(query_of(s, row), most, chosen);
    for (size_t k = 0; k < count; k++)
        if (chosen[k] == step) return s->query + 1 + k;
    return 0;
}

static hop_status place_step(sheet *s, size_t step, double *queries) {
    size_t count = 0;
    char caption[CAPTION_MAX];
    hop_recall_result result = {0};
    for (size_t i = 0; i < s->rows; i++)
        if (column_of(s, i, step) > 0)
            memcpy(queries + count++ * s->dim, s->record->queries + s->chosen[i] * s->dim,
                   s->dim * sizeof *queries);
    if (count == 0) return HOP_OK;
    hop_status status = run_steps(s, step, queries, count, &result);
    snprintf(caption, sizeof caption, "step %zu", step);
    count = 0;
    for (size_t i = 0; i < s->rows && status == HOP_OK; i++)
        if (column_of(s, i, step) > 0)
            place(s, i, column_of(s, i, step), result.outputs + count++ * s->dim, caption);
    hop_recall_result_clear(&result);
    return status;
}

static hop_status place_steps(sheet *s) {
    double *queries = NULL;
    size_t last = 0;
    HOP_TRY(hop_alloc(s->rows, s->dim * sizeof *queries, "a contact sheet", &queries));
    for (size_t i = 0; i < s->rows; i++)
        if (query_of(s, i)->steps > last) last = query_of(s, i)->steps;
    hop_status status = HOP_OK;
    for (size_t step = 1; step < last && status == HOP_OK; step++)
        status = place_step(s, step, queries);
    free(queries);
    return status;
}

/* "recalled", or what it was taken for. */
static void caption_of(const sheet *s, size_t row, char caption[CAPTION_MAX]) {
    const hop_recalled *query = query_of(s, row);
    char end[HOP_END_MAX];
    bool wrong = hop_account_is_wrong(query);
    hop_account_end(s->record->memory, &query->score, end, sizeof end);
    if (!wrong)
        snprintf(caption, CAPTION_MAX, "recalled");
    else if (query->score.ended == HOP_END_PATTERN)
        snprintf(caption, CAPTION_MAX, "wrong: %.*s", CAPTION_MAX - 8, end);
    else
        snprintf(caption, CAPTION_MAX, "%.*s", CAPTION_MAX - 1, end);
}

static void place_ends(sheet *s) {
    const hop_recall_record *record = s->record;
    for (size_t i = 0; i < s->rows; i++) {
        size_t query = s->chosen[i], target = query_of(s, i)->score.target;
        const char *name = record->names[query];
        char caption[CAPTION_MAX];
        if (s->query == 0) {
            place(s, i, 0, record->queries + query * s->dim, name);
        } else if (target != HOP_NO_PATTERN) {
            double *original = s->states + i * s->columns * s->dim;
            hop_memory_read(record->memory, target, 1, original);
            place(s, i, 0, original, name);
        } else {
            place(s, i, 0, record->originals + query * s->dim, name);
        }
        if (s->query > 0) place(s, i, 1, record->queries + query * s->dim, "damaged");
        caption_of(s, i, caption);
        place(s, i, s->columns - 1, record->result->outputs + query * s->dim, caption);
    }
}

static void sheet_clear(sheet *s) {
    free(s->states);
    free(s->tiles);
    free(s->captions);
}

static hop_status sheet_create(const hop_recall_record *record, const size_t *chosen, size_t count,
                               sheet *s) {
    *s = (sheet){.record = record, .chosen = chosen, .rows = count, .dim = record->result->dim};
    if (!record->canvas.shape.image)
        return hop_fail(HOP_E_SUPPORT, "the memory holds vectors, not pictures");
    if (record->sheet_steps > HOP_SHEET_STEPS)
        return hop_fail(HOP_E_VALUE, "%zu steps to a row; at most %d fit a sheet",
                        record->sheet_steps, HOP_SHEET_STEPS);
    s->query = find_query_column(s);
    s->columns = count_columns(s, record->sheet_steps > 0 ? record->sheet_steps : STEPS_USUAL);
    size_t tiles = s->rows * s->columns;
    HOP_TRY(hop_alloc(tiles, s->dim * sizeof(double), "a contact sheet", &s->states));
    HOP_TRY(hop_alloc(tiles, sizeof *s->tiles, "a contact sheet", &s->tiles));
    HOP_TRY(hop_alloc(tiles, sizeof *s->captions, "a contact sheet", &s->captions));
    place_ends(s);
    return place_steps(s);
}

hop_status hop_account_sheet(const hop_recall_record *record, const size_t *chosen, size_t count,
                             size_t tile_pixels, hop_image *image) {
    sheet s;
    hop_status status = sheet_create(record, chosen, count, &s);
    if (status == HOP_OK)
        status =
            hop_image_sheet(s.tiles, s.rows, s.columns, record->canvas.shape, tile_pixels, image);
    sheet_clear(&s);
    return status;
}

/* The same pictures one by one; what columns have in common is said once, at their heads. */
static hop_status add_parts(const sheet *s, hop_result *result) {
    const size_t places = s->rows * s->columns;
    const char *words[HOP_SHEET_STEPS + 3];
    hop_picture_part *parts = NULL;
    HOP_TRY(hop_alloc(places, sizeof *parts, "a contact sheet", &parts));
    hop_status status = HOP_OK;
    for (size_t c = 0; c < s->columns; c++)
        words[c] = c < s->query ? "original" : c == s->query ? "query" : "on the way";
    words[s->columns - 1] = "came back";
    for (size_t i = 0; i < places && status == HOP_OK; i++) {
        parts[i] = (hop_picture_part){
            .caption = s->query == 0 || i % s->columns != 1 ? s->captions[i] : NULL, .share = NAN};
        if (s->tiles[i].state)
            status =
                hop_image_of_state(s->record->canvas.shape, s->tiles[i].state, &parts[i].image);
    }
    if (status == HOP_OK) hop_result_parts(result, parts, s->rows, s->columns, words);
    for (size_t i = 0; i < places; i++) hop_image_clear(&parts[i].image);
    free(parts);
    return status;
}

hop_status hop_account_show_sheet(const hop_recall_record *record, const size_t *chosen,
                                  size_t count, const char *caption, const char *alt,
                                  hop_result *result) {
    sheet s;
    hop_image image = {0};
    hop_status status = sheet_create(record, chosen, count, &s);
    if (status == HOP_OK)
        status =
            hop_image_sheet(s.tiles, s.rows, s.columns, record->canvas.shape, TILE_PIXELS, &image);
    if (status == HOP_OK) {
        hop_result_picture(result, "sheet", &image, caption, alt);
        status = add_parts(&s, result);
    }
    hop_image_clear(&image);
    sheet_clear(&s);
    return status;
}
