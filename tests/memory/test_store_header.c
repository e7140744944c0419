/* The header of a memory's file: what it says to others, and its room for notes.
 * SPDX-License-Identifier: MIT */
#include "base/safetensors.h"
#include "saved.h"

static void the_header_says_what_others_need(void **state) {
    (void)state;
    unsigned char *bytes = NULL;
    size_t size = 0;
    hop_safetensors file = {0};
    const char *path = save_small("m.safetensors", HOP_F32);
    assert_int_equal(hop_file_read(path, 1 << 20, &bytes, &size), HOP_OK);
    assert_int_equal(hop_safetensors_parse(path, bytes, size, &file), HOP_OK);
    assert_int_equal((8 + file.header) % 64, 0);
    assert_string_equal(hop_safetensors_note(&file, "format"), "hopfield-memory");
    assert_string_equal(hop_safetensors_note(&file, "version"), "2");
    assert_string_equal(hop_safetensors_note(&file, "background"), "1 0.5 0.1");
    assert_string_equal(hop_safetensors_note(&file, "composed"), "true");
    assert_string_equal(hop_safetensors_note(&file, "command"), "hopfield memory create \"x\"");
    const hop_tensor *patterns = hop_safetensors_find(&file, "patterns");
    const size_t shape[4] = {3, 1, 2, 1};
    assert_memory_equal(patterns->array.size, shape, sizeof shape);
    const hop_tensor *names = hop_safetensors_find(&file, "names");
    assert_memory_equal(bytes + names->array.offset, "one\0\0three", 11);
    hop_safetensors_clear(&file);
    free(bytes);
}

static void a_note_cannot_take_a_key_of_the_format(void **state) {
    (void)state;
    const hop_image_note notes[] = {{"format", "mine"}, {"checksum", "\"checksum\":\"00"}};
    hop_memory *memory = small_memory(HOP_U8);
    const char *path = in_folder("k.safetensors");
    assert_int_equal(hop_memory_save(memory, path, notes, 2, true), HOP_OK);
    assert_int_equal(hop_memory_verify(path, NULL, NULL), HOP_OK);
    hop_memory_destroy(memory);
}

static void long_notes_fit_the_header(void **state) {
    (void)state;
    hop_memory *memory = small_memory(HOP_U8);
    char *text = malloc(300001);
    assert_non_null(text);
    for (size_t i = 0; i < 300000; i++) text[i] = "a\"\\\n"[i % 4];
    text[300000] = '\0';
    const hop_image_note notes[] = {{"command", text}};
    assert_int_equal(hop_memory_save(memory, in_folder("long"), notes, 1, true), HOP_OK);
    assert_int_equal(hop_memory_verify(in_folder("long"), NULL, NULL), HOP_OK);
    hop_memory_destroy(memory);
    free(text);
}

/* Notes of one letter that JSON writes longer, each alone: there is room for all of them. */
static void notes_of_any_letter_fit_the_header(void **state) {
    (void)state;
    static const char *const LETTERS[] = {"a",    "\"",   "\\",   "\n",
                                          "\x01", "\x1f", "\x7f", "\xc3\xa9"};
    for (size_t i = 0; i < sizeof LETTERS / sizeof *LETTERS; i++) {
        char text[20001] = "";
        unsigned char *bytes = NULL;
        size_t size = 0;
        hop_safetensors file = {0};
        for (size_t at = 0; at + strlen(LETTERS[i]) < sizeof text; at += strlen(LETTERS[i]))
            memcpy(text + at, LETTERS[i], strlen(LETTERS[i]) + 1);
        const hop_image_note notes[] = {{"command", text}, {"second", "and last"}};
        const char *path = in_folder("letters");
        hop_memory *memory = small_memory(HOP_U8);
        if (hop_memory_save(memory, path, notes, 2, true) != HOP_OK)
            fail_msg("letter %zu: %s", i, hop_status_detail());
        hop_memory_destroy(memory);
        assert_int_equal(hop_memory_verify(path, NULL, NULL), HOP_OK);
        assert_int_equal(hop_file_read(path, 1 << 20, &bytes, &size), HOP_OK);
        assert_int_equal(hop_safetensors_parse(path, bytes, size, &file), HOP_OK);
        assert_string_equal(hop_safetensors_note(&file, "command"), text);
        assert_string_equal(hop_safetensors_note(&file, "second"), "and last");
        hop_safetensors_clear(&file);
        free(bytes);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_header_says_what_others_need),
        cmocka_unit_test(a_note_cannot_take_a_key_of_the_format),
        cmocka_unit_test(long_notes_fit_the_header),
        cmocka_unit_test(notes_of_any_letter_fit_the_header),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
