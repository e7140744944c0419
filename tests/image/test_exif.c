/* Exif orientation.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include <string.h>

#include "image/exif.h"
#include "support/make_jpeg.h"

static void the_orientation_is_found_in_either_byte_order(void **state) {
    (void)state;
    for (unsigned o = 1; o <= 8; o++)
        for (int big = 0; big < 2; big++) {
            unsigned char exif[32];
            unsigned size = jpeg_exif(&(jpeg_form){.orientation = o, .big_endian = big}, exif);
            assert_int_equal(hop_exif_orientation(exif + 6, size - 6), o);
        }
}

static void what_is_damaged_asks_for_nothing(void **state) {
    (void)state;
    unsigned char exif[32];
    unsigned size = jpeg_exif(&(jpeg_form){.orientation = 6}, exif);
    for (size_t cut = 0; cut < size - 6u - 2u; cut++) {
        unsigned char *copy = malloc(cut ? cut : 1);
        assert_non_null(copy);
        memcpy(copy, exif + 6, cut);
        assert_int_equal(hop_exif_orientation(copy, cut), 1);
        free(copy);
    }
    exif[24] = 9;
    assert_int_equal(hop_exif_orientation(exif + 6, size - 6), 1);
    memset(exif + 10, 0xff, 4); /* the directory, beyond the end */
    assert_int_equal(hop_exif_orientation(exif + 6, size - 6), 1);
}

/* A directory says how many entries it has; what lies behind them is none. */
static void what_is_behind_the_directory_is_not_read(void **state) {
    (void)state;
    for (int big = 0; big < 2; big++) {
        static const unsigned char LITTLE[] = {
            'I',  'I', '*', 0, 8, 0, 0, 0, 1, 0, /* one entry, some other tag */
            0x0f, 1,   3,   0, 1, 0, 0, 0, 7, 0, 0, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0};
        static const unsigned char BIG[] = {'M', 'M', 0, '*', 0, 0, 0, 8, 0, 1, 1, 0x0f,
                                            0,   3,   0, 0,   0, 1, 0, 7, 0, 0, 1, 0x12,
                                            0,   3,   0, 0,   0, 1, 0, 6, 0, 0};
        unsigned char *copy = malloc(sizeof LITTLE);
        assert_non_null(copy);
        memcpy(copy, big ? BIG : LITTLE, sizeof LITTLE);
        assert_int_equal(hop_exif_orientation(copy, sizeof LITTLE), 1);
        copy[big ? 9 : 8] = 2; /* and now there are two */
        assert_int_equal(hop_exif_orientation(copy, sizeof LITTLE), 6);
        free(copy);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_orientation_is_found_in_either_byte_order),
        cmocka_unit_test(what_is_damaged_asks_for_nothing),
        cmocka_unit_test(what_is_behind_the_directory_is_not_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
