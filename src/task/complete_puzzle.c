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

hop_status hop_complete_plain(const hop_study *study, const hop_complete_puzzle *train,
                              const hop_complete_puzzle *test, double *mean_error,
                              double *nearest_error) {
    const size_t size = train->tokens * train->pixels;
    const size_t stored = hop_study_size(study, 2000, 100), tried = hop_study_size(study, 500, 20);
    double *block = NULL;
    hop_random random;
    HOP_TRY(hop_alloc((stored + 3) * size + 2 * train->tokens, sizeof *block, "pictures", &block));
    double *mean = block + stored * size, *input[4] = {mean + size, NULL, mean + 2 * size, NULL};
    input[1] = mean + 3 * size;
    input[3] = input[1] + train->tokens;
    hop_random_init(&random, study->options->seed, (uint64_t)15 << 60);
    for (size_t i = 0; i < stored; i++) {
        hop_complete_draw(train, &random, input);
        memcpy(block + i * size, input[2], size * sizeof *block);
        for (size_t c = 0; c < size; c++) mean[c] += input[2][c] / (double)stored;
    }
    *mean_error = *nearest_error = 0;
    for (size_t i = 0; i < tried; i++) {
        const double *best = block;
        double least = INFINITY, sums[2] = {0}, count = 0;
        hop_complete_draw(test, &random, input);
        for (size_t k = 0; k < stored; k++) {
            double far = 0;
            for (size_t c = 0; c < size && far < least; c++)
                if (input[1][c / train->pixels] != 0)
                    far += pow(block[k * size + c] - input[0][c], 2);
            if (far < least) best = block + k * size;
            least = fmin(least, far);
        }
        for (size_t c = 0; c < size; c++) {
            if (input[3][c / train->pixels] == 0) continue;
            sums[0] += pow(mean[c] - input[2][c], 2);
            sums[1] += pow(best[c] - input[2][c], 2);
            count++;
        }
        *mean_error += sums[0] / count / (double)tried;
        *nearest_error += sums[1] / count / (double)tried;
    }
    free(block);
    return HOP_OK;
}
