/* What every experiment says of itself, as the program prints it.
 * Covers: experiment.c
 * SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <hopfield/experiment.h>

#include "support/support.h"

static const hop_experiment_row *row_at(size_t i) {
    return (const hop_experiment_row *)hop_experiment_catalog()->rows[i];
}

static void every_experiment_has_help_with_examples_and_is_listed(void **state) {
    (void)state;
    support_result list = RUN(NULL, "list", "experiments");
    for (size_t i = 0; i < hop_experiment_catalog()->count; i++) {
        const char *name = row_at(i)->row.name;
        support_result help = RUN(NULL, name, "--help");
        assert_status(help, 0);
        assert_contains(help.out, "Examples:");
        assert_contains(help.out, "--dry-run");
        assert_contains(list.out, name);
        support_result_clear(&help);
        support_result about = RUN(NULL, "info", name);
        assert_status(about, 0);
        assert_contains(about.out, "(experiment)");
        assert_contains(about.out, "may be swept");
        support_result_clear(&about);
    }
    support_result about = RUN(NULL, "info", "noise");
    assert_contains(about.out, "[1 / squared");
    support_result_clear(&about);
    support_result_clear(&list);
}

/* As a shell reads it: a backslash at the end of a line joins it with the next. */
static void join_lines(char *text) {
    char *out = text;
    for (const char *c = text; *c;) {
        if (strncmp(c, " \\\n", 3) == 0) {
            c += 3 + strspn(c + 3, " ");
            *out++ = ' ';
        } else {
            *out++ = *c++;
        }
    }
    *out = '\0';
}

static void the_examples_of_help_can_be_copied_line_by_line(void **state) {
    (void)state;
    for (size_t i = 0; i < hop_experiment_catalog()->count; i++) {
        char line[512];
        support_result help = RUN(NULL, row_at(i)->row.name, "--help");
        for (const char *c = help.out; *c; c += strcspn(c, "\n") + 1)
            assert_in_range(strcspn(c, "\n"), 0, 79);
        join_lines(help.out);
        for (const char *const *example = row_at(i)->examples; *example; example++) {
            snprintf(line, sizeof line, "\n  hopfield %s %s\n", row_at(i)->row.name, *example);
            assert_contains(help.out, line);
        }
        support_result_clear(&help);
    }
}

/* Words of an example, of which none is quoted; the program comes first. */
static void run_dry(const char *name, const char *example) {
    char copy[512], *rest = NULL;
    const char *argv[64];
    size_t count = 0;
    support_options options = {.folder = HOP_SOURCE_DIR};
    snprintf(copy, sizeof copy, "%s", example);
    argv[count++] = name;
    for (char *word = strtok_r(copy, " ", &rest); word; word = strtok_r(NULL, " ", &rest))
        argv[count++] = word;
    argv[count++] = "--dry-run";
    argv[count] = NULL;
    support_result result = support_run(&options, argv);
    if (result.status != 0) print_error("hopfield %s %s\n%s", name, example, result.err);
    assert_status(result, 0);
    assert_contains(result.out, "cells");
    support_result_clear(&result);
}

static void every_example_is_understood(void **state) {
    (void)state;
    for (size_t i = 0; i < hop_experiment_catalog()->count; i++)
        for (const char *const *example = row_at(i)->examples; *example; example++)
            run_dry(row_at(i)->row.name, *example);
}

static void the_tables_of_theory_beside_data_fit_80_columns(void **state) {
    (void)state;
    static const char *const NAMES[] = {"convergence", "capacity", "pitchfork", "criteria"};
    for (size_t n = 0; n < sizeof NAMES / sizeof *NAMES; n++) {
        support_result result = RUN(NULL, NAMES[n], "--seed", "1");
        assert_status(result, 0);
        for (const char *c = result.out; *c; c += strcspn(c, "\n") + 1)
            assert_in_range(strcspn(c, "\n"), 0, 80);
        support_result_clear(&result);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_experiment_has_help_with_examples_and_is_listed),
        cmocka_unit_test(the_examples_of_help_can_be_copied_line_by_line),
        cmocka_unit_test(every_example_is_understood),
        cmocka_unit_test(the_tables_of_theory_beside_data_fit_80_columns),
    };
    return cmocka_run_group_tests(tests, support_folder_create, support_folder_remove);
}
