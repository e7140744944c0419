/* The page about what was found.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>

#include <hopfield/version.h>

#include "../base/fail.h"
#include "../base/text.h"
#include "repro_private.h"

static void add_head(const hop_repro_results *results, const char *command, hop_string *page) {
    const size_t skipped = hop_repro_count(results, "SKIP");
    hop_string_add(
        page,
        "# Published numbers, measured again\n\n"
        "Made by `%s` with hopfield %s; the same command makes the same numbers on any "
        "machine, with any\nnumber of threads.  A number is reproduced where it stands "
        "in the relation given to what is expected, within the tolerance.\n"
        "`--falsify` makes each theory wrong, as is said below it, and must find "
        "numbers that are not.\n"
        "**%zu of %zu numbers are reproduced**: %zu measured with an interval and held to "
        "a number, %zu inequalit%s, %zu formulas or\ncounts computed without chance.\n"
        "How often chance would say otherwise: [SEEDS.md](SEEDS.md).\n",
        command, hop_version(), hop_repro_count(results, "PASS"), results->count - skipped,
        hop_repro_count_evidence(results, HOP_REPRO_MEASURED),
        hop_repro_count_evidence(results, HOP_REPRO_INEQUALITY),
        hop_repro_count_evidence(results, HOP_REPRO_INEQUALITY) == 1 ? "y" : "ies",
        hop_repro_count_evidence(results, HOP_REPRO_COMPUTED));
    if (skipped > 0) hop_string_add(page, "Reproductions left out: %zu.\n", skipped);
}

static void add_row(const hop_repro_row *row, hop_string *page) {
    hop_string_add(page,
                   "\n## %s: %s\n\nSource: %s.\n\nMeasured: %s\n\n"
                   "With --falsify: %s.\n\n"
                   "| | value | 95 %% interval | kind | expected | tolerance | |\n"
                   "| --- | --- | --- | --- | --- | --- | --- |\n",
                   row->row.name, row->row.title, row->row.sources, row->method, row->falsehood);
}

static void add_result(const hop_repro_result *r, hop_string *page) {
    if (r->missing) {
        hop_string_add(page, "| %s | | | | | %s | SKIP |\n", r->item, r->missing);
        return;
    }
    const char *sign = r->relation == HOP_REPRO_EQUAL ? "" : hop_repro_sign(r->relation);
    hop_string_add(page, "| %s | %.5g | ", r->item, r->value);
    if (isfinite(r->low) && isfinite(r->high))
        hop_string_add(page, "%.5g to %.5g ", r->low, r->high);
    hop_string_add(page, "| %s | %s%s%.5g", hop_repro_evidence_word(r), sign, *sign ? " " : "",
                   r->expected);
    if (r->source) hop_string_add(page, " (%s)", r->source);
    hop_string_add(page, " | %.2g: %s | %s |\n", r->tolerance, r->reason,
                   r->pass ? "PASS" : "**FAIL**");
}

hop_status hop_repro_page(const hop_repro_results *results, const char *command, char **page) {
    hop_string text = {0};
    add_head(results, command, &text);
    for (size_t i = 0; i < results->count; i++) {
        const hop_repro_result *r = &results->all[i];
        if (i == 0 || r->row != r[-1].row) add_row(r->row, &text);
        add_result(r, &text);
    }
    if (text.failed) {
        free(text.text);
        return hop_fail(HOP_E_MEMORY, "no memory for the page");
    }
    *page = text.text;
    return HOP_OK;
}
