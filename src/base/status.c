/* Codes, sentences, and this thread's last failure.
 * SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "fail.h"

#undef hop_fail
#undef hop_fail_errno

/* Long enough for two paths and a sentence; longer text is cut. */
enum { DETAIL_SIZE = 1024 };

static _Thread_local char detail[DETAIL_SIZE];

const char *hop_status_text(hop_status status) {
    switch (status) {
#define CASE(code, text) \
    case code: return text;
        HOP_STATUS_LIST(CASE)
#undef CASE
    }
    return "unknown status";
}

const char *hop_status_detail(void) {
    return detail;
}

/* Formats aside first: an argument may point into `detail` itself. */
static void keep(const char *format, va_list arguments) {
    char text[DETAIL_SIZE];
    vsnprintf(text, sizeof text, format, arguments);
    memcpy(detail, text, sizeof detail);
}

hop_status hop_fail(hop_status status, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    keep(format, arguments);
    va_end(arguments);
    return status;
}

hop_status hop_fail_errno(hop_status status, const char *format, ...) {
    int number = errno;
    va_list arguments;
    va_start(arguments, format);
    keep(format, arguments);
    va_end(arguments);
    size_t length = strlen(detail);
    snprintf(detail + length, sizeof detail - length, ": %s", strerror(number));
    return status;
}
