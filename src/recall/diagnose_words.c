/* Why a recall went wrong, in words.
 * SPDX-License-Identifier: MIT */
#include <hopfield/certificate.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../base/text.h"
#include "recall_private.h"

const char *hop_failure_words(hop_failure failure) {
    switch (failure) {
    case HOP_FAILURE_DUPLICATE: return "near-duplicate: no beta tells the two apart";
    case HOP_FAILURE_UNSEEN: return "the similarity does not tell the two apart";
    case HOP_FAILURE_TIED: return "nothing is left that tells it from others: show more of it";
    case HOP_FAILURE_DAMAGE: return "lost in the damage";
    case HOP_FAILURE_UNSUPPORTED: return "no pattern is near enough: lower beta";
    case HOP_FAILURE_STEPS: return "not settled: allow more steps";
    case HOP_FAILURE_BLENDED: return "blended: try a larger beta";
    case HOP_FAILURE_INVERSE: return "the inverse of a pattern, as stable as the pattern";
    case HOP_FAILURE_CYCLE: return "a cycle of two states: use --update asynchronous";
    case HOP_FAILURE_SPURIOUS: return "a spurious state beside its target";
    case HOP_FAILURE_CONSTANT: return "a constant picture: use --similarity euclidean";
    case HOP_FAILURE_HEAT: return "shaken loose: lower the temperature";
    case HOP_FAILURE_FROZEN: return "every state rests: store fewer patterns";
    case HOP_FAILURE_DRAWN: break;
    }
    return "drawn away by the others together";
}

/* A pattern's name, or its number. */
static const char *call(const hop_recall *recall, size_t pattern, char number[32]) {
    const char *name = hop_memory_name(recall->memory, pattern);
    if (name) return name;
    snprintf(number, 32, "pattern %zu", pattern);
    return number;
}

static void explain_blend(const hop_recall *recall, const hop_diagnosis *d, hop_string *out) {
    double least = hop_recall_least_separation(recall), beta = hop_recall_beta(recall);
    const hop_parameter *limits = &recall->options.model.energy.family->row.parameters[0];
    const char *advice = beta < limits->high ? "so try a larger one"
                                             : "and there is no larger one: multiply all values by "
                                               "the same number";
    hop_string_add(out, "the first step left it %.2g of the weight; ", d->first_weight);
    if (isnan(least) || d->apart == 0 || d->apart >= least)
        hop_string_add(out, "too many others are too similar at beta %.4g, %s", beta, advice);
    else
        hop_string_add(out,
                       "the two are separated by %.2g, and beta %.4g is sure to tell apart only "
                       "%.2g or more, %s",
                       d->apart, beta, least, advice);
}

/* Two numbers with as many digits as tell them apart, four at least. */
static void print_apart(double a, double b, char first[32], char second[32]) {
    for (int digits = 4; digits <= 16; digits += 2) {
        snprintf(first, 32, "%.*g", digits, a);
        snprintf(second, 32, "%.*g", digits, b);
        if (strcmp(first, second) != 0) return;
    }
}

static void explain_damage(const hop_recall *recall, const hop_diagnosis *d, hop_string *out) {
    char number[32], rival[32], own[32];
    print_apart(d->rival_similarity, d->target_similarity, rival, own);
    hop_string_add(out,
                   "before the first step it was nearer to %s (similarity %s) than to its own "
                   "original (%s)",
                   call(recall, d->rival, number), rival, own);
}

static void explain_failure(const hop_recall *recall, const hop_recalled *recalled,
                            const hop_diagnosis *d, hop_string *out) {
    switch (d->failure) {
    case HOP_FAILURE_DUPLICATE:
        hop_string_add(out,
                       "the two are near-duplicates, separated by %.2g, which no beta tells "
                       "apart",
                       d->apart);
        break;
    case HOP_FAILURE_UNSEEN:
        hop_string_add(out,
                       "%s does not tell the two apart (separated by %.2g), though their values "
                       "differ; --similarity euclidean does",
                       recall->options.model.similarity.kind->row.name, d->apart);
        break;
    case HOP_FAILURE_TIED:
        hop_string_add(out,
                       "what is left of it fits %zu patterns equally well (similarity %.4g), so no "
                       "beta tells them apart; show more of it",
                       d->tied, d->target_similarity);
        break;
    case HOP_FAILURE_DAMAGE: explain_damage(recall, d, out); break;
    case HOP_FAILURE_UNSUPPORTED:
        hop_string_add(out, "no pattern is near enough to have a weight; a smaller beta reaches "
                            "further");
        break;
    case HOP_FAILURE_STEPS:
        hop_string_add(out, "it was still moving after %zu steps; allow more", recalled->steps);
        break;
    case HOP_FAILURE_HEAT:
        hop_string_add(out,
                       "in heat nothing comes to rest, and at temperature %g it had left its "
                       "original after %zu steps; a lower one holds it better",
                       recall->options.model.temperature, recalled->steps);
        break;
    case HOP_FAILURE_FROZEN:
        hop_string_add(out,
                       "with %zu patterns of %zu values every state is one of rest, and "
                       "nothing is recalled; store fewer",
                       recall->count, recall->dim);
        break;
    case HOP_FAILURE_BLENDED: explain_blend(recall, d, out); break;
    case HOP_FAILURE_INVERSE:
        hop_string_add(out, "minus a pattern has the same energy as the pattern, and the query was "
                            "nearer to it");
        break;
    case HOP_FAILURE_CYCLE:
        hop_string_add(out, "it goes round in a cycle of two states; use --update asynchronous");
        break;
    case HOP_FAILURE_SPURIOUS:
        hop_string_add(out, "the patterns together made a state of rest there; fewer patterns, or "
                            "another energy, have fewer of those");
        break;
    case HOP_FAILURE_CONSTANT:
        hop_string_add(out,
                       "%s is constant, and %s sees differences of values alone; use --similarity "
                       "euclidean",
                       hop_recall_is_constant(recall, recalled->score.target) ? "its original"
                                                                              : "the query",
                       recall->options.model.similarity.kind->row.name);
        break;
    case HOP_FAILURE_DRAWN:
        hop_string_add(out, "it began nearest to its original, but the others together drew it "
                            "away");
        break;
    }
}

/* What it ended in: only a pattern is called by its bare name. */
static void say_end(const hop_recall *recall, const hop_score *score, hop_string *out) {
    char number[32];
    const char *near = call(recall, score->nearest, number);
    switch (score->ended) {
    case HOP_END_PATTERN: hop_string_add(out, "became %s", near); return;
    case HOP_END_INVERSE:
        hop_string_add(out, "became the inverse of %s", call(recall, *score->of, number));
        return;
    case HOP_END_MIXTURE:
        hop_string_add(out, "became a mixture of %zu", score->of_count);
        if (score->of_count > HOP_MIXTURE_MOST) {
            hop_string_add(out, ", nearest to %s", near);
            return;
        }
        for (size_t i = 0; i < score->of_count; i++)
            hop_string_add(out, "%s%s", i ? ", " : " (", call(recall, score->of[i], number));
        hop_string_add(out, ")");
        return;
    case HOP_END_SPURIOUS: hop_string_add(out, "became a spurious state near %s", near); return;
    case HOP_END_CYCLE: hop_string_add(out, "came into a cycle near %s", near); return;
    case HOP_END_UNSUPPORTED: hop_string_add(out, "found no pattern; nearest is %s", near); return;
    case HOP_END_UNSETTLED: hop_string_add(out, "had not settled, near %s", near); return;
    }
}

void hop_recall_explain(const hop_recall *recall, const hop_recalled *recalled,
                        const hop_diagnosis *diagnosis, const char *name, char *text, size_t size) {
    hop_string out = {0};
    hop_string_add(&out, "%s ", name);
    say_end(recall, &recalled->score, &out);
    hop_string_add(&out, ": ");
    explain_failure(recall, recalled, diagnosis, &out);
    snprintf(text, size, "%s", out.text && !out.failed ? out.text : name);
    free(out.text);
}
