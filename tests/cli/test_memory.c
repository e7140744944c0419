/* Memories made, added to, checked, exported; real data where it is installed.
 * SPDX-License-Identifier: MIT */
#include "cli.h"

#define FASHION "/usr/share/datasets/fashion-mnist/"
#define ICONS   "/usr/share/icons/silk/16x16"

static void a_memory_is_made_shown_checked_and_used(void **state) {
    (void)state;
    support_result result = HERE("memory", "create", "glyphs.safetensors", GLYPHS);
    assert_status(result, 0);
    assert_string_equal(result.out, "glyphs.safetensors: 36 patterns of 784 values\n");
    support_result_clear(&result);
    result = HERE("memory", "info", "glyphs.safetensors");
    assert_status(result, 0);
    assert_contains(result.out, "28 x 28, grey");
    support_result_clear(&result);
    result = HERE("memory", "verify", "glyphs.safetensors");
    assert_status(result, 0);
    assert_string_equal(result.out, "glyphs.safetensors: whole\n");
    support_result_clear(&result);
    hop_json *saved = RECALL_JSON("glyphs.safetensors", "--sample", "3", "--seed", "1");
    hop_json *folder = RECALL_JSON(GLYPHS, "--sample", "3", "--seed", "1");
    assert_string_equal(word_of(member(saved, "memory"), "checksum"),
                        word_of(member(folder, "memory"), "checksum"));
    assert_string_equal(word_of(query_at(saved, 2), "name"), word_of(query_at(folder, 2), "name"));
    hop_json_free(saved);
    hop_json_free(folder);
}

static void what_a_verb_did_is_a_result_like_any_other(void **state) {
    (void)state;
    support_result result = HERE("memory", "create", "five.safetensors", GLYPHS, "--limit", "5",
                                 "--format", "json", "-o", "five.csv");
    assert_status(result, 0);
    hop_json *made = parse_json(result.out);
    assert_string_equal(word_of(made, "verb"), "create");
    assert_string_equal(word_of(made, "output"), "five.safetensors");
    assert_true(number_of(made, "patterns") == 5 && number_of(made, "dim") == 784);
    hop_json_free(made);
    support_result_clear(&result);
    char *csv = support_read(support_path("five.csv"), NULL);
    assert_contains(csv, "patterns,5,");
    free(csv);
    result = HERE("memory", "verify", "five.safetensors", "--format", "json");
    made = parse_json(result.out);
    assert_true(member_is(made, "whole", "true"));
    hop_json_free(made);
    support_result_clear(&result);
}

static void quiet_creation_is_silent(void **state) {
    (void)state;
    support_result result = HERE("memory", "create", "quiet.safetensors", GLYPHS, "--quiet");
    assert_status(result, 0);
    assert_string_equal(result.out, "");
    assert_string_equal(result.err, "");
    support_result_clear(&result);
}

static void a_memory_is_not_overwritten_without_force(void **state) {
    (void)state;
    SUCCEEDS("memory", "create", "kept.safetensors", GLYPHS, "--limit", "5");
    char *before = support_read(support_path("kept.safetensors"), NULL);
    REFUSES(1, "kept.safetensors: exists already; use --force", "memory", "create",
            "kept.safetensors", GLYPHS);
    REFUSES(1, "there is no folder no/such", "memory", "create", "no/such/x.safetensors", GLYPHS);
    support_subfolder("folder.safetensors");
    REFUSES(1, "is a folder", "memory", "create", "folder.safetensors", GLYPHS, "--force");
    char *after = support_read(support_path("kept.safetensors"), NULL);
    assert_string_equal(before, after);
    free(before);
    free(after);
    SUCCEEDS("memory", "create", "kept.safetensors", GLYPHS, "--force");
}

/* `memory create A.png B.png --force` forgot the output, and must not cost a picture. */
static void an_input_is_never_taken_for_the_output(void **state) {
    (void)state;
    put_picture("a.png", 4, 4, 1, 0.5f, 1);
    put_picture("b.png", 4, 4, 1, 0.25f, 1);
    size_t size = 0;
    REFUSES(2, "a.png: memory create writes .safetensors", "memory", "create", "a.png", "b.png",
            "--force");
    REFUSES(2, "a.png: memory add writes .safetensors", "memory", "add", "a.png", "b.png");
    free(support_read(support_path("a.png"), &size));
    hop_image image = read_picture(support_path("a.png"));
    assert_int_equal(image.width, 4);
    hop_image_clear(&image);
}

static void patterns_are_added_at_the_end(void **state) {
    (void)state;
    SUCCEEDS("memory", "create", "grown.safetensors", GLYPHS "/A.png", GLYPHS "/B.png");
    SUCCEEDS("memory", "add", "grown.safetensors", GLYPHS "/C.png");
    hop_json *document = RECALL_JSON("grown.safetensors", GLYPHS "/C.png", "--seed", "1");
    assert_int_equal(whole_of(member(document, "memory"), "patterns"), 3);
    assert_int_equal(whole_of(query_at(document, 0), "nearest"), 2);
    hop_json_free(document);
    SUCCEEDS("memory", "verify", "grown.safetensors");
}

static void one_flipped_bit_is_found(void **state) {
    (void)state;
    size_t size = 0;
    SUCCEEDS("memory", "create", "bits.safetensors", GLYPHS);
    char *bytes = support_read(support_path("bits.safetensors"), &size);
    bytes[size - 100] ^= 0x10;
    support_write(support_path("bits.safetensors"), bytes, size);
    REFUSES(1, "bits.safetensors", "memory", "verify", "bits.safetensors");
    support_write(support_path("bits.safetensors"), bytes, size - 100);
    REFUSES(1, "bits.safetensors", "recall", "bits.safetensors", "--sample", "1");
    support_write(support_path("bits.safetensors"), bytes, 40);
    REFUSES(1, "bits.safetensors", "info", "bits.safetensors");
    free(bytes);
}

static void pictures_are_exported_as_they_came(void **state) {
    (void)state;
    SUCCEEDS("memory", "create", "pictures.safetensors", PICTOGRAMS);
    SUCCEEDS("memory", "export", "pictures.safetensors", "--png", "exported");
    SUCCEEDS("memory", "create", "again.safetensors", "exported");
    hop_json *first = RECALL_JSON("pictures.safetensors", "--sample", "1", "--seed", "1");
    hop_json *again = RECALL_JSON("again.safetensors", "--sample", "1", "--seed", "1");
    assert_string_equal(word_of(member(first, "memory"), "checksum"),
                        word_of(member(again, "memory"), "checksum"));
    hop_json_free(first);
    hop_json_free(again);
    assert_int_equal(remove(support_path("exported/owl.png")), 0);
    REFUSES(1, "exists already; use --force", "memory", "export", "pictures.safetensors", "--png",
            "exported");
    assert_false(support_exists(support_path("exported/owl.png"))); /* none was written */
    SUCCEEDS("memory", "export", "pictures.safetensors", "--png", "exported", "--force");
    assert_true(support_exists(support_path("exported/owl.png")));
    REFUSES(1, "is a file, a folder is needed", "memory", "export", "pictures.safetensors", "--png",
            "again.safetensors", "--force");
}

/* memory -> .npy -> memory -> .npy: the second file is the first. */
static void export_and_import_are_byte_identical(const char *memory, const char *name) {
    char first[64], second[64], again[64];
    snprintf(first, sizeof first, "%s-1.npy", name);
    snprintf(second, sizeof second, "%s-2.npy", name);
    snprintf(again, sizeof again, "%s-again.safetensors", name);
    SUCCEEDS("memory", "export", memory, "--npy", first);
    SUCCEEDS("memory", "create", again, first);
    SUCCEEDS("memory", "export", again, "--npy", second);
    assert_same_files(support_path("%s", first), support_path("%s", second));
}

static void npy_and_back_is_byte_identical(void **state) {
    (void)state;
    SUCCEEDS("memory", "create", "u8.safetensors", GLYPHS);
    SUCCEEDS("memory", "create", "f64.safetensors", GLYPHS, "--dtype", "f64");
    export_and_import_are_byte_identical("u8.safetensors", "u8");
    export_and_import_are_byte_identical("f64.safetensors", "f64");
    REFUSES(1, "u8-1.npy: exists already", "memory", "export", "u8.safetensors", "--npy",
            "u8-1.npy");
}

static void sizes_and_colours_are_brought_to_what_is_asked(void **state) {
    (void)state;
    SUCCEEDS("memory", "create", "small.safetensors", PICTOGRAMS, GLYPHS, "--size", "20x10",
             "--gray", "--dtype", "f32", "--limit", "70");
    hop_json *document = RECALL_JSON("small.safetensors", "--sample", "1", "--seed", "1");
    const hop_json *memory = member(document, "memory");
    assert_int_equal(whole_of(memory, "patterns"), 70);
    assert_int_equal(whole_of(memory, "width"), 20);
    assert_int_equal(whole_of(memory, "height"), 10);
    assert_int_equal(whole_of(memory, "channels"), 1);
    assert_string_equal(word_of(memory, "dtype"), "f32");
    hop_json_free(document);
}

/* ---- real data ---- */

static void fashion_mnist_is_stored_recalled_and_exported(void **state) {
    (void)state;
    if (!support_exists(FASHION "train-images-idx3-ubyte.gz")) skip();
    SUCCEEDS("memory", "create", "fashion.safetensors", FASHION "train-images-idx3-ubyte.gz",
             "--limit", "2000", "--labels", FASHION "train-labels-idx1-ubyte.gz");
    support_result result = HERE("info", "fashion.safetensors");
    assert_status(result, 0);
    assert_contains(result.out, "28 x 28, grey");
    assert_contains(result.out, "2000");
    support_result_clear(&result);
    hop_json *document = RECALL_JSON("fashion.safetensors", "--sample", "20", "--seed", "1",
                                     "--corrupt", "gaussian:0.3");
    assert_true(number_of(member(document, "summary"), "accuracy") >= 0.95);
    hop_json_free(document);
    export_and_import_are_byte_identical("fashion.safetensors", "fashion");
}

static void a_thousand_small_icons_come_back(void **state) {
    (void)state;
    if (!support_exists(ICONS)) skip();
    SUCCEEDS("memory", "create", "silk.safetensors", ICONS);
    hop_json *document = RECALL_JSON("silk.safetensors", "--sample", "50", "--seed", "1",
                                     "--corrupt", "gaussian:0.2");
    const hop_json *memory = member(document, "memory");
    assert_true(whole_of(memory, "patterns") > 900);
    assert_int_equal(whole_of(memory, "dim"), 16 * 16 * 3);
    assert_true(number_of(member(document, "summary"), "accuracy") >= 0.9);
    hop_json_free(document);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_memory_is_made_shown_checked_and_used),
        cmocka_unit_test(what_a_verb_did_is_a_result_like_any_other),
        cmocka_unit_test(quiet_creation_is_silent),
        cmocka_unit_test(a_memory_is_not_overwritten_without_force),
        cmocka_unit_test(an_input_is_never_taken_for_the_output),
        cmocka_unit_test(patterns_are_added_at_the_end),
        cmocka_unit_test(one_flipped_bit_is_found),
        cmocka_unit_test(pictures_are_exported_as_they_came),
        cmocka_unit_test(npy_and_back_is_byte_identical),
        cmocka_unit_test(sizes_and_colours_are_brought_to_what_is_asked),
        cmocka_unit_test(fashion_mnist_is_stored_recalled_and_exported),
        cmocka_unit_test(a_thousand_small_icons_come_back),
    };
    return cmocka_run_group_tests(tests, support_folder_create, support_folder_remove);
}
