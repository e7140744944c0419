/* Large blocks, in memory and in files without a name.
 * SPDX-License-Identifier: MIT */
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/spill.h"
#include "support/support.h"

enum { LARGE = 3 * (1 << 20) + 5 };

/* Kibibytes that are the process's own, by proc(5). */
static long own_kibibytes(void) {
    char line[256];
    long found = -1;
    FILE *file = fopen("/proc/self/status", "r");
    assert_non_null(file);
    while (fgets(line, sizeof line, file))
        if (strncmp(line, "RssAnon:", 8) == 0) found = strtol(line + 8, NULL, 10);
    fclose(file);
    return found;
}

static void fill(unsigned char *block, size_t from, size_t to) {
    for (size_t i = from; i < to; i++) block[i] = (unsigned char)(i % 251);
}

static void assert_filled(const unsigned char *block, size_t to) {
    for (size_t i = 0; i < to; i++)
        if (block[i] != i % 251) fail_msg("byte %zu is %d", i, block[i]);
}

/* From some bytes to many: a block moves from memory into a file where one is allowed. */
static void grows_and_keeps_its_bytes(void) {
    unsigned char *block = NULL;
    size_t had = 0;
    for (size_t size = 1; size < LARGE; size = size * 3 + 1) {
        assert_int_equal(hop_spill_realloc(size, 1, "bytes", &block), HOP_OK);
        assert_int_equal((uintptr_t)block % HOP_LINE, 0);
        assert_filled(block, had);
        fill(block, had, size);
        had = size;
    }
    assert_int_equal(hop_spill_realloc(100, 1, "bytes", &block), HOP_OK);
    assert_filled(block, 100);
    hop_spill_free(block);
}

static void a_block_grows_and_keeps_its_bytes(void **state) {
    (void)state;
    hop_spill_into(NULL);
    grows_and_keeps_its_bytes();
    hop_spill_into(support_folder());
    grows_and_keeps_its_bytes();
    hop_spill_into(NULL);
}

static void fresh_blocks_are_zero_and_large_ones_are_no_memory_of_ours(void **state) {
    (void)state;
    unsigned char *block = NULL;
    const size_t size = (size_t)64 << 20;
    hop_spill_into(support_folder());
    assert_int_equal(hop_spill_alloc(size, 1, "bytes", &block), HOP_OK);
    const long before = own_kibibytes();
    for (size_t i = 0; i < size; i++)
        if (block[i] != 0) fail_msg("byte %zu is %d", i, block[i]);
    fill(block, 0, size);
    assert_true(own_kibibytes() - before < (16 << 10));
    hop_spill_free(block);
    hop_spill_into(NULL);
    hop_spill_free(NULL);
}

static void what_has_no_room_is_refused_with_its_size(void **state) {
    (void)state;
    unsigned char untouched = 0, *block = &untouched;
    assert_int_equal(hop_spill_alloc(SIZE_MAX / 4, 8, "keys", &block), HOP_E_LIMIT);
    hop_spill_into(support_folder());
    assert_int_equal(hop_spill_alloc((size_t)1 << 50, 1, "keys", &block), HOP_E_WRITE);
    assert_contains(hop_status_detail(), "keys: 1073741824.0 MiB of a temporary file in ");
    hop_spill_into(NULL);
    assert_ptr_equal(block, &untouched);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_block_grows_and_keeps_its_bytes),
        cmocka_unit_test(fresh_blocks_are_zero_and_large_ones_are_no_memory_of_ours),
        cmocka_unit_test(what_has_no_room_is_refused_with_its_size),
    };
    return cmocka_run_group_tests(tests, support_folder_create, support_folder_remove);
}
