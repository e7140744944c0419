/* What the verbs of `hopfield memory` that write a memory share.
 * SPDX-License-Identifier: MIT */
#include <hopfield/recall.h>

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "../base/spill.h"
#include "../base/text.h"
#include "memory_verb.h"
#include "outputs.h"

hop_status cli_memory_check_target(const cli_memory_call *call, const char *path, bool force) {
    if (!cli_output_ends(path, ".safetensors"))
        return hop_fail(HOP_E_NAME,
                        "%s: memory %s writes .safetensors, and needs the name of one there", path,
                        call->verb);
    return cli_output_file(path, force);
}

/* Large blocks lie beside what is written, where there must be room anyway.  The name has to last
 * as long as the process. */
static void spill_beside(const char *path) {
    static char folder[PATH_MAX];
    const char *last = strrchr(path, '/');
    const size_t length = last ? (size_t)(last - path) : 0;
    if (length < sizeof folder)
        snprintf(folder, sizeof folder, "%.*s", last == path ? 1 : (int)length, path);
    if (!last) snprintf(folder, sizeof folder, ".");
    hop_spill_into(folder);
}

hop_status cli_memory_begin(cli_memory_call *call, const char *path, bool replace,
                            hop_result *result, cli_memory_output *output) {
    struct stat about;
    spill_beside(path);
    *output = (cli_memory_output){.path = path, .result = result};
    if (stat(path, &about) == 0) output->names = (size_t)about.st_nlink;
    hop_store_options options = {.replace = replace,
                                 .wait = call->wait,
                                 .progress = cli_progress_tell,
                                 .context = &call->context->run.progress};
    options.notes = hop_result_signature(result, &options.note_count);
    HOP_TRY(hop_result_status(result));
    return hop_store_create(path, &options, &output->writer);
}

void cli_memory_drop(cli_memory_output *output) {
    hop_store_abandon(output->writer);
}

/* What recall with its defaults measures first is kept with the patterns.  Patterns that it refuses
 * are stored all the same. */
static hop_status prepare(void *context, hop_memory *memory) {
    cli_memory_call *call = context;
    hop_recall_options options = hop_recall_defaults;
    options.running.progress = cli_progress_tell;
    options.running.context = &call->context->run.progress;
    hop_status status = hop_recall_prepare(memory, &options);
    const bool failed = status == HOP_E_CANCELLED || status == HOP_E_MEMORY ||
                        status == HOP_E_WRITE; /* no disk, no answer */
    return failed ? status : HOP_OK;
}

/* What is said of it is made first: afterwards the old memory is gone, and nothing should fail. */
hop_status cli_memory_finish(cli_memory_call *call, cli_memory_output *output) {
    size_t dim = 0;
    const size_t count = hop_store_count(output->writer, &dim);
    const bool quiet = call->context->run.progress.quiet;
    hop_result *result = output->result;
    hop_result_text(result, "output", output->path, "the memory that was written");
    hop_result_count(result, "patterns", count, NULL, "it holds");
    hop_result_count(result, "dim", dim, "values", "of a pattern");
    if (!quiet)
        hop_result_remark(result, HOP_NOTE, "%s: %zu pattern%s of %zu value%s", output->path, count,
                          hop_text_s(count), dim, hop_text_s(dim));
    if (!quiet && output->names > 1)
        hop_result_remark(result, HOP_NOTE,
                          "%s: had %zu names (hard links); the others keep what it held before",
                          output->path, output->names);
    const hop_status status = hop_result_status(result);
    if (status != HOP_OK) {
        cli_memory_drop(output);
        return status;
    }
    HOP_TRY(hop_store_commit(output->writer, call->unprepared ? NULL : prepare, call));
    call->written = output->path;
    return HOP_OK;
}

hop_status cli_memory_source(cli_memory_call *call, const char *path, hop_memory **memory) {
    hop_load_options options = hop_load_defaults;
    options.check = HOP_CHECK_ALL;
    options.progress = cli_progress_tell;
    options.context = &call->context->run.progress;
    return hop_memory_load(&path, 1, &options, memory);
}

static hop_status write_kept(const hop_memory *memory, const bool *keep,
                             const cli_memory_output *output) {
    const size_t count = hop_memory_count(memory);
    for (size_t i = 0, end = 0; i < count; i = end + 1) {
        for (end = i; end < count && keep[end];) end++;
        if (end > i) HOP_TRY(hop_store_append(output->writer, memory, i, end - i));
    }
    size_t dim = 0;
    if (hop_store_count(output->writer, &dim) > 0) return HOP_OK;
    return hop_fail(HOP_E_EMPTY, "%s: no pattern would be left; nothing was changed", output->path);
}

hop_status cli_memory_filter(cli_memory_call *call, const char *path, bool replace,
                             cli_memory_chooser choose, hop_result *result) {
    hop_memory *memory = NULL;
    bool *keep = NULL;
    cli_memory_output output;
    HOP_TRY(cli_memory_check_target(call, path, replace));
    HOP_TRY(cli_memory_begin(call, path, replace, result, &output));
    hop_status status = cli_memory_source(call, call->target, &memory);
    if (status == HOP_OK)
        status = hop_alloc(hop_memory_count(memory), sizeof *keep, "the choice", &keep);
    if (status == HOP_OK) status = choose(call, memory, keep);
    if (status == HOP_OK) status = write_kept(memory, keep, &output);
    free(keep);
    hop_memory_destroy(memory);
    if (status == HOP_OK) return cli_memory_finish(call, &output);
    cli_memory_drop(&output);
    return status;
}
