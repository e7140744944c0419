/* What energies of bipolar states promise, whatever the family is made of: overlaps or couplings.
 * Asked of every such row of the catalogue: a new row is tested without touching this file.
 * Covers: energy.c and every row of bipolar states it lists.
 * SPDX-License-Identifier: MIT */
#include "bipolar.h"

#include <float.h>

enum { DIM = 31, MOST = 97 };

typedef struct landscape {
    const hop_energy *energy;
    signed char patterns[MOST * DIM];
    size_t count;
    hop_couplings couplings;
} landscape;

static void landscape_draw(const hop_energy *energy, hop_random *random, size_t count,
                           landscape *at) {
    *at = (landscape){.energy = energy, .count = count};
    for (size_t k = 0; k < count * DIM; k++)
        at->patterns[k] = hop_random_uniform(random) < 0.5 ? -1 : 1;
}

static void landscape_couple(landscape *at) {
    hop_couplings_clear(&at->couplings);
    if (!at->energy->family->couple) return;
    assert_int_equal(at->energy->family->couple(at->energy->parameter, at->patterns, at->count, DIM,
                                                &at->couplings),
                     HOP_OK);
}

/* E of a state, and its fields [DIM] up to one positive factor. */
static double energy_at(const landscape *at, const double *state, double *fields) {
    double s[MOST], weights[MOST], follow[MOST + DIM], energy = 0;
    if (at->energy->family->couple) {
        assert_true(hop_couplings_followed(&at->couplings) <= MOST + DIM);
        hop_couplings_follow(&at->couplings, state, follow);
        for (size_t k = 0; k < DIM; k++) {
            fields[k] = hop_couplings_field(&at->couplings, state, follow, k);
            energy -= state[k] * fields[k] / 2;
        }
        return energy;
    }
    for (size_t i = 0; i < at->count; i++) {
        s[i] = 0;
        for (size_t k = 0; k < DIM; k++) s[i] += at->patterns[i * DIM + k] * state[k];
    }
    weigh(at->energy, s, at->count, weights);
    for (size_t k = 0; k < DIM; k++) {
        fields[k] = 0;
        for (size_t i = 0; i < at->count; i++) fields[k] += weights[i] * at->patterns[i * DIM + k];
    }
    return -potential(at->energy, s, at->count);
}

/* What the terms of an energy that is a sum of powers add up to without their signs. */
static double terms_at(const landscape *at, const double *state) {
    double terms = 0;
    for (size_t i = 0; i < at->count; i++) {
        double s = 0;
        for (size_t k = 0; k < DIM; k++) s += at->patterns[i * DIM + k] * state[k];
        terms += at->energy->family->couple ? fabs(s) : fabs(potential(at->energy, &s, 1));
    }
    return terms;
}

static void draw_state(hop_random *random, double *state) {
    for (size_t k = 0; k < DIM; k++) state[k] = hop_random_uniform(random) < 0.5 ? -1 : 1;
}

/* Convex families: sign(field) for all neurons at once.  Couplings: for one. */
static void check_descent(const hop_energy *energy, hop_random *random) {
    landscape at;
    double state[DIM], next[DIM], fields[DIM], unused[DIM];
    bool convex = hop_energy_is_convex(energy);
    if (!convex && has_weights(energy)) return; /* moves by differences: test_one_by_one.c */
    for (size_t turn = 0; turn < 300; turn++) {
        landscape_draw(energy, random, 1 + hop_random_below(random, 40), &at);
        landscape_couple(&at);
        for (size_t start = 0; start < 10; start++) {
            draw_state(random, state);
            memcpy(next, state, sizeof next);
            double before = energy_at(&at, state, fields);
            size_t one = hop_random_below(random, DIM);
            for (size_t k = 0; k < DIM; k++)
                if ((convex || k == one) && fabs(fields[k]) > 1e-12)
                    next[k] = fields[k] > 0 ? 1 : -1;
            double after = energy_at(&at, next, unused);
            double terms = fabs(before) + fabs(after) + DIM + (double)at.count;
            assert_true(after <= before + 16 * DBL_EPSILON * terms * DIM);
        }
        hop_couplings_clear(&at.couplings);
    }
}

static void the_energy_never_rises(void **state) {
    (void)state;
    ask_all(check_descent);
}

/* Storkey's rule learns one pattern after another, so there the order counts. */
static void check_permuted(const hop_energy *energy, hop_random *random) {
    landscape at, other;
    double state[DIM], fields[DIM], shuffled[DIM];
    size_t order[20];
    if (strcmp(energy->family->row.name, "storkey") == 0) return;
    landscape_draw(energy, random, 20, &at);
    other = at;
    hop_random_sample(random, 20, 20, order);
    for (size_t i = 0; i < 20; i++)
        memcpy(other.patterns + i * DIM, at.patterns + order[i] * DIM, DIM);
    landscape_couple(&at);
    landscape_couple(&other);
    for (size_t turn = 0; turn < 20; turn++) {
        draw_state(random, state);
        double e = energy_at(&at, state, fields), f = energy_at(&other, state, shuffled);
        assert_near(e, f, 1e-12 * (terms_at(&at, state) + DIM));
        for (size_t k = 0; k < DIM; k++) assert_near(fields[k], shuffled[k], 1e-12);
    }
    hop_couplings_clear(&at.couplings);
    hop_couplings_clear(&other.couplings);
}

static void permuting_patterns_changes_nothing(void **state) {
    (void)state;
    ask_all(check_permuted);
}

/* All patterns twice: fields have the same signs, but for Storkey's rule, where the second time a
 * pattern is learnt against what it made itself; and for Hebb without its diagonal they double. */
static void check_duplicates(const hop_energy *energy, hop_random *random) {
    landscape at, other;
    double state[DIM], fields[DIM], twice[DIM];
    if (strcmp(energy->family->row.name, "storkey") == 0) return;
    landscape_draw(energy, random, 20, &at);
    other = at;
    memcpy(other.patterns + 20 * DIM, at.patterns, 20 * DIM);
    other.count = 40;
    landscape_couple(&at);
    landscape_couple(&other);
    for (size_t turn = 0; turn < 20; turn++) {
        draw_state(random, state);
        energy_at(&at, state, fields);
        energy_at(&other, state, twice);
        double once = size_of(fields, DIM), both = size_of(twice, DIM);
        for (size_t k = 0; k < DIM && both > 0; k++)
            assert_near(twice[k] / both, fields[k] / once, 1e-12);
    }
    hop_couplings_clear(&at.couplings);
    hop_couplings_clear(&other.couplings);
}

static void duplicates_leave_the_directions_of_fields(void **state) {
    (void)state;
    ask_all(check_duplicates);
}

/* Q(-s) = Q(s): a pattern's negative is stored with it. */
static void check_inversion(const hop_energy *energy, hop_random *random) {
    landscape at;
    double state[DIM], fields[DIM];
    bool even = !has_weights(energy);
    if (strcmp(energy->family->row.name, "polynomial") == 0)
        even = energy->parameter[1] == 1 && fmod(energy->parameter[0], 2) == 0;
    landscape_draw(energy, random, 20, &at);
    landscape_couple(&at);
    size_t same = 0;
    for (size_t turn = 0; turn < 20; turn++) {
        draw_state(random, state);
        double e = energy_at(&at, state, fields);
        for (size_t k = 0; k < DIM; k++) state[k] = -state[k];
        same += fabs(energy_at(&at, state, fields) - e) <= 1e-12 * fabs(e) ? 1 : 0;
    }
    assert_true(even ? same == 20 : same < 5);
    hop_couplings_clear(&at.couplings);
}

static void even_energies_do_not_tell_a_state_from_its_negative_others_do(void **state) {
    (void)state;
    ask_all(check_inversion);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_energy_never_rises),
        cmocka_unit_test(permuting_patterns_changes_nothing),
        cmocka_unit_test(duplicates_leave_the_directions_of_fields),
        cmocka_unit_test(even_energies_do_not_tell_a_state_from_its_negative_others_do),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
