/* Which update rule states move by, and what is refused.
 * SPDX-License-Identifier: MIT */
#include "bipolar.h"

static const hop_update_row *resolved(const char *energy, double temperature) {
    hop_recall_options options = bipolar_options(energy);
    options.model.temperature = temperature;
    const hop_update_row *rule = NULL;
    assert_ok(hop_recall_choose_update(&options.model, &rule));
    return rule;
}

static void convex_families_move_at_once_others_one_by_one(void **state) {
    (void)state;
    assert_ptr_equal(resolved("exponential", 0), &hop_update_synchronous);
    assert_ptr_equal(resolved("polynomial", 0), &hop_update_synchronous);
    assert_ptr_equal(resolved("polynomial:degree=3,rectified=no", 0), &hop_update_asynchronous);
    assert_ptr_equal(resolved("sparsemax:beta=1", 0), &hop_update_synchronous);
    assert_ptr_equal(resolved("hebb", 0), &hop_update_asynchronous);
    assert_ptr_equal(resolved("storkey", 0), &hop_update_asynchronous);
    assert_ptr_equal(resolved("pseudo-inverse", 0), &hop_update_asynchronous);
    assert_ptr_equal(resolved("hebb", 0.1), &hop_update_glauber);
}

static void real_states_move_at_once_and_no_other_way(void **state) {
    (void)state;
    hop_recall_options options = hop_recall_defaults;
    const hop_update_row *rule = NULL;
    assert_ok(hop_recall_choose_update(&options.model, &rule));
    assert_ptr_equal(rule, &hop_update_synchronous);
    options.model.update = &hop_update_asynchronous;
    assert_refused(hop_recall_choose_update(&options.model, &rule), HOP_E_SUPPORT,
                   "similarity hamming");
    options.model.update = NULL;
    options.model.temperature = 1;
    assert_refused(hop_recall_choose_update(&options.model, &rule), HOP_E_SUPPORT, "glauber");
}

static hop_status refuse(const char *energy, const hop_update_row *update, double temperature) {
    hop_recall_options options = bipolar_options(energy);
    options.model.update = update;
    options.model.temperature = temperature;
    const hop_update_row *rule = NULL;
    hop_status status = hop_recall_choose_update(&options.model, &rule);
    assert_null(rule);
    return status;
}

static void what_makes_no_sense_is_refused_with_what_does(void **state) {
    (void)state;
    assert_refused(refuse("hebb", NULL, -1), HOP_E_VALUE, "positive");
    assert_refused(refuse("hebb", NULL, NAN), HOP_E_VALUE, "temperature");
    assert_refused(refuse("hebb", &hop_update_glauber, INFINITY), HOP_E_VALUE, "temperature");
    assert_refused(refuse("hebb", &hop_update_asynchronous, 1), HOP_E_VALUE, "glauber");
    assert_refused(refuse("exponential", &hop_update_glauber, 0), HOP_E_SUPPORT, "hebb, storkey");
    assert_refused(refuse("polynomial", NULL, 1), HOP_E_SUPPORT, "polynomial");
    assert_refused(refuse("sparsemax:beta=1", &hop_update_asynchronous, 0), HOP_E_SUPPORT,
                   "use synchronous");
}

static void a_bipolar_family_with_another_similarity_is_refused_with_the_right_one(void **state) {
    (void)state;
    hop_memory *memory = fixture_memory(3, 4, HOP_F64, FIXTURE_BIPOLAR, 1);
    hop_recall_options options = bipolar_options("hebb");
    hop_recall *recall = NULL;
    assert_ok(hop_similarity_parse("dot", &options.model.similarity));
    assert_refused(hop_recall_create(memory, &options, &recall), HOP_E_SUPPORT,
                   "--similarity hamming");
    assert_null(recall);
    hop_memory_destroy(memory);
}

static void rules_have_names(void **state) {
    (void)state;
    assert_string_equal(hop_update_name(NULL), "auto");
    assert_string_equal(hop_update_name(&hop_update_glauber), "glauber");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(convex_families_move_at_once_others_one_by_one),
        cmocka_unit_test(real_states_move_at_once_and_no_other_way),
        cmocka_unit_test(what_makes_no_sense_is_refused_with_what_does),
        cmocka_unit_test(a_bipolar_family_with_another_similarity_is_refused_with_the_right_one),
        cmocka_unit_test(rules_have_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
