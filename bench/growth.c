/* How the work of one look grows with the memory: the scan beside the index, on two kinds of data.
 *
 *     make && gcc -std=c17 -D_GNU_SOURCE -O2 -fopenmp -Iinclude -Isrc bench/growth.c \
 *         build/libhopfield.a -lpng -ljpeg -lz -lzip -lgsl -ljansson -lxxhash -lm -o build/growth
 *     OMP_NUM_THREADS=1 build/growth embeddings|pictures COUNT [BETA NOISE [FILE.npy]]
 *
 * embeddings: 384 values, unit vectors of a tree of topics: each of seven levels splits in eight
 * and adds gaussian numbers of .8 times the weight of the one above; bytes, 127.5 being 0.
 * pictures: Fashion-MNIST, each shifted by up to two pixels, dimmed by up to a half, and every
 * second mixed with another, .7 to .3.
 *
 * Queries: 64 stored patterns with gaussian noise of NOISE (.3) times their norm; BETA is 600.
 * Prints
 *     COUNT  seconds to build  megabytes of index | processor milliseconds a query by scan, by
 *     index, the ratio | queries left to the scan | megabytes read a query by scan, by index |
 *     patterns listed, lists that were too long
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <hopfield/hopfield.h>
#include <hopfield/load.h>
#include <hopfield/random.h>

#include "recall/index.h"
#include "recall/pruned.h"

enum { EMBEDDED = 384, LEVELS = 7, SPLIT = 8, QUERIES = 64, ROUNDS = 3 };
static const char PICTURES[] = "/usr/share/datasets/fashion-mnist/train-images-idx3-ubyte.gz";
static const char NAME[] = "index-2:growth";
static double beta = 600, noise = 0.3;

static void demand(hop_status status) {
    if (status == HOP_OK) return;
    fprintf(stderr, "growth: %s\n", hop_status_detail());
    exit(1);
}

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static unsigned char byte_of(double value) {
    return (unsigned char)(fmin(fmax(value, 0), 1) * 255 + 0.5);
}

/* The path of pattern i down the tree is drawn; what a node adds depends on the node alone. */
static void embed(size_t i, unsigned char *row) {
    double x[EMBEDDED] = {0}, weight = 1, square = 0;
    hop_random path, node;
    hop_random_init(&path, 1, i);
    uint64_t at = 1;
    for (size_t level = 0; level <= LEVELS; level++, weight *= 0.8) {
        at = level < LEVELS ? at * SPLIT + hop_random_below(&path, SPLIT) : (1ULL << 40) + i;
        hop_random_init(&node, 2, at);
        for (size_t j = 0; j < EMBEDDED; j++) x[j] += weight * hop_random_normal(&node);
    }
    for (size_t j = 0; j < EMBEDDED; j++) square += x[j] * x[j];
    for (size_t j = 0; j < EMBEDDED; j++)
        row[j] = byte_of(0.5 + 0.1 * x[j] * sqrt(EMBEDDED / square));
}

static void vary(const hop_memory *pictures, size_t i, unsigned char *row) {
    enum { SIDE = 28 };
    size_t count = hop_memory_count(pictures);
    const unsigned char *all = hop_memory_data(pictures);
    hop_random random;
    hop_random_init(&random, 3, i);
    const unsigned char *a = all + i % count * SIDE * SIDE;
    const unsigned char *b = all + hop_random_below(&random, count) * SIDE * SIDE;
    int down = (int)hop_random_below(&random, 5) - 2, right = (int)hop_random_below(&random, 5) - 2;
    double share = i % 2 ? 0.7 : 1, light = 0.5 + hop_random_uniform(&random) / 2;
    for (int y = 0; y < SIDE; y++)
        for (int x = 0; x < SIDE; x++) {
            int v = y - down, u = x - right, inside = v >= 0 && v < SIDE && u >= 0 && u < SIDE;
            double value = inside ? share * a[v * SIDE + u] + (1 - share) * b[v * SIDE + u] : 0;
            row[y * SIDE + x] = byte_of(light * value / 255);
        }
}

static hop_memory *make(const char *kind, size_t count) {
    hop_memory *memory = NULL, *pictures = NULL;
    bool embedded = strcmp(kind, "embeddings") == 0;
    if (!embedded) demand(hop_memory_open(PICTURES, &pictures));
    size_t dim = embedded ? EMBEDDED : hop_memory_dim(pictures);
    demand(hop_memory_create((hop_shape){.width = dim, .height = 1, .channels = 1}, HOP_U8,
                             HOP_PATTERNS, &memory));
    demand(hop_memory_reserve(memory, count));
    unsigned char *row = malloc(dim);
    for (size_t i = 0; i < count; i++) {
        if (embedded)
            embed(i, row);
        else
            vary(pictures, i, row);
        demand(hop_memory_append_raw(memory, row, 1, NULL));
    }
    free(row);
    hop_memory_destroy(pictures);
    return memory;
}

static double *ask(const hop_recall *recall) {
    size_t dim = recall->dim;
    double *states = malloc(QUERIES * dim * sizeof *states), *key = malloc(dim * sizeof *key);
    hop_random random;
    hop_random_init(&random, 4, 0);
    for (size_t i = 0; i < QUERIES; i++) {
        size_t pattern = i * recall->count / QUERIES;
        hop_memory_read(recall->memory, pattern, 1, key);
        hop_recall_apply_frame(recall->frames[pattern], key, dim);
        double norm = 0;
        for (size_t j = 0; j < dim; j++) norm += key[j] * key[j];
        for (size_t j = 0; j < dim; j++)
            states[i * dim + j] =
                key[j] + noise * sqrt(norm / (double)dim) * hop_random_normal(&random);
    }
    free(key);
    return states;
}

int main(int argc, char **argv) {
    if (argc < 3)
        return fprintf(stderr, "growth: embeddings|pictures COUNT [BETA NOISE [FILE.npy]]\n"), 2;
    hop_memory *memory = make(argv[1], strtoul(argv[2], NULL, 10));
    if (argc > 5) demand(hop_npy_write_memory(argv[5], memory, HOP_F32, true, NULL, NULL));
    if (argc > 4) beta = strtod(argv[3], NULL), noise = strtod(argv[4], NULL);
    hop_recall_options options = hop_recall_defaults;
    hop_recall *recall = NULL;
    hop_sieve *sieve = NULL;
    hop_recall_running running = {.threads = 1};
    options.model.energy.parameter[0] = beta;
    options.running.threads = 1;
    demand(hop_recall_create(memory, &options, &recall));
    size_t count = recall->count, dim = recall->dim, size = 0, left = 0, full = 0;
    double listed = 0;
    demand(hop_sieve_create(memory, recall->frames, 1, &sieve));
    double began = now();
    demand(hop_index_build(memory, NAME, sieve, &running));
    double build = now() - began, scan = 0, index = 0;
    hop_memory_blob(memory, NAME, &size);
    demand(hop_index_open(memory, NAME, sieve, &sieve->index));
    double *states = ask(recall), reach = hop_recall_prunable(recall);
    hop_look look = {reach, hop_recall_longest_list(recall, 1), 2, 1};
    hop_index_read read = {0};
    hop_index *kept = sieve->index;
    for (size_t round = 0; round < ROUNDS; round++)
        for (size_t i = 0; i < QUERIES; i++) {
            hop_shortlist list = {0};
            size_t place = 0, rest = 0;
            sieve->index = NULL;
            began = now();
            demand(hop_sieve_look(sieve, look, (hop_rows){&i, 1}, states, &list));
            scan += now() - began;
            listed += (double)list.count, full += list.full;
            hop_sieve_clear_lists(&list, 1);
            sieve->index = kept;
            began = now();
            demand(hop_sieve_look(sieve, look, (hop_rows){&i, 1}, states, &list));
            index += now() - began;
            hop_sieve_clear_lists(&list, 1);
            if (round > 0 || !kept) continue;
            demand(hop_index_look(sieve, look, (hop_rows){&i, 1}, states, &list, &place, &rest,
                                  &read));
            hop_sieve_clear_lists(&list, 1);
            left += rest;
        }
    double queries = QUERIES, all = QUERIES * ROUNDS;
    double bytes = (double)(read.patterns + read.axes) * (double)dim +
                   (double)read.axes * sizeof(hop_index_node) +
                   (double)read.members * HOP_INDEX_MEMBER;
    printf("%8zu %7.2f s %7.1f MB | %8.3f ms %8.3f ms %6.2f | %zu of %d | %8.2f MB %8.3f MB | %.1f "
           "listed, %zu full\n",
           count, build, (double)size / 1e6, 1e3 * scan / all, 1e3 * index / all, scan / index,
           left, QUERIES, (double)count * (double)dim / 1e6,
           bytes / queries / 1e6 + (double)left / queries * (double)count * (double)dim / 1e6,
           listed / all, full / ROUNDS);
    free(states);
    hop_sieve_destroy(sieve);
    hop_recall_destroy(recall);
    hop_memory_destroy(memory);
    return 0;
}
