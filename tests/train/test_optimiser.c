/* Optimisers against their formulas, and on functions whose minimum is known.
 * Covers: optimiser.c sgd.c adam.c adamw.c bfgs.c
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <string.h>

#include <hopfield/optimiser.h>

#include "support/support.h"

static const hop_optimiser_row *find(const char *spec, double *parameter) {
    const hop_row *row = NULL;
    assert_int_equal(hop_spec_parse(hop_optimiser_catalog(), spec, &row, parameter), HOP_OK);
    return (const hop_optimiser_row *)row;
}

/* Two steps of one weight from 1 with gradients 2 and -1. */
static double two_steps(const char *spec, bool decays) {
    double parameter[HOP_PARAMETER_MAX], weight = 1, m = 0, v = 0;
    double *const moment[] = {&m, &v};
    const double gradients[] = {2, -1};
    const hop_optimiser_row *row = find(spec, parameter);
    for (size_t i = 0; i < 2; i++)
        row->step(parameter, parameter[0], i + 1, 1, &gradients[i], &decays, moment, &weight);
    return weight;
}

static void steps_are_those_of_the_papers(void **state) {
    (void)state;
    assert_near(two_steps("sgd:rate=0.1,momentum=0.5", false), 1 - 0.1 * 2 - 0.1 * (1 - 1), 1e-15);
    /* m = .2, v = .004; then m = .08, v = .004996. */
    const double first = 0.1 * 2 / (2 + 1e-8);
    const double second = 0.1 * (0.08 / 0.19) / (sqrt(0.004996 / 0.001999) + 1e-8);
    assert_near(two_steps("adam:rate=0.1", true), 1 - first - second, 1e-12);
    const double shrunk = (1 - 0.1 * 0.5) * 1 - first;
    assert_near(two_steps("adamw:rate=0.1,decay=0.5", true), shrunk * 0.95 - second, 1e-12);
    assert_near(two_steps("adamw:rate=0.1,decay=0.5", false), 1 - first - second, 1e-12);
}

/* Rosenbrock's valley, minimum 0 at (1, 1). */
static void valley(void *context, const double *w, double *loss, double *gradient) {
    const double bend = w[1] - w[0] * w[0];
    ++*(size_t *)context;
    *loss = (1 - w[0]) * (1 - w[0]) + 100 * bend * bend;
    gradient[0] = -2 * (1 - w[0]) - 400 * w[0] * bend;
    gradient[1] = 200 * bend;
}

static void bfgs_finds_the_end_of_the_valley(void **state) {
    (void)state;
    double parameter[HOP_PARAMETER_MAX], weights[] = {-1.2, 1};
    size_t calls = 0;
    bool settled = false;
    const hop_objective objective = {2, valley, &calls};
    const hop_optimiser_row *row = find("bfgs:gradient=1e-9", parameter);
    assert_int_equal(row->minimise(parameter, &objective, 200, weights, &settled), HOP_OK);
    assert_true(settled);
    assert_near(weights[0], 1, 1e-6);
    assert_near(weights[1], 1, 1e-6);
    assert_true(calls < 200);
}

static void every_optimiser_descends_a_bowl(void **state) {
    (void)state;
    const hop_catalog *catalog = hop_optimiser_catalog();
    for (size_t r = 0; r < catalog->count; r++) {
        const hop_optimiser_row *row = (const hop_optimiser_row *)catalog->rows[r];
        assert_true((row->step != NULL) != (row->minimise != NULL));
        assert_true(row->moments <= HOP_OPTIMISER_MOMENTS);
        if (!row->step) continue;
        double parameter[HOP_PARAMETER_MAX], w = 3, m = 0, v = 0;
        double *const moment[] = {&m, &v};
        const bool decays = false;
        find(row->row.name, parameter);
        for (size_t i = 1; i <= 4000; i++) {
            const double gradient = 2 * (w - 1);
            row->step(parameter, 0.01, i, 1, &gradient, &decays, moment, &w);
        }
        assert_near(w, 1, 1e-3);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(steps_are_those_of_the_papers),
        cmocka_unit_test(bfgs_finds_the_end_of_the_valley),
        cmocka_unit_test(every_optimiser_descends_a_bowl),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
