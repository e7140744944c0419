/* What the verbs of `hopfield memory` that write a memory share.
 * SPDX-License-Identifier: MIT */
#include <hopfield/recall.h>

#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "../base/fail.h"
#include "../base/spill.h"
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
                            cli_memory_output *output) {
    struct stat about;
    spill_beside(path);
    *output = (cli_memory_output){.path = path};
    if (stat(path, &about) == 0) output->names = (size_t)about.st_nlink;
    HOP_TRY(cli_provenance_create(&output->provenance, call->argc, call->argv));
    if (call->options & CLI_MEMORY_SAMPLE)
        cli_provenance_add(&output->provenance, "Seed", "%llu",
                           (unsigned long long)call->seed.seed);
    const hop_store_options options = {.replace = replace,
                                       .wait = call->wait,
                                       .notes = output->provenance.notes,
                                       .note_count = output->provenance.count,
                                       .progress = cli_progress_tell,
                                       .context = &call->run.progress};
    hop_status status = hop_store_create(path, &options, &output->writer);
    if (status != HOP_OK) cli_provenance_clear(&output->provenance);
    return status;
}

void cli_memory_drop(cli_memory_output *output) {
    hop_store_abandon(output->writer);
    cli_provenance_clear(&output->provenance);
}

/* What recall with its defaults measures first is kept with the patterns.  Patterns that it refuses
 * are stored all the same. */
static hop_status prepare(void *context, hop_memory *memory) {
    cli_memory_call *call = context;
    hop_recall_options options = hop_recall_defaults;
    options.running.progress = cli_progress_tell;
    options.running.context = &call->run.progress;
    hop_status status = hop_recall_prepare(memory, &options);
    return status == HOP_E_CANCELLED || status == HOP_E_MEMORY ? status : HOP_OK;
}

hop_status cli_memory_finish(cli_memory_call *call, cli_memory_output *output) {
    size_t dim = 0;
    const size_t count = hop_store_count(output->writer, &dim);
    hop_status status = hop_store_commit(output->writer, prepare, call);
    cli_provenance_clear(&output->provenance);
    cli_progress_end(&call->run.progress);
    if (status != HOP_OK || call->run.progress.quiet) return status;
    fprintf(stderr, "%s: %zu pattern%s of %zu values\n", output->path, count, count == 1 ? "" : "s",
            dim);
    if (output->names > 1)
        fprintf(stderr, "%s: had %zu names (hard links); the others keep what it held before\n",
                output->path, output->names);
    return HOP_OK;
}

hop_status cli_memory_source(cli_memory_call *call, const char *path, hop_memory **memory) {
    hop_load_options options = hop_load_defaults;
    options.check = HOP_CHECK_ALL;
    options.progress = cli_progress_tell;
    options.context = &call->run.progress;
    return hop_memory_load(&path, 1, &options, memory);
}

hop_status cli_memory_write(cli_memory_call *call, const hop_memory *memory, const bool *keep,
                            cli_memory_output *output) {
    const size_t count = hop_memory_count(memory);
    (void)call;
    for (size_t i = 0, end = 0; i < count; i = end + 1) {
        for (end = i; end < count && keep[end];) end++;
        if (end > i) HOP_TRY(hop_store_append(output->writer, memory, i, end - i));
    }
    size_t dim = 0;
    if (hop_store_count(output->writer, &dim) > 0) return HOP_OK;
    return hop_fail(HOP_E_EMPTY, "%s: no pattern would be left; nothing was changed", output->path);
}
