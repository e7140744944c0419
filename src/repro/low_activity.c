/* Low activity: neurons of 0 and 1, active with the probability a, couplings by the covariance rule
 *
 *     h_i = sum_m (x_mi - a) sum_j (x_mj - a) s_j / (d a (1 - a)),   s_i = 1 where h_i > 1/2 - a.
 *
 * At a pattern the field is x_i - a, the noise normal with variance a N / d: a fraction
 * Q(1 / (2 sqrt(a N / d))) of the neurons is wrong after a step.  With a threshold of its own, and
 * false alarms of one in a hundred active ones, the load can be
 *
 *     N / d = 1 / (a (z(.01 a) + z(.01))^2),   Q(z(p)) = p,
 *
 * which grows as 1 / (2 a |ln a|).  Tsodyks and Feigelman 1988; Buhmann, Divko and Schulten 1989.
 * SPDX-License-Identifier: MIT */
#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "repro_private.h"

enum { DIM = 1000 };
typedef struct claim {
    double activity, load;
} claim;
static const claim CLAIMS[] = {{0.5, 0.1}, {0.1, 0.5}, {0.05, 1}};

/* Wrong neurons after a step from the first of `count` patterns. */
static double step(const claim *c, size_t count, hop_random *random, double *patterns,
                   double *field) {
    const double a = c->activity, unit = DIM * a * (1 - a);
    double wrong = 0;
    for (size_t k = 0; k < count * DIM; k++)
        patterns[k] = (hop_random_uniform(random) < a ? 1 : 0) - a;
    for (size_t i = 0; i < DIM; i++) field[i] = 0;
    for (size_t m = 0; m < count; m++) {
        const double *x = patterns + m * DIM;
        double overlap = 0;
        for (size_t j = 0; j < DIM; j++) overlap += x[j] * (patterns[j] + a);
        for (size_t i = 0; i < DIM; i++) /* no self-coupling */
            field[i] += x[i] * (overlap - x[i] * (patterns[i] + a)) / unit;
    }
    for (size_t i = 0; i < DIM; i++)
        wrong += (field[i] > 0.5 - a) != (patterns[i] > 0) ? 1.0 / DIM : 0;
    return wrong;
}

static hop_status measure(hop_repro *repro, const claim *c) {
    const size_t count = (size_t)(c->load * DIM);
    const double networks = hop_repro_choose(repro, 60, 15);
    double *patterns = NULL, *field = NULL, sum = 0, squares = 0;
    hop_random random;
    hop_random_init(&random, repro->options->seed, count);
    HOP_TRY(hop_alloc(count * DIM, sizeof *patterns, "patterns", &patterns));
    hop_status status = hop_alloc(DIM, sizeof *field, "fields", &field);
    for (size_t k = 0; k < (size_t)networks && status == HOP_OK; k++) {
        double wrong = step(c, count, &random, patterns, field);
        sum += wrong / networks;
        squares += wrong * wrong / networks;
    }
    free(patterns);
    free(field);
    HOP_TRY(status);
    double error = sqrt(fmax(squares - sum * sum, 0) / (networks - 1));
    double expected = gsl_cdf_ugaussian_Q(0.5 / sqrt(c->activity * c->load));
    return hop_repro_add(
        repro,
        (hop_repro_result){.value = sum,
                           .low = sum - 1.96 * error,
                           .high = sum + 1.96 * error,
                           .expected = hop_repro_theory(repro, expected, 2 * expected),
                           .tolerance = 0.15 * expected + 5 * error,
                           .reason = "activities scatter, and tails are long, at "
                                     "d = 1000; five standard errors"},
        "wrong, a = %g, N/d = %g", c->activity, c->load);
}

/* The largest load by 1 / (2 a |ln a|). */
static double share(double a) {
    double z = gsl_cdf_ugaussian_Qinv(0.01 * a) + gsl_cdf_ugaussian_Qinv(0.01);
    return 2 * fabs(log(a)) / (z * z);
}

static hop_status run(hop_repro *repro) {
    double before = 0;
    for (size_t i = 0; i < sizeof CLAIMS / sizeof *CLAIMS; i++) HOP_TRY(measure(repro, &CLAIMS[i]));
    for (double a = 1e-3; a > 1e-250; a = a > 1e-20 ? a * 1e-9 : a * 1e-110) {
        double now = share(a);
        HOP_TRY(hop_repro_add(repro,
                              (hop_repro_result){.value = now,
                                                 .expected = hop_repro_theory(repro, before, 1),
                                                 .relation = HOP_REPRO_AT_LEAST,
                                                 .reason = "rises towards 1, slowly"},
                              "load x 2 a |ln a|, a = %.0e", a));
        before = now;
    }
    return hop_repro_add(repro,
                         (hop_repro_result){.value = share(1e-300),
                                            .expected = 1,
                                            .tolerance = 0.13,
                                            .reason = "the logarithm of a logarithm"},
                         "load x 2 a |ln a|, a = 1e-300");
}

const hop_repro_row hop_repro_low_activity = {
    .row = {.name = "low-activity",
            .title = "neurons of 0 and 1, few of them active: loads grow as 1/(2 a |ln a|)",
            .sources = "Tsodyks and Feigelman 1988, doi 10.1209/0295-5075/6/2/002; Buhmann, Divko, "
                       "Schulten 1989, doi 10.1103/PhysRevA.39.2689"},
    .method = "One step from a pattern of networks of 1000 neurons with the covariance rule and a "
              "threshold; and the load at 1 % of wrong active neurons, by the same formula.",
    .falsehood = "twice the errors, and a limit reached at once",
    .seconds = 0.9,
    .run = run,
};
