/* The habits of the program: help, names, streams, exit statuses, width.
 * SPDX-License-Identifier: MIT */
#include <limits.h>
#include <unistd.h>

#include "cli.h"

static const char *const COMMANDS[] = {"demo", "memory", "recall", "corrupt", "info", "list"};
enum { COMMAND_COUNT = sizeof COMMANDS / sizeof *COMMANDS };

static void nothing_to_do_prints_one_screen_with_every_command(void **state) {
    (void)state;
    support_result result = RUN(NULL, NULL);
    assert_status(result, 0);
    for (size_t i = 0; i < COMMAND_COUNT; i++) assert_contains(result.out, COMMANDS[i]);
    assert_string_equal(result.err, "");
    assert_true(count_of(result.out, "\n") <= 30);
    assert_narrow(result.out, 80);
    support_result_clear(&result);
}

static void help_is_one_text_by_three_names(void **state) {
    (void)state;
    support_result none = RUN(NULL, NULL);
    static const char *const NAMES[] = {"-h", "--help", "help"};
    for (size_t i = 0; i < 3; i++) {
        support_result result = RUN(NULL, NAMES[i]);
        assert_status(result, 0);
        assert_string_equal(result.out, none.out);
        support_result_clear(&result);
    }
    support_result_clear(&none);
}

static void every_command_has_help_that_ends_with_examples(void **state) {
    (void)state;
    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        support_result full = RUN(NULL, COMMANDS[i], "--help"),
                       brief = RUN(NULL, COMMANDS[i], "-h");
        support_result usage = RUN(NULL, COMMANDS[i], "--usage");
        assert_status(full, 0);
        assert_status(brief, 0);
        assert_status(usage, 0);
        assert_string_equal(full.out, brief.out);
        assert_string_equal(full.err, "");
        assert_narrow(full.out, 80);
        const char *examples = strstr(full.out, "\nExamples:\n");
        assert_non_null(examples);
        size_t count = count_of(examples, "\n  hopfield ");
        assert_in_range(count, 2, 5);
        for (const char *line = examples + 11; *line; line = strchr(line, '\n') + 1)
            assert_true(strncmp(line, "  ", 2) == 0); /* nothing behind the examples */
        support_result_clear(&full);
        support_result_clear(&brief);
        support_result_clear(&usage);
    }
}

/* Runs the commands of a text, lines that begin with "  hopfield ", as a reader of it would. */
static void run_examples(const char *text) {
    for (const char *at = strstr(text, "\n  hopfield "); at; at = strstr(at + 1, "\n  hopfield ")) {
        const char *end = strchr(at + 1, '\n');
        while (end && end[-1] == '\\') end = strchr(end + 1, '\n');
        char *line = strndup(at + 1, end ? (size_t)(end - at - 1) : strlen(at + 1));
        support_result result =
            support_run(&(support_options){.program = "/bin/sh", .folder = support_folder()},
                        (const char *const[]){"-c", line, NULL});
        if (result.status != 0)
            fail_msg("'%s' ends with %d and says: %s", line, result.status, result.err);
        support_result_clear(&result);
        free(line);
    }
}

static void every_example_runs_as_it_stands(void **state) {
    (void)state;
    char path[8192];
    const char *old = getenv("PATH"), *slash = strrchr(HOP_PROGRAM, '/');
    snprintf(path, sizeof path, "%.*s:%s", (int)(slash - HOP_PROGRAM), HOP_PROGRAM, old);
    assert_int_equal(setenv("PATH", path, 1), 0);
    support_result result = RUN(NULL, "--help");
    run_examples(result.out);
    support_result_clear(&result);
    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        result = RUN(NULL, COMMANDS[i], "--help");
        run_examples(result.out);
        support_result_clear(&result);
    }
    /* What they say they leave. */
    assert_true(support_exists(support_path("demo-output/sheet.png")));
    assert_true(support_exists(support_path("glyphs.safetensors")));
    assert_true(support_exists(support_path("noisy.png")));
    assert_true(support_exists(support_path("half.png")));
}

static void the_version_is_said(void **state) {
    (void)state;
    support_result result = RUN(NULL, "--version"), other = RUN(NULL, "recall", "--version");
    assert_status(result, 0);
    assert_status(other, 0);
    assert_contains(result.out, "hopfield 0.");
    assert_string_equal(result.out, other.out);
    support_result_clear(&result);
    support_result_clear(&other);
}

static void a_misspelt_command_is_answered_with_the_nearest(void **state) {
    (void)state;
    REFUSES(2, "unknown command 'recal'. Did you mean 'recall'?", "recal");
    REFUSES(2, "unknown command 'xyzzy'; there are: demo, memory", "xyzzy");
    REFUSES(2, "unknown option '--versio'. Did you mean '--version'?", "--versio");
}

static void a_misspelt_option_is_answered_with_the_nearest(void **state) {
    (void)state;
    REFUSES(2, "unknown option '--sampel'. Did you mean '--sample'?", "recall", GLYPHS, "--sampel",
            "3");
    REFUSES(2, "unknown option '--formt'. Did you mean '--format'?", "list", "--formt=json");
    REFUSES(2, "unknown option '--xyzzy'; hopfield info --help lists", "info", "--xyzzy");
    REFUSES(2, "invalid option -- 'x'", "info", "-x");
    REFUSES(2, "unknown word 'creat'. Did you mean 'create'?", "memory", "creat", "a.safetensors");
    REFUSES(2, "there is no list of 'energie'. Did you mean 'energies'?", "list", "energie");
    REFUSES(2, "--precision is 'duoble'. Did you mean 'double'?", "recall", GLYPHS, "--sample", "1",
            "--precision", "duoble");
    REFUSES(2, "unknown format 'jsn'. Did you mean 'json'?", "list", "--format", "jsn");
}

static void a_call_without_its_arguments_is_a_usage_error_that_says_which(void **state) {
    (void)state;
    REFUSES(2, "no MEMORY given", "recall");
    REFUSES(2, "no query given", "recall", GLYPHS);
    REFUSES(2, "exclude each other", "recall", GLYPHS, GLYPHS, "--sample", "2");
    REFUSES(2, "no INPUT given", "corrupt");
    REFUSES(2, "no -o OUTPUT given", "corrupt", GLYPHS "/A.png", "--corrupt", "flip");
    REFUSES(2, "no --corrupt SPEC given", "corrupt", GLYPHS "/A.png", "-o", "a.png");
    REFUSES(2, "a second", "corrupt", "a.png", "b.png");
    REFUSES(2, "say what to do", "memory");
    REFUSES(2, "no memory file given", "memory", "create");
    REFUSES(2, "no INPUT given", "memory", "create", "a.safetensors");
    REFUSES(2, "one FILE or NAME at a time", "memory", "info", "a.safetensors", "b");
    REFUSES(2, "--npy FILE or --png DIR", "memory", "export", "a.safetensors");
    REFUSES(2, "no FILE or NAME given", "info");
    REFUSES(2, "a second", "demo", "one", "two");
}

/* Everything whose text form is for people fits an 80-column terminal. */
static void text_fits_eighty_columns(void **state) {
    (void)state;
    static const char *const CALLS[][6] = {
        {"list"},          {"info", "lse"},
        {"info", "mask"},  {"info", "correlation"},
        {"info", GLYPHS},  {"demo"},
        {"info", "block"}, {"recall", GLYPHS, "--sample", "5", "--seed", "1"},
    };
    assert_int_equal(setenv("COLUMNS", "80", 1), 0);
    for (size_t i = 0; i < sizeof CALLS / sizeof *CALLS; i++) {
        const char *arguments[7] = {0};
        memcpy(arguments, CALLS[i], sizeof CALLS[i]);
        support_result result = run_here(arguments);
        assert_status(result, 0);
        assert_narrow(result.out, 80);
        support_result_clear(&result);
    }
}

static void no_colour_where_there_is_no_terminal(void **state) {
    (void)state;
    support_result result = HERE("demo");
    assert_status(result, 0);
    assert_null(strchr(result.out, '\033'));
    support_result_clear(&result);
}

/* The program on a terminal of script's making. */
static support_result on_terminal(const char *command) {
    support_options options = {.program = "/usr/bin/script", .folder = support_folder()};
    return RUN(&options, "-qec", command, "/dev/null");
}

static void colour_on_a_terminal_unless_no_color_says_otherwise(void **state) {
    (void)state;
    if (access("/usr/bin/script", X_OK) != 0 || access("/dev/pts/ptmx", F_OK) != 0) skip();
    support_result result = on_terminal(HOP_PROGRAM " demo");
    assert_status(result, 0);
    assert_contains(result.out, "\033[38;2;");
    support_result_clear(&result);
    result = on_terminal("NO_COLOR=1 " HOP_PROGRAM " demo");
    assert_status(result, 0);
    assert_null(strstr(result.out, "\033[38"));
    support_result_clear(&result);
}

static void a_full_disk_behind_standard_output_is_a_failure(void **state) {
    (void)state;
    static const char *const CALLS[][7] = {
        {"list"},         {"--help"},
        {"--version"},    {"demo"},
        {"info", GLYPHS}, {"recall", GLYPHS, "--sample", "36", "--seed", "1", "--format=json"},
    };
    support_options options = {.output = "/dev/full", .folder = support_folder()};
    for (size_t i = 0; i < sizeof CALLS / sizeof *CALLS; i++) {
        const char *arguments[8] = {0};
        memcpy(arguments, CALLS[i], sizeof CALLS[i]);
        support_result result = support_run(&options, arguments);
        assert_status(result, 1);
        assert_contains(result.err, "hopfield: standard output: No space left on device");
        support_result_clear(&result);
    }
}

static void a_closed_standard_output_is_a_failure(void **state) {
    (void)state;
    support_options shell = {.program = "/bin/sh"};
    support_result result = RUN(&shell, "-c", HOP_PROGRAM " list >&-");
    assert_status(result, 1);
    assert_contains(result.err, "hopfield: standard output:");
    support_result_clear(&result);
}

/* As in the source's root: the examples name patterns/... */
static int beside_patterns(void **state) {
    if (support_folder_create(state) != 0) return -1;
    return symlink(PATTERNS, support_path("patterns"));
}

/* A threaded BLAS would start workers for every processor, each with memory of its own. */
static void what_needs_no_memory_runs_in_little(void **state) {
    (void)state;
    if (support_sanitized()) skip();
    support_options shell = {.program = "/bin/bash"};
    for (int megabytes = 60; megabytes <= 180; megabytes += 40)
        for (int command = 0; command < 2; command++) {
            char text[PATH_MAX + 100];
            snprintf(text, sizeof text, "ulimit -v %d000; timeout -s KILL 60 '%s' %s", megabytes,
                     HOP_PROGRAM, command ? "list" : "--version");
            support_result result = RUN(&shell, "-c", text);
            assert_status(result, 0);
            support_result_clear(&result);
        }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_to_do_prints_one_screen_with_every_command),
        cmocka_unit_test(help_is_one_text_by_three_names),
        cmocka_unit_test(every_command_has_help_that_ends_with_examples),
        cmocka_unit_test(every_example_runs_as_it_stands),
        cmocka_unit_test(the_version_is_said),
        cmocka_unit_test(a_misspelt_command_is_answered_with_the_nearest),
        cmocka_unit_test(a_misspelt_option_is_answered_with_the_nearest),
        cmocka_unit_test(a_call_without_its_arguments_is_a_usage_error_that_says_which),
        cmocka_unit_test(text_fits_eighty_columns),
        cmocka_unit_test(no_colour_where_there_is_no_terminal),
        cmocka_unit_test(colour_on_a_terminal_unless_no_color_says_otherwise),
        cmocka_unit_test(a_full_disk_behind_standard_output_is_a_failure),
        cmocka_unit_test(a_closed_standard_output_is_a_failure),
        cmocka_unit_test(what_needs_no_memory_runs_in_little),
    };
    return cmocka_run_group_tests(tests, beside_patterns, support_folder_remove);
}
