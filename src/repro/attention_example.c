/* A textbook's example of attention, held to its printed decimals: six tokens of three numbers; the
 * same through drawn weights, scaled; with the future hidden; and by two heads, each with layers of
 * its own, or sharing layers whose outputs are split and mixed.  The numbers are common to several
 * texts on language models: tokens rounded to two decimals, results to four.  A layer's weights are
 * uniform within 1/sqrt(in) of 0, [out x in], drawn in the order in which layers are made.
 * SPDX-License-Identifier: MIT */
#include <hopfield/attention.h>

#include <gsl/gsl_rng.h>
#include <math.h>

#include "../base/fail.h"
#include "repro_private.h"

enum { TOKENS = 6, IN = 3, OUT = 2 };
static const double X[TOKENS * IN] = {.43, .15, .89, .55, .87, .66, .57, .85, .64,
                                      .22, .58, .33, .77, .25, .10, .05, .80, .55};
static const double CONTEXT[TOKENS * IN] = {.4421, .5931, .5790, .4419, .6515, .5683,
                                            .4431, .6496, .5671, .4304, .6298, .5510,
                                            .4671, .5910, .5266, .4177, .6503, .5645};
static const double WEIGHTED[TOKENS * OUT] = {.2996, .8053, .3061, .8210, .3058, .8203,
                                              .2948, .7939, .2927, .7891, .2990, .8040};
static const double QUERY_WEIGHTS[IN * OUT] = {.2961, .5166, .2517, .6886, .0740, .8665};

/* Two heads of two numbers side by side; two heads of one, mixed by a last layer. */
enum { HEADS = 2 };
static const double APART[TOKENS * HEADS * OUT] = {
    -.4519, .2216,  .4772, .1063, -.5874, .0058,  .5891, .3257, -.6300, -.0632, .6202, .3860,
    -.5675, -.0843, .5478, .3589, -.5526, -.0981, .5321, .3428, -.5299, -.1081, .5077, .3493};
static const double MIXED[TOKENS * OUT] = {.3190, .4858, .2943, .3897, .2856, .3593,
                                           .2693, .3873, .2639, .3928, .2575, .4028};

static double farthest(const double *a, const double *b, size_t count) {
    double most = 0;
    for (size_t k = 0; k < count; k++) most = fmax(most, fabs(a[k] - b[k]));
    return most;
}

static hop_status hold(hop_repro *repro, double difference, const char *what) {
    return hop_repro_add(repro,
                         (hop_repro_result){.value = difference,
                                            .expected = hop_repro_theory(repro, 0, -1),
                                            .tolerance = 5.5e-5,
                                            .relation = HOP_REPRO_AT_MOST,
                                            .reason = "half of the last digit printed"},
                         "%s", what);
}

static void draw(gsl_rng *rng, double *weights) {
    for (size_t k = 0; k < IN * OUT; k++)
        weights[k] = (double)(gsl_rng_get(rng) & 0xFFFFFF) / 0x1p24;
}

static hop_status weighted(hop_repro *repro, hop_attention_shape shape) {
    double w[3][IN * OUT], made[3][TOKENS * OUT], out[TOKENS * OUT];
    gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
    if (!rng) return hop_fail(HOP_E_MEMORY, "no memory for a generator");
    gsl_rng_set(rng, 123);
    for (size_t i = 0; i < 3; i++) {
        draw(rng, w[i]);
        hop_attention_project(TOKENS, IN, OUT, X, w[i], HOP_IN_BY_OUT, NULL, made[i]);
    }
    gsl_rng_free(rng);
    shape.width = shape.value_width = OUT;
    shape.scale = 1 / sqrt(OUT);
    HOP_TRY(hop_attention(&shape, made[0], made[1], made[2], NULL, out, NULL));
    HOP_TRY(hold(repro, farthest(w[0], QUERY_WEIGHTS, IN * OUT), "drawn weights, largest miss"));
    HOP_TRY(hold(repro, farthest(out, WEIGHTED, TOKENS * OUT), "with weights, largest miss"));
    shape.causal = true;
    HOP_TRY(hop_attention(&shape, made[0], made[1], made[2], NULL, out, NULL));
    HOP_TRY(hold(repro, farthest(out, made[2], OUT), "causal: token 1 is its own value"));
    return hold(repro, farthest(out + (TOKENS - 1) * OUT, WEIGHTED + (TOKENS - 1) * OUT, OUT),
                "causal: token 6 sees all");
}

/* ---- heads ---- */

static void draw_layer(gsl_rng *rng, size_t in, size_t count, double *weights) {
    for (size_t k = 0; k < count; k++)
        weights[k] = ((double)(gsl_rng_get(rng) & 0xFFFFFF) / 0x1p23 - 1) / sqrt((double)in);
}

/* Queries, keys and values [TOKENS x OUT] by three layers. */
static void make(gsl_rng *rng, double made[3][TOKENS * OUT]) {
    for (size_t i = 0; i < 3; i++) {
        double w[OUT * IN];
        draw_layer(rng, IN, OUT * IN, w);
        hop_attention_project(TOKENS, IN, OUT, X, w, HOP_OUT_BY_IN, NULL, made[i]);
    }
}

static hop_status heads_apart(hop_repro *repro, const hop_attention_shape *shape, gsl_rng *rng) {
    double made[3][TOKENS * OUT], out[TOKENS * OUT], all[TOKENS * HEADS * OUT];
    gsl_rng_set(rng, 123);
    for (size_t h = 0; h < HEADS; h++) {
        make(rng, made);
        HOP_TRY(hop_attention(shape, made[0], made[1], made[2], NULL, out, NULL));
        for (size_t k = 0; k < TOKENS * OUT; k++)
            all[k / OUT * HEADS * OUT + h * OUT + k % OUT] = out[k];
    }
    return hold(repro, farthest(all, APART, TOKENS * HEADS * OUT), "two heads, side by side");
}

static hop_status heads_mixed(hop_repro *repro, const hop_attention_shape *shape, gsl_rng *rng) {
    double made[3][TOKENS * OUT], out[TOKENS * OUT], last[OUT * OUT], bias[OUT];
    double mixed[TOKENS * OUT];
    hop_attention_shape one = *shape;
    one.scale = 1; /* 1 / sqrt(width of a head) */
    gsl_rng_set(rng, 123);
    make(rng, made);
    HOP_TRY(hop_attention_heads(&one, HEADS, made[0], made[1], made[2], 1, out, NULL, NULL));
    draw_layer(rng, OUT, OUT * OUT, last);
    draw_layer(rng, OUT, OUT, bias);
    hop_attention_project(TOKENS, OUT, OUT, out, last, HOP_OUT_BY_IN, bias, mixed);
    return hold(repro, farthest(mixed, MIXED, TOKENS * OUT), "two heads, split and mixed");
}

static hop_status by_heads(hop_repro *repro) {
    const hop_attention_shape shape = {.queries = TOKENS,
                                       .keys = TOKENS,
                                       .width = OUT,
                                       .value_width = OUT,
                                       .scale = 1 / sqrt(OUT),
                                       .causal = true};
    gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
    if (!rng) return hop_fail(HOP_E_MEMORY, "no memory for a generator");
    hop_status status = heads_apart(repro, &shape, rng);
    if (status == HOP_OK) status = heads_mixed(repro, &shape, rng);
    gsl_rng_free(rng);
    return status;
}

static hop_status run(hop_repro *repro) {
    double out[TOKENS * IN];
    hop_attention_shape shape = {
        .queries = TOKENS, .keys = TOKENS, .width = IN, .value_width = IN, .scale = 1};
    HOP_TRY(hop_attention(&shape, X, X, X, NULL, out, NULL));
    HOP_TRY(hold(repro, farthest(out, CONTEXT, TOKENS * IN), "plain, largest miss"));
    HOP_TRY(weighted(repro, shape));
    return by_heads(repro);
}

const hop_repro_row hop_repro_attention_example = {
    .row = {.name = "attention-example",
            .title = "a textbook's six tokens through attention, to the printed decimals",
            .sources = "Raschka 2024, Build a Large Language Model (From Scratch), chapter 3; "
                       "Vaswani et al. 2017, arXiv 1706.03762, eq. 1"},
    .method =
        "The attention of this program on the printed tokens: products alone, through three "
        "weights drawn by mt19937 from 123, causal, and by two heads; the largest miss of any "
        "number.",
    .falsehood = "a miss of less than nothing",
    .seconds = 0.1,
    .run = run,
};
