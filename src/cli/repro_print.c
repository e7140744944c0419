/* What `repro` prints.
 * SPDX-License-Identifier: MIT */
#include "repro_print.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../base/fail.h"
#include "../base/text.h"
#include "document.h"
#include "picture.h"
#include "wrap.h"

/* ---- the list ---- */

void cli_repro_print_list(void) {
    const hop_catalog *catalog = hop_repro_catalog();
    char line[512];
    for (size_t i = 0; i < catalog->count; i++) {
        snprintf(line, sizeof line, "%-18s %s", catalog->rows[i]->name, catalog->rows[i]->title);
        cli_print_wrapped(stdout, line, 19, cli_width(stdout));
    }
    puts("\nhopfield repro NAME runs one, --all all, --quick all in less than a minute");
}

static const hop_column COLUMNS[] = {
    {.name = "name", .meaning = "of the reproduction", .kind = HOP_CELL_TEXT},
    {.name = "title", .meaning = "what is claimed", .kind = HOP_CELL_TEXT},
    {.name = "source", .meaning = "who claims it", .kind = HOP_CELL_TEXT},
    {.name = "method", .meaning = "how it is measured", .kind = HOP_CELL_TEXT},
};

hop_status cli_repro_list(const hop_format_row *format) {
    const hop_catalog *catalog = hop_repro_catalog();
    hop_table *table = NULL;
    char *text = NULL;
    HOP_TRY(hop_table_create(COLUMNS, sizeof COLUMNS / sizeof *COLUMNS, &table));
    for (size_t i = 0; i < catalog->count; i++) {
        const hop_repro_row *row = (const hop_repro_row *)catalog->rows[i];
        hop_table_add_text(table, row->row.name);
        hop_table_add_text(table, row->row.title);
        hop_table_add_text(table, row->row.sources);
        hop_table_add_text(table, row->method);
    }
    hop_status status = hop_table_print(table, format, &hop_format_defaults, &text);
    if (status == HOP_OK) fputs(text, stdout);
    free(text);
    hop_table_destroy(table);
    return status;
}

/* ---- results, for people ---- */

static void print_wrapped(const char *what, const char *text) {
    hop_string line = {0};
    hop_string_add(&line, "  %s%s", what, text);
    size_t indent = 4 + strspn(what, " ");
    if (line.text) cli_print_wrapped(stdout, line.text, indent, cli_width(stdout));
    free(line.text);
}

static void print_head(const hop_repro_row *row, bool falsified) {
    hop_string line = {0};
    hop_string_add(&line, "%s: %s", row->row.name, row->row.title);
    if (line.text) cli_print_wrapped(stdout, line.text, 2, cli_width(stdout));
    free(line.text);
    if (falsified) print_wrapped("made wrong: ", row->falsehood);
    print_wrapped("source: ", row->row.sources);
    print_wrapped("measured: ", row->method);
}

/* The interval, and the reason of the tolerance unless it is that of the line before. */
static void print_why(const hop_repro_result *r, const hop_repro_result *before) {
    bool interval = isfinite(r->low) && isfinite(r->high);
    bool again = before && strcmp(before->reason, r->reason) == 0;
    hop_string line = {0};
    if (interval) hop_string_add(&line, "95 %%: %.5g to %.5g", r->low, r->high);
    if (!again) hop_string_add(&line, "%stolerance: %s", interval ? "; " : "", r->reason);
    if (r->source) hop_string_add(&line, "%sexpected: %s", line.length ? "; " : "", r->source);
    if (line.text) print_wrapped("    ", line.text);
    free(line.text);
}

void cli_repro_print(const hop_repro_results *results, size_t first, bool falsified) {
    if (first == results->count) return;
    print_head(results->all[first].row, falsified);
    if (!results->all[first].missing)
        printf("  %-33s %10s    %-10s %9s\n", "", "value", "expected", "tolerance");
    for (size_t i = first; i < results->count; i++) {
        const hop_repro_result *r = &results->all[i];
        if (r->missing) {
            print_wrapped("SKIP: ", r->missing);
            continue;
        }
        printf("  %-33s %10.5g %2s %-10.5g %9.2g  %s\n", r->item, r->value,
               hop_repro_sign(r->relation), r->expected, r->tolerance, hop_repro_verdict(r));
        print_why(r, i > first ? r - 1 : NULL);
    }
    putchar('\n');
    fflush(stdout);
}

/* ---- results, for programs ---- */

static hop_json *json_of(const hop_repro_result *r) {
    cli_document d = cli_document_begin();
    cli_document_set(&d, "name", hop_json_text(r->row->row.name));
    cli_document_set(&d, "item", hop_json_text(r->item));
    cli_document_set(&d, "source", hop_json_text(hop_repro_source(r)));
    cli_document_set(&d, "value", hop_json_real(r->value));
    cli_document_set(&d, "low", hop_json_real(r->low));
    cli_document_set(&d, "high", hop_json_real(r->high));
    cli_document_set(&d, "relation", hop_json_text(hop_repro_sign(r->relation)));
    cli_document_set(&d, "expected", hop_json_real(r->expected));
    cli_document_set(&d, "tolerance", hop_json_real(r->tolerance));
    cli_document_set(&d, "reason", hop_json_text(r->reason));
    cli_document_set(&d, "verdict", hop_json_text(hop_repro_verdict(r)));
    return d.object;
}

hop_status cli_repro_json(const hop_repro_results *results, const cli_provenance *provenance,
                          const cli_seed *seed, bool quick, char **text) {
    cli_document document = cli_document_of("repro", provenance, seed);
    hop_json *all = hop_json_array();
    for (size_t i = 0; i < results->count; i++)
        document.good = hop_json_append(all, json_of(&results->all[i])) && document.good;
    cli_document_set(&document, "quick", hop_json_bool(quick));
    cli_document_set(&document, "results", all);
    return cli_document_print(&document, text);
}
