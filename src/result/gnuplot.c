/* Running gnuplot: no shell, no start-up files, script in and picture out through files in memory,
 * so that neither side can wait for the other.
 * SPDX-License-Identifier: MIT */
#include <errno.h>
#include <signal.h>
#include <spawn.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "../base/fail.h"
#include "figure_parts.h"

extern char **environ;

/* gnuplot's standard input, output and error. */
enum { STREAMS = 3 };

/* Seconds that a figure may take; nanoseconds between two looks whether it is done. */
static const double SECONDS = 120;
enum { NAP_LEAST = 1000000, NAP_MOST = 16000000 };

/* Of what gnuplot complains, so much goes into the error. */
enum { COMPLAINT_MAX = 400 };

static hop_status write_all(int file, const char *bytes, size_t size) {
    while (size > 0) {
        ssize_t done = write(file, bytes, size);
        if (done < 0 && errno == EINTR) continue;
        if (done < 0) return hop_fail_errno(HOP_E_WRITE, "the script for gnuplot");
        bytes += done;
        size -= (size_t)done;
    }
    return HOP_OK;
}

static hop_status read_all(int file, hop_string *out) {
    char bytes[1 << 14];
    off_t at = 0;
    for (;;) {
        ssize_t got = pread(file, bytes, sizeof bytes, at);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return hop_fail_errno(HOP_E_READ, "what gnuplot has drawn");
        if (got == 0) break;
        hop_string_add_bytes(out, bytes, (size_t)got);
        at += got;
    }
    if (out->failed) return hop_fail(HOP_E_MEMORY, "there is not enough memory for a figure");
    return HOP_OK;
}

static hop_status spawn(const int files[STREAMS], pid_t *child) {
    char *arguments[] = {"gnuplot", "--default-settings", NULL};
    posix_spawn_file_actions_t actions;
    if (posix_spawn_file_actions_init(&actions) != 0)
        return hop_fail(HOP_E_MEMORY, "there is not enough memory to start gnuplot");
    int failure = 0;
    for (int i = 0; i < STREAMS && failure == 0; i++)
        failure = posix_spawn_file_actions_adddup2(&actions, files[i], i);
    if (failure == 0)
        failure = posix_spawnp(child, arguments[0], &actions, NULL, arguments, environ);
    posix_spawn_file_actions_destroy(&actions);
    if (failure == 0) return HOP_OK;
    if (failure == ENOENT || failure == EACCES)
        return hop_fail(HOP_E_SUPPORT, "gnuplot is not installed; install it (Debian: "
                                       "gnuplot-nox), or write a .csv and draw it elsewhere");
    return hop_fail(HOP_E_SUPPORT, "gnuplot cannot be started: %s", strerror(failure));
}

/* The sentence for a gnuplot that ended badly, with its own words on one line. */
static hop_status complain(int errors) {
    char words[COMPLAINT_MAX] = "";
    ssize_t got = pread(errors, words, sizeof words - 1, 0);
    words[got > 0 ? got : 0] = '\0';
    char *begin = words + strspn(words, " \t\r\n");
    for (char *c = begin; *c; c++)
        if ((unsigned char)*c < ' ') *c = ' ';
    return hop_fail(HOP_E_SUPPORT, "gnuplot failed: %s", *begin ? begin : "it said nothing");
}

/* Seconds that a figure may take, as people may set: a machine may be slow, or a test in a hurry.
 */
static double seconds_allowed(void) {
    const char *text = getenv("HOPFIELD_GNUPLOT_SECONDS");
    double seconds = text ? strtod(text, NULL) : 0;
    return seconds > 0 ? seconds : SECONDS;
}

/* Whether the last gnuplot had to be ended: the next one then has a tenth of the time, for a page
 * has many figures. */
static atomic_bool hangs;

/* Waits with ever longer naps; what does not end is ended. */
static hop_status wait_for(pid_t child, int errors) {
    const double allowed = seconds_allowed() / (atomic_load(&hangs) ? 10 : 1);
    int ended = 0;
    double waited = 0;
    for (long nap = NAP_LEAST;; nap = nap < NAP_MOST ? 2 * nap : nap) {
        pid_t got = waitpid(child, &ended, WNOHANG);
        if (got == child) break;
        if (got < 0 && errno != EINTR)
            return hop_fail_errno(HOP_E_SUPPORT, "gnuplot cannot be waited for");
        if (waited > allowed) {
            kill(child, SIGKILL);
            waitpid(child, &ended, 0);
            atomic_store(&hangs, true);
            return hop_fail(HOP_E_SUPPORT,
                            "gnuplot did not end within %g s and was ended; "
                            "HOPFIELD_GNUPLOT_SECONDS allows it more",
                            allowed);
        }
        nanosleep(&(struct timespec){.tv_nsec = nap}, NULL);
        waited += (double)nap / 1e9;
    }
    atomic_store(&hangs, false);
    if (WIFEXITED(ended) && WEXITSTATUS(ended) == 0) return HOP_OK;
    return complain(errors);
}

static hop_status draw(const int files[STREAMS], const char *script, hop_string *picture) {
    pid_t child = 0;
    HOP_TRY(write_all(files[0], script, strlen(script)));
    if (lseek(files[0], 0, SEEK_SET) != 0)
        return hop_fail_errno(HOP_E_WRITE, "the script for gnuplot");
    HOP_TRY(spawn(files, &child));
    HOP_TRY(wait_for(child, files[2]));
    HOP_TRY(read_all(files[1], picture));
    return picture->length > 0 ? HOP_OK : complain(files[2]);
}

hop_status hop_table_gnuplot(const char *script, hop_string *picture) {
    int files[STREAMS] = {-1, -1, -1};
    hop_status status = HOP_OK;
    for (int i = 0; i < STREAMS && status == HOP_OK; i++) {
        files[i] = memfd_create("hopfield-figure", MFD_CLOEXEC);
        if (files[i] < 0) status = hop_fail_errno(HOP_E_MEMORY, "a file in memory for gnuplot");
    }
    if (status == HOP_OK) status = draw(files, script, picture);
    for (int i = 0; i < STREAMS; i++)
        if (files[i] >= 0) close(files[i]);
    return status;
}
