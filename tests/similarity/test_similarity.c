/* The table of similarities, and what every row of the product form promises.
 * SPDX-License-Identifier: MIT */
#include "fixture.h"

typedef void (*property)(const hop_similarity *similarity, hop_random *random);

static void ask_all(property asked) {
    const hop_catalog *catalog = hop_similarity_catalog();
    for (size_t i = 0; i < catalog->count; i++) {
        hop_similarity similarity = fixture_similarity(catalog->rows[i]->name);
        hop_random random;
        if (similarity.kind->form != HOP_FORM_PRODUCT) continue; /* see test_conformance.c */
        hop_random_init(&random, 30, i);
        asked(&similarity, &random);
    }
}

static void a_spec_is_read_and_a_wrong_one_leaves_the_similarity_alone(void **state) {
    (void)state;
    hop_similarity similarity = fixture_similarity("euclidean");
    assert_int_equal(hop_similarity_parse("euclidian", &similarity), HOP_E_NAME);
    assert_contains(hop_status_detail(), "Did you mean 'euclidean'?");
    assert_int_equal(hop_similarity_parse("dot:scale=2", &similarity), HOP_E_NAME);
    assert_string_equal(similarity.kind->row.name, "euclidean");
}

static double largest(const double *values, size_t count) {
    double most = 0;
    for (size_t j = 0; j < count; j++) most = fmax(most, fabs(values[j]));
    return most;
}

/* Sums of dim terms, each within its rounding; centring multiplies it by mean over spread. */
static double tolerance(const double *q, const double *x, size_t dim) {
    double m = fmax(largest(q, dim), largest(x, dim));
    return 32 * (double)dim * DBL_EPSILON * (1 + (double)dim * m * m);
}

/* Bipolar similarities are given keys by recall: what is above 1/4 becomes 1, the rest -1. */
static void adapt(const hop_similarity *similarity, double *v, size_t dim) {
    if (!similarity->kind->bipolar) return;
    for (size_t j = 0; j < dim; j++)
        if (!isnan(v[j])) v[j] = v[j] > 0.25 ? 1 : -1;
}

static void check_nothing_unknown(const hop_similarity *similarity, hop_random *random) {
    double q[FIXTURE_MOST], x[FIXTURE_MOST];
    for (size_t dim = 2; dim <= FIXTURE_MOST; dim = dim * 3 / 2 + 1) {
        fixture_draw(random, 0, 1, dim, q);
        fixture_draw(random, -0.5, 1, dim, x);
        adapt(similarity, q, dim);
        adapt(similarity, x, dim);
        double full = fixture_full(similarity, q, x, dim);
        assert_near(fixture_known(similarity, q, x, dim), full, tolerance(q, x, dim));
    }
}

static void with_nothing_unknown_the_first_similarity_is_the_full_one(void **state) {
    (void)state;
    ask_all(check_nothing_unknown);
}

/* What stands where the query is unknown cannot count. */
static void check_unknown(const hop_similarity *similarity, hop_random *random) {
    enum { DIM = 40 };
    double q[DIM], x[DIM], other[DIM];
    fixture_draw(random, 0, 1, DIM, q);
    fixture_draw(random, 0, 1, DIM, x);
    for (size_t j = 0; j < DIM; j++) {
        if (j % 3 == 0) q[j] = NAN;
        other[j] = j % 3 == 0 ? 1e6 * hop_random_normal(random) : x[j];
    }
    adapt(similarity, q, DIM);
    adapt(similarity, x, DIM);
    adapt(similarity, other, DIM);
    assert_true(fixture_known(similarity, q, x, DIM) == fixture_known(similarity, q, other, DIM));
}

static void unknown_pixels_do_not_count(void **state) {
    (void)state;
    ask_all(check_unknown);
}

/* Two copies of everything, one of them unknown: on the scale of the full similarity. */
static void check_scale(const hop_similarity *similarity, hop_random *random) {
    enum { DIM = 30 };
    double q[2 * DIM], x[2 * DIM], half[2 * DIM];
    fixture_draw(random, 0, 1, DIM, q);
    fixture_draw(random, 0, 1, DIM, x);
    adapt(similarity, q, DIM);
    adapt(similarity, x, DIM);
    for (size_t j = 0; j < DIM; j++) {
        q[DIM + j] = half[j] = q[j], x[DIM + j] = x[j];
        half[DIM + j] = NAN;
    }
    double full = fixture_full(similarity, q, x, 2 * DIM);
    assert_near(fixture_known(similarity, half, x, 2 * DIM), full, tolerance(q, x, 2 * DIM));
}

static void known_pixels_are_on_the_scale_of_all(void **state) {
    (void)state;
    ask_all(check_scale);
}

static void check_zero(const hop_similarity *similarity, hop_random *random) {
    double zero[5] = {0}, x[5], gain = NAN, offset = NAN;
    fixture_draw(random, 0, 1, 5, x);
    const double *vectors[] = {zero, x};
    for (size_t i = 0; i < 2; i++)
        for (size_t k = 0; k < 2; k++) {
            assert_true(isfinite(fixture_full(similarity, vectors[i], vectors[k], 5)));
            assert_true(isfinite(fixture_known(similarity, vectors[i], vectors[k], 5)));
            hop_known_sums sums = fixture_sums(vectors[i], vectors[k], 5);
            similarity->kind->fill(similarity->parameter, &sums, &gain, &offset);
            assert_true(isfinite(gain) && isfinite(offset));
        }
}

static void a_zero_pattern_or_query_is_never_a_division_by_zero(void **state) {
    (void)state;
    ask_all(check_zero);
}

static void check_plain(const hop_similarity *similarity, hop_random *random) {
    double x[9];
    fixture_draw(random, 0, 1, 9, x);
    hop_frame frame = fixture_frame(similarity, x, 9);
    if (similarity->kind->plain_keys) assert_true(frame.gain == 1 && frame.offset == 0);
}

static void plain_keys_are_the_patterns(void **state) {
    (void)state;
    ask_all(check_plain);
}

static void check_directions(const hop_similarity *similarity, hop_random *random) {
    double x[9], larger[9], square = 0;
    if (!similarity->kind->directions) return;
    fixture_draw(random, 0, 1, 9, x);
    for (size_t j = 0; j < 9; j++) larger[j] = 3 * x[j];
    const hop_frame one = fixture_frame(similarity, x, 9),
                    other = fixture_frame(similarity, larger, 9);
    assert_true(one.bias == 0);
    for (size_t j = 0; j < 9; j++) {
        const double key = one.gain * x[j] + one.offset;
        assert_near(other.gain * larger[j] + other.offset, key, 1e-12);
        square += key * key;
    }
    assert_near(square, 1, 1e-12);
}

static void directions_have_norm_one_whatever_the_size_of_a_pattern(void **state) {
    (void)state;
    ask_all(check_directions);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(directions_have_norm_one_whatever_the_size_of_a_pattern),
        cmocka_unit_test(a_spec_is_read_and_a_wrong_one_leaves_the_similarity_alone),
        cmocka_unit_test(with_nothing_unknown_the_first_similarity_is_the_full_one),
        cmocka_unit_test(unknown_pixels_do_not_count),
        cmocka_unit_test(known_pixels_are_on_the_scale_of_all),
        cmocka_unit_test(a_zero_pattern_or_query_is_never_a_division_by_zero),
        cmocka_unit_test(plain_keys_are_the_patterns),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
