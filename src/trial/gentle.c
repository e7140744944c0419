/* --beta gentle: sampled patterns, damaged, and the library's search.
 * SPDX-License-Identifier: MIT */
#include <hopfield/queries.h>

#include <stdio.h>
#include <string.h>

#include "../base/fail.h"

/* Patterns that must come back, and what is done to them where nothing is asked. */
enum { SAMPLE = 48 };
static const char USUAL[] = "replace:rate=0.5";

/* The sample is another than that of --sample, whose patterns are then a test of it. */
static const uint64_t OTHER = 0x67656e746c65;

static hop_status search(const hop_memory *memory, const hop_canvas *canvas,
                         const hop_queries_damage *damage, hop_queries *queries,
                         hop_recall_options *recall, char how[HOP_GENTLE_MAX]) {
    hop_energy *energy = &recall->model.energy;
    const bool usual = strcmp(how, USUAL) == 0;
    size_t back = 0, beta = hop_row_parameter_index(&energy->family->row, "beta");
    double found = 0;
    HOP_TRY(hop_queries_apply(queries, canvas, damage));
    HOP_TRY(hop_recall_gentle_beta(memory, recall, queries->states, queries->targets,
                                   queries->count, &found, &back));
    energy->parameter[beta] = found;
    if (back == 0)
        snprintf(how, HOP_GENTLE_MAX,
                 "gentle: none of %zu pattern%s damaged so comes back, so auto", queries->count,
                 queries->count == 1 ? "" : "s");
    else
        snprintf(how, HOP_GENTLE_MAX,
                 "gentle: the smallest at which %s%zu of %zu sampled pattern%s, damaged %s%s, "
                 "still come%s back",
                 back == queries->count && back > 1 ? "all " : "", back, queries->count,
                 queries->count == 1 ? "" : "s", usual ? "by " : "so", usual ? USUAL : "",
                 back == 1 ? "s" : "");
    return HOP_OK;
}

hop_status hop_queries_gentle_beta(const hop_memory *memory, const hop_canvas *canvas,
                                   const hop_queries_damage *damage, hop_recall_options *recall,
                                   char how[HOP_GENTLE_MAX]) {
    size_t patterns = hop_memory_count(memory);
    hop_corruption usual;
    hop_queries_damage asked = *damage;
    hop_queries queries = {0};
    asked.seed = damage->seed ^ OTHER;
    snprintf(how, HOP_GENTLE_MAX, "%s", asked.count > 0 ? "" : USUAL);
    if (asked.count == 0) {
        HOP_TRY(hop_corruption_parse(USUAL, &usual));
        asked.corruptions = &usual;
        asked.count = 1;
    }
    HOP_TRY(
        hop_queries_sample(memory, patterns < SAMPLE ? patterns : SAMPLE, asked.seed, &queries));
    hop_status status = search(memory, canvas, &asked, &queries, recall, how);
    hop_queries_clear(&queries);
    return status;
}
