/* Runs repeated from their own records.
 * SPDX-License-Identifier: MIT */
#include <unistd.h>

#include "cli.h"

static void check_agrees(const char *record) {
    support_result result = HERE("rerun", record);
    assert_status(result, 0);
    assert_contains(result.out, "the bytes agree");
    support_result_clear(&result);
}

/* Keeps what a command prints as a file. */
static void keep(const char *name, const char *const *arguments) {
    support_options options = {.folder = support_folder()};
    support_result result = support_run(&options, arguments);
    assert_status(result, 0);
    support_write(support_path("%s", name), result.out, result.out_size);
    support_result_clear(&result);
}
#define KEEP(name, ...) keep(name, (const char *const[]){__VA_ARGS__, NULL})

static void what_a_recall_leaves_is_made_again_from_itself(void **state) {
    (void)state;
    SUCCEEDS("recall", GLYPHS, "--sample", "3", "--corrupt", "flip", "--seed", "1", "--sheet",
             "sheet.png", "--figure", "curve.svg", "--report", "page", "-oout/");
    check_agrees("sheet.png");
    check_agrees("curve.svg");
    check_agrees("page/result.json");
    check_agrees("page/energy.svg");
    char *made = support_list(support_path("out"));
    check_agrees(support_path("out/%.*s", (int)strcspn(made, "\n"), made));
    free(made);
}

static void a_seed_that_was_drawn_and_output_that_was_printed_are_made_again(void **state) {
    (void)state;
    KEEP("printed.json", "recall", GLYPHS, "--sample", "3", "--corrupt", "flip", "--format",
         "json");
    KEEP("printed.csv", "recall", GLYPHS, "--sample", "3", "--corrupt", "flip", "--format", "csv");
    check_agrees("printed.json");
    check_agrees("printed.csv");
}

static void experiments_and_memories_are_made_again(void **state) {
    (void)state;
    SUCCEEDS("convergence", "--dim", "16", "--stored", "8", "--queries", "4", "--seed", "3", "-o",
             "rate.json");
    SUCCEEDS("memory", "create", "eight.safetensors", GLYPHS, "--limit", "8");
    SUCCEEDS("memory", "select", "eight.safetensors", "two.safetensors", "--sample", "2");
    check_agrees("rate.json");
    check_agrees("eight.safetensors");
    check_agrees("two.safetensors");
    assert_int_equal(rename(support_path("rate.json"), support_path("called otherwise.json")), 0);
    check_agrees("called otherwise.json");
}

static void names_that_a_shell_would_take_for_more_are_names(void **state) {
    (void)state;
    static const char NAME[] = "a 'b'; touch pwned $(touch pwned)\n.csv";
    support_write_text(support_path("%s", NAME), "1,2,4\n3,9,1\n0,1,0\n");
    KEEP("odd.json", "recall", NAME, "--sample", "2", "--seed", "1", "--format", "json");
    check_agrees("odd.json");
    assert_false(support_exists(support_path("pwned")));
}

static void other_patterns_are_said_to_be_why_bytes_differ(void **state) {
    (void)state;
    support_write_text(support_path("m.csv"), "1,2,4\n3,9,1\n0,1,0\n");
    KEEP("before.json", "recall", "m.csv", "--sample", "2", "--seed", "1", "--format", "json");
    support_write_text(support_path("m.csv"), "1,2,4\n3,9,1\n0,1,1\n");
    support_result result = HERE("rerun", "before.json");
    assert_status(result, 3);
    assert_contains(result.out, "the bytes DIFFER");
    assert_contains(result.out, "the memory holds other patterns");
    support_result_clear(&result);
}

static void a_file_that_was_changed_and_another_version_are_told_apart(void **state) {
    (void)state;
    KEEP("own.csv", "recall", GLYPHS, "--sample", "2", "--seed", "1", "--format", "csv");
    char *text = support_read(support_path("own.csv"), NULL);
    *strrchr(text, '1') = '2'; /* a number of the last row */
    support_write_text(support_path("own.csv"), text);
    support_result result = HERE("rerun", "own.csv");
    assert_status(result, 3);
    assert_contains(result.out, "or the file was changed");
    support_result_clear(&result);
    char *version = strstr(text, "# software: hopfield ");
    assert_non_null(version);
    version[strlen("# software: hopfield ")] = '9';
    support_write_text(support_path("own.csv"), text);
    result = HERE("rerun", "own.csv", "--format", "json");
    assert_status(result, 3);
    assert_contains(result.out, "the program is another");
    support_result_clear(&result);
    free(text);
}

/* A record whose command is that one. */
static void put_record(const char *command) {
    char line[500];
    snprintf(line, sizeof line, "# software: hopfield 0.2.0\n# command: %s\nname\nx\n", command);
    support_write_text(support_path("evil.csv"), line);
}

static void commands_of_others_and_changes_in_place_are_not_repeated(void **state) {
    (void)state;
    static const struct {
        const char *command, *said;
    } CASES[] = {
        {"rm -rf precious", "was not made by hopfield"},
        {"hopfield", "was not made by hopfield"},
        {"hopfield memory add precious.safetensors evil.csv", "changed the file in place"},
        {"hopfield memory create --limit 3 precious.safetensors evil.csv", "options in front"},
        {"hopfield memory --limit 3 remove precious.safetensors --index 0", "options in front"},
        {"hopfield rerun evil.csv", "which is not repeated"},
        {"hopfield recall 'precious", "open quote"},
    };
    SUCCEEDS("memory", "create", "precious.safetensors", GLYPHS, "--force");
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        put_record(CASES[i].command);
        REFUSES(1, CASES[i].said, "rerun", "evil.csv");
    }
    support_write_text(support_path("evil.csv"), "a,b\n1,2\n");
    REFUSES(1, "does not say by which command", "rerun", "evil.csv");
    REFUSES(1, "No such file", "rerun", "nothing.json");
}

/* Every way to say -o, with --force: what is there stays as it is. */
static void what_a_repeated_command_writes_goes_elsewhere(void **state) {
    (void)state;
    static const char *const WAYS[] = {"-o kept.npy",       "-okept.npy",        "-qokept.npy",
                                       "--output kept.npy", "--output=kept.npy", "--o=kept.npy"};
    for (size_t i = 0; i < sizeof WAYS / sizeof *WAYS; i++) {
        char command[400];
        snprintf(command, sizeof command,
                 "hopfield recall %s --sample 2 --seed 1 %s --force --format csv", GLYPHS, WAYS[i]);
        put_record(command);
        support_write_text(support_path("kept.npy"), "precious");
        support_result result = HERE("rerun", "evil.csv");
        assert_status(result, 3); /* the record is not what that command makes */
        support_result_clear(&result);
        char *kept = support_read(support_path("kept.npy"), NULL);
        assert_string_equal(kept, "precious");
        free(kept);
    }
}

/* A PDF has a date of its own in it. */
static void figures_of_every_kind_and_what_lies_beside_them_are_made_again(void **state) {
    (void)state;
    static const char *const KINDS[] = {"svg", "png", "pdf"};
    static const char *const BESIDE[] = {"tsv", "gp"};
    for (size_t i = 0; i < 3; i++) {
        char recalled[32], swept[32];
        snprintf(recalled, sizeof recalled, "recalled%zu.%s", i, KINDS[i]);
        snprintf(swept, sizeof swept, "swept%zu.%s", i, KINDS[i]);
        SUCCEEDS("recall", GLYPHS, "--sample", "2", "--seed", "1", "--figure", recalled);
        SUCCEEDS("convergence", "--dim", "16", "--stored", "8", "--queries", "4", "--seed", "3",
                 "--figure", swept);
        if (i == 2) sleep(1); /* dates are of whole seconds */
        check_agrees(recalled);
        check_agrees(swept);
        for (size_t b = 0; b < 2; b++) {
            snprintf(recalled, sizeof recalled, "recalled%zu.%s", i, BESIDE[b]);
            snprintf(swept, sizeof swept, "swept%zu.%s", i, BESIDE[b]);
            check_agrees(recalled);
            check_agrees(swept);
        }
    }
}

/* The folder may have been renamed; pages say what to repeat instead. */
static void all_that_an_experiments_report_has_is_made_again(void **state) {
    (void)state;
    SUCCEEDS("capacity", "--dim", "30", "--load", "0.1:0.2:0.05", "--trials", "10", "--seed", "1",
             "--report", "swept");
    SUCCEEDS("recall", GLYPHS, "--sample", "2", "--seed", "1", "--report", "recalled");
    assert_int_equal(rename(support_path("swept"), support_path("swept-2")), 0);
    assert_int_equal(rename(support_path("recalled"), support_path("recalled-2")), 0);
    static const char *const FOLDERS[] = {"swept-2", "recalled-2"};
    for (size_t i = 0; i < 2; i++) {
        char *names = support_list(support_path("%s", FOLDERS[i]));
        for (char *name = strtok(names, "\n"); name; name = strtok(NULL, "\n")) {
            char path[300], instead[300];
            snprintf(path, sizeof path, "%s/%s", FOLDERS[i], name);
            snprintf(instead, sizeof instead, "rerun %s/result.json", FOLDERS[i]);
            if (strcmp(name, "index.html") == 0)
                REFUSES(1, instead, "rerun", path);
            else
                check_agrees(path);
        }
        free(names);
    }
    SUCCEEDS("capacity", "--dim", "30", "--load", "0.1", "--trials", "4", "-o", "page.html");
    REFUSES(1, "-o FILE.json", "rerun", "page.html");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_a_recall_leaves_is_made_again_from_itself),
        cmocka_unit_test(a_seed_that_was_drawn_and_output_that_was_printed_are_made_again),
        cmocka_unit_test(experiments_and_memories_are_made_again),
        cmocka_unit_test(names_that_a_shell_would_take_for_more_are_names),
        cmocka_unit_test(other_patterns_are_said_to_be_why_bytes_differ),
        cmocka_unit_test(a_file_that_was_changed_and_another_version_are_told_apart),
        cmocka_unit_test(commands_of_others_and_changes_in_place_are_not_repeated),
        cmocka_unit_test(what_a_repeated_command_writes_goes_elsewhere),
        cmocka_unit_test(figures_of_every_kind_and_what_lies_beside_them_are_made_again),
        cmocka_unit_test(all_that_an_experiments_report_has_is_made_again),
    };
    return cmocka_run_group_tests(tests, support_folder_create, support_folder_remove);
}
