/* Loads: how many patterns a memory holds, on the scale that its capacity grows on.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_THEORY_LOAD_H
#define HOP_THEORY_LOAD_H

#include <hopfield/energy.h>

/* In the order of HOP_LOAD_SCALES. */
typedef enum hop_load_scale {
    HOP_LOAD_AUTO,        /* the one that is usual for the energy */
    HOP_LOAD_LINEAR,      /* N / d */
    HOP_LOAD_POLYNOMIAL,  /* N / d^(n-1), n the degree of the energy */
    HOP_LOAD_EXPONENTIAL, /* ln N / d */
    HOP_LOAD_COUNT,       /* N */
} hop_load_scale;
#define HOP_LOAD_SCALES "auto|linear|polynomial|exponential|count"

/* In the order of HOP_PATTERN_KINDS: values of variance 1. */
typedef enum hop_pattern_kind {
    HOP_PATTERN_BIPOLAR,   /* -1 or 1 */
    HOP_PATTERN_SPHERICAL, /* uniform on the sphere of radius sqrt(d) */
    HOP_PATTERN_GAUSSIAN,  /* normal */
} hop_pattern_kind;
#define HOP_PATTERN_KINDS "bipolar|spherical|gaussian"

/* The classical network, which has a kernel of its own. */
bool hop_load_is_classical(const hop_energy *energy);

/* Its degree n for a polynomial energy (2 for the classical one); 0 for any other. */
double hop_load_degree(const hop_energy *energy);

/* The scale meant by `scale`. */
hop_load_scale hop_load_resolve(hop_load_scale scale, const hop_energy *energy);

/* Its axis, with the unit; of a scale that is not auto. */
const char *hop_load_label(hop_load_scale scale);

/* Of a load between those of whole numbers too. */
double hop_load_between(hop_load_scale scale, const hop_energy *energy, double dim, double load);

/* How many patterns a load means (a double: it may be beyond any integer), and back. */
double hop_load_patterns(hop_load_scale scale, const hop_energy *energy, double dim, double load);
double hop_load_of(hop_load_scale scale, const hop_energy *energy, double dim, double patterns);

/* The same as a whole number; more than any memory holds is 1e15, and is refused before it runs. */
size_t hop_load_whole(double patterns);

/* Whether every state is a fixed point of so many patterns: those that stay where they are put are
 * not recalled. */
bool hop_load_is_frozen(const hop_energy *energy, double dim, double patterns);

/* A degree n whose powers are rectified, as they are unless the energy says otherwise. */
bool hop_load_is_rectified(const hop_energy *energy);

/* A number of theory: the largest load, or the largest damage. */
typedef struct hop_load_theory {
    double load;        /* NAN: none is known */
    const char *name;   /* of its line in a figure */
    const char *source; /* author and year, shorter than 64 letters */
} hop_load_theory;

#endif
