/* What tests of the writer share: a file of a text, written and read back.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_TEST_BASE_WRITING_H
#define HOP_TEST_BASE_WRITING_H

#include "base/file.h"
#include "support/support.h"

static inline hop_status write_text(const char *path, const char *text, bool replace) {
    return hop_file_write(path, text, strlen(text), replace);
}

static inline void assert_file_is(const char *path, const char *text) {
    char *read = support_read(path, NULL);
    assert_string_equal(read, text);
    free(read);
}

#endif
