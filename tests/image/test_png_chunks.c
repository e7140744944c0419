/* Hostile and damaged PNG files: cut off anywhere, flipped anywhere.
 * SPDX-License-Identifier: MIT */
#include "hostile_png.h"

#include <hopfield/random.h>

#include "image/png_chunks.h"

static void a_file_cut_off_anywhere_is_called_truncated(void **state) {
    (void)state;
    for (size_t i = 0; i < FORM_COUNT; i++) {
        size_t size = 0;
        unsigned char *bytes = form_encode(&FORMS[i], &size);
        check_refused(bytes, 0, HOP_E_FORMAT, "empty");
        for (size_t cut = 1; cut < size; cut++)
            check_refused(bytes, cut, HOP_E_FORMAT, "truncated");
        assert_int_equal(parse(bytes, size), HOP_OK);
        free(bytes);
    }
}

/* Every byte of a PNG file is a signature, a length, or under a checksum. */
static void every_single_flipped_bit_is_noticed(void **state) {
    (void)state;
    for (size_t i = 0; i < FORM_COUNT; i++) {
        size_t size = 0;
        unsigned char *bytes = form_encode(&FORMS[i], &size);
        for (size_t bit = 0; bit < 8 * size; bit++) {
            bytes[bit / 8] ^= (unsigned char)(1u << bit % 8);
            assert_int_not_equal(parse(bytes, size), HOP_OK);
            bytes[bit / 8] ^= (unsigned char)(1u << bit % 8);
        }
        free(bytes);
    }
}

static void a_wrong_checksum_is_called_damage(void **state) {
    (void)state;
    size_t size = 0;
    unsigned char *bytes = form_encode(&FORMS[3], &size);
    bytes[size - 12 - 1] ^= 1; /* of the chunk before IEND */
    check_refused(bytes, size, HOP_E_FORMAT, "damaged");
    check_refused(bytes, size, HOP_E_FORMAT, "CRC");
    free(bytes);
}

static void damage_behind_right_checksums_never_harms(void **state) {
    (void)state;
    enum { ROUNDS = 1500, CHANGES_MOST = 4 };
    hop_random random;
    hop_random_init(&random, 20, 0);
    size_t read = 0, refused = 0;
    for (size_t round = 0; round < ROUNDS; round++) {
        size_t size = 0;
        unsigned char *bytes = form_encode(&FORMS[round % FORM_COUNT], &size);
        size_t changes = 1 + hop_random_below(&random, CHANGES_MOST);
        for (size_t i = 0; i < changes; i++)
            bytes[8 + hop_random_below(&random, size - 8)] ^=
                (unsigned char)(1 + hop_random_below(&random, 255));
        mend_checksums(bytes, size);
        if (parse(bytes, size) == HOP_OK)
            read++;
        else
            refused++;
        free(bytes);
    }
    assert_true(read > 0);
    assert_true(refused > ROUNDS / 2);
}

static void other_file_types_are_called_by_their_names(void **state) {
    (void)state;
    check_refused("\xff\xd8\xff\xe0\0\x10JFIF", 10, HOP_E_FORMAT, "JPEG");
    check_refused("GIF89a\1\1", 8, HOP_E_FORMAT, "GIF");
    check_refused("BM\1\2\3\4", 6, HOP_E_FORMAT, "BMP");
    check_refused("BM", 2, HOP_E_FORMAT, "BMP");
    check_refused("MM", 2, HOP_E_FORMAT, "TIFF");
    check_refused("II*", 3, HOP_E_FORMAT, "TIFF");
    check_refused("%PDF", 4, HOP_E_FORMAT, "PDF");
    check_refused("%PD", 3, HOP_E_FORMAT, "not a PNG");
    check_refused("RIFF\1\2\3\4WEBP", 12, HOP_E_FORMAT, "WebP");
    check_refused("hello, world", 12, HOP_E_FORMAT, "not a PNG");
    check_refused("x", 1, HOP_E_FORMAT, "not a PNG");
}

static void inspection_tells_what_the_header_says(void **state) {
    (void)state;
    size_t size = 0;
    unsigned char *bytes = form_encode(&FORMS[0], &size);
    hop_image_header header;
    assert_int_equal(hop_image_inspect("it.png", bytes, size, &hop_image_default_limits, &header),
                     HOP_OK);
    assert_int_equal(header.width, 9);
    assert_int_equal(header.height, 7);
    assert_int_equal(header.depth, 2);
    assert_int_equal(header.colour, PNG_COLOR_TYPE_PALETTE);
    assert_false(header.unknown);
    free(bytes);
    /* The third form's text says that its transparent pixels are unknown. */
    bytes = form_encode(&FORMS[2], &size);
    assert_int_equal(hop_image_inspect("it.png", bytes, size, &hop_image_default_limits, &header),
                     HOP_OK);
    assert_true(header.unknown);
    free(bytes);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_file_cut_off_anywhere_is_called_truncated),
        cmocka_unit_test(every_single_flipped_bit_is_noticed),
        cmocka_unit_test(a_wrong_checksum_is_called_damage),
        cmocka_unit_test(damage_behind_right_checksums_never_harms),
        cmocka_unit_test(other_file_types_are_called_by_their_names),
        cmocka_unit_test(inspection_tells_what_the_header_says),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
