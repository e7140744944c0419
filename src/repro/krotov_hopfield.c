/* Dense associative memories of power n hold a_n d^(n-1) patterns with .5 % of the bits unstable:
 *
 *     a_n = 1 / (z^2 (2n - 3)!!),   z = 2.5758, which a normal variable exceeds with P = .5 %
 *
 * Krotov and Hopfield 2016, section 2: F(x) = x^n, a bit is unstable if flipping it lowers
 * E = -sum F(x_i . xi).  A rectified power, F(x) = 0 for x < 0, hears half of the patterns: half
 * the noise, and twice the number.  That is asked here of the energy itself.  The number of
 * patterns is the one that the experiment capacity draws as its theory.
 *
 * SPDX-License-Identifier: MIT */
#include <hopfield/energy.h>
#include <hopfield/statistics.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "repro_private.h"

enum { SIZE_COUNT = 3 };
typedef struct claim {
    int degree;
    bool rectified;
    double published; /* a_n, to the digits that follow from z and (2n-3)!!; twice that rectified */
    double dim[SIZE_COUNT];
    double trials, quick_trials; /* of the largest; the others have the same number of bits */
} claim;
static const claim CLAIMS[] = {
    {2, false, 0.15072, {100, 200, 400}, 3000, 300},
    {3, false, 0.05024, {30, 50, 80}, 6000, 600},
    {4, false, 0.010048, {20, 28, 40}, 12000, 1200},
    {3, true, 0.10048, {30, 50, 80}, 3000, 300},
};

static const double WRONG = 0.005; /* fraction of the bits */

/* s = X'xi, and s after bit i of xi has been flipped. */
typedef struct overlaps {
    double *patterns, *now, *then; /* [count x dim], [count], [count] */
    size_t count, dim;
} overlaps;

static bool is_unstable(const hop_energy *energy, const overlaps *o, size_t bit, double before) {
    const double *target = o->patterns;
    double after = 0;
    for (size_t m = 0; m < o->count; m++)
        o->then[m] = o->now[m] - 2 * target[bit] * o->patterns[m * o->dim + bit];
    hop_status status = hop_energy_potential(energy, o->then, o->count, &after);
    return status == HOP_OK && after > before;
}

/* Unstable bits of the first of random patterns. */
static hop_status count_unstable(const hop_energy *energy, const overlaps *o, hop_random *random,
                                 double *unstable) {
    double before = 0;
    hop_repro_draw(HOP_REPRO_BIPOLAR, random, o->count, o->dim, o->patterns);
    for (size_t m = 0; m < o->count; m++) {
        o->now[m] = 0;
        for (size_t j = 0; j < o->dim; j++)
            o->now[m] += o->patterns[j] * o->patterns[m * o->dim + j];
    }
    HOP_TRY(hop_energy_potential(energy, o->now, o->count, &before));
    for (size_t i = 0; i < o->dim; i++) *unstable += is_unstable(energy, o, i, before) ? 1 : 0;
    return HOP_OK;
}

static hop_status measure(const hop_repro *repro, const hop_energy *energy, size_t dim,
                          double patterns, size_t trials, hop_sized *sized) {
    overlaps o = {.dim = dim, .count = (size_t)lround(patterns)};
    hop_random random;
    double unstable = 0, bits = (double)(trials * dim);
    hop_random_init(&random, repro->options->seed, dim);
    hop_status status = hop_alloc(o.count * dim, sizeof *o.patterns, "patterns", &o.patterns);
    if (status == HOP_OK) status = hop_alloc(o.count, sizeof *o.now, "overlaps", &o.now);
    if (status == HOP_OK) status = hop_alloc(o.count, sizeof *o.then, "overlaps", &o.then);
    for (size_t i = 0; i < trials && status == HOP_OK; i++)
        status = count_unstable(energy, &o, &random, &unstable);
    free(o.patterns);
    free(o.now);
    free(o.then);
    double p = fmax(unstable, 1) / bits;
    *sized = (hop_sized){.size = (double)dim, .value = p, .error = sqrt(p / bits)};
    return status;
}

/* a_n as the experiment capacity has it. */
static hop_status overlay(const hop_repro *repro, const char *spec, double *load) {
    hop_findings findings = {0};
    HOP_TRY(hop_repro_experiment(repro, 0, &findings, "capacity",
                                 "energy=%s criterion=hamming dim=10 load=0.01 trials=1", spec));
    *load = hop_repro_number(&findings, 0, "theory");
    hop_findings_clear(&findings);
    return HOP_OK;
}

static hop_status reproduce(hop_repro *repro, const claim *c) {
    char spec[64];
    hop_energy energy;
    hop_sized sized[SIZE_COUNT];
    hop_extrapolation limit;
    double load = NAN;
    snprintf(spec, sizeof spec, "polynomial:degree=%d,rectified=%s", c->degree,
             c->rectified ? "yes" : "no");
    HOP_TRY(hop_energy_parse(spec, &energy));
    HOP_TRY(overlay(repro, spec, &load));
    load = hop_repro_theory(repro, load, 1.2 * load);
    HOP_TRY(hop_repro_add(repro,
                          (hop_repro_result){.value = load,
                                             .expected = c->published,
                                             .tolerance = 1e-3 * c->published,
                                             .reason = "four digits"},
                          "a_n, n = %d%s", c->degree, c->rectified ? ", rectified" : ""));
    const double bits =
        hop_repro_choose(repro, c->trials, c->quick_trials) * c->dim[SIZE_COUNT - 1];
    for (size_t i = 0; i < SIZE_COUNT; i++)
        HOP_TRY(measure(repro, &energy, (size_t)c->dim[i], load * pow(c->dim[i], c->degree - 1),
                        (size_t)(bits / c->dim[i]), &sized[i]));
    HOP_TRY(hop_statistics_extrapolate(sized, SIZE_COUNT, 1, &limit));
    double half = (limit.limit.high - limit.limit.low) / 2;
    return hop_repro_add(repro,
                         (hop_repro_result){
                             .value = limit.limit.value,
                             .low = limit.limit.low,
                             .high = limit.limit.high,
                             .expected = WRONG,
                             .tolerance = 0.06 * WRONG + 2 * half,
                             .reason = "terms beyond 1/d at these sizes, and four standard errors",
                         },
                         "unstable bits, n = %d%s", c->degree, c->rectified ? ", rectified" : "");
}

static hop_status run(hop_repro *repro) {
    for (size_t i = 0; i < sizeof CLAIMS / sizeof *CLAIMS; i++)
        HOP_TRY(reproduce(repro, &CLAIMS[i]));
    return HOP_OK;
}

const hop_repro_row hop_repro_krotov_hopfield = {
    .row = {.name = "krotov-hopfield",
            .title = "power n: a_n d^(n-1) patterns with .5 % of the bits unstable",
            .sources = "Krotov and Hopfield 2016, arXiv 1606.01164, section 2"},
    .method = "a_n d^(n-1) random patterns; the bits of one are flipped one at a time, and those "
              "that lower the energy are counted, at three sizes, extrapolated by 1/d.",
    .falsehood = "a_n 20 % larger",
    .run = run,
};
