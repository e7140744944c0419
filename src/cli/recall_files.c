/* What `hopfield recall` leaves on disk: outputs and contact sheets.
 * SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "folder.h"
#include "interrupt.h"
#include "outputs.h"
#include "picture.h"
#include "recall.h"

/* Steps shown between the damaged and the recalled picture, and pixels of a tile. */
enum { STEPS_SHOWN = 3, TILE_PIXELS = 128 };

static hop_status write_png(const cli_recalled *r, size_t index, const char *path, bool force) {
    hop_image image = {0};
    HOP_TRY(cli_picture_make(&r->canvas, r->result->outputs + index * r->result->dim, &image));
    hop_status status =
        hop_image_write(&image, path, r->provenance->notes, r->provenance->count, force);
    hop_image_clear(&image);
    return status;
}

static bool name_is_shared(const cli_queries *queries, size_t index) {
    for (size_t i = 0; i < queries->count; i++)
        if (i != index && strcmp(queries->names[i], queries->names[index]) == 0) return true;
    return false;
}

/* One output into the folder; with `dry` only what is in its way is looked for. */
static hop_status write_into(const cli_recalled *r, size_t index, const char *folder, bool force,
                             bool dry) {
    char *path = NULL;
    HOP_TRY(cli_folder_file(folder, r->queries->names[index], index,
                            name_is_shared(r->queries, index), &path));
    hop_status status = dry ? cli_output_file(path, force) : write_png(r, index, path, force);
    free(path);
    return status;
}

static hop_status write_folder(const cli_recalled *r, const char *folder, bool force) {
    size_t count = r->result->count;
    HOP_TRY(cli_folder_make(folder));
    for (size_t i = 0; i < count && !force; i++) HOP_TRY(write_into(r, i, folder, force, true));
    for (size_t i = 0; i < count; i++) {
        if (cli_interrupted())
            return hop_fail(HOP_E_CANCELLED, "%s: interrupted; %zu of %zu pictures are written",
                            folder, i, count);
        HOP_TRY(write_into(r, i, folder, force, false));
    }
    return HOP_OK;
}

hop_status cli_recall_write(const cli_recalled *r, const char *path, bool force) {
    hop_dtype dtype = hop_memory_dtype(r->memory) == HOP_F64 ? HOP_F64 : HOP_F32;
    cli_output_kind kind;
    HOP_TRY(cli_output_kind_of(path, &kind));
    if (kind == CLI_OUTPUT_NPY)
        return hop_npy_write(path, r->result->outputs, r->result->count, r->result->dim, dtype,
                             force);
    if (!r->canvas.shape.image)
        return hop_fail(HOP_E_SUPPORT,
                        "%s: the memory holds vectors, not pictures; give a name ending in .npy",
                        path);
    if (kind == CLI_OUTPUT_FOLDER) return write_folder(r, path, force);
    if (r->result->count > 1)
        return hop_fail(HOP_E_SUPPORT,
                        "%s: one .png cannot take %zu queries; give a folder, or a .npy", path,
                        r->result->count);
    return write_png(r, 0, path, force);
}

/* ---- the contact sheet ---- */

typedef struct sheet {
    const cli_recalled *recalled;
    size_t rows, columns, dim;
    double *states; /* [rows x columns x dim], 0 ... 1 */
    hop_tile *tiles;
    char (*captions)[24]; /* [rows x columns] */
} sheet;

/* Original, damaged, the steps before the last (as many as are shown), recalled. */
static size_t columns_of(const cli_recalled *r, size_t rows) {
    size_t steps = 0;
    for (size_t i = 0; i < rows; i++)
        if (r->result->queries[i].steps > steps + 1) steps = r->result->queries[i].steps - 1;
    return 3 + (steps < STEPS_SHOWN ? steps : STEPS_SHOWN);
}

static void place(sheet *s, size_t row, size_t column, const double *state, const char *caption) {
    size_t at = row * s->columns + column;
    double *scaled = s->states + at * s->dim;
    cli_picture_scale(&s->recalled->canvas, state, scaled);
    snprintf(s->captions[at], sizeof s->captions[at], "%s", caption);
    s->tiles[at] = (hop_tile){.state = scaled, .caption = s->captions[at]};
}

/* The k-th step of the queries, shown in the memory's units: the same run with a step limit of k.
 */
static hop_status place_step(sheet *s, size_t step) {
    const cli_recalled *r = s->recalled;
    hop_recall_options options = *hop_recall_resolved(r->recall);
    hop_recall *recall = NULL;
    hop_recall_result result = {0};
    char caption[24];
    options.steps = step;
    options.tolerance = 0;
    options.attention = false;
    HOP_TRY(hop_recall_create(r->memory, &options, &recall));
    hop_status status = hop_recall_run(recall, r->queries->states, s->rows, NULL, &result);
    snprintf(caption, sizeof caption, "step %zu", step);
    for (size_t i = 0; i < s->rows && status == HOP_OK; i++)
        if (r->result->queries[i].steps > step)
            place(s, i, 1 + step, result.outputs + i * s->dim, caption);
    hop_recall_result_clear(&result);
    hop_recall_destroy(recall);
    return status;
}

static hop_status fill(sheet *s) {
    const cli_recalled *r = s->recalled;
    for (size_t i = 0; i < s->rows; i++) {
        const hop_recalled *query = &r->result->queries[i];
        bool sampled = query->target != HOP_NO_PATTERN;
        const char *name = r->queries->names[i];
        if (sampled) {
            double *original = s->states + i * s->columns * s->dim;
            hop_memory_read(r->memory, query->target, 1, original);
            place(s, i, 0, original, name);
        } else {
            place(s, i, 0, r->queries->originals + i * s->dim, name);
        }
        place(s, i, 1, r->queries->states + i * s->dim, "damaged");
        place(s, i, s->columns - 1, r->result->outputs + i * s->dim, "recalled");
    }
    for (size_t step = 1; step + 3 <= s->columns; step++) HOP_TRY(place_step(s, step));
    return HOP_OK;
}

hop_status cli_recall_sheet(const cli_recalled *r, size_t rows, const char *path, bool force) {
    if (!r->canvas.shape.image)
        return hop_fail(HOP_E_SUPPORT, "%s: the memory holds vectors, not pictures", path);
    size_t shown = r->result->count < rows ? r->result->count : rows;
    sheet s = {.recalled = r, .rows = shown, .dim = r->result->dim};
    s.columns = columns_of(r, shown);
    hop_image image = {0};
    size_t count = shown * s.columns;
    hop_status status = hop_alloc(count, s.dim * sizeof(double), "a contact sheet", &s.states);
    if (status == HOP_OK) status = hop_alloc(count, sizeof *s.tiles, "a contact sheet", &s.tiles);
    if (status == HOP_OK)
        status = hop_alloc(count, sizeof *s.captions, "a contact sheet", &s.captions);
    if (status == HOP_OK) status = fill(&s);
    if (status == HOP_OK)
        status = hop_image_sheet(s.tiles, shown, s.columns, r->canvas.shape, TILE_PIXELS, &image);
    if (status == HOP_OK)
        status = hop_image_write(&image, path, r->provenance->notes, r->provenance->count, force);
    hop_image_clear(&image);
    free(s.states);
    free(s.tiles);
    free(s.captions);
    return status;
}
