/* Sparse against dense retrieval error: after one step from x + sigma z, is sparsemax's output
 * nearer to x than softmax's?  Hu et al. 2023, theorem 2.2, bound the sparse error by the dense
 * one, for states that are near enough to a pattern.  Counted here: as long as noise is small it
 * holds in every case; beyond, where a sparse step settles on the wrong pattern, it does not.
 * SPDX-License-Identifier: MIT */
#include <hopfield/energy.h>

#include <math.h>
#include <string.h>

#include "../base/fail.h"
#include "../base/sum.h"
#include "repro_private.h"

enum { DIM = 16, PATTERNS = 24 };

static hop_status error_of(const char *family, const double *patterns, const double *state,
                           double *error) {
    double s[PATTERNS], out[DIM] = {0};
    hop_energy energy;
    HOP_TRY(hop_energy_parse(family, &energy));
    energy.parameter[hop_row_parameter_index(&energy.family->row, "beta")] = 1;
    for (size_t i = 0; i < PATTERNS; i++) s[i] = hop_sum_products(patterns + i * DIM, state, DIM);
    HOP_TRY(hop_energy_weights(&energy, s, PATTERNS, s));
    for (size_t i = 0; i < PATTERNS; i++)
        for (size_t j = 0; j < DIM; j++) out[j] += s[i] * patterns[i * DIM + j];
    *error = sqrt(hop_sum_squared_differences(out, patterns, DIM));
    return HOP_OK;
}

/* The fraction of states whose sparse error is larger, beyond rounding. */
static hop_status count(const hop_repro *repro, double sigma, double trials, double *violated) {
    double patterns[PATTERNS * DIM], state[DIM], dense = 0, sparse = 0;
    hop_random random;
    hop_random_init(&random, repro->options->seed, (uint64_t)(100 * sigma));
    *violated = 0;
    for (size_t i = 0; i < (size_t)trials; i++) {
        hop_repro_draw(HOP_REPRO_SPHERE, &random, PATTERNS, DIM, patterns);
        for (size_t j = 0; j < DIM; j++)
            state[j] = patterns[j] + sigma * hop_random_normal(&random);
        HOP_TRY(error_of("lse", patterns, state, &dense));
        HOP_TRY(error_of("sparsemax", patterns, state, &sparse));
        *violated += sparse > dense + 1e-9 ? 1 / trials : 0;
    }
    return HOP_OK;
}

/* Outside of the theorem's domain: the fraction itself. */
static hop_status hold(hop_repro *repro, double value, double expected, double trials,
                       const char *what) {
    double error = sqrt(value * (1 - value) / trials);
    return hop_repro_add(repro,
                         (hop_repro_result){.value = value,
                                            .low = value - 1.96 * error,
                                            .high = value + 1.96 * error,
                                            .expected = hop_repro_theory(repro, expected, 0),
                                            .tolerance = 0.05 * expected + 5 * error,
                                            .reason = "one digit, and five standard errors",
                                            .source = "simulated apart from the program"},
                         "%s", what);
}

static hop_status run(hop_repro *repro) {
    const double trials = hop_repro_choose(repro, 20000, 3000);
    double small = 0, large = 0, huge = 0;
    HOP_TRY(count(repro, 0.5, trials, &small));
    HOP_TRY(count(repro, 1, trials, &large));
    HOP_TRY(count(repro, 2, trials, &huge));
    HOP_TRY(hop_repro_add(repro,
                          (hop_repro_result){.value = small,
                                             .expected = hop_repro_theory(repro, 0, -1),
                                             .tolerance = 1e-3,
                                             .relation = HOP_REPRO_AT_MOST,
                                             .reason = "a state in a thousand is far off even so"},
                          "sparse error larger, sigma = 0.5"));
    HOP_TRY(hold(repro, large, 0.07, trials, "sparse error larger, sigma = 1"));
    return hold(repro, huge, 0.5, trials, "sparse error larger, sigma = 2");
}

const hop_repro_row hop_repro_sparse_error = {
    .row = {.name = "sparse-error",
            .title = "sparse retrieval errs less than dense, near a pattern and not beyond",
            .sources = "Hu et al. 2023, arXiv 2309.12673, theorem 2.2"},
    .method = "24 patterns on a sphere of radius 4 in 16 values, beta 1, one step of sparsemax and "
              "of softmax from a pattern with noise sigma in every value.",
    .falsehood = "fewer than no violations",
    .seconds = 1.3,
    .run = run,
};
