/* Checksums of a memory's file, by chunks: made while it is written, compared by several threads.
 * SPDX-License-Identifier: MIT */
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "../base/file.h"
#include "../base/parallel.h"
#include "../base/text.h"
#include "store_private.h"

static hop_status close_chunk(hop_store_chunks *chunks) {
    if (chunks->count == chunks->capacity) {
        const size_t capacity = chunks->capacity ? 2 * chunks->capacity : 64;
        HOP_TRY(hop_realloc(capacity, HOP_DIGEST_BYTES, "checksums", &chunks->digests));
        chunks->capacity = capacity;
    }
    hop_checksum_digest(chunks->state, chunks->digests[chunks->count++]);
    hop_checksum_restart(chunks->state);
    chunks->filled = 0;
    return HOP_OK;
}

hop_status hop_store_chunks_add(hop_store_chunks *chunks, const void *bytes, size_t size) {
    const unsigned char *rest = bytes;
    if (!chunks->state) HOP_TRY(hop_checksum_create(&chunks->state));
    while (size > 0) {
        const size_t room = HOP_STORE_CHUNK - chunks->filled, some = size < room ? size : room;
        hop_checksum_add(chunks->state, rest, some);
        chunks->filled += some;
        rest += some;
        size -= some;
        if (chunks->filled == HOP_STORE_CHUNK) HOP_TRY(close_chunk(chunks));
    }
    return HOP_OK;
}

hop_status hop_store_chunks_finish(hop_store_chunks *chunks) {
    return chunks->filled > 0 ? close_chunk(chunks) : HOP_OK;
}

void hop_store_chunks_clear(hop_store_chunks *chunks) {
    if (chunks->state) hop_checksum_free(chunks->state);
    free(chunks->digests);
    *chunks = (hop_store_chunks){0};
}

/* A quote inside a JSON text is escaped, so the mark is found nowhere else. */
hop_status hop_store_find_digits(const char *path, const unsigned char *header, size_t size,
                                 size_t *at) {
    const unsigned char *mark = memmem(header, size, HOP_STORE_MARK, strlen(HOP_STORE_MARK));
    const size_t digits = mark ? (size_t)(mark - header) + strlen(HOP_STORE_MARK) : 0;
    if (!mark || digits + HOP_STORE_DIGITS > size)
        return hop_fail(HOP_E_FORMAT, "%s: has no checksum; it is no memory of this program", path);
    *at = digits;
    return HOP_OK;
}

hop_status hop_store_sign(const char *path, const unsigned char *header, size_t size,
                          const void *digests, size_t bytes, char digits[HOP_STORE_DIGITS + 1]) {
    static const char ZEROS[] = "00000000000000000000000000000000";
    hop_checksum *checksum = NULL;
    size_t at = 0;
    HOP_TRY(hop_store_find_digits(path, header, size, &at));
    HOP_TRY(hop_checksum_create(&checksum));
    hop_checksum_add(checksum, header, at);
    hop_checksum_add(checksum, ZEROS, HOP_STORE_DIGITS);
    hop_checksum_add(checksum, header + at + HOP_STORE_DIGITS, size - at - HOP_STORE_DIGITS);
    hop_checksum_add(checksum, digests, bytes);
    hop_checksum_finish(checksum, digits);
    return HOP_OK;
}

hop_status hop_store_version(const char *path, const hop_safetensors *file, int *version) {
    const char *text = hop_safetensors_note(file, "version");
    double number = 0;
    if (!text || !hop_text_parse_number(text, &number))
        return hop_fail(HOP_E_FORMAT,
                        "%s: its metadata has no version and no checksum; it is no memory of "
                        "this program",
                        path);
    if (number != 1 && number != HOP_STORE_VERSION)
        return hop_fail(HOP_E_FORMAT,
                        "%s: was written in version %s of the format, this program reads "
                        "versions 1 to %d; a newer hopfield reads it",
                        path, text, HOP_STORE_VERSION);
    *version = (int)number;
    return HOP_OK;
}

/* The digits that the header carries against those it should. */
static hop_status compare_digits(const char *path, const unsigned char *header, size_t size,
                                 const void *rest, size_t bytes) {
    char digits[HOP_STORE_DIGITS + 1];
    size_t at = 0;
    HOP_TRY(hop_store_sign(path, header, size, rest, bytes, digits));
    HOP_TRY(hop_store_find_digits(path, header, size, &at));
    if (memcmp(digits, header + at, HOP_STORE_DIGITS) == 0) return HOP_OK;
    return hop_fail(HOP_E_FORMAT, "%s: is damaged: its checksum is %s, it should be %.32s", path,
                    digits, (const char *)header + at);
}

/* So many chunks are compared between two words on progress: about a hundredth of a second. */
enum { BATCH = 32 };

/* Chunks of data [size] and their checksums; the threads share what they find. */
typedef struct comparing {
    const unsigned char *data;
    size_t size, first;
    const unsigned char *digests; /* HOP_DIGEST_BYTES each */
    atomic_size_t damaged;        /* the first chunk that is; SIZE_MAX: none */
} comparing;

static void compare_chunk(void *context, size_t index, size_t worker) {
    comparing *all = context;
    const size_t chunk = all->first + index, begin = chunk * HOP_STORE_CHUNK;
    const size_t rest = all->size - begin, size = rest < HOP_STORE_CHUNK ? rest : HOP_STORE_CHUNK;
    unsigned char digest[HOP_DIGEST_BYTES];
    (void)worker;
    if (atomic_load(&all->damaged) < chunk) return;
    hop_file_expect(all->data + begin, size);
    hop_digest_of(all->data + begin, size, digest);
    if (memcmp(digest, all->digests + chunk * sizeof digest, sizeof digest) == 0) return;
    size_t known = atomic_load(&all->damaged);
    while (chunk < known && !atomic_compare_exchange_weak(&all->damaged, &known, chunk)) {
    }
}

/* Those that hold bytes from ... end of the data [size]. */
static hop_status compare_chunks(const char *path, const unsigned char *data, size_t size,
                                 const void *digests, size_t from, size_t end,
                                 const hop_store_reading *reading) {
    comparing all = {.data = data,
                     .size = size,
                     .first = from / HOP_STORE_CHUNK,
                     .digests = digests,
                     .damaged = SIZE_MAX};
    const size_t chunks = (end + HOP_STORE_CHUNK - 1) / HOP_STORE_CHUNK;
    for (; all.first < chunks; all.first += BATCH) {
        const size_t some = chunks - all.first < BATCH ? chunks - all.first : BATCH;
        if (reading->progress &&
            reading->progress(reading->context, "checking MiB", all.first, chunks))
            return hop_fail(HOP_E_CANCELLED, "%s: cancelled while it was checked", path);
        hop_parallel_run(some, hop_parallel_threads(0), compare_chunk, &all);
        /* Who checks files of any size reads them once more, piece by piece. */
        const size_t begin = all.first * HOP_STORE_CHUNK, rest = size - begin;
        const size_t read = some * HOP_STORE_CHUNK;
        if (reading->check == HOP_CHECK_ALL)
            hop_file_forget(data + begin, read < rest ? read : rest);
    }
    const size_t damaged = atomic_load(&all.damaged);
    if (damaged == SIZE_MAX) return HOP_OK;
    return hop_fail(HOP_E_FORMAT,
                    "%s: is damaged: the checksum of its MiB %zu is not what was written", path,
                    damaged + 1);
}

bool hop_store_is_prepared(const hop_tensor *tensor) {
    return strncmp(tensor->name, HOP_STORE_PREPARED, strlen(HOP_STORE_PREPARED)) == 0;
}

static bool is_checked(const hop_tensor *tensor, hop_check check) {
    return tensor->end > tensor->begin && strcmp(tensor->name, HOP_STORE_PATTERNS) != 0 &&
           strcmp(tensor->name, HOP_STORE_CHECKSUMS) != 0 &&
           (check != HOP_CHECK_QUICK || !hop_store_is_prepared(tensor));
}

hop_status hop_store_check(const char *path, const unsigned char *bytes, size_t size,
                           const hop_safetensors *file, bool whole,
                           const hop_store_reading *reading) {
    const size_t header = HOP_SAFETENSORS_PREFIX + file->header;
    const hop_tensor *sums = hop_safetensors_find(file, HOP_STORE_CHECKSUMS);
    int version = 0;
    HOP_TRY(hop_store_version(path, file, &version));
    if (version == 1) {
        return compare_digits(path, bytes, header, bytes + header, size - header);
    }
    const size_t data = sums ? sums->begin : 0;
    const size_t chunks = (data + HOP_STORE_CHUNK - 1) / HOP_STORE_CHUNK;
    if (!sums || header + sums->end != size || sums->end - sums->begin != chunks * HOP_DIGEST_BYTES)
        return hop_fail(HOP_E_FORMAT, "%s: has no checksums for its data", path);
    HOP_TRY(
        compare_digits(path, bytes, header, bytes + header + sums->begin, sums->end - sums->begin));
    const unsigned char *begin = bytes + header, *digests = begin + sums->begin;
    if (whole) return compare_chunks(path, begin, data, digests, 0, data, reading);
    for (size_t i = 0; i < file->count; i++) {
        const hop_tensor *tensor = &file->tensors[i];
        if (is_checked(tensor, reading->check))
            HOP_TRY(
                compare_chunks(path, begin, data, digests, tensor->begin, tensor->end, reading));
    }
    return HOP_OK;
}
