/* Hostile and damaged PNG files: cut off anywhere, flipped anywhere, lying about their size.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include <string.h>
#include <sys/resource.h>
#include <zlib.h>

#include <hopfield/image.h>
#include <hopfield/random.h>

#include "image/make_png.h"
#include "image/png_chunks.h"

static const png_color COLOURS[4] = {{255, 0, 10}, {1, 2, 3}, {100, 100, 100}, {0, 200, 255}};
static const unsigned char ALPHAS[2] = {0, 77};

static const png_form FORMS[] = {
    {.width = 9,
     .height = 7,
     .depth = 2,
     .colour = PNG_COLOR_TYPE_PALETTE,
     .interlaced = true,
     .palette = COLOURS,
     .palette_count = 4,
     .palette_alpha = ALPHAS,
     .alpha_count = 2},
    {.width = 5, .height = 6, .depth = 16, .colour = PNG_COLOR_TYPE_RGB_ALPHA, .gamma = 0.5},
    {.width = 11, .height = 3, .depth = 1, .text_key = "Unknown", .text = "transparent pixels"},
    {.width = 4, .height = 4, .depth = 8, .colour = PNG_COLOR_TYPE_RGB, .interlaced = true},
};
enum { FORM_COUNT = sizeof FORMS / sizeof *FORMS };

/* The status of reading; a failure is one of two, has a sentence, and leaves the picture alone. */
static hop_status parse(const unsigned char *bytes, size_t size) {
    /* A copy of its own, so that one byte too far is found by the address sanitizer. */
    unsigned char *copy = malloc(size > 0 ? size : 1);
    memcpy(copy, bytes, size);
    hop_image image = {.width = 11, .depth = 3}, before = image;
    hop_status status = hop_image_parse("it.png", copy, size, NULL, &image);
    free(copy);
    if (status == HOP_OK) {
        assert_non_null(image.samples);
        hop_image_clear(&image);
        return status;
    }
    assert_true(status == HOP_E_FORMAT || status == HOP_E_LIMIT);
    assert_memory_equal(&image, &before, sizeof before);
    assert_int_equal(strncmp(hop_status_detail(), "it.png: ", 8), 0);
    return status;
}

static void check_refused(const void *bytes, size_t size, hop_status status, const char *word) {
    assert_int_equal(parse(bytes, size), status);
    if (!strstr(hop_status_detail(), word))
        fail_msg("'%s' does not say '%s'", hop_status_detail(), word);
}

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

/* CRC-32 as PNG has it (ISO 3309), bit by bit. */
static uint32_t checksum(const unsigned char *bytes, size_t size) {
    uint32_t crc = 0xffffffffu;
    for (size_t i = 0; i < size; i++) {
        crc ^= bytes[i];
        for (int bit = 0; bit < 8; bit++) crc = (crc >> 1) ^ (crc & 1 ? 0xedb88320u : 0);
    }
    return ~crc;
}

static void put_number(unsigned char *bytes, size_t number) {
    for (size_t i = 0; i < 4; i++) bytes[i] = (unsigned char)(number >> (24 - 8 * i));
}

/* Makes every checksum right again, as far as the chunks can be followed. */
static void mend_checksums(unsigned char *bytes, size_t size) {
    for (size_t at = 8; size - at >= 12;) {
        size_t length = (size_t)bytes[at] << 24 | (size_t)bytes[at + 1] << 16 |
                        (size_t)bytes[at + 2] << 8 | bytes[at + 3];
        if (length > size - at - 12) return;
        put_number(bytes + at + 8 + length, checksum(bytes + at + 4, length + 4));
        at += length + 12;
    }
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

/* A header, `data` bytes of IDAT (zeros), IEND; `bytes` must hold 57 + data. */
static size_t make_claim(size_t width, size_t height, unsigned char depth, unsigned char colour,
                         size_t data, unsigned char *bytes) {
    static const unsigned char SIGNATURE[8] = {0x89, 'P', 'N', 'G', 13, 10, 26, 10};
    size_t size = 57 + data;
    memset(bytes, 0, size);
    memcpy(bytes, SIGNATURE, 8);
    put_number(bytes + 8, 13);
    memcpy(bytes + 12, "IHDR", 4);
    put_number(bytes + 16, width);
    put_number(bytes + 20, height);
    bytes[24] = depth;
    bytes[25] = colour;
    put_number(bytes + 33, data);
    memcpy(bytes + 37, "IDAT", 4);
    memcpy(bytes + 45 + data + 4, "IEND", 4);
    mend_checksums(bytes, size);
    return size;
}

static void a_tiny_file_declaring_huge_sides_is_beyond_the_limit(void **state) {
    (void)state;
    unsigned char bytes[57];
    size_t size = make_claim(1000000000, 1000000000, 8, PNG_COLOR_TYPE_RGB, 0, bytes);
    check_refused(bytes, size, HOP_E_LIMIT, "1000000000 x 1000000000");
    size = make_claim(0xffffffff, 0xffffffff, 16, PNG_COLOR_TYPE_RGB_ALPHA, 0, bytes);
    check_refused(bytes, size, HOP_E_LIMIT, "4294967295 x 4294967295");
}

static void pixels_that_the_data_cannot_hold_are_refused_before_any_allocation(void **state) {
    (void)state;
    unsigned char bytes[157];
    size_t size = make_claim(8000, 8000, 16, PNG_COLOR_TYPE_RGB_ALPHA, 100, bytes);
    check_refused(bytes, size, HOP_E_FORMAT, "cannot hold");
    size = make_claim(400, 300, 8, PNG_COLOR_TYPE_GRAY, 100, bytes);
    check_refused(bytes, size, HOP_E_FORMAT, "cannot hold");
    size = make_claim(8, 8, 8, PNG_COLOR_TYPE_GRAY, 0, bytes);
    check_refused(bytes, size, HOP_E_FORMAT, "cannot hold");
    size = make_claim(8, 8, 8, PNG_COLOR_TYPE_GRAY, 20, bytes);
    check_refused(bytes, size, HOP_E_FORMAT, "damaged");
}

static void an_image_that_deflates_best_is_still_read(void **state) {
    (void)state;
    png_form form = {.width = 3000, .height = 3000, .depth = 1, .palette_count = 1};
    form.palette = COLOURS;
    form.colour = PNG_COLOR_TYPE_PALETTE;
    for (int interlaced = 0; interlaced < 2; interlaced++) {
        form.interlaced = interlaced;
        size_t size = 0;
        unsigned char *bytes = form_encode(&form, &size);
        assert_int_equal(parse(bytes, size), HOP_OK);
        free(bytes);
    }
}

/* A compressed text (zTXt) of `length` letters as a whole chunk; free() it. */
static unsigned char *make_text_bomb(size_t length, size_t *size) {
    static const char HEAD[] = "zTXtComment\0"; /* the key, its end, the method */
    unsigned char *text = calloc(length, 1);
    uLongf packed = compressBound((uLong)length);
    unsigned char *chunk = malloc(4 + sizeof HEAD + packed + 4);
    memset(text, 'a', length);
    memcpy(chunk + 4, HEAD, sizeof HEAD);
    assert_int_equal(compress(chunk + 4 + sizeof HEAD, &packed, text, (uLong)length), Z_OK);
    size_t body = sizeof HEAD + packed;
    put_number(chunk, body - 4);
    put_number(chunk + 4 + body, checksum(chunk + 4, body));
    *size = 4 + body + 4;
    free(text);
    return chunk;
}

static long peak_kilobytes(void) {
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss;
}

static void text_that_unpacks_to_much_more_costs_nothing(void **state) {
    (void)state;
    enum { BOMBS = 100, LETTERS = 4000000, HEADER_END = 33, ALLOWED_KILOBYTES = 32 * 1024 };
    size_t size = 0, bomb_size = 0;
    unsigned char *bytes = form_encode(&FORMS[3], &size);
    unsigned char *bomb = make_text_bomb(LETTERS, &bomb_size);
    unsigned char *file = malloc(size + BOMBS * bomb_size);
    memcpy(file, bytes, HEADER_END);
    for (size_t i = 0; i < BOMBS; i++) memcpy(file + HEADER_END + i * bomb_size, bomb, bomb_size);
    memcpy(file + HEADER_END + BOMBS * bomb_size, bytes + HEADER_END, size - HEADER_END);
    long before = peak_kilobytes();
    assert_int_equal(parse(file, size + BOMBS * bomb_size), HOP_OK);
    assert_true(peak_kilobytes() - before < ALLOWED_KILOBYTES);
    free(file);
    free(bomb);
    free(bytes);
}

static void headers_that_make_no_sense_are_damage(void **state) {
    (void)state;
    unsigned char bytes[77];
    size_t size = make_claim(0, 5, 8, 0, 20, bytes);
    check_refused(bytes, size, HOP_E_FORMAT, "0 x 5");
    size = make_claim(5, 5, 3, 0, 20, bytes);
    check_refused(bytes, size, HOP_E_FORMAT, "damaged");
    size = make_claim(5, 5, 8, 5, 20, bytes);
    check_refused(bytes, size, HOP_E_FORMAT, "damaged");
    size = make_claim(5, 5, 8, 0, 20, bytes);
    memcpy(bytes + 37, "IHDR", 4);
    check_refused(bytes, size, HOP_E_FORMAT, "header");
    memcpy(bytes + 12, "IDAT", 4);
    check_refused(bytes, size, HOP_E_FORMAT, "header");
    make_claim(5, 5, 8, 0, 20, bytes);
    put_number(bytes + 8, 12);
    check_refused(bytes, size, HOP_E_FORMAT, "12 bytes");
    put_number(bytes + 8, 0xffffffff);
    check_refused(bytes, size, HOP_E_FORMAT, "truncated");
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
}

/* The least that pixels need is counted exactly: with one byte less of data they cannot be there.
 */
static void claims_are_held_to_what_data_can_hold(void **state) {
    (void)state;
    enum { DATA = 10, MOST = DATA * 1032 };
    static const struct {
        unsigned char depth, colour;
        unsigned bits; /* of a pixel */
    } FORMS_OF[] = {{8, 0, 8},  {16, 0, 16}, {8, 2, 24}, {8, 3, 8},
                    {8, 4, 16}, {8, 6, 32},  {1, 0, 1}};
    unsigned char bytes[57 + DATA];
    for (size_t i = 0; i < sizeof FORMS_OF / sizeof *FORMS_OF; i++)
        for (int interlaced = 0; interlaced < 2; interlaced++) {
            /* One row, and a byte of its own before it where rows are not interlaced. */
            const size_t fits = (size_t)(MOST - !interlaced) * 8 / FORMS_OF[i].bits;
            for (size_t more = 0; more < 2; more++) {
                const size_t width = fits + more * (8 / FORMS_OF[i].bits + 1);
                size_t size =
                    make_claim(width, 1, FORMS_OF[i].depth, FORMS_OF[i].colour, DATA, bytes);
                bytes[28] = (unsigned char)interlaced;
                mend_checksums(bytes, size);
                hop_image_header header;
                assert_int_equal(
                    hop_image_inspect("it", bytes, size, &hop_image_default_limits, &header),
                    more ? HOP_E_FORMAT : HOP_OK);
                if (!more) assert_int_equal(header.width, width);
            }
        }
}

/* What is as large as the limit is within it. */
static void limits_are_the_most_that_is_read(void **state) {
    (void)state;
    size_t size = 0;
    unsigned char *bytes = form_encode(&FORMS[3], &size); /* 4 x 4, three bytes a pixel */
    const struct {
        hop_image_limits limits;
        hop_status status;
    } CASES[] = {{{.pixels = 16, .bytes = size, .unpacked = 48, .numbers = 48}, HOP_OK},
                 {{.pixels = 15, .bytes = size, .unpacked = 48, .numbers = 48}, HOP_E_LIMIT},
                 {{.pixels = 16, .bytes = size - 1, .unpacked = 48, .numbers = 48}, HOP_E_LIMIT},
                 {{.pixels = 16, .bytes = size, .unpacked = 47, .numbers = 48}, HOP_E_LIMIT},
                 {{.pixels = 16, .bytes = size, .unpacked = 48, .numbers = 47}, HOP_E_LIMIT}};
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        hop_image image = {0};
        assert_int_equal(hop_image_parse("it", bytes, size, &CASES[i].limits, &image),
                         CASES[i].status);
        hop_image_clear(&image);
    }
    free(bytes);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_file_cut_off_anywhere_is_called_truncated),
        cmocka_unit_test(every_single_flipped_bit_is_noticed),
        cmocka_unit_test(a_wrong_checksum_is_called_damage),
        cmocka_unit_test(damage_behind_right_checksums_never_harms),
        cmocka_unit_test(a_tiny_file_declaring_huge_sides_is_beyond_the_limit),
        cmocka_unit_test(pixels_that_the_data_cannot_hold_are_refused_before_any_allocation),
        cmocka_unit_test(an_image_that_deflates_best_is_still_read),
        cmocka_unit_test(text_that_unpacks_to_much_more_costs_nothing),
        cmocka_unit_test(headers_that_make_no_sense_are_damage),
        cmocka_unit_test(other_file_types_are_called_by_their_names),
        cmocka_unit_test(inspection_tells_what_the_header_says),
        cmocka_unit_test(claims_are_held_to_what_data_can_hold),
        cmocka_unit_test(limits_are_the_most_that_is_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
