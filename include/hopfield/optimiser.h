/* Optimisers: ways to descend a loss, one file in src/train each, listed in optimiser_list.h.
 * SPDX-License-Identifier: MIT */
#ifndef HOPFIELD_OPTIMISER_H
#define HOPFIELD_OPTIMISER_H

#include <hopfield/export.h>
#include <hopfield/row.h>

HOP_BEGIN_DECLS

enum { HOP_OPTIMISER_MOMENTS = 2 };

/* A loss and its gradient [count] at weights [count]: always over the same samples. */
typedef struct hop_objective {
    size_t count;
    void (*value)(void *context, const double *weights, double *loss, double *gradient);
    void *context;
} hop_objective;

/* Either `step` or `minimise`.  The first parameter is the rate (of `step`) or the first step. */
typedef struct hop_optimiser_row {
    hop_row row;
    size_t moments; /* arrays as long as the weights that it keeps, zeros at first */

    /* One step; every weight by itself, so that parts may be taken in any order.
     *   rate     the first parameter, as the schedule has it now
     *   step     from 1
     *   decays   [count]: whether weight decay is for this weight */
    void (*step)(const double *parameter, double rate, size_t step, size_t count,
                 const double *gradient, const bool *decays, double *const *moment,
                 double *weights);

    /* Up to `iterations` of descent on all samples at once, from weights, in place.  *settled says
     * that there is nothing more to gain. */
    hop_status (*minimise)(const double *parameter, const hop_objective *objective,
                           size_t iterations, double *weights, bool *settled);
} hop_optimiser_row;

/* All optimisers. */
const hop_catalog *hop_optimiser_catalog(void);

HOP_END_DECLS

#endif
