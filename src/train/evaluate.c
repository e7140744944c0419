/* Running a trained network over samples that training never drew.
 * SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "engine.h"

/* Far from the streams of training, which begin at 0. */
static const uint64_t FIRST_STREAM = (uint64_t)1 << 62;

static hop_status run(const hop_network *network, const hop_sampler *sampler, const double *weights,
                      hop_layer_precision precision, uint64_t seed, size_t samples, size_t threads,
                      hop_train_visitor visit, void *context, double *losses) {
    hop_engine *engine = NULL;
    if (samples == 0) return hop_fail(HOP_E_EMPTY, "there are no samples to try");
    HOP_TRY(hop_engine_create(network, sampler, precision, threads, seed, samples, false, &engine));
    hop_engine_set(engine, weights);
    hop_engine_forward(engine, FIRST_STREAM, samples, visit, context, losses);
    hop_engine_destroy(engine);
    return HOP_OK;
}

hop_status hop_train_visit(const hop_network *network, const hop_sampler *sampler,
                           const double *weights, hop_layer_precision precision, uint64_t seed,
                           size_t samples, size_t threads, hop_train_visitor visit, void *context) {
    double *losses = NULL;
    HOP_TRY(hop_alloc(samples, sizeof *losses, "losses", &losses));
    const hop_status status =
        run(network, sampler, weights, precision, seed, samples, threads, visit, context, losses);
    free(losses);
    return status;
}

hop_status hop_train_loss(const hop_network *network, const hop_sampler *sampler,
                          const double *weights, hop_layer_precision precision, uint64_t seed,
                          size_t samples, size_t threads, double *loss) {
    double *losses = NULL, sum = 0;
    HOP_TRY(hop_alloc(samples, sizeof *losses, "losses", &losses));
    const hop_status status =
        run(network, sampler, weights, precision, seed, samples, threads, NULL, NULL, losses);
    for (size_t i = 0; i < samples && status == HOP_OK; i++) sum += losses[i];
    free(losses);
    if (status == HOP_OK) *loss = sum / (double)samples;
    return status;
}
