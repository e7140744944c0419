/* What info says of a memory with an energy, and recall of its targets.
 * Covers: account/certificates.c account/certificates_table.c account/certificates_text.c
 * SPDX-License-Identifier: MIT */
#include "cli.h"

static hop_json *info_json(const char *path, const char *energy) {
    support_result result = HERE("info", path, "--energy", energy, "--format", "json");
    assert_status(result, 0);
    hop_json *document = parse_json(result.out);
    support_result_clear(&result);
    return document;
}

static void info_certifies_every_pattern(void **state) {
    (void)state;
    hop_json *document = info_json(GLYPHS, "lse:beta=60");
    const hop_json *rows = member(document, "rows"), *memory = member(document, "memory");
    size_t guaranteed = 0, measured = 0;
    assert_int_equal(hop_json_length(rows), 36);
    for (size_t i = 0; i < 36; i++) {
        const hop_json *row = hop_json_at(rows, i);
        bool promised = member_is(row, "guaranteed", "true");
        guaranteed += promised ? 1 : 0;
        assert_int_equal(promised, number_of(row, "guaranteed_from_beta") <= 60);
        assert_int_equal(promised, !member_is(row, "bound", "null"));
        assert_near(number_of(row, "norm"), 1, 1e-9);
        if (member_is(row, "lost_below_beta", "null")) continue;
        measured++;
        assert_true(number_of(row, "lost_below_beta") < number_of(row, "guaranteed_from_beta"));
    }
    assert_int_equal(whole_of(document, "guaranteed"), guaranteed);
    assert_int_equal(whole_of(memory, "patterns"), 36);
    assert_true(guaranteed > 0 && guaranteed < 36);
    assert_int_equal(measured, 10);
    assert_contains(word_of(document, "theory"), "2008.02217");
    assert_true(member_is(document, "beta_auto", "false"));
    assert_true(number_of(document, "beta_c") > 1);
    hop_json_free(document);
}

static void info_fits_a_terminal_and_teaches(void **state) {
    (void)state;
    static const char *const SPECS[] = {"lse", "sparsemax", "lsr", "ksubset", "hebb"};
    for (size_t k = 0; k < 5; k++) {
        support_result result = HERE("info", GLYPHS, "--energy", SPECS[k]);
        assert_status(result, 0);
        assert_narrow(result.out, 80);
        assert_contains(result.out, "The least separated");
        assert_contains(result.out, k < 3 ? "Guaranteed: " : "No theorem is known");
        assert_null(strstr(result.out, "nan"));
        support_result_clear(&result);
    }
}

static void a_sample_is_said_to_be_one(void **state) {
    (void)state;
    support_result result = HERE("info", GLYPHS, "--beta", "20", "--sample", "9");
    assert_status(result, 0);
    assert_contains(result.out, "Certified: 9 of them, evenly spread");
    support_result_clear(&result);
    result = HERE("info", GLYPHS, "--beta", "20", "--sample", "9", "--format", "csv");
    assert_status(result, 0);
    assert_contains(result.out, "pattern,name,separation,rival,rival_name,norm,near_duplicates,"
                                "guaranteed,radius,bound,guaranteed_from_beta,lost_below_beta\n");
    assert_contains(result.out, "# certified: 9\n");
    support_result_clear(&result);
    REFUSES(2, "--sample is 0", "info", GLYPHS, "--sample", "0");
    REFUSES(2, "Did you mean 'lse'", "info", GLYPHS, "--energy", "lze");
}

static void twins_and_lone_patterns_are_told(void **state) {
    (void)state;
    const double vectors[12] = {1, 0, 0, 1, 0, 1, 1, 0, 1, 0, 0, 1};
    put_npy("twins.npy", vectors, 3, 4);
    put_npy("one.npy", vectors, 1, 4);
    support_result result = HERE("info", "twins.npy", "--energy", "lse");
    assert_status(result, 0);
    assert_contains(result.out, "no, a twin");
    assert_contains(result.out, "2 patterns have a near-duplicate");
    support_result_clear(&result);
    hop_json *document = info_json("one.npy", "lse");
    const hop_json *row = hop_json_at(member(document, "rows"), 0);
    assert_true(member_is(row, "guaranteed", "true") && member_is(row, "rival", "null"));
    hop_json_free(document);
}

static void recall_carries_certificates_that_hold(void **state) {
    (void)state;
    hop_json *document = RECALL_JSON(PICTOGRAMS, "--similarity", "correlation", "--sample", "64",
                                     "--seed", "1", "--precision", "double");
    for (size_t i = 0; i < 64; i++) {
        const hop_json *query = query_at(document, i), *c = member(query, "certificate");
        assert_true(member_is(c, "guaranteed", "true"));
        assert_true(number_of(c, "start_distance") <= number_of(c, "radius"));
        assert_true(number_of(c, "end_distance") <= number_of(c, "bound") + 1e-12);
        assert_true(number_of(c, "guaranteed_from_beta") > 1);
        assert_true(whole_of(c, "rival") != whole_of(query, "target"));
        assert_true(member_is(query, "failure", "null"));
    }
    hop_json_free(document);
}

static void a_query_without_a_target_has_none(void **state) {
    (void)state;
    put_picture("stranger.png", 28, 28, 1, 0.5f, 1);
    hop_json *document = RECALL_JSON(GLYPHS, "stranger.png");
    const hop_json *query = query_at(document, 0);
    assert_true(member_is(query, "target", "null"));
    assert_true(member_is(query, "certificate", "null") && member_is(query, "failure", "null"));
    hop_json_free(document);
}

static void wrong_queries_are_explained_ten_at_most(void **state) {
    (void)state;
    support_result result =
        HERE("recall", GLYPHS, "--sample", "36", "--seed", "1", "--beta", "0.5");
    assert_status(result, 0);
    assert_narrow(result.out, 80);
    assert_int_equal(count_of(result.out, " became "), 11); /* once at the head of the table */
    assert_contains(result.out, " became a mixture of 33, nearest to S: ");
    assert_contains(result.out, "more\n");
    support_result_clear(&result);
    result = HERE("recall", GLYPHS, "--sample", "6", "--seed", "4", "--corrupt", "replace:rate=1");
    assert_status(result, 0);
    assert_contains(result.out, "before the first step it was nearer to");
    support_result_clear(&result);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(info_certifies_every_pattern),
        cmocka_unit_test(info_fits_a_terminal_and_teaches),
        cmocka_unit_test(a_sample_is_said_to_be_one),
        cmocka_unit_test(twins_and_lone_patterns_are_told),
        cmocka_unit_test(recall_carries_certificates_that_hold),
        cmocka_unit_test(a_query_without_a_target_has_none),
        cmocka_unit_test(wrong_queries_are_explained_ten_at_most),
    };
    return cmocka_run_group_tests(tests, support_folder_create, support_folder_remove);
}
