/* Calls of the system that fail in a test, once or from then on, or do a part of what was asked
 * for.  Included by one source of a test: its own functions stand in place of the C library's.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_TESTS_SUPPORT_CALLS_H
#define HOP_TESTS_SUPPORT_CALLS_H

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "support/support.h"

/* In place of an error number: read, write, pread and pwrite then do half of what is asked. */
enum { CALLS_HALF = -1 };

static struct {
    const char *name; /* NULL: none fails */
    long left;        /* calls before the one that fails */
    int number;       /* errno, or CALLS_HALF */
    bool always;      /* those that follow fail, too */
} calls;

/* The k-th call (from 0) of this name fails; `always`: those behind it as well. */
__attribute__((unused)) static void calls_fail(const char *name, long k, int number, bool always) {
    calls.left = k;
    calls.number = number;
    calls.always = always;
    calls.name = name;
}

/* All calls are well again; false if it did not come to the one that fails. */
static bool calls_mend(void) {
    calls.name = NULL;
    return calls.left < 0;
}

static bool calls_failing(const char *name) {
    if (!calls.name || strcmp(calls.name, name) != 0) return false;
    const bool fails = calls.left-- == 0 || (calls.always && calls.left < 0);
    if (fails) errno = calls.number;
    return fails;
}

/* How many files this process has open. */
__attribute__((unused)) static size_t calls_open_files(void) {
    size_t count = 0;
    DIR *entries = opendir("/proc/self/fd");
    assert_non_null(entries);
    while (readdir(entries)) count++;
    closedir(entries);
    return count;
}

#define CALLS_PART(name, size)                     \
    if (calls_failing(name)) {                     \
        if (calls.number != CALLS_HALF) return -1; \
        size = (size) > 1 ? (size) / 2 : (size);   \
    }

ssize_t read(int file, void *bytes, size_t size) {
    CALLS_PART("read", size)
    return syscall(SYS_read, file, bytes, size);
}

ssize_t write(int file, const void *bytes, size_t size) {
    CALLS_PART("write", size)
    return syscall(SYS_write, file, bytes, size);
}

ssize_t pread(int file, void *bytes, size_t size, off_t offset) {
    CALLS_PART("pread", size)
    return syscall(SYS_pread64, file, bytes, size, offset);
}

ssize_t pwrite(int file, const void *bytes, size_t size, off_t offset) {
    CALLS_PART("pwrite", size)
    return syscall(SYS_pwrite64, file, bytes, size, offset);
}

int open(const char *path, int flags, ...) {
    va_list rest;
    va_start(rest, flags);
    const mode_t mode = flags & O_CREAT ? va_arg(rest, mode_t) : 0;
    va_end(rest);
    return calls_failing("open") ? -1 : (int)syscall(SYS_openat, AT_FDCWD, path, flags, mode);
}

int fstat(int file, struct stat *about) {
    return calls_failing("fstat") ? -1 : (int)syscall(SYS_fstat, file, about);
}

int flock(int file, int operation) {
    return calls_failing("flock") ? -1 : (int)syscall(SYS_flock, file, operation);
}

int fsync(int file) {
    return calls_failing("fsync") ? -1 : (int)syscall(SYS_fsync, file);
}

off_t lseek(int file, off_t offset, int from) {
    return calls_failing("lseek") ? -1 : syscall(SYS_lseek, file, offset, from);
}

int rename(const char *from, const char *to) {
    return calls_failing("rename") ? -1 : (int)syscall(SYS_rename, from, to);
}

int renameat2(int a, const char *from, int b, const char *to, unsigned flags) {
    return calls_failing("renameat2") ? -1 : (int)syscall(SYS_renameat2, a, from, b, to, flags);
}

int link(const char *from, const char *to) {
    return calls_failing("link") ? -1 : (int)syscall(SYS_link, from, to);
}

int fchmod(int file, mode_t mode) {
    return calls_failing("fchmod") ? -1 : (int)syscall(SYS_fchmod, file, mode);
}

int fchown(int file, uid_t user, gid_t group) {
    return calls_failing("fchown") ? -1 : (int)syscall(SYS_fchown, file, user, group);
}

ssize_t fgetxattr(int file, const char *name, void *value, size_t size) {
    return calls_failing("fgetxattr") ? -1 : syscall(SYS_fgetxattr, file, name, value, size);
}

int fremovexattr(int file, const char *name) {
    return calls_failing("fremovexattr") ? -1 : (int)syscall(SYS_fremovexattr, file, name);
}

int fsetxattr(int file, const char *name, const void *value, size_t size, int flags) {
    return calls_failing("fsetxattr") ? -1
                                      : (int)syscall(SYS_fsetxattr, file, name, value, size, flags);
}

void *mmap(void *at, size_t size, int rights, int flags, int file, off_t offset) {
    if (file >= 0 && calls_failing("mmap")) return MAP_FAILED;
    return (void *)syscall(SYS_mmap, at, size, rights, flags, file, offset);
}

/* In memory, which is as good for a test. */
FILE *tmpfile(void) {
    if (calls_failing("tmpfile")) return NULL;
    return fdopen((int)syscall(SYS_memfd_create, "tmpfile", 0), "w+");
}

#endif
