/* What the files of this folder share: the parts of the page, and of the report of a recall.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_REPORT_PARTS_H
#define HOP_REPORT_PARTS_H

#include <hopfield/report.h>

#include "../base/text.h"

/* ---- the page ---- */

/* The style sheet, between <style> and </style>. */
extern const char hop_report_style[];

/* Adds text so that it means nothing but itself, in an element and in a quoted attribute: markup is
 * escaped; controls, marks that turn the writing direction and what is not UTF-8 become U+FFFD.
 * NULL adds nothing. */
void hop_report_escape(hop_string *out, const char *text);

/* Rounds to `digits` significant digits (0: all it takes to read back), for people:
 * "2.1 x 10^-7" in proper signs.  Returns `text`. */
const char *hop_report_number(double value, int digits, char text[64]);

/* Adds the table as HTML; `label` is the id of the element that names it. */
void hop_report_table(hop_string *out, const hop_table *table, const char *label);

/* Whether a section's picture is there, and if not why. */
typedef struct hop_drawn {
    bool missing;
    char why[256];
} hop_drawn;

/* The whole page.  drawn: [report->section_count]. */
void hop_report_page(hop_string *out, const hop_report *report, const hop_drawn *drawn);

/* ---- the report of a recall ---- */

/* Room for sentences, owned by whoever holds it; a zeroed one is empty. */
enum { HOP_WORDS_MAX = 40 };
typedef struct hop_words {
    char *text[HOP_WORDS_MAX];
    size_t count;
    bool failed;
} hop_words;

/* A sentence, lent by `words`; "" without memory, which `failed` remembers. */
const char *hop_report_say(hop_words *words, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void hop_report_words_clear(hop_words *words);

/* Sums over the queries. */
typedef struct hop_tally {
    size_t queries, settled, aimed, correct, exact, updates, most_steps;
    double mean_steps;
    double rise;      /* largest rise of the energy in one update; <= 0: it fell in all */
    double attention; /* largest difference; NAN if not compared */
} hop_tally;
hop_tally hop_report_tally(const hop_recall_result *result);

/* It has a target, and came back as another pattern. */
bool hop_report_is_wrong(const hop_recalled *query);

/* The 95 % interval of a share, `right` of `all` > 0 (Wilson 1927). */
void hop_report_interval(size_t right, size_t all, double *low, double *high);

/* "s" unless count is 1. */
const char *hop_report_plural(size_t count);

double hop_report_percent(size_t part, size_t all);

/* Whether any query differs from its original. */
bool hop_report_is_damaged(const hop_recall_record *record);

/* The words of the report; all lent by `words`. */
const char *hop_report_title(hop_words *words, const hop_recall_record *record);
const char *hop_report_lead(hop_words *words, const hop_recall_record *record,
                            const hop_tally *tally);
enum { HOP_FACTS = 4 };
size_t hop_report_facts(hop_words *words, const hop_recall_record *record, const hop_tally *tally,
                        hop_fact *facts);
const char *hop_report_sheet_caption(hop_words *words, const hop_recall_record *record,
                                     const hop_tally *tally, size_t shown);
const char *hop_report_sheet_alt(hop_words *words, const hop_recall_record *record,
                                 const size_t *chosen, size_t count);
const char *hop_report_errors_caption(hop_words *words, const hop_recall_record *record);
const char *hop_report_errors_alt(hop_words *words, const hop_recall_record *record,
                                  const hop_tally *tally);
const char *hop_report_energy_caption(hop_words *words, const hop_recall_record *record,
                                      const hop_tally *tally);
const char *hop_report_energy_alt(hop_words *words, const hop_recall_record *record,
                                  const hop_tally *tally);
const char *hop_report_failures_caption(hop_words *words, const hop_recall_record *record,
                                        const hop_tally *tally, size_t shown);
const char *hop_report_rows_caption(hop_words *words, const hop_tally *tally, size_t shown);

/* What the comparison with attention means; NULL where none was made. */
const char *hop_report_attention(hop_words *words, const hop_recall_record *record,
                                 const hop_tally *tally);

/* A figure and the numbers it points into; zeros: none.  Release with hop_report_plot_clear(). */
typedef struct hop_plot {
    hop_figure figure;
    hop_curve *curves;
    double *numbers;
} hop_plot;
void hop_report_plot_clear(hop_plot *plot);

/* Energy against steps: a line a query, or beyond HOP_LINES_MAX queries the median, a band and the
 * queries that took longest.  HOP_E_LIMIT, HOP_E_MEMORY. */
enum { HOP_LINES_MAX = 30 };
hop_status hop_report_energy(const hop_recall_record *record, hop_plot *plot);

/* The share of queries within an error of their targets, damaged and recalled.  No figure (zeros)
 * where fewer than two targets are known. */
hop_status hop_report_errors(const hop_recall_record *record, hop_plot *plot);

/* At most `most` queries to show: up to half of them wrong ones, then the first, in order. */
size_t hop_report_choose(const hop_recall_result *result, size_t most, size_t *chosen);

/* The table on the page: of the first `most` queries, wrong ones before right ones. */
hop_status hop_report_rows(const hop_recall_record *record, size_t most, hop_table **table);

/* Adds a pattern's name, or its number, as a text cell. */
void hop_report_add_pattern(hop_table *table, const hop_memory *memory, size_t index);

/* Why the first `most` wrong queries went wrong (fewer of a large memory, which is read for each);
 * *table NULL where none did. */
hop_status hop_report_failures(const hop_recall_record *record, size_t most, hop_table **table);

#endif
