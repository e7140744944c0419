/* Bad input, each kind of it: what is said, the exit status, and that nothing is left behind.
 * SPDX-License-Identifier: MIT */
#include "cli.h"

/* ---- values and names ---- */

static void unknown_names_in_specs_offer_the_nearest(void **state) {
    (void)state;
    static const char *const CASES[][3] = {
        {"--energy", "lsx", "unknown energy 'lsx'. Did you mean 'lse'?"},
        {"--energy", "", "unknown energy ''; there are: lse"},
        {"--energy", "lse:bata=3", "lse has no parameter 'bata' (did you mean 'beta'?)"},
        {"--similarity", "corelation", "unknown similarity 'corelation'. Did you mean"},
        {"--corrupt", "gausian", "unknown corruption 'gausian'. Did you mean 'gaussian'?"},
        {"--corrupt", "", "unknown corruption ''; there are: gaussian"},
        {"--corrupt", "gaussian:sgma=1", "did you mean 'sigma'?"},
        {"--corrupt", "mask:botom", "it must be one of top|bottom|left|right"},
        {"--corrupt", "flip,blur",
         "several corruptions in one; give each by itself (--corrupt may"},
        {"--energy", "lse,sparsemax", "several energies in one; give each by itself"},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++)
        REFUSES(2, CASES[i][2], "recall", GLYPHS, "--sample", "1", CASES[i][0], CASES[i][1]);
}

static void values_outside_their_limits_are_refused_with_the_limits(void **state) {
    (void)state;
    static const char *const CASES[][3] = {
        {"--sample", "0", "--sample is 0; it must be at least 1"},
        {"--sample", "-1", "it must be a whole number"},
        {"--sample", "99999999999999999999", "it must be a whole number"},
        {"--steps", "0", "--steps is 0; it must be at least 1"},
        {"--steps", "1.5", "it must be a whole number"},
        {"--tol", "-1", "--tol is '-1'; it must be 0 or a positive number"},
        {"--tol", "nan", "--tol is 'nan'; it must be 0 or a positive number"},
        {"--tol", "inf", "it must be 0 or a positive number"},
        {"--tol", "1e-3x", "it must be 0 or a positive number"},
        {"--beta", "0", "beta is 0; it must be"},
        {"--beta", "-1", "beta is -1; it must be"},
        {"--beta", "nan", "--beta is 'nan'; it must be a number, auto or gentle"},
        {"--beta", "1e400", "beta is inf; it must be"},
        {"--beta", "auot", "it must be a number, auto or gentle"},
        {"--seed", "abc", "it must be a whole number below 2^64"},
        {"--seed", "18446744073709551616", "it must be a whole number below 2^64"},
        {"--seed", "-1", "it must be a whole number below 2^64"},
        {"--threads", "-1", "it must be a whole number"},
        {"--size", "0x0", "it must be WxH, such as 64x64"},
        {"--size", "64", "it must be WxH, such as 64x64"},
        {"--unknown", "some", "it must be auto, transparent or none"},
        {"--corrupt", "gaussian:sigma=-1", "sigma is -1; it must be at least 0"},
        {"--corrupt", "gaussian:sigma=", "sigma is ''; it must be a number"},
        {"--corrupt", "gaussian:sigma=nan", "sigma is 'nan'; it must be a number"},
        {"--corrupt", "gaussian:sigma=1,sigma=2", "sigma is given twice"},
        {"--corrupt", "gaussian:1,2", "gaussian"},
        {"--corrupt", "flip:rate=1.5", "rate is 1.5; it must be"},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++)
        REFUSES(2, CASES[i][2], "recall", GLYPHS, "--sample", "1", CASES[i][0], CASES[i][1]);
}

static void two_betas_that_differ_are_refused(void **state) {
    (void)state;
    static const char *const BETAS[] = {"2", "auto", "gentle"};
    for (size_t i = 0; i < 3; i++)
        REFUSES(2, "--energy lse:beta=1 and --beta", "recall", GLYPHS, "--sample", "1", "--energy",
                "lse:beta=1", "--beta", BETAS[i]);
    SUCCEEDS("recall", GLYPHS, "--sample", "1", "--energy", "lse:beta=1", "--beta", "1");
    REFUSES(1, "energy is lse:beta=1, and beta is 2", "capacity", "--dim", "20", "--energy",
            "lse:beta=1", "--beta", "2");
}

static void files_of_attention_are_given_by_options(void **state) {
    (void)state;
    REFUSES(2, "given by --query and --key", "attention", "q.npy", "x.npy");
    REFUSES(2, "given by --query and --key", "attention", "q.npy");
}

static void a_second_file_of_an_option_is_not_lost_in_silence(void **state) {
    (void)state;
    static const char *const OPTIONS[] = {"--figure", "--sheet", "-o", "--report"};
    for (size_t i = 0; i < sizeof OPTIONS / sizeof *OPTIONS; i++)
        REFUSES(2, "is given twice, 'a.png' and 'b.png', and takes one file", "recall", GLYPHS,
                "--sample", "1", OPTIONS[i], "a.png", OPTIONS[i], "b.png");
}

static void a_seventeenth_corruption_is_too_many(void **state) {
    (void)state;
    const char *arguments[2 * 17 + 5] = {"recall", GLYPHS, "--sample", "1"};
    for (size_t i = 0; i < 2 * 17; i++) arguments[4 + i] = i % 2 ? "flip" : "--corrupt";
    refuses(arguments, 2, "more than 16 times", __FILE__, __LINE__);
}

static void a_vector_has_no_top(void **state) {
    (void)state;
    const double vectors[6] = {1, 2, 3, 4, 5, 7};
    put_npy("flat.npy", vectors, 2, 3);
    REFUSES(2, "are of query files", "recall", GLYPHS, "--sample", "2", "--query-labels", "l.npy");
    REFUSES(2, "no labels to hold them to", "recall", GLYPHS, GLYPHS, "--query-labels", "l.csv");
    REFUSES(1, "use side=left", "corrupt", "flat.npy", "-o", "x.npy", "--corrupt", "mask:top");
    REFUSES(1, "vectors, not pictures", "recall", "flat.npy", "flat.npy", "-o", "x.png");
    REFUSES(1, "vectors, not pictures", "recall", "flat.npy", "flat.npy", "-o", "folder");
    REFUSES(1, "vectors, not pictures", "recall", "flat.npy", "flat.npy", "--sheet", "x.png");
    REFUSES(1, "vectors cannot be drawn", "demo", "flat.npy");
}

/* ---- files ---- */

/* Every way in refuses the file with the same words, and names it. */
static void all_refuse(const char *path, const char *part) {
    char words[512];
    snprintf(words, sizeof words, "%s: %s", path, part);
    REFUSES(1, words, "recall", path, "--sample", "1");
    REFUSES(1, words, "recall", GLYPHS, path);
    REFUSES(1, words, "info", path);
    REFUSES(1, words, "corrupt", path, "-o", "x.png", "--corrupt", "gaussian");
    REFUSES(1, words, "memory", "create", "x.safetensors", path);
    REFUSES(1, words, "memory", "create", "x.safetensors", GLYPHS, path);
    REFUSES(1, words, "demo", path);
}

static void a_missing_file_is_named(void **state) {
    (void)state;
    all_refuse("missing/file.png", "No such file or directory");
    REFUSES(1, "missing.safetensors: No such file", "memory", "verify", "missing.safetensors");
    REFUSES(1, "missing.safetensors: No such file", "memory", "export", "missing.safetensors",
            "--npy", "x.npy");
    REFUSES(1, "missing: No such file", "memory", "create", "x.safetensors", GLYPHS, "--labels",
            "missing");
    REFUSES(1, "neither.png: there is no such file, and no row of that name", "info",
            "neither.png");
    REFUSES(2, "neither: there is no such file, and no row of that name", "info", "neither");
    REFUSES(2, "Did you mean 'lse'?", "info", "lsee");
}

/* 1 is for what fails, 2 for a command line that could not have worked. */
static void names_and_numbers_that_cannot_be_meant_are_of_usage(void **state) {
    (void)state;
    REFUSES(2, "at most 1024, or 0", "capacity", "--threads", "1000000", "--seed", "1");
    REFUSES(2, "LOW below HIGH, such as 0:255", "info", GLYPHS, "--range", "5:5");
    REFUSES(2, "a.jpg: a result is written as", "capacity", "--seed", "1", "-o", "a.jpg");
    REFUSES(2, "a.jpg: a figure is written as", "noise", GLYPHS, "--figure", "a.jpg");
    REFUSES(2, "a.jpg: a result is written as", "merge", "a.jpg", "x.part");
    REFUSES(2, "give a name ending so", "memory", "export", GLYPHS, "--npy", "a.jpg");
    REFUSES(1, "no folder none; make it first", "capacity", "--seed", "1", "-o", "none/a.csv");
    REFUSES(1, "no folder none; make it first", "capacity", "--seed", "1", "--shard", "1/2", "-o",
            "none/a.part");
    REFUSES(1, "no folder none; make it first", "noise", GLYPHS, "--figure", "none/a.svg");
    REFUSES(1, "no folder none; make it first", "noise", GLYPHS, "--figure", "none/a.png",
            "--force");
}

static void an_empty_file_is_named(void **state) {
    (void)state;
    support_write_text(support_path("empty.png"), "");
    support_write_text(support_path("empty"), "");
    all_refuse("./empty.png", "is empty");
    all_refuse("./empty", "is empty");
    REFUSES(1, "./empty: is empty", "memory", "verify", "./empty");
}

static void a_truncated_picture_is_named(void **state) {
    (void)state;
    size_t size = 0;
    char *bytes = support_read(GLYPHS "/A.png", &size);
    support_write(support_path("cut.png"), bytes, size - 20);
    all_refuse("./cut.png", "is truncated");
    bytes[size / 2] ^= 0x55;
    support_write(support_path("bent.png"), bytes, size);
    all_refuse("./bent.png", "");
    free(bytes);
}

static void what_is_no_picture_is_named(void **state) {
    (void)state;
    support_write_text(support_path("text.png"), "a letter, not a picture\n");
    all_refuse("./text.png", "is text, but neither a picture nor a table of numbers");
    REFUSES(1, "text.png", "memory", "verify", "./text.png");
    REFUSES(1, "text.png", "memory", "create", "x.safetensors", GLYPHS, "--labels", "./text.png");
}

/* 57 bytes that declare 2^31-1 x 2^31-1 pixels. */
static void a_picture_of_huge_size_costs_nothing(void **state) {
    (void)state;
    static const unsigned char HUGE[] =
        "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\x7f\xff\xff\xff\x7f\xff\xff\xff\x08\x02\0\0\0\0\0\0\0"
        "\0\0\0\0IDAT\0\0\0\0\0\0\0\0IEND\0\0\0\0";
    support_write(support_path("huge.png"), HUGE, sizeof HUGE - 1);
    all_refuse("./huge.png", "declares 2147483647 x 2147483647 pixels, beyond the limit");
}

static void a_folder_without_pictures_is_named(void **state) {
    (void)state;
    support_subfolder("none");
    support_write_text(support_path("none/readme.txt"), "nothing here");
    all_refuse("./none", "there is no picture in this folder, but 1 other file: readme.txt");
}

static void a_thousand_pictures_fall_with_the_one_that_cannot_be_read(void **state) {
    (void)state;
    support_subfolder("many");
    for (int i = 0; i < 1000; i++) {
        char name[32];
        snprintf(name, sizeof name, "many/%04d.png", i);
        put_picture(name, 3, 3, 1, (float)(i % 256) / 255, 1);
    }
    SUCCEEDS("memory", "create", "many.safetensors", "many");
    support_write_text(support_path("many/0777.png"), "not a picture");
    REFUSES(1, "many/0777.png: ", "memory", "create", "x.safetensors", "many");
    REFUSES(1, "many/0777.png: ", "memory", "add", "many.safetensors", "many");
    REFUSES(1, "many/0777.png: ", "recall", "many", "--sample", "2", "-o", "outputs");
    SUCCEEDS("memory", "verify", "many.safetensors");
}

static void wrong_sizes_say_both_and_what_helps(void **state) {
    (void)state;
    const char *fish = PICTOGRAMS "/fish.png";
    SUCCEEDS("memory", "create", "glyphs.safetensors", GLYPHS);
    REFUSES(1, "fish.png: 64x64, but ", "recall", "glyphs.safetensors", fish);
    REFUSES(1, "28x28; use --resize fit", "recall", "glyphs.safetensors", fish);
    REFUSES(1, "28x28; use --resize fit", "memory", "create", "x.safetensors", GLYPHS, fish);
    REFUSES(1, "28x28; use --resize fit", "memory", "add", "glyphs.safetensors", fish);
    SUCCEEDS("recall", "glyphs.safetensors", fish, "--resize", "fit");
    SUCCEEDS("recall", "glyphs.safetensors", fish, "--resize", "crop");
    SUCCEEDS("recall", "glyphs.safetensors", fish, "--resize", "stretch");
    const double vectors[6] = {1, 2, 3, 4, 5, 7};
    put_npy("three.npy", vectors, 2, 3);
    REFUSES(1, "three.npy: ", "recall", "glyphs.safetensors", "three.npy");
    REFUSES(1, "784", "recall", "glyphs.safetensors", "three.npy");
}

static void values_that_are_not_finite_are_refused_with_their_place(void **state) {
    (void)state;
    double vectors[6] = {1, 2, 3, 4, NAN, 7};
    const double good[3] = {1, 0, 2};
    put_npy("nan.npy", vectors, 2, 3);
    put_npy("good.npy", good, 1, 3);
    REFUSES(1, "nan.npy: pattern 1, position 1: the value is nan", "recall", "nan.npy", "good.npy");
    REFUSES(1, "nan.npy: pattern 1", "memory", "create", "x.safetensors", "nan.npy");
    vectors[4] = -INFINITY;
    put_npy("inf.npy", vectors, 2, 3);
    REFUSES(1, "inf.npy: pattern 1, position 1: the value is -inf", "recall", "good.npy",
            "inf.npy");
    REFUSES(1, "the value is -inf", "corrupt", "inf.npy", "-o", "x.npy", "--corrupt", "flip");
    for (size_t i = 0; i < 3; i++) vectors[3 + i] = NAN;
    put_npy("blank.npy", vectors, 2, 3);
    REFUSES(1, "query 1 ('1'): every value is transparent or NaN", "recall", "good.npy",
            "blank.npy");
}

static void a_query_with_nothing_known_is_named(void **state) {
    (void)state;
    put_picture("clear.png", 28, 28, 4, 0.5f, 0);
    REFUSES(1, "('clear'): every value is transparent", "recall", GLYPHS, "clear.png");
    REFUSES(1, "every value is made unknown by --corrupt", "recall", GLYPHS, "--sample", "2",
            "--corrupt", "mask:area=1");
}

/* ---- what a terminal obeys ---- */

#define STEERING "x\033]52;c;aGk=\a\033[31m\r"

static void assert_tame(const char *text) {
    for (const char *c = text; *c; c++)
        if (((unsigned char)*c < ' ' && *c != '\n') || *c == 0x7f)
            fail_msg("byte %d in '%s'", *c, text);
}

/* Whatever was typed, globbed or is called so in a folder: in an error, a remark or a table. */
static void no_name_steers_the_terminal(void **state) {
    (void)state;
    const char *folder = support_subfolder("steering");
    size_t size = 0;
    char *picture = support_read(GLYPHS "/A.png", &size);
    support_write(support_path("steering/" STEERING ".png"), picture, size);
    support_write(support_path("steering/plain.png"), picture, size);
    support_write_text(support_path("steering/" STEERING ".txt"), "words");
    free(picture);
    static const char *const ARGUMENTS[][4] = {
        {"--energy", STEERING},
        {"--limit", STEERING},
        {"--size", STEERING},
        {"--similarity", STEERING},
        {"--seed", STEERING},
        {"--" STEERING, "1"},
        {"-"
         "\033[31m",
         "1"},
        {"--corrupt", STEERING},
        {"--unknown", STEERING},
        {"--labels", STEERING},
        {"-o", STEERING "/none.json"},
        {STEERING, STEERING},
    };
    for (size_t i = 0; i < sizeof ARGUMENTS / sizeof *ARGUMENTS; i++) {
        support_result result =
            RUN(NULL, "recall", folder, "--sample", "1", ARGUMENTS[i][0], ARGUMENTS[i][1]);
        assert_true(result.status > 0);
        assert_tame(result.err);
        assert_tame(result.out);
        support_result_clear(&result);
    }
    static const char *const COMMANDS[] = {"info", "recall", STEERING, "list", "memory"};
    for (size_t i = 0; i < 5; i++) {
        support_result result = i == 3 || i == 4 ? RUN(NULL, COMMANDS[i], STEERING)
                                                 : RUN(NULL, COMMANDS[i], folder, "--limit", "2");
        assert_tame(result.err);
        assert_tame(result.out);
        support_result_clear(&result);
    }
    support_result result = RUN(NULL, "info", folder);
    assert_status(result, 0);
    assert_contains(result.err, "left out 1 file");
    support_result_clear(&result);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(unknown_names_in_specs_offer_the_nearest),
        cmocka_unit_test(values_outside_their_limits_are_refused_with_the_limits),
        cmocka_unit_test(two_betas_that_differ_are_refused),
        cmocka_unit_test(files_of_attention_are_given_by_options),
        cmocka_unit_test(a_second_file_of_an_option_is_not_lost_in_silence),
        cmocka_unit_test(a_seventeenth_corruption_is_too_many),
        cmocka_unit_test(a_vector_has_no_top),
        cmocka_unit_test(a_missing_file_is_named),
        cmocka_unit_test(names_and_numbers_that_cannot_be_meant_are_of_usage),
        cmocka_unit_test(an_empty_file_is_named),
        cmocka_unit_test(a_truncated_picture_is_named),
        cmocka_unit_test(what_is_no_picture_is_named),
        cmocka_unit_test(a_picture_of_huge_size_costs_nothing),
        cmocka_unit_test(a_folder_without_pictures_is_named),
        cmocka_unit_test(a_thousand_pictures_fall_with_the_one_that_cannot_be_read),
        cmocka_unit_test(wrong_sizes_say_both_and_what_helps),
        cmocka_unit_test(values_that_are_not_finite_are_refused_with_their_place),
        cmocka_unit_test(a_query_with_nothing_known_is_named),
        cmocka_unit_test(no_name_steers_the_terminal),
    };
    return cmocka_run_group_tests(tests, support_folder_create, support_folder_remove);
}
