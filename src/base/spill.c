/* Large blocks that may lie in a file.
 * SPDX-License-Identifier: MIT */
#include "spill.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "alloc.h"
#include "fail.h"

/* Stands in the bytes in front of a block, a line of the cache. */
typedef struct head {
    void *room;   /* what free() is given, in memory */
    size_t bytes; /* of the block, its head included where it is mapped */
    int file;     /* its file; -1: in memory */
} head;

enum { BEFORE = HOP_LINE };
_Static_assert(sizeof(head) <= BEFORE, "a head fits in front of a block");

static head *head_of(void *block) {
    return (head *)(void *)((char *)block - BEFORE);
}

static void *block_of(head *first) {
    return (char *)first + BEFORE;
}

/* Bytes of a block and of its head. */
static hop_status bytes_of(size_t count, size_t size, const char *what, size_t *bytes) {
    if (hop_size_multiply(count, size, bytes) && hop_size_add(*bytes, (size_t)2 * BEFORE, bytes))
        return HOP_OK;
    return hop_fail(HOP_E_LIMIT, "%s: %zu times %zu bytes is more than any machine has", what,
                    count, size);
}

static hop_status alloc_in_memory(size_t bytes, const char *what, head **made) {
    char *room = NULL;
    HOP_TRY(hop_alloc(bytes, 1, what, &room));
    head *first = hop_align(room);
    *first = (head){room, bytes, -1};
    *made = first;
    return HOP_OK;
}

#ifdef HOP_CORE_ONLY

void hop_spill_into(const char *folder) {
    (void)folder;
}

static bool goes_to_file(size_t bytes) {
    (void)bytes;
    return false;
}

static hop_status alloc_in_file(size_t bytes, const char *what, head **made) {
    return alloc_in_memory(bytes, what, made);
}

static hop_status grow_in_file(head **block, size_t bytes, const char *what) {
    (void)block, (void)bytes;
    return hop_fail(HOP_E_SUPPORT, "%s: there are no files here", what);
}

static void free_in_file(head *first) {
    (void)first;
}

#else

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

static const char *folder_of_files;

void hop_spill_into(const char *folder) {
    folder_of_files = folder;
}

static bool goes_to_file(size_t bytes) {
    return folder_of_files && bytes >= HOP_SPILL_LEAST;
}

/* The file has no name: it goes with the process, however that ends. */
static int open_file(void) {
    static const char LAST[] = "/.hopfield-XXXXXX";
    int file = open(folder_of_files, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (file >= 0 || (errno != EOPNOTSUPP && errno != EISDIR && errno != EINVAL)) return file;
    const size_t length = strlen(folder_of_files);
    char *name = malloc(length + sizeof LAST);
    if (!name) return -1;
    memcpy(name, folder_of_files, length);
    memcpy(name + length, LAST, sizeof LAST);
    file = mkostemp(name, O_CLOEXEC);
    if (file >= 0) unlink(name);
    free(name);
    return file;
}

/* Room on the disk is asked for at once: a page for which there is none would end the process. */
static hop_status make_room(int file, size_t bytes, const char *what) {
    int number = 0;
    do number = posix_fallocate(file, 0, (off_t)bytes);
    while (number == EINTR);
    if (number == 0) return HOP_OK;
    errno = number;
    return hop_fail_errno(HOP_E_WRITE, "%s: %.1f MiB of a temporary file in %s", what,
                          (double)bytes / (1024.0 * 1024.0), folder_of_files);
}

static hop_status alloc_in_file(size_t bytes, const char *what, head **made) {
    const int file = open_file();
    if (file < 0) return alloc_in_memory(bytes, what, made);
    hop_status status = make_room(file, bytes, what);
    void *mapped = MAP_FAILED;
    if (status == HOP_OK) {
        mapped = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
        if (mapped == MAP_FAILED)
            status = hop_fail_errno(HOP_E_MEMORY, "%s: cannot be mapped", what);
    }
    if (status != HOP_OK) {
        close(file);
        return status;
    }
    *made = mapped;
    **made = (head){NULL, bytes, file};
    return HOP_OK;
}

static hop_status grow_in_file(head **block, size_t bytes, const char *what) {
    head *first = *block;
    HOP_TRY(make_room(first->file, bytes, what));
    void *mapped = mremap(first, first->bytes, bytes, MREMAP_MAYMOVE);
    if (mapped == MAP_FAILED) return hop_fail_errno(HOP_E_MEMORY, "%s: cannot be mapped", what);
    *block = mapped;
    (*block)->bytes = bytes;
    return HOP_OK;
}

static void free_in_file(head *first) {
    close(first->file);
    munmap(first, first->bytes);
}

#endif

static hop_status make(size_t bytes, const char *what, head **made) {
    return goes_to_file(bytes) ? alloc_in_file(bytes, what, made)
                               : alloc_in_memory(bytes, what, made);
}

hop_status hop_spill_alloc(size_t count, size_t size, const char *what, void *pointer) {
    size_t bytes = 0;
    head *first = NULL;
    HOP_TRY(bytes_of(count, size, what, &bytes));
    HOP_TRY(make(bytes, what, &first));
    void *block = block_of(first);
    memcpy(pointer, &block, sizeof block);
    return HOP_OK;
}

/* In memory a block moves by realloc(), which may leave it elsewhere within its line. */
static hop_status grow_in_memory(head **block, size_t bytes, const char *what) {
    head *first = *block;
    char *room = first->room;
    const ptrdiff_t before = (char *)first - room;
    const size_t old = first->bytes < bytes ? first->bytes : bytes;
    HOP_TRY(hop_realloc(bytes, 1, what, &room));
    head *after = hop_align(room);
    memmove(after, room + before, old - BEFORE);
    *after = (head){room, bytes, -1};
    *block = after;
    return HOP_OK;
}

/* From memory into a file, once it is large. */
static hop_status move(head **block, size_t bytes, const char *what) {
    head *first = *block, *made = NULL;
    const size_t old = first->bytes < bytes ? first->bytes : bytes;
    HOP_TRY(make(bytes, what, &made));
    memcpy(block_of(made), block_of(first), old - (size_t)2 * BEFORE);
    free(first->room);
    *block = made;
    return HOP_OK;
}

hop_status hop_spill_realloc(size_t count, size_t size, const char *what, void *pointer) {
    void *block = NULL;
    size_t bytes = 0;
    memcpy(&block, pointer, sizeof block);
    if (!block) return hop_spill_alloc(count, size, what, pointer);
    HOP_TRY(bytes_of(count, size, what, &bytes));
    head *first = head_of(block);
    if (first->file >= 0)
        HOP_TRY(grow_in_file(&first, bytes, what));
    else if (goes_to_file(bytes))
        HOP_TRY(move(&first, bytes, what));
    else
        HOP_TRY(grow_in_memory(&first, bytes, what));
    block = block_of(first);
    memcpy(pointer, &block, sizeof block);
    return HOP_OK;
}

void hop_spill_free(void *block) {
    if (!block) return;
    head *first = head_of(block);
    if (first->file >= 0)
        free_in_file(first);
    else
        free(first->room);
}
