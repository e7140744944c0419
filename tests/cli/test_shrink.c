/* A file that another program cuts while it is mapped: the run ends with a sentence.
 * Covers: cli/interrupt.c
 * SPDX-License-Identifier: MIT */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "support/support.h"

enum { DIM = 1024 };

/* Dark bytes, all of which are looked at: a header, and a hole that takes no room on the disk. */
static void make_dark(const char *path, unsigned long rows) {
    char header[129];
    memset(header, ' ', sizeof header);
    memcpy(header, "\x93NUMPY\x01\x00\x76\x00", 10);
    const int length =
        snprintf(header + 10, sizeof header - 10,
                 "{'descr': '|u1', 'fortran_order': False, 'shape': (%lu, %d), }", rows, DIM);
    header[10 + length] = ' ';
    header[127] = '\n';
    support_write(path, header, 128);
    assert_int_equal(truncate(path, 128 + (off_t)rows * DIM), 0);
}

static pid_t start(const char *path, const char *said) {
    const pid_t child = fork();
    if (child != 0) return child;
    const int file = open(said, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    dup2(file, STDERR_FILENO);
    dup2(file, STDOUT_FILENO);
    execl(HOP_PROGRAM, "hopfield", "recall", path, "--sample", "1", "--quiet", (char *)NULL);
    _exit(127);
}

/* Whether the process has mapped the file (proc(5)). */
static bool has_mapped(pid_t process, const char *path) {
    char maps[64], *line = NULL;
    size_t room = 0;
    bool found = false;
    snprintf(maps, sizeof maps, "/proc/%d/maps", (int)process);
    FILE *file = fopen(maps, "re");
    while (file && !found && getline(&line, &room, file) >= 0) found = strstr(line, path) != NULL;
    free(line);
    if (file) fclose(file);
    return found;
}

/* Its end's status, once the file has been cut under it; or that of a run that was too fast. */
static int cut_under(const char *path, const char *said) {
    int status = 0;
    const pid_t child = start(path, said);
    assert_true(child > 0);
    while (waitpid(child, &status, WNOHANG) == 0) {
        if (!has_mapped(child, path)) continue;
        kill(child, SIGSTOP);
        assert_int_equal(truncate(path, 128), 0);
        kill(child, SIGCONT);
        assert_int_equal(waitpid(child, &status, 0), child);
        break;
    }
    return status;
}

static void a_file_cut_while_it_is_read_ends_the_run_with_a_sentence(void **state) {
    (void)state;
    const char *path = support_path("dark.npy"), *said = support_path("said");
    bool seen = false;
    /* 128 MB and more, until the machine is not too fast to be caught. */
    for (unsigned long rows = 1 << 17; rows <= 1 << 21 && !seen; rows *= 2) {
        make_dark(path, rows);
        const int status = cut_under(path, said);
        char *text = support_read(said, NULL);
        assert_true(WIFEXITED(status)); /* and no signal */
        seen = strstr(text, "became shorter") != NULL;
        if (seen) assert_int_equal(WEXITSTATUS(status), 1);
        free(text);
    }
    assert_true(seen);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_file_cut_while_it_is_read_ends_the_run_with_a_sentence),
    };
    return cmocka_run_group_tests(tests, support_folder_create, support_folder_remove);
}
