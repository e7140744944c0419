/* Makes the k-th call of a kind fail, for tools/check-faults: preloaded, and told by the
 * environment.
 *   HOP_FAULT=KIND:K         the K-th call (from 1) of that kind fails, once
 *   HOP_FAULT_COUNT=FILE     how many calls of each kind there were, written at the end
 * Kinds: memory (malloc, calloc, realloc of the program itself), library (those of the libraries it
 * uses, the C library's among them), write (write, pwrite), fsync, rename, open, mmap.
 * SPDX-License-Identifier: MIT */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

enum kind { MEMORY, LIBRARY, WRITE, FSYNC, RENAME, OPEN, MMAP, KINDS };
static const char *const NAMES[KINDS] = {"memory", "library", "write", "fsync",
                                         "rename", "open",    "mmap"};

static atomic_long calls[KINDS];
static long failing[KINDS]; /* 0: none */
static atomic_bool ready;

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *block, size_t size);

__attribute__((constructor)) static void begin(void) {
    const char *fault = getenv("HOP_FAULT");
    for (int i = 0; fault && i < KINDS; i++) {
        const size_t length = strlen(NAMES[i]);
        if (strncmp(fault, NAMES[i], length) == 0 && fault[length] == ':')
            failing[i] = atol(fault + length + 1);
    }
    atomic_store(&ready, true);
}

__attribute__((destructor)) static void end(void) {
    const char *path = getenv("HOP_FAULT_COUNT");
    char line[64];
    atomic_store(&ready, false);
    if (!path) return;
    int file = (int)syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    for (int i = 0; i < KINDS && file >= 0; i++) {
        int length = snprintf(line, sizeof line, "%s %ld\n", NAMES[i], atomic_load(&calls[i]));
        (void)!syscall(SYS_write, file, line, (size_t)length);
    }
}

static bool fails(enum kind kind, int number) {
    if (kind == KINDS || !atomic_load(&ready) ||
        atomic_fetch_add(&calls[kind], 1) + 1 != failing[kind])
        return false;
    errno = number;
    return true;
}

/* Whether the program itself calls, or a library that it uses.  KINDS for libgfortran, which
 * OpenBLAS loads: it ends any program in which its own first allocations fail. */
static enum kind of_caller(const void *caller) {
    Dl_info own, theirs;
    static const void *entry;
    if (!entry) entry = (const void *)getauxval(AT_ENTRY);
    if (!dladdr(caller, &theirs) || !dladdr(entry, &own)) return LIBRARY;
    if (strstr(theirs.dli_fname, "libgfortran")) return KINDS;
    return own.dli_fbase == theirs.dli_fbase ? MEMORY : LIBRARY;
}

#define MEMORY_FAILS (atomic_load(&ready) && fails(of_caller(__builtin_return_address(0)), ENOMEM))

void *malloc(size_t size) {
    return MEMORY_FAILS ? NULL : __libc_malloc(size);
}

void *calloc(size_t count, size_t size) {
    return MEMORY_FAILS ? NULL : __libc_calloc(count, size);
}

void *realloc(void *block, size_t size) {
    return MEMORY_FAILS ? NULL : __libc_realloc(block, size);
}

ssize_t write(int file, const void *bytes, size_t size) {
    /* What is said on standard error is how a failure is told. */
    if (file != STDERR_FILENO && fails(WRITE, ENOSPC)) return -1;
    return syscall(SYS_write, file, bytes, size);
}

ssize_t pwrite(int file, const void *bytes, size_t size, off_t offset) {
    return fails(WRITE, EIO) ? -1 : syscall(SYS_pwrite64, file, bytes, size, offset);
}

int fsync(int file) {
    return fails(FSYNC, EIO) ? -1 : (int)syscall(SYS_fsync, file);
}

int rename(const char *from, const char *to) {
    return fails(RENAME, EACCES) ? -1 : (int)syscall(SYS_rename, from, to);
}

int renameat2(int a, const char *from, int b, const char *to, unsigned flags) {
    return fails(RENAME, EACCES) ? -1 : (int)syscall(SYS_renameat2, a, from, b, to, flags);
}

int open(const char *path, int flags, ...) {
    va_list rest;
    va_start(rest, flags);
    const unsigned mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, unsigned) : 0;
    va_end(rest);
    return fails(OPEN, EMFILE) ? -1 : (int)syscall(SYS_openat, AT_FDCWD, path, flags, mode);
}

void *mmap(void *at, size_t size, int rights, int flags, int file, off_t offset) {
    if (file >= 0 && fails(MMAP, ENOMEM)) return MAP_FAILED;
    return (void *)syscall(SYS_mmap, at, size, rights, flags, file, offset);
}
