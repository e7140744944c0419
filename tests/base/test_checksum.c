/* Checksums against XXH3-128 (seed 0) as the xxhsum program prints it.
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/checksum.h"
#include "support/support.h"

static void known_bytes_have_their_known_sums(void **state) {
    (void)state;
    const struct {
        const char *text, *sum;
    } known[] = {
        {"", "99aa06d3014798d86001c324468d497f"},
        {"hopfield", "dcfa83f04f4de43557d9b6d0d9696311"},
        {"The quick brown fox jumps over the lazy dog", "ddd650205ca3e7fa24a1cc2e3a8a7651"},
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        char sum[33];
        hop_checksum_of(known[i].text, strlen(known[i].text), sum);
        assert_string_equal(sum, known[i].sum);
    }
}

static void a_long_text_has_its_known_sum(void **state) {
    (void)state;
    static char bytes[100000];
    for (size_t i = 0; i < sizeof bytes; i++) bytes[i] = (char)('a' + i % 26);
    char sum[33];
    hop_checksum_of(bytes, sizeof bytes, sum);
    assert_string_equal(sum, "e785560b9f6575a0f7edd902a697d021");
}

static void pieces_give_the_sum_of_the_whole(void **state) {
    (void)state;
    static unsigned char bytes[5000];
    for (size_t i = 0; i < sizeof bytes; i++) bytes[i] = (unsigned char)(i * 7);
    char whole[33], pieces[33];
    hop_checksum_of(bytes, sizeof bytes, whole);
    hop_checksum *checksum = NULL;
    assert_int_equal(hop_checksum_create(&checksum), HOP_OK);
    for (size_t at = 0, size = 0; at < sizeof bytes; at += size) {
        size = (at * 13 + 1) % 700;
        if (size > sizeof bytes - at) size = sizeof bytes - at;
        hop_checksum_add(checksum, bytes + at, size);
        if (size == 0) size = 1, hop_checksum_add(checksum, bytes + at, 1);
    }
    hop_checksum_finish(checksum, pieces);
    assert_string_equal(pieces, whole);
}

static void no_bytes_at_all_change_nothing(void **state) {
    (void)state;
    char sum[33];
    hop_checksum *checksum = NULL;
    assert_int_equal(hop_checksum_create(&checksum), HOP_OK);
    hop_checksum_add(checksum, NULL, 0);
    hop_checksum_finish(checksum, sum);
    assert_string_equal(sum, "99aa06d3014798d86001c324468d497f");
}

static void one_bit_changes_the_sum(void **state) {
    (void)state;
    char a[33], b[33];
    hop_checksum_of("pattern", 7, a);
    hop_checksum_of("patterm", 7, b);
    assert_string_not_equal(a, b);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_bytes_have_their_known_sums),
        cmocka_unit_test(a_long_text_has_its_known_sum),
        cmocka_unit_test(pieces_give_the_sum_of_the_whole),
        cmocka_unit_test(no_bytes_at_all_change_nothing),
        cmocka_unit_test(one_bit_changes_the_sum),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
