/* The cases: each a kernel beside what limits it.
 * SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "bench.h"

/* One engine step of the first queries. */
typedef struct stepping {
    const cli_bench *bench;
    hop_recall *recall;
    double *start, *states; /* [count x dim], key space */
    size_t count, dim;
} stepping;

static void stepping_clear(stepping *s) {
    hop_recall_destroy(s->recall);
    free(s->start);
    free(s->states);
}

static hop_status options_of(const cli_bench *bench, const char *energy, const char *similarity,
                             hop_recall_options *options) {
    *options = hop_recall_defaults;
    options->threads = bench->threads;
    options->attention = false;
    options->tolerance = 1e-4;
    HOP_TRY(hop_energy_parse(energy, &options->energy));
    return hop_similarity_parse(similarity, &options->similarity);
}

static hop_status stepping_create(const cli_bench *bench, const hop_memory *memory,
                                  const char *energy, const char *similarity, size_t count,
                                  stepping *s) {
    hop_recall_options options;
    size_t dim = hop_memory_dim(memory);
    *s = (stepping){.bench = bench, .count = count, .dim = dim};
    HOP_TRY(options_of(bench, energy, similarity, &options));
    HOP_TRY(hop_recall_create(memory, &options, &s->recall));
    HOP_TRY(hop_alloc(count, dim * sizeof(double), "states", &s->start));
    HOP_TRY(hop_alloc(count, dim * sizeof(double), "states", &s->states));
    for (size_t i = 0; i < count; i++) {
        const double *query = bench->queries + i * dim;
        hop_frame frame = options.similarity.kind->frame(options.similarity.parameter, query, dim);
        for (size_t j = 0; j < dim; j++)
            s->start[i * dim + j] = frame.gain * query[j] + frame.offset;
    }
    return HOP_OK;
}

static hop_status take_step(void *context) {
    stepping *s = context;
    memcpy(s->states, s->start, s->count * s->dim * sizeof *s->states);
    return hop_recall_step(s->recall, s->states, s->count, NULL);
}

static cli_case case_of(const cli_bench *bench, const char *name, const char *limit,
                        size_t queries) {
    return (cli_case){.name = name,
                      .limit = limit,
                      .patterns = hop_memory_count(bench->floats),
                      .dim = hop_memory_dim(bench->floats),
                      .queries = queries};
}

/* A batch step beside the bare products. */
static hop_status batch_step(cli_bench *bench, const char *name, const char *energy,
                             const char *similarity) {
    stepping step = {0};
    cli_products products = {0};
    hop_status status =
        stepping_create(bench, bench->bytes, energy, similarity, bench->count, &step);
    if (status == HOP_OK) status = cli_products_create(bench, 1, &products);
    if (status == HOP_OK)
        status = cli_bench_alternate(
            bench, case_of(bench, name, "two matrix products", bench->count),
            (cli_work){take_step, &step}, (cli_work){cli_products_run, &products});
    cli_products_clear(&products);
    stepping_clear(&step);
    return status;
}

/* A step of one query beside one read of the patterns. */
static hop_status single_step(cli_bench *bench, const char *name, const hop_memory *memory,
                              const char *energy, const char *limit) {
    stepping step = {0};
    size_t numbers = hop_memory_count(memory) * hop_memory_dim(memory);
    cli_reading_of_all reading = {.data = hop_memory_data(memory),
                                  .size = numbers * hop_dtype_size(hop_memory_dtype(memory)),
                                  .threads = bench->threads};
    hop_status status = stepping_create(bench, memory, energy, "dot", 1, &step);
    if (status == HOP_OK)
        status =
            cli_bench_alternate(bench, case_of(bench, name, limit, 1), (cli_work){take_step, &step},
                                (cli_work){cli_reading_of_all_run, &reading});
    stepping_clear(&step);
    return status;
}

/* A sparse family, whose second product is nearly empty, beside the dense one. */
static hop_status sparse_step(cli_bench *bench) {
    stepping sparse = {0}, dense = {0};
    hop_status status = stepping_create(bench, bench->bytes, "sparsemax:beta=20", "correlation",
                                        bench->count, &sparse);
    if (status == HOP_OK)
        status = stepping_create(bench, bench->bytes, "lse:beta=20", "correlation", bench->count,
                                 &dense);
    if (status == HOP_OK)
        status =
            cli_bench_alternate(bench, case_of(bench, "sparse_step", "a step of lse", bench->count),
                                (cli_work){take_step, &sparse}, (cli_work){take_step, &dense});
    stepping_clear(&sparse);
    stepping_clear(&dense);
    return status;
}

/* ---- until settled ---- */

typedef struct recalling {
    const cli_bench *bench;
    hop_recall *recall;
    size_t slowest; /* steps of the slowest query */
} recalling;

static hop_status recall_all(void *context) {
    recalling *r = context;
    hop_recall_result result = {0};
    HOP_TRY(hop_recall_run(r->recall, r->bench->queries, r->bench->count, NULL, &result));
    r->slowest = 0;
    for (size_t i = 0; i < result.count; i++)
        if (result.queries[i].steps > r->slowest) r->slowest = result.queries[i].steps;
    hop_recall_result_clear(&result);
    return HOP_OK;
}

/* Recall to convergence beside the products of a program that steps every query until the slowest
 * has settled. */
static hop_status recall_to_convergence(cli_bench *bench, const char *name, const char *energy,
                                        const char *similarity) {
    hop_recall_options options;
    recalling r = {.bench = bench};
    cli_products products = {0};
    HOP_TRY(options_of(bench, energy, similarity, &options));
    hop_status status = hop_recall_create(bench->bytes, &options, &r.recall);
    if (status == HOP_OK) status = recall_all(&r);
    if (status == HOP_OK) status = cli_products_create(bench, r.slowest, &products);
    if (status == HOP_OK)
        status = cli_bench_alternate(
            bench, case_of(bench, name, "two products a step of the slowest query", bench->count),
            (cli_work){recall_all, &r}, (cli_work){cli_products_run, &products});
    cli_products_clear(&products);
    hop_recall_destroy(r.recall);
    return status;
}

hop_status cli_bench_run(cli_bench *bench) {
    static const char READ[] = "one read of the patterns";
    const size_t runs = bench->runs;
    HOP_TRY(batch_step(bench, "batch_step", "lse:beta=20", "correlation"));
    HOP_TRY(batch_step(bench, "batch_step_dot", "lse:beta=1", "dot"));
    HOP_TRY(sparse_step(bench));
    bench->runs = 3 * runs; /* these take milliseconds */
    HOP_TRY(single_step(bench, "single_step", bench->floats, "lse:beta=1", READ));
    HOP_TRY(single_step(bench, "single_step_flat", bench->floats, "lse:beta=0.001", READ));
    HOP_TRY(single_step(bench, "single_step_u8", bench->bytes, "lse:beta=1", READ));
    HOP_TRY(single_step(bench, "single_step_u8_flat", bench->bytes, "lse:beta=0.001", READ));
    bench->runs = 1;
    return recall_to_convergence(bench, "recall_to_convergence", "lse:beta=600", "correlation");
}
