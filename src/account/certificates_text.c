/* Certificates for people: what they are, how the separations are spread, and the worst ten.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "certificates.h"

/* Bars of the histogram, and the columns of the longest. */
enum { BINS = 10, BAR = 30 };

/* Rows of the table. */
enum { WORST = 10 };

/* The sentence, for people; it begins anew. */
static void say(hop_result *result, hop_string *line) {
    if (line->text && line->length > 0) hop_result_remark(result, HOP_NOTE, "%s", line->text);
    if (line->text && line->length > 0) hop_result_for(result, HOP_FOR_PEOPLE);
    line->length = 0;
}

/* ---- what was asked ---- */

static void say_model(const hop_certificates *c, hop_result *result, hop_string *line) {
    const hop_recall_options *options = hop_recall_resolved(c->recall);
    const hop_row *family = &options->model.energy.family->row;
    size_t beta = hop_row_parameter_index(family, "beta"), total = hop_memory_count(c->memory);
    hop_string_add(line, "%s: %zu pattern%s, energy %s, similarity %s", c->path, total,
                   total == 1 ? "" : "s", family->name, options->model.similarity.kind->row.name);
    if (beta != HOP_PARAMETER_MAX)
        hop_string_add(line, ", beta %.4g%s", options->model.energy.parameter[beta],
                       hop_certificates_beta_reason(c->recall, c->beta_auto));
    say(result, line);
    if (c->count == total) return;
    hop_string_add(
        line,
        "Certified: %zu of them, evenly spread, each compared with all %zu; --sample %zu "
        "takes every one.",
        c->count, total, total);
    say(result, line);
}

/* ---- how separations are spread ---- */

static void add_bar(hop_string *out, double low, double high, size_t count, size_t most,
                    const char *remark) {
    size_t length = most > 0 ? (count * BAR + most - 1) / most : 0;
    hop_string_add(out, "  %9.3g to %-9.3g ", low, high);
    for (size_t i = 0; i < length; i++) hop_string_add(out, "\u2588");
    hop_string_add(out, "%s%zu%s\n", length > 0 ? " " : "", count, remark);
}

static void add_histogram(const hop_certificates *c, hop_result *result) {
    size_t bins[BINS] = {0}, most = 0;
    double low = INFINITY, high = -INFINITY, least = hop_recall_least_separation(c->recall);
    for (size_t i = 0; i < c->count; i++) {
        if (!isfinite(c->of[i].separation)) continue;
        low = fmin(low, c->of[i].separation);
        high = fmax(high, c->of[i].separation);
    }
    if (!(low < high)) return;
    double width = (high - low) / BINS;
    for (size_t i = 0; i < c->count; i++) {
        size_t bin = (size_t)((c->of[i].separation - low) / width);
        bins[bin < BINS ? bin : BINS - 1]++;
    }
    for (size_t b = 0; b < BINS; b++) most = bins[b] > most ? bins[b] : most;
    hop_string bars = {0};
    hop_result_heading(result, "Separations, and how many patterns have them");
    for (size_t b = 0; b < BINS; b++) {
        double from = low + (double)b * width, to = from + width;
        char remark[64] = "";
        if (from <= least && least < to)
            snprintf(remark, sizeof remark, "  <- guaranteed from %.3g", least);
        add_bar(&bars, from, to, bins[b], most, remark);
    }
    hop_result_drawing(result, bars.text ? bars.text : "");
    free(bars.text);
}

/* ---- the worst ---- */

static const hop_column COLUMNS[] = {
    {.name = "pattern", .kind = HOP_CELL_TEXT},
    {.name = "rival", .kind = HOP_CELL_TEXT},
    {.name = "separation", .kind = HOP_CELL_NUMBER, .digits = 3},
    {.name = "guaranteed", .kind = HOP_CELL_TEXT},
    {.name = "from_beta", .kind = HOP_CELL_TEXT},
    {.name = "lost_below", .kind = HOP_CELL_TEXT},
};

static void add_pattern(hop_table *table, const hop_memory *memory, size_t index) {
    const char *name = index == HOP_NO_PATTERN ? NULL : hop_memory_name(memory, index);
    char number[24];
    snprintf(number, sizeof number, "%zu", index);
    hop_table_add_text(table, name || index == HOP_NO_PATTERN ? name : number);
}

static void add_worst(const hop_certificates *c, size_t index, hop_table *table) {
    const hop_certificate *of = &c->of[index];
    char lost[32], least[32];
    snprintf(lost, sizeof lost, "%.3g", c->lost[index]);
    snprintf(least, sizeof least, "%.3g", of->least_beta);
    add_pattern(table, c->memory, of->pattern);
    add_pattern(table, c->memory, of->rival);
    hop_table_add_number(table, of->separation);
    hop_table_add_text(table, isnan(of->least_beta) ? NULL
                              : of->guaranteed      ? "yes"
                              : of->duplicates > 0  ? "no, a twin"
                                                    : "no");
    hop_table_add_text(table, isnan(of->least_beta)   ? NULL
                              : isinf(of->least_beta) ? "never"
                                                      : least);
    hop_table_add_text(table, isnan(c->lost[index])   ? NULL
                              : isinf(c->lost[index]) ? "always"
                              : c->lost[index] == 0   ? "never"
                                                      : lost);
}

static void add_worst_table(const hop_certificates *c, hop_result *result) {
    size_t shown = c->count < WORST ? c->count : WORST;
    hop_result_heading(result, "The least separated");
    hop_table *table = hop_result_table(result, "worst", COLUMNS, sizeof COLUMNS / sizeof *COLUMNS,
                                        "The least separated patterns");
    hop_result_for(result, HOP_FOR_PEOPLE);
    for (size_t i = 0; i < shown; i++) add_worst(c, c->worst[i], table);
}

/* ---- what it means ---- */

static void say_promise(const hop_certificates *c, hop_string *line) {
    size_t promised = hop_certificates_guaranteed(c);
    double least = hop_recall_least_separation(c->recall), radius = INFINITY, bound = 0;
    for (size_t i = 0; i < c->count; i++) {
        if (!c->of[i].guaranteed) continue;
        radius = fmin(radius, c->of[i].radius);
        bound = fmax(bound, c->of[i].bound);
    }
    hop_string_add(line,
                   "Guaranteed: %zu of %zu.  At this beta theory asks for a separation of %.3g",
                   promised, c->count, least);
    bool margin = hop_recall_theory(c->recall) == HOP_THEORY_MARGIN;
    hop_string_add(line, margin ? "; a pattern with it is exactly a fixed point, one without it is "
                                  "not."
                                : " (Ramsauer et al. 2020, theorem 4).");
    if (promised > 0 && isfinite(radius))
        hop_string_add(line, "  A state within %.2g of such a pattern (key units) is recalled%s",
                       radius, margin ? " exactly, in one step." : "");
    if (promised > 0 && isfinite(radius) && !margin)
        hop_string_add(line, " to within %.2g (theorem 5).", bound);
}

static void say_theory(const hop_certificates *c, hop_result *result, hop_string *line) {
    if (hop_recall_theory(c->recall) == HOP_THEORY_NONE)
        hop_string_add(line, "No theorem is known that promises recall for this family and "
                             "similarity; separations are measured all the same.");
    else
        say_promise(c, line);
    say(result, line);
    if (hop_recall_theory(c->recall) != HOP_THEORY_SOFTMAX) return;
    hop_string_add(line, "A promise is sufficient, not necessary: from_beta is where it begins, "
                         "lost_below is where, measured, a pattern ceases to recall even itself. "
                         "Between the two it is recalled without a promise.");
    say(result, line);
}

static void say_rest(const hop_certificates *c, hop_result *result, hop_string *line) {
    size_t beta =
        hop_row_parameter_index(&hop_recall_resolved(c->recall)->model.energy.family->row, "beta");
    if (beta != HOP_PARAMETER_MAX && isnan(c->lost[c->worst[0]])) {
        hop_string_add(line, "lost_below is not measured in a memory as large as this: every beta "
                             "would take minutes.");
        say(result, line);
    }
    size_t twins = hop_certificates_duplicated(c);
    if (twins > 0) {
        hop_string_add(line,
                       "%zu pattern%s a near-duplicate, which no beta tells apart: recall counts "
                       "either as right where they look the same.",
                       twins, twins == 1 ? " has" : "s have");
        say(result, line);
    }
    if (isnan(c->critical) || isinf(c->critical)) return;
    hop_string_add(line,
                   "beta_c = %.3g: below about there the average of all patterns is stable, and "
                   "everything recalls that (1 / the largest eigenvalue of the keys' covariance, "
                   "to %.1g).",
                   c->critical, c->residual);
    say(result, line);
}

void hop_certificates_words(const hop_certificates *c, hop_result *result) {
    hop_string line = {0};
    say_model(c, result, &line);
    add_histogram(c, result);
    add_worst_table(c, result);
    hop_result_heading(result, "What it means");
    say_theory(c, result, &line);
    say_rest(c, result, &line);
    free(line.text);
}
