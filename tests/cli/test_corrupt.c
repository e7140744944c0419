/* Damage from the outside.
 * SPDX-License-Identifier: MIT */
#include "cli.h"

#define APPLE PICTOGRAMS "/apple.png"

static void the_same_seed_damages_to_the_same_picture(void **state) {
    (void)state;
    for (int i = 0; i < 3; i++) {
        static const char *const SEEDS[] = {"4", "4", "5"}, *const THREADS[] = {"1", "3", "3"};
        static const char *const OUTPUTS[] = {"a.npy", "b.npy", "c.npy"};
        SUCCEEDS("corrupt", APPLE, "-o", OUTPUTS[i], "--corrupt", "gaussian", "--corrupt",
                 "block:area=0.2", "--seed", SEEDS[i], "--threads", THREADS[i]);
    }
    assert_same_files(support_path("a.npy"), support_path("b.npy"));
    size_t size = 0;
    char *a = support_read(support_path("a.npy"), &size);
    char *c = support_read(support_path("c.npy"), NULL);
    assert_memory_not_equal(a, c, size);
    free(a);
    free(c);
}

static void a_seed_that_was_drawn_is_said_and_repeats_the_damage(void **state) {
    (void)state;
    support_result result = HERE("corrupt", APPLE, "-o", "drawn.npy", "--corrupt", "flip");
    assert_status(result, 0);
    assert_string_equal(result.err, "");
    const char *seed = strstr(result.out, "drawn.npy: seed ");
    assert_non_null(seed);
    char number[32];
    snprintf(number, sizeof number, "%.*s", (int)strcspn(seed + 16, "\n"), seed + 16);
    SUCCEEDS("corrupt", APPLE, "-o", "again.npy", "--corrupt", "flip", "--seed", number);
    assert_same_files(support_path("drawn.npy"), support_path("again.npy"));
    support_result_clear(&result);
    result = HERE("corrupt", APPLE, "-o", "quiet.npy", "--corrupt", "flip", "--quiet");
    assert_string_equal(result.err, "");
    support_result_clear(&result);
}

static void every_corruption_works_on_a_picture_with_its_standard_values(void **state) {
    (void)state;
    static const char *const KINDS[] = {"gaussian", "flip",  "salt-pepper", "replace", "mask",
                                        "paint",    "block", "contrast",    "blur"};
    hop_image before = read_picture(APPLE);
    for (size_t i = 0; i < sizeof KINDS / sizeof *KINDS; i++) {
        SUCCEEDS("corrupt", APPLE, "-o", "damaged.png", "--corrupt", KINDS[i], "--seed", "1",
                 "--force");
        hop_image after = read_picture(support_path("damaged.png"));
        assert_int_equal(after.width, before.width);
        assert_int_equal(after.height, before.height);
        assert_int_equal(after.unknown, strcmp(KINDS[i], "mask") == 0);
        bool same = after.channels == before.channels;
        for (size_t k = 0; same && k < after.width * after.height * after.channels; k++)
            same = fabsf(after.samples[k] - before.samples[k]) < 1e-6f;
        assert_false(same);
        hop_image_clear(&after);
    }
    hop_image_clear(&before);
}

static void the_picture_says_what_was_done_to_it(void **state) {
    (void)state;
    SUCCEEDS("corrupt", APPLE, "-o", "told.png", "--corrupt", "mask:top,0.25", "--corrupt",
             "gaussian:0.1", "--seed", "12345");
    size_t size = 0;
    char *bytes = support_read(support_path("told.png"), &size);
    static const char *const PARTS[] = {
        "Software", "hopfield corrupt",   "12345",     "Unknown", "mask:side=top,area=0.25",
        "Input",    "gaussian:sigma=0.1", "Corruption"};
    for (size_t i = 0; i < sizeof PARTS / sizeof *PARTS; i++)
        if (!memmem(bytes, size, PARTS[i], strlen(PARTS[i])))
            fail_msg("told.png does not say '%s'", PARTS[i]);
    free(bytes);
}

static void unknown_values_of_npy_are_nan_and_stay_so(void **state) {
    (void)state;
    const double vectors[8] = {1, 2, 3, 4, 5, 6, 7, 9};
    put_npy("numbers.npy", vectors, 2, 4);
    SUCCEEDS("corrupt", "numbers.npy", "-o", "half.npy", "--corrupt", "mask:right,0.5", "--seed",
             "1");
    SUCCEEDS("corrupt", "half.npy", "-o", "noisy.npy", "--corrupt", "gaussian:0.1", "--seed", "1");
    size_t size = 0;
    char *bytes = support_read(support_path("noisy.npy"), &size);
    double values[8];
    memcpy(values, bytes + size - sizeof values, sizeof values);
    for (size_t i = 0; i < 8; i++) assert_int_equal(isnan(values[i]), i % 4 >= 2);
    free(bytes);
    SUCCEEDS("recall", "numbers.npy", "noisy.npy");
}

static void a_name_of_another_ending_is_refused(void **state) {
    (void)state;
    REFUSES(2, "x.jpg: the output is a .png or .npy file", "corrupt", APPLE, "-o", "x.jpg",
            "--corrupt", "flip");
    REFUSES(1, "cannot become one picture; give a name ending in .npy", "corrupt", GLYPHS, "-o",
            "x.png", "--corrupt", "flip");
    REFUSES(1, "there is no folder no; make it first", "corrupt", APPLE, "-o", "no/x.png",
            "--corrupt", "flip");
    support_subfolder("d.png");
    REFUSES(1, "d.png: is a folder", "corrupt", APPLE, "-o", "d.png", "--corrupt", "flip");
    put_picture("there.png", 2, 2, 1, 0, 1);
    REFUSES(1, "there.png: exists already; use --force", "corrupt", APPLE, "-o", "there.png",
            "--corrupt", "flip");
}

/* A picture of 16 bits stays one: damaged, exported, recalled. */
static void deep_pictures_stay_deep(void **state) {
    (void)state;
    hop_image image, back;
    static const char *const MADE[] = {"deep-damaged.png", "deep-out/deep.png", "deep-back.png"};
    assert_int_equal(hop_image_create(9, 8, 1, &image), HOP_OK);
    image.depth = 16;
    for (size_t i = 0; i < 72; i++) image.samples[i] = (float)(i * 900 + 1) / 65535;
    assert_int_equal(hop_image_write(&image, support_path("deep.png"), NULL, 0, true), HOP_OK);
    SUCCEEDS("corrupt", "deep.png", "-o", MADE[0], "--corrupt", "replace:rate=0", "--seed", "1");
    SUCCEEDS("memory", "create", "deep.safetensors", "deep.png");
    SUCCEEDS("memory", "export", "deep.safetensors", "--png", "deep-out");
    SUCCEEDS("recall", "deep.safetensors", "deep.png", "-o", MADE[2], "--seed", "1");
    for (size_t k = 0; k < 3; k++) {
        assert_int_equal(hop_image_read(support_path("%s", MADE[k]), NULL, &back), HOP_OK);
        assert_int_equal(back.depth, 16);
        for (size_t i = 0; i < 72; i++) assert_near(back.samples[i], image.samples[i], 0.5 / 65535);
        hop_image_clear(&back);
    }
    hop_image_clear(&image);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(deep_pictures_stay_deep),
        cmocka_unit_test(the_same_seed_damages_to_the_same_picture),
        cmocka_unit_test(a_seed_that_was_drawn_is_said_and_repeats_the_damage),
        cmocka_unit_test(every_corruption_works_on_a_picture_with_its_standard_values),
        cmocka_unit_test(the_picture_says_what_was_done_to_it),
        cmocka_unit_test(unknown_values_of_npy_are_nan_and_stay_so),
        cmocka_unit_test(a_name_of_another_ending_is_refused),
    };
    return cmocka_run_group_tests(tests, support_folder_create, support_folder_remove);
}
