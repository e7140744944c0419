/* Files locked while they are replaced.  A lock belongs to the file and not to its name: who gets
 * it looks whether the name still means that file, and else asks again for the one that took its
 * place. SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "fail.h"
#include "file.h"

/* Between two looks at a file that is locked. */
static const struct timespec PAUSE = {.tv_nsec = 5000000};

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

bool hop_file_is_locked(const char *path, int lock) {
    struct stat named, locked;
    if (lock < 0 || stat(path, &named) != 0) return true;
    return fstat(lock, &locked) == 0 && named.st_dev == locked.st_dev &&
           named.st_ino == locked.st_ino;
}

/* One attempt: *lock is -1 where there is nothing to lock; false if another has it. */
static bool try_lock(const char *path, int *lock) {
    const int flags = O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW;
    for (;;) {
        int opened = open(path, O_RDONLY | flags);
        if (opened < 0 && errno == EACCES) opened = open(path, O_WRONLY | flags);
        *lock = opened;
        if (opened < 0) return true;
        int failed = flock(opened, LOCK_EX | LOCK_NB);
        if (failed == 0 && hop_file_is_locked(path, opened)) return true;
        const bool busy = failed != 0 && errno == EWOULDBLOCK;
        const bool impossible = failed != 0 && !busy; /* a file system without locks */
        close(opened);
        *lock = -1;
        if (busy || impossible) return impossible;
    }
}

hop_status hop_file_lock(const char *path, const hop_wait *wait, int *lock) {
    const double start = now();
    while (!try_lock(path, lock)) {
        if (now() - start >= wait->seconds)
            return hop_fail(HOP_E_BUSY,
                            "%s: another process is writing it (waited %g s; --wait SECONDS waits "
                            "longer); nothing was changed",
                            path, wait->seconds);
        if (wait->progress &&
            wait->progress(wait->context, "waiting for another process to finish writing", 0, 0))
            return hop_fail(HOP_E_CANCELLED, "%s: cancelled while another process was writing it",
                            path);
        nanosleep(&PAUSE, NULL);
    }
    return HOP_OK;
}

void hop_file_unlock(int lock) {
    if (lock >= 0) close(lock);
}
