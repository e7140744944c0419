/* A textbook's example: six tokens of three numbers, from dot products to two heads, every
 * step shown, and each beside the recall engine.  The weights are drawn as a common library draws
 * them: words of mt19937 (Matsumoto and Nishimura 1998), their lower 24 bits over 2^24; a linear
 * layer of `in` inputs holds numbers uniform between -1/sqrt(in) and 1/sqrt(in), [out x in].
 * SPDX-License-Identifier: MIT */
#include <gsl/gsl_rng.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../base/fail.h"
#include "../base/text.h"
#include "attention.h"

enum { TOKENS = 6, IN = 3, OUT = 2, HEADS = 2 };

static const double X[TOKENS * IN] = {.43, .15, .89, .55, .87, .66, .57, .85, .64,
                                      .22, .58, .33, .77, .25, .10, .05, .80, .55};

/* ---- showing ---- */

typedef struct shown {
    const char *path; /* where programs find the numbers; NULL: they are there already */
    const char *title;
    const double *values; /* [rows x columns]; NAN is shown as a dot */
    size_t rows, columns;
} shown;

/* Characters of a number. */
enum { NUMBER = 8 };

static void add_row(hop_string *line, const shown *matrix, size_t row) {
    hop_string_add(line, " ");
    for (size_t j = 0; j < matrix->columns; j++) {
        double value = row < matrix->rows ? matrix->values[row * matrix->columns + j] : NAN;
        if (isnan(value))
            hop_string_add(line, "%*s", NUMBER, row < matrix->rows ? "." : "");
        else
            hop_string_add(line, "%*.4f", NUMBER, value);
    }
}

/* Ends the line, without blanks at its end. */
static void end_line(hop_string *text) {
    while (text->length > 0 && text->text[text->length - 1] == ' ')
        text->text[--text->length] = '\0';
    hop_string_add(text, "\n");
}

/* Matrices side by side: their titles, then row by row; and each as an array for programs. */
static void show(hop_result *r, const shown *matrices, size_t count) {
    hop_string text = {0};
    size_t rows = 0;
    hop_string_add(&text, "   ");
    for (size_t m = 0; m < count; m++) {
        hop_string_add(&text, "   %-*s", (int)matrices[m].columns * NUMBER - 2, matrices[m].title);
        if (matrices[m].rows > rows) rows = matrices[m].rows;
    }
    end_line(&text);
    for (size_t i = 0; i < rows; i++) {
        hop_string_add(&text, "%3zu", i + 1);
        for (size_t m = 0; m < count; m++) add_row(&text, &matrices[m], i);
        end_line(&text);
    }
    if (!text.failed) hop_result_drawing(r, text.text);
    free(text.text);
    for (size_t m = 0; m < count; m++)
        if (matrices[m].path)
            hop_result_array(r, matrices[m].path, matrices[m].values, 2,
                             (size_t[]){matrices[m].rows, matrices[m].columns}, "",
                             matrices[m].title);
}

#define SHOW(r, ...) \
    show(r, (const shown[]){__VA_ARGS__}, sizeof((shown[]){__VA_ARGS__}) / sizeof(shown))

static void chapter(hop_result *r, const char *title, const char *words) {
    hop_result_heading(r, title);
    hop_result_remark(r, HOP_NOTE, "%s", words);
    hop_result_for(r, HOP_FOR_PEOPLE);
}

/* ---- drawing ---- */

static double draw(gsl_rng *rng) {
    return (double)(gsl_rng_get(rng) & 0xFFFFFF) / 0x1p24;
}

static void draw_uniform(gsl_rng *rng, double *values, size_t count) {
    for (size_t i = 0; i < count; i++) values[i] = draw(rng);
}

static void draw_linear(gsl_rng *rng, double *values, size_t out, size_t in) {
    double limit = 1 / sqrt((double)in);
    for (size_t i = 0; i < out * in; i++) values[i] = limit * (2 * draw(rng) - 1);
}

/* ---- attending ---- */

/* Queries, keys and values of all tokens, and what attention makes of them. */
typedef struct scene {
    double query[TOKENS * IN], key[TOKENS * IN], value[TOKENS * IN];
    double scores[TOKENS * TOKENS], scaled[TOKENS * TOKENS], weights[TOKENS * TOKENS];
    double context[TOKENS * IN];
    double difference; /* from the recall engine */
} scene;

static hop_operand matrix_of(double *values, size_t columns) {
    return (hop_operand){.matrix = {.rows = TOKENS, .columns = columns, .values = values}};
}

static hop_status attend(scene *s, size_t width, double scale, bool causal) {
    hop_attention_inputs in = {.query = matrix_of(s->query, width),
                               .key = matrix_of(s->key, width),
                               .value = matrix_of(s->value, width),
                               .heads = 1,
                               .threads = 1};
    hop_attended attended = {.in = &in, .heads_output = s->context};
    hop_attention_shape *shape = &attended.shape;
    *shape = (hop_attention_shape){.queries = TOKENS,
                                   .keys = TOKENS,
                                   .width = width,
                                   .value_width = width,
                                   .scale = scale,
                                   .causal = causal};
    hop_attention_project(TOKENS, width, TOKENS, s->query, s->key, HOP_OUT_BY_IN, NULL, s->scores);
    for (size_t i = 0; i < TOKENS * TOKENS; i++) {
        bool hidden = causal && i % TOKENS > i / TOKENS;
        s->scaled[i] = hidden ? NAN : scale * s->scores[i];
    }
    HOP_TRY(hop_attention(shape, s->query, s->key, s->value, NULL, s->context, s->weights));
    return hop_attended_compare(&attended, &s->difference);
}

static void project(scene *s, const double *wq, const double *wk, const double *wv, size_t out,
                    hop_attention_layout layout) {
    hop_attention_project(TOKENS, IN, out, X, wq, layout, NULL, s->query);
    hop_attention_project(TOKENS, IN, out, X, wk, layout, NULL, s->key);
    hop_attention_project(TOKENS, IN, out, X, wv, layout, NULL, s->value);
}

static void compare(hop_result *r, const char *path, const scene *s) {
    hop_result_number(r, path, s->difference, "", "from one Hopfield step, K as memory, then V");
    hop_result_remark(r, HOP_NOTE,
                      "One Hopfield step, K as its memory, and then V: differs by %.1g",
                      s->difference);
    hop_result_for(r, HOP_FOR_PEOPLE);
}

/* A figure of weights [TOKENS x TOKENS], the first query at the top. */
static void picture(hop_result *r, const char *name, const char *title, const double *weights,
                    bool causal) {
    static const char *const NAMES[TOKENS] = {"1", "2", "3", "4", "5", "6"};
    double values[TOKENS * TOKENS];
    for (size_t i = 0; i < TOKENS * TOKENS; i++)
        values[i] = causal && i % TOKENS > i / TOKENS ? NAN : weights[i];
    const hop_heat_map map = {.rows = TOKENS,
                              .columns = TOKENS,
                              .values = values,
                              .x_names = NAMES,
                              .y_names = NAMES,
                              .label = "weight",
                              .grey = "hidden: it comes later",
                              .written = true,
                              .square = true,
                              .downwards = true,
                              .colours = HOP_COLOURS_LIGHT,
                              .low = 0,
                              .high = 1};
    const hop_figure figure = {.title = title,
                               .x_label = "token that is attended to",
                               .y_label = "token that asks",
                               .map = &map};
    hop_result_figure(r, name, &figure,
                      "A row is a token that asks; its shares of all tokens sum to 1.", title);
}

/* ---- chapters ---- */

static hop_status plainly(hop_result *r) {
    scene s;
    memcpy(s.query, X, sizeof X);
    memcpy(s.key, X, sizeof X);
    memcpy(s.value, X, sizeof X);
    HOP_TRY(attend(&s, IN, 1, false));
    chapter(r, "1. No weights: every token asks, answers, and is what is handed over",
            "A score says how alike two tokens are; softmax makes shares of a row of scores; "
            "a context vector is the tokens mixed by these shares.");
    SHOW(r, {"plain.tokens", "tokens X", X, TOKENS, IN},
         {"plain.scores", "scores X X^T", s.scores, TOKENS, TOKENS});
    SHOW(r, {"plain.weights", "weights, softmax of each row of scores", s.weights, TOKENS, TOKENS},
         {"plain.context", "context = weights X", s.context, TOKENS, IN});
    picture(r, "plain", "Weights without layers: nearly even", s.weights, false);
    compare(r, "plain.difference", &s);
    return HOP_OK;
}

/* The paths of a scene are "KEY.query", "KEY.key" ... */
static void show_scene(hop_result *r, const char *key, const scene *s) {
    enum { PATHS = 7, LENGTH = 40 };
    static const char *const NAMES[PATHS] = {"query",  "key",     "value",  "scores",
                                             "scaled", "weights", "context"};
    char path[PATHS][LENGTH], difference[LENGTH];
    for (size_t i = 0; i < PATHS; i++) snprintf(path[i], LENGTH, "%s.%s", key, NAMES[i]);
    snprintf(difference, LENGTH, "%s.difference", key);
    SHOW(r, {path[0], "Q", s->query, TOKENS, OUT}, {path[1], "K", s->key, TOKENS, OUT},
         {path[2], "V", s->value, TOKENS, OUT});
    SHOW(r, {path[3], "scores Q K^T", s->scores, TOKENS, TOKENS});
    SHOW(r, {path[4], "scaled by 1/sqrt(2), the width of a key", s->scaled, TOKENS, TOKENS});
    SHOW(r, {path[5], "weights, softmax of each row", s->weights, TOKENS, TOKENS},
         {path[6], "context = weights V", s->context, TOKENS, OUT});
    compare(r, difference, s);
}

static hop_status weighted(hop_result *r, gsl_rng *rng) {
    double w[3][IN * OUT];
    scene s;
    gsl_rng_set(rng, 123);
    for (size_t i = 0; i < 3; i++) draw_uniform(rng, w[i], IN * OUT);
    project(&s, w[0], w[1], w[2], OUT, HOP_IN_BY_OUT);
    HOP_TRY(attend(&s, OUT, 1 / sqrt(OUT), false));
    chapter(r, "2. Weights: Q = X W_Q, K = X W_K, V = X W_V (uniform numbers, seed 123)",
            "What a token asks (Q), is found by (K) and hands over (V) are three views of it. "
            "Scores grow with the width of a key; dividing by its root keeps softmax soft.");
    SHOW(r, {"weighted.weights_query", "W_Q", w[0], IN, OUT},
         {"weighted.weights_key", "W_K", w[1], IN, OUT},
         {"weighted.weights_value", "W_V", w[2], IN, OUT});
    show_scene(r, "weighted", &s);
    return HOP_OK;
}

static hop_status linear(hop_result *r, gsl_rng *rng, scene *s) {
    double w[3][OUT * IN];
    gsl_rng_set(rng, 789);
    for (size_t i = 0; i < 3; i++) draw_linear(rng, w[i], OUT, IN);
    project(s, w[0], w[1], w[2], OUT, HOP_OUT_BY_IN);
    HOP_TRY(attend(s, OUT, 1 / sqrt(OUT), false));
    chapter(r, "3. Linear layers: Q = X W_Q^T and so on (seed 789)",
            "The same with the weights a linear layer starts with, stored [out x in].");
    SHOW(r, {"linear.weights_query", "W_Q", w[0], OUT, IN},
         {"linear.weights_key", "W_K", w[1], OUT, IN},
         {"linear.weights_value", "W_V", w[2], OUT, IN});
    show_scene(r, "linear", s);
    return HOP_OK;
}

/* The queries, keys and values of chapter 3. */
static hop_status causally(hop_result *r, scene *s) {
    HOP_TRY(attend(s, OUT, 1 / sqrt(OUT), true));
    chapter(r, "4. Causal: a token sees itself and what came before it (layers of 3)",
            "A future key gets the score minus infinity, hence no share; rows still sum to 1.");
    SHOW(r, {"causal.scaled", "scaled scores, the future hidden", s->scaled, TOKENS, TOKENS});
    SHOW(r, {"causal.weights", "weights, softmax of what is left", s->weights, TOKENS, TOKENS},
         {"causal.context", "context = weights V", s->context, TOKENS, OUT});
    picture(r, "causal", "Causal weights: what comes later is hidden", s->weights, true);
    compare(r, "causal.difference", s);
    return HOP_OK;
}

/* Each head draws its three layers before the next one does. */
static hop_status two_heads(hop_result *r, gsl_rng *rng) {
    double w[3][OUT * IN];
    scene heads[HEADS];
    gsl_rng_set(rng, 123);
    chapter(r, "5. Two heads, causal, each with layers of its own (seed 123)",
            "Each head attends by itself; what they found stands side by side.");
    for (size_t h = 0; h < HEADS; h++) {
        for (size_t i = 0; i < 3; i++) draw_linear(rng, w[i], OUT, IN);
        project(&heads[h], w[0], w[1], w[2], OUT, HOP_OUT_BY_IN);
        HOP_TRY(attend(&heads[h], OUT, 1 / sqrt(OUT), true));
        const bool first = h == 0;
        SHOW(r,
             {first ? "heads.query_1" : "heads.query_2", first ? "W_Q, head 1" : "W_Q, head 2",
              w[0], OUT, IN},
             {first ? "heads.key_1" : "heads.key_2", "W_K", w[1], OUT, IN},
             {first ? "heads.value_1" : "heads.value_2", "W_V", w[2], OUT, IN});
        SHOW(r, {first ? "heads.weights_1" : "heads.weights_2", "weights", heads[h].weights, TOKENS,
                 TOKENS});
    }
    SHOW(r, {"heads.context_1", "head 1", heads[0].context, TOKENS, OUT},
         {"heads.context_2", "head 2", heads[1].context, TOKENS, OUT});
    heads[0].difference = fmax(heads[0].difference, heads[1].difference);
    compare(r, "heads.difference", &heads[0]);
    return HOP_OK;
}

/* One layer each for Q, K and V, its outputs split among the heads, and W_O with a bias. */
static hop_status split_heads(hop_result *r, gsl_rng *rng) {
    double w[3][OUT * IN], wo[OUT * OUT], bias[OUT], out[TOKENS * OUT];
    scene s;
    gsl_rng_set(rng, 123);
    for (size_t i = 0; i < 3; i++) draw_linear(rng, w[i], OUT, IN);
    draw_linear(rng, wo, OUT, OUT);
    draw_linear(rng, bias, 1, OUT);
    project(&s, w[0], w[1], w[2], OUT, HOP_OUT_BY_IN);
    hop_attention_shape shape = {.queries = TOKENS,
                                 .keys = TOKENS,
                                 .width = OUT,
                                 .value_width = OUT,
                                 .scale = 1,
                                 .causal = true};
    HOP_TRY(hop_attention_heads(&shape, HEADS, s.query, s.key, s.value, 1, s.context, NULL, NULL));
    hop_attention_project(TOKENS, OUT, OUT, s.context, wo, HOP_OUT_BY_IN, bias, out);
    chapter(r, "6. The same split: one layer of width 2, a head for each column, then W_O",
            "Columns of one wide Q, K, V go to different heads; W_O mixes what they found.");
    SHOW(r, {"split.query", "Q", s.query, TOKENS, OUT}, {"split.key", "K", s.key, TOKENS, OUT},
         {"split.value", "V", s.value, TOKENS, OUT});
    SHOW(r, {"split.weights_output", "W_O", wo, OUT, OUT}, {"split.bias", "bias", bias, 1, OUT});
    SHOW(r, {"split.heads", "heads' outputs", s.context, TOKENS, OUT},
         {"split.output", "output = heads W_O' + bias", out, TOKENS, OUT});
    return HOP_OK;
}

static hop_status tell(hop_result *r, gsl_rng *rng) {
    scene s;
    hop_result_title(r, "Attention, step by step",
                     "softmax(Q K^T / sqrt(d)) V on six tokens of three numbers");
    HOP_TRY(plainly(r));
    HOP_TRY(weighted(r, rng));
    HOP_TRY(linear(r, rng, &s));
    HOP_TRY(causally(r, &s));
    HOP_TRY(two_heads(r, rng));
    return split_heads(r, rng);
}

hop_status hop_attention_example(hop_result *result) {
    gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
    if (!rng) return hop_fail(HOP_E_MEMORY, "the generator could not be made");
    hop_status status = tell(result, rng);
    gsl_rng_free(rng);
    return status;
}
