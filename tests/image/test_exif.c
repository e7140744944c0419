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

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_orientation_is_found_in_either_byte_order),
        cmocka_unit_test(what_is_damaged_asks_for_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
