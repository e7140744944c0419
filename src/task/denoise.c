/* In-context denoising: a prompt of clean tokens x_1 ... x_L of one distribution, and a query
 * x + sigma z; one attention layer,
 *
 *     x^ = W_PV X softmax(X' W_KQ (x + sigma z)),
 *
 * learns what the clean token was.  Distributions differ from prompt to prompt, so it must be read
 * from the prompt.  For tokens on a sphere the best layer for long prompts is W_PV = I and
 * W_KQ = I / sigma^2: one step of the softmax Hopfield network with the prompt as its memory.
 * Smart, Bietti, Sengupta 2025 (2502.05164): propositions 2 to 4, theorem 3.1.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <hopfield/energy.h>

#include "denoise.h"
#include "study.h"

enum { DIM, INTRINSIC, TOKENS, KIND };

static const hop_denoise_prompt PROMPTS[] = {
    {.name = "subspace",
     .kind = HOP_DENOISE_SUBSPACE,
     .noise = 1,
     .spread = 1,
     .optimiser = "adam:rate=0.02,b2=0.99"},
    {.name = "sphere",
     .kind = HOP_DENOISE_SPHERE,
     .noise = 0.1,
     .optimiser = "adam:rate=0.1,b2=0.99"},
    {.name = "clusters",
     .kind = HOP_DENOISE_CLUSTERS,
     .noise = 0.1,
     .spread = 0.002,
     .optimiser = "adam:rate=0.2,b2=0.99"},
};
enum { PROMPT_COUNT = sizeof PROMPTS / sizeof *PROMPTS };

static hop_status build(const hop_denoise_prompt *p, hop_network **network) {
    HOP_TRY(hop_network_create(network));
    hop_network *net = *network;
    const size_t x = hop_network_input(net, "context", p->tokens, p->dim);
    const size_t q = hop_network_input(net, "query", HOP_DENOISE_QUERIES, p->dim);
    const size_t y = hop_network_input(net, "target", HOP_DENOISE_QUERIES, p->dim);
    size_t h = hop_network_add(net, "kq", HOP_FROM(q), "linear:width=%zu,bias=no", p->dim);
    h = hop_network_add(net, "attention", HOP_FROM(h, x, x), "attention:scale=1");
    h = hop_network_add(net, "pv", HOP_FROM(h), "linear:width=%zu,bias=no", p->dim);
    hop_network_add(net, "loss", HOP_FROM(h, y), "squared_error");
    return hop_network_finish(net);
}

/* ---- what was learned ---- */

/* The factor c of the nearest multiple of the identity, and |W - c I| / |W|. */
static double identity_factor(const double *w, size_t dim, double *distance) {
    double trace = 0, square = 0;
    for (size_t i = 0; i < dim * dim; i++) square += w[i] * w[i];
    for (size_t i = 0; i < dim; i++) trace += w[i * dim + i];
    const double factor = trace / (double)dim;
    *distance = sqrt(fmax(0, square - factor * trace) / square);
    return factor;
}

/* y = W x, W [dim x dim] */
static void multiply(const double *w, const double *x, size_t dim, double *y) {
    for (size_t i = 0; i < dim; i++) {
        y[i] = 0;
        for (size_t c = 0; c < dim; c++) y[i] += w[i * dim + c] * x[c];
    }
}

/* One step of the Hopfield network that holds the prompt, by src/energy. */
static hop_status hopfield_step(const hop_energy *energy, const double *memory, size_t count,
                                size_t dim, double *weights, const double *state, double *next) {
    for (size_t t = 0; t < count; t++) {
        weights[t] = 0;
        for (size_t c = 0; c < dim; c++) weights[t] += memory[t * dim + c] * state[c];
    }
    HOP_TRY(hop_energy_weights(energy, weights, count, weights));
    memset(next, 0, dim * sizeof *next);
    for (size_t t = 0; t < count; t++)
        for (size_t c = 0; c < dim; c++) next[c] += weights[t] * memory[t * dim + c];
    return HOP_OK;
}

typedef struct comparison {
    const hop_denoise_prompt *prompt;
    const hop_network *network;
    const double *weights;
    double beta, gain;      /* of W_KQ and W_PV as multiples of the identity */
    double exact, multiple; /* largest differences */
    double one, rest;       /* squared error of one step, and of running to rest, a number */
} comparison;

/* The layer beside Hopfield steps on one prompt: with its own matrices the difference is rounding;
 * as multiples of the identity it is what they have besides.  And on, to rest. */
static hop_status compare_prompt(comparison *c, double *const *input, hop_workspace *w, double *p) {
    const size_t dim = c->prompt->dim, count = c->prompt->tokens;
    double layer[HOP_DENOISE_QUERIES * HOP_DENOISE_DIM_MAX], state[HOP_DENOISE_DIM_MAX],
        next[HOP_DENOISE_DIM_MAX], turned[HOP_DENOISE_DIM_MAX];
    hop_energy energy;
    HOP_TRY(hop_energy_parse("lse", &energy));
    energy.parameter[0] = c->beta;
    for (size_t k = 0; k < 3; k++) hop_workspace_set(w, k, 0, input[k]);
    hop_workspace_forward(w, c->weights, 1);
    hop_workspace_read(w, hop_network_find(c->network, "pv"), 0, layer);
    for (size_t q = 0; q < HOP_DENOISE_QUERIES; q++) {
        const double *query = input[1] + q * dim, *target = input[2] + q * dim;
        multiply(c->weights, query, dim, turned);
        for (size_t i = 0; i < dim; i++) turned[i] /= c->beta;
        HOP_TRY(hopfield_step(&energy, input[0], count, dim, p, turned, next));
        multiply(c->weights + dim * dim, next, dim, turned);
        for (size_t i = 0; i < dim; i++)
            c->exact = fmax(c->exact, fabs(turned[i] - layer[q * dim + i]));
        memcpy(state, query, dim * sizeof *state);
        for (size_t step = 0; step < 200; step++) {
            HOP_TRY(hopfield_step(&energy, input[0], count, dim, p, state, next));
            if (step == 0)
                for (size_t i = 0; i < dim; i++) {
                    const double error = c->gain * next[i] - target[i];
                    c->one += error * error;
                    c->multiple = fmax(c->multiple, fabs(c->gain * next[i] - layer[q * dim + i]));
                }
            memcpy(state, next, dim * sizeof *state);
        }
        for (size_t i = 0; i < dim; i++) c->rest += pow(c->gain * state[i] - target[i], 2);
    }
    return HOP_OK;
}

static hop_status compare(comparison *c, size_t prompts, uint64_t seed) {
    const hop_denoise_prompt *p = c->prompt;
    hop_workspace *w = NULL;
    double *block = NULL;
    const size_t sizes[] = {p->tokens * p->dim, HOP_DENOISE_QUERIES * p->dim,
                            HOP_DENOISE_QUERIES * p->dim};
    HOP_TRY(hop_alloc(sizes[0] + 2 * sizes[1] + p->tokens, sizeof *block, "a prompt", &block));
    double *const input[] = {block, block + sizes[0], block + sizes[0] + sizes[1]};
    hop_status status = hop_workspace_create(c->network, HOP_LAYER_DOUBLE, 1, false, &w);
    for (size_t k = 0; k < prompts && status == HOP_OK; k++) {
        hop_random random;
        hop_random_init(&random, seed, ((uint64_t)5 << 60) + k);
        hop_denoise_draw(p, &random, input);
        status = compare_prompt(c, input, w, block + sizes[0] + 2 * sizes[1]);
    }
    c->one /= (double)(prompts * HOP_DENOISE_QUERIES * p->dim);
    c->rest /= (double)(prompts * HOP_DENOISE_QUERIES * p->dim);
    hop_workspace_destroy(w);
    free(block);
    return status;
}

static void check(hop_study *study, const hop_denoise_prompt *p, double loss, const double *weights,
                  comparison *c) {
    char name[64];
    double kq = 0, pv = 0;
    c->beta = identity_factor(weights, p->dim, &kq);
    c->gain = identity_factor(weights + p->dim * p->dim, p->dim, &pv);
    const double best =
        hop_denoise_best(p, hop_study_size(study, 400000, 20000), study->options->seed);
    hop_study_oracle(study, best);
    snprintf(name, sizeof name, "%s loss", p->name);
    hop_study_check(study, name, loss, best, HOP_BAR_WITHIN, 0.03,
                    "squared error a number, beside the best with the distribution known");
    snprintf(name, sizeof name, "%s KQ off identity", p->name);
    hop_study_check(study, name, kq, 0, HOP_BAR_AT_MOST, 0.1, "|W_KQ - c I| / |W_KQ|");
    snprintf(name, sizeof name, "%s PV off identity", p->name);
    hop_study_check(study, name, pv, 0, HOP_BAR_AT_MOST, 0.1, "|W_PV - c I| / |W_PV|");
    if (p->kind == HOP_DENOISE_SUBSPACE) {
        snprintf(name, sizeof name, "%s factors", p->name);
        hop_study_check(study, name, c->beta * c->gain, 1 / (p->spread + p->noise), HOP_BAR_WITHIN,
                        0.15, "product of both factors; 1/(s^2 + sigma^2)");
        return;
    }
    snprintf(name, sizeof name, "%s beta", p->name);
    /* On a sphere what beta lacks the gain makes up for, nearly, and prompts that are not endless
     * favour less of it; the paper sees the same (its figure 6). */
    hop_study_check(study, name, c->beta, 1 / p->noise,
                    p->kind == HOP_DENOISE_SPHERE ? HOP_BAR_NONE : HOP_BAR_WITHIN, 0.15,
                    "the factor of W_KQ beside 1/sigma^2, its limit for long prompts");
    snprintf(name, sizeof name, "%s gain", p->name);
    hop_study_check(study, name, c->gain, 1, HOP_BAR_WITHIN, 0.15, "the factor of W_PV beside 1");
}

static void show(hop_study *study, const hop_denoise_prompt *p, const double *weights,
                 const comparison *c) {
    char name[64];
    snprintf(name, sizeof name, "%s steps", p->name);
    hop_study_check(study, name, c->rest / c->one, NAN, HOP_BAR_AT_LEAST, 1,
                    "error of running to rest by that of one step: one step is better");
    hop_result_remark(study->result, HOP_NOTE,
                      "%s: the trained layer is a Hopfield step at beta %.4g: the largest "
                      "difference is %.2g with its own matrices, %.2g with multiples of the "
                      "identity in their place",
                      p->name, c->beta, c->exact, c->multiple);
    snprintf(name, sizeof name, "W_KQ, %s", p->name);
    static const hop_study_words words = {
        .x_label = "dimension of the query",
        .y_label = "dimension of the keys",
        .label = "weight",
        .caption = "W_KQ as learned; of a Hopfield step it is a multiple of "
                   "the identity",
        .signs = true};
    hop_study_map(study, name, weights, p->dim, NULL, &words);
}

/* Where a token is as likely as its opposite, both matrices may as well be the other way round:
 * turned, they are the same denoiser, and a Hopfield step. */
static void turn_round(hop_study *study, const hop_denoise_prompt *p, double *weights) {
    double distance = 0;
    if (p->kind == HOP_DENOISE_CLUSTERS || identity_factor(weights, p->dim, &distance) >= 0) return;
    for (size_t i = 0; i < 2 * p->dim * p->dim; i++) weights[i] = -weights[i];
    hop_result_remark(study->result, HOP_NOTE,
                      "%s: W_KQ and W_PV were learned as negative multiples of the identity, which "
                      "is the same for prompts as likely as their opposites; both are turned round",
                      p->name);
}

static hop_status learn(hop_study *study, const hop_denoise_prompt *p) {
    hop_network *net = NULL;
    hop_trained trained = {0};
    const hop_sampler sampler = {hop_denoise_draw, p};
    hop_train_options options = hop_train_defaults;
    double loss = 0;
    options.optimiser = p->optimiser;
    options.steps = hop_study_size(study, 600, 100);
    options.batch = 16;
    options.every = hop_study_size(study, 50, 25);
    options.clip = 0;
    hop_status status = build(p, &net);
    if (status == HOP_OK)
        status = hop_study_train(study, p->name, net, &sampler, &options, &trained);
    if (status == HOP_OK) turn_round(study, p, trained.weights);
    if (status == HOP_OK)
        status =
            hop_study_loss(study, net, &sampler, &trained, hop_study_size(study, 1000, 100), &loss);
    if (status == HOP_OK) {
        comparison c = {.prompt = p, .network = net, .weights = trained.weights};
        check(study, p, loss, trained.weights, &c);
        status = compare(&c, hop_study_size(study, 20, 2), study->options->seed);
        if (status == HOP_OK) show(study, p, trained.weights, &c);
    }
    hop_trained_clear(&trained);
    hop_network_destroy(net);
    return status;
}

static hop_status run(hop_study *study) {
    const size_t dim = (size_t)study->setting[DIM], intrinsic = (size_t)study->setting[INTRINSIC];
    if (intrinsic >= dim)
        return hop_fail(HOP_E_VALUE,
                        "a sphere of %zu dimensions does not fit into %zu; intrinsic "
                        "must be below dim",
                        intrinsic, dim);
    for (size_t i = 0; i < PROMPT_COUNT; i++) {
        hop_denoise_prompt p = PROMPTS[i];
        if (study->setting[KIND] != 0 && (int)study->setting[KIND] != (int)p.kind) continue;
        p.dim = dim;
        p.intrinsic = intrinsic;
        p.tokens = hop_study_size(study, (size_t)study->setting[TOKENS], 64);
        HOP_TRY(learn(study, &p));
    }
    return HOP_OK;
}

const hop_task_row hop_task_denoise = {
    .row = {.name = "denoise",
            .title = "in-context denoising: attention learns one Hopfield step",
            .sources = "Smart, Bietti, Sengupta 2025 (arXiv 2502.05164), propositions 2 to 4, "
                       "theorem 3.1",
            .parameters = {HOP_PARAMETER_WHOLE("dim", "numbers of a token", "numbers", 16, 2,
                                               HOP_DENOISE_DIM_MAX),
                           HOP_PARAMETER_WHOLE("intrinsic", "dimensions of subspace and sphere",
                                               "dimensions", 2, 1, HOP_DENOISE_DIM_MAX - 1),
                           HOP_PARAMETER_WHOLE("tokens", "clean ones in a prompt", "tokens", 1000,
                                               2, 100000),
                           {.name = "prompts",
                            .meaning = "what their tokens are drawn from",
                            .unit = "dimensionless",
                            .choices = "all|subspace|sphere|clusters"}}},
    .shows = "Trained on prompts of clean tokens and a noisy query, an attention layer becomes one "
             "step of the softmax Hopfield network whose memory is the prompt, at beta = "
             "1/sigma^2: as good as who knows the distribution, and better than running to rest.",
    .run = run,
};
