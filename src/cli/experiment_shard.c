/* Parts of a sweep, for several machines.
 * SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>

#include "../base/fail.h"
#include "experiment.h"
#include "outputs.h"

void cli_shard_parse(const struct argp_state *state, const char *text, cli_shard *shard) {
    char *end = NULL;
    shard->number = strtoul(text, &end, 10);
    if (*text >= '0' && *text <= '9' && *end == '/' && end[1] >= '0' && end[1] <= '9')
        shard->of = strtoul(end + 1, &end, 10);
    if (*end != '\0' || shard->number < 1 || shard->number > shard->of)
        cli_refuse(state, "--shard is '%s'; it must be I/N with I from 1 to N, such as 1/4", text);
}

/* Whether the ending is that of a result or a figure, which a part is not. */
static bool is_named_as_result(const char *path) {
    static const char *const ENDINGS[] = {".csv", ".json", ".txt", ".tsv", ".svg", ".png", ".pdf"};
    for (size_t i = 0; i < sizeof ENDINGS / sizeof *ENDINGS; i++)
        if (cli_output_ends(path, ENDINGS[i])) return true;
    return false;
}

hop_status cli_shard_check(const cli_delivery *delivery, bool seed_given) {
    const char *part = delivery->output;
    if (!part) return hop_fail(HOP_E_NAME, "--shard needs -o PART, which hopfield merge reads");
    if (is_named_as_result(part))
        return hop_fail(HOP_E_NAME,
                        "-o %s: what --shard writes is a part, no result; give it another ending, "
                        "such as .part, and join the parts by hopfield merge %s PART...",
                        part, part);
    if (delivery->figure || delivery->report)
        return hop_fail(
            HOP_E_NAME,
            "--figure is of a whole sweep, and so is --report; make them from the parts: "
            "hopfield merge OUT PART... --figure FILE");
    if (!seed_given)
        return hop_fail(HOP_E_NAME, "--shard needs --seed, the same for all parts (such as "
                                    "--seed 1): parts of different seeds do not fit");
    return cli_output_file(part, delivery->force);
}

/* Searches in this part, and in all; 0 where the sweep has none. */
static hop_status count_searches(const hop_sweep *experiment, const hop_sweep_options *options,
                                 size_t *here, size_t *all) {
    hop_sweep_options whole = *options;
    hop_prediction part = {0}, everything = {0};
    whole.shard = whole.shards = 0;
    HOP_TRY(hop_sweep_predict(experiment, options, false, &part));
    HOP_TRY(hop_sweep_predict(experiment, &whole, false, &everything));
    bool searched = everything.sequential && everything.cells > everything.chains;
    *here = searched ? part.chains : 0;
    *all = searched ? everything.chains : 0;
    return HOP_OK;
}

hop_status cli_shard_announce(const hop_sweep *experiment, const hop_sweep_options *options) {
    size_t here = 0, all = 0;
    HOP_TRY(count_searches(experiment, options, &here, &all));
    if (all == 0) return HOP_OK;
    fprintf(stderr,
            "hopfield: part %zu of %zu has %zu of %zu search%s; a search is in one part, as each "
            "of its rounds depends on those before\n",
            options->shard, options->shards, here, all, all == 1 ? "" : "es");
    return HOP_OK;
}

hop_status cli_shard_save(const hop_sweep *experiment, const hop_sweep_options *options,
                          const hop_results *results, const cli_delivery *delivery,
                          hop_result **result) {
    char *command = NULL;
    hop_result *r = NULL;
    HOP_TRY(hop_sweep_save(experiment, results, delivery->output, delivery->force));
    HOP_TRY(hop_sweep_command(experiment, &command));
    const hop_made made = {.command_line = command};
    hop_status status = hop_result_create("shard", &made, &r);
    free(command);
    HOP_TRY(status);
    hop_result_text(r, "part", delivery->output, "the file with the cells of this part");
    hop_result_count(r, "cells", results->count, "", "finished cells in it");
    hop_result_remark(
        r, HOP_NOTE, "%s: part %zu of %zu, %zu cell%s; %s", delivery->output, options->shard,
        options->shards, results->count, results->count == 1 ? "" : "s",
        results->count == 0 ? "there was nothing left for it, and merging works without it"
                            : "join all parts by hopfield merge OUT PART...");
    *result = r;
    return HOP_OK;
}
