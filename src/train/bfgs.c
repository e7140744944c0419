/* BFGS by GSL, for small problems: all samples at once, in double.
 * SPDX-License-Identifier: MIT */
#include <gsl/gsl_errno.h>
#include <gsl/gsl_multimin.h>
#include <math.h>
#include <string.h>

#include "../base/fail.h"
#include "rate.h"

enum { STEP, TOLERANCE, GRADIENT };

/* Beyond this the matrices of BFGS are no longer small. */
enum { WEIGHTS_MAX = 20000 };

static void value(const gsl_vector *x, void *context, double *loss, gsl_vector *gradient) {
    const hop_objective *objective = context;
    objective->value(objective->context, x->data, loss, gradient->data);
}

/* GSL may ask for the loss alone; the gradient is computed and left. */
static double loss_at(const gsl_vector *x, void *context) {
    double loss = NAN;
    gsl_vector *gradient = gsl_vector_alloc(x->size);
    if (gradient) value(x, context, &loss, gradient);
    gsl_vector_free(gradient);
    return loss;
}

static void gradient_at(const gsl_vector *x, void *context, gsl_vector *gradient) {
    double loss = 0;
    value(x, context, &loss, gradient);
}

static hop_status minimise(const double *parameter, const hop_objective *objective,
                           size_t iterations, double *weights, bool *settled) {
    const size_t count = objective->count;
    if (count > WEIGHTS_MAX)
        return hop_fail(HOP_E_LIMIT, "bfgs takes %d weights at most, there are %zu; try adam",
                        WEIGHTS_MAX, count);
    hop_objective lent = *objective;
    gsl_multimin_function_fdf function = {
        .f = loss_at, .df = gradient_at, .fdf = value, .n = count, .params = &lent};
    gsl_multimin_fdfminimizer *m =
        gsl_multimin_fdfminimizer_alloc(gsl_multimin_fdfminimizer_vector_bfgs2, count);
    if (!m) return hop_fail(HOP_E_MEMORY, "there is not enough memory for BFGS");
    const gsl_vector_view start = gsl_vector_view_array(weights, count);
    gsl_multimin_fdfminimizer_set(m, &function, &start.vector, parameter[STEP],
                                  parameter[TOLERANCE]);
    *settled = false;
    for (size_t i = 0; i < iterations && !*settled; i++)
        *settled = gsl_multimin_fdfminimizer_iterate(m) != GSL_SUCCESS ||
                   gsl_multimin_test_gradient(m->gradient, parameter[GRADIENT]) == GSL_SUCCESS;
    memcpy(weights, m->x->data, count * sizeof *weights);
    gsl_multimin_fdfminimizer_free(m);
    return HOP_OK;
}

const hop_optimiser_row hop_optimiser_bfgs = {
    .row = {.name = "bfgs",
            .title = "quasi-Newton descent on all samples at once, for small problems",
            .sources = "Fletcher 1987, Practical Methods of Optimization; GSL's vector_bfgs2",
            .parameters = {{.name = "step",
                            .meaning = "length of the first step",
                            .unit = "of a weight",
                            .standard = 0.1,
                            .low = 0,
                            .low_open = true,
                            .high = 100},
                           {.name = "tolerance",
                            .meaning = "of a line search",
                            .unit = "dimensionless",
                            .standard = 0.1,
                            .low = 0,
                            .low_open = true,
                            .high = 1},
                           {.name = "gradient",
                            .meaning = "settled below this length of the gradient",
                            .unit = "of a gradient",
                            .standard = 1e-7,
                            .low = 0,
                            .high = 1}}},
    .minimise = minimise,
};
