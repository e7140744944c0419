/* Small canvases and states for the tests of corruptions.
 * SPDX-License-Identifier: MIT */
#ifndef TESTS_CORRUPTION_CANVAS_H
#define TESTS_CORRUPTION_CANVAS_H

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <hopfield/corruption.h>
#include <hopfield/status.h>

/* A picture of values in 0 ... 1, not clipped. */
static inline hop_canvas picture(size_t width, size_t height, size_t channels) {
    return (hop_canvas){
        .shape = {.width = width, .height = height, .channels = channels, .image = true},
        .low = 0,
        .high = 1,
    };
}

/* A plain vector of bipolar values. */
static inline hop_canvas vector(size_t dim) {
    return (hop_canvas){.shape = {.width = dim, .height = 1, .channels = 1}, .low = -1, .high = 1};
}

/* Values strictly inside the range, no two of them equal and none their own mirror image. */
static inline double *ramp(const hop_canvas *canvas) {
    size_t dim = hop_shape_dim(canvas->shape);
    double *state = malloc(dim * sizeof *state);
    assert_non_null(state);
    for (size_t i = 0; i < dim; i++)
        state[i] =
            canvas->low + (canvas->high - canvas->low) * ((double)i + 0.7) / ((double)dim + 0.9);
    return state;
}

static inline double *copy_of(const double *state, size_t dim) {
    double *copy = malloc(dim * sizeof *copy);
    assert_non_null(copy);
    memcpy(copy, state, dim * sizeof *copy);
    return copy;
}

/* The corruption of a spec that must be right. */
static inline hop_corruption parsed(const char *spec) {
    hop_corruption corruption;
    if (hop_corruption_parse(spec, &corruption) != HOP_OK)
        fail_msg("%s: %s", spec, hop_status_detail());
    return corruption;
}

/* Applies one spec with seed and index. */
static inline hop_status damage_at(const char *spec, const hop_canvas *canvas, uint64_t seed,
                                   size_t index, double *state) {
    const hop_corruption corruption = parsed(spec);
    return hop_corruption_apply(&corruption, 1, canvas, seed, index, state);
}

static inline hop_status damage(const char *spec, const hop_canvas *canvas, double *state) {
    return damage_at(spec, canvas, 1, 0, state);
}

/* True where both are NAN or both are the same number. */
static inline bool same(double a, double b) {
    return (isnan(a) && isnan(b)) || a == b;
}

/* The ramp of a canvas after one spec; the caller frees it. */
static inline double *damaged_ramp(const char *spec, const hop_canvas *canvas) {
    double *state = ramp(canvas);
    if (damage(spec, canvas, state) != HOP_OK) fail_msg("%s: %s", spec, hop_status_detail());
    return state;
}

/* How many pixels differ in some channel; *whole says whether all channels of those differ. */
static inline size_t changed_pixels(const hop_canvas *canvas, const double *a, const double *b,
                                    bool *whole) {
    size_t channels = canvas->shape.channels, count = 0;
    *whole = true;
    for (size_t p = 0; p < canvas->shape.width * canvas->shape.height; p++) {
        size_t differ = 0;
        for (size_t c = 0; c < channels; c++)
            differ += !same(a[p * channels + c], b[p * channels + c]);
        if (differ > 0) count++;
        if (differ > 0 && differ < channels) *whole = false;
    }
    return count;
}

/* For rows with a rate: exactly round(rate * pixels) whole pixels of a ramp change. */
static inline void assert_rate_is_exact(const char *name) {
    const double rates[] = {0, 0.001, 0.1, 1.0 / 3, 0.5, 0.7, 0.99, 1};
    const hop_canvas canvases[] = {picture(7, 5, 3), picture(16, 16, 1), vector(101)};
    for (size_t i = 0; i < sizeof canvases / sizeof *canvases; i++)
        for (size_t k = 0; k < sizeof rates / sizeof *rates; k++) {
            hop_corruption corruption = parsed(name);
            corruption.parameter[0] = rates[k];
            const hop_canvas *canvas = &canvases[i];
            double *before = ramp(canvas), *after = ramp(canvas);
            assert_int_equal(hop_corruption_apply(&corruption, 1, canvas, 1, 0, after), HOP_OK);
            bool whole = false;
            size_t pixels = canvas->shape.width * canvas->shape.height;
            assert_int_equal(changed_pixels(canvas, before, after, &whole),
                             (size_t)round(rates[k] * (double)pixels));
            assert_true(whole);
            free(before);
            free(after);
        }
}

#endif
