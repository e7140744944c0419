/* The parts of `hopfield recall`.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_CLI_RECALL_H
#define HOP_CLI_RECALL_H

#include <stdio.h>

#include <hopfield/certificate.h>
#include <hopfield/report.h>

#include "../base/json.h"
#include "options.h"
#include "provenance.h"
#include "queries.h"

/* What theory promised the targets, and why some queries went wrong. */
typedef struct cli_verdicts {
    size_t count;
    hop_certificate *certificates; /* [count]; pattern is HOP_NO_PATTERN without a target */
    char **sentences;              /* [count]; NULL but for the first wrong ones */
    size_t aimed, guaranteed, wrong, explained;
} cli_verdicts;

/* Everything a finished recall can be asked for. */
typedef struct cli_recalled {
    const char *memory_path;
    const hop_memory *memory;
    const hop_recall *recall;
    const cli_queries *queries;
    const hop_recall_result *result;
    const cli_verdicts *verdicts;
    const cli_provenance *provenance;
    hop_canvas canvas;
    uint64_t seed;
    bool beta_auto, similarity_auto; /* chosen from the memory */
    double load_seconds, recall_seconds;
} cli_recalled;

/* Fills `verdicts`; clear them also on failure. */
hop_status cli_recall_judge(const cli_recalled *recalled, cli_verdicts *verdicts);
void cli_verdicts_clear(cli_verdicts *verdicts);

/* How many targets have a promise, and a sentence for each of the first wrong queries. */
void cli_recall_print_verdicts(const cli_recalled *recalled, FILE *out, size_t width);

/* The certificate of a query's target; null where it has none. */
hop_json *cli_recall_certificate_json(const cli_recalled *recalled, size_t index);

/* The energies of a query as a sparkline; flat where they differ by rounding only. */
void cli_recall_curve(const hop_recalled *query, char *text, size_t size);

/* Sums over the queries. */
typedef struct cli_summary {
    size_t queries, settled, aimed, correct, exact;
    double mean_steps;
} cli_summary;
cli_summary cli_recall_summary(const cli_recalled *recalled);

/* The JSON document, free()d by the caller. */
hop_status cli_recall_json(const cli_recalled *recalled, char **text);

/* One row a query. */
hop_status cli_recall_table(const cli_recalled *recalled, hop_table **table);

/* The table for people: fewer columns, energy curves, and a summary in words. */
hop_status cli_recall_text(const cli_recalled *recalled, size_t width, char **text);

/* Outputs as .npy, as one .png, or as a folder of PNG files. */
hop_status cli_recall_write(const cli_recalled *recalled, const char *path, bool force);

/* Original, damaged, the first steps and the recalled picture of the first `rows` queries. */
hop_status cli_recall_sheet(const cli_recalled *recalled, size_t rows, const char *path,
                            bool force);

/* The report, as hop_report_recall() makes it; says on standard error if it lacks figures. */
hop_status cli_recall_report(const cli_recalled *recalled, const char *folder, bool force);

#endif
