/* The kernel of the classical network against the textbook: a weight matrix.
 * SPDX-License-Identifier: MIT */
#include "trial/hebb_kernel.h"

#include <math.h>
#include <string.h>

#include "support/support.h"

enum { DIM = 61, PATTERNS = 13 };

typedef struct textbook {
    double x[PATTERNS][DIM], w[DIM][DIM];
} textbook;

/* w_ij = sum x_i x_j, nothing on the diagonal. */
static void learn(const hop_hebb *hebb, textbook *t) {
    for (size_t m = 0; m < PATTERNS; m++) hop_hebb_pattern(hebb, m, t->x[m]);
    for (size_t i = 0; i < DIM; i++)
        for (size_t j = 0; j < DIM; j++) {
            t->w[i][j] = 0;
            for (size_t m = 0; m < PATTERNS && i != j; m++) t->w[i][j] += t->x[m][i] * t->x[m][j];
        }
}

static size_t settle(const textbook *t, double *state, hop_random *random) {
    size_t order[DIM];
    for (size_t sweep = 1;; sweep++) {
        size_t flips = 0;
        hop_random_sample(random, DIM, DIM, order);
        for (size_t k = 0; k < DIM; k++) {
            size_t i = order[k];
            double field = 0;
            for (size_t j = 0; j < DIM; j++) field += t->w[i][j] * state[j];
            if (field * state[i] >= 0) continue;
            state[i] = -state[i];
            flips++;
        }
        if (flips == 0) return sweep;
    }
}

static void the_kernel_flips_the_neurons_that_the_textbook_flips(void **state) {
    (void)state;
    static textbook t;
    hop_hebb *hebb = NULL;
    size_t changed = 0;
    assert_int_equal(hop_hebb_create(DIM, PATTERNS, &hebb), HOP_OK);
    for (uint64_t seed = 0; seed < 50; seed++) {
        double mine[DIM], theirs[DIM], start[DIM];
        hop_random random, again;
        hop_random_init(&random, seed, 0);
        hop_hebb_draw(hebb, PATTERNS, &random);
        learn(hebb, &t);
        memcpy(start, t.x[0], sizeof start);
        for (size_t i = 0; i < DIM; i += 5) start[i] = -start[i];
        memcpy(theirs, start, sizeof theirs);
        hop_hebb_set(hebb, start);
        again = random;
        assert_int_equal(hop_hebb_settle(hebb, 1000, &random), settle(&t, theirs, &again));
        hop_hebb_get(hebb, mine);
        assert_memory_equal(mine, theirs, sizeof mine);
        changed += memcmp(mine, start, sizeof mine) != 0;
        double overlap = 0;
        for (size_t i = 0; i < DIM; i++) overlap += mine[i] * t.x[2][i] / DIM;
        assert_near(hop_hebb_overlap(hebb, 2), overlap, 1e-14);
    }
    assert_true(changed > 40);
    hop_hebb_destroy(hebb);
}

static void the_state_begins_as_the_first_pattern(void **state) {
    (void)state;
    hop_hebb *hebb = NULL;
    double now[DIM], first[DIM];
    hop_random random;
    hop_random_init(&random, 3, 0);
    assert_int_equal(hop_hebb_create(DIM, PATTERNS, &hebb), HOP_OK);
    hop_hebb_draw(hebb, 3, &random);
    hop_hebb_get(hebb, now);
    hop_hebb_pattern(hebb, 0, first);
    assert_memory_equal(now, first, sizeof now);
    assert_near(hop_hebb_overlap(hebb, 0), 1, 0);
    hop_hebb_destroy(hebb);
}

static void networks_beyond_the_integers_are_refused(void **state) {
    (void)state;
    hop_hebb *hebb = NULL;
    assert_int_equal(hop_hebb_create(HOP_HEBB_DIM_MAX + 1, 1, &hebb), HOP_E_LIMIT);
    assert_int_equal(hop_hebb_create(10, SIZE_MAX, &hebb), HOP_E_LIMIT);
    assert_null(hebb);
}

/* The textbook's rule with the same random numbers: P(1) = 1 / (1 + exp(-2 h / T)), h = W xi / d.
 */
static void heat(const textbook *t, double temperature, size_t sweeps, double *state,
                 hop_random *random) {
    size_t order[DIM];
    for (size_t sweep = 0; sweep < sweeps; sweep++) {
        hop_random_sample(random, DIM, DIM, order);
        for (size_t k = 0; k < DIM; k++) {
            double field = 0;
            for (size_t j = 0; j < DIM; j++) field += t->w[order[k]][j] * state[j];
            double up = 1 / (1 + exp(-2 * field / DIM / temperature));
            state[order[k]] = hop_random_uniform(random) < up ? 1 : -1;
        }
    }
}

static void heated_neurons_take_the_values_of_the_textbook(void **state) {
    (void)state;
    static textbook t;
    hop_hebb *hebb = NULL;
    assert_int_equal(hop_hebb_create(DIM, PATTERNS, &hebb), HOP_OK);
    for (uint64_t seed = 0; seed < 20; seed++) {
        double mine[DIM], theirs[DIM];
        hop_random random, again;
        hop_random_init(&random, seed, 0);
        hop_hebb_draw(hebb, PATTERNS, &random);
        learn(hebb, &t);
        memcpy(theirs, t.x[0], sizeof theirs);
        again = random;
        hop_hebb_heat(hebb, 5, 0.3, &random);
        heat(&t, 0.3, 5, theirs, &again);
        hop_hebb_get(hebb, mine);
        assert_memory_equal(mine, theirs, sizeof mine);
    }
    hop_hebb_destroy(hebb);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_kernel_flips_the_neurons_that_the_textbook_flips),
        cmocka_unit_test(heated_neurons_take_the_values_of_the_textbook),
        cmocka_unit_test(the_state_begins_as_the_first_pattern),
        cmocka_unit_test(networks_beyond_the_integers_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
