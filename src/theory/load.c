/* Loads.
 * SPDX-License-Identifier: MIT */
#include "load.h"

#include <math.h>

bool hop_load_is_classical(const hop_energy *energy) {
    return energy->family->hebbian && energy->family->hebbian(energy->parameter);
}

double hop_load_degree(const hop_energy *energy) {
    return energy->family->degree ? energy->family->degree(energy->parameter) : 0;
}

hop_load_scale hop_load_resolve(hop_load_scale scale, const hop_energy *energy) {
    static const hop_load_scale USUAL[] = {
        [HOP_CAPACITY_EXPONENTIAL] = HOP_LOAD_EXPONENTIAL,
        [HOP_CAPACITY_LINEAR] = HOP_LOAD_LINEAR,
        [HOP_CAPACITY_POLYNOMIAL] = HOP_LOAD_POLYNOMIAL,
    };
    return scale == HOP_LOAD_AUTO ? USUAL[energy->family->capacity] : scale;
}

const char *hop_load_label(hop_load_scale scale) {
    static const char *const LABELS[] = {
        [HOP_LOAD_AUTO] = "load",
        [HOP_LOAD_LINEAR] = "load N / d",
        [HOP_LOAD_POLYNOMIAL] = "load N / d\u207f\u207b\u00b9",
        [HOP_LOAD_EXPONENTIAL] = "load ln N / d [nats per dimension]",
        [HOP_LOAD_COUNT] = "patterns stored",
    };
    return LABELS[scale];
}

double hop_load_between(hop_load_scale scale, const hop_energy *energy, double dim, double load) {
    switch (hop_load_resolve(scale, energy)) {
    case HOP_LOAD_EXPONENTIAL: return exp(load * dim);
    case HOP_LOAD_POLYNOMIAL: return load * pow(dim, fmax(hop_load_degree(energy), 2) - 1);
    case HOP_LOAD_COUNT: return load;
    default: return load * dim;
    }
}

double hop_load_patterns(hop_load_scale scale, const hop_energy *energy, double dim, double load) {
    return fmax(round(hop_load_between(scale, energy, dim, load)), 1);
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

bool hop_load_is_rectified(const hop_energy *energy) {
    return energy->family->rectified && energy->family->rectified(energy->parameter);
}

bool hop_load_is_frozen(const hop_energy *energy, double dim, double patterns) {
    double from = energy->family->frozen_from;
    return from > 0 && patterns >= from * dim;
}
