/* Exporting memories.
 * SPDX-License-Identifier: MIT */
#include "memory_export.h"

#include <hopfield/load.h>

#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "folder.h"
#include "outputs.h"
#include "picture.h"

hop_status cli_export_npy(const hop_memory *memory, const char *path, bool force) {
    size_t count = hop_memory_count(memory), dim = hop_memory_dim(memory);
    double *patterns = NULL;
    HOP_TRY(hop_alloc(count, dim * sizeof *patterns, "patterns", &patterns));
    hop_memory_read(memory, 0, count, patterns);
    hop_dtype dtype = hop_memory_dtype(memory) == HOP_F64 ? HOP_F64 : HOP_F32;
    hop_status status = hop_npy_write(path, patterns, count, dim, dtype, force);
    free(patterns);
    return status;
}

static bool name_is_shared(const hop_memory *memory, size_t index, const char *name) {
    for (size_t i = 0; name && i < hop_memory_count(memory); i++) {
        const char *other = i == index ? NULL : hop_memory_name(memory, i);
        if (other && strcmp(other, name) == 0) return true;
    }
    return false;
}

static hop_status export_one(const hop_memory *memory, const hop_canvas *canvas, size_t index,
                             const char *path, const cli_provenance *provenance, bool force,
                             double *pattern) {
    hop_image image = {0};
    hop_memory_read(memory, index, 1, pattern);
    hop_status status = cli_picture_make(canvas, pattern, &image);
    if (status == HOP_OK)
        status = hop_image_write(&image, path, provenance->notes, provenance->count, force);
    hop_image_clear(&image);
    return status;
}

/* The paths of all pictures, [count] and each free()d by the caller; nothing is in their way. */
static hop_status make_paths(const hop_memory *memory, const char *folder, bool force,
                             char **paths) {
    for (size_t i = 0; i < hop_memory_count(memory); i++) {
        const char *name = hop_memory_name(memory, i);
        HOP_TRY(cli_folder_file(folder, name ? name : "", i, name_is_shared(memory, i, name),
                                &paths[i]));
        HOP_TRY(cli_output_file(paths[i], force));
    }
    return HOP_OK;
}

hop_status cli_export_png(const hop_memory *memory, const char *folder,
                          const cli_provenance *provenance, bool force, cli_progress *progress) {
    hop_canvas canvas = cli_canvas(memory);
    size_t count = hop_memory_count(memory);
    double *pattern = NULL;
    char **paths = NULL;
    if (!canvas.shape.image)
        return hop_fail(HOP_E_SUPPORT, "%s: the memory holds vectors, not pictures; use --npy",
                        folder);
    HOP_TRY(cli_folder_make(folder));
    hop_status status = hop_alloc(hop_memory_dim(memory), sizeof *pattern, "a pattern", &pattern);
    if (status == HOP_OK) status = hop_alloc(count, sizeof *paths, "file names", &paths);
    if (status == HOP_OK) status = make_paths(memory, folder, force, paths);
    for (size_t i = 0; i < count && status == HOP_OK; i++) {
        if (cli_progress_tell(progress, "exporting", i, count))
            status = hop_fail(HOP_E_CANCELLED, "%s: interrupted; %zu of %zu pictures are written",
                              folder, i, count);
        else
            status = export_one(memory, &canvas, i, paths[i], provenance, force, pattern);
    }
    for (size_t i = 0; paths && i < count; i++) free(paths[i]);
    free(paths);
    free(pattern);
    return status;
}
