/* How many damaged pictures come back: see retrieval.h.
 * SPDX-License-Identifier: MIT */
#include "retrieval.h"

#include <hopfield/recall.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "fashion.h"

hop_status hop_retrieval_create(const hop_repro *repro, size_t count, double low,
                                hop_retrieval *r) {
    hop_fashion fashion = {0};
    *r = (hop_retrieval){.repro = repro};
    hop_status status = hop_fashion_create(1, count, &fashion);
    if (status == HOP_OK) {
        r->patterns = fashion.states;
        r->count = fashion.count;
        r->dim = fashion.dim;
        fashion.states = NULL;
        for (size_t k = 0; k < r->count * r->dim; k++)
            r->patterns[k] = low + (1 - low) * (r->patterns[k] + 1) / 2;
        status = hop_repro_memory(r->patterns, r->count, r->dim, &r->memory);
    }
    hop_fashion_destroy(&fashion);
    return status;
}

void hop_retrieval_clear(hop_retrieval *r) {
    hop_memory_destroy(r->memory);
    free(r->patterns);
}

void hop_retrieval_add_noise(double *values, size_t dim, double sigma, hop_random *random) {
    for (size_t j = 0; j < dim; j++) values[j] += sigma * hop_random_normal(random);
}

static void judge(const hop_retrieval *r, const hop_recall_result *result,
                  hop_retrieval_right *right) {
    static const double CLOSE = 50, LEVEL = 1.0 / 255, ALIKE = 0.9;
    for (size_t i = 0; i < r->count; i++) {
        const double *output = result->outputs + i * r->dim, *original = r->patterns + i * r->dim;
        double squares = 0, largest = 0, product = 0, own = 0, other = 0;
        for (size_t j = 0; j < r->dim; j++) {
            product += output[j] * original[j];
            own += output[j] * output[j];
            other += original[j] * original[j];
            double difference = fabs(output[j] - original[j]);
            squares += difference * difference;
            largest = fmax(largest, difference);
        }
        right->squares += squares <= CLOSE ? 1 : 0;
        right->nearest += result->queries[i].score.nearest == i ? 1 : 0;
        right->exact += largest <= LEVEL ? 1 : 0;
        right->cosine += product > ALIKE * sqrt(own * other) ? 1 : 0;
    }
}

hop_status hop_retrieval_count(const hop_retrieval *r, const hop_retrieval_model *model,
                               hop_retrieval_damage damage, double amount,
                               hop_retrieval_right *right) {
    hop_recall *recall = NULL;
    hop_recall_result result = {0};
    hop_recall_options options = hop_recall_defaults;
    double *queries = NULL;
    size_t *targets = NULL;
    hop_random random;
    hop_random_init(&random, r->repro->options->seed, 0);
    *right = (hop_retrieval_right){0};
    HOP_TRY(hop_energy_parse(model->energy, &options.model.energy));
    HOP_TRY(hop_similarity_parse(model->similarity, &options.model.similarity));
    options.stopping.steps = model->steps;
    options.running.threads = r->repro->options->threads;
    HOP_TRY(hop_alloc(r->count * r->dim, sizeof *queries, "queries", &queries));
    hop_status status = hop_alloc(r->count, sizeof *targets, "targets", &targets);
    for (size_t i = 0; i < r->count && targets; i++) targets[i] = i;
    memcpy(queries, r->patterns, r->count * r->dim * sizeof *queries);
    for (size_t i = 0; i < r->count; i++) damage(queries + i * r->dim, r->dim, amount, &random);
    if (status == HOP_OK) status = hop_recall_create(r->memory, &options, &recall);
    if (status == HOP_OK) status = hop_recall_run(recall, queries, r->count, &result);
    if (status == HOP_OK) status = hop_recall_score(recall, targets, &result);
    if (status == HOP_OK) judge(r, &result, right);
    hop_recall_result_clear(&result);
    hop_recall_destroy(recall);
    free(queries);
    free(targets);
    return status;
}
