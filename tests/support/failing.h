/* The k-th allocation fails, for every k: always a sentence, never a crash or a leak.  Included by
 * one source of a test; with FAILING_LIBRARIES defined before, what libraries take by malloc()
 * fails as well. SPDX-License-Identifier: MIT */
#ifndef HOP_TESTS_SUPPORT_FAILING_H
#define HOP_TESTS_SUPPORT_FAILING_H

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "support/support.h"

static atomic_bool failing_armed;
static atomic_size_t failing_left; /* allocations before the failing one */
static atomic_size_t failing_live; /* blocks that are not free()d */
__attribute__((unused)) static atomic_size_t failing_largest; /* bytes asked for at once */

/* The C library's own, under the names it keeps for that; a sanitizer brings its own allocator, and
 * its own search for leaks. */
#if defined(__GLIBC__) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define CAN_FAIL 1
void *__libc_malloc(size_t size);               // NOLINT
void *__libc_calloc(size_t count, size_t size); // NOLINT
void *__libc_realloc(void *old, size_t size);   // NOLINT
void __libc_free(void *block);                  // NOLINT

static bool failing_now(size_t bytes) {
    size_t before = atomic_load(&failing_largest);
    while (bytes > before && !atomic_compare_exchange_weak(&failing_largest, &before, bytes))
        continue;
    return atomic_load(&failing_armed) && atomic_fetch_sub(&failing_left, 1) == 0;
}

static void *failing_counted(void *block) {
    if (block) atomic_fetch_add(&failing_live, 1);
    return block;
}

void *malloc(size_t size) {
#ifdef FAILING_LIBRARIES
    if (failing_now(size)) return NULL;
#endif
    return failing_counted(__libc_malloc(size));
}

void *calloc(size_t count, size_t size) {
    return failing_now(count * size) ? NULL : failing_counted(__libc_calloc(count, size));
}

void *realloc(void *old, size_t size) {
    if (failing_now(size)) return NULL;
    return old ? __libc_realloc(old, size) : failing_counted(__libc_malloc(size));
}

void free(void *block) {
    if (block) atomic_fetch_sub(&failing_live, 1);
    __libc_free(block);
}
#else
#define CAN_FAIL 0
#endif

/* Runs with allocation 0, 1, 2 ... failing, until no run comes so far; says how many were refused.
 * What could be done without need not be.  other: a status that is as good, of a library that says
 * no more; or HOP_E_MEMORY. */
static inline size_t failing_try_all(hop_status (*run)(void *context), void *context,
                                     hop_status other) {
    size_t refused = 0;
    assert_int_equal(run(context), HOP_OK); /* threads are there from now on */
    size_t before = atomic_load(&failing_live);
    for (size_t k = 0;; k++) {
        atomic_store(&failing_left, k);
        atomic_store(&failing_armed, true);
        hop_status status = run(context);
        atomic_store(&failing_armed, false);
        if (atomic_load(&failing_left) <= k) return refused; /* it did not go below zero */
        if (status != HOP_OK && status != HOP_E_MEMORY && status != other)
            fail_msg("allocation %zu: %s", k, hop_status_detail());
        if (status != HOP_OK) assert_true(strlen(hop_status_detail()) > 10);
        refused += status != HOP_OK;
        /* The C library frees a block or two that it did not get from here. */
        if ((long)(atomic_load(&failing_live) - before) > 0)
            fail_msg("allocation %zu fails, and something is left behind", k);
        before = atomic_load(&failing_live);
    }
}

#endif
