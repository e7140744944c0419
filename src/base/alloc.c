/* Checked allocation.
 * SPDX-License-Identifier: MIT */
#include "alloc.h"

#include <fcntl.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "fail.h"

bool hop_size_multiply(size_t a, size_t b, size_t *product) {
    size_t result = 0; /* the builtin stores the wrapped product, too */
    if (__builtin_mul_overflow(a, b, &result)) return false;
    *product = result;
    return true;
}

bool hop_size_add(size_t a, size_t b, size_t *sum) {
    size_t result = 0;
    if (__builtin_add_overflow(a, b, &result)) return false;
    *sum = result;
    return true;
}

static hop_status no_memory(size_t bytes, const char *what) {
    return hop_fail(HOP_E_MEMORY, "%s: %.1f MiB are needed and not to be had", what,
                    (double)bytes / (1024.0 * 1024.0));
}

/* ---- a limit of the whole process ---- */

static atomic_size_t most;

/* Asking takes some microseconds, which is nothing beside clearing so much. */
enum { SMALL = 1 << 20 };

void hop_alloc_limit(size_t bytes) {
    atomic_store(&most, bytes);
}

/* Bytes in memory that are no mapped file's; 0 where the system does not say.  proc(5): all pages,
 * those in memory, those of these that are shared. */
static size_t used(void) {
    char text[128];
    const int file = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
    const ssize_t got = file < 0 ? -1 : read(file, text, sizeof text - 1);
    if (file >= 0) close(file);
    if (got <= 0) return 0;
    text[got] = '\0';
    char *at = text;
    (void)strtoul(at, &at, 10);
    const size_t resident = strtoul(at, &at, 10), shared = strtoul(at, &at, 10);
    return (resident > shared ? resident - shared : 0) * (size_t)sysconf(_SC_PAGESIZE);
}

static hop_status check_limit(size_t bytes, const char *what) {
    const size_t limit = atomic_load(&most);
    if (limit == 0 || bytes < SMALL) return HOP_OK;
    const size_t have = used();
    if (have < limit && bytes <= limit - have) return HOP_OK;
    const double unit = 1024.0 * 1024.0;
    return hop_fail(HOP_E_LIMIT,
                    "%s: %.1f MiB are needed beside %.1f MiB in use, and %.1f MiB are allowed; "
                    "--max-memory allows more",
                    what, (double)bytes / unit, (double)have / unit, (double)limit / unit);
}

/* The bytes of an allocation, at least one. */
static hop_status bytes_of(size_t count, size_t size, const char *what, size_t *bytes) {
    if (!hop_size_multiply(count, size, bytes))
        return hop_fail(HOP_E_LIMIT, "%s: %zu times %zu bytes is more than any machine has", what,
                        count, size);
    if (*bytes == 0) *bytes = 1;
    return check_limit(*bytes, what);
}

/* Pages of 2 MiB where the system has them: touching much memory for the first time is most of what
 * a pass over a large picture costs.  What is not granted changes nothing. */
static void hugely(void *block, size_t bytes) {
    enum { HUGE = 2 << 20 };
    const uintptr_t first = ((uintptr_t)block + HUGE - 1) / HUGE * HUGE;
    const uintptr_t end = ((uintptr_t)block + bytes) / HUGE * HUGE;
    if (bytes >= 2 * HUGE && end > first) (void)madvise((void *)first, end - first, MADV_HUGEPAGE);
}

hop_status hop_alloc(size_t count, size_t size, const char *what, void *pointer) {
    size_t bytes = 0;
    HOP_TRY(bytes_of(count, size, what, &bytes));
    void *fresh = calloc(1, bytes);
    if (!fresh) return no_memory(bytes, what);
    hugely(fresh, bytes);
    memcpy(pointer, &fresh, sizeof fresh);
    return HOP_OK;
}

hop_status hop_realloc(size_t count, size_t size, const char *what, void *pointer) {
    size_t bytes = 0;
    HOP_TRY(bytes_of(count, size, what, &bytes));
    void *old = NULL;
    memcpy(&old, pointer, sizeof old);
    void *fresh = realloc(old, bytes);
    if (!fresh) return no_memory(bytes, what);
    hugely(fresh, bytes);
    memcpy(pointer, &fresh, sizeof fresh);
    return HOP_OK;
}

hop_status hop_copy_text(const char *text, char **copy) {
    *copy = NULL;
    if (!text) return HOP_OK;
    size_t size = strlen(text) + 1;
    HOP_TRY(hop_alloc(size, 1, "a name", copy));
    memcpy(*copy, text, size);
    return HOP_OK;
}

void *hop_align(void *block) {
    uintptr_t over = (uintptr_t)block % HOP_LINE;
    return (char *)block + (over > 0 ? HOP_LINE - over : 0);
}
