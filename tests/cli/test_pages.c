/* Manual pages and completions, made from the tables of options: nothing missing, nothing dead.
 * SPDX-License-Identifier: MIT */
#include <limits.h>

#include "cli.h"

static const support_options SHELL = {.program = "/bin/bash"};

/* Runs it in the source's folder and expects that it prints `said`. */
static void check_prints(const char *command, const char *said) {
    support_options options = SHELL;
    options.folder = HOP_SOURCE_DIR;
    support_result result = RUN(&options, "-c", command);
    assert_string_equal(result.err, "");
    assert_string_equal(result.out, said);
    assert_status(result, 0);
    support_result_clear(&result);
}

static int make_pages(void **state) {
    char command[3 * PATH_MAX];
    if (support_folder_create(state) != 0) return -1;
    snprintf(command, sizeof command, "tools/check-options '%s' '%s'", HOP_PROGRAM,
             support_folder());
    check_prints(command, "");
    return 0;
}

static void every_option_is_in_help_pages_and_completions_and_has_a_parser(void **state) {
    (void)state; /* make_pages() has held them to each other */
    char *pages = support_list(support_path("man"));
    assert_contains(pages, "hopfield-recall.1\n");
    assert_contains(pages, "hopfield-capacity.1\n");
    assert_true(count_of(pages, "hopfield-") > 20);
    free(pages);
}

static void bash_completes_commands_options_and_what_they_take(void **state) {
    (void)state;
    static const char TRY[] =
        "source '%s/completions/hopfield'; compopt() { :; }; try() { COMP_WORDS=(hopfield \"$@\"); "
        "COMP_CWORD=$#; _hopfield; echo ${COMPREPLY[*]}; }; "
        "try capa; try help capa; try recall --energ; try recall --energy ls; "
        "try recall --energy = ls; try recall --format ''; try memory c; try recall README; "
        "try recall --sample ''";
    char command[2 * PATH_MAX];
    snprintf(command, sizeof command, TRY, support_folder());
    check_prints(command, "capacity\ncapacity\n--energy\nlse lsr\nlse lsr\ntext csv json\ncreate\n"
                          "README.md\n\n");
}

static void the_pages_are_well_formed_and_show_examples_as_they_are_typed(void **state) {
    (void)state;
    char *page = support_read(support_path("man/hopfield-memory.1"), NULL);
    static const char *const CHAPTERS[] = {".SH NAME",    ".SH SYNOPSIS", ".SH DESCRIPTION",
                                           ".SH OPTIONS", ".SH EXAMPLES", ".SH SEE ALSO"};
    const char *at = page;
    for (size_t i = 0; i < sizeof CHAPTERS / sizeof *CHAPTERS; i++) {
        at = strstr(at, CHAPTERS[i]);
        assert_non_null(at);
    }
    /* The backslash at the end of a line that goes on. */
    assert_contains(page, "patterns/pictograms \\\\\n");
    free(page);
}

static void names_of_pictures_in_help_are_those_that_come_with_the_program(void **state) {
    (void)state;
    support_result help = RUN(NULL, "--help");
    char *sets = support_list(PATTERNS);
    for (char *set = strtok(sets, "\n"); set; set = strtok(NULL, "\n"))
        if (strcmp(set, "README.md") != 0 && strcmp(set, "queries") != 0) /* no sets to store */
            assert_contains(help.out, set);
    free(sets);
    support_result_clear(&help);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_option_is_in_help_pages_and_completions_and_has_a_parser),
        cmocka_unit_test(bash_completes_commands_options_and_what_they_take),
        cmocka_unit_test(the_pages_are_well_formed_and_show_examples_as_they_are_typed),
        cmocka_unit_test(names_of_pictures_in_help_are_those_that_come_with_the_program),
    };
    return cmocka_run_group_tests(tests, make_pages, support_folder_remove);
}
