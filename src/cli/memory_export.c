/* hopfield memory export: the patterns as files that other programs read.
 * SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include <hopfield/load.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "../base/file.h"
#include "folder.h"
#include "memory_verb.h"
#include "outputs.h"
#include "picture.h"

/* How a picture was made. */
typedef struct signature {
    const hop_image_note *notes; /* [count], lent by the result */
    size_t count;
    unsigned depth; /* of the pictures */
} signature;

/* A file of another ending could not be read again. */
static hop_status export_npy(cli_memory_call *call, const hop_memory *memory) {
    const hop_dtype dtype = hop_memory_dtype(memory) == HOP_F64 ? HOP_F64 : HOP_F32;
    return hop_npy_write_memory(call->npy, memory, dtype, call->context->delivery.force,
                                cli_progress_tell, &call->context->run.progress);
}

static hop_status export_one(const hop_memory *memory, const hop_canvas *canvas, size_t index,
                             const char *path, const signature *signed_by, bool force,
                             double *pattern) {
    hop_memory_read(memory, index, 1, pattern);
    return cli_picture_write(canvas, pattern, signed_by->depth, path, signed_by->notes,
                             signed_by->count, force, NULL);
}

/* Nothing is written if one of the files is there and may not be replaced. */
static hop_status check_files(const char *folder, const cli_file_names *names, bool force) {
    for (size_t i = 0; i < names->count && !force; i++) {
        char *path = NULL;
        HOP_TRY(cli_file_path(folder, names->names[i], &path));
        const bool there = hop_file_exists(path);
        if (there)
            (void)hop_fail(HOP_E_EXISTS, "%s: exists already; use --force to replace it", path);
        free(path);
        if (there) return HOP_E_EXISTS;
    }
    return HOP_OK;
}

static hop_status export_all(cli_memory_call *call, const hop_memory *memory,
                             const cli_file_names *names, const signature *signed_by,
                             double *pattern) {
    const hop_canvas canvas = hop_memory_canvas(memory);
    for (size_t i = 0; i < names->count; i++) {
        char *path = NULL;
        if (cli_progress_tell(&call->context->run.progress, "exporting", i, names->count))
            return hop_fail(HOP_E_CANCELLED, "%s: interrupted; %zu of %zu pictures are written",
                            call->png, i, names->count);
        HOP_TRY(cli_file_path(call->png, names->names[i], &path));
        hop_status status =
            export_one(memory, &canvas, i, path, signed_by, call->context->delivery.force, pattern);
        free(path);
        if (status != HOP_OK)
            return hop_fail(status, "%s (%zu of %zu pictures are written)", hop_status_detail(), i,
                            names->count);
    }
    return HOP_OK;
}

static hop_status export_png(cli_memory_call *call, const hop_memory *memory, hop_result *result) {
    cli_file_names names = {0};
    signature signed_by = {0};
    double *pattern = NULL;
    if (!hop_memory_shape(memory).image)
        return hop_fail(HOP_E_SUPPORT, "%s: the memory holds vectors, not pictures; use --npy",
                        call->png);
    HOP_TRY(cli_folder_make(call->png));
    signed_by.notes = hop_result_signature(result, &signed_by.count);
    signed_by.depth = hop_memory_depth(memory);
    hop_status status = hop_result_status(result);
    if (status == HOP_OK) status = cli_file_names_of(memory, ".png", &names);
    if (status == HOP_OK) status = check_files(call->png, &names, call->context->delivery.force);
    if (status == HOP_OK)
        status = hop_alloc(hop_memory_dim(memory), sizeof *pattern, "a pattern", &pattern);
    if (status == HOP_OK) status = export_all(call, memory, &names, &signed_by, pattern);
    free(pattern);
    cli_file_names_clear(&names);
    return status;
}

static hop_status check(const cli_memory_call *call) {
    if (!call->npy && !call->png)
        return hop_fail(HOP_E_NAME, "memory export: say where to: --npy FILE or --png DIR");
    if (call->npy && !cli_output_ends(call->npy, ".npy"))
        return hop_fail(HOP_E_NAME, "--npy %s: a NumPy array is a .npy; give a name ending so",
                        call->npy);
    return call->npy ? cli_output_file(call->npy, call->context->delivery.force) : HOP_OK;
}

static void describe(const cli_memory_call *call, const hop_memory *memory, hop_result *result) {
    hop_result_count(result, "patterns", hop_memory_count(memory), NULL, "exported");
    if (call->npy) hop_result_text(result, "npy", call->npy, "all of them as one array");
    if (call->png) hop_result_text(result, "png", call->png, "the folder of pictures");
}

static hop_status run(cli_memory_call *call, hop_result *result) {
    hop_memory *memory = NULL;
    const char *path = call->target;
    hop_load_options options = call->reading.load;
    options.progress = cli_progress_tell;
    options.context = &call->context->run.progress;
    HOP_TRY(check(call));
    HOP_TRY(hop_memory_load(&path, 1, &options, &memory));
    hop_status status = call->npy ? export_npy(call, memory) : HOP_OK;
    if (status == HOP_OK && call->png) status = export_png(call, memory, result);
    if (status == HOP_OK) describe(call, memory, result);
    hop_memory_destroy(memory);
    return status;
}

const cli_memory_verb cli_memory_export = {
    .row = {.name = "export", .title = "as .npy or PNG files", .sources = ""},
    .usage = "MEMORY (--npy FILE | --png DIR)",
    .options = CLI_MEMORY_NPY | CLI_MEMORY_PNG | CLI_MEMORY_READING,
    .run = run,
};
