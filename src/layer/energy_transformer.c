/* The Energy Transformer: tokens descend one energy, step after step, and are trained through it.
 * Hoover et al. 2023 (2302.07253), eqs. 1 to 6; with g = layer_norm(x), scalar gain:
 *
 *     E(g) = -1/beta sum_h sum_C ln sum_{B != C} exp(beta K_hB . Q_hC) - 1/2 sum ReLU(Xi g)^2
 *     x   <- x - a dE/dg,    -dE/dg = sum_h (P K W_Q + P' Q W_K) + ReLU(g Xi') Xi
 *
 * with K = g W_K', Q = g W_Q', P = softmax(beta Q K') by rows, the diagonal left out.  Tokens that
 * are held stay where they are, as known neurons of a Hopfield network do: a descent in the others
 * alone. The way back needs the second derivative of E, applied to one vector: attention_back(),
 * memory_back(). SPDX-License-Identifier: MIT */
#ifndef TEMPLATE
#define TEMPLATE "energy_transformer.c"
#include <string.h>
#include <tgmath.h>

#include "layer_private.h"

enum { HEADS, WIDTH, MEMORIES, STEPS, STEP, BETA, TERMS, SHRINKING };
enum { BOTH, ATTENTION, MEMORY };
enum { TOKENS, HELD };

/* Added to the variance. */
static const double FLOOR = 1e-5;

typedef struct sizes {
    size_t tokens, dim, heads, width, wide, memories; /* wide: of all heads */
    double beta, step;
    bool attention, memory, shrinking;
} sizes;

static sizes sizes_of(const hop_layer *layer) {
    const double terms = layer->parameter[TERMS];
    sizes s = {.tokens = layer->in[TOKENS].tokens, .dim = layer->in[TOKENS].width};
    s.heads = hop_layer_count(layer, HEADS);
    s.width = hop_layer_count(layer, WIDTH);
    s.wide = s.heads * s.width;
    s.memories = hop_layer_count(layer, MEMORIES);
    s.beta = layer->parameter[BETA];
    if (isnan(s.beta)) s.beta = 1 / sqrt((double)s.width);
    s.step = layer->parameter[STEP];
    s.attention = terms != MEMORY;
    s.memory = terms != ATTENTION;
    s.shrinking = layer->parameter[SHRINKING] != 0;
    return s;
}

#include "both.h"

static hop_status shape(hop_layer *layer) {
    const sizes s = sizes_of(layer);
    if (s.dim < 2 || (s.attention && s.tokens < 2))
        return hop_fail(HOP_E_SHAPE, "%s: %zu tokens of %zu numbers; it takes 2 of 2 at least",
                        layer->name, s.tokens, s.dim);
    if (layer->inputs > HELD && layer->in[HELD].tokens != s.tokens)
        return hop_fail(HOP_E_SHAPE, "%s: %zu flags for %zu tokens", layer->name,
                        layer->in[HELD].tokens, s.tokens);
    layer->out = layer->in[TOKENS];
    layer->weight[0] = (hop_layer_weight){"key", s.wide, s.dim, true};
    layer->weight[1] = (hop_layer_weight){"query", s.wide, s.dim, true};
    layer->weight[2] = (hop_layer_weight){"memory", s.memories, s.dim, true};
    layer->weight[3] = (hop_layer_weight){"gain", 1, 1, false};
    layer->weight[4] = (hop_layer_weight){"bias", 1, s.dim, false};
    const size_t size = s.tokens * s.dim;
    layer->saved = hop_layer_count(layer, STEPS) * size; /* the state before every step */
    layer->scratch = 6 * size + 6 * s.tokens * s.wide + 2 * s.tokens * s.tokens * s.heads +
                     2 * s.tokens * s.memories + s.tokens;
    return HOP_OK;
}

static void initialise(const hop_layer *layer, hop_random *random, double *weights) {
    const sizes s = sizes_of(layer);
    const size_t matrices = (2 * s.wide + s.memories) * s.dim;
    hop_layer_fill_normal(random, matrices, 1 / sqrt((double)s.dim), weights);
    memset(weights + matrices, 0, (1 + s.dim) * sizeof *weights);
    weights[matrices] = 1;
}

static void example(hop_random *random, hop_layer *layer) {
    layer->parameter[HEADS] = (double)hop_layer_draw(random, 3);
    layer->parameter[WIDTH] = (double)hop_layer_draw(random, 3);
    layer->parameter[MEMORIES] = (double)hop_layer_draw(random, 4);
    layer->parameter[STEPS] = (double)hop_layer_draw(random, 4);
    layer->parameter[STEP] = 0.3;
    layer->parameter[BETA] = hop_random_below(random, 2) ? NAN : 0.8;
    layer->parameter[TERMS] = (double)hop_random_below(random, 3);
    layer->parameter[SHRINKING] = (double)hop_random_below(random, 2);
    layer->inputs = 1 + hop_random_below(random, 2);
    layer->in[TOKENS] = (hop_tokens){1 + hop_layer_draw(random, 4), 2 + hop_layer_draw(random, 4)};
    layer->in[HELD] = (hop_tokens){layer->in[TOKENS].tokens, 1};
}

const hop_layer_row hop_layer_energy_transformer = {
    .row = {.name = "energy_transformer",
            .title = "tokens descend one energy of attention and memory, with weights shared",
            .sources = "Hoover et al. 2023 (arXiv 2302.07253), eqs. 1 to 6",
            .parameters = {HOP_PARAMETER_WHOLE("heads", "of attention", "heads", 4, 1, 1024),
                           HOP_PARAMETER_WHOLE("width", "of a key and of a query", "numbers", 16, 1,
                                               1e5),
                           HOP_PARAMETER_WHOLE("memories", "rows of Xi", "patterns", 128, 1, 1e6),
                           HOP_PARAMETER_WHOLE("steps", "of descent", "steps", 12, 1, 1000),
                           {.name = "step",
                            .meaning = "a",
                            .unit = "dimensionless",
                            .default_value = 0.1,
                            .low = 0,
                            .low_open = true,
                            .high = 100},
                           {.name = "beta",
                            .meaning = "inverse temperature of attention; auto: 1/sqrt(width)",
                            .unit = "dimensionless",
                            .default_value = NAN,
                            .low = 0,
                            .low_open = true,
                            .high = INFINITY,
                            .high_open = true},
                           {.name = "terms",
                            .meaning = "which of the two terms the energy has",
                            .unit = "dimensionless",
                            .choices = "both|attention|memory"},
                           {.name = "shrinking",
                            .meaning = "whether step k is a/k (Robbins and Monro 1951), and not a",
                            .unit = "dimensionless",
                            .choices = "no|yes"}}},
    .port = {{.name = "tokens"}, {.name = "held", .kind = HOP_PORT_FLAGS, .optional = true}},
    .shape = shape,
    .initialise = initialise,
    HOP_LAYER_BOTH,
    .example = example,
};

#else

/* The weights, and what one step makes of one sample. */
typedef struct NAME(step_state) {
    const real *w_key, *w_query, *memory, *gain, *bias;
    real *g, *f;                      /* normalised tokens, -dE/dg [tokens x dim] */
    real *deviation;                  /* 1/deviation [tokens] */
    real *key, *query;                /* [tokens x wide] */
    real *mixed_keys, *mixed_queries; /* P K and P' Q */
    real *p;                          /* [heads x tokens x tokens] */
    real *hidden;                     /* [tokens x memories] */
    /* The way back. */
    real *d_f, *d_g, *d_key, *d_query, *d_p, *d_hidden, *d_state;
} NAME(step_state);

static NAME(step_state) NAME(lay_out)(const sizes *s, const hop_layer_pass *pass) {
    NAME(step_state) w = {0};
    const size_t size = s->tokens * s->dim, rows = s->tokens * s->wide;
    w.w_key = pass->weights;
    w.w_query = w.w_key + s->wide * s->dim;
    w.memory = w.w_query + s->wide * s->dim;
    w.gain = w.memory + s->memories * s->dim;
    w.bias = w.gain + 1;
    real *at = pass->scratch;
    real **const sized[] = {&w.g, &w.f, &w.d_f, &w.d_g, &w.d_state};
    real **const wide[] = {&w.key, &w.query, &w.mixed_keys, &w.mixed_queries, &w.d_key, &w.d_query};
    for (size_t i = 0; i < sizeof sized / sizeof *sized; i++, at += size) *sized[i] = at;
    for (size_t i = 0; i < sizeof wide / sizeof *wide; i++, at += rows) *wide[i] = at;
    w.p = at;
    w.d_p = at += s->heads * s->tokens * s->tokens;
    w.hidden = at += s->heads * s->tokens * s->tokens;
    w.d_hidden = at += s->tokens * s->memories;
    w.deviation = at + s->tokens * s->memories;
    return w;
}

static void NAME(normalise)(const sizes *s, NAME(step_state) * w, const real *x) {
    for (size_t t = 0; t < s->tokens; t++) {
        const real *from = x + t * s->dim;
        real *g = w->g + t * s->dim, mean = 0, variance = 0;
        for (size_t c = 0; c < s->dim; c++) mean += from[c];
        mean /= (real)s->dim;
        for (size_t c = 0; c < s->dim; c++) variance += (from[c] - mean) * (from[c] - mean);
        w->deviation[t] = 1 / sqrt(variance / (real)s->dim + (real)FLOOR);
        for (size_t c = 0; c < s->dim; c++)
            g[c] = w->gain[0] * (from[c] - mean) * w->deviation[t] + w->bias[c];
    }
}

/* f = -dE/dg at x, and all that stands between. */
static void NAME(force)(const sizes *s, NAME(step_state) * w, const real *x) {
    const size_t n = s->tokens;
    const hop_blas_form project = {n, s->wide, s->dim, .turn_b = true, .scale = 1};
    const hop_blas_form scores = {
        n, n, s->width, .turn_b = true, .a_stride = s->wide, .b_stride = s->wide, .scale = s->beta};
    const hop_blas_form mix = {n,         s->width, n, .b_stride = s->wide, .c_stride = s->wide,
                               .scale = 1};
    hop_blas_form turned = mix;
    const hop_blas_form back = {n, s->dim, s->wide, .scale = 1, .keep = 1};
    const hop_blas_form overlap = {n, s->memories, s->dim, .turn_b = true, .scale = 1};
    const hop_blas_form recall = {n, s->dim, s->memories, .scale = 1, .keep = 1};
    turned.turn_a = true;
    NAME(normalise)(s, w, x);
    memset(w->f, 0, n * s->dim * sizeof *w->f);
    if (s->attention) {
        NAME(hop_blas_product)(&project, w->g, w->w_key, w->key);
        NAME(hop_blas_product)(&project, w->g, w->w_query, w->query);
        for (size_t h = 0; h < s->heads; h++) {
            real *p = w->p + h * n * n;
            const size_t at = h * s->width;
            NAME(hop_blas_product)(&scores, w->query + at, w->key + at, p);
            for (size_t t = 0; t < n; t++) {
                p[t * n + t] = -INFINITY;
                NAME(hop_layer_weigh)(1, n, p + t * n);
            }
            NAME(hop_blas_product)(&mix, p, w->key + at, w->mixed_keys + at);
            NAME(hop_blas_product)(&turned, p, w->query + at, w->mixed_queries + at);
        }
        NAME(hop_blas_product)(&back, w->mixed_keys, w->w_query, w->f);
        NAME(hop_blas_product)(&back, w->mixed_queries, w->w_key, w->f);
    }
    if (s->memory) {
        NAME(hop_blas_product)(&overlap, w->g, w->memory, w->hidden);
        for (size_t i = 0; i < n * s->memories; i++)
            w->hidden[i] = w->hidden[i] < 0 ? 0 : w->hidden[i];
        NAME(hop_blas_product)(&recall, w->hidden, w->memory, w->f);
    }
}

/* What step `number`, from 0, takes of the force on a token: nothing where it is held. */
static real NAME(step_of)(const sizes *s, const hop_layer_pass *pass, size_t sample, size_t token,
                          size_t number) {
    const real *held = pass->in[HELD];
    const double step = s->shrinking ? s->step / (double)(number + 1) : s->step;
    return held && held[sample * s->tokens + token] != 0 ? 0 : (real)step;
}

static void NAME(forward)(const hop_layer *layer, const hop_layer_pass *pass) {
    const sizes s = sizes_of(layer);
    const size_t size = s.tokens * s.dim, steps = hop_layer_count(layer, STEPS);
    NAME(step_state) w = NAME(lay_out)(&s, pass);
    for (size_t i = 0; i < pass->samples; i++) {
        real *x = (real *)pass->out + i * size, *saved = (real *)pass->saved + i * layer->saved;
        memcpy(x, (const real *)pass->in[TOKENS] + i * size, size * sizeof *x);
        for (size_t k = 0; k < steps; k++) {
            memcpy(saved + k * size, x, size * sizeof *x);
            NAME(force)(&s, &w, x);
            for (size_t t = 0; t < s.tokens; t++) {
                const real step = NAME(step_of)(&s, pass, i, t, k);
                for (size_t c = t * s.dim; c < (t + 1) * s.dim; c++) x[c] += step * w.f[c];
            }
        }
    }
}

/* d_f, the derivative by f, through the attention term: into d_g and the weights. */
static void NAME(attention_back)(const sizes *s, NAME(step_state) * w, real *d_w_key,
                                 real *d_w_query) {
    const size_t n = s->tokens, wide = s->wide;
    const hop_blas_form project = {n, wide, s->dim, .turn_b = true, .scale = 1};
    const hop_blas_form weights = {wide, s->dim, n, .turn_a = true, .scale = 1, .keep = 1};
    const hop_blas_form outer = {
        n, n, s->width, .turn_b = true, .a_stride = wide, .b_stride = wide, .scale = 1, .keep = 1};
    const hop_blas_form mix = {n,          s->width, n, .b_stride = wide, .c_stride = wide,
                               .scale = 1, .keep = 1};
    const hop_blas_form back = {n, s->dim, wide, .scale = 1, .keep = 1};
    /* Pass 1 of 3: f = A W_Q + B W_K with A = P K, B = P' Q; d_A and d_B take d_key's, d_query's
     * place, as what they add to keys and queries is not needed before. */
    NAME(hop_blas_product)(&weights, w->mixed_keys, w->d_f, d_w_query);
    NAME(hop_blas_product)(&weights, w->mixed_queries, w->d_f, d_w_key);
    real *d_a = w->mixed_keys, *d_b = w->mixed_queries;
    NAME(hop_blas_product)(&project, w->d_f, w->w_query, d_a);
    NAME(hop_blas_product)(&project, w->d_f, w->w_key, d_b);
    memset(w->d_key, 0, n * wide * sizeof *w->d_key);
    memset(w->d_query, 0, n * wide * sizeof *w->d_query);
    memset(w->d_p, 0, s->heads * n * n * sizeof *w->d_p);
    /* Pass 2 of 3: through P and the scores, head by head. */
    for (size_t h = 0; h < s->heads; h++) {
        const size_t at = h * s->width;
        const real *p = w->p + h * n * n;
        real *d_p = w->d_p + h * n * n;
        hop_blas_form turned = mix, scaled = mix;
        turned.turn_a = true;
        NAME(hop_blas_product)(&outer, d_a + at, w->key + at, d_p);
        NAME(hop_blas_product)(&outer, w->query + at, d_b + at, d_p);
        NAME(hop_blas_product)(&turned, p, d_a + at, w->d_key + at);
        NAME(hop_blas_product)(&mix, p, d_b + at, w->d_query + at);
        for (size_t t = 0; t < n; t++) NAME(hop_layer_unweigh)(1, n, p + t * n, d_p + t * n);
        scaled.scale = turned.scale = s->beta;
        NAME(hop_blas_product)(&scaled, d_p, w->key + at, w->d_query + at);
        NAME(hop_blas_product)(&turned, d_p, w->query + at, w->d_key + at);
    }
    /* Pass 3 of 3: through K = g W_K' and Q = g W_Q'. */
    NAME(hop_blas_product)(&weights, w->d_query, w->g, d_w_query);
    NAME(hop_blas_product)(&weights, w->d_key, w->g, d_w_key);
    NAME(hop_blas_product)(&back, w->d_query, w->w_query, w->d_g);
    NAME(hop_blas_product)(&back, w->d_key, w->w_key, w->d_g);
}

static void NAME(memory_back)(const sizes *s, NAME(step_state) * w, real *d_memory) {
    const size_t n = s->tokens;
    const hop_blas_form overlap = {n, s->memories, s->dim, .turn_b = true, .scale = 1};
    const hop_blas_form weights = {s->memories, s->dim, n, .turn_a = true, .scale = 1, .keep = 1};
    const hop_blas_form recall = {n, s->dim, s->memories, .scale = 1, .keep = 1};
    NAME(hop_blas_product)(&weights, w->hidden, w->d_f, d_memory);
    NAME(hop_blas_product)(&overlap, w->d_f, w->memory, w->d_hidden);
    for (size_t i = 0; i < n * s->memories; i++)
        if (w->hidden[i] <= 0) w->d_hidden[i] = 0;
    NAME(hop_blas_product)(&weights, w->d_hidden, w->g, d_memory);
    NAME(hop_blas_product)(&recall, w->d_hidden, w->memory, w->d_g);
}

/* d_g through the normalisation, added to d_state. */
static void NAME(norm_back)(const sizes *s, NAME(step_state) * w, real *d_gain, real *d_bias) {
    for (size_t t = 0; t < s->tokens; t++) {
        const real *d_g = w->d_g + t * s->dim, *g = w->g + t * s->dim;
        real sum = 0, turned = 0;
        for (size_t c = 0; c < s->dim; c++) {
            const real u = (g[c] - w->bias[c]) / w->gain[0];
            *d_gain += d_g[c] * u;
            d_bias[c] += d_g[c];
            sum += d_g[c];
            turned += d_g[c] * u;
        }
        for (size_t c = 0; c < s->dim; c++) {
            const real u = (g[c] - w->bias[c]) / w->gain[0];
            w->d_state[t * s->dim + c] +=
                w->gain[0] * w->deviation[t] * (d_g[c] - (sum + u * turned) / (real)s->dim);
        }
    }
}

static void NAME(backward)(const hop_layer *layer, const hop_layer_pass *pass) {
    const sizes s = sizes_of(layer);
    const size_t size = s.tokens * s.dim, block = s.wide * s.dim;
    NAME(step_state) w = NAME(lay_out)(&s, pass);
    real *d_key = pass->d_weights, *d_query = d_key + block, *d_memory = d_query + block;
    real *d_gain = d_memory + s.memories * s.dim, *d_bias = d_gain + 1;
    for (size_t i = 0; i < pass->samples; i++) {
        const real *saved = (const real *)pass->saved + i * layer->saved;
        memcpy(w.d_state, (const real *)pass->d_out + i * size, size * sizeof *w.d_state);
        for (size_t k = hop_layer_count(layer, STEPS); k-- > 0;) {
            NAME(force)(&s, &w, saved + k * size);
            for (size_t t = 0; t < s.tokens; t++) {
                const real step = NAME(step_of)(&s, pass, i, t, k);
                for (size_t c = t * s.dim; c < (t + 1) * s.dim; c++) w.d_f[c] = step * w.d_state[c];
            }
            memset(w.d_g, 0, size * sizeof *w.d_g);
            if (s.attention) NAME(attention_back)(&s, &w, d_key, d_query);
            if (s.memory) NAME(memory_back)(&s, &w, d_memory);
            NAME(norm_back)(&s, &w, d_gain, d_bias);
        }
        real *d_x = pass->d_in[TOKENS] ? (real *)pass->d_in[TOKENS] + i * size : NULL;
        for (size_t c = 0; d_x && c < size; c++) d_x[c] += w.d_state[c];
    }
}

#endif
