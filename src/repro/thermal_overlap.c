/* A softmax memory in heat: a state on the sphere of radius sqrt(d), drawn by exp(-E/T) with one
 * pattern in reach, so E = -x.xi.  The overlap minimises -m - (T/2) ln(1 - m^2) for large d:
 *
 *     m = (sqrt(T^2 + 4) - T) / 2
 *
 * and at any d it is the ratio of Bessel functions I_(d/2)(d/T) / I_(d/2-1)(d/T) (von Mises and
 * Fisher).  Derived here; .9512, .7808, .6180 at T = .1, .5, 1.
 * SPDX-License-Identifier: MIT */
#include <hopfield/energy.h>

#include <gsl/gsl_sf_bessel.h>
#include <math.h>

#include "../base/fail.h"
#include "../base/sum.h"
#include "repro_private.h"

/* So many values, that a state does not cross from pattern to pattern while it is watched. */
enum { DIM = 256, PATTERNS = 5 };
typedef struct claim {
    double temperature, overlap;
} claim;
static const claim CLAIMS[] = {{0.1, 0.9512}, {0.5, 0.7808}, {1, 0.6180}};
static const double BETA = 1; /* far above what 5 patterns need at d = 256 */

static double at_size(double t) {
    double x = DIM / t, v = DIM / 2.0;
    return gsl_sf_bessel_Inu_scaled(v, x) / gsl_sf_bessel_Inu_scaled(v - 1, x);
}

static hop_status energy_of(const hop_energy *energy, const double *patterns, const double *state,
                            double *value) {
    double s[PATTERNS];
    for (size_t i = 0; i < PATTERNS; i++) s[i] = hop_sum_products(patterns + i * DIM, state, DIM);
    HOP_TRY(hop_energy_potential(energy, s, PATTERNS, value));
    *value = -*value;
    return HOP_OK;
}

/* Metropolis: a normal push in every direction, back to the sphere; blocks give the error. */
enum { BLOCKS = 20 };
static hop_status sample(const hop_repro *repro, double t, double *mean, double *error) {
    double patterns[PATTERNS * DIM], state[DIM], next[DIM], now = 0, then = 0, squares = 0;
    const size_t steps = (size_t)hop_repro_choose(repro, 4000, 1000);
    double push = 0.8 * sqrt(t / DIM * 2);
    hop_energy energy;
    hop_random random;
    hop_random_init(&random, repro->options->seed, (uint64_t)(1000 * t));
    hop_repro_draw(HOP_REPRO_SPHERE, &random, PATTERNS, DIM, patterns);
    HOP_TRY(hop_energy_parse("lse", &energy));
    energy.parameter[0] = BETA;
    for (size_t j = 0; j < DIM; j++) state[j] = patterns[j];
    HOP_TRY(energy_of(&energy, patterns, state, &now));
    *mean = 0;
    for (size_t block = 0; block <= BLOCKS; block++) { /* the first is thrown away */
        double sum = 0;
        for (size_t k = 0; k < steps; k++) {
            for (size_t j = 0; j < DIM; j++) next[j] = state[j] + push * hop_random_normal(&random);
            double gain = sqrt(DIM / hop_sum_squares(next, DIM));
            for (size_t j = 0; j < DIM; j++) next[j] *= gain;
            HOP_TRY(energy_of(&energy, patterns, next, &then));
            if (hop_random_uniform(&random) < exp((now - then) / t)) {
                for (size_t j = 0; j < DIM; j++) state[j] = next[j];
                now = then;
            }
            sum += hop_sum_products(patterns, state, DIM) / DIM / (double)steps;
        }
        if (block == 0) continue;
        *mean += sum / BLOCKS;
        squares += sum * sum / BLOCKS;
    }
    *error = sqrt(fmax(squares - *mean * *mean, 0) / (BLOCKS - 1));
    return HOP_OK;
}

static hop_status run(hop_repro *repro) {
    for (size_t i = 0; i < sizeof CLAIMS / sizeof *CLAIMS; i++) {
        double t = CLAIMS[i].temperature, limit = (sqrt(t * t + 4) - t) / 2, mean = 0, error = 0;
        HOP_TRY(hop_repro_add(
            repro,
            (hop_repro_result){.value = limit,
                               .expected = hop_repro_theory(repro, CLAIMS[i].overlap, 1 - t / 4),
                               .tolerance = 6e-5,
                               .reason = "four digits"},
            "limit, T = %g", t));
        HOP_TRY(sample(repro, t, &mean, &error));
        HOP_TRY(hop_repro_add(repro,
                              (hop_repro_result){.value = mean,
                                                 .low = mean - 2.09 * error,
                                                 .high = mean + 2.09 * error,
                                                 .expected = at_size(t),
                                                 .tolerance = 5 * error,
                                                 .reason = "five standard errors of 20 blocks",
                                                 .source = "ratio of Bessel functions"},
                              "sampled, T = %g, d = 256", t));
    }
    return HOP_OK;
}

const hop_repro_row hop_repro_thermal_overlap = {
    .row = {.name = "thermal-overlap",
            .title = "softmax in heat: an overlap of (sqrt(T^2 + 4) - T) / 2",
            .sources = "derived in src/repro/thermal_overlap.c; Mardia and Jupp 2000, Directional "
                       "Statistics, section 9.3.2 (finite d)"},
    .method =
        "Metropolis sampling of exp(-E/T) on the sphere of radius 16, E the softmax energy of "
        "5 patterns at beta 1, from the first of them.",
    .falsehood = "an overlap of 1 - T/4",
    .seconds = 3.5,
    .run = run,
};
