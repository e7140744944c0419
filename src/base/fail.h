/* Failing with a sentence.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_BASE_FAIL_H
#define HOP_BASE_FAIL_H

#include <hopfield/status.h>

/* Keeps the sentence as this thread's last failure and returns `status`. */
hop_status hop_fail(hop_status status, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* As hop_fail(), with ": " and the text of errno behind the sentence. */
hop_status hop_fail_errno(hop_status status, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#ifdef __clang_analyzer__
/* The static analyser must know that a failure is never HOP_OK. */
#define hop_fail(status, ...)       ((void)hop_fail(status, __VA_ARGS__), (status))
#define hop_fail_errno(status, ...) ((void)hop_fail_errno(status, __VA_ARGS__), (status))
#endif

/* Hands a failure on. */
#define HOP_TRY(call)                                        \
    do {                                                     \
        hop_status hop_try_status = (call);                  \
        if (hop_try_status != HOP_OK) return hop_try_status; \
    } while (0)

#endif
