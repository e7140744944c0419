/* BFGS by GSL, for small problems: all samples at once, in double.
 * SPDX-License-Identifier: MIT */
#include <gsl/gsl_errno.h>
#include <gsl/gsl_multimin.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "rate.h"

enum { STEP, TOLERANCE, GRADIENT };

/* Beyond this the matrices of BFGS are no longer small. */
enum { WEIGHTS_MAX = 20000 };

/* Vectors that GSL makes for itself, and what it makes beside them, rounded up.  Where it gets none
 * its handler may end the program, and that is the host's: so it is seen before whether there is
 * room. */
enum { VECTORS = 16, BESIDE_BYTES = 1 << 16 };

static hop_status check_room(size_t count) {
    void *room = NULL;
    HOP_TRY(hop_alloc(count * VECTORS * sizeof(double) + BESIDE_BYTES, 1, "BFGS", &room));
    free(room);
    return HOP_OK;
}

/* The objective as GSL asks for it. */
typedef struct lent {
    const hop_objective *objective;
    double *unused; /* a gradient nobody asked for */
} lent;

static void value(const gsl_vector *x, void *context, double *loss, gsl_vector *gradient) {
    const lent *l = context;
    l->objective->value(l->objective->context, x->data, loss, gradient->data);
}

/* GSL may ask for the loss alone; the gradient is computed and left. */
static double loss_at(const gsl_vector *x, void *context) {
    const lent *l = context;
    double loss = NAN;
    l->objective->value(l->objective->context, x->data, &loss, l->unused);
    return loss;
}

static void gradient_at(const gsl_vector *x, void *context, gsl_vector *gradient) {
    double loss = 0;
    value(x, context, &loss, gradient);
}

static hop_status minimise(const double *parameter, const hop_objective *objective,
                           size_t iterations, double *weights, bool *settled) {
    const size_t count = objective->count;
    *settled = count == 0; /* of no weights GSL has no vectors */
    if (*settled) return HOP_OK;
    if (count > WEIGHTS_MAX)
        return hop_fail(HOP_E_LIMIT, "bfgs takes %d weights at most, there are %zu; try adam",
                        WEIGHTS_MAX, count);
    lent l = {.objective = objective};
    HOP_TRY(check_room(count));
    HOP_TRY(hop_alloc(count, sizeof *l.unused, "a gradient", &l.unused));
    gsl_multimin_function_fdf function = {
        .f = loss_at, .df = gradient_at, .fdf = value, .n = count, .params = &l};
    gsl_multimin_fdfminimizer *m =
        gsl_multimin_fdfminimizer_alloc(gsl_multimin_fdfminimizer_vector_bfgs2, count);
    if (!m) {
        free(l.unused);
        return hop_fail(HOP_E_MEMORY, "there is not enough memory for BFGS");
    }
    const gsl_vector_view start = gsl_vector_view_array(weights, count);
    gsl_multimin_fdfminimizer_set(m, &function, &start.vector, parameter[STEP],
                                  parameter[TOLERANCE]);
    for (size_t i = 0; i < iterations && !*settled; i++)
        *settled = gsl_multimin_fdfminimizer_iterate(m) != GSL_SUCCESS ||
                   gsl_multimin_test_gradient(m->gradient, parameter[GRADIENT]) == GSL_SUCCESS;
    memcpy(weights, m->x->data, count * sizeof *weights);
    gsl_multimin_fdfminimizer_free(m);
    free(l.unused);
    return HOP_OK;
}

const hop_optimiser_row hop_optimiser_bfgs = {
    .row = {.name = "bfgs",
            .title = "quasi-Newton descent on all samples at once, for small problems",
            .sources = "Fletcher 1987, Practical Methods of Optimization; GSL's vector_bfgs2",
            .parameters = {{.name = "step",
                            .meaning = "length of the first step",
                            .unit = "of a weight",
                            .default_value = 0.1,
                            .low = 0,
                            .low_open = true,
                            .high = 100},
                           {.name = "tolerance",
                            .meaning = "of a line search",
                            .unit = "dimensionless",
                            .default_value = 0.1,
                            .low = 0,
                            .low_open = true,
                            .high = 1},
                           {.name = "gradient",
                            .meaning = "settled below this length of the gradient",
                            .unit = "of a gradient",
                            .default_value = 1e-7,
                            .low = 0,
                            .high = 1}}},
    .minimise = minimise,
};
