/* Running a reproduction, and its verdicts.
 * SPDX-License-Identifier: MIT */
#include <hopfield/repro.h>

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "repro_private.h"

const char *hop_repro_sign(hop_repro_relation relation) {
    static const char *const SIGNS[] = {"=", ">=", "<="};
    return SIGNS[relation];
}

const char *hop_repro_source(const hop_repro_result *result) {
    return result->source ? result->source : result->row->row.sources;
}

const char *hop_repro_evidence_word(const hop_repro_result *result) {
    static const char *const WORDS[] = {"measured", "inequality", "computed"};
    return WORDS[result->evidence];
}

/* Comparisons with NAN are false. */
bool hop_repro_judge(const hop_repro_result *r) {
    bool above = r->value >= r->expected - r->tolerance;
    bool below = r->value <= r->expected + r->tolerance;
    switch (r->relation) {
    case HOP_REPRO_AT_LEAST: return above;
    case HOP_REPRO_AT_MOST: return below;
    default: return above && below;
    }
}

const char *hop_repro_verdict(const hop_repro_result *result) {
    if (result->missing) return "SKIP";
    return result->pass ? "PASS" : "FAIL";
}

size_t hop_repro_count(const hop_repro_results *results, const char *verdict) {
    size_t count = 0;
    for (size_t i = 0; i < results->count; i++)
        count += strcmp(hop_repro_verdict(&results->all[i]), verdict) == 0 ? 1 : 0;
    return count;
}

size_t hop_repro_count_evidence(const hop_repro_results *results, hop_repro_evidence evidence) {
    size_t count = 0;
    for (size_t i = 0; i < results->count; i++) {
        const hop_repro_result *r = &results->all[i];
        count += !r->missing && r->evidence == evidence ? 1 : 0;
    }
    return count;
}

void hop_repro_results_clear(hop_repro_results *results) {
    free(results->all);
    *results = (hop_repro_results){0};
}

double hop_repro_choose(const hop_repro *repro, double full, double quick) {
    return repro->options->quick ? quick : full;
}

double hop_repro_theory(const hop_repro *repro, double theory, double falsehood) {
    return repro->options->falsify ? falsehood : theory;
}

hop_status hop_repro_add(hop_repro *repro, hop_repro_result result, const char *item, ...) {
    hop_repro_results *all = repro->results;
    va_list arguments;
    HOP_TRY(hop_realloc(all->count + 1, sizeof *all->all, "results", &all->all));
    result.row = repro->row;
    if (result.low == 0 && result.high == 0) result.low = result.high = NAN;
    bool measured = isfinite(result.low) && isfinite(result.high);
    if (result.relation != HOP_REPRO_EQUAL)
        result.evidence = HOP_REPRO_INEQUALITY;
    else if (!measured)
        result.evidence = HOP_REPRO_COMPUTED;
    result.pass = hop_repro_judge(&result);
    va_start(arguments, item);
    vsnprintf(result.item, sizeof result.item, item, arguments);
    va_end(arguments);
    all->all[all->count++] = result;
    return HOP_OK;
}

hop_status hop_repro_skip(hop_repro *repro, const char *missing) {
    const hop_repro_result nothing = {
        .value = NAN, .expected = NAN, .tolerance = NAN, .reason = missing, .missing = missing};
    return hop_repro_add(repro, nothing, "all");
}

hop_status hop_repro_run(const hop_repro_row *row, const hop_repro_options *options,
                         hop_repro_results *results) {
    hop_repro repro = {.row = row, .options = options, .results = results};
    return row->run(&repro);
}
