/* Induction: symbols in an order never seen before come again, and what followed a symbol then is
 * to be said now.  It takes two layers of attention: one that tells every place what stood before
 * it, and one that looks for a place with the present symbol before it.  One layer cannot, and the
 * ability appears suddenly.  Elhage et al. 2021, A Mathematical Framework for Transformer Circuits;
 * Olsson et al. 2022 (2209.11895).
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "heads.h"

enum { SYMBOLS, TOKENS, WIDTH, SEEDS };
enum { TOKENS_MAX = 256, LAYERS = 2, HEAD_CHOICES = 3 };
static const size_t HEADS[HEAD_CHOICES] = {1, 2, 4};

typedef struct text {
    size_t symbols, tokens, shortest, longest; /* how many symbols before they come again */
} text;

/* input: symbols, their successors, and which are scored: those that have come before. */
static void draw(const void *context, hop_random *random, double *const *input) {
    const text *t = context;
    size_t order[TOKENS_MAX];
    const size_t length = t->shortest + hop_random_below(random, t->longest - t->shortest + 1);
    hop_random_sample(random, t->symbols, length, order);
    for (size_t i = 0; i < t->tokens; i++) {
        input[0][i] = (double)order[i % length];
        input[1][i] = (double)order[(i + 1) % length];
        input[2][i] = i >= length;
    }
}

static hop_status build(const text *t, size_t width, size_t layers, size_t heads,
                        hop_network **network) {
    char name[32], settings[48];
    HOP_TRY(hop_network_create(network));
    hop_network *net = *network;
    const size_t x = hop_network_input(net, "symbols", t->tokens, 1);
    const size_t y = hop_network_input(net, "next", t->tokens, 1);
    const size_t scored = hop_network_input(net, "scored", t->tokens, 1);
    size_t h = hop_network_add(net, "embedding", HOP_FROM(x), "embedding:vocabulary=%zu,width=%zu",
                               t->symbols, width);
    h = hop_network_add(net, "position", HOP_FROM(h), "position");
    snprintf(settings, sizeof settings, "heads=%zu,causal=yes", heads);
    for (size_t l = 0; l < layers; l++) {
        snprintf(name, sizeof name, "layer%zu", l + 1);
        h = hop_network_block(net, name, h, 0, settings);
    }
    h = hop_network_add(net, "norm", HOP_FROM(h), "layer_norm");
    h = hop_network_add(net, "logits", HOP_FROM(h), "linear:width=%zu", t->symbols);
    hop_network_add(net, "loss", HOP_FROM(h, y, scored), "cross_entropy");
    return hop_network_finish(net);
}

/* ---- accuracy, over training too ---- */

typedef struct measure {
    const text *text;
    const hop_study *study;
    const hop_network *net;
    const hop_sampler *sampler;
    double *right; /* [samples] */
    size_t samples;
} measure;

static void visit(void *context, const hop_workspace *w, size_t sample, size_t index) {
    const measure *m = context;
    const size_t tokens = m->text->tokens, symbols = m->text->symbols;
    double next[TOKENS_MAX], scored[TOKENS_MAX], logits[TOKENS_MAX * TOKENS_MAX];
    size_t right = 0, count = 0;
    hop_workspace_read(w, 1, sample, next);
    hop_workspace_read(w, 2, sample, scored);
    hop_workspace_read(w, hop_network_find(m->net, "logits"), sample, logits);
    for (size_t t = 0; t < tokens; t++) {
        size_t best = 0;
        if (scored[t] == 0) continue;
        for (size_t c = 1; c < symbols; c++)
            if (logits[t * symbols + c] > logits[t * symbols + best]) best = c;
        right += best == (size_t)next[t];
        count++;
    }
    m->right[index] = (double)right / (double)count;
}

static hop_status accuracy(void *context, const double *weights, double *value) {
    measure *m = context;
    const hop_trained lent = {.weights = (double *)(size_t)weights};
    HOP_TRY(hop_study_visit(m->study, m->net, m->sampler, &lent, m->samples, visit, m));
    *value = 0;
    for (size_t i = 0; i < m->samples; i++) *value += m->right[i] / (double)m->samples;
    return HOP_OK;
}

/* ---- all runs ---- */

typedef struct outcome {
    double *step, *accuracy; /* [points] */
    size_t points;
} outcome;

typedef struct outcomes {
    outcome run[LAYERS][HEAD_CHOICES][16];
    size_t seeds;
} outcomes;

static hop_status keep(const hop_trained *trained, outcome *o) {
    HOP_TRY(hop_alloc(trained->points, sizeof(double), "a curve", &o->step));
    HOP_TRY(hop_alloc(trained->points, sizeof(double), "a curve", &o->accuracy));
    o->points = trained->points;
    for (size_t i = 0; i < o->points; i++) {
        o->step[i] = trained->curve[i].step;
        o->accuracy[i] = trained->curve[i].measure[0];
    }
    return HOP_OK;
}

/* Where heads look in the last text: before themselves (what stood before), or behind the place
 * where the present symbol stood (induction); the mean weight there. */
static hop_status show_heads(hop_study *study, const text *t, const hop_network *net,
                             const double *weights, size_t layers, size_t heads) {
    const size_t n = t->tokens, length = t->shortest;
    double symbols[TOKENS_MAX], *all = NULL;
    char letters[TOKENS_MAX][2];
    const char *names[TOKENS_MAX];
    hop_workspace *w = NULL;
    HOP_TRY(hop_alloc(heads * n * n, sizeof *all, "weights", &all));
    hop_status status = hop_workspace_create(net, HOP_LAYER_DOUBLE, 1, false, &w);
    for (size_t i = 0; i < n; i++) symbols[i] = (double)(i % length);
    for (size_t i = 0; i < n; i++) {
        snprintf(letters[i], sizeof letters[i], "%c", (char)('a' + i % length % 26));
        names[i] = letters[i];
    }
    if (status == HOP_OK) {
        hop_workspace_set(w, 0, 0, symbols);
        hop_workspace_forward(w, weights, 1);
    }
    for (size_t l = 0; l < layers && status == HOP_OK; l++) {
        char name[64];
        snprintf(name, sizeof name, "layer%zu.attention", l + 1);
        hop_workspace_saved(w, hop_network_find(net, name), 0, heads * n * n, all);
        for (size_t h = 0; h < heads; h++) {
            double before = 0, again = 0, k90 = 0;
            const double *p = all + h * n * n;
            for (size_t i = length; i < n; i++) {
                before += p[i * n + i - 1] / (double)(n - length);
                again += p[i * n + i - length + 1] / (double)(n - length);
            }
            const char *kind = hop_study_class(p, n, n, &k90);
            hop_result_remark(study->result, HOP_NOTE,
                              "%zu layers, %zu heads: head %zu of layer %zu gives %.2f of its "
                              "weight to the place before, %.2f to what followed the symbol "
                              "before; k90 = %.0f (%s)",
                              layers, heads, h + 1, l + 1, before, again, k90, kind);
            snprintf(name, sizeof name, "layer %zu, head %zu", l + 1, h + 1);
            hop_study_words words = hop_study_looks;
            words.caption = "Who looks (rows) at whom (columns): the text comes again after its "
                            "first symbols";
            hop_study_map(study, name, p, n, length > 26 ? NULL : names, &words);
        }
    }
    hop_workspace_destroy(w);
    free(all);
    return status;
}

static hop_status learn(hop_study *study, const text *t, size_t layers, size_t choice, size_t seed,
                        outcome *o) {
    hop_network *net = NULL;
    hop_trained trained = {0};
    const hop_sampler sampler = {draw, t};
    hop_train_options options = hop_train_defaults;
    measure m = {.text = t, .study = study, .sampler = &sampler};
    char name[40];
    m.samples = hop_study_size(study, 100, 20);
    HOP_TRY(hop_alloc(m.samples, sizeof *m.right, "samples", &m.right));
    snprintf(name, sizeof name, "%zu layers %zu heads %zu", layers, HEADS[choice], seed + 1);
    options.optimiser = "adam:rate=0.01";
    options.steps = hop_study_size(study, 1200, 60);
    options.batch = 32;
    options.every = hop_study_size(study, 50, 20);
    options.seed = seed;
    options.measure = accuracy;
    options.measuring = &m;
    hop_status status = build(t, (size_t)study->setting[WIDTH], layers, HEADS[choice], &net);
    m.net = net;
    if (status == HOP_OK) status = hop_study_train(study, name, net, &sampler, &options, &trained);
    if (status == HOP_OK) status = keep(&trained, o);
    if (status == HOP_OK && layers == LAYERS && choice == 0 && seed == 0)
        status = show_heads(study, t, net, trained.weights, layers, HEADS[choice]);
    if (status == HOP_OK && layers == LAYERS && choice == 0 && seed == 0)
        status = hop_heads_show(study, name, net, &trained, true);
    hop_trained_clear(&trained);
    hop_network_destroy(net);
    free(m.right);
    return status;
}

/* The mean over seeds and the smallest and largest; *ends: the last point. */
static hop_status draw_phase(hop_study *study, const outcomes *all, double ends[LAYERS]) {
    enum { CURVES = LAYERS * HEAD_CHOICES };
    const size_t points = all->run[0][0][0].points;
    double *block = NULL;
    hop_curve curves[CURVES] = {0};
    char name[CURVES][32];
    HOP_TRY(hop_alloc(CURVES * 3 * points, sizeof *block, "curves", &block));
    for (size_t k = 0; k < CURVES; k++) {
        const outcome *run = all->run[k / HEAD_CHOICES][k % HEAD_CHOICES];
        double *mean = block + 3 * k * points, *low = mean + points, *high = low + points;
        for (size_t i = 0; i < points; i++) {
            low[i] = INFINITY;
            for (size_t s = 0; s < all->seeds; s++) {
                mean[i] += run[s].accuracy[i] / (double)all->seeds;
                low[i] = fmin(low[i], run[s].accuracy[i]);
                high[i] = fmax(high[i], run[s].accuracy[i]);
            }
        }
        snprintf(name[k], sizeof name[k], "%zu layer%s, %zu head%s", k / HEAD_CHOICES + 1,
                 k < HEAD_CHOICES ? "" : "s", HEADS[k % HEAD_CHOICES],
                 HEADS[k % HEAD_CHOICES] == 1 ? "" : "s");
        curves[k] = (hop_curve){.name = name[k],
                                .x = run[0].step,
                                .y = mean,
                                .low = low,
                                .high = high,
                                .count = points};
        ends[k / HEAD_CHOICES] = fmax(ends[k / HEAD_CHOICES], mean[points - 1]);
    }
    hop_study_curves(study, "phase", "step", "accuracy on symbols that come again", curves, CURVES,
                     "Accuracy over training: mean, least and most over seeds");
    free(block);
    return HOP_OK;
}

static hop_status run_all(hop_study *study, const text *t, outcomes *all) {
    double ends[LAYERS] = {0};
    for (size_t l = 0; l < LAYERS; l++)
        for (size_t h = 0; h < HEAD_CHOICES; h++)
            for (size_t s = 0; s < all->seeds; s++)
                HOP_TRY(learn(study, t, l + 1, h, s, &all->run[l][h][s]));
    HOP_TRY(draw_phase(study, all, ends));
    hop_study_check(study, "two layers", ends[1], 1, HOP_BAR_AT_LEAST, 0.95,
                    "accuracy on symbols that come again, best number of heads, mean over seeds");
    hop_study_check(study, "one layer", ends[0], 1 / (double)t->shortest, HOP_BAR_AT_MOST, 0.5,
                    "the same; beside it a guess among the symbols seen, at best");
    return HOP_OK;
}

static hop_status run(hop_study *study) {
    text t = {(size_t)study->setting[SYMBOLS], (size_t)study->setting[TOKENS], 0, 0};
    outcomes *all = NULL;
    t.longest = t.tokens / 2 < t.symbols ? t.tokens / 2 : t.symbols;
    t.shortest = t.longest / 2 > 2 ? t.longest / 2 : 2;
    HOP_TRY(hop_alloc(1, sizeof *all, "runs", &all));
    all->seeds = hop_study_size(study, (size_t)study->setting[SEEDS], 1);
    const hop_status status = run_all(study, &t, all);
    for (size_t i = 0; i < LAYERS * HEAD_CHOICES * 16; i++) {
        outcome *o = &all->run[i / (HEAD_CHOICES * 16)][i / 16 % HEAD_CHOICES][i % 16];
        free(o->step);
        free(o->accuracy);
    }
    free(all);
    return status;
}

const hop_task_row hop_task_induction = {
    .row = {.name = "induction",
            .title = "what followed before is said again: two layers can, one cannot",
            .sources = "Elhage et al. 2021; Olsson et al. 2022 (arXiv 2209.11895)",
            .parameters = {HOP_PARAMETER_WHOLE("symbols", "there are", "symbols", 20, 4, 200),
                           HOP_PARAMETER_WHOLE("tokens", "of a text", "tokens", 32, 8, TOKENS_MAX),
                           HOP_PARAMETER_WHOLE("width", "of a token inside", "numbers", 32, 4,
                                               1024),
                           HOP_PARAMETER_WHOLE("seeds", "runs of every kind", "runs", 2, 1, 10)}},
    .shows = "Two layers of attention learn to find what followed a symbol before, suddenly; one "
             "layer does not.",
    .run = run,
};
