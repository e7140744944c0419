/* The gradient of a batch, on all threads.  A batch is cut into a fixed number of parts, each with
 * a gradient of its own, which are added in order: so bytes do not depend on threads.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_TRAIN_ENGINE_H
#define HOP_TRAIN_ENGINE_H

#include <hopfield/train.h>

typedef struct hop_engine hop_engine;

/* backward: whether gradients are wanted.  HOP_E_LIMIT, HOP_E_MEMORY. */
hop_status hop_engine_create(const hop_network *network, const hop_sampler *sampler,
                             hop_layer_precision precision, size_t threads, uint64_t seed,
                             size_t batch, bool backward, hop_engine **engine);
void hop_engine_destroy(hop_engine *engine);
double hop_engine_bytes(const hop_network *network, hop_layer_precision precision, size_t threads,
                        size_t batch, bool backward);

/* Takes weights [count] over, in the engine's precision. */
void hop_engine_set(hop_engine *engine, const double *weights);

/* The mean loss of the batch whose samples are streams first ... first + batch - 1, and its
 * gradient [count]. */
void hop_engine_gradient(hop_engine *engine, uint64_t first, double *loss, double *gradient);

/* Forwards alone; `visit` may be NULL; losses [batch] too. */
void hop_engine_forward(hop_engine *engine, uint64_t first, size_t batch, hop_train_visitor visit,
                        void *context, double *losses);

#endif
