/* What `hopfield recall` leaves on disk: the recalled states.
 * SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "../base/fail.h"
#include "folder.h"
#include "interrupt.h"
#include "outputs.h"
#include "picture.h"
#include "recall.h"

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
