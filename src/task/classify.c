/* A dense associative memory as a classifier: hidden units are patterns, their overlaps with a
 * picture are raised to the power n - 1, and classes are read from that.  As n grows, patterns turn
 * from features, many of which make a picture, to wholes, one of which is like it.  Krotov and
 * Hopfield 2016 (1606.01164), section 3; here powers are taken of overlaps relative to the largest,
 * so that n = 20 neither vanishes nor overflows, and the loss is cross-entropy.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pictures.h"
#include "study.h"

enum { HIDDEN };
enum { PIXELS = HOP_PICTURES_PIXELS_MAX, POWERS = 3, CLASSES_MAX = 64 };
static const size_t POWER[POWERS] = {2, 3, 20};

/* input: a picture without its mean, of length 1; its kind. */
static void draw(const void *context, hop_random *random, double *const *input) {
    const hop_pictures *p = context;
    const size_t size = p->width * p->height;
    double mean = 0, square = 0;
    size_t kind = 0;
    hop_pictures_draw(p, random, input[0], &kind);
    input[1][0] = (double)kind;
    for (size_t c = 0; c < size; c++) mean += input[0][c] / (double)size;
    for (size_t c = 0; c < size; c++) square += pow(input[0][c] - mean, 2);
    for (size_t c = 0; c < size; c++)
        input[0][c] = (input[0][c] - mean) / sqrt(square > 0 ? square : 1);
}

static hop_status build(const hop_study *study, const hop_pictures *p, size_t n,
                        hop_network **network) {
    HOP_TRY(hop_network_create(network));
    hop_network *net = *network;
    const size_t x = hop_network_input(net, "picture", 1, p->width * p->height);
    const size_t y = hop_network_input(net, "kind", 1, 1);
    size_t h = hop_network_add(net, "patterns", HOP_FROM(x), "linear:width=%zu,bias=no",
                               (size_t)study->setting[HIDDEN]);
    h = hop_network_add(net, "power", HOP_FROM(h), "power:degree=%zu,relative=yes", n - 1);
    h = hop_network_add(net, "logits", HOP_FROM(h), "linear:width=%zu", p->kinds);
    hop_network_add(net, "loss", HOP_FROM(h, y), "cross_entropy");
    return hop_network_finish(net);
}

typedef struct measure {
    const hop_network *net;
    const double *weights;
    size_t hidden, pixels, kinds;
    double *wrong, *active; /* [samples] */
    double *likeness;       /* [samples x hidden]: cosine of a pattern with a picture */
} measure;

static void visit(void *context, const hop_workspace *w, size_t sample, size_t index) {
    const measure *m = context;
    double logits[CLASSES_MAX], kind = 0, overlap[4096], power[4096], sum = 0, square = 0;
    size_t best = 0;
    hop_workspace_read(w, 1, sample, &kind);
    hop_workspace_read(w, hop_network_find(m->net, "logits"), sample, logits);
    hop_workspace_read(w, hop_network_find(m->net, "patterns"), sample, overlap);
    hop_workspace_read(w, hop_network_find(m->net, "power"), sample, power);
    for (size_t c = 1; c < m->kinds; c++)
        if (logits[c] > logits[best]) best = c;
    m->wrong[index] = best != (size_t)kind;
    for (size_t k = 0; k < m->hidden; k++) {
        const double *pattern = m->weights + k * m->pixels;
        double length = 0;
        for (size_t c = 0; c < m->pixels; c++) length += pattern[c] * pattern[c];
        m->likeness[index * m->hidden + k] = overlap[k] / sqrt(length);
        sum += power[k];
        square += power[k] * power[k];
    }
    m->active[index] = square > 0 ? sum * sum / square : 0; /* how many units share the work */
}

/* The mean over patterns of the largest cosine with a picture, and the mean of active units. */
static hop_status judge(hop_study *study, const hop_pictures *test, const hop_network *net,
                        const hop_trained *trained, double *error, double *likeness,
                        double *active) {
    const size_t samples = hop_study_size(study, 2000, 100);
    const size_t hidden = (size_t)study->setting[HIDDEN];
    const hop_sampler sampler = {draw, test};
    double *all = NULL;
    HOP_TRY(hop_alloc(samples * (hidden + 2), sizeof *all, "samples", &all));
    measure m = {net, trained->weights, hidden,           test->width * test->height, test->kinds,
                 all, all + samples,    all + 2 * samples};
    const hop_status status = hop_study_visit(study, net, &sampler, trained, samples, visit, &m);
    *error = *likeness = *active = 0;
    for (size_t i = 0; i < samples; i++) {
        *error += m.wrong[i] / (double)samples;
        *active += m.active[i] / (double)samples;
    }
    for (size_t k = 0; k < hidden; k++) {
        double most = -1;
        for (size_t i = 0; i < samples; i++) most = fmax(most, m.likeness[i * hidden + k]);
        *likeness += most / (double)hidden;
    }
    free(all);
    return status;
}

static void show(hop_study *study, const hop_pictures *p, const char *name, const double *weights) {
    enum { SHOWN = 30, ACROSS = 10 };
    const size_t pixels = p->width * p->height, hidden = (size_t)study->setting[HIDDEN];
    const size_t count = hidden < SHOWN ? hidden : SHOWN;
    double *scaled = NULL;
    if (hop_alloc(count * pixels, sizeof *scaled, "patterns", &scaled) != HOP_OK) return;
    for (size_t k = 0; k < count; k++) {
        double most = 0;
        for (size_t c = 0; c < pixels; c++) most = fmax(most, fabs(weights[k * pixels + c]));
        for (size_t c = 0; c < pixels; c++) scaled[k * pixels + c] = weights[k * pixels + c] / most;
    }
    hop_study_pictures(study, name, scaled, count, p->width, p->height, ACROSS, -1, 1,
                       "Patterns of hidden units, each from its own least to most");
    free(scaled);
}

/* Trains at one of the powers on the way to n, from the weights of the one before. */
static hop_status train_at(hop_study *study, const hop_pictures *train, const hop_network *net,
                           size_t n, size_t power, hop_trained *trained) {
    const hop_sampler sampler = {draw, train};
    hop_train_options options = hop_train_defaults;
    hop_trained before = *trained;
    size_t stages = 1;
    char name[32];
    for (size_t p = 2; p < n; p *= 2) stages++;
    snprintf(name, sizeof name, power < n ? "n = %zu, from %zu" : "n = %zu", n, power);
    options.optimiser = "adamw:rate=0.003,decay=0.3";
    options.steps = hop_study_size(study, 6000, 50) / stages;
    options.batch = 128;
    options.every = hop_study_size(study, 100, 10);
    options.start = before.weights;
    *trained = (hop_trained){0};
    const hop_status status = hop_study_train(study, name, net, &sampler, &options, trained);
    hop_trained_clear(&before);
    return status;
}

static hop_status learn(hop_study *study, const hop_pictures *train, const hop_pictures *test,
                        size_t n, double *error, double *likeness, double *active) {
    hop_network *net = NULL;
    hop_trained trained = {0};
    char name[32];
    hop_status status = HOP_OK;
    for (size_t power = 2, last = 0; last < n && status == HOP_OK; last = power, power *= 2) {
        if (power > n) power = n;
        hop_network_destroy(net);
        net = NULL;
        status = build(study, train, power, &net);
        if (status == HOP_OK) status = train_at(study, train, net, n, power, &trained);
    }
    if (status == HOP_OK) status = judge(study, test, net, &trained, error, likeness, active);
    if (status == HOP_OK) {
        snprintf(name, sizeof name, "patterns-%zu", n);
        show(study, train, name, trained.weights);
    }
    hop_trained_clear(&trained);
    hop_network_destroy(net);
    return status;
}

static hop_status learn_all(hop_study *study, const hop_pictures *train, const hop_pictures *test) {
    double error[POWERS], likeness[POWERS], active[POWERS];
    char name[32];
    if (train->kinds > CLASSES_MAX)
        return hop_fail(HOP_E_LIMIT, "%zu kinds; %d at most", train->kinds, CLASSES_MAX);
    for (size_t i = 0; i < POWERS; i++)
        HOP_TRY(learn(study, train, test, POWER[i], &error[i], &likeness[i], &active[i]));
    for (size_t i = 0; i < POWERS; i++) {
        snprintf(name, sizeof name, "error n = %zu", POWER[i]);
        hop_study_check(study, name, error[i], 1 - 1 / (double)train->kinds, HOP_BAR_AT_MOST, 0.2,
                        "part of unseen pictures put into a wrong class; beside it chance");
    }
    for (size_t i = 0; i < POWERS; i++) {
        snprintf(name, sizeof name, "active n = %zu", POWER[i]);
        hop_study_check(study, name, active[i], study->setting[HIDDEN], HOP_BAR_NONE, 0,
                        "how many hidden units share the work of a picture");
    }
    hop_study_check(study, "wholes", likeness[POWERS - 1] / likeness[0], NAN, HOP_BAR_AT_LEAST, 1,
                    "how like pictures patterns are (largest cosine, mean), n = 20 by n = 2");
    hop_study_check(study, "fewer active", active[POWERS - 1] / active[0], NAN, HOP_BAR_AT_MOST, 1,
                    "units that share the work, n = 20 by n = 2");
    return HOP_OK;
}

static hop_status run(hop_study *study) {
    hop_pictures all;
    HOP_TRY(hop_pictures_open(study->options->data, true, &all));
    const hop_pictures train = hop_pictures_part(&all, false), test = hop_pictures_part(&all, true);
    const hop_status status = learn_all(study, &train, &test);
    hop_pictures_close(&all);
    return status;
}

const hop_task_row hop_task_classify = {
    .row = {.name = "classify",
            .title = "a dense associative memory as a classifier: from features to wholes",
            .sources = "Krotov and Hopfield 2016 (arXiv 1606.01164)",
            .parameters = {HOP_PARAMETER_WHOLE("hidden", "patterns", "patterns", 60, 2, 4096)}},
    .shows =
        "With power 2 many patterns share a picture, each a feature; with power 20 few do, and "
        "they look like pictures.",
    .run = run,
};
