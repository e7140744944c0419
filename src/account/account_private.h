/* What the files of this folder share: the parts of an account.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_ACCOUNT_PRIVATE_H
#define HOP_ACCOUNT_PRIVATE_H

#include <hopfield/account.h>

#include "../base/text.h"

/* Room for sentences, owned by whoever holds it; a zeroed one is empty. */
enum { HOP_WORDS_MAX = 40 };
typedef struct hop_words {
    char *text[HOP_WORDS_MAX];
    size_t count;
    bool failed;
} hop_words;

/* A sentence, lent by `words`; "" without memory, which `failed` remembers. */
const char *hop_account_say(hop_words *words, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void hop_account_words_clear(hop_words *words);

/* The label a query should come back with, NULL if it is not known; `room` for a number. */
const char *hop_account_target_label(const hop_recall_record *record, size_t index, char room[24]);

/* "A", "inverse of A", "mixture of A, B, C", "cycle near A", into text [size <= HOP_END_MAX]. */
enum { HOP_END_MAX = 160 };
void hop_account_end(const hop_memory *memory, const hop_score *score, char *text, size_t size);

/* What became of a query with a target: "came back right", "became a mixture of patterns". */
const char *hop_account_verdict(const hop_score *score);

/* Sums over the queries; exact: right, as the target itself. */
typedef struct hop_tally {
    size_t queries, settled, aimed, correct, exact, updates, most_steps;
    double mean_steps;
    double rise;      /* largest rise of the energy in one update; <= 0: it fell in all */
    double attention; /* largest difference; NAN if not compared */
} hop_tally;
hop_tally hop_account_tally(const hop_recall_result *result);

/* How many queries have a known label, and how many of these came back with it: as a pattern that
 * has it, or as a mixture of such. */
size_t hop_account_labels(const hop_recall_record *record, size_t *labelled);

/* It has a target, and did not come back as that. */
bool hop_account_is_wrong(const hop_recalled *query);

/* The 95 % interval of a share, `right` of `all` > 0 (Wilson 1927). */
void hop_account_interval(size_t right, size_t all, double *low, double *high);

double hop_account_percent(size_t part, size_t all);

/* Whether any query differs from its original. */
bool hop_account_is_damaged(const hop_recall_record *record);

/* ", 2 of them as a near-duplicate of it", or "". */
const char *hop_account_twins(hop_words *words, const hop_tally *tally);

/* The words of the report; all lent by `words`. */
const char *hop_account_title(hop_words *words, const hop_recall_record *record);
const char *hop_account_lead(hop_words *words, const hop_recall_record *record,
                             const hop_tally *tally);
void hop_account_headlines(hop_words *words, const hop_recall_record *record,
                           const hop_tally *tally, hop_result *result);
const char *hop_account_sheet_caption(hop_words *words, const hop_recall_record *record,
                                      const hop_tally *tally, size_t shown);
const char *hop_account_sheet_alt(hop_words *words, const hop_recall_record *record,
                                  const size_t *chosen, size_t count);
const char *hop_account_errors_caption(hop_words *words, const hop_recall_record *record);
const char *hop_account_errors_alt(hop_words *words, const hop_recall_record *record,
                                   const hop_tally *tally);
const char *hop_account_energy_caption(hop_words *words, const hop_recall_record *record,
                                       const hop_tally *tally);
const char *hop_account_energy_alt(hop_words *words, const hop_recall_record *record,
                                   const hop_tally *tally);
const char *hop_account_failures_caption(hop_words *words, const hop_recall_record *record,
                                         const hop_tally *tally, size_t shown);

/* What the comparison with attention means; NULL where none was made. */
const char *hop_account_attention(hop_words *words, const hop_recall_record *record,
                                  const hop_tally *tally);

/* A figure and the numbers it points into; zeros: none.  Release with hop_account_plot_clear(). */
typedef struct hop_plot {
    hop_figure figure;
    hop_curve *curves;
    double *numbers;
} hop_plot;
void hop_account_plot_clear(hop_plot *plot);

/* Energy against steps: a line a query, or beyond HOP_LINES_MAX queries the median, a band and the
 * queries that took longest.  HOP_E_LIMIT, HOP_E_MEMORY. */
enum { HOP_LINES_MAX = 30 };
hop_status hop_account_energy(const hop_recall_record *record, hop_plot *plot);

/* The share of queries within an error of their targets, damaged and recalled.  No figure (zeros)
 * where fewer than two targets are known. */
hop_status hop_account_errors(const hop_recall_record *record, hop_plot *plot);

/* At most `most` queries to show: up to half of them wrong ones, then the first, in order. */
size_t hop_account_choose(const hop_recall_result *result, size_t most, size_t *chosen);

/* Facts of the network and sums over the queries. */
void hop_account_facts(const hop_recall_record *record, const hop_tally *tally, hop_result *result);

/* What theory promised the targets, and what is known of the first wrong queries. */
typedef struct hop_verdicts {
    size_t count;
    hop_certificate *certificates; /* [count]; pattern is HOP_NO_PATTERN without a target */
    hop_diagnosis *diagnoses;      /* [count]; of those with a sentence */
    char **sentences;              /* [count]; NULL but for the first wrong ones */
    size_t targets;                /* known */
    size_t aimed;                  /* of these: certified */
    size_t guaranteed, wrong, explained;
} hop_verdicts;

/* Clear them also on failure. */
hop_status hop_account_judge(const hop_recall_record *record, hop_verdicts *verdicts);
void hop_verdicts_clear(hop_verdicts *verdicts);

/* The table `queries`. */
void hop_account_queries(const hop_recall_record *record, const hop_verdicts *verdicts,
                         hop_result *result);

/* What happened to the queries: the table `damage`, and for a page the picture `channels`; nothing
 * for similarities that do not tell.  HOP_E_MEMORY, HOP_E_LIMIT. */
hop_status hop_account_damage(const hop_recall_record *record, hop_result *result);

/* The summary in words. */
void hop_account_summary(const hop_recall_record *record, const hop_tally *tally,
                         const hop_verdicts *verdicts, hop_result *result);

/* Why some went wrong: sentences, and a table for the page. */
void hop_account_failures(hop_words *words, const hop_recall_record *record, const hop_tally *tally,
                          const hop_verdicts *verdicts, hop_result *result);

/* What theory promises the targets, for a page: the table `promises`. */
void hop_account_promises(const hop_recall_record *record, const hop_verdicts *verdicts,
                          hop_result *result);

/* The contact sheet of the chosen queries as picture `sheet`, with its parts. */
hop_status hop_account_show_sheet(const hop_recall_record *record, const size_t *chosen,
                                  size_t count, const char *caption, const char *alt,
                                  hop_result *result);

/* Pictures `weights` (the patterns of largest weight in the first step of the chosen queries) and
 * `attention` (that step beside attention). */
hop_status hop_account_weights(const hop_recall_record *record, const size_t *chosen, size_t count,
                               hop_result *result);
hop_status hop_account_beside(const hop_recall_record *record, const size_t *chosen, size_t count,
                              hop_result *result);

/* The descent of the first queries as the result's motion.  HOP_E_SUPPORT for vectors. */
hop_status hop_account_motion(const hop_recall_record *record, hop_result *result);

/* The name of a pattern, or its number in `room`. */
const char *hop_account_pattern(const hop_memory *memory, size_t index, char room[24]);

#endif
