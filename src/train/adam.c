/* Adam:  m = b1 m + (1 - b1) g,  v = b2 v + (1 - b2) g^2,  w = w - rate m^ / (sqrt v^ + e), with
 * m^ = m / (1 - b1^t) and v^ likewise.  Kingma and Ba 2015 (1412.6980), algorithm 1.
 * SPDX-License-Identifier: MIT */
#include <math.h>

#include "rate.h"

enum { RATE, PAST1, PAST2, FLOOR };

void hop_optimiser_adam_step(const double *parameter, double decay, double rate, size_t step,
                             size_t count, const double *gradient, const bool *decays,
                             double *const *moment, double *weights) {
    const double b1 = parameter[PAST1], b2 = parameter[PAST2];
    const double first = rate / (1 - pow(b1, (double)step));
    const double second = 1 / (1 - pow(b2, (double)step));
    double *m = moment[0], *v = moment[1];
    for (size_t i = 0; i < count; i++) {
        m[i] = b1 * m[i] + (1 - b1) * gradient[i];
        v[i] = b2 * v[i] + (1 - b2) * gradient[i] * gradient[i];
        if (decays[i]) weights[i] -= rate * decay * weights[i];
        weights[i] -= first * m[i] / (sqrt(v[i] * second) + parameter[FLOOR]);
    }
}

static void step(const double *parameter, double rate, size_t number, size_t count,
                 const double *gradient, const bool *decays, double *const *moment,
                 double *weights) {
    hop_optimiser_adam_step(parameter, 0, rate, number, count, gradient, decays, moment, weights);
}

const hop_optimiser_row hop_optimiser_adam = {
    .row = {.name = "adam",
            .title = "steps measured by running moments of the gradient",
            .sources = "Kingma and Ba 2015 (arXiv 1412.6980), algorithm 1",
            .parameters = {HOP_OPTIMISER_RATE(0.001),
                           HOP_OPTIMISER_PAST("b1", "memory of the gradient", 0.9),
                           HOP_OPTIMISER_PAST("b2", "memory of its square", 0.999),
                           HOP_OPTIMISER_FLOOR}},
    .moments = 2,
    .step = step,
};
