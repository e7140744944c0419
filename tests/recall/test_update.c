/* Which update rule states move by, and what is refused.
 * SPDX-License-Identifier: MIT */
#include "bipolar.h"

static hop_update resolved(const char *energy, double temperature) {
    hop_recall_options options = bipolar_options(energy);
    options.temperature = temperature;
    assert_ok(hop_recall_resolve_update(&options));
    return options.update;
}

static void convex_families_move_at_once_others_one_by_one(void **state) {
    (void)state;
    assert_int_equal(resolved("exponential", 0), HOP_UPDATE_SYNCHRONOUS);
    assert_int_equal(resolved("polynomial", 0), HOP_UPDATE_SYNCHRONOUS);
    assert_int_equal(resolved("polynomial:degree=3,rectified=no", 0), HOP_UPDATE_ASYNCHRONOUS);
    assert_int_equal(resolved("sparsemax:beta=1", 0), HOP_UPDATE_SYNCHRONOUS);
    assert_int_equal(resolved("hebb", 0), HOP_UPDATE_ASYNCHRONOUS);
    assert_int_equal(resolved("storkey", 0), HOP_UPDATE_ASYNCHRONOUS);
    assert_int_equal(resolved("pseudo-inverse", 0), HOP_UPDATE_ASYNCHRONOUS);
    assert_int_equal(resolved("hebb", 0.1), HOP_UPDATE_GLAUBER);
}

static void real_states_move_at_once_and_no_other_way(void **state) {
    (void)state;
    hop_recall_options options = hop_recall_defaults;
    assert_ok(hop_recall_resolve_update(&options));
    assert_int_equal(options.update, HOP_UPDATE_SYNCHRONOUS);
    options.update = HOP_UPDATE_ASYNCHRONOUS;
    assert_refused(hop_recall_resolve_update(&options), HOP_E_SUPPORT, "similarity hamming");
    options.update = HOP_UPDATE_AUTO;
    options.temperature = 1;
    assert_refused(hop_recall_resolve_update(&options), HOP_E_SUPPORT, "glauber");
}

static hop_status refuse(const char *energy, hop_update update, double temperature) {
    hop_recall_options options = bipolar_options(energy);
    options.update = update;
    options.temperature = temperature;
    hop_status status = hop_recall_resolve_update(&options);
    assert_int_equal(options.update, update);
    return status;
}

static void what_makes_no_sense_is_refused_with_what_does(void **state) {
    (void)state;
    assert_refused(refuse("hebb", HOP_UPDATE_AUTO, -1), HOP_E_VALUE, "positive");
    assert_refused(refuse("hebb", HOP_UPDATE_AUTO, NAN), HOP_E_VALUE, "temperature");
    assert_refused(refuse("hebb", HOP_UPDATE_GLAUBER, INFINITY), HOP_E_VALUE, "temperature");
    assert_refused(refuse("hebb", HOP_UPDATE_ASYNCHRONOUS, 1), HOP_E_VALUE, "glauber");
    assert_refused(refuse("exponential", HOP_UPDATE_GLAUBER, 0), HOP_E_SUPPORT, "hebb, storkey");
    assert_refused(refuse("polynomial", HOP_UPDATE_AUTO, 1), HOP_E_SUPPORT, "polynomial");
    assert_refused(refuse("sparsemax:beta=1", HOP_UPDATE_ASYNCHRONOUS, 0), HOP_E_SUPPORT,
                   "use synchronous");
}

static void a_bipolar_family_with_another_similarity_is_refused_with_the_right_one(void **state) {
    (void)state;
    hop_memory *memory = fixture_memory(3, 4, HOP_F64, FIXTURE_BIPOLAR, 1);
    hop_recall_options options = bipolar_options("hebb");
    hop_recall *recall = NULL;
    assert_ok(hop_similarity_parse("dot", &options.similarity));
    assert_refused(hop_recall_create(memory, &options, &recall), HOP_E_SUPPORT,
                   "--similarity hamming");
    assert_null(recall);
    hop_memory_destroy(memory);
}

static void rules_have_names(void **state) {
    (void)state;
    assert_string_equal(hop_update_name(HOP_UPDATE_AUTO), "auto");
    assert_string_equal(hop_update_name(HOP_UPDATE_GLAUBER), "glauber");
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
