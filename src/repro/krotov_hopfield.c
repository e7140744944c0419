/* Dense associative memories of power n hold a_n d^(n-1) patterns with .5 % of the bits unstable:
 *
 *     a_n = 1 / (z^2 (2n - 3)!!),   z = 2.5758, which a normal variable exceeds with P = .5 %
 *
 * Krotov and Hopfield 2016, section 2: F(x) = x^n, a bit is unstable if flipping it lowers
 * E = -sum F(x_i . xi).  A rectified power, F(x) = 0 for x < 0, hears half of the patterns: half
 * the noise, and twice the number.  That is asked here of the energy itself.  The number of
 * patterns is the one that the experiment capacity draws as its theory.
 *
 * That is for infinite d, and powers have long tails: at d = 40 and n = 4 the fraction is .0059. So
 * what is measured is held to the exact probability at its size.  With y the overlap on the other
 * d - 1 bits, a flip changes the sum by F(y + 1) - F(y - 1) for each other pattern, with the sign
 * of that pattern's bit, against d^n - (d - 2)^n: see src/theory/crosstalk.h.
 *
 * SPDX-License-Identifier: MIT */
#include <hopfield/energy.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "../theory/crosstalk.h"
#include "repro_private.h"

enum { SIZE_COUNT = 2 };
typedef struct claim {
    int degree;
    bool rectified;
    double published; /* a_n, to the digits that follow from z and (2n-3)!!; twice that rectified */
    double dim[SIZE_COUNT];
    double trials, quick_trials; /* of the largest; the other has the same number of bits */
} claim;
static const claim CLAIMS[] = {
    {2, false, 0.15072, {100, 400}, 3000, 300},
    {3, false, 0.05024, {30, 80}, 6000, 600},
    {4, false, 0.010048, {20, 40}, 12000, 1200},
    {3, true, 0.10048, {30, 80}, 3000, 300},
};

static const double WRONG = 0.005; /* fraction of the bits, d to infinity */

/* Standard errors, by the scatter between patterns, that chance exceeds once in 10^5 times. */
static const double ERRORS = 4.5;

/* Where the exact fraction is as good as that of infinite d. */
static const double LARGE = 2000;

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

/* The fraction of unstable bits, and its standard error. */
typedef struct fraction {
    double value, error;
} fraction;

static hop_status measure(const hop_repro *repro, const hop_energy *energy, size_t dim,
                          double patterns, size_t trials, fraction *wrong) {
    overlaps o = {.dim = dim, .count = (size_t)lround(patterns)};
    hop_random random;
    double sum = 0, squares = 0;
    hop_random_init(&random, repro->options->seed, dim);
    hop_status status = hop_alloc(o.count * dim, sizeof *o.patterns, "patterns", &o.patterns);
    if (status == HOP_OK) status = hop_alloc(o.count, sizeof *o.now, "overlaps", &o.now);
    if (status == HOP_OK) status = hop_alloc(o.count, sizeof *o.then, "overlaps", &o.then);
    for (size_t i = 0; i < trials && status == HOP_OK; i++) {
        double unstable = 0;
        status = count_unstable(energy, &o, &random, &unstable);
        sum += unstable / (double)dim;
        squares += pow(unstable / (double)dim, 2);
    }
    free(o.patterns);
    free(o.now);
    free(o.then);
    double count = (double)trials, mean = sum / count;
    *wrong = (fraction){mean, sqrt((squares / count - mean * mean) / (count - 1))};
    return status;
}

static double power(const claim *c, double x) {
    return c->rectified && x < 0 ? 0 : pow(x, c->degree);
}

/* The exact fraction with so many patterns. */
static hop_status foretell(const claim *c, size_t dim, double patterns, double *wrong) {
    double *values = NULL, *chances = NULL, d = (double)dim;
    HOP_TRY(hop_alloc(dim, sizeof *values, "overlaps", &values));
    hop_status status = hop_alloc(dim, sizeof *chances, "chances", &chances);
    if (status == HOP_OK) {
        hop_crosstalk_overlaps(dim - 1, chances);
        for (size_t k = 0; k < dim; k++) {
            double y = 2 * (double)k - (d - 1);
            values[k] = power(c, y + 1) - power(c, y - 1);
        }
        const hop_crosstalk crosstalk = {values, chances, dim};
        status = hop_crosstalk_tail(&crosstalk, round(patterns) - 1,
                                    pow(d, c->degree) - pow(d - 2, c->degree), 0, wrong);
    }
    free(values);
    free(chances);
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

/* Unstable bits at one size, beside the exact number. */
static hop_status hold(hop_repro *repro, const claim *c, const hop_energy *energy, double load,
                       size_t size) {
    double dim = c->dim[size], patterns = load * pow(dim, c->degree - 1), expected = NAN;
    double bits = hop_repro_choose(repro, c->trials, c->quick_trials) * c->dim[SIZE_COUNT - 1];
    fraction wrong = {0};
    HOP_TRY(foretell(c, (size_t)dim, patterns, &expected));
    HOP_TRY(measure(repro, energy, (size_t)dim, hop_repro_theory(repro, patterns, 1.2 * patterns),
                    (size_t)(bits / dim), &wrong));
    return hop_repro_add(repro,
                         (hop_repro_result){
                             .value = wrong.value,
                             .low = wrong.value - 1.96 * wrong.error,
                             .high = wrong.value + 1.96 * wrong.error,
                             .expected = expected,
                             .tolerance = ERRORS * wrong.error,
                             .reason = "4.5 standard errors, by the scatter between patterns",
                             .source = "exact at this d",
                         },
                         "unstable, n = %d%s, d = %.0f", c->degree,
                         c->rectified ? " rectified" : "", dim);
}

static hop_status reproduce(hop_repro *repro, const claim *c) {
    char spec[64];
    hop_energy energy;
    double load = NAN, limit = NAN;
    snprintf(spec, sizeof spec, "polynomial:degree=%d,rectified=%s", c->degree,
             c->rectified ? "yes" : "no");
    HOP_TRY(hop_energy_parse(spec, &energy));
    HOP_TRY(overlay(repro, spec, &load));
    HOP_TRY(hop_repro_add(repro,
                          (hop_repro_result){.value = hop_repro_theory(repro, load, 1.2 * load),
                                             .expected = c->published,
                                             .tolerance = 1e-3 * c->published,
                                             .reason = "four digits"},
                          "a_n, n = %d%s", c->degree, c->rectified ? " rectified" : ""));
    HOP_TRY(foretell(c, (size_t)LARGE, load * pow(LARGE, c->degree - 1), &limit));
    HOP_TRY(hop_repro_add(
        repro,
        (hop_repro_result){.value = limit,
                           .expected = WRONG,
                           .tolerance = 0.02 * WRONG,
                           .reason = "terms of 1/d, and for n = 2 of 1/sqrt(d), at d = 2000"},
        "exact at d = 2000, n = %d%s", c->degree, c->rectified ? " rectified" : ""));
    for (size_t i = 0; i < SIZE_COUNT; i++) HOP_TRY(hold(repro, c, &energy, load, i));
    return HOP_OK;
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
              "that lower the energy are counted, at two sizes, and held to the exact probability "
              "there, whose limit is the published one.",
    .falsehood = "a_n 20 % larger",
    .seconds = 21,
    .run = run,
};
