/* hopfield memory verify: holds every byte against its checksum.
 * SPDX-License-Identifier: MIT */
#include "../base/fail.h"
#include "memory_verb.h"

static hop_status run(cli_memory_call *call, hop_result *result) {
    HOP_TRY(hop_memory_verify(call->target, cli_progress_tell, &call->context->run.progress));
    hop_result_text(result, "memory", call->target, "as given");
    hop_result_bool(result, "whole", true, "every byte is what its checksum says");
    hop_result_remark(result, HOP_NOTE, "%s: whole", call->target);
    return HOP_OK;
}

const cli_memory_verb cli_memory_verify = {
    .row = {.name = "verify", .title = "hold every byte against its checksum", .sources = ""},
    .usage = "MEMORY",
    .run = run,
};
