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

/* Hands a failure on. */
#define HOP_TRY(call)                                        \
    do {                                                     \
        hop_status hop_try_status = (call);                  \
        if (hop_try_status != HOP_OK) return hop_try_status; \
    } while (0)

#endif
