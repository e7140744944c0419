/* Recall by every similarity, from the outside: what is printed of scale and attention.
 * SPDX-License-Identifier: MIT */
#include "cli.h"

static void every_listed_similarity_recalls(void **state) {
    (void)state;
    support_result list = HERE("list", "similarities", "--format", "csv");
    assert_status(list, 0);
    size_t found = 0;
    for (const char *line = list.out; *line; line = strchr(line, '\n') + 1) {
        char name[40] = "";
        if (sscanf(line, "similarities,%39[a-z]", name) != 1) continue;
        support_result result = HERE("recall", GLYPHS, "--sample", "5", "--similarity", name,
                                     "--seed", "2", "--format", "json");
        assert_status(result, 0);
        support_result_clear(&result);
        found++;
    }
    assert_true(found >= 6);
    support_result_clear(&list);
}

static void robust_prints_its_scale_and_the_rule_and_no_attention(void **state) {
    (void)state;
    support_result result = HERE("recall", PICTOGRAMS, "--sample", "3", "--similarity", "robust",
                                 "--corrupt", "paint:bottom,0.5", "--seed", "2");
    assert_status(result, 0);
    assert_contains(result.out, "lse, robust, beta");
    assert_contains(result.out, "robust: scale 0.");
    assert_contains(result.out, "(auto: from the spread of the values, hopfield info robust)");
    assert_null(strstr(result.out, "attention differ"));
    assert_null(strstr(result.out, "nan"));
    support_result_clear(&result);
    result = HERE("info", "robust");
    assert_status(result, 0);
    assert_contains(result.out, "two fifths");
    support_result_clear(&result);
}

static void the_document_has_the_scale_and_null_for_attention(void **state) {
    (void)state;
    support_result result = HERE("recall", PICTOGRAMS, "--sample", "1", "--similarity",
                                 "robust:scale=0.25", "--seed", "2", "--format", "json");
    assert_status(result, 0);
    assert_contains(result.out, "\"scale\": 0.25");
    assert_contains(result.out, "\"similarity_auto\": false");
    assert_contains(result.out, "\"attention_difference\": null");
    support_result_clear(&result);
}

static void a_scale_of_nothing_is_refused_with_its_limits(void **state) {
    (void)state;
    REFUSES(2, "scale", "recall", GLYPHS, "--sample", "1", "--similarity", "robust:scale=0");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_listed_similarity_recalls),
        cmocka_unit_test(robust_prints_its_scale_and_the_rule_and_no_attention),
        cmocka_unit_test(the_document_has_the_scale_and_null_for_attention),
        cmocka_unit_test(a_scale_of_nothing_is_refused_with_its_limits),
    };
    return cmocka_run_group_tests(tests, support_folder_create, support_folder_remove);
}
