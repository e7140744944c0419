/* The rules beside what they are defined as.
 * Covers: synchronous.c asynchronous.c glauber.c sequence.c
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <string.h>

#include <hopfield/update.h>

#include "support/support.h"

static void cold_rules_take_the_sign_of_the_field_and_keep_the_value_where_it_is_0(void **state) {
    (void)state;
    const hop_catalog *catalog = hop_update_catalog();
    for (size_t i = 0; i < catalog->count; i++) {
        const hop_update_row *rule = (const hop_update_row *)catalog->rows[i];
        for (double old = -1; old <= 1; old += 2) {
            assert_true(rule->value(&(hop_visit){.old = old, .field = 0.3, .noise = 0.1}) == 1);
            assert_true(rule->value(&(hop_visit){.old = old, .field = -0.3, .noise = 0.1}) == -1);
            assert_true(rule->value(&(hop_visit){.old = old, .field = 0.1, .noise = 0.1}) == old);
            assert_true(rule->value(&(hop_visit){.old = old, .field = -0.1, .noise = 0.1}) == old);
        }
    }
}

/* Within five standard deviations of 1 / (1 + exp(-2 h / T)). */
static void glauber_draws_by_field_and_temperature(void **state) {
    (void)state;
    enum { DRAWS = 20000 };
    hop_random random;
    hop_random_init(&random, 5, 0);
    for (double field = -2; field <= 2; field += 1) {
        double up = 0, p = 1 / (1 + exp(-2 * field / 1.5));
        hop_visit visit = {.old = 1, .field = field, .temperature = 1.5, .random = &random};
        for (size_t i = 0; i < DRAWS; i++) up += hop_update_glauber.value(&visit) > 0 ? 1 : 0;
        assert_true(fabs(up / DRAWS - p) <= 5 * sqrt(p * (1 - p) / DRAWS));
    }
}

static void names_and_words_lead_to_the_rows(void **state) {
    (void)state;
    const hop_catalog *catalog = hop_update_catalog();
    const hop_update_row *rule = &hop_update_glauber;
    const char *word = hop_update_words;
    assert_int_equal(hop_update_parse("auto", &rule), HOP_OK);
    assert_null(rule);
    assert_string_equal(hop_update_name(rule), "auto");
    assert_int_equal(strncmp(word, "auto", 4), 0);
    assert_null(hop_update_of_word(0));
    for (size_t i = 0; i < catalog->count; i++) {
        const char *name = catalog->rows[i]->name;
        assert_int_equal(hop_update_parse(name, &rule), HOP_OK);
        assert_string_equal(hop_update_name(rule), name);
        assert_ptr_equal(hop_update_of_word(i + 1), rule);
        word = strchr(word, '|') + 1;
        assert_int_equal(strncmp(word, name, strlen(name)), 0);
    }
    assert_int_equal(hop_update_parse("synchronus", &rule), HOP_E_NAME);
    assert_contains(hop_status_detail(), "synchronous");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cold_rules_take_the_sign_of_the_field_and_keep_the_value_where_it_is_0),
        cmocka_unit_test(glauber_draws_by_field_and_temperature),
        cmocka_unit_test(names_and_words_lead_to_the_rows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
