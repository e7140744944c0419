/* Fashion-MNIST as it is stored and shown.
 * SPDX-License-Identifier: MIT */
#include "fashion.h"
#include <hopfield/load.h>

#include <stdlib.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "../base/file.h"

#define FOLDER "/usr/share/datasets/fashion-mnist/"
static const char STORED[] = FOLDER "train-images-idx3-ubyte.gz",
                  SHOWN[] = FOLDER "t10k-images-idx3-ubyte.gz";

enum { BATCH = 50 };

bool hop_fashion_exists(void) {
    return hop_file_exists(STORED) && hop_file_exists(SHOWN);
}

static void scale(double *values, size_t count) {
    for (size_t k = 0; k < count; k++) values[k] = 2 * values[k] - 1;
}

static hop_status store(const hop_memory *bytes, hop_fashion *w) {
    double *values = NULL;
    w->dim = hop_memory_dim(bytes);
    w->stored = hop_memory_count(bytes);
    HOP_TRY(hop_memory_create(hop_memory_shape(bytes), HOP_F32, HOP_PATTERNS, &w->memory));
    HOP_TRY(hop_alloc(BATCH, w->dim * sizeof *values, "pictures", &values));
    hop_status status = HOP_OK;
    for (size_t first = 0; first < w->stored && status == HOP_OK; first += BATCH) {
        size_t count = w->stored - first < BATCH ? w->stored - first : BATCH;
        hop_memory_read(bytes, first, count, values);
        scale(values, count * w->dim);
        status = hop_memory_append(w->memory, values, count, NULL);
    }
    free(values);
    return status;
}

static hop_status load(const char *path, size_t limit, hop_memory **bytes) {
    hop_load_options options = hop_load_defaults;
    options.limit = limit;
    return hop_memory_load(&path, 1, &options, bytes);
}

hop_status hop_fashion_create(size_t stored, size_t shown, hop_fashion *fashion) {
    hop_memory *bytes = NULL;
    HOP_TRY(load(STORED, stored, &bytes));
    hop_status status = store(bytes, fashion);
    hop_memory_destroy(bytes);
    HOP_TRY(status);
    HOP_TRY(load(SHOWN, shown, &bytes));
    fashion->count = hop_memory_count(bytes);
    status = hop_alloc(fashion->count, fashion->dim * sizeof *fashion->states, "pictures",
                       &fashion->states);
    if (status == HOP_OK) {
        hop_memory_read(bytes, 0, fashion->count, fashion->states);
        scale(fashion->states, fashion->count * fashion->dim);
    }
    hop_memory_destroy(bytes);
    return status;
}

void hop_fashion_destroy(hop_fashion *fashion) {
    hop_memory_destroy(fashion->memory);
    free(fashion->states);
}
