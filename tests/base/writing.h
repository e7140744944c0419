/* What tests of the writer share: a file of a text, written and read back, and tasks for
 * a child.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_TEST_BASE_WRITING_H
#define HOP_TEST_BASE_WRITING_H

#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

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

/* What a child says of its task. */
enum { AS_EXPECTED = 0, NOT_POSSIBLE = 77, WRONG = 1 };

/* Runs `task` on `path` in a child, whose limits and mounts are its own; what it returns. */
static inline int in_child(int (*task)(const char *path), const char *path) {
    fflush(NULL);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) _exit(task(path));
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

#endif
