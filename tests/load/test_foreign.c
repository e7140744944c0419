/* Files that are not read are named, with the way out.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include <stdbool.h>
#include <string.h>

#include "load/bytes.h"
#include "load/foreign.h"

static const struct {
    const char *head;
    size_t size;
    const char *called, *way_out;
} FOREIGN[] = {
#define HEAD(bytes) bytes, sizeof bytes - 1
    {HEAD("II*\0\x08\0\0\0"), "a TIFF", "convert it to PNG"},
    {HEAD("MM\0*\0\0\0\x08"), "a TIFF", "convert it to PNG"},
    {HEAD("RIFF\x10\0\0\0WEBPVP8 "), "a WebP picture", "convert it to PNG"},
    {HEAD("GIF89a\1\0\1\0"), "a GIF", "convert it to PNG"},
    {HEAD("BM\x46\0\0\0\0\0\0\0\x36\0\0\0"), "a BMP", "convert it to PNG"},
    {HEAD("\0\0\0\x18"
          "ftypheic\0\0\0\0"),
     "a HEIC photograph", "convert it to PNG"},
    {HEAD("\x89HDF\r\n\x1a\n\0\0"), "an HDF5 file", "h5py"},
    {HEAD("MATLAB 5.0 MAT-file, Platform: GLNXA64"), "a MATLAB file", "scipy.io.loadmat()"},
    {HEAD("MATLAB 7.3 MAT-file, Platform"), "a MATLAB file", "h5py"},
    {HEAD("\x80\4\x95\x10\0\0\0"), "a Python pickle", "numpy.save()"},
    {HEAD("version https://git-lfs.github.com/spec/v1\noid sha256:"), "a Git LFS pointer",
     "git lfs pull"},
    {HEAD("<!DOCTYPE html>\n<html lang=\"en\">"), "a web page", "download it again"},
    {HEAD("\r\n  <HTML><head>"), "a web page", "download it again"},
    {HEAD("<svg xmlns="), "an SVG drawing", "convert it to PNG"},
    {HEAD("<svg"), "an SVG drawing", "convert it to PNG"},
    {HEAD("{"), "JSON", "CSV"},
    {HEAD("{\"a\": [1, 2]}"), "JSON", "CSV"},
    {HEAD("\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"), "nothing but zeros", "fetch it again"},
    {HEAD("\xff\xfe\0\0"
          "1\0\0\0"),
     "text in UTF-32", "UTF-8"},
    {HEAD("(lp0\nI1\naI2\na."), "a Python pickle", "numpy.save()"},
    {HEAD("]q\0(K\1K\2e."), "a Python pickle", "numpy.save()"},
    {HEAD("\0\0\0\x0cjP  \r\n\x87\n"), "a JPEG 2000 picture", "convert it to PNG"},
    {HEAD("\xff\x4f\xff\x51\0\x29"), "a JPEG 2000 picture", "convert it to PNG"},
    {HEAD("\0\0\2\0\0\0\0\0\0\0\0\0\x10\0\x10\0\x18\x20"), "a TGA picture", "convert it to PNG"},
    {HEAD("\0\1\1\0\0\0\1\x18\0\0\0\0\x10\0\x10\0\x08\0"), "a TGA picture", "convert it to PNG"},
    {HEAD("SIMPLE  =                    T"), "a FITS file", "astropy"},
    {HEAD("BZh91AY&SY"), "packed by bzip2", "unpack it"},
    {HEAD("\x0a\5\1\x08\0\0\0\0"), "a PCX picture", "convert it to PNG"},
    {HEAD("\x01\xda\1\1\0\3"), "an SGI picture", "convert it to PNG"},
    {HEAD("\x28\0\0\0\x20\0\0\0\x18\0\0\0\1\0\x18\0"), "a BMP", "convert it to PNG"},
    {HEAD("DDS |\0\0\0"), "a DirectDraw texture", "convert it to PNG"},
    {HEAD("#define im_width 32\n"), "an XBM picture", "convert it to PNG"},
    {HEAD("%!PS-Adobe-3.0 EPSF-3.0\n"), "a PostScript file", "PNG"},
    {HEAD("\0\0\0\0\5\0\0\0\x0c\0\0\0\0\0\0\0\2\0\0\0x\0"), "a MATLAB file", "scipy.io.loadmat()"},
    {HEAD("(F1.0\nF2.0\ntp0\n."), "a Python pickle", "numpy.save()"},
    {HEAD("<!-- saved from url -->\n<html>"), "web pages", "download it again"},
    {HEAD("<head><title>404</title>"), "a web page", "download it again"},
    {HEAD("[[1. 2. 3.]\n [4. 5. 6.]]\n"), "an array as print() shows it", "numpy.savetxt()"},
    {HEAD("array([[1., 2.],\n"), "an array as print() shows it", "numpy.savetxt()"},
    {HEAD("["), "an array as print() shows it", "numpy.savetxt()"},
    {HEAD("[1, 2]\n"), "JSON", "CSV"},
    {HEAD("\xef\xbb\xbf \t\r\n{\"cells\": ["), "a notebook", "numpy.save()"},
    {HEAD("<?xml version=\"1.0\"?>"), "an XML document", "CSV"},
    {HEAD("<BODY>"), "a web page", "download it again"},
    {HEAD("<html"), "a web page", "download it again"},
    {HEAD("\xef\xbb\xbf<"), "web pages", "download it again"},
};

static void put_word(unsigned char *head, size_t word, uint32_t value) {
    for (size_t i = 0; i < 4; i++) head[4 * word + i] = (unsigned char)(value >> 8 * i);
}

/* MATLAB 4: each of its numbers as it may be, and as it may not. */
static void an_old_matlab_file_is_told_by_its_numbers(void **state) {
    (void)state;
    static const struct {
        size_t word;
        uint32_t value;
        bool one;
    } CASES[] = {{0, 0, true},        {0, 50, true},    {0, 52, true},     {0, 2, true},
                 {0, 3, false},       {0, 60, false},   {0, 100, false},   {0, 900, false},
                 {0, 4052, true},     {0, 4053, false}, {0, 1000, true},   {1, 0, false},
                 {2, 0, false},       {3, 1, true},     {3, 2, false},     {4, 1, false},
                 {4, 65, false},      {4, 4, false},    {4, 2, false},     {0, 65536, false},
                 {0, 1 << 24, false}, {1, 256, true},   {2, 1 << 24, true}};
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        unsigned char head[23] = {0};
        for (size_t word = 0; word < 5; word++)
            put_word(head, word, word == 1 || word == 2 ? 7 : 0);
        put_word(head, 4, 3);
        memcpy(head + 20, "ab", 3);
        put_word(head, CASES[i].word, CASES[i].value);
        hop_status status = hop_foreign_check("it", head, sizeof head);
        const bool one = status != HOP_OK && strstr(hop_status_detail(), "MATLAB") != NULL;
        if (one != CASES[i].one) fail_msg("case %zu: %d", i, (int)status);
    }
    static const char *const NAMES[] = {"a_", "a1", "1a", "_a", "a-", "a "};
    for (size_t i = 0; i < 6; i++) {
        unsigned char head[23] = {0};
        put_word(head, 1, 7);
        put_word(head, 2, 7);
        put_word(head, 4, 3);
        memcpy(head + 20, NAMES[i], 3);
        hop_status status = hop_foreign_check("it", head, sizeof head);
        assert_int_equal(status != HOP_OK && strstr(hop_status_detail(), "MATLAB") != NULL, i < 2);
    }
}

/* A byte of a head, what it becomes, and whether the head is still of its kind. */
typedef struct change {
    size_t at;
    unsigned char byte;
    bool still;
} change;

static void check_changes(const char *head, size_t size, const char *called, const change *changes,
                          size_t count) {
    for (size_t i = 0; i < count; i++) {
        unsigned char *copy = malloc(size);
        assert_non_null(copy);
        memcpy(copy, head, size);
        copy[changes[i].at] = changes[i].byte;
        hop_status status = hop_foreign_check("it", copy, size);
        const bool still = status != HOP_OK && strstr(hop_status_detail(), called);
        if (still != changes[i].still)
            fail_msg("byte %zu as %d: %d", changes[i].at, changes[i].byte, (int)status);
        free(copy);
    }
    /* One byte less is too little to know it by. */
    unsigned char *cut = malloc(size);
    assert_non_null(cut);
    memcpy(cut, head, size);
    assert_int_equal(hop_foreign_check("it", cut, size), HOP_E_FORMAT);
    cut = realloc(cut, size - 1);
    assert_non_null(cut);
    assert_int_equal(hop_foreign_check("it", cut, size - 1), HOP_OK);
    free(cut);
}
#define CHECK_CHANGES(head, called, changes) \
    check_changes(head, sizeof(head) - 1, called, changes, sizeof(changes) / sizeof *(changes))

static void what_only_looks_like_a_tga_picture_passes(void **state) {
    (void)state;
    static const char COLOUR[] = "\0\0\2\0\0\0\0\0\0\0\0\0\x10\0\x10\0\x18\x20";
    static const char MAPPED[] = "\0\1\1\0\0\0\1\x18\0\0\0\0\x10\0\x10\0\x08\0";
    static const change COLOURS[] = {
        {0, 9, true},      {1, 2, false},    {2, 3, true},   {2, 10, true},  {2, 11, true},
        {2, 4, false},     {2, 1, false},    {2, 9, false},  {3, 1, false},  {7, 1, false},
        {8, 1, true},      {12, 0, false},   {13, 1, true},  {14, 0, false}, {16, 7, false},
        {16, 8, true},     {16, 15, true},   {16, 16, true}, {16, 32, true}, {17, 0x3f, true},
        {17, 0x40, false}, {17, 0x80, false}};
    static const change MAPS[] = {{2, 9, true},   {2, 2, false},  {2, 3, false},    {2, 10, false},
                                  {3, 1, true},   {7, 16, true},  {12, 0, false},   {14, 0, false},
                                  {16, 16, true}, {16, 7, false}, {17, 0x40, false}};
    CHECK_CHANGES(COLOUR, "a TGA picture", COLOURS);
    CHECK_CHANGES(MAPPED, "a TGA picture", MAPS);
    /* Sides of 256 and more have nothing in their low byte. */
    static const char LARGE[] = "\0\0\2\0\0\0\0\0\0\0\0\0\0\1\0\1\x18\x20";
    static const change SIDES[] = {{13, 0, false}, {15, 0, false}, {13, 2, true}};
    CHECK_CHANGES(LARGE, "a TGA picture", SIDES);
}

static void what_only_looks_like_a_pcx_picture_passes(void **state) {
    (void)state;
    static const char HEAD[] = "\x0a\5\1\x08";
    static const change CHANGES[] = {{0, 11, false}, {1, 0, true},  {1, 6, false}, {2, 0, true},
                                     {2, 2, false},  {3, 1, true},  {3, 2, true},  {3, 4, true},
                                     {3, 3, false},  {3, 0, false}, {3, 16, false}};
    CHECK_CHANGES(HEAD, "a PCX picture", CHANGES);
}

static void what_only_looks_like_a_bitmap_passes(void **state) {
    (void)state;
    static const char BARE[] = "\x28\0\0\0\x20\0\0\0\x18\0\0\0\1\0\x18\0";
    static const change BARES[] = {
        {0, 0x6c, true}, {0, 0x7c, true}, {0, 0x27, false}, {1, 1, false},  {3, 1, false},
        {4, 1, true},    {12, 2, false},  {12, 0, false},   {13, 1, false}, {14, 1, true},
        {14, 4, true},   {14, 8, true},   {14, 16, true},   {14, 32, true}, {14, 2, false},
        {14, 0, false},  {15, 1, false}};
    static const char WHOLE[] = "BM\x46\1\1\1\0\0\0\0";
    static const change WHOLES[] = {{0, 'A', false}, {1, 'N', false}, {2, 9, true},
                                    {5, 9, true},    {6, 1, false},   {9, 1, false}};
    CHECK_CHANGES(BARE, "a BMP", BARES);
    CHECK_CHANGES(WHOLE, "a BMP", WHOLES);
}

static void nothing_but_zeros_is_known_by_sixteen(void **state) {
    (void)state;
    static const char ZEROS[16 + 1] = "";
    static const change CHANGES[] = {{0, 1, false}, {15, 1, false}, {15, 0, true}};
    CHECK_CHANGES(ZEROS, "nothing but zeros", CHANGES);
}

static void what_is_not_read_is_named_with_the_way_out(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof FOREIGN / sizeof *FOREIGN; i++) {
        /* A copy of exactly this size, so that reading past its end is seen. */
        unsigned char *head = malloc(FOREIGN[i].size);
        assert_non_null(head);
        memcpy(head, FOREIGN[i].head, FOREIGN[i].size);
        assert_int_equal(hop_foreign_check("it", head, FOREIGN[i].size), HOP_E_FORMAT);
        free(head);
        if (!strstr(hop_status_detail(), FOREIGN[i].called) ||
            !strstr(hop_status_detail(), FOREIGN[i].way_out))
            fail_msg("'%s' does not say '%s' and '%s'", hop_status_detail(), FOREIGN[i].called,
                     FOREIGN[i].way_out);
    }
}

/* A file of HDF5 may begin with bytes of the user's own, 512 and twice as many and so on. */
static void a_file_of_hdf5_is_known_behind_a_user_block(void **state) {
    (void)state;
    static const char SIGNATURE[] = "\x89HDF\r\n\x1a\n";
    for (size_t block = 512; block <= 2048; block *= 2) {
        unsigned char head[HOP_BYTES_HEAD] = {0};
        memcpy(head + block, SIGNATURE, 8);
        assert_int_equal(hop_foreign_check("it", head, sizeof head), HOP_E_FORMAT);
        assert_non_null(strstr(hop_status_detail(), "an HDF5 file"));
    }
}

static void what_may_be_read_passes(void **state) {
    (void)state;
    static const char *const TEXTS[] = {"BMI,age\n22,40\n", "MM,II\n1,2\n", "1 2 3", "ftyp,a", "-1",
                                        "\xef\xbb\xbf 1,2", " \t\r\n1,2"};
    for (size_t i = 0; i < sizeof TEXTS / sizeof *TEXTS; i++)
        for (size_t cut = 0; cut <= strlen(TEXTS[i]); cut++)
            assert_int_equal(hop_foreign_check("it", (const unsigned char *)TEXTS[i], cut), HOP_OK);
    /* IDX of bytes, and of shorts, whose first bytes could nearly be those of a TGA. */
    static const char BYTES[] = "\0\0\x08\3\0\0\0\1\0\0\0\x10\0\0\0\x10\x18\x20";
    static const char SHORTS[] = "\0\0\x0b\3\0\0\0\1\0\0\0\x10\0\0\0\x10\x18\x20";
    assert_int_equal(hop_foreign_check("it", (const unsigned char *)BYTES, sizeof BYTES), HOP_OK);
    assert_int_equal(hop_foreign_check("it", (const unsigned char *)SHORTS, sizeof SHORTS), HOP_OK);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_not_read_is_named_with_the_way_out),
        cmocka_unit_test(a_file_of_hdf5_is_known_behind_a_user_block),
        cmocka_unit_test(what_may_be_read_passes),
        cmocka_unit_test(what_only_looks_like_a_tga_picture_passes),
        cmocka_unit_test(what_only_looks_like_a_pcx_picture_passes),
        cmocka_unit_test(what_only_looks_like_a_bitmap_passes),
        cmocka_unit_test(nothing_but_zeros_is_known_by_sixteen),
        cmocka_unit_test(an_old_matlab_file_is_told_by_its_numbers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
