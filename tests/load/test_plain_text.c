/* Text in UTF-16, and with signs that only look plain, becomes plain.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "load/plain_text.h"

static const struct {
    const char *from;
    size_t size;
    const char *to;
} TEXTS[] = {
#define FROM(bytes) bytes, sizeof bytes - 1
    {FROM("\xff\xfe"
          "1\0,\0\x12\x22"
          "2\0\n\0"),
     "1,-2\n"},
    {FROM("\xfe\xff\0001\0,\x22\x12\0002\0\n"), "1,-2\n"},
    {FROM("\xff\xfe\xe9\0\xac\x20\x3d\xd8\x00\xde"), "\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80"},
    {FROM("\xff\xfe\xff\xdb\xff\xdf"), "\xf4\x8f\xbf\xbf"}, /* the last code point */
    {FROM("\xff\xfe\x3d\xd8"), "\xef\xbf\xbd"},             /* half a pair, and the end */
    {FROM("\xff\xfe\x3d\xd8\x41\0"), "\xef\xbf\xbd"
                                     "A"}, /* half a pair */
    {FROM("\xff\xfe\x00\xde\x41\0"), "\xef\xbf\xbd"
                                     "A"},                          /* the other half */
    {FROM("\xff\xfe\x3d\xd8\x00\xe0"), "\xef\xbf\xbd\xee\x80\x80"}, /* and no half at all */
    {FROM("\xff\xfe\xff\xd7\xff\x07\x7f\0\x80\0"), "\xed\x9f\xbf\xdf\xbf\x7f\xc2\x80"},
    {FROM("\xff\xfe\0\x08"), "\xe0\xa0\x80"},
    /* Letters of three bytes each, and nothing else. */
    {FROM("\xff\xfe\0\x08\0\x08\0\x08\0\x08\0\x08\0\x08\0\x08\0\x08\0\x08\0\x08"),
     "\xe0\xa0\x80\xe0\xa0\x80\xe0\xa0\x80\xe0\xa0\x80\xe0\xa0\x80"
     "\xe0\xa0\x80\xe0\xa0\x80\xe0\xa0\x80\xe0\xa0\x80\xe0\xa0\x80"},
    {FROM("\xff\xfe"
          "1\0002"),
     "1"}, /* an odd byte */
    {FROM("\xff\xfe"), ""},
    {FROM("1,\xe2\x88\x92"
          "2.5\n\xe2\x88\x92"
          "3,4"),
     "1,-2.5\n-3,4"},
    {FROM("1\xc2\xa0\xe2\x80\x89\xe2\x80\xaf\xe3\x80\x80\xe2\x80\x87"
          "2"),
     "1     2"},
    {FROM("\xe2\x88\x92"), "-"},
    {FROM("\xe2\x88"), "\xe2\x88"},
    {FROM("na\xc3\xafve,\xe2\x82\xac,\xe2\x80\x94"), "na\xc3\xafve,\xe2\x82\xac,\xe2\x80\x94"},
    {FROM(""), ""},
#undef FROM
};

static void texts_become_plain(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof TEXTS / sizeof *TEXTS; i++) {
        /* A copy of exactly this size, so that reading past its end is seen. */
        unsigned char *bytes = malloc(TEXTS[i].size + !TEXTS[i].size);
        hop_plain_text plain = {0};
        assert_non_null(bytes);
        memcpy(bytes, TEXTS[i].from, TEXTS[i].size);
        assert_int_equal(hop_plain_text_make(bytes, TEXTS[i].size, &plain), HOP_OK);
        if (plain.size != strlen(TEXTS[i].to) || memcmp(plain.text, TEXTS[i].to, plain.size) != 0)
            fail_msg("text %zu became '%.*s', not '%s'", i, (int)plain.size, plain.text,
                     TEXTS[i].to);
        free(plain.made);
        free(bytes);
    }
}

static void what_is_plain_is_not_copied(void **state) {
    (void)state;
    static const unsigned char TEXT[] = "na\xc3\xafve,1,-2";
    hop_plain_text plain = {0};
    assert_int_equal(hop_plain_text_make(TEXT, sizeof TEXT - 1, &plain), HOP_OK);
    assert_null(plain.made);
    assert_ptr_equal(plain.text, TEXT);
    assert_int_equal(plain.size, sizeof TEXT - 1);
}

static void a_text_may_begin_so(void **state) {
    (void)state;
    static const char *const YES[] = {"\xff\xfe", "\xfe\xff", "\xe2\x88\x92", "\xc2\xa0"};
    static const char *const NO[] = {"", "1", "\xff", "\xfe", "\xff\xff", "\xe2\x88", "\xc2\xa1"};
    for (size_t i = 0; i < sizeof YES / sizeof *YES; i++)
        assert_true(hop_plain_text_begins((const unsigned char *)YES[i], strlen(YES[i])));
    for (size_t i = 0; i < sizeof NO / sizeof *NO; i++)
        assert_false(hop_plain_text_begins((const unsigned char *)NO[i], strlen(NO[i])));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_become_plain),
        cmocka_unit_test(what_is_plain_is_not_copied),
        cmocka_unit_test(a_text_may_begin_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
