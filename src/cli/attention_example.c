/* hopfield attention --example: six tokens of three numbers, from dot products to two heads, every
 * step shown, and each beside the recall engine.  The weights are drawn as a common library draws
 * them: words of mt19937 (Matsumoto and Nishimura 1998), their lower 24 bits over 2^24; a linear
 * layer of `in` inputs holds numbers uniform between -1/sqrt(in) and 1/sqrt(in), [out x in].
 * SPDX-License-Identifier: MIT */
#include <gsl/gsl_rng.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "../base/fail.h"
#include "attention.h"

enum { TOKENS = 6, IN = 3, OUT = 2, HEADS = 2 };

static const double X[TOKENS * IN] = {.43, .15, .89, .55, .87, .66, .57, .85, .64,
                                      .22, .58, .33, .77, .25, .10, .05, .80, .55};

/* ---- showing ---- */

typedef struct shown {
    const char *title;
    const double *values; /* [rows x columns]; NAN is shown as a dot */
    size_t rows, columns;
} shown;

/* Characters of a number, and of a line of a wide screen. */
enum { NUMBER = 8, LINE = 128 };

/* A line without blanks at its end. */
static void print_line(char *line) {
    size_t length = strlen(line);
    while (length > 0 && line[length - 1] == ' ') length--;
    printf("%.*s\n", (int)length, line);
}

static void add(char *line, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void add(char *line, const char *format, ...) {
    size_t length = strlen(line);
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(line + length, LINE - length, format, arguments);
    va_end(arguments);
}

static void add_row(char *line, const shown *matrix, size_t row) {
    add(line, " ");
    for (size_t j = 0; j < matrix->columns; j++) {
        double value = row < matrix->rows ? matrix->values[row * matrix->columns + j] : NAN;
        if (isnan(value))
            add(line, "%*s", NUMBER, row < matrix->rows ? "." : "");
        else
            add(line, "%*.4f", NUMBER, value);
    }
}

/* Matrices side by side: their titles, then row by row. */
static void show(const shown *matrices, size_t count) {
    char line[LINE] = "   ";
    size_t rows = 0;
    for (size_t m = 0; m < count; m++) {
        add(line, "   %-*s", (int)matrices[m].columns * NUMBER - 2, matrices[m].title);
        if (matrices[m].rows > rows) rows = matrices[m].rows;
    }
    putchar('\n');
    print_line(line);
    for (size_t i = 0; i < rows; i++) {
        snprintf(line, sizeof line, "%3zu", i + 1);
        for (size_t m = 0; m < count; m++) add_row(line, &matrices[m], i);
        print_line(line);
    }
}

#define SHOW(...) show((const shown[]){__VA_ARGS__}, sizeof((shown[]){__VA_ARGS__}) / sizeof(shown))

static void chapter(const char *title, const char *words) {
    printf("\n%s\n", title);
    for (size_t i = 0; title[i]; i++) putchar('-');
    printf("\n%s\n", words);
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

static cli_operand matrix_of(double *values, size_t columns) {
    return (cli_operand){.rows = TOKENS, .columns = columns, .values = values};
}

static hop_status attend(scene *s, size_t width, double scale, bool causal) {
    cli_attending asked = {.query = matrix_of(s->query, width),
                           .key = matrix_of(s->key, width),
                           .value = matrix_of(s->value, width),
                           .heads = 1,
                           .threads = 1};
    cli_attended attended = {.asked = &asked, .heads_output = s->context};
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
    return cli_attention_compare(&attended, NULL, &s->difference);
}

static void project(scene *s, const double *wq, const double *wk, const double *wv, size_t out,
                    hop_attention_layout layout) {
    hop_attention_project(TOKENS, IN, out, X, wq, layout, NULL, s->query);
    hop_attention_project(TOKENS, IN, out, X, wk, layout, NULL, s->key);
    hop_attention_project(TOKENS, IN, out, X, wv, layout, NULL, s->value);
}

static void compare(const scene *s) {
    printf("\nOne Hopfield step, K as its memory, and then V: differs by %.1g\n", s->difference);
}

/* ---- chapters ---- */

static hop_status plainly(void) {
    scene s;
    memcpy(s.query, X, sizeof X);
    memcpy(s.key, X, sizeof X);
    memcpy(s.value, X, sizeof X);
    HOP_TRY(attend(&s, IN, 1, false));
    chapter("1. No weights: every token asks, answers, and is what is handed over",
            "A score says how alike two tokens are; softmax makes shares of a row of scores;\n"
            "a context vector is the tokens mixed by these shares.");
    SHOW({"tokens X", X, TOKENS, IN}, {"scores X X'", s.scores, TOKENS, TOKENS});
    SHOW({"weights, softmax of each row of scores", s.weights, TOKENS, TOKENS},
         {"context = weights X", s.context, TOKENS, IN});
    compare(&s);
    return HOP_OK;
}

static void show_scene(const scene *s) {
    SHOW({"Q", s->query, TOKENS, OUT}, {"K", s->key, TOKENS, OUT}, {"V", s->value, TOKENS, OUT});
    SHOW({"scores Q K'", s->scores, TOKENS, TOKENS});
    SHOW({"scaled by 1/sqrt(2), the width of a key", s->scaled, TOKENS, TOKENS});
    SHOW({"weights, softmax of each row", s->weights, TOKENS, TOKENS},
         {"context = weights V", s->context, TOKENS, OUT});
    compare(s);
}

static hop_status weighted(gsl_rng *rng) {
    double w[3][IN * OUT];
    scene s;
    gsl_rng_set(rng, 123);
    for (size_t i = 0; i < 3; i++) draw_uniform(rng, w[i], IN * OUT);
    project(&s, w[0], w[1], w[2], OUT, HOP_IN_BY_OUT);
    HOP_TRY(attend(&s, OUT, 1 / sqrt(OUT), false));
    chapter("2. Weights: Q = X W_Q, K = X W_K, V = X W_V (uniform numbers, seed 123)",
            "What a token asks (Q), is found by (K) and hands over (V) are three views of it.\n"
            "Scores grow with the width of a key; dividing by its root keeps softmax soft.");
    SHOW({"W_Q", w[0], IN, OUT}, {"W_K", w[1], IN, OUT}, {"W_V", w[2], IN, OUT});
    show_scene(&s);
    return HOP_OK;
}

static hop_status linear(gsl_rng *rng, scene *s) {
    double w[3][OUT * IN];
    gsl_rng_set(rng, 789);
    for (size_t i = 0; i < 3; i++) draw_linear(rng, w[i], OUT, IN);
    project(s, w[0], w[1], w[2], OUT, HOP_OUT_BY_IN);
    HOP_TRY(attend(s, OUT, 1 / sqrt(OUT), false));
    chapter("3. Linear layers: Q = X W_Q' and so on (seed 789)",
            "The same with the weights a linear layer starts with, stored [out x in].");
    SHOW({"W_Q", w[0], OUT, IN}, {"W_K", w[1], OUT, IN}, {"W_V", w[2], OUT, IN});
    show_scene(s);
    return HOP_OK;
}

/* The queries, keys and values of chapter 3. */
static hop_status causally(scene *s) {
    HOP_TRY(attend(s, OUT, 1 / sqrt(OUT), true));
    chapter("4. Causal: a token sees itself and what came before it (layers of 3)",
            "A future key gets the score minus infinity, hence no share; rows still sum to 1.");
    SHOW({"scaled scores, the future hidden", s->scaled, TOKENS, TOKENS});
    SHOW({"weights, softmax of what is left", s->weights, TOKENS, TOKENS},
         {"context = weights V", s->context, TOKENS, OUT});
    compare(s);
    return HOP_OK;
}

/* Each head draws its three layers before the next one does. */
static hop_status two_heads(gsl_rng *rng) {
    double w[3][OUT * IN];
    scene heads[HEADS];
    gsl_rng_set(rng, 123);
    chapter("5. Two heads, causal, each with layers of its own (seed 123)",
            "Each head attends by itself; what they found stands side by side.");
    for (size_t h = 0; h < HEADS; h++) {
        for (size_t i = 0; i < 3; i++) draw_linear(rng, w[i], OUT, IN);
        project(&heads[h], w[0], w[1], w[2], OUT, HOP_OUT_BY_IN);
        HOP_TRY(attend(&heads[h], OUT, 1 / sqrt(OUT), true));
        printf("\nhead %zu", h + 1);
        SHOW({"W_Q", w[0], OUT, IN}, {"W_K", w[1], OUT, IN}, {"W_V", w[2], OUT, IN});
        SHOW({"weights", heads[h].weights, TOKENS, TOKENS});
    }
    printf("\ncontext vectors, side by side");
    SHOW({"head 1", heads[0].context, TOKENS, OUT}, {"head 2", heads[1].context, TOKENS, OUT});
    heads[0].difference = fmax(heads[0].difference, heads[1].difference);
    compare(&heads[0]);
    return HOP_OK;
}

/* One layer each for Q, K and V, its outputs split among the heads, and W_O with a bias. */
static hop_status split_heads(gsl_rng *rng) {
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
    chapter("6. The same split: one layer of width 2, a head for each column, then W_O",
            "Columns of one wide Q, K, V go to different heads; W_O mixes what they found.");
    SHOW({"Q", s.query, TOKENS, OUT}, {"K", s.key, TOKENS, OUT}, {"V", s.value, TOKENS, OUT});
    SHOW({"W_O", wo, OUT, OUT}, {"bias", bias, 1, OUT});
    SHOW({"heads' outputs", s.context, TOKENS, OUT},
         {"output = heads W_O' + bias", out, TOKENS, OUT});
    return HOP_OK;
}

static hop_status tell(gsl_rng *rng) {
    scene s;
    printf("Attention, step by step: softmax(Q K' / sqrt(d)) V on six tokens\n");
    HOP_TRY(plainly());
    HOP_TRY(weighted(rng));
    HOP_TRY(linear(rng, &s));
    HOP_TRY(causally(&s));
    HOP_TRY(two_heads(rng));
    return split_heads(rng);
}

hop_status cli_attention_example(void) {
    gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
    if (!rng) return hop_fail(HOP_E_MEMORY, "the generator could not be made");
    hop_status status = tell(rng);
    gsl_rng_free(rng);
    return status;
}
