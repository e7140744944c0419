/* Built-in tokens: two clouds, a circle, a sphere.
 * SPDX-License-Identifier: MIT */
#include <math.h>

#include "../base/fail.h"
#include "flow.h"

static const double TWO_PI = 6.283185307179586;

/* Two round clouds, opposite each other. */
static void draw_clusters(hop_random *random, size_t index, size_t count, size_t dim,
                          double *token) {
    (void)count;
    const double side = index % 2 == 0 ? 1 : -1;
    for (size_t c = 0; c < dim; c++)
        token[c] = side * (c == 0 ? 1 : c == 1 ? 0.45 : 0) + 0.42 * hop_random_normal(random);
}

/* A circle, unevenly filled: even spacing would be a balance that nothing leaves. */
static void draw_ring(hop_random *random, size_t index, size_t count, size_t dim, double *token) {
    const double angle = TWO_PI * ((double)index + 2 * hop_random_uniform(random)) / (double)count;
    for (size_t c = 0; c < dim; c++) token[c] = c == 0 ? cos(angle) : c == 1 ? sin(angle) : 0;
}

static void draw_sphere(hop_random *random, size_t index, size_t count, size_t dim, double *token) {
    (void)index;
    (void)count;
    double norm = 0;
    for (size_t c = 0; c < dim; c++) {
        token[c] = hop_random_normal(random);
        norm = hypot(norm, token[c]);
    }
    for (size_t c = 0; c < dim; c++) token[c] /= norm;
}

static const hop_flow_example EXAMPLES[] = {
    {.name = "clusters",
     .title = "two clouds in the plane",
     .count = 40,
     .dim = 2,
     .beta = 3,
     .step = 0.15,
     .draw = draw_clusters},
    {.name = "ring",
     .title = "a circle, kept on the circle",
     .count = 32,
     .dim = 2,
     .beta = 9,
     .step = 0.5,
     .residual = true,
     .sphere = true,
     .draw = draw_ring},
    {.name = "sphere",
     .title = "random on the sphere, kept on it",
     .count = 48,
     .dim = 3,
     .beta = 6,
     .step = 0.5,
     .residual = true,
     .sphere = true,
     .draw = draw_sphere},
};
enum { EXAMPLE_COUNT = sizeof EXAMPLES / sizeof *EXAMPLES };

const hop_flow_example *hop_flow_examples(size_t *count) {
    *count = EXAMPLE_COUNT;
    return EXAMPLES;
}

hop_status hop_flow_draw_tokens(const hop_flow_inputs *in, hop_matrix *tokens) {
    const hop_flow_example *example = in->example;
    const size_t count = in->count ? in->count : example->count;
    const size_t dim = in->dim ? in->dim : example->dim;
    hop_random random;
    if (dim < 2)
        return hop_fail(HOP_E_SHAPE, "the example %s needs tokens of 2 numbers at least",
                        example->name);
    HOP_TRY(hop_matrix_create(count, dim, tokens));
    hop_random_init(&random, in->seed, HOP_STREAM_TOKENS);
    for (size_t i = 0; i < count; i++)
        example->draw(&random, i, count, dim, tokens->values + i * dim);
    return HOP_OK;
}
