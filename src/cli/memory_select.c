/* hopfield memory select: some of the patterns as a memory of their own.
 * SPDX-License-Identifier: MIT */
#include <hopfield/random.h>

#include "../base/fail.h"
#include "memory_verb.h"

/* Leaves `sample` of those that are kept, each equally likely: Knuth's algorithm S. */
static void draw(bool *keep, size_t count, size_t sample, uint64_t seed) {
    hop_random random;
    size_t left = 0;
    for (size_t i = 0; i < count; i++) left += keep[i];
    hop_random_init(&random, seed, 0);
    for (size_t i = 0; i < count; i++) {
        if (!keep[i]) continue;
        keep[i] = hop_random_below(&random, left--) < sample;
        sample -= keep[i];
    }
}

static hop_status choose(cli_memory_call *call, const hop_memory *memory, bool *keep) {
    const size_t count = hop_memory_count(memory);
    size_t found = 0;
    HOP_TRY(cli_choice_apply(&call->choice, memory, true, keep));
    for (size_t i = 0; i < count; i++) found += keep[i];
    if (call->sample > found)
        return hop_fail(HOP_E_VALUE, "--sample %zu: only %zu patterns are chosen from",
                        call->sample, found);
    if (call->sample > 0) draw(keep, count, call->sample, call->seed.seed);
    return HOP_OK;
}

static hop_status run(cli_memory_call *call, hop_result *result) {
    return cli_memory_filter(call, call->inputs[0], call->context->delivery.force, choose, result);
}

const cli_memory_verb cli_memory_select = {
    .row = {.name = "select",
            .title = "some of the patterns as a memory of their own",
            .sources = ""},
    .usage = "MEMORY OUT.safetensors [--index RANGE] [--label RANGE] [--name NAME] [--sample N]",
    .options = CLI_MEMORY_CHOICE | CLI_MEMORY_SAMPLE | CLI_MEMORY_WRITING,
    .least_inputs = 1,
    .more_inputs = false,
    .input_word = "OUT.safetensors",
    .run = run,
};
