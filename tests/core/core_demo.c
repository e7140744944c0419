/* The core with the C library alone: stores bipolar patterns, damages one, recalls it.  Prints what
 * it did; exits 1 unless every damaged pattern came back.  `make core-only` builds it against -lm.
 * SPDX-License-Identifier: MIT */
#include <stdio.h>

#include <hopfield/corruption.h>
#include <hopfield/memory.h>
#include <hopfield/random.h>
#include <hopfield/recall.h>

enum { PATTERNS = 20, DIM = 64, QUERIES = PATTERNS };

/* Random bipolar patterns; the seed is as good as any other. */
static void draw_patterns(double *patterns) {
    hop_random random;
    hop_random_init(&random, 1, 0);
    for (size_t i = 0; i < PATTERNS * DIM; i++)
        patterns[i] = hop_random_uniform(&random) < 0.5 ? -1.0 : 1.0;
}

/* One query a pattern, with a fifth of its values flipped. */
static hop_status damage(const double *patterns, double *queries, size_t *targets) {
    const hop_canvas canvas = {
        .shape = {.width = DIM, .height = 1, .channels = 1}, .low = -1.0, .high = 1.0};
    hop_corruption flip;
    hop_status status = hop_corruption_parse("flip:rate=0.2", &flip);
    for (size_t i = 0; i < QUERIES && status == HOP_OK; i++) {
        targets[i] = i;
        for (size_t j = 0; j < DIM; j++) queries[i * DIM + j] = patterns[i * DIM + j];
        status = hop_corruption_apply(&flip, 1, &canvas, 1, i, &queries[i * DIM]);
    }
    return status;
}

static hop_status recall(const hop_memory *memory, const double *queries, const size_t *targets,
                         size_t *exact) {
    hop_recall_options options = hop_recall_defaults;
    hop_recall *made = NULL;
    hop_recall_result result;
    hop_status status = hop_energy_parse("lse:beta=1", &options.model.energy);
    if (status == HOP_OK) status = hop_similarity_parse("dot", &options.model.similarity);
    if (status == HOP_OK) status = hop_recall_create(memory, &options, &made);
    if (status != HOP_OK) return status;
    status = hop_recall_run(made, queries, QUERIES, &result);
    if (status == HOP_OK) status = hop_recall_score(made, targets, &result);
    hop_recall_destroy(made);
    if (status != HOP_OK) return status;
    *exact = 0;
    for (size_t i = 0; i < QUERIES; i++) *exact += result.queries[i].score.exact;
    hop_recall_result_clear(&result);
    return HOP_OK;
}

int main(void) {
    static double patterns[PATTERNS * DIM], queries[QUERIES * DIM];
    size_t targets[QUERIES], exact = 0;
    hop_memory *memory = NULL;
    const hop_shape shape = {.width = DIM, .height = 1, .channels = 1};
    draw_patterns(patterns);
    hop_status status = hop_memory_create(shape, HOP_F64, HOP_PATTERNS, &memory);
    if (status == HOP_OK) status = hop_memory_append(memory, patterns, PATTERNS, NULL);
    if (status == HOP_OK) status = damage(patterns, queries, targets);
    if (status == HOP_OK) status = recall(memory, queries, targets, &exact);
    hop_memory_destroy(memory);
    if (status != HOP_OK) {
        printf("core: %s\n", hop_status_detail());
        return 1;
    }
    printf("core: %zu of %d damaged patterns of %d numbers came back\n", exact, QUERIES, DIM);
    return exact == QUERIES ? 0 : 1;
}
