/* Recall from the outside: seeds, threads, forms, files.
 * SPDX-License-Identifier: MIT */
#include "cli.h"

/* ---- seeds and threads ---- */

/* The document without what may differ between runs of one seed. */
static char *comparable(const support_result *result) {
    static const char *const MAY_DIFFER[] = {
        "\"command_line\":", "\"threads\":", "\"load_seconds\":", "\"recall_seconds\":",
        "\"date\":"};
    char *kept = calloc(result->out_size + 1, 1), *to = kept;
    assert_non_null(kept);
    for (const char *line = result->out; *line; line = strchr(line, '\n') + 1) {
        size_t length = (size_t)(strchr(line, '\n') + 1 - line);
        bool skipped = false;
        for (size_t i = 0; i < sizeof MAY_DIFFER / sizeof *MAY_DIFFER; i++)
            skipped = skipped ||
                      strncmp(line + strspn(line, " "), MAY_DIFFER[i], strlen(MAY_DIFFER[i])) == 0;
        if (!skipped) memcpy(to, line, length), to += length;
    }
    return kept;
}

static char *recall_with_threads(const char *threads, const char *output, const char *precision) {
    support_result result =
        HERE("recall", PICTOGRAMS, "--sample", "40", "--corrupt", "replace:rate=0.7", "--corrupt",
             "mask:left,0.2", "--seed", "9", "--threads", threads, "-o", output, "--precision",
             precision, "--format", "json");
    assert_status(result, 0);
    char *text = comparable(&result);
    support_result_clear(&result);
    return text;
}

static void the_number_of_threads_never_changes_a_byte(void **state) {
    (void)state;
    static const char *const PRECISIONS[] = {"float", "double"};
    for (size_t p = 0; p < 2; p++) {
        char *one = recall_with_threads("1", "t1.npy", PRECISIONS[p]);
        char *two = recall_with_threads("2", "t2.npy", PRECISIONS[p]);
        char *five = recall_with_threads("5", "t5.npy", PRECISIONS[p]);
        assert_string_equal(one, two);
        assert_string_equal(one, five);
        assert_same_files(support_path("t1.npy"), support_path("t2.npy"));
        assert_same_files(support_path("t1.npy"), support_path("t5.npy"));
        static const char *const FILES[] = {"t1.npy", "t2.npy", "t5.npy"};
        for (size_t i = 0; i < 3; i++) remove(support_path("%s", FILES[i]));
        free(one);
        free(two);
        free(five);
    }
}

static void the_same_command_twice_makes_the_same_picture(void **state) {
    (void)state;
    support_subfolder("first");
    support_subfolder("second");
    for (int i = 0; i < 2; i++) {
        support_options options = {.folder = support_path(i == 0 ? "first" : "second")};
        support_result result = RUN(&options, "recall", GLYPHS, "--sample", "3", "--corrupt",
                                    "gaussian", "--seed", "2", "-o", "out", "--sheet", "sheet.png");
        assert_status(result, 0);
        support_result_clear(&result);
    }
    assert_same_files(support_path("first/sheet.png"), support_path("second/sheet.png"));
    char *names = support_list(support_path("first/out"));
    assert_int_equal(count_of(names, ".png\n"), 3);
    assert_folder_holds(support_path("second/out"), names);
    for (char *name = strtok(names, "\n"); name; name = strtok(NULL, "\n"))
        assert_same_files(support_path("first/out/%s", name), support_path("second/out/%s", name));
    free(names);
}

static void a_huge_number_of_threads_is_refused(void **state) {
    (void)state;
    REFUSES(2, "--threads is '100000'; it must be at most", "recall", GLYPHS, "--sample", "3",
            "--threads", "100000");
    SUCCEEDS("recall", GLYPHS, "--sample", "3", "--threads", "0");
}

static void a_seed_that_is_drawn_is_said_and_repeats_the_run(void **state) {
    (void)state;
    hop_json *first = RECALL_JSON(GLYPHS, "--sample", "5", "--corrupt", "gaussian"),
             *other = RECALL_JSON(GLYPHS, "--sample", "5", "--corrupt", "gaussian");
    assert_string_not_equal(word_of(first, "seed"), word_of(other, "seed"));
    hop_json *again = RECALL_JSON(GLYPHS, "--sample", "5", "--corrupt", "gaussian", "--seed",
                                  word_of(first, "seed"));
    char *a = NULL, *b = NULL;
    for (size_t i = 0; i < 5; i++) {
        assert_int_equal(hop_json_print(query_at(first, i), true, &a), HOP_OK);
        assert_int_equal(hop_json_print(query_at(again, i), true, &b), HOP_OK);
        assert_string_equal(a, b);
        free(a);
        free(b);
    }
    hop_json_free(first);
    hop_json_free(other);
    hop_json_free(again);
    support_result text = HERE("recall", GLYPHS, "--sample", "1");
    assert_contains(text.out, "\nseed ");
    support_result_clear(&text);
}

/* ---- forms ---- */

static void a_figure_is_a_form_of_the_result(void **state) {
    (void)state;
    SUCCEEDS("recall", GLYPHS, "--sample", "2", "--corrupt", "flip", "--seed", "1", "-o", "r.svg");
    assert_true(support_exists(support_path("r.svg")));
    assert_true(support_exists(support_path("r-errors.svg")));
}

static void csv_columns_are_stable(void **state) {
    (void)state;
    support_result result =
        HERE("recall", GLYPHS, "--sample", "3", "--seed", "1", "--format", "csv");
    assert_status(result, 0);
    assert_contains(
        result.out,
        "\nname,target,nearest,nearest_name,correct,exact,steps,settled,stopped_by,"
        "ended,ended_of,energy_start,energy_end,cosine,mean_squared_error,k90,attention_difference,"
        "certificate.separation,");
    assert_contains(result.out, "# seed: 1\n");
    assert_contains(result.out, "# memory_checksum: ");
    assert_contains(result.out, "# software: hopfield ");
    assert_contains(result.out, "# command: hopfield recall ");
    assert_string_equal(result.err, "");
    assert_int_equal(count_of(result.out, "\n") - count_of(result.out, "# "), 4);
    support_result_clear(&result);
}

static void quiet_says_nothing_on_standard_error(void **state) {
    (void)state;
    support_result result = HERE("recall", GLYPHS, "--sample", "2", "--quiet", "-o", "quiet");
    assert_status(result, 0);
    assert_string_equal(result.err, "");
    assert_true(result.out_size > 0);
    support_result_clear(&result);
}

static void positional_specs_are_the_named_ones(void **state) {
    (void)state;
    hop_json *named = RECALL_JSON(GLYPHS, "--sample", "4", "--seed", "1", "--corrupt",
                                  "paint:side=left,area=0.4,value=1", "--energy", "lse:beta=20");
    hop_json *plain = RECALL_JSON(GLYPHS, "--sample", "4", "--seed", "1", "--corrupt",
                                  "paint:left,0.4,1", "--energy", "lse:20");
    hop_json *option = RECALL_JSON(GLYPHS, "--sample", "4", "--seed", "1", "--corrupt",
                                   "paint:left,0.4,1", "--beta", "20");
    char *a = NULL, *b = NULL, *c = NULL;
    assert_int_equal(hop_json_print(member(named, "queries"), true, &a), HOP_OK);
    assert_int_equal(hop_json_print(member(plain, "queries"), true, &b), HOP_OK);
    assert_int_equal(hop_json_print(member(option, "queries"), true, &c), HOP_OK);
    assert_string_equal(a, b);
    assert_string_equal(a, c);
    free(a);
    free(b);
    free(c);
    hop_json_free(named);
    hop_json_free(plain);
    hop_json_free(option);
}

static void check_exits_with_three_when_a_query_came_back_wrong(void **state) {
    (void)state;
    support_result right = HERE("recall", GLYPHS, "--sample", "3", "--seed", "1", "--check");
    assert_status(right, 0);
    support_result wrong = HERE("recall", GLYPHS, "--sample", "36", "--seed", "1", "--check",
                                "--corrupt", "replace:rate=1");
    assert_status(wrong, 3);
    assert_contains(wrong.out, "NO"); /* the result is printed all the same */
    support_result unaimed =
        HERE("recall", GLYPHS, "--sample", "36", "--seed", "1", "--corrupt", "replace:rate=1");
    assert_status(unaimed, 0);
    support_result_clear(&right);
    support_result_clear(&wrong);
    support_result_clear(&unaimed);
}

/* ---- files ---- */

static void a_recalled_picture_is_the_stored_one(void **state) {
    (void)state;
    SUCCEEDS("corrupt", PICTOGRAMS "/fish.png", "-o", "fish.png", "--corrupt", "gaussian:0.5",
             "--seed", "1");
    SUCCEEDS("recall", PICTOGRAMS, "fish.png", "-o", "recalled.png", "--check");
    hop_image stored = read_picture(PICTOGRAMS "/fish.png");
    hop_image recalled = read_picture(support_path("recalled.png"));
    assert_int_equal(stored.width, recalled.width);
    assert_int_equal(recalled.channels, 3);
    size_t own = stored.channels;
    for (size_t p = 0; p < stored.width * stored.height; p++)
        for (size_t c = 0; c < 3 && own >= 3; c++)
            assert_near(recalled.samples[3 * p + c], stored.samples[own * p + c], 1.5 / 255);
    hop_image_clear(&stored);
    hop_image_clear(&recalled);
}

/* Where nothing is said of the model, whatever happened to the picture; and it is said. */
static void pictures_come_back_by_default_and_it_is_said_what_happened(void **state) {
    (void)state;
    static const char *const DAMAGE[][2] = {
        {"paint", "covered"},
        {"contrast:gain=0.3,bias=0.4", "contrast x 0.3, offset 0.4"},
        {"invert", "inverted"},
        {"blur:sigma=2", "a blur of 2 pixels"},
        {"mask", "half of the picture is unknown"}};
    for (size_t k = 0; k < sizeof DAMAGE / sizeof *DAMAGE; k++) {
        support_result result =
            HERE("recall", PICTOGRAMS, "--sample", "9", "--seed", "1", "--corrupt", DAMAGE[k][0]);
        assert_status(result, 0);
        assert_contains(result.out, "9 of 9 right");
        assert_contains(result.out, "lse, information, beta 1 (auto: weights are the posterior)");
        assert_contains(result.out, DAMAGE[k][1]);
        support_result_clear(&result);
    }
    support_result asked =
        HERE("recall", PICTOGRAMS, "--sample", "1", "--seed", "1", "--attention", "all");
    assert_contains(asked.out, "lse, correlation, beta");
    support_result_clear(&asked);
}

static void a_png_says_how_it_was_made(void **state) {
    (void)state;
    SUCCEEDS("recall", GLYPHS, GLYPHS "/A.png", "-o", "made.png", "--seed", "77");
    size_t size = 0;
    char *bytes = support_read(support_path("made.png"), &size);
    static const char *const PARTS[] = {
        "Software",  "hopfield 0.", "Command",  "hopfield recall", "Seed",
        "77",        "Memory",      "glyphs",   "Memory checksum", "Energy spec",
        "lse:beta=", "information", "Libraries"};
    for (size_t i = 0; i < sizeof PARTS / sizeof *PARTS; i++)
        if (!memmem(bytes, size, PARTS[i], strlen(PARTS[i])))
            fail_msg("made.png does not say '%s'", PARTS[i]);
    free(bytes);
}

static void nothing_is_overwritten_without_force(void **state) {
    (void)state;
    SUCCEEDS("recall", GLYPHS, GLYPHS "/A.png", "-o", "one.png", "--sheet", "all.png");
    SUCCEEDS("recall", GLYPHS, GLYPHS, "-o", "some");
    SUCCEEDS("recall", GLYPHS, GLYPHS, "-o", "many.npy");
    char *before = support_read(support_path("one.png"), NULL);
    REFUSES(1, "one.png: exists already; use --force", "recall", GLYPHS, GLYPHS "/B.png", "-o",
            "one.png");
    REFUSES(1, "all.png: exists already; use --force", "recall", GLYPHS, GLYPHS "/B.png", "--sheet",
            "all.png");
    REFUSES(1, "exists already; use --force", "recall", GLYPHS, GLYPHS, "-o", "many.npy");
    /* One of a folder's files is in the way: none is written. */
    assert_int_equal(remove(support_path("some/0.png")), 0);
    REFUSES(1, "some/1.png: exists already; use --force", "recall", GLYPHS, GLYPHS, "-o", "some");
    assert_false(support_exists(support_path("some/0.png")));
    char *after = support_read(support_path("one.png"), NULL);
    assert_string_equal(before, after);
    free(before);
    free(after);
    SUCCEEDS("recall", GLYPHS, GLYPHS "/B.png", "-o", "one.png", "--force");
    SUCCEEDS("recall", GLYPHS, GLYPHS, "-o", "some", "--force");
    assert_true(support_exists(support_path("some/0.png")));
}

static void outputs_that_cannot_be_are_refused_before_any_work(void **state) {
    (void)state;
    support_subfolder("folder.png");
    support_write_text(support_path("file"), "");
    REFUSES(1, "there is no folder no/such; make it first", "recall", GLYPHS, GLYPHS, "-o",
            "no/such/x.npy");
    REFUSES(1, "folder.png: is a folder", "recall", GLYPHS, GLYPHS "/A.png", "-o", "folder.png");
    REFUSES(1, "file: is a file, and a folder is needed", "recall", GLYPHS, GLYPHS, "-o", "file");
    REFUSES(2, "x.jpg: a result is written as one of", "recall", GLYPHS, GLYPHS, "-o", "x.jpg");
    REFUSES(2, "an empty name", "recall", GLYPHS, GLYPHS, "-o", "");
    REFUSES(1, "one .png cannot take 36 queries", "recall", GLYPHS, GLYPHS, "-o", "x.png");
    REFUSES(2, "a contact sheet is a .png", "recall", GLYPHS, GLYPHS, "--sheet", "x.gif");
    REFUSES(1, "/dev/full", "recall", GLYPHS, GLYPHS, "-o", "/dev/full", "--force");
}

/* With more queries than patterns, none that has a target, and one pattern alone. */
static void a_dry_run_tries_some_and_writes_nothing(void **state) {
    (void)state;
    static const char *const QUERIES[][4] = {{GLYPHS, "--sample", "100"},
                                             {GLYPHS, "--sample", "3"},
                                             {GLYPHS, PATTERNS "/queries", "--resize", "fit"},
                                             {GLYPHS "/A.png", "--sample", "40"}};
    char *before = support_list(support_folder());
    for (size_t i = 0; i < 4; i++) {
        const char *arguments[16] = {"recall"};
        size_t count = 1;
        for (size_t k = 0; k < 4 && QUERIES[i][k]; k++) arguments[count++] = QUERIES[i][k];
        static const char *const REST[] = {"--seed", "1",  "--dry-run", "--format",
                                           "json",   "-o", "dry.npy"};
        for (size_t k = 0; k < 7; k++) arguments[count++] = REST[k];
        support_result result = run_here(arguments);
        assert_status(result, 0);
        hop_json *document = parse_json(result.out);
        assert_true(number_of(document, "seconds") > 0);
        hop_json_free(document);
        support_result_clear(&result);
    }
    assert_folder_holds(support_folder(), before);
    free(before);
}

/* A star in place of the folder makes its first file the memory. */
static void a_memory_of_one_for_several_queries_is_remarked(void **state) {
    (void)state;
    support_result several = HERE("recall", GLYPHS "/A.png", GLYPHS "/B.png", GLYPHS "/C.png");
    support_result one = HERE("recall", GLYPHS "/A.png", GLYPHS "/B.png");
    assert_status(several, 0);
    assert_contains(several.out, "holds a single pattern");
    assert_null(strstr(one.out, "single pattern"));
    support_result_clear(&several);
    support_result_clear(&one);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_dry_run_tries_some_and_writes_nothing),
        cmocka_unit_test(the_number_of_threads_never_changes_a_byte),
        cmocka_unit_test(the_same_command_twice_makes_the_same_picture),
        cmocka_unit_test(a_huge_number_of_threads_is_refused),
        cmocka_unit_test(a_seed_that_is_drawn_is_said_and_repeats_the_run),
        cmocka_unit_test(a_memory_of_one_for_several_queries_is_remarked),
        cmocka_unit_test(a_figure_is_a_form_of_the_result),
        cmocka_unit_test(csv_columns_are_stable),
        cmocka_unit_test(quiet_says_nothing_on_standard_error),
        cmocka_unit_test(positional_specs_are_the_named_ones),
        cmocka_unit_test(check_exits_with_three_when_a_query_came_back_wrong),
        cmocka_unit_test(a_recalled_picture_is_the_stored_one),
        cmocka_unit_test(pictures_come_back_by_default_and_it_is_said_what_happened),
        cmocka_unit_test(a_png_says_how_it_was_made),
        cmocka_unit_test(nothing_is_overwritten_without_force),
        cmocka_unit_test(outputs_that_cannot_be_are_refused_before_any_work),
    };
    return cmocka_run_group_tests(tests, support_folder_create, support_folder_remove);
}
