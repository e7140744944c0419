/* The cases: each a kernel beside what limits it.
 * SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "../base/text.h"
#include "bench_private.h"

/* A case to be run. */
typedef struct planned {
    const char *name, *energy, *similarity;
    hop_status (*run)(hop_bench *bench, const struct planned *plan);
    size_t rounds; /* times as many runs: short ones need more; 0: one run */
} planned;

static hop_status options_of(const hop_bench *bench, const planned *plan,
                             hop_recall_options *options) {
    *options = hop_recall_defaults;
    options->running.threads = bench->threads;
    options->stopping.tolerance = 1e-4;
    HOP_TRY(hop_energy_parse(plan->energy, &options->model.energy));
    return hop_similarity_parse(plan->similarity, &options->model.similarity);
}

static hop_bench_case case_of(const hop_bench *bench, const planned *plan, const char *limit,
                              size_t queries) {
    return (hop_bench_case){.name = plan->name,
                            .limit = limit,
                            .patterns = hop_memory_count(bench->floats),
                            .dim = hop_memory_dim(bench->floats),
                            .queries = queries};
}

/* ---- one step ---- */

/* One engine step of the first queries. */
typedef struct stepping {
    hop_recall *recall;
    double *start, *states; /* [count x dim], key space */
    size_t count, dim;
} stepping;

static void stepping_clear(stepping *s) {
    hop_recall_destroy(s->recall);
    free(s->start);
    free(s->states);
}

static hop_status stepping_create(const hop_bench *bench, const hop_memory *memory,
                                  const planned *plan, size_t count, stepping *s) {
    hop_recall_options options;
    size_t dim = hop_memory_dim(memory);
    *s = (stepping){.count = count, .dim = dim};
    HOP_TRY(options_of(bench, plan, &options));
    HOP_TRY(hop_recall_create(memory, &options, &s->recall));
    HOP_TRY(hop_alloc(count, dim * sizeof(double), "states", &s->start));
    HOP_TRY(hop_alloc(count, dim * sizeof(double), "states", &s->states));
    for (size_t i = 0; i < count; i++) {
        const double *query = bench->queries + i * dim;
        const hop_similarity *similarity = &options.model.similarity;
        hop_frame frame = similarity->kind->frame(similarity->parameter, query, dim);
        for (size_t j = 0; j < dim; j++)
            s->start[i * dim + j] = frame.gain * query[j] + frame.offset;
    }
    return HOP_OK;
}

static hop_status take_step(void *context) {
    stepping *s = context;
    memcpy(s->states, s->start, s->count * s->dim * sizeof *s->states);
    return hop_recall_step(s->recall, s->states, s->count, NULL, NULL);
}

/* A batch step beside the bare products. */
static hop_status batch_step(hop_bench *bench, const planned *plan) {
    stepping step = {0};
    hop_bench_products products = {0};
    hop_bench_case what = case_of(bench, plan, "two matrix products", bench->count);
    hop_status status = stepping_create(bench, bench->bytes, plan, bench->count, &step);
    if (status == HOP_OK) status = hop_bench_products_create(bench, &products);
    if (status == HOP_OK)
        status = hop_bench_alternate(bench, what, (hop_bench_work){take_step, &step},
                                     (hop_bench_work){hop_bench_products_run, &products});
    hop_bench_products_clear(&products);
    stepping_clear(&step);
    return status;
}

/* A step of one query beside one read of the patterns. */
static hop_status single_step_of(hop_bench *bench, const planned *plan, const hop_memory *memory) {
    stepping step = {0};
    hop_bench_case what = case_of(bench, plan, "one read of the patterns", 1);
    size_t numbers = hop_memory_count(memory) * hop_memory_dim(memory);
    hop_bench_reading reading = {.data = hop_memory_data(memory),
                                 .size = numbers * hop_dtype_size(hop_memory_dtype(memory)),
                                 .threads = bench->threads};
    hop_status status = stepping_create(bench, memory, plan, 1, &step);
    if (status == HOP_OK)
        status = hop_bench_alternate(bench, what, (hop_bench_work){take_step, &step},
                                     (hop_bench_work){hop_bench_reading_run, &reading});
    stepping_clear(&step);
    return status;
}

static hop_status single_step(hop_bench *bench, const planned *plan) {
    return single_step_of(bench, plan, bench->floats);
}

static hop_status single_step_u8(hop_bench *bench, const planned *plan) {
    return single_step_of(bench, plan, bench->bytes);
}

/* A sparse family, whose second product is nearly empty, beside the dense one. */
static hop_status sparse_step(hop_bench *bench, const planned *plan) {
    stepping sparse = {0}, dense = {0};
    planned lse = *plan;
    lse.energy = "lse:beta=20";
    hop_bench_case what = case_of(bench, plan, "a step of lse", bench->count);
    hop_status status = stepping_create(bench, bench->bytes, plan, bench->count, &sparse);
    if (status == HOP_OK) status = stepping_create(bench, bench->bytes, &lse, bench->count, &dense);
    if (status == HOP_OK)
        status = hop_bench_alternate(bench, what, (hop_bench_work){take_step, &sparse},
                                     (hop_bench_work){take_step, &dense});
    stepping_clear(&sparse);
    stepping_clear(&dense);
    return status;
}

/* ---- until settled ---- */

/* Steps at most: where weights are flat some queries need a hundred, all of them alike. */
enum { STEPS = 5 };

typedef struct recalling {
    const hop_bench *bench;
    hop_recall_options options;
    hop_recall *recall;
} recalling;

static hop_status recall_all(void *context) {
    const recalling *r = context;
    hop_recall_result result = {0};
    HOP_TRY(hop_recall_run(r->recall, r->bench->queries, r->bench->count, &result));
    hop_recall_result_clear(&result);
    return HOP_OK;
}

static hop_status make_ready_and_recall(void *context) {
    recalling *r = context;
    HOP_TRY(hop_recall_create(r->bench->bytes, &r->options, &r->recall));
    return recall_all(r);
}

/* Recall, scores and all, beside the same with every pattern compared at every step. */
static hop_status recall_to_convergence(hop_bench *bench, const planned *plan) {
    recalling pruned = {.bench = bench}, dense = {.bench = bench};
    hop_bench_case what = case_of(bench, plan, "the dense engine", bench->count);
    HOP_TRY(options_of(bench, plan, &pruned.options));
    pruned.options.stopping.steps = STEPS;
    dense.options = pruned.options;
    dense.options.running.pruning = HOP_PRUNING_NEVER;
    hop_status status =
        hop_bench_memory((hop_bench_work){make_ready_and_recall, &pruned}, &what.memory);
    if (status == HOP_OK) status = hop_recall_create(bench->bytes, &dense.options, &dense.recall);
    if (status == HOP_OK)
        status = hop_bench_alternate(bench, what, (hop_bench_work){recall_all, &pruned},
                                     (hop_bench_work){recall_all, &dense});
    hop_recall_destroy(pruned.recall);
    hop_recall_destroy(dense.recall);
    return status;
}

/* ---- bipolar patterns ---- */

static hop_status bipolar_scores(hop_bench *bench, const planned *plan) {
    return hop_bench_bits(bench, plan->name, hop_bits_kernel_best());
}

static hop_status bipolar_scores_avx2(hop_bench *bench, const planned *plan) {
    return hop_bench_bits(bench, plan->name, &hop_bits_avx2);
}

/* ---- bytes ---- */

static hop_status joint_counts(hop_bench *bench, const planned *plan) {
    return hop_bench_bytes(bench, plan->name, true);
}

static hop_status bounded_differences(hop_bench *bench, const planned *plan) {
    return hop_bench_bytes(bench, plan->name, false);
}

/* ---- all of them ---- */

static const planned PLAN[] = {
    {"batch_step", "lse:beta=20", "correlation", batch_step, 1},
    {"batch_step_dot", "lse:beta=1", "dot", batch_step, 1},
    {"sparse_step", "sparsemax:beta=20", "correlation", sparse_step, 1},
    {"single_step", "lse:beta=1", "dot", single_step, 5},
    {"single_step_flat", "lse:beta=0.001", "dot", single_step, 5},
    {"single_step_u8", "lse:beta=1", "dot", single_step_u8, 5},
    {"single_step_u8_flat", "lse:beta=0.001", "dot", single_step_u8, 5},
    {"bipolar_scores", NULL, NULL, bipolar_scores, 1},
    {"bipolar_scores_avx2", NULL, NULL, bipolar_scores_avx2, 1},
    {"joint_counts", NULL, NULL, joint_counts, 1},
    {"bounded_differences", NULL, NULL, bounded_differences, 1},
    {"recall_to_convergence", "lse:beta=600", "correlation", recall_to_convergence, 0},
    {"recall_dot", "lse:beta=1", "dot", recall_to_convergence, 0},
    {"recall_flat", "lse:beta=20", "correlation", recall_to_convergence, 0},
};
enum { PLANNED = sizeof PLAN / sizeof *PLAN };

hop_status hop_bench_check(const hop_bench *bench) {
    const char *names[PLANNED];
    for (size_t i = 0; i < PLANNED; i++) {
        names[i] = PLAN[i].name;
        if (!bench->only || strcmp(bench->only, names[i]) == 0) return HOP_OK;
    }
    const char *nearest = hop_text_nearest(bench->only, names, PLANNED);
    return hop_fail(HOP_E_NAME, "there is no case '%s'%s%s%s", bench->only,
                    nearest ? ". Did you mean '" : "; hopfield bench --quick shows all",
                    nearest ? nearest : "", nearest ? "'?" : "");
}

hop_status hop_bench_all(hop_bench *bench) {
    const size_t runs = bench->runs;
    bench->planned = bench->only ? 1 : PLANNED;
    for (size_t i = 0; i < PLANNED; i++) {
        if (bench->only && strcmp(bench->only, PLAN[i].name) != 0) continue;
        /* Long ones run once, unless they are all that is asked for. */
        bench->runs = PLAN[i].rounds > 0 ? PLAN[i].rounds * runs : bench->only ? runs : 1;
        HOP_TRY(PLAN[i].run(bench, &PLAN[i]));
    }
    return HOP_OK;
}
