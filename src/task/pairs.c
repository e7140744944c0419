/* Recall of values by keys, learned.  Keys are made of a signal in one subspace and of a stronger
 * nuisance in another, so that keys as they are hardly differ; a query has the signal of one key
 * and a nuisance of its own.  W_Q and W_K learn to look at the signal alone, W_V and W_O to hand
 * the value through: softmax(b Q K') V then is recall by the right similarity.
 * Ramsauer et al. 2020 (2008.02217), eq. 10; separations: theorem 5 there.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "draw.h"
#include "study.h"

enum { PAIRS, DIM, NUISANCE };
enum { QUERIES = 8, VALUE = 12, DIM_MAX = 64, PAIRS_MAX = 256 };

typedef struct world {
    size_t pairs, dim;
    double nuisance;                 /* its length beside a signal of length 1 */
    double frame[DIM_MAX * DIM_MAX]; /* the first half spans signals, the second nuisances */
} world;

/* out = signal (in the first half of the frame) + a drawn nuisance, all of one sign in common. */
static void dress(const world *w, hop_random *random, const double *signal, const double *common,
                  double *out) {
    const size_t half = w->dim / 2;
    memset(out, 0, w->dim * sizeof *out);
    for (size_t i = 0; i < w->dim; i++) {
        const double part =
            i < half
                ? signal[i]
                : w->nuisance * (common[i - half] + hop_random_normal(random)) / sqrt((double)half);
        for (size_t c = 0; c < w->dim; c++) out[c] += part * w->frame[i * w->dim + c];
    }
}

/* input: keys, values, queries, the values wanted, and which pair that is. */
static void draw(const void *context, hop_random *random, double *const *input) {
    const world *w = context;
    const size_t half = w->dim / 2;
    double signal[PAIRS_MAX * DIM_MAX / 2], common[DIM_MAX] = {0};
    for (size_t i = 0; i < half; i++) common[i] = hop_random_normal(random);
    for (size_t k = 0; k < w->pairs; k++) {
        hop_draw_direction(random, half, signal + k * half);
        dress(w, random, signal + k * half, common, input[0] + k * w->dim);
        for (size_t c = 0; c < VALUE; c++) input[1][k * VALUE + c] = hop_random_normal(random);
    }
    for (size_t q = 0; q < QUERIES; q++) {
        const size_t k = hop_random_below(random, w->pairs);
        dress(w, random, signal + k * half, common, input[2] + q * w->dim);
        memcpy(input[3] + q * VALUE, input[1] + k * VALUE, VALUE * sizeof *input[3]);
        input[4][q] = (double)k;
    }
}

static hop_status build(const world *w, hop_network **network) {
    HOP_TRY(hop_network_create(network));
    hop_network *net = *network;
    const size_t k = hop_network_input(net, "keys", w->pairs, w->dim);
    const size_t v = hop_network_input(net, "values", w->pairs, VALUE);
    const size_t q = hop_network_input(net, "queries", QUERIES, w->dim);
    const size_t y = hop_network_input(net, "wanted", QUERIES, VALUE);
    hop_network_input(net, "pair", QUERIES, 1);
    const size_t wq =
        hop_network_add(net, "query", HOP_FROM(q), "linear:width=%zu,bias=no", w->dim);
    const size_t wk = hop_network_add(net, "key", HOP_FROM(k), "linear:width=%zu,bias=no", w->dim);
    const size_t wv = hop_network_add(net, "value", HOP_FROM(v), "linear:width=%d,bias=no", VALUE);
    size_t h = hop_network_add(net, "attention", HOP_FROM(wq, wk, wv), "attention");
    h = hop_network_add(net, "output", HOP_FROM(h), "linear:width=%d,bias=no", VALUE);
    hop_network_add(net, "loss", HOP_FROM(h, y), "squared_error");
    return hop_network_finish(net);
}

/* ---- measured: for every sample, its queries' mean ---- */

typedef struct measure {
    const world *world;
    const hop_network *net;
    double *right, *before, *after; /* [samples] */
} measure;

static double dot(const double *a, const double *b, size_t count) {
    double sum = 0;
    for (size_t c = 0; c < count; c++) sum += a[c] * b[c];
    return sum;
}

/* By how much the query's own key leads the nearest rival, in units of the deviation of scores. */
static double lead(const double *query, const double *keys, size_t pairs, size_t dim, size_t own) {
    double rival = -INFINITY, sum = 0, square = 0;
    const double mine = dot(query, keys + own * dim, dim);
    for (size_t k = 0; k < pairs; k++) {
        const double s = dot(query, keys + k * dim, dim);
        if (k != own) rival = fmax(rival, s);
        sum += s;
        square += s * s;
    }
    const double mean = sum / (double)pairs;
    return (mine - rival) / sqrt(fmax(1e-300, square / (double)pairs - mean * mean));
}

static size_t nearest(const double *value, const double *values, size_t pairs) {
    size_t best = 0;
    double least = INFINITY;
    for (size_t k = 0; k < pairs; k++) {
        double square = 0;
        for (size_t c = 0; c < VALUE; c++) square += pow(value[c] - values[k * VALUE + c], 2);
        if (square < least) best = k;
        least = fmin(least, square);
    }
    return best;
}

static void visit(void *context, const hop_workspace *w, size_t sample, size_t index) {
    const measure *m = context;
    const size_t pairs = m->world->pairs, dim = m->world->dim;
    double keys[PAIRS_MAX * DIM_MAX], moved[PAIRS_MAX * DIM_MAX], values[PAIRS_MAX * VALUE];
    double query[QUERIES * DIM_MAX], turned[QUERIES * DIM_MAX], out[QUERIES * VALUE], own[QUERIES];
    hop_workspace_read(w, 0, sample, keys);
    hop_workspace_read(w, 1, sample, values);
    hop_workspace_read(w, 2, sample, query);
    hop_workspace_read(w, 4, sample, own);
    hop_workspace_read(w, hop_network_find(m->net, "key"), sample, moved);
    hop_workspace_read(w, hop_network_find(m->net, "query"), sample, turned);
    hop_workspace_read(w, hop_network_find(m->net, "output"), sample, out);
    for (size_t q = 0; q < QUERIES; q++) {
        const size_t k = (size_t)own[q];
        m->before[index] += lead(query + q * dim, keys, pairs, dim, k) > 0;
        m->after[index] += lead(turned + q * dim, moved, pairs, dim, k) > 0;
        m->right[index] += nearest(out + q * VALUE, values, pairs) == k;
    }
}

static double mean_of(const double *numbers, size_t count) {
    double sum = 0;
    for (size_t i = 0; i < count; i++) sum += numbers[i];
    return sum / (double)(count * QUERIES);
}

/* How much of a matrix [rows x dim] acts on the signals: the part of its square in that half. */
static double share_of_signal(const world *w, const double *matrix, size_t rows) {
    double part[2] = {0};
    for (size_t i = 0; i < w->dim; i++)
        for (size_t r = 0; r < rows; r++)
            part[i >= w->dim / 2] +=
                pow(dot(matrix + r * w->dim, w->frame + i * w->dim, w->dim), 2);
    return part[0] / (part[0] + part[1]);
}

static hop_status judge(hop_study *study, const world *w, const hop_network *net,
                        const hop_sampler *sampler, const hop_trained *trained) {
    const size_t samples = hop_study_size(study, 1000, 50);
    double *all = NULL;
    HOP_TRY(hop_alloc(3 * samples, sizeof *all, "samples", &all));
    measure m = {w, net, all, all + samples, all + 2 * samples};
    const hop_status status = hop_study_visit(study, net, sampler, trained, samples, visit, &m);
    if (status == HOP_OK) {
        const double chance = 1 / (double)w->pairs;
        hop_study_check(study, "accuracy", mean_of(m.right, samples), 1, HOP_BAR_AT_LEAST, 0.99,
                        "part of unseen queries whose nearest value is their own");
        hop_study_check(study, "led before", mean_of(m.before, samples), chance, HOP_BAR_AT_MOST,
                        0.6,
                        "part of queries whose own key has the largest product as it is; "
                        "beside it chance");
        hop_study_check(study, "led after", mean_of(m.after, samples), 1, HOP_BAR_AT_LEAST, 0.99,
                        "the same with W_Q and W_K");
        const hop_layer *q = hop_network_node(net, hop_network_find(net, "query"));
        const hop_layer *k = hop_network_node(net, hop_network_find(net, "key"));
        hop_study_check(study, "W_Q on signals",
                        share_of_signal(w, trained->weights + q->first, w->dim), 1,
                        HOP_BAR_AT_LEAST, 0.6, "part of its square; .5 at first");
        hop_study_check(study, "W_K on signals",
                        share_of_signal(w, trained->weights + k->first, w->dim), 1,
                        HOP_BAR_AT_LEAST, 0.6, "part of its square; .5 at first");
    }
    free(all);
    return status;
}

static hop_status learn(hop_study *study, const world *w) {
    hop_network *net = NULL;
    hop_trained trained = {0};
    const hop_sampler sampler = {draw, w};
    hop_train_options options = hop_train_defaults;
    options.optimiser = "adam:rate=0.01";
    options.steps = hop_study_size(study, 1500, 150);
    hop_status status = build(w, &net);
    if (status == HOP_OK)
        status = hop_study_train(study, "pairs", net, &sampler, &options, &trained);
    if (status == HOP_OK) status = judge(study, w, net, &sampler, &trained);
    hop_trained_clear(&trained);
    hop_network_destroy(net);
    return status;
}

static hop_status run(hop_study *study) {
    world *w = NULL;
    hop_random random;
    HOP_TRY(hop_alloc(1, sizeof *w, "a world", &w));
    w->pairs = (size_t)study->setting[PAIRS];
    w->dim = (size_t)study->setting[DIM];
    w->nuisance = study->setting[NUISANCE];
    hop_random_init(&random, study->options->seed, (uint64_t)9 << 60);
    hop_draw_frame(&random, w->dim, w->dim, w->frame);
    const hop_status status = learn(study, w);
    free(w);
    return status;
}

const hop_task_row hop_task_pairs = {
    .row = {.name = "pairs",
            .title = "values recalled by keys, with learned projections",
            .sources = "Ramsauer et al. 2020 (arXiv 2008.02217), eq. 10 and theorem 5",
            .parameters = {HOP_PARAMETER_WHOLE("pairs", "keys with values in a prompt", "pairs", 16,
                                               2, PAIRS_MAX),
                           HOP_PARAMETER_WHOLE("dim", "numbers of a key; half of them are signal",
                                               "numbers", 24, 4, DIM_MAX),
                           {.name = "nuisance",
                            .meaning = "its length beside a signal of length 1",
                            .unit = "of a signal",
                            .default_value = 2,
                            .low = 0,
                            .high = 100}}},
    .shows = "Raw keys hardly differ; learned W_Q and W_K look at what tells them apart, "
             "separations grow, and unseen pairs are recalled.",
    .run = run,
};
