/* Corruptions: seeded ways to damage a state.  One file in src/corruption each; listed in
 * corruption_list.h.
 * SPDX-License-Identifier: MIT */
#ifndef HOPFIELD_CORRUPTION_H
#define HOPFIELD_CORRUPTION_H

#include <stdint.h>

#include <hopfield/export.h>
#include <hopfield/random.h>
#include <hopfield/row.h>
#include <hopfield/shape.h>

HOP_BEGIN_DECLS

/* One corruption.  It need not be of the catalog, and must have row.name and `apply`; `strengthen`
 * and what follows it matter to experiments alone. */
typedef struct hop_corruption_row {
    hop_row row;
    bool needs_image; /* refuses plain vectors */
    bool in_values;   /* some of its parameters are in units of the canvas */

    /* Its strength, 0 for no damage: the parameter that it is; or strengthen() sets them all, for
     * pictures of that width.  It must be below strength_below, unless that is 0. */
    const char *strength; /* NULL: it has none */
    void (*strengthen)(double strength, double width, double *parameter);
    const char *strength_is; /* what strengthen() makes of it, in words; NULL: the parameter */
    double strength_below;

    /* Damages `state` [dim] in place; NAN marks a pixel as unknown, and unknown pixels stay so.
     * May allocate.  Clipping is the caller's. */
    hop_status (*apply)(const double *parameter, const hop_canvas *canvas, hop_random *random,
                        double *state);
} hop_corruption_row;

/* A corruption with its parameters set. */
typedef struct hop_corruption {
    const hop_corruption_row *kind;
    double parameter[HOP_PARAMETER_MAX];
} hop_corruption;

/* All corruptions. */
const hop_catalog *hop_corruption_catalog(void);

/* Fills `corruption` from a spec such as "gaussian:sigma=0.5"; errors as hop_spec_parse(). */
hop_status hop_corruption_parse(const char *spec, hop_corruption *corruption);

/* Applies `count` corruptions in order to one state [dim] in place.  `index` is the number of the
 * state: the k-th corruption of state i draws from its own stream of `seed`, so results do not
 * depend on the order of work.  HOP_E_EMPTY for a state without values; HOP_E_SUPPORT if a
 * corruption needs an image and the canvas is none, or its row lacks a member (which is named);
 * HOP_E_VALUE for a parameter outside its limits or a value that is or becomes infinite;
 * HOP_E_LIMIT for more corruptions (65536) or a larger index (2^47) than there are streams;
 * HOP_E_MEMORY.  On failure the state is of no meaning. */
hop_status hop_corruption_apply(const hop_corruption *corruptions, size_t count,
                                const hop_canvas *canvas, uint64_t seed, size_t index,
                                double *state);

HOP_END_DECLS

#endif
