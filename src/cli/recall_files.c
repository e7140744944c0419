/* What `hopfield recall` leaves on disk: the recalled states.
 * SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "../base/fail.h"
#include "folder.h"
#include "interrupt.h"
#include "outputs.h"
#include "picture.h"
#include <hopfield/load.h>

#include "recall.h"

typedef struct writing {
    const hop_recall_record *record;
    const hop_image_note *signature;
    size_t signature_count;
    bool force;
    unsigned depth; /* of the pictures */
} writing;

static hop_status write_png(const writing *w, size_t index, const char *path) {
    const hop_recall_result *result = w->record->result;
    return cli_picture_write(&w->record->canvas, result->outputs + index * result->dim, w->depth,
                             path, w->signature, w->signature_count, w->force, NULL);
}

/* One output into the folder; with `dry` only what is in its way is looked for. */
static hop_status write_into(const writing *w, size_t index, const char *folder, const char *name,
                             bool dry) {
    char *path = NULL;
    HOP_TRY(cli_file_path(folder, name, &path));
    hop_status status = dry ? cli_output_file(path, w->force) : write_png(w, index, path);
    free(path);
    return status;
}

static hop_status write_all(const writing *w, const char *folder, const cli_file_names *files) {
    for (size_t i = 0; i < files->count && !w->force; i++)
        HOP_TRY(write_into(w, i, folder, files->names[i], true));
    for (size_t i = 0; i < files->count; i++) {
        if (cli_interrupted())
            return hop_fail(HOP_E_CANCELLED, "%s: interrupted; %zu of %zu pictures are written",
                            folder, i, files->count);
        HOP_TRY(write_into(w, i, folder, files->names[i], false));
    }
    return HOP_OK;
}

static hop_status write_folder(const writing *w, const char *folder) {
    cli_file_names files = {0};
    HOP_TRY(cli_folder_make(folder));
    HOP_TRY(cli_file_names_make(w->record->names, w->record->result->count, ".png", &files));
    hop_status status = write_all(w, folder, &files);
    cli_file_names_clear(&files);
    return status;
}

hop_status cli_recall_write(const hop_recall_record *r, const hop_image_note *signature,
                            size_t signature_count, const char *path, bool force) {
    const writing w = {r, signature, signature_count, force, hop_memory_depth(r->memory)};
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
    if (kind == CLI_OUTPUT_FOLDER) return write_folder(&w, path);
    if (r->result->count > 1)
        return hop_fail(HOP_E_SUPPORT,
                        "%s: one .png cannot take %zu queries; give a folder, or a .npy", path,
                        r->result->count);
    return write_png(&w, 0, path);
}

/* Rows of a contact sheet nobody scrolls through, and pixels of a tile. */
enum { SHEET_ROWS = 12, TILE_PIXELS = 128 };

hop_status cli_recall_write_sheet(const hop_recall_record *record, hop_result *result,
                                  const char *path, bool force) {
    size_t signature_count = 0;
    const hop_image_note *signature = hop_result_signature(result, &signature_count);
    size_t chosen[SHEET_ROWS], rows = record->result->count;
    hop_image image = {0};
    if (!record->canvas.shape.image)
        return hop_fail(HOP_E_SUPPORT, "%s: the memory holds vectors, not pictures", path);
    if (rows > SHEET_ROWS) {
        hop_result_remark(result, HOP_NOTE, "%s shows the first %d of %zu queries", path,
                          SHEET_ROWS, rows);
        rows = SHEET_ROWS;
    }
    for (size_t i = 0; i < rows; i++) chosen[i] = i;
    HOP_TRY(hop_account_sheet(record, chosen, rows, TILE_PIXELS, &image));
    hop_status status = hop_image_write(&image, path, signature, signature_count, force);
    hop_image_clear(&image);
    return status;
}
