/* Scaled dot-product attention by heads:  O = weights(scale Q K' + mask) V  in each.
 * Vaswani et al. 2017 (1706.03762), section 3.2; the sparse families: Correia et al. 2019.
 * SPDX-License-Identifier: MIT */
#ifndef TEMPLATE
#define TEMPLATE "attention.c"
#include <math.h>

#include "layer_private.h"

enum { HEADS, SCALE, ALPHA, CAUSAL, SELF };
enum { QUERY, KEY, VALUE, SEEN };

/* Sizes of one head. */
typedef struct sizes {
    size_t heads, queries, keys, width, value;
    double scale;
} sizes;

static sizes sizes_of(const hop_layer *layer) {
    sizes s = {.heads = hop_layer_count(layer, HEADS),
               .queries = layer->in[QUERY].tokens,
               .keys = layer->in[KEY].tokens};
    s.width = layer->in[QUERY].width / s.heads;
    s.value = layer->in[VALUE].width / s.heads;
    s.scale = layer->parameter[SCALE];
    if (isnan(s.scale)) s.scale = 1 / sqrt((double)s.width);
    return s;
}

#include "both.h"

static hop_status shape(hop_layer *layer) {
    const hop_tokens query = layer->in[QUERY], key = layer->in[KEY], value = layer->in[VALUE];
    const size_t heads = hop_layer_count(layer, HEADS);
    if (query.width != key.width || key.tokens != value.tokens)
        return hop_fail(HOP_E_SHAPE,
                        "%s: queries are %zu x %zu, keys %zu x %zu, values %zu x %zu; queries and "
                        "keys must be of one width, keys and values as many",
                        layer->name, query.tokens, query.width, key.tokens, key.width, value.tokens,
                        value.width);
    if (query.width % heads != 0 || value.width % heads != 0)
        return hop_fail(HOP_E_SHAPE, "%s: %zu heads do not divide widths of %zu and %zu",
                        layer->name, heads, query.width, value.width);
    if (layer->inputs > SEEN && layer->in[SEEN].tokens != key.tokens)
        return hop_fail(HOP_E_SHAPE, "%s: %zu flags for %zu keys", layer->name,
                        layer->in[SEEN].tokens, key.tokens);
    if (layer->parameter[ALPHA] > 1 && key.tokens > HOP_LAYER_SPARSE_MAX)
        return hop_fail(HOP_E_LIMIT, "%s: %zu keys; a sparse family takes %d at most", layer->name,
                        key.tokens, HOP_LAYER_SPARSE_MAX);
    layer->out = (hop_tokens){query.tokens, value.width};
    layer->saved = heads * query.tokens * key.tokens;
    layer->scratch = query.tokens * key.tokens;
    return HOP_OK;
}

static void example(hop_random *random, hop_layer *layer) {
    const size_t heads = hop_layer_draw(random, 3), keys = 1 + hop_layer_draw(random, 5);
    const size_t width = heads * hop_layer_draw(random, 3);
    layer->parameter[HEADS] = (double)heads;
    layer->parameter[SCALE] = hop_random_below(random, 2) ? NAN : 0.7;
    layer->parameter[ALPHA] = 1 + 0.5 * (double)hop_random_below(random, 3);
    layer->parameter[CAUSAL] = (double)hop_random_below(random, 2);
    layer->parameter[SELF] = (double)hop_random_below(random, 2);
    layer->inputs = 3 + hop_random_below(random, 2);
    layer->in[QUERY] = (hop_tokens){hop_layer_draw(random, 6), width};
    layer->in[KEY] = (hop_tokens){keys, width};
    layer->in[VALUE] = (hop_tokens){keys, heads * hop_layer_draw(random, 3)};
    layer->in[SEEN] = (hop_tokens){keys, 1};
}

const hop_layer_row hop_layer_attention = {
    .row = {.name = "attention",
            .title = "scaled dot-product attention by heads, softmax or sparse, with masks",
            .sources = "Vaswani et al. 2017 (arXiv 1706.03762), section 3.2; "
                       "Correia et al. 2019 (arXiv 1909.00015) for alpha > 1",
            .parameters = {HOP_PARAMETER_WHOLE("heads", "widths are split evenly among them",
                                               "heads", 1, 1, 1024),
                           {.name = "scale",
                            .meaning = "of the scores, the beta of a memory; auto: 1/sqrt(width)",
                            .unit = "dimensionless",
                            .default_value = NAN,
                            .low = 0,
                            .low_open = true,
                            .high = INFINITY,
                            .high_open = true},
                           {.name = "alpha",
                            .meaning = "of the weights: 1 softmax, 1.5 entmax, 2 sparsemax",
                            .unit = "dimensionless",
                            .default_value = 1,
                            .low = 1,
                            .high = 4},
                           {.name = "causal",
                            .meaning = "whether a query sees only keys up to its own place",
                            .unit = "dimensionless",
                            .choices = "no|yes"},
                           {.name = "self",
                            .meaning = "whether a query sees the key at its own place",
                            .unit = "dimensionless",
                            .default_value = 1,
                            .choices = "no|yes"}}},
    .port = {{.name = "query"},
             {.name = "key"},
             {.name = "value"},
             {.name = "seen", .kind = HOP_PORT_FLAGS, .optional = true}},
    .shape = shape,
    HOP_LAYER_BOTH,
    .example = example,
};

#else

static void NAME(mask)(const hop_layer *layer, const real *seen, size_t query, size_t keys,
                       real *row) {
    for (size_t j = 0; j < keys; j++) {
        const bool hidden = (layer->parameter[CAUSAL] != 0 && j > query) ||
                            (layer->parameter[SELF] == 0 && j == query) || (seen && seen[j] == 0);
        if (hidden) row[j] = -INFINITY;
    }
}

static void NAME(forward)(const hop_layer *layer, const hop_layer_pass *pass) {
    const sizes s = sizes_of(layer);
    const size_t wide = s.heads * s.width, deep = s.heads * s.value;
    const hop_blas_form scores = {s.queries,       s.keys,           s.width,
                                  .turn_b = true,  .a_stride = wide, .b_stride = wide,
                                  .scale = s.scale};
    const hop_blas_form mix = {s.queries,        s.value,          s.keys,
                               .b_stride = deep, .c_stride = deep, .scale = 1};
    for (size_t i = 0; i < pass->samples; i++)
        for (size_t h = 0; h < s.heads; h++) {
            const real *query = (const real *)pass->in[QUERY] + i * s.queries * wide + h * s.width;
            const real *key = (const real *)pass->in[KEY] + i * s.keys * wide + h * s.width;
            const real *value = (const real *)pass->in[VALUE] + i * s.keys * deep + h * s.value;
            const real *seen =
                layer->inputs > SEEN ? (const real *)pass->in[SEEN] + i * s.keys : NULL;
            real *p = (real *)pass->saved + (i * s.heads + h) * s.queries * s.keys;
            NAME(hop_blas_product)(&scores, query, key, p);
            for (size_t q = 0; q < s.queries; q++) {
                NAME(mask)(layer, seen, q, s.keys, p + q * s.keys);
                NAME(hop_layer_weigh)(layer->parameter[ALPHA], s.keys, p + q * s.keys);
            }
            real *out = (real *)pass->out + i * s.queries * deep + h * s.value;
            NAME(hop_blas_product)(&mix, p, value, out);
        }
}

static void NAME(backward)(const hop_layer *layer, const hop_layer_pass *pass) {
    const sizes s = sizes_of(layer);
    const size_t wide = s.heads * s.width, deep = s.heads * s.value;
    const hop_blas_form to_p = {s.queries,        s.keys,           s.value,   .turn_b = true,
                                .a_stride = deep, .b_stride = deep, .scale = 1};
    const hop_blas_form to_v = {s.keys,           s.value,          s.queries,  .turn_a = true,
                                .b_stride = deep, .c_stride = deep, .scale = 1, .keep = 1};
    const hop_blas_form to_q = {s.queries,        s.width,          s.keys,   .b_stride = wide,
                                .c_stride = wide, .scale = s.scale, .keep = 1};
    const hop_blas_form to_k = {s.keys,           s.width,          s.queries,
                                .turn_a = true,   .b_stride = wide, .c_stride = wide,
                                .scale = s.scale, .keep = 1};
    real *d = pass->scratch;
    for (size_t i = 0; i < pass->samples; i++)
        for (size_t h = 0; h < s.heads; h++) {
            const size_t q = i * s.queries * wide + h * s.width,
                         k = i * s.keys * wide + h * s.width;
            const size_t v = i * s.keys * deep + h * s.value,
                         o = i * s.queries * deep + h * s.value;
            const real *p = (const real *)pass->saved + (i * s.heads + h) * s.queries * s.keys;
            const real *d_out = (const real *)pass->d_out + o;
            NAME(hop_blas_product)(&to_p, d_out, (const real *)pass->in[VALUE] + v, d);
            for (size_t r = 0; r < s.queries; r++) NAME(hop_layer_unweigh)
            (layer->parameter[ALPHA], s.keys, p + r * s.keys, d + r * s.keys);
            real *d_query = pass->d_in[QUERY], *d_key = pass->d_in[KEY];
            real *d_value = pass->d_in[VALUE];
            if (d_value) NAME(hop_blas_product)(&to_v, p, d_out, d_value + v);
            if (d_query)
                NAME(hop_blas_product)(&to_q, d, (const real *)pass->in[KEY] + k, d_query + q);
            if (d_key)
                NAME(hop_blas_product)(&to_k, d, (const real *)pass->in[QUERY] + q, d_key + k);
        }
}

#endif
