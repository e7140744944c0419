/* Reading files whole, and mapping them.
 * SPDX-License-Identifier: MIT */
#include "file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "alloc.h"
#include "fail.h"

bool hop_file_exists(const char *path) {
    struct stat about;
    return stat(path, &about) == 0;
}

bool hop_file_is_folder(const char *path) {
    struct stat about;
    return stat(path, &about) == 0 && S_ISDIR(about.st_mode);
}

/* Opens a regular file and says how large it is. */
static hop_status open_regular(const char *path, int *descriptor, size_t *size) {
    int opened = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (opened < 0) return hop_fail_errno(HOP_E_READ, "%s", path);
    struct stat about;
    hop_status status = HOP_OK;
    if (fstat(opened, &about) != 0)
        status = hop_fail_errno(HOP_E_READ, "%s", path);
    else if (S_ISDIR(about.st_mode))
        status = hop_fail(HOP_E_READ, "%s: is a folder, a file was expected", path);
    else if (!S_ISREG(about.st_mode))
        status = hop_fail(HOP_E_READ, "%s: is not a regular file", path);
    if (status != HOP_OK) {
        close(opened);
        return status;
    }
    *descriptor = opened;
    *size = (size_t)about.st_size;
    return HOP_OK;
}

/* Reads until `size` bytes are there or the file ends. */
static hop_status read_all(const char *path, int descriptor, unsigned char *bytes, size_t size,
                           size_t *got) {
    size_t have = 0;
    while (have < size) {
        ssize_t more = read(descriptor, bytes + have, size - have);
        if (more < 0 && errno == EINTR) continue;
        if (more < 0) return hop_fail_errno(HOP_E_READ, "%s", path);
        if (more == 0) break;
        have += (size_t)more;
    }
    *got = have;
    return HOP_OK;
}

hop_status hop_file_read(const char *path, size_t limit, unsigned char **bytes, size_t *size) {
    int descriptor = -1;
    size_t expected = 0, got = 0;
    unsigned char *buffer = NULL;
    HOP_TRY(open_regular(path, &descriptor, &expected));
    hop_status status = HOP_OK;
    if (expected > limit)
        status = hop_fail(HOP_E_LIMIT, "%s: %zu bytes, the limit is %zu", path, expected, limit);
    if (status == HOP_OK) status = hop_alloc(expected, 1, path, &buffer);
    if (status == HOP_OK) status = read_all(path, descriptor, buffer, expected, &got);
    close(descriptor);
    if (status != HOP_OK) {
        free(buffer);
        return status;
    }
    *bytes = buffer;
    *size = got;
    return HOP_OK;
}

hop_status hop_file_take(const char *path, size_t most, unsigned char **bytes, size_t *size) {
    int descriptor = -1;
    size_t expected = 0;
    unsigned char *buffer = NULL;
    *bytes = NULL;
    *size = 0;
    HOP_TRY(open_regular(path, &descriptor, &expected));
    hop_status status = HOP_OK;
    if (expected > 0 && expected <= most) {
        status = hop_alloc(expected, 1, path, &buffer);
        if (status == HOP_OK) status = read_all(path, descriptor, buffer, expected, size);
    }
    close(descriptor);
    if (status == HOP_OK && *size > 0)
        *bytes = buffer;
    else
        free(buffer);
    return status;
}

hop_status hop_file_head(const char *path, unsigned char *bytes, size_t size, size_t *got) {
    int descriptor = -1;
    size_t expected = 0;
    HOP_TRY(open_regular(path, &descriptor, &expected));
    hop_status status = read_all(path, descriptor, bytes, size, got);
    close(descriptor);
    return status;
}

hop_status hop_file_map(const char *path, const unsigned char **bytes, size_t *size) {
    int descriptor = -1;
    size_t length = 0;
    HOP_TRY(open_regular(path, &descriptor, &length));
    if (length == 0) {
        close(descriptor);
        return hop_fail(HOP_E_FORMAT, "%s: is empty (0 bytes)", path);
    }
    void *mapped = mmap(NULL, length, PROT_READ, MAP_PRIVATE, descriptor, 0);
    int number = errno;
    close(descriptor);
    errno = number;
    if (mapped == MAP_FAILED) return hop_fail_errno(HOP_E_READ, "%s: cannot be mapped", path);
    *bytes = mapped;
    *size = length;
    return HOP_OK;
}

void hop_file_unmap(const unsigned char *bytes, size_t size) {
    if (bytes) munmap((void *)(uintptr_t)bytes, size);
}

/* In kernels from 5.14 on; others say EINVAL, and pages come as they are read. */
#ifndef MADV_POPULATE_READ
#define MADV_POPULATE_READ 22
#endif

void hop_file_expect(const unsigned char *bytes, size_t size) {
    const uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE), first = (uintptr_t)bytes / page * page;
    (void)madvise((void *)first, (uintptr_t)bytes + size - first, MADV_POPULATE_READ);
}

void hop_file_forget(const unsigned char *bytes, size_t size) {
    const uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
    const uintptr_t first = ((uintptr_t)bytes + page - 1) / page * page;
    const uintptr_t end = ((uintptr_t)bytes + size) / page * page;
    if (end > first) madvise((void *)first, end - first, MADV_DONTNEED);
}
