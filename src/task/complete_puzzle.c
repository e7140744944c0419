/* Puzzles of patches, and what can be made of them without learning.
 * SPDX-License-Identifier: MIT */
#include "complete.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Where number i of the patches is in the picture. */
static size_t place_of(const hop_complete_puzzle *p, size_t i) {
    const size_t token = i / p->pixels, at = i % p->pixels;
    const size_t y = token / p->across * p->patch + at / p->patch;
    return y * p->pictures.width + token % p->across * p->patch + at % p->patch;
}

void hop_complete_cut(const hop_complete_puzzle *p, const double *picture, double *patches) {
    for (size_t i = 0; i < p->tokens * p->pixels; i++) patches[i] = picture[place_of(p, i)];
}

void hop_complete_join(const hop_complete_puzzle *p, const double *patches, double *picture) {
    for (size_t i = 0; i < p->tokens * p->pixels; i++) picture[place_of(p, i)] = patches[i];
}

void hop_complete_draw(const void *context, hop_random *random, double *const *input) {
    const hop_complete_puzzle *p = context;
    double picture[HOP_PICTURES_PIXELS_MAX];
    size_t order[HOP_PICTURES_PIXELS_MAX], kind = 0;
    hop_pictures_draw(&p->pictures, random, picture, &kind);
    hop_complete_cut(p, picture, input[2]);
    memcpy(input[0], input[2], p->tokens * p->pixels * sizeof *picture);
    hop_random_sample(random, p->tokens, p->tokens / 2, order);
    for (size_t t = 0; t < p->tokens; t++) {
        input[1][t] = 1;
        input[3][t] = 0;
    }
    for (size_t i = 0; i < p->tokens / 2; i++) {
        const size_t t = order[i];
        if (i > 0 && hop_random_uniform(random) >= 0.9) continue;
        memset(input[0] + t * p->pixels, 0, p->pixels * sizeof *picture);
        input[1][t] = 0;
        input[3][t] = 1;
    }
}

/* ---- without learning ---- */

enum { BETAS = 10 };

/* Squared distances of what is known to the stored pictures; returns the least. */
static double distances(const hop_complete_puzzle *p, const double *stored, size_t count,
                        double *const *input, double *distance) {
    const size_t size = p->tokens * p->pixels;
    double least = INFINITY;
    for (size_t k = 0; k < count; k++) {
        double far = 0;
        for (size_t t = 0; t < p->tokens; t++)
            for (size_t c = t * p->pixels; input[1][t] != 0 && c < (t + 1) * p->pixels; c++) {
                const double gap = stored[k * size + c] - input[0][c];
                far += gap * gap;
            }
        distance[k] = far;
        least = fmin(least, far);
    }
    return least;
}

/* made = sum_k softmax(-beta distance)_k stored_k; beta = INFINITY: the nearest. */
static void attend(const double *stored, size_t count, size_t size, const double *distance,
                   double least, double beta, double *made) {
    double sum = 0;
    memset(made, 0, size * sizeof *made);
    for (size_t k = 0; k < count; k++) {
        const double off = distance[k] - least, weight = off > 0 ? exp(-beta * off) : 1;
        if (weight < 1e-12) continue;
        sum += weight;
        for (size_t c = 0; c < size; c++) made[c] += weight * stored[k * size + c];
    }
    for (size_t c = 0; c < size; c++) made[c] /= sum;
}

/* Mean squared error of the hidden pixels. */
static double error_of(const hop_complete_puzzle *p, const double *made, double *const *input) {
    double sum = 0, count = 0;
    for (size_t c = 0; c < p->tokens * p->pixels; c++) {
        if (input[3][c / p->pixels] == 0) continue;
        sum += (made[c] - input[2][c]) * (made[c] - input[2][c]);
        count++;
    }
    return sum / count;
}

hop_status hop_complete_plain(const hop_study *study, const hop_complete_puzzle *train,
                              const hop_complete_puzzle *test, hop_complete_errors *errors) {
    const size_t size = train->tokens * train->pixels;
    const size_t count = hop_study_size(study, 2000, 100), tried = hop_study_size(study, 500, 20);
    double *stored = NULL, step[BETAS] = {0};
    hop_random random;
    HOP_TRY(hop_alloc((count + 4) * size + 2 * train->tokens + count, sizeof *stored, "pictures",
                      &stored));
    double *mean = stored + count * size, *made = mean + size, *distance = made + size;
    double *input[4] = {distance + count, NULL, distance + count + size, NULL};
    input[1] = input[2] + size;
    input[3] = input[1] + train->tokens;
    hop_random_init(&random, study->options->seed, (uint64_t)15 << 60);
    for (size_t i = 0; i < count; i++) {
        hop_complete_draw(train, &random, input);
        memcpy(stored + i * size, input[2], size * sizeof *stored);
        for (size_t c = 0; c < size; c++) mean[c] += input[2][c] / (double)count;
    }
    *errors = (hop_complete_errors){0};
    for (size_t i = 0; i < tried; i++) {
        hop_complete_draw(test, &random, input);
        const double least = distances(train, stored, count, input, distance);
        errors->mean += error_of(train, mean, input) / (double)tried;
        attend(stored, count, size, distance, least, INFINITY, made);
        errors->nearest += error_of(train, made, input) / (double)tried;
        for (size_t b = 0; b < BETAS; b++) {
            attend(stored, count, size, distance, least, ldexp(1, (int)b - 2), made);
            step[b] += error_of(train, made, input) / (double)tried;
        }
    }
    for (size_t b = 0; b < BETAS; b++) {
        if (b > 0 && step[b] >= errors->step) continue;
        errors->step = step[b];
        errors->beta = ldexp(1, (int)b - 2);
    }
    free(stored);
    return HOP_OK;
}
