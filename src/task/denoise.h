/* Prompts of clean tokens and noisy queries, and the best that can be made of them.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_TASK_DENOISE_H
#define HOP_TASK_DENOISE_H

#include <stddef.h>
#include <stdint.h>

#include <hopfield/random.h>

enum { HOP_DENOISE_QUERIES = 32, HOP_DENOISE_CENTRES = 8, HOP_DENOISE_DIM_MAX = 64 };

/* Where tokens lie, from prompt to prompt anew: a subspace through 0, the unit sphere in one, or
 * small clusters around points of the unit sphere.  0: any. */
typedef enum hop_denoise_kind {
    HOP_DENOISE_SUBSPACE = 1,
    HOP_DENOISE_SPHERE,
    HOP_DENOISE_CLUSTERS,
} hop_denoise_kind;

typedef struct hop_denoise_prompt {
    const char *name;
    hop_denoise_kind kind;
    size_t dim, intrinsic, tokens;
    double noise;          /* sigma^2 of the query's */
    double spread;         /* variance within the subspace, or of a cluster */
    const char *optimiser; /* as far as its matrices have to go from where they begin */
} hop_denoise_prompt;

/* A sampler of hop_train_run(); context: the prompt.  input: clean tokens [tokens x dim], queries
 * and what they were [HOP_DENOISE_QUERIES x dim]. */
void hop_denoise_draw(const void *context, hop_random *random, double *const *input);

/* The mean squared error a number of who knows the distribution, for long prompts: by formula
 * (subspace), quadrature (sphere), or the mean over `draws` drawn centres and queries (clusters).
 * Smart, Bietti, Sengupta 2025 (2502.05164), propositions 2 to 4. */
double hop_denoise_best(const hop_denoise_prompt *prompt, size_t draws, uint64_t seed);

#endif
