/* One step as attention sees it: the state is the query, the keys are what the similarity makes of
 * the patterns, the values are the patterns, beta is the scale.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "../../src/base/alloc.h"
#include "../../src/base/fail.h"
#include "play_private.h"

/* Numbers of keys and values together that are still shown: 64 MiB of them. */
static const double NUMBERS_MOST = 4194304;

static struct {
    double *query, *keys, *values;   /* [dim], [count x dim] twice */
    double *bias, *scores, *weights; /* [count] */
    double *output, *step;           /* [dim] */
} view;

void play_close_attention(void) {
    double *all[] = {view.query,  view.keys,    view.values, view.bias,
                     view.scores, view.weights, view.output, view.step};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) free(all[i]);
    memset(&view, 0, sizeof view);
}

static hop_status open_view(void) {
    const char *what = "the attention view";
    size_t row = play.dim * sizeof(double);
    play_close_attention();
    if ((double)play.count * (double)play.dim > NUMBERS_MOST)
        return hop_fail(HOP_E_LIMIT,
                        "%zu pictures of %zu values are too many to show as keys and values; "
                        "store fewer, or smaller ones",
                        play.count, play.dim);
    HOP_TRY(hop_alloc(1, row, what, &view.query));
    HOP_TRY(hop_alloc(1, row, what, &view.output));
    HOP_TRY(hop_alloc(1, row, what, &view.step));
    HOP_TRY(hop_alloc(play.count, row, what, &view.keys));
    HOP_TRY(hop_alloc(play.count, row, what, &view.values));
    HOP_TRY(hop_alloc(play.count, sizeof(double), what, &view.bias));
    HOP_TRY(hop_alloc(play.count, sizeof(double), what, &view.scores));
    return hop_alloc(play.count, sizeof(double), what, &view.weights);
}

/* Keys and biases; attention adds the bias after scaling, so beta multiplies it here. */
static void make_keys(double beta) {
    const hop_similarity *similarity = &hop_recall_resolved(play.recall)->model.similarity;
    hop_memory_read(play.memory, 0, play.count, view.values);
    memcpy(view.keys, view.values, play.count * play.dim * sizeof *view.keys);
    for (size_t i = 0; i < play.count; i++) {
        double *key = view.keys + i * play.dim;
        hop_frame frame = similarity->kind->frame(similarity->parameter, key, play.dim);
        for (size_t j = 0; j < play.dim; j++) key[j] = frame.gain * key[j] + frame.offset;
        view.bias[i] = beta * frame.bias;
    }
}

static hop_status attend(const double *query, double *beta, double *difference) {
    const hop_energy *energy = &hop_recall_resolved(play.recall)->model.energy;
    if (!hop_recall_has_attention(play.recall))
        return hop_fail(HOP_E_SUPPORT,
                        "a step of this model is no attention step: attention has softmax weights "
                        "(energy lse) and scalar products of keys (similarity dot, euclidean, "
                        "cosine or correlation)");
    *beta = energy->parameter[hop_row_parameter_index(&energy->family->row, "beta")];
    HOP_TRY(open_view());
    HOP_TRY(hop_recall_start(play.recall, query, 1, view.query));
    make_keys(*beta);
    hop_attention_shape shape = {.queries = 1,
                                 .keys = play.count,
                                 .width = play.dim,
                                 .value_width = play.dim,
                                 .scale = *beta};
    HOP_TRY(hop_attention(&shape, view.query, view.keys, view.values, view.bias, view.output,
                          view.weights));
    HOP_TRY(hop_recall_readout(play.recall, view.query, 1, view.step));
    *difference = 0;
    for (size_t j = 0; j < play.dim; j++)
        *difference = fmax(*difference, fabs(view.output[j] - view.step[j]));
    return HOP_OK;
}

/* A weight is exp(score - logsumexp), so scores are told from weights, up to that constant, and
 * exactly where a product of the two vectors is what the page shows. */
static void make_scores(double beta) {
    for (size_t i = 0; i < play.count; i++) {
        double sum = 0;
        for (size_t j = 0; j < play.dim; j++) sum += view.query[j] * view.keys[i * play.dim + j];
        view.scores[i] = beta * sum + view.bias[i];
    }
}

/* Fewest weights that sum to .9. */
static int descending(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x < y) - (x > y);
}

static hop_status count_k90(size_t *k90, double *entropy) {
    double *sorted = NULL, sum = 0;
    HOP_TRY(hop_alloc(play.count, sizeof *sorted, "weights", &sorted));
    memcpy(sorted, view.weights, play.count * sizeof *sorted);
    qsort(sorted, play.count, sizeof *sorted, descending);
    for (*k90 = 0; *k90 < play.count && sum < 0.9; (*k90)++) sum += sorted[*k90];
    *entropy = 0;
    for (size_t i = 0; i < play.count; i++)
        if (sorted[i] > 0) *entropy -= sorted[i] * log(sorted[i]);
    free(sorted);
    return HOP_OK;
}

const char *play_attention(const double *query) {
    double beta = NAN, difference = NAN, entropy = NAN;
    size_t k90 = 0;
    hop_status status = attend(query, &beta, &difference);
    if (status == HOP_OK) status = count_k90(&k90, &entropy);
    hop_string *json = play_begin();
    if (status != HOP_OK) return play_end(status);
    make_scores(beta);
    play_number(json, "scale", beta);
    play_number(json, "width", (double)play.dim);
    play_number(json, "difference", difference);
    play_number(json, "k90", (double)k90);
    play_number(json, "entropy", entropy);
    play_numbers(json, "scores", view.scores, play.count);
    play_numbers(json, "weights", view.weights, play.count);
    return play_end(HOP_OK);
}

const double *play_attention_query(void) {
    return view.query;
}

const double *play_attention_keys(void) {
    return view.keys;
}

const double *play_attention_output(void) {
    return view.output;
}
