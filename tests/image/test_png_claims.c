/* PNG files that lie about their size: held to what their data can hold, and to the limits.
 * Covers: png_chunks.c
 * SPDX-License-Identifier: MIT */
#include "hostile_png.h"

#include <sys/resource.h>
#include <zlib.h>

#include "image/png_chunks.h"

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
        if (i == 3)
            assert_non_null(strstr(hop_status_detail(), "take 48 bytes unpacked, beyond the "
                                                        "limit of 47"));
        hop_image_clear(&image);
    }
    free(bytes);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_tiny_file_declaring_huge_sides_is_beyond_the_limit),
        cmocka_unit_test(pixels_that_the_data_cannot_hold_are_refused_before_any_allocation),
        cmocka_unit_test(an_image_that_deflates_best_is_still_read),
        cmocka_unit_test(text_that_unpacks_to_much_more_costs_nothing),
        cmocka_unit_test(headers_that_make_no_sense_are_damage),
        cmocka_unit_test(claims_are_held_to_what_data_can_hold),
        cmocka_unit_test(limits_are_the_most_that_is_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
