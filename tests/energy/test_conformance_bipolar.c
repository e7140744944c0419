/* What families of bipolar states promise, asked of every such row of the catalogue: a new row is
 * tested without touching this file.
 * Covers: energy.c and every row of bipolar states it lists.
 * SPDX-License-Identifier: MIT */
#include <hopfield/energy.h>
#include <hopfield/random.h>

#include <float.h>
#include <math.h>
#include <string.h>

#include "support/support.h"

enum { DIM = 31, MOST = 97 };

typedef void (*property)(const hop_energy *energy, hop_random *random);

static void ask_row(property asked, const char *spec, size_t stream) {
    hop_energy energy;
    hop_random random;
    assert_int_equal(hop_energy_parse(spec, &energy), HOP_OK);
    hop_random_init(&random, 21, stream);
    print_message("           %s\n", spec);
    asked(&energy, &random);
}

/* Each bipolar row; and each with its parameters at less usual values. */
static void ask_all(property asked) {
    static const char *const MORE[] = {"polynomial:degree=2",
                                       "polynomial:degree=2,rectified=no",
                                       "polynomial:degree=3,rectified=no",
                                       "polynomial:degree=14",
                                       "polynomial:degree=60",
                                       "polynomial:degree=59,rectified=no",
                                       "hebb:self=keep",
                                       "pseudo-inverse:self=keep"};
    const hop_catalog *catalog = hop_energy_catalog();
    for (size_t i = 0; i < catalog->count; i++)
        if (((const hop_energy_row *)catalog->rows[i])->states == HOP_STATES_BIPOLAR)
            ask_row(asked, catalog->rows[i]->name, i);
    for (size_t i = 0; i < sizeof MORE / sizeof *MORE; i++) ask_row(asked, MORE[i], 100 + i);
}

/* Families that are functions of overlaps. */
static bool has_weights(const hop_energy *energy) {
    return energy->family->couple == NULL;
}

/* Overlaps of d = 784 bipolar values: even numbers, a third of them large. */
static void draw(hop_random *random, double *s, size_t count) {
    for (size_t i = 0; i < count; i++) {
        double spread = i % 3 == 0 ? 300 : 28;
        s[i] = fmin(fmax(2 * round(spread * hop_random_normal(random) / 2), -784), 784);
    }
}

static double potential(const hop_energy *energy, const double *s, size_t count) {
    double result = NAN;
    assert_int_equal(hop_energy_potential(energy, s, count, &result), HOP_OK);
    return result;
}

static void weigh(const hop_energy *energy, const double *s, size_t count, double *weights) {
    assert_int_equal(hop_energy_weights(energy, s, count, weights), HOP_OK);
}

static double size_of(const double *values, size_t count) {
    double sum = 0;
    for (size_t i = 0; i < count; i++) sum += fabs(values[i]);
    return sum;
}

/* Relative to their sum, so that it means something at degree 60: differences of a power are off by
 * (n h / s)^2, and by roundings of Q over n h / s. */
static void check_gradient(const hop_energy *energy, hop_random *random) {
    enum { COUNT = 7 };
    double s[COUNT], weights[COUNT], gradient[COUNT];
    if (!has_weights(energy)) return;
    for (size_t turn = 0; turn < 50; turn++) {
        draw(random, s, COUNT);
        for (size_t i = 0; i < COUNT; i++) s[i] = fmax(fabs(s[i]), 20) * (i % 2 == 0 ? 1 : -1);
        weigh(energy, s, COUNT, weights);
        for (size_t i = 0; i < COUNT; i++) {
            double middle = s[i], step = 1e-5;
            s[i] = middle + step;
            double above = potential(energy, s, COUNT), up = s[i];
            s[i] = middle - step;
            double below = potential(energy, s, COUNT), down = s[i];
            s[i] = middle;
            gradient[i] = (above - below) / (up - down);
        }
        double size = size_of(gradient, COUNT), sum = size_of(weights, COUNT);
        assert_true(size > 0 && fabs(sum - 1) < 1e-12);
        for (size_t i = 0; i < COUNT; i++) assert_near(gradient[i] / size, weights[i], 1e-7);
    }
}

static void the_weights_are_the_gradient_of_the_potential(void **state) {
    (void)state;
    ask_all(check_gradient);
}

static void check_sum(const hop_energy *energy, hop_random *random) {
    double s[MOST], weights[MOST];
    if (!has_weights(energy)) return;
    for (size_t count = 1; count <= MOST; count += 8) {
        draw(random, s, count);
        weigh(energy, s, count, weights);
        double sum = size_of(weights, count);
        if (sum == 0) /* a rectified family may see nothing it likes */
            assert_true(potential(energy, s, count) == 0);
        else
            assert_near(sum, 1, 4 * (double)count * DBL_EPSILON);
        weigh(energy, s, count, s);
        assert_memory_equal(s, weights, count * sizeof *s);
    }
}

static void sizes_of_weights_sum_to_one_also_in_place(void **state) {
    (void)state;
    ask_all(check_sum);
}

/* Folds s [count] tile by tile; folded [count] are weights in units of fold->total. */
static void fold_all(const hop_energy *energy, const double *s, size_t count, size_t tile,
                     double *folded, hop_fold *fold) {
    *fold = (hop_fold){.peak = -INFINITY};
    float values[MOST];
    for (size_t first = 0, part = 0; first < count; first += part) {
        part = count - first < tile ? count - first : tile;
        for (size_t i = 0; i < part; i++) values[i] = (float)s[first + i];
        float rescale = energy->family->fold(energy->parameter, values, part, fold);
        for (size_t i = 0; i < first; i++) folded[i] *= (double)rescale;
        for (size_t i = 0; i < part; i++) folded[first + i] = (double)values[i];
    }
}

static void assert_fold_agrees(const hop_energy *energy, const double *s, size_t count,
                               size_t tile) {
    double weights[MOST], folded[MOST];
    hop_fold fold;
    fold_all(energy, s, count, tile, folded, &fold);
    weigh(energy, s, count, weights);
    if (size_of(weights, count) == 0) {
        assert_true(fold.total == 0);
        return;
    }
    /* A power of 60 rounded 60 times over, an exponent of 88 as often; each rescaling adds one. */
    double allowed = FLT_EPSILON * (100 + (double)count);
    for (size_t i = 0; i < count; i++)
        assert_near(folded[i] / fold.total, weights[i],
                    allowed * fabs(weights[i]) + 4 * (double)FLT_MIN);
    double q = potential(energy, s, count), terms = 0;
    for (size_t i = 0; i < count; i++)
        terms += isfinite(s[i]) ? fabs(potential(energy, &s[i], 1)) : 0;
    assert_near(energy->family->folded(energy->parameter, &fold), q, allowed * (fabs(q) + terms));
}

static void check_tilings(const hop_energy *energy, hop_random *random) {
    static const size_t COUNTS[] = {1, 2, 3, 5, 16, MOST};
    double s[MOST];
    if (!has_weights(energy)) return;
    for (size_t c = 0; c < sizeof COUNTS / sizeof *COUNTS; c++)
        for (size_t tile = 1; tile <= MOST; tile = tile * 3 + 1) {
            draw(random, s, COUNTS[c]);
            assert_fold_agrees(energy, s, COUNTS[c], tile);
            for (size_t i = 0; i + 1 < COUNTS[c]; i++) /* one pattern that counts comes last */
                s[i] = i % 2 == 0 ? -INFINITY : -fabs(s[i]);
            assert_fold_agrees(energy, s, COUNTS[c], tile);
        }
}

static void any_tiling_folds_to_the_plain_weights_and_potential_masked_ones_too(void **state) {
    (void)state;
    ask_all(check_tilings);
}

/* ---- energies of states, whatever the family is made of ---- */

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

/* Far from overflow at the largest degree, and 0 or finite where nothing is alike. */
static void check_extremes(const hop_energy *energy, hop_random *random) {
    (void)random;
    double s[4] = {12288, -12288, 12288, 0}, weights[4];
    if (!has_weights(energy)) return;
    assert_true(isfinite(potential(energy, s, 4)));
    weigh(energy, s, 4, weights);
    assert_true(weights[0] == weights[2] && isfinite(weights[1]) && weights[0] > 0.24);
    double low[2] = {-12288, -12288};
    assert_true(isfinite(potential(energy, low, 2)));
    weigh(energy, low, 2, weights);
    assert_true(weights[0] == weights[1]);
}

static void overlaps_of_large_pictures_do_not_overflow(void **state) {
    (void)state;
    ask_all(check_extremes);
}

static void couplings_are_no_function_of_overlaps(void **state) {
    (void)state;
    hop_energy energy;
    double s[2] = {1, 2}, weights[2] = {7, 7}, q = 7;
    assert_int_equal(hop_energy_parse("hebb", &energy), HOP_OK);
    assert_int_equal(hop_energy_potential(&energy, s, 2, &q), HOP_E_SUPPORT);
    assert_contains(hop_status_detail(), "hebb");
    assert_int_equal(hop_energy_weights(&energy, s, 2, weights), HOP_E_SUPPORT);
    assert_true(q == 7 && weights[0] == 7);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_weights_are_the_gradient_of_the_potential),
        cmocka_unit_test(sizes_of_weights_sum_to_one_also_in_place),
        cmocka_unit_test(any_tiling_folds_to_the_plain_weights_and_potential_masked_ones_too),
        cmocka_unit_test(the_energy_never_rises),
        cmocka_unit_test(permuting_patterns_changes_nothing),
        cmocka_unit_test(duplicates_leave_the_directions_of_fields),
        cmocka_unit_test(even_energies_do_not_tell_a_state_from_its_negative_others_do),
        cmocka_unit_test(overlaps_of_large_pictures_do_not_overflow),
        cmocka_unit_test(couplings_are_no_function_of_overlaps),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
