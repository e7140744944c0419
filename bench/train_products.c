/* Forward and backward of a network beside the matrix products they are made of: how much all else
 * (softmax, normalisation, residuals, copies) costs.
 *
 *     make && gcc -std=c17 -D_GNU_SOURCE -O2 -fopenmp -Iinclude -Isrc bench/train_products.c \
 *         -Wl,--wrap=hop_blas_product_float build/libhopfield.a -lpng -ljpeg -lz -lzip -lgsl \
 *         -ljansson -lxxhash -lm -o build/train_products && build/train_products
 *
 * The linker hands every product of one pass to this file, which notes its form; then passes and
 * the same products alone, on numbers of their own, are timed in turn: medians, one thread.  The
 * Energy Transformer's way back computes its forces again, and those products count as well.  An
 * argument chooses networks by how their names begin.
 * SPDX-License-Identifier: MIT */
#include <hopfield/network.h>
#include <hopfield/status.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/blas.h"

enum { FORMS = 1 << 16, RUNS = 15, SAMPLES = 16 };

static hop_blas_form noted[FORMS];
static size_t count;
static bool noting;

void __real_hop_blas_product_float(const hop_blas_form *form, const float *a, const float *b,
                                   float *c);
void __wrap_hop_blas_product_float(const hop_blas_form *form, const float *a, const float *b,
                                   float *c);
void __wrap_hop_blas_product_float(const hop_blas_form *form, const float *a, const float *b,
                                   float *c) {
    if (noting && count < FORMS) noted[count++] = *form;
    __real_hop_blas_product_float(form, a, b, c);
}

static void demand(hop_status status) {
    if (status == HOP_OK) return;
    fprintf(stderr, "train_products: %s\n", hop_status_detail());
    exit(1);
}

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static int smaller_first(const void *a, const void *b) {
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(double *numbers) {
    qsort(numbers, RUNS, sizeof *numbers, smaller_first);
    return numbers[RUNS / 2];
}

/* Numbers an operand of rows x columns takes, or of columns x rows where it is turned. */
static size_t reach(size_t rows, size_t columns, bool turned, size_t stride) {
    const size_t down = turned ? columns : rows, across = turned ? rows : columns;
    return (down - 1) * (stride > 0 ? stride : across) + across;
}

static size_t largest_operand(void) {
    size_t most = 0;
    for (size_t i = 0; i < count; i++) {
        const hop_blas_form *f = &noted[i];
        const size_t sizes[] = {reach(f->m, f->k, f->turn_a, f->a_stride),
                                reach(f->k, f->n, f->turn_b, f->b_stride),
                                reach(f->m, f->n, false, f->c_stride)};
        for (size_t k = 0; k < 3; k++) most = sizes[k] > most ? sizes[k] : most;
    }
    return most;
}

static void pass(hop_workspace *room, const float *weights, float *gradient) {
    hop_workspace_forward(room, weights, SAMPLES);
    hop_workspace_backward(room, weights, 1, gradient);
}

static void time_network(const char *name, const hop_network *net, size_t tokens, size_t width) {
    const size_t weights = hop_network_weights(net);
    double *wide = calloc(weights, sizeof *wide), *x = calloc(tokens * width, sizeof *x);
    float *narrow = calloc(weights, sizeof *narrow), *gradient = calloc(weights, sizeof *gradient);
    double whole[RUNS], alone[RUNS];
    hop_workspace *room = NULL;
    hop_random random;
    hop_random_init(&random, 1, 0);
    demand(hop_workspace_create(net, HOP_LAYER_FLOAT, SAMPLES, true, &room));
    hop_network_initialise(net, 1, wide);
    for (size_t i = 0; i < weights; i++) narrow[i] = (float)wide[i];
    for (size_t s = 0; s < SAMPLES; s++)
        for (size_t node = 0; node < 2; node++) {
            for (size_t i = 0; i < tokens * width; i++) x[i] = hop_random_normal(&random);
            hop_workspace_set(room, node, s, x);
        }
    count = 0;
    noting = true;
    pass(room, narrow, gradient);
    noting = false;
    const size_t size = largest_operand();
    float *operand[3];
    for (size_t k = 0; k < 3; k++) {
        operand[k] = malloc(size * sizeof **operand);
        for (size_t i = 0; i < size; i++) operand[k][i] = (float)hop_random_normal(&random) * 0.01F;
    }
    for (size_t run = 0; run < RUNS; run++) {
        const double start = now();
        pass(room, narrow, gradient);
        const double middle = now();
        for (size_t i = 0; i < count; i++) {
            hop_blas_form form = noted[i];
            form.keep = form.keep != 0 ? 0.5 : 0; /* so that nothing grows without end */
            __real_hop_blas_product_float(&form, operand[0], operand[1], operand[2]);
        }
        whole[run] = middle - start;
        alone[run] = now() - middle;
    }
    const double all = median(whole), products = median(alone);
    printf("%-44s %6zu %9.2f %9.2f %6.2f\n", name, count, 1e3 * all, 1e3 * products,
           all / products);
    for (size_t k = 0; k < 3; k++) free(operand[k]);
    hop_workspace_destroy(room);
    free(gradient);
    free(narrow);
    free(wide);
    free(x);
}

/* Blocks of a Transformer, or an Energy Transformer (blocks == 0). */
static const char *chosen = "";

static void try(const char *name, size_t tokens, size_t width, size_t heads, size_t blocks) {
    char text[64];
    hop_network *net = NULL;
    if (strncmp(name, chosen, strlen(chosen)) != 0) return;
    demand(hop_network_create(&net));
    size_t h = hop_network_input(net, "x", tokens, width);
    const size_t y = hop_network_input(net, "y", tokens, width);
    for (size_t b = 0; b < blocks; b++) {
        char block[16];
        snprintf(block, sizeof block, "block%zu", b);
        snprintf(text, sizeof text, "heads=%zu,causal=yes", heads);
        h = hop_network_block(net, block, h, 4 * width, text);
    }
    if (blocks == 0)
        h = hop_network_add(net, "descent", HOP_FROM(h),
                            "energy_transformer:heads=%zu,width=16,memories=%zu,steps=12", heads,
                            2 * width);
    h = hop_network_add(net, "out", HOP_FROM(h), "linear:width=%zu", width);
    hop_network_add(net, "loss", HOP_FROM(h, y), "squared_error");
    demand(hop_network_finish(net));
    time_network(name, net, tokens, width);
    hop_network_destroy(net);
}

int main(int count_of_arguments, char **arguments) {
    if (count_of_arguments > 1) chosen = arguments[1];
    printf("%s; batches of %d samples, milliseconds\n", hop_blas_name(), SAMPLES);
    printf("%-44s %6s %9s %9s %6s\n", "network", "products", "pass", "products", "ratio");
    try("causal: 32 tokens of 32, 2 heads, 1 block", 32, 32, 2, 1);
    try("pca: 8 tokens of 32, 4 heads, 2 blocks", 8, 32, 4, 2);
    try("complete: 36 tokens of 48, 2 heads, 12 steps", 36, 48, 2, 0);
    try("64 tokens of 128, 4 heads, 2 blocks", 64, 128, 4, 2);
    try("128 tokens of 256, 8 heads, 2 blocks", 128, 256, 8, 2);
    return 0;
}
