/* What bench works on: Fashion-MNIST, or pictures of the same kind.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <hopfield/load.h>
#include <hopfield/random.h>

#include "../base/alloc.h"
#include "../base/blas.h"
#include "../base/fail.h"
#include "../base/file.h"
#include "bench_private.h"

static const char FASHION[] = "/usr/share/datasets/fashion-mnist/train-images-idx3-ubyte.gz";

enum { SIDE = 28, WAVES = 8, BATCH = 1000 };

/* Sizes with and without --quick. */
enum { PATTERNS = 60000, QUERIES = 1000, SMALL_PATTERNS = 1500, SMALL_QUERIES = 40 };

/* Pictures are sums of WAVES x WAVES plane cosines [waves x pixels] whose deviation falls as
 * Fashion-MNIST's principal components do, about as the power -0.8 of their rank. */
static void draw_waves(float *waves) {
    for (size_t w = 0; w < WAVES * WAVES; w++) {
        double down = (double)(w / WAVES), across = (double)(w % WAVES);
        double size = 0.35 * pow((1 + down) * (1 + across), -0.8);
        for (size_t k = 0; k < SIDE * SIDE; k++) {
            double y = (double)(k / SIDE) + 0.5, x = (double)(k % SIDE) + 0.5;
            double value = cos(M_PI * down * y / SIDE) * cos(M_PI * across * x / SIDE);
            waves[w * SIDE * SIDE + k] = (float)(size * value);
        }
    }
}

static double grey(double value) {
    return value < 0 ? 0 : value > 1 ? 1 : value;
}

/* Appends `count` drawn pictures; waves [waves x pixels]. */
static hop_status append_drawn(hop_memory *memory, const float *waves, size_t count,
                               hop_random *random) {
    enum { PIXELS = SIDE * SIDE };
    float *sizes = NULL, *sums = NULL;
    double *values = NULL;
    hop_status status = hop_alloc(count, WAVES * WAVES * sizeof *sizes, "pictures", &sizes);
    if (status == HOP_OK) status = hop_alloc(count, PIXELS * sizeof *sums, "pictures", &sums);
    if (status == HOP_OK) status = hop_alloc(count, PIXELS * sizeof *values, "pictures", &values);
    if (status == HOP_OK) {
        for (size_t k = 0; k < count * WAVES * WAVES; k++)
            sizes[k] = (float)hop_random_normal(random);
        hop_blas_mix_float(count, PIXELS, WAVES * WAVES, sizes, waves, sums);
        for (size_t k = 0; k < count * PIXELS; k++) values[k] = grey(0.25 + (double)sums[k]);
        status = hop_memory_append(memory, values, count, NULL);
    }
    free(sizes);
    free(sums);
    free(values);
    return status;
}

static hop_status draw(size_t count, hop_memory **memory) {
    hop_random random;
    float *waves = NULL;
    hop_random_init(&random, 1, 0);
    HOP_TRY(hop_alloc(WAVES * WAVES, SIDE * SIDE * sizeof *waves, "waves", &waves));
    draw_waves(waves);
    hop_shape shape = {.width = SIDE, .height = SIDE, .channels = 1};
    hop_status status = hop_memory_create(shape, HOP_U8, HOP_PATTERNS, memory);
    for (size_t done = 0; done < count && status == HOP_OK; done += BATCH) {
        size_t batch = count - done < BATCH ? count - done : BATCH;
        status = append_drawn(*memory, waves, batch, &random);
    }
    free(waves);
    return status;
}

/* The same patterns in float. */
static hop_status widen(const hop_memory *bytes, hop_memory **floats) {
    size_t count = hop_memory_count(bytes), dim = hop_memory_dim(bytes);
    double *values = NULL;
    HOP_TRY(hop_memory_create(hop_memory_shape(bytes), HOP_F32, HOP_PATTERNS, floats));
    HOP_TRY(hop_alloc(BATCH, dim * sizeof *values, "patterns", &values));
    hop_status status = HOP_OK;
    for (size_t first = 0; first < count && status == HOP_OK; first += BATCH) {
        size_t batch = count - first < BATCH ? count - first : BATCH;
        hop_memory_read(bytes, first, batch, values);
        status = hop_memory_append(*floats, values, batch, NULL);
    }
    free(values);
    return status;
}

/* Patterns spread over the memory, each pixel noise with probability a half. */
static hop_status damage(hop_bench *bench, size_t queries) {
    size_t count = hop_memory_count(bench->bytes), dim = hop_memory_dim(bench->bytes);
    hop_random random;
    hop_random_init(&random, 2, 0);
    HOP_TRY(hop_alloc(queries, dim * sizeof *bench->queries, "queries", &bench->queries));
    bench->count = queries;
    for (size_t i = 0; i < queries; i++) {
        double *query = bench->queries + i * dim;
        hop_memory_read(bench->bytes, i * count / queries, 1, query);
        for (size_t j = 0; j < dim; j++) {
            double noise = hop_random_uniform(&random);
            if (hop_random_uniform(&random) < 0.5) query[j] = noise;
        }
    }
    return HOP_OK;
}

hop_status hop_bench_load(hop_bench *bench, bool small) {
    bool fashion = !small && hop_file_exists(FASHION);
    bench->small = small;
    bench->source = fashion ? "Fashion-MNIST" : "drawn pictures";
    hop_status status = fashion ? hop_memory_open(FASHION, &bench->bytes)
                                : draw(small ? SMALL_PATTERNS : PATTERNS, &bench->bytes);
    if (status == HOP_OK) status = widen(bench->bytes, &bench->floats);
    if (status == HOP_OK) status = damage(bench, small ? SMALL_QUERIES : QUERIES);
    return status;
}

void hop_bench_clear(hop_bench *bench) {
    hop_memory_destroy(bench->bytes);
    hop_memory_destroy(bench->floats);
    free(bench->queries);
}
