/* What every layer promises, asked of every row of the catalogue: a new row is tested without
 * touching this file.
 * Covers: layer.c fill.c weigh.c linear.c local.c attention.c layer_norm.c relu.c gelu.c power.c
 * Covers: embedding.c position.c mask_token.c residual.c energy_transformer.c cross_entropy.c
 * Covers: squared_error.c
 * SPDX-License-Identifier: MIT */
#include <float.h>
#include <math.h>
#include <string.h>

#include <hopfield/layer.h>

#include "support/support.h"

enum { TRIES = 60, PROBES = 24 };

/* A layer with everything a pass needs, in one precision; sizes in numbers. */
typedef struct bench {
    hop_layer layer;
    size_t samples, inputs[HOP_LAYER_INPUTS], outputs;
    double *in[HOP_LAYER_INPUTS], *d_in[HOP_LAYER_INPUTS];
    double *weights, *d_weights, *out, *d_out, *saved, *scratch;
} bench;

static double *room(size_t count) {
    double *numbers = calloc(count + 1, sizeof *numbers);
    assert_non_null(numbers);
    return numbers;
}

static double draw_input(hop_random *random, hop_layer_port_kind kind, size_t symbols) {
    if (kind == HOP_PORT_FLAGS) return hop_random_uniform(random) < 0.7;
    if (kind == HOP_PORT_CODES) return (double)hop_random_below(random, symbols);
    return hop_random_normal(random);
}

/* Codes must be below the width of input 0 (logits), or the vocabulary. */
static size_t symbols_of(const hop_layer *layer) {
    return layer->kind->port[0].kind == HOP_PORT_CODES ? (size_t)layer->parameter[0]
                                                       : layer->in[0].width;
}

static bench make(const hop_layer_row *row, hop_random *random) {
    bench b = {.layer = {.kind = row}, .samples = 1 + hop_random_below(random, 3)};
    hop_layer *layer = &b.layer;
    for (size_t i = 0; i < HOP_PARAMETER_MAX; i++)
        layer->parameter[i] = row->row.parameters[i].default_value;
    row->example(random, layer);
    assert_int_equal(hop_layer_shape(layer), HOP_OK);
    for (size_t i = 0; i < layer->inputs; i++) {
        b.inputs[i] = b.samples * layer->in[i].tokens * layer->in[i].width;
        b.in[i] = room(b.inputs[i]);
        b.d_in[i] = room(b.inputs[i]);
        for (size_t k = 0; k < b.inputs[i]; k++)
            b.in[i][k] = draw_input(random, row->port[i].kind, symbols_of(layer));
    }
    b.outputs = b.samples * layer->out.tokens * layer->out.width;
    b.weights = room(layer->weights);
    b.d_weights = room(layer->weights);
    b.out = room(b.outputs);
    b.d_out = room(b.outputs);
    b.saved = room(b.samples * layer->saved);
    b.scratch = room(layer->scratch);
    if (row->initialise) row->initialise(layer, random, b.weights);
    for (size_t i = 0; i < layer->weights; i++) b.weights[i] += 0.3 * hop_random_normal(random);
    for (size_t i = 0; i < b.outputs; i++) b.d_out[i] = hop_random_normal(random);
    return b;
}

static void clear(bench *b) {
    double *const all[] = {b->weights, b->d_weights, b->out, b->d_out, b->saved, b->scratch};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) free(all[i]);
    for (size_t i = 0; i < HOP_LAYER_INPUTS; i++) {
        free(b->in[i]);
        free(b->d_in[i]);
    }
}

static hop_layer_pass pass_of(const bench *b) {
    hop_layer_pass pass = {.samples = b->samples,
                           .weights = b->weights,
                           .out = b->out,
                           .saved = b->saved,
                           .scratch = b->scratch,
                           .d_out = b->d_out,
                           .d_weights = b->d_weights};
    for (size_t i = 0; i < b->layer.inputs; i++) {
        const bool numbers = b->layer.kind->port[i].kind == HOP_PORT_NUMBERS;
        pass.in[i] = b->in[i];
        pass.d_in[i] = numbers ? b->d_in[i] : NULL;
    }
    return pass;
}

/* The change of sum d_out out between two outputs. */
static double slope_of(const bench *b, const double *above, const double *below, double step) {
    double sum = 0;
    for (size_t i = 0; i < b->outputs; i++) sum += b->d_out[i] * (above[i] - below[i]);
    return sum / step;
}

/* Central differences at some coordinates of numbers [count] beside gradient [count]. */
static void probe(const bench *b, double *numbers, const double *gradient, size_t count,
                  hop_random *random, const char *what) {
    const hop_layer_pass pass = pass_of(b);
    double *above = room(b->outputs), scale = 1;
    for (size_t i = 0; i < count; i++) scale = fmax(scale, fabs(gradient[i]));
    for (size_t k = 0; k < PROBES && k < count; k++) {
        const size_t at = count <= PROBES ? k : hop_random_below(random, count);
        const double middle = numbers[at], up = middle + 1e-5, down = middle - 1e-5;
        numbers[at] = up;
        b->layer.kind->forward[HOP_LAYER_DOUBLE](&b->layer, &pass);
        memcpy(above, b->out, b->outputs * sizeof *above);
        numbers[at] = down;
        b->layer.kind->forward[HOP_LAYER_DOUBLE](&b->layer, &pass);
        numbers[at] = middle;
        const double slope = slope_of(b, above, b->out, up - down);
        if (fabs(slope - gradient[at]) > 1e-6 * scale)
            fail_msg("%s: d by %s [%zu] is %.9g, differences say %.9g", b->layer.kind->row.name,
                     what, at, gradient[at], slope);
    }
    free(above);
}

static void every_gradient_agrees_with_central_differences(void **state) {
    (void)state;
    const hop_catalog *catalog = hop_layer_catalog();
    for (size_t r = 0; r < catalog->count; r++) {
        hop_random random;
        hop_random_init(&random, 15, r);
        for (size_t turn = 0; turn < TRIES; turn++) {
            bench b = make((const hop_layer_row *)catalog->rows[r], &random);
            const hop_layer_pass pass = pass_of(&b);
            b.layer.kind->forward[HOP_LAYER_DOUBLE](&b.layer, &pass);
            b.layer.kind->backward[HOP_LAYER_DOUBLE](&b.layer, &pass);
            for (size_t i = 0; i < b.layer.inputs; i++)
                if (pass.d_in[i])
                    probe(&b, b.in[i], b.d_in[i], b.inputs[i], &random, b.layer.kind->port[i].name);
            probe(&b, b.weights, b.d_weights, b.layer.weights, &random, "weights");
            clear(&b);
        }
    }
}

static float *narrow(const double *numbers, size_t count) {
    float *copy = calloc(count + 1, sizeof *copy);
    assert_non_null(copy);
    for (size_t i = 0; i < count; i++) copy[i] = (float)numbers[i];
    return copy;
}

/* Within the roundings of `count` numbers as large as the largest of them, many times over. */
static void assert_alike(const double *wide, const float *narrowed, size_t count,
                         const char *what) {
    double scale = 1;
    for (size_t i = 0; i < count; i++) scale = fmax(scale, fabs(wide[i]));
    for (size_t i = 0; i < count; i++)
        if (!(fabs(wide[i] - (double)narrowed[i]) <= 4096 * (double)FLT_EPSILON * scale))
            fail_msg("%s: %.9g in double, %.9g in float", what, wide[i], (double)narrowed[i]);
}

static void float_agrees_with_double(void **state) {
    (void)state;
    const hop_catalog *catalog = hop_layer_catalog();
    for (size_t r = 0; r < catalog->count; r++) {
        hop_random random;
        hop_random_init(&random, 16, r);
        for (size_t turn = 0; turn < TRIES; turn++) {
            bench b = make((const hop_layer_row *)catalog->rows[r], &random);
            const char *name = b.layer.kind->row.name;
            const hop_layer_pass wide = pass_of(&b);
            hop_layer_pass pass = wide;
            float *made[2 * HOP_LAYER_INPUTS] = {0};
            for (size_t i = 0; i < b.layer.inputs; i++) {
                pass.in[i] = made[2 * i] = narrow(b.in[i], b.inputs[i]);
                made[2 * i + 1] = narrow(b.d_in[i], b.inputs[i]);
                if (pass.d_in[i]) pass.d_in[i] = made[2 * i + 1];
            }
            float *rest[] = {narrow(b.weights, b.layer.weights),
                             narrow(b.out, b.outputs),
                             narrow(b.saved, b.samples * b.layer.saved),
                             narrow(b.scratch, b.layer.scratch),
                             narrow(b.d_out, b.outputs),
                             narrow(b.d_weights, b.layer.weights)};
            pass.weights = rest[0];
            pass.out = rest[1];
            pass.saved = rest[2];
            pass.scratch = rest[3];
            pass.d_out = rest[4];
            pass.d_weights = rest[5];
            b.layer.kind->forward[HOP_LAYER_DOUBLE](&b.layer, &wide);
            b.layer.kind->backward[HOP_LAYER_DOUBLE](&b.layer, &wide);
            b.layer.kind->forward[HOP_LAYER_FLOAT](&b.layer, &pass);
            b.layer.kind->backward[HOP_LAYER_FLOAT](&b.layer, &pass);
            assert_alike(b.out, rest[1], b.outputs, name);
            assert_alike(b.d_weights, rest[5], b.layer.weights, name);
            for (size_t i = 0; i < b.layer.inputs; i++)
                assert_alike(b.d_in[i], made[2 * i + 1], b.inputs[i], name);
            for (size_t i = 0; i < 2 * HOP_LAYER_INPUTS; i++) free(made[i]);
            for (size_t i = 0; i < sizeof rest / sizeof *rest; i++) free(rest[i]);
            clear(&b);
        }
    }
}

static void every_row_says_what_it_is_and_where_it_is_from(void **state) {
    (void)state;
    const hop_catalog *catalog = hop_layer_catalog();
    for (size_t r = 0; r < catalog->count; r++) {
        const hop_layer_row *row = (const hop_layer_row *)catalog->rows[r];
        assert_true(strlen(row->row.title) > 10);
        assert_non_null(row->row.sources);
        assert_non_null(row->port[0].name);
        for (size_t i = 0; i < hop_row_parameter_count(&row->row); i++)
            assert_true(strlen(row->row.parameters[i].meaning) > 0);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_gradient_agrees_with_central_differences),
        cmocka_unit_test(float_agrees_with_double),
        cmocka_unit_test(every_row_says_what_it_is_and_where_it_is_from),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
