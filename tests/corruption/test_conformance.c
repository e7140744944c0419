/* What holds for every corruption, in loops over the catalogue.
 * SPDX-License-Identifier: MIT */
#include <float.h>

#include "corruption/canvas.h"

static const hop_corruption_row *row_at(size_t i) {
    return (const hop_corruption_row *)hop_corruption_catalog()->rows[i];
}

/* The i-th corruption with its standard parameters. */
static hop_corruption standard(size_t i) {
    hop_corruption corruption = parsed(row_at(i)->row.name);
    assert_ptr_equal(corruption.kind, row_at(i));
    return corruption;
}

static hop_status apply_one(const hop_corruption *corruption, const hop_canvas *canvas,
                            uint64_t seed, size_t index, double *state) {
    return hop_corruption_apply(corruption, 1, canvas, seed, index, state);
}

static void the_catalogue_holds_what_is_promised(void **state) {
    (void)state;
    const char *names[] = {"gaussian", "flip",  "salt-pepper", "replace", "mask",
                           "paint",    "block", "contrast",    "invert",  "blur"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const hop_row *row = NULL;
        assert_int_equal(hop_catalog_find(hop_corruption_catalog(), names[i], &row), HOP_OK);
    }
}

static void every_row_says_what_it_is(void **state) {
    (void)state;
    for (size_t i = 0; i < hop_corruption_catalog()->count; i++) {
        const hop_row *row = &row_at(i)->row;
        assert_true(strlen(row->title) > 10 && strlen(row->title) < 80);
        assert_non_null(row->sources);
        for (size_t k = 0; k < hop_row_parameter_count(row); k++) {
            assert_true(strlen(row->parameters[k].meaning) > 10);
            assert_true(strlen(row->parameters[k].unit) > 3);
        }
    }
}

static void assert_allowed(hop_corruption corruption, size_t k, double value) {
    const hop_canvas canvas = picture(8, 6, 3);
    double *after = ramp(&canvas);
    after[0] = 0; /* the largest gain meets the smallest value too */
    hop_canvas clipped = canvas;
    clipped.clip = true;
    corruption.parameter[k] = value;
    if (apply_one(&corruption, &clipped, 1, 0, after) != HOP_OK)
        fail_msg("%s with %g: %s", corruption.kind->row.name, value, hop_status_detail());
    free(after);
}

static void assert_refused(hop_corruption corruption, size_t k, double value) {
    const hop_canvas canvas = picture(8, 6, 3);
    double *before = ramp(&canvas), *after = ramp(&canvas);
    corruption.parameter[k] = value;
    if (apply_one(&corruption, &canvas, 1, 0, after) != HOP_E_VALUE)
        fail_msg("%s: parameter %zu may be %g", corruption.kind->row.name, k, value);
    assert_memory_equal(before, after, hop_shape_dim(canvas.shape) * sizeof *before);
    free(before);
    free(after);
}

static void every_limit_is_the_last_value_allowed(void **state) {
    (void)state;
    for (size_t i = 0; i < hop_corruption_catalog()->count; i++) {
        hop_corruption corruption = standard(i);
        for (size_t k = 0; k < hop_row_parameter_count(&row_at(i)->row); k++) {
            const hop_parameter *parameter = &row_at(i)->row.parameters[k];
            assert_false(parameter->low_open || parameter->high_open);
            assert_allowed(corruption, k, fmax(parameter->low, -DBL_MAX));
            assert_allowed(corruption, k, fmin(parameter->high, DBL_MAX));
            assert_refused(corruption, k, nextafter(parameter->low, -INFINITY));
            assert_refused(corruption, k, nextafter(parameter->high, INFINITY));
            assert_refused(corruption, k, NAN);
            assert_refused(corruption, k, INFINITY);
        }
    }
}

static void every_choice_has_its_word(void **state) {
    (void)state;
    for (size_t i = 0; i < hop_corruption_catalog()->count; i++) {
        const hop_row *row = &row_at(i)->row;
        for (size_t k = 0; k < hop_row_parameter_count(row); k++) {
            if (!row->parameters[k].choices) continue;
            size_t words = 1;
            for (const char *c = row->parameters[k].choices; *c; c++) words += *c == '|';
            assert_true(row->parameters[k].high == (double)words - 1);
            assert_true(row->parameters[k].low == 0 && row->parameters[k].integer);
        }
    }
}

static void every_spec_printed_reads_back(void **state) {
    (void)state;
    for (size_t i = 0; i < hop_corruption_catalog()->count; i++) {
        hop_corruption corruption = standard(i), back;
        char text[256];
        hop_spec_print(&corruption.kind->row, corruption.parameter, text, sizeof text);
        assert_int_equal(hop_corruption_parse(text, &back), HOP_OK);
        assert_ptr_equal(back.kind, corruption.kind);
        assert_memory_equal(back.parameter, corruption.parameter, sizeof back.parameter);
    }
}

static void every_standard_does_something(void **state) {
    (void)state;
    const hop_canvas canvas = picture(8, 6, 3);
    for (size_t i = 0; i < hop_corruption_catalog()->count; i++) {
        hop_corruption corruption = standard(i);
        double *before = ramp(&canvas), *after = ramp(&canvas);
        bool whole = false;
        assert_int_equal(apply_one(&corruption, &canvas, 1, 0, after), HOP_OK);
        assert_true(changed_pixels(&canvas, before, after, &whole) >= 9);
        free(before);
        free(after);
    }
}

static void seed_and_index_alone_decide(void **state) {
    (void)state;
    const hop_canvas canvas = picture(8, 6, 3);
    size_t dim = hop_shape_dim(canvas.shape);
    for (size_t i = 0; i < hop_corruption_catalog()->count; i++) {
        hop_corruption corruption = standard(i);
        double *forwards[5], *backwards[5];
        for (size_t k = 0; k < 5; k++) {
            forwards[k] = ramp(&canvas);
            assert_int_equal(apply_one(&corruption, &canvas, 9, k, forwards[k]), HOP_OK);
        }
        for (size_t k = 5; k-- > 0;) {
            backwards[k] = ramp(&canvas);
            assert_int_equal(apply_one(&corruption, &canvas, 9, k, backwards[k]), HOP_OK);
        }
        for (size_t k = 0; k < 5; k++) {
            assert_memory_equal(forwards[k], backwards[k], dim * sizeof **forwards);
            free(forwards[k]);
            free(backwards[k]);
        }
    }
}

/* Rows that draw random numbers, by name. */
static const char *const RANDOM_ROWS[] = {"gaussian", "flip", "salt-pepper", "replace", "block"};
enum { RANDOM_COUNT = sizeof RANDOM_ROWS / sizeof *RANDOM_ROWS };

static void another_index_or_seed_is_another_damage(void **state) {
    (void)state;
    const hop_canvas canvas = picture(40, 30, 1);
    const struct {
        uint64_t seed;
        size_t index;
    } others[] = {{9, 1}, {9, 2}, {10, 0}, {9, ((size_t)1 << 47) - 1}};
    for (size_t i = 0; i < RANDOM_COUNT; i++)
        for (size_t k = 0; k < sizeof others / sizeof *others; k++) {
            double *first = ramp(&canvas), *other = ramp(&canvas);
            size_t index = others[k].index;
            assert_int_equal(damage_at(RANDOM_ROWS[i], &canvas, 9, 0, first), HOP_OK);
            assert_int_equal(damage_at(RANDOM_ROWS[i], &canvas, others[k].seed, index, other),
                             HOP_OK);
            bool whole = false;
            assert_true(changed_pixels(&canvas, first, other, &whole) > 0);
            free(first);
            free(other);
        }
}

/* A mask before or after a damage of single pixels makes no difference: what is drawn does not
 * depend on what is known. */
static void unknown_values_stay_so_and_change_no_others(void **state) {
    (void)state;
    const hop_canvas canvas = picture(8, 6, 3);
    size_t dim = hop_shape_dim(canvas.shape);
    for (size_t i = 0; i < hop_corruption_catalog()->count; i++) {
        hop_corruption corruption = standard(i);
        double *holes = ramp(&canvas), *full = ramp(&canvas);
        for (size_t k = 0; k < dim; k += 5) holes[k] = NAN;
        assert_int_equal(apply_one(&corruption, &canvas, 1, 0, holes), HOP_OK);
        assert_int_equal(apply_one(&corruption, &canvas, 1, 0, full), HOP_OK);
        for (size_t k = 0; k < dim; k++) {
            if (k % 5 == 0) assert_true(isnan(holes[k]));
            if (k % 5 != 0 && strcmp(corruption.kind->row.name, "blur") != 0)
                assert_true(same(holes[k], full[k]));
        }
        free(holes);
        free(full);
    }
}

static void a_vector_is_refused_only_where_a_picture_is_needed(void **state) {
    (void)state;
    const hop_canvas canvas = vector(30);
    for (size_t i = 0; i < hop_corruption_catalog()->count; i++) {
        hop_corruption corruption = standard(i);
        bool has_side = hop_row_parameter_index(&corruption.kind->row, "side") == 0;
        if (has_side) corruption.parameter[0] = 2;
        double *after = ramp(&canvas);
        assert_int_equal(apply_one(&corruption, &canvas, 1, 0, after),
                         row_at(i)->needs_image ? HOP_E_SUPPORT : HOP_OK);
        free(after);
    }
}

static void a_strength_of_nothing_leaves_a_picture_as_it_is(void **state) {
    (void)state;
    const hop_canvas canvas = picture(8, 6, 3);
    for (size_t i = 0; i < hop_corruption_catalog()->count; i++) {
        hop_corruption corruption = standard(i);
        const hop_corruption_row *row = row_at(i);
        if (!row->strength) continue;
        size_t index = hop_row_parameter_index(&row->row, row->strength);
        assert_true(index < HOP_PARAMETER_MAX);
        for (int part = 0; part <= 1; part++) { /* nothing, then a half */
            double *before = ramp(&canvas), *after = ramp(&canvas);
            corruption.parameter[index] = 0.5 * part;
            if (row->strengthen) row->strengthen(0.5 * part, 8, corruption.parameter);
            assert_int_equal(apply_one(&corruption, &canvas, 3, 0, after), HOP_OK);
            bool same = memcmp(before, after, hop_shape_dim(canvas.shape) * sizeof *after) == 0;
            if (same != (part == 0)) fail_msg("%s at a strength of %g", row->row.name, 0.5 * part);
            free(before);
            free(after);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_catalogue_holds_what_is_promised),
        cmocka_unit_test(every_row_says_what_it_is),
        cmocka_unit_test(every_limit_is_the_last_value_allowed),
        cmocka_unit_test(every_choice_has_its_word),
        cmocka_unit_test(every_spec_printed_reads_back),
        cmocka_unit_test(every_standard_does_something),
        cmocka_unit_test(seed_and_index_alone_decide),
        cmocka_unit_test(another_index_or_seed_is_another_damage),
        cmocka_unit_test(unknown_values_stay_so_and_change_no_others),
        cmocka_unit_test(a_strength_of_nothing_leaves_a_picture_as_it_is),
        cmocka_unit_test(a_vector_is_refused_only_where_a_picture_is_needed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
