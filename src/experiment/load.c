/* Loads and capacities.
 * SPDX-License-Identifier: MIT */
#include "load.h"

#include <math.h>
#include <string.h>

#include "softmax_theory.h"

/* Largest load of the classical network as d grows: replica-symmetric theory at temperature 0. */
static const double CLASSICAL = 0.137906;

/* The normal distribution exceeds this with probability 0.5 %. */
static const double HALF_PERCENT = 2.5758293035489004;

/* The kernel has no neuron act on itself. */
bool hop_load_is_classical(const hop_energy *energy) {
    const hop_row *row = &energy->family->row;
    size_t self = hop_row_parameter_index(row, "self");
    if (strcmp(row->name, "hebb") != 0) return false;
    return self == HOP_PARAMETER_MAX || energy->parameter[self] == row->parameters[self].standard;
}

double hop_load_degree(const hop_energy *energy) {
    const hop_row *row = &energy->family->row;
    if (hop_load_is_classical(energy)) return 2;
    size_t degree = hop_row_parameter_index(row, "degree");
    return degree < HOP_PARAMETER_MAX ? energy->parameter[degree] : 0;
}

hop_load_scale hop_load_resolve(hop_load_scale scale, const hop_energy *energy) {
    if (scale != HOP_LOAD_AUTO) return scale;
    if (energy->family->couple) return HOP_LOAD_LINEAR;
    return hop_load_degree(energy) > 0 ? HOP_LOAD_POLYNOMIAL : HOP_LOAD_EXPONENTIAL;
}

const char *hop_load_label(hop_load_scale scale) {
    static const char *const LABELS[] = {
        [HOP_LOAD_AUTO] = "load",
        [HOP_LOAD_LINEAR] = "load N / d [dimensionless]",
        [HOP_LOAD_POLYNOMIAL] = "load N / d^(n-1) [dimensionless]",
        [HOP_LOAD_EXPONENTIAL] = "load ln N / d [nats per dimension]",
        [HOP_LOAD_COUNT] = "patterns stored [dimensionless]",
    };
    return LABELS[scale];
}

double hop_load_patterns(hop_load_scale scale, const hop_energy *energy, double dim, double load) {
    switch (hop_load_resolve(scale, energy)) {
    case HOP_LOAD_EXPONENTIAL: return fmax(round(exp(load * dim)), 1);
    case HOP_LOAD_POLYNOMIAL:
        return fmax(round(load * pow(dim, fmax(hop_load_degree(energy), 2) - 1)), 1);
    case HOP_LOAD_COUNT: return fmax(round(load), 1);
    default: return fmax(round(load * dim), 1);
    }
}

size_t hop_load_whole(double patterns) {
    return (size_t)fmin(patterns, 1e15);
}

double hop_load_of(hop_load_scale scale, const hop_energy *energy, double dim, double patterns) {
    switch (hop_load_resolve(scale, energy)) {
    case HOP_LOAD_EXPONENTIAL: return log(patterns) / dim;
    case HOP_LOAD_POLYNOMIAL: return patterns / pow(dim, fmax(hop_load_degree(energy), 2) - 1);
    case HOP_LOAD_COUNT: return patterns;
    default: return patterns / dim;
    }
}

/* ---- theory ---- */

/* (2n - 3)!! */
static double odd_product(double n) {
    double product = 1;
    for (long k = 2 * lround(n) - 3; k > 1; k -= 2) product *= (double)k;
    return product;
}

/* Rectified, a power hears half of the patterns: half the noise, and twice the load. */
static double krotov_hopfield(const hop_energy *energy, double degree) {
    size_t rectified = hop_row_parameter_index(&energy->family->row, "rectified");
    bool half = rectified < HOP_PARAMETER_MAX &&
                energy->parameter[rectified] == energy->family->row.parameters[rectified].standard;
    return (half ? 2 : 1) / (HALF_PERCENT * HALF_PERCENT * odd_product(degree));
}

/* Entropy of a bias a, in nats. */
static double rate(double a) {
    double up = 1 + a, down = 1 - a;
    return (up * log(up) + (down > 0 ? down * log(down) : 0)) / 2;
}

/* Of a state that starts at its pattern. */
static hop_load_theory softmax_theory(hop_pattern_kind kind, double d, double b, double flips) {
    hop_load_theory none = {.load = NAN, .name = "", .source = ""};
    if (!(b > 0) || flips > 0) return none;
    if (kind == HOP_PATTERN_GAUSSIAN)
        return (hop_load_theory){hop_softmax_limit(kind, b), "theory, d to infinity",
                                 "Lucibello and Mezard 2024, Gaussian patterns, d to infinity"};
    return (hop_load_theory){hop_softmax_lost(kind, d, b), "theory at this d",
                             "fixed point lost at this d; after Lucibello and Mezard 2024"};
}

hop_load_theory hop_load_capacity(const hop_energy *energy, hop_load_scale scale,
                                  hop_pattern_kind kind, double dim, double beta, double flips) {
    hop_load_theory none = {.load = NAN, .name = "", .source = ""};
    double degree = hop_load_degree(energy);
    hop_load_scale usual = hop_load_resolve(HOP_LOAD_AUTO, energy);
    if (hop_load_resolve(scale, energy) != usual) return none;
    if (energy->family->softmax) return softmax_theory(kind, dim, beta, flips);
    if (kind != HOP_PATTERN_BIPOLAR) return none;
    if (hop_load_is_classical(energy))
        return (hop_load_theory){CLASSICAL, "theory, d to infinity",
                                 "Amit, Gutfreund, Sompolinsky 1987, d to infinity"};
    if (degree >= 2)
        return (hop_load_theory){krotov_hopfield(energy, degree), "theory, 0.5 % unstable",
                                 "Krotov and Hopfield 2016, 0.5 % of the bits unstable"};
    if (strcmp(energy->family->row.name, "exponential") == 0 && flips < 0.5)
        return (hop_load_theory){rate(1 - 2 * flips) / 2, "theory, sufficient",
                                 "Demircigil et al. 2017, sufficient"};
    return none;
}
