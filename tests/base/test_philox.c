/* Philox4x64-10 against the known answers of Random123 (kat_vectors of its distribution), both as
 * the library is built and in the plain C of a core-only build.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/philox.h"

/* The plain code once more, under a name of its own. */
#ifndef HOP_CORE_ONLY
#define HOP_CORE_ONLY
#endif
#define hop_philox4x64 plain_philox4x64
#include "base/philox.c"
#undef hop_philox4x64

typedef void block_function(const uint64_t *counter, const uint64_t *key, uint64_t *block);

static const struct {
    uint64_t counter[4], key[2], block[4];
} KNOWN[] = {
    {.counter = {0, 0, 0, 0},
     .key = {0, 0},
     .block = {0x16554d9eca36314c, 0xdb20fe9d672d0fdc, 0xd7e772cee186176b, 0x7e68b68aec7ba23b}},
    {.counter = {UINT64_MAX, UINT64_MAX, UINT64_MAX, UINT64_MAX},
     .key = {UINT64_MAX, UINT64_MAX},
     .block = {0x87b092c3013fe90b, 0x438c3c67be8d0224, 0x9cc7d7c69cd777b6, 0xa09caebf594f0ba0}},
    {.counter = {0x243f6a8885a308d3, 0x13198a2e03707344, 0xa4093822299f31d0, 0x082efa98ec4e6c89},
     .key = {0x452821e638d01377, 0xbe5466cf34e90c6c},
     .block = {0xa528f45403e61d95, 0x38c72dbd566e9788, 0xa5a1610e72fd18b5, 0x57bd43b5e52b7fe6}},
};

static void assert_known_answers(block_function *philox) {
    for (size_t i = 0; i < sizeof KNOWN / sizeof *KNOWN; i++) {
        uint64_t block[4] = {0};
        philox(KNOWN[i].counter, KNOWN[i].key, block);
        assert_memory_equal(block, KNOWN[i].block, sizeof block);
    }
}

static void the_library_gives_the_known_answers(void **state) {
    (void)state;
    assert_known_answers(hop_philox4x64);
}

static void the_plain_code_gives_the_known_answers(void **state) {
    (void)state;
    assert_known_answers(plain_philox4x64);
}

static void both_agree_on_a_thousand_chained_blocks(void **state) {
    (void)state;
    uint64_t block[4] = {1, 2, 3, 4};
    for (int i = 0; i < 1000; i++) {
        uint64_t library[4], plain[4], key[2] = {block[3], block[1]};
        hop_philox4x64(block, key, library);
        plain_philox4x64(block, key, plain);
        assert_memory_equal(library, plain, sizeof library);
        for (int k = 0; k < 4; k++) block[k] = library[k];
    }
}

static void a_block_may_overwrite_its_counter(void **state) {
    (void)state;
    uint64_t library[4] = {0}, plain[4] = {0}, key[2] = {0};
    hop_philox4x64(library, key, library);
    plain_philox4x64(plain, key, plain);
    assert_memory_equal(library, KNOWN[0].block, sizeof library);
    assert_memory_equal(plain, KNOWN[0].block, sizeof plain);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_library_gives_the_known_answers),
        cmocka_unit_test(the_plain_code_gives_the_known_answers),
        cmocka_unit_test(both_agree_on_a_thousand_chained_blocks),
        cmocka_unit_test(a_block_may_overwrite_its_counter),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
