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

#include <gsl/gsl_sf_bessel.h>
#include <hopfield/energy.h>

#include "draw.h"
#include "study.h"

enum { DIM, INTRINSIC, TOKENS, KIND };
enum { QUERIES = 32, CENTRES = 8, DIM_MAX = 64 };

typedef struct prompt {
    const char *name;
    enum { SUBSPACE = 1, SPHERE, CLUSTERS } kind;
    size_t dim, intrinsic, tokens;
    double noise;          /* sigma^2 of the query's */
    double spread;         /* variance within the subspace, or of a cluster */
    const char *optimiser; /* as far as its matrices have to go from where they begin */
} prompt;

static const prompt PROMPTS[] = {
    {.name = "subspace",
     .kind = SUBSPACE,
     .noise = 1,
     .spread = 1,
     .optimiser = "adam:rate=0.02,b2=0.99"},
    {.name = "sphere", .kind = SPHERE, .noise = 0.1, .optimiser = "adam:rate=0.1,b2=0.99"},
    {.name = "clusters",
     .kind = CLUSTERS,
     .noise = 0.1,
     .spread = 0.002,
     .optimiser = "adam:rate=0.2,b2=0.99"},
};
enum { PROMPT_COUNT = sizeof PROMPTS / sizeof *PROMPTS };

/* ---- samples ---- */

/* Directions of a subspace, or centres of clusters: what a prompt is about. */
static size_t draw_frame(const prompt *p, hop_random *random, double *frame) {
    const size_t count = p->kind == CLUSTERS ? CENTRES
                         : p->kind == SPHERE ? p->intrinsic + 1
                                             : p->intrinsic;
    if (p->kind == CLUSTERS)
        for (size_t i = 0; i < count; i++) hop_draw_direction(random, p->dim, frame + i * p->dim);
    else
        hop_draw_frame(random, count, p->dim, frame);
    return count;
}

static void draw_token(const prompt *p, hop_random *random, const double *frame, size_t count,
                       double *token) {
    double along[DIM_MAX];
    memset(token, 0, p->dim * sizeof *token);
    if (p->kind == CLUSTERS) {
        const double *centre = frame + hop_random_below(random, count) * p->dim;
        for (size_t c = 0; c < p->dim; c++)
            token[c] = centre[c] + sqrt(p->spread) * hop_random_normal(random);
        return;
    }
    if (p->kind == SPHERE)
        hop_draw_direction(random, count, along);
    else
        for (size_t i = 0; i < count; i++) along[i] = sqrt(p->spread) * hop_random_normal(random);
    for (size_t i = 0; i < count; i++)
        for (size_t c = 0; c < p->dim; c++) token[c] += along[i] * frame[i * p->dim + c];
}

/* input: context [tokens x dim], queries and targets [QUERIES x dim]. */
static void draw(const void *context, hop_random *random, double *const *input) {
    const prompt *p = context;
    double frame[DIM_MAX * DIM_MAX];
    const size_t count = draw_frame(p, random, frame);
    for (size_t t = 0; t < p->tokens; t++)
        draw_token(p, random, frame, count, input[0] + t * p->dim);
    for (size_t q = 0; q < QUERIES; q++) {
        double *target = input[2] + q * p->dim;
        draw_token(p, random, frame, count, target);
        for (size_t c = 0; c < p->dim; c++)
            input[1][q * p->dim + c] = target[c] + sqrt(p->noise) * hop_random_normal(random);
    }
}

static hop_status build(const prompt *p, hop_network **network) {
    HOP_TRY(hop_network_create(network));
    hop_network *net = *network;
    const size_t x = hop_network_input(net, "context", p->tokens, p->dim);
    const size_t q = hop_network_input(net, "query", QUERIES, p->dim);
    const size_t y = hop_network_input(net, "target", QUERIES, p->dim);
    size_t h = hop_network_add(net, "kq", HOP_FROM(q), "linear:width=%zu,bias=no", p->dim);
    h = hop_network_add(net, "attention", HOP_FROM(h, x, x), "attention:scale=1");
    h = hop_network_add(net, "pv", HOP_FROM(h), "linear:width=%zu,bias=no", p->dim);
    hop_network_add(net, "loss", HOP_FROM(h, y), "squared_error");
    return hop_network_finish(net);
}

/* ---- the best that can be done by who knows the distribution: mean squared error a number ---- */

/* Proposition 3: the posterior mean has length I_{m/2}(k) / I_{m/2-1}(k), k = |x~| / sigma^2, in
 * the m = d + 1 dimensions of the sphere; |x~| is a noncentral chi.  By the trapezium rule. */
static double sphere_loss(const prompt *p) {
    enum { POINTS = 20000 };
    const double m = (double)p->intrinsic + 1, v = p->noise;
    const double top = 1 + 12 * sqrt(v), step = top / POINTS;
    double mass = 0, explained = 0;
    for (size_t i = 1; i < POINTS; i++) {
        const double r = step * (double)i, k = r / v;
        const double below = gsl_sf_bessel_Inu_scaled(m / 2 - 1, k);
        const double density = pow(r, m / 2) * exp(-(r - 1) * (r - 1) / (2 * v)) * below;
        const double length = gsl_sf_bessel_Inu_scaled(m / 2, k) / below;
        mass += density;
        explained += density * length * length;
    }
    return (1 - explained / mass) / (double)p->dim;
}

/* Proposition 4, the mean over drawn centres and queries. */
static double clusters_loss(const prompt *p, size_t draws, uint64_t seed) {
    hop_random random;
    double centre[CENTRES * DIM_MAX], token[DIM_MAX], query[DIM_MAX], weight[CENTRES], sum = 0;
    const double v = p->spread + p->noise, keep = p->spread / v;
    hop_random_init(&random, seed, (uint64_t)3 << 61);
    for (size_t k = 0; k < draws; k++) {
        double peak = -INFINITY, total = 0;
        draw_frame(p, &random, centre);
        draw_token(p, &random, centre, CENTRES, token);
        for (size_t c = 0; c < p->dim; c++)
            query[c] = token[c] + sqrt(p->noise) * hop_random_normal(&random);
        for (size_t a = 0; a < CENTRES; a++) {
            weight[a] = 0;
            for (size_t c = 0; c < p->dim; c++) weight[a] += centre[a * p->dim + c] * query[c] / v;
            peak = fmax(peak, weight[a]);
        }
        for (size_t a = 0; a < CENTRES; a++) total += weight[a] = exp(weight[a] - peak);
        for (size_t c = 0; c < p->dim; c++) {
            double mean = 0;
            for (size_t a = 0; a < CENTRES; a++) mean += weight[a] / total * centre[a * p->dim + c];
            sum += pow(keep * query[c] + (1 - keep) * mean - token[c], 2);
        }
    }
    return sum / (double)(draws * p->dim);
}

static double best_loss(const prompt *p, const hop_study *study) {
    switch (p->kind) {
    case SUBSPACE: /* proposition 2 */
        return (double)p->intrinsic / (double)p->dim * p->spread * p->noise /
               (p->spread + p->noise);
    case SPHERE: return sphere_loss(p);
    case CLUSTERS: break;
    }
    return clusters_loss(p, hop_study_size(study, 400000, 20000), study->options->seed);
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
    const prompt *prompt;
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
    double layer[QUERIES * DIM_MAX], state[DIM_MAX], next[DIM_MAX], turned[DIM_MAX];
    hop_energy energy;
    HOP_TRY(hop_energy_parse("lse", &energy));
    energy.parameter[0] = c->beta;
    for (size_t k = 0; k < 3; k++) hop_workspace_set(w, k, 0, input[k]);
    hop_workspace_forward(w, c->weights, 1);
    hop_workspace_read(w, hop_network_find(c->network, "pv"), 0, layer);
    for (size_t q = 0; q < QUERIES; q++) {
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
    const prompt *p = c->prompt;
    hop_workspace *w = NULL;
    double *block = NULL;
    const size_t sizes[] = {p->tokens * p->dim, QUERIES * p->dim, QUERIES * p->dim};
    HOP_TRY(hop_alloc(sizes[0] + 2 * sizes[1] + p->tokens, sizeof *block, "a prompt", &block));
    double *const input[] = {block, block + sizes[0], block + sizes[0] + sizes[1]};
    hop_status status = hop_workspace_create(c->network, HOP_LAYER_DOUBLE, 1, false, &w);
    for (size_t k = 0; k < prompts && status == HOP_OK; k++) {
        hop_random random;
        hop_random_init(&random, seed, ((uint64_t)5 << 60) + k);
        draw(p, &random, input);
        status = compare_prompt(c, input, w, block + sizes[0] + 2 * sizes[1]);
    }
    c->one /= (double)(prompts * QUERIES * p->dim);
    c->rest /= (double)(prompts * QUERIES * p->dim);
    hop_workspace_destroy(w);
    free(block);
    return status;
}

static void check(hop_study *study, const prompt *p, double loss, const double *weights,
                  comparison *c) {
    char name[64];
    double kq = 0, pv = 0;
    c->beta = identity_factor(weights, p->dim, &kq);
    c->gain = identity_factor(weights + p->dim * p->dim, p->dim, &pv);
    const double best = best_loss(p, study);
    hop_study_oracle(study, best);
    snprintf(name, sizeof name, "%s loss", p->name);
    hop_study_check(study, name, loss, best, HOP_BAR_WITHIN, 0.03,
                    "squared error a number, beside the best with the distribution known");
    snprintf(name, sizeof name, "%s KQ off identity", p->name);
    hop_study_check(study, name, kq, 0, HOP_BAR_AT_MOST, 0.1, "|W_KQ - c I| / |W_KQ|");
    snprintf(name, sizeof name, "%s PV off identity", p->name);
    hop_study_check(study, name, pv, 0, HOP_BAR_AT_MOST, 0.1, "|W_PV - c I| / |W_PV|");
    if (p->kind == SUBSPACE) {
        snprintf(name, sizeof name, "%s factors", p->name);
        hop_study_check(study, name, c->beta * c->gain, 1 / (p->spread + p->noise), HOP_BAR_WITHIN,
                        0.15, "product of both factors; 1/(s^2 + sigma^2)");
        return;
    }
    snprintf(name, sizeof name, "%s beta", p->name);
    /* On a sphere what beta lacks the gain makes up for, nearly, and prompts that are not endless
     * favour less of it; the paper sees the same (its figure 6). */
    hop_study_check(study, name, c->beta, 1 / p->noise,
                    p->kind == SPHERE ? HOP_BAR_NONE : HOP_BAR_WITHIN, 0.15,
                    "the factor of W_KQ beside 1/sigma^2, its limit for long prompts");
    snprintf(name, sizeof name, "%s gain", p->name);
    hop_study_check(study, name, c->gain, 1, HOP_BAR_WITHIN, 0.15, "the factor of W_PV beside 1");
}

static void show(hop_study *study, const prompt *p, const double *weights, const comparison *c) {
    char name[64];
    snprintf(name, sizeof name, "%s steps", p->name);
    hop_study_check(study, name, c->rest / c->one, NAN, HOP_BAR_AT_LEAST, 1,
                    "error of running to rest by that of one step: one step is better");
    hop_result_remark(study->result, HOP_NOTE,
                      "%s: the trained layer is a Hopfield step at beta %.4g: the largest "
                      "difference is %.2g with its own matrices, %.2g with multiples of the "
                      "identity in their place",
                      p->name, c->beta, c->exact, c->multiple);
    snprintf(name, sizeof name, "%s-kq", p->name);
    hop_study_map(study, name, weights, p->dim, p->dim, NULL, NULL, "weight", true,
                  "W_KQ as learned");
}

/* Where a token is as likely as its opposite, both matrices may as well be the other way round:
 * turned, they are the same denoiser, and a Hopfield step. */
static void turn_round(hop_study *study, const prompt *p, double *weights) {
    double distance = 0;
    if (p->kind == CLUSTERS || identity_factor(weights, p->dim, &distance) >= 0) return;
    for (size_t i = 0; i < 2 * p->dim * p->dim; i++) weights[i] = -weights[i];
    hop_result_remark(study->result, HOP_NOTE,
                      "%s: W_KQ and W_PV were learned as negative multiples of the identity, which "
                      "is the same for prompts as likely as their opposites; both are turned round",
                      p->name);
}

static hop_status learn(hop_study *study, const prompt *p) {
    hop_network *net = NULL;
    hop_trained trained = {0};
    const hop_sampler sampler = {draw, p};
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
        prompt p = PROMPTS[i];
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
            .parameters = {{.name = "dim",
                            .meaning = "numbers of a token",
                            .unit = "numbers",
                            .standard = 16,
                            .low = 2,
                            .high = DIM_MAX,
                            .integer = true},
                           {.name = "intrinsic",
                            .meaning = "dimensions of subspace and sphere",
                            .unit = "dimensions",
                            .standard = 2,
                            .low = 1,
                            .high = DIM_MAX - 1,
                            .integer = true},
                           {.name = "tokens",
                            .meaning = "clean ones in a prompt",
                            .unit = "tokens",
                            .standard = 1000,
                            .low = 2,
                            .high = 100000,
                            .integer = true},
                           {.name = "prompts",
                            .meaning = "what their tokens are drawn from",
                            .unit = "dimensionless",
                            .choices = "all|subspace|sphere|clusters"}}},
    .shows = "Trained on prompts of clean tokens and a noisy query, an attention layer becomes one "
             "step of the softmax Hopfield network whose memory is the prompt, at beta = "
             "1/sigma^2: as good as who knows the distribution, and better than running to rest.",
    .run = run,
};
