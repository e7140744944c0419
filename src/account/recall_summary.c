/* The summary of a recall, in sentences for people.
 * SPDX-License-Identifier: MIT */
#include <float.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>

#include "account_private.h"

/* A sentence, for people: programs have the numbers. */
static void say(hop_result *result, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void say(hop_result *result, const char *format, ...) {
    char text[1024];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    hop_result_remark(result, HOP_NOTE, "%s", text);
    hop_result_for(result, HOP_FOR_TEXT);
}

static void say_counts(const hop_recall_record *r, const hop_tally *t, hop_result *result) {
    char right[96] = "", twins[64] = "";
    if (t->correct > t->exact)
        snprintf(twins, sizeof twins, "%zu of them as a near-duplicate, ", t->correct - t->exact);
    if (t->aimed > 0)
        snprintf(right, sizeof right, "%zu of %zu right (%.1f %%), ", t->correct, t->aimed,
                 hop_account_percent(t->correct, t->aimed));
    say(result, "%s%s%zu of %zu settled, %.1f steps on average, %.2f s", right, twins, t->settled,
        t->queries, t->mean_steps, r->recall_seconds);
}

static void say_labels(const hop_recall_record *r, hop_result *result) {
    size_t labelled = 0, right = hop_account_labels(r, &labelled);
    if (labelled > 0)
        say(result, "labels: %zu of %zu right (%.1f %%)", right, labelled,
            hop_account_percent(right, labelled));
}

static void say_model(const hop_recall_record *r, hop_result *result) {
    const hop_recall_model *model = &hop_recall_resolved(r->recall)->model;
    const hop_row *row = &model->energy.family->row, *similarity = &model->similarity.kind->row;
    size_t beta = hop_row_parameter_index(row, "beta");
    const char *reason = r->beta_reason                     ? r->beta_reason
                         : model->similarity.kind->beta > 0 ? "auto: weights are the posterior"
                                                            : "auto: from the separations, "
                                                              "hopfield info";
    char text[512] = "";
    if (beta != HOP_PARAMETER_MAX && r->beta_auto)
        snprintf(text, sizeof text, ", beta %.4g (%s)", model->energy.parameter[beta], reason);
    else if (beta != HOP_PARAMETER_MAX)
        snprintf(text, sizeof text, ", beta %.4g", model->energy.parameter[beta]);
    say(result, "%s, %s%s", row->name, similarity->name, text);
    for (size_t i = 0; i < hop_row_parameter_count(similarity); i++)
        say(result, "%s: %s %.4g%s%s%s", similarity->name, similarity->parameters[i].name,
            model->similarity.parameter[i],
            r->similarity_auto ? " (auto: from the spread of the values, hopfield info " : "",
            r->similarity_auto ? similarity->name : "", r->similarity_auto ? ")" : "");
}

static void say_bipolar(const hop_recall_record *r, hop_result *result) {
    const hop_recall_model *model = &hop_recall_resolved(r->recall)->model;
    char heat[64] = "";
    if (!hop_recall_is_bipolar(r->recall)) return;
    if (model->update->heated)
        snprintf(heat, sizeof heat, " at temperature %g", model->temperature);
    if (model->update->successors)
        say(result, "every step goes on to the next pattern; there is no energy, and no rest");
    say(result, "bipolar states, %s updates%s%s", hop_update_name(model->update), heat,
        hop_recall_is_thresholded(r->recall)
            ? "; patterns and queries were thresholded: what is above a picture's own mean is 1 "
              "(white), the rest -1 (black)"
            : "");
}

static void say_frozen(const hop_recall_record *r, hop_result *result) {
    if (!hop_recall_is_frozen(r->recall)) return;
    say(result,
        "with %zu patterns of %zu values %s has no state that is not at rest: nothing is recalled, "
        "and what came back is what was asked; it holds %zu patterns at most",
        hop_memory_count(r->memory), hop_memory_dim(r->memory),
        hop_recall_resolved(r->recall)->model.energy.family->row.name,
        hop_memory_dim(r->memory) - 1);
}

static void say_pruning(const hop_recall_record *r, hop_result *result) {
    char rest[64] = "no weight";
    if (r->result->compared >= 1) return;
    if (r->result->left_out > 0)
        snprintf(rest, sizeof rest, "less than %.1g of the weight", r->result->left_out);
    say(result, "%.2g %% of all patterns were compared in full; the others have %s",
        100 * r->result->compared, rest);
}

static void say_constant_queries(const hop_recall_record *r, hop_result *result) {
    size_t count = 0, first = 0;
    for (size_t i = r->result->count; i-- > 0;)
        if (hop_recall_is_constant_query(r->recall, r->queries + i * r->result->dim)) {
            first = i;
            count++;
        }
    if (count > 0)
        say(result,
            "%zu of the queries %s constant (the first: %s), and %s sees differences of values "
            "alone: what became of %s says nothing; use --similarity euclidean",
            count, count == 1 ? "is" : "are", r->names[first],
            hop_recall_resolved(r->recall)->model.similarity.kind->row.name,
            count == 1 ? "it" : "them");
}

/* Patterns that the similarity sees nothing in. */
static void say_constant(const hop_recall_record *r, hop_result *result) {
    char room[24];
    size_t first = 0, count = hop_recall_constant_patterns(r->recall, &first);
    say_constant_queries(r, result);
    if (count == 0) return;
    say(result,
        "%zu of the patterns %s constant (the first: %s), and %s sees differences of values alone; "
        "--similarity euclidean recalls them too",
        count, count == 1 ? "is" : "are", hop_account_pattern(r->memory, first, room),
        hop_recall_resolved(r->recall)->model.similarity.kind->row.name);
}

/* A log-sum-exp is divided by beta, and so is its rounding: beyond a thousandth of the energies
 * that is said, wherever they are read. */
static void say_rounding(const hop_recall_record *r, hop_result *result) {
    const hop_recall_options *options = hop_recall_resolved(r->recall);
    const hop_energy *energy = &options->model.energy;
    const size_t at = hop_row_parameter_index(&energy->family->row, "beta");
    if (!energy->family->softmax || at == HOP_PARAMETER_MAX) return;
    const double beta = energy->parameter[at];
    const double least = DBL_EPSILON * log((double)hop_memory_count(r->memory) + 1) / beta;
    const double error = options->running.precision == HOP_FLOAT ? FLT_EPSILON / beta : least;
    double largest = 0;
    for (size_t i = 0; i < r->result->count; i++) {
        const hop_recalled *query = &r->result->queries[i];
        largest = fmax(largest, fmax(fabs(query->energy[0]), fabs(query->energy[query->steps])));
    }
    if (!(error > 1e-3 * largest)) return;
    hop_result_remark(
        result, HOP_NOTE,
        "beta %.4g is so small that rounding may change these energies by %.2g; use %s", beta,
        error, least > 1e-3 * largest ? "a larger one" : "--precision double");
}

/* How many queries were compared, where that is not all of them. */
static void say_attention(const hop_recall_record *r, const hop_tally *t, hop_result *result) {
    size_t count = 0, all = r->result->count;
    if (!hop_recall_has_attention(r->recall)) {
        if (r->attention_asked)
            say(result, "a step of %s is no attention; one with --similarity correlation is",
                hop_recall_resolved(r->recall)->model.similarity.kind->row.name);
        return;
    }
    for (size_t i = 0; i < all; i++)
        count += isnan(r->result->queries[i].attention_difference) ? 0 : 1;
    if (count == all)
        say(result, "the first step and attention differ by at most %.2g", t->attention);
    else if (count > 0)
        say(result,
            "the first step and attention differ by at most %.2g (%zu of %zu queries compared; "
            "--attention all)",
            t->attention, count, all);
    else
        say(result, "not compared with attention (--attention all does)");
}

/* The first file of a list of pictures became the memory. */
static void say_single(const hop_recall_record *r, hop_result *result) {
    if (hop_memory_count(r->memory) > 1 || r->result->count < 2) return;
    say(result,
        "the memory holds a single pattern, so everything becomes it; name a folder first, or a "
        "memory made by hopfield memory create, not %s",
        r->memory_path);
}

void hop_account_summary(const hop_recall_record *r, const hop_tally *t, const hop_verdicts *v,
                         hop_result *result) {
    bool compared = !isnan(t->attention);
    say_single(r, result);
    say(result,
        "energy: from step to step; error: mean squared, of the output; k90: fewest weights that "
        "sum to .90%s",
        compared ? "; attention: difference of the first step from it" : "");
    say_counts(r, t, result);
    say_labels(r, result);
    say_model(r, result);
    say_bipolar(r, result);
    say_frozen(r, result);
    say_pruning(r, result);
    say_attention(r, t, result);
    say_constant(r, result);
    say_rounding(r, result);
    say(result, "seed %llu", (unsigned long long)hop_recall_resolved(r->recall)->running.seed);
    if (v->aimed == 0 || hop_recall_theory(r->recall) == HOP_THEORY_NONE) return;
    if (v->aimed == v->targets)
        say(result, "theory promises a stable memory for %zu of %zu targets", v->guaranteed,
            v->aimed);
    else
        say(result,
            "theory promises a stable memory for %zu of %zu targets, which were looked at of all "
            "%zu",
            v->guaranteed, v->aimed, v->targets);
}
