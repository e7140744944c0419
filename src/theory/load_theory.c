/* Capacities and basins by theory.
 * SPDX-License-Identifier: MIT */
#include "load_theory.h"

#include <float.h>
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_sf_gamma.h>
#include <math.h>

#include "softmax_theory.h"

static const hop_load_theory NONE = {.load = NAN, .name = "", .source = ""};
static const hop_load_theories NOTHING = {{.load = NAN, .name = "", .source = ""},
                                          {.load = NAN, .name = "", .source = ""},
                                          .suffices = false};

/* ---- the classical network ---- */

/* Largest load as d grows, by replica-symmetric theory at temperature 0; and the overlap there. */
static const double CLASSICAL = 0.137906, OVERLAP_THERE = 0.967;

/* Of the values wrong, by criterion hamming. */
static const double WRONG = 0.005;

/* z sqrt(2 a) = erf z - (2 / sqrt(pi)) z exp(-z^2), m = erf z, solved for a. */
static double classical_load(double overlap) {
    double z = gsl_cdf_ugaussian_Pinv((1 + overlap) / 2) / M_SQRT2;
    double root = erf(z) / z - M_2_SQRTPI * exp(-z * z);
    return root * root / 2;
}

static hop_load_theory classical(const hop_load_case *c) {
    bool near = 1 - 2 * c->flips >= OVERLAP_THERE;
    if (c->criterion == HOP_CRITERION_OVERLAP && near)
        return (hop_load_theory){CLASSICAL, "theory, d to infinity",
                                 "Amit, Gutfreund, Sompolinsky 1987, d to infinity"};
    if (c->criterion == HOP_CRITERION_HAMMING && near)
        return (hop_load_theory){classical_load(1 - 2 * WRONG), "theory, m = .99",
                                 "Amit, Gutfreund, Sompolinsky 1987, m = .99"};
    if (c->criterion == HOP_CRITERION_EXACT && c->flips < 0.5)
        return (hop_load_theory){1 / (2 * log(c->dim)), "d / (2 ln d), large d",
                                 "McEliece et al. 1987, d / (2 ln d), large d"};
    return NONE;
}

/* ---- powers ---- */

/* The normal distribution exceeds this with probability 0.5 %. */
static const double HALF_PERCENT = 2.5758293035489004;

/* (2n - 3)!!; half of it where a power is rectified, and so hears half of the patterns. */
static double noise_factor(const hop_energy *energy, double degree) {
    double product = hop_load_is_rectified(energy) ? 0.5 : 1;
    for (long k = 2 * lround(degree) - 3; k > 1; k -= 2) product *= (double)k;
    return product;
}

/* An unrectified square, of which a neuron does not hear itself, loses its overlaps as the
 * classical network does. */
static hop_load_theory power(const hop_load_case *c, double degree) {
    double factor = noise_factor(c->energy, degree);
    bool square = degree == 2 && !hop_load_is_rectified(c->energy);
    if (square && c->criterion == HOP_CRITERION_OVERLAP) return classical(c);
    if (c->flips > 0) return NONE;
    if (c->criterion == HOP_CRITERION_HAMMING)
        return (hop_load_theory){1 / (HALF_PERCENT * HALF_PERCENT * factor),
                                 "theory, 0.5 % unstable",
                                 "Krotov and Hopfield 2016, 0.5 % of the bits unstable"};
    if (c->criterion == HOP_CRITERION_EXACT)
        return (hop_load_theory){1 / (2 * factor * log(c->dim)), "no errors, large d",
                                 "Krotov and Hopfield 2016, no errors, large d"};
    return NONE;
}

/* Exact recall of an undamaged pattern: each bit is stable against normal noise. */
static hop_load_theory stable_bits(const hop_load_case *c, double degree) {
    double unstable = -expm1(-M_LN2 / c->dim), z = gsl_cdf_ugaussian_Qinv(unstable);
    if (c->criterion != HOP_CRITERION_EXACT || c->flips > 0) return NONE;
    double own = pow(c->dim, 1 - degree);
    return (hop_load_theory){own + 1 / (noise_factor(c->energy, degree) * z * z),
                             "every bit stable, this d",
                             "every bit stable with P = 1/2, normal noise, at this d"};
}

/* ---- exponential memories ---- */

/* Entropy of a bias a, in nats. */
static double rate(double a) {
    double up = 1 + a, down = 1 - a;
    return (up * log(up) + (down > 0 ? down * log(down) : 0)) / 2;
}

/* ln P that so many fair coins, or fewer, of `dim` show heads: the largest term, and the others as
 * ratios to it.  Between whole numbers it is interpolated, by the same terms. */
static double log_tail(double dim, double heads) {
    double term = 1, sum = 1, left = heads;
    while (left > 0 && term > DBL_EPSILON * sum) {
        term *= left / (dim - left + 1);
        sum += term;
        left--;
    }
    return gsl_sf_lngamma(dim + 1) - gsl_sf_lngamma(heads + 1) - gsl_sf_lngamma(dim - heads + 1) -
           dim * M_LN2 + log(sum);
}

/* ln N / d at which one of N - 1 random patterns is as near to the start as the target, `flipped`
 * values away, with probability 1/2: N = 1 + ln 2 / P. */
static double random_energies(double dim, double flipped) {
    double others = log(M_LN2) - log_tail(dim, flipped);
    return (fmax(others, 0) + log1p(exp(-fabs(others)))) / dim;
}

/* Starts nearer than that meet the sum of all other patterns first, and not the largest. */
static bool is_far(double dim, double flipped) {
    return 1 - 2 * flipped / dim < tanh(1);
}

static double exponential_load(double dim, double flipped) {
    if (is_far(dim, flipped)) return random_energies(dim, flipped);
    return 1 - 2 * flipped / dim - log(cosh(1));
}

/* The distance that criterion squares allows may reach other patterns. */
static bool is_estimated(const hop_load_case *c) {
    return c->criterion != HOP_CRITERION_SQUARES;
}

static hop_load_theories exponential(const hop_load_case *c) {
    double flipped = round(c->flips * c->dim);
    if (!(2 * flipped < c->dim)) return NOTHING;
    hop_load_theories found = {
        {rate(1 - 2 * c->flips) / 2, "theory, sufficient", "Demircigil et al. 2017, sufficient"},
        NONE,
        .suffices = true,
    };
    if (!is_estimated(c)) return found;
    bool far = is_far(c->dim, flipped);
    found.estimate = (hop_load_theory){
        exponential_load(c->dim, flipped),
        far ? "random energies, this d" : "noise = signal",
        far ? "random energies at this d; I(1-2r) as d grows"
            : "mean of the noise as large as the signal",
    };
    return found;
}

/* ---- softmax ---- */

/* Of a state that starts at its pattern. */
static hop_load_theory softmax(const hop_load_case *c) {
    if (!(c->beta > 0) || c->flips > 0 || c->criterion != HOP_CRITERION_OVERLAP) return NONE;
    bool limit = c->kind == HOP_PATTERN_GAUSSIAN;
    return (hop_load_theory){
        hop_softmax_held(c->kind, c->dim, c->beta),
        limit ? "theory, d to infinity" : "estimate at this d",
        limit ? "Lucibello and Mezard 2024, Gaussian patterns, d to infinity"
              : "estimate at this d: 28 % high at 8, 1 % at 16; Lucibello 2024",
    };
}

/* ---- which applies ---- */

hop_load_theories hop_load_capacity(const hop_load_case *asked) {
    hop_load_theories found = NOTHING;
    double degree = hop_load_degree(asked->energy);
    hop_load_scale usual = hop_load_resolve(HOP_LOAD_AUTO, asked->energy);
    if (hop_load_resolve(asked->scale, asked->energy) != usual) return found;
    if (asked->energy->family->softmax) {
        found.theory = softmax(asked);
        return found;
    }
    if (asked->kind != HOP_PATTERN_BIPOLAR) return found;
    if (asked->energy->family->random_energies) return exponential(asked);
    if (asked->energy->family->frozen_from > 0)
        found.theory = (hop_load_theory){asked->energy->family->frozen_from, "theory, N = d",
                                         "Kanter and Sompolinsky 1987, N = d"};
    if (degree < 2) return found;
    found.theory = hop_load_is_classical(asked->energy) ? classical(asked) : power(asked, degree);
    found.estimate = stable_bits(asked, degree);
    return found;
}

/* Where a curve that falls from damage 0 to 1/2 passes `load`; NAN if it is below that already. */
static double damage_at(double (*curve)(double dim, double flipped), double dim, double load) {
    double low = 0, high = dim / 2;
    if (!(curve(dim, low) > load)) return NAN;
    for (int k = 0; k < 60; k++) {
        double middle = (low + high) / 2;
        if (curve(dim, middle) > load)
            low = middle;
        else
            high = middle;
    }
    return low / dim;
}

static double proven_load(double dim, double flipped) {
    return rate(1 - 2 * flipped / dim) / 2;
}

hop_load_theories hop_load_basin(const hop_load_case *asked, double patterns) {
    double load = log(patterns) / asked->dim;
    if (!asked->energy->family->random_energies || asked->kind != HOP_PATTERN_BIPOLAR)
        return NOTHING;
    hop_load_theories found = {
        {damage_at(proven_load, asked->dim, load), "theory, sufficient",
         "Demircigil et al. 2017, sufficient"},
        NONE,
        .suffices = true,
    };
    if (is_estimated(asked))
        found.estimate = (hop_load_theory){damage_at(exponential_load, asked->dim, load),
                                           "random energies, this d", "random energies at this d"};
    return found;
}
