/* A small memory and its file, for the tests of saving, opening and verifying.
 * SPDX-License-Identifier: MIT */
#ifndef TESTS_MEMORY_SAVED_H
#define TESTS_MEMORY_SAVED_H

#include "fixture.h"
#include "memory/store_private.h"
#include <hopfield/store.h>

/* Three 2x1 pictures with names (the second without), and labels. */
FIXTURE hop_memory *small_memory(hop_dtype dtype) {
    hop_memory *memory = NULL;
    const double rows[6] = {0, 1, 0.2, 0.4, 0.6, 0.8};
    const char *names[3] = {"one", NULL, "three"};
    const int64_t labels[3] = {1, -2, 3};
    assert_int_equal(hop_memory_create((hop_shape){2, 1, 1, true}, dtype, HOP_PATTERNS, &memory),
                     HOP_OK);
    assert_int_equal(hop_memory_append(memory, rows, 3, names), HOP_OK);
    assert_int_equal(hop_memory_set_labels(memory, labels, 3), HOP_OK);
    hop_memory_set_background(memory, (double[]){1, 0.5, 0.1}, true);
    return memory;
}

FIXTURE const char *save_small(const char *name, hop_dtype dtype) {
    const char *path = in_folder(name);
    hop_memory *memory = small_memory(dtype);
    const hop_image_note notes[] = {{"command", "hopfield memory create \"x\""}};
    if (hop_memory_save(memory, path, notes, 1, true) != HOP_OK)
        fail_msg("%s", hop_status_detail());
    hop_memory_destroy(memory);
    return path;
}

/* Makes the checksums of a changed file right again, so that what else is wrong with it is seen. */
FIXTURE void sign_again(unsigned char *bytes, size_t size) {
    hop_safetensors file = {0};
    hop_store_chunks chunks = {0};
    char digits[HOP_STORE_DIGITS + 1];
    size_t at = 0;
    assert_int_equal(hop_safetensors_parse("f", bytes, size, &file), HOP_OK);
    const size_t header = HOP_SAFETENSORS_PREFIX + file.header;
    const hop_tensor *sums = hop_safetensors_find(&file, HOP_STORE_CHECKSUMS);
    assert_int_equal(hop_store_chunks_add(&chunks, bytes + header, sums->begin), HOP_OK);
    assert_int_equal(hop_store_chunks_finish(&chunks), HOP_OK);
    memcpy(bytes + header + sums->begin, chunks.digests, sums->end - sums->begin);
    assert_int_equal(
        hop_store_sign("f", bytes, header, chunks.digests, sums->end - sums->begin, digits),
        HOP_OK);
    assert_int_equal(hop_store_find_digits("f", bytes, header, &at), HOP_OK);
    memcpy(bytes + at, digits, HOP_STORE_DIGITS);
    hop_store_chunks_clear(&chunks);
    hop_safetensors_clear(&file);
}

/* The file's bytes with the first `from` in it replaced by `to`, equally long, and signed as if it
 * had been written so. */
FIXTURE const char *put_changed(const char *path, const char *name, const char *from,
                                const char *to) {
    unsigned char *bytes = NULL;
    size_t size = 0;
    assert_int_equal(strlen(from), strlen(to));
    assert_int_equal(hop_file_read(path, 1 << 20, &bytes, &size), HOP_OK);
    char *at = memmem(bytes, size, from, strlen(from));
    assert_non_null(at);
    memcpy(at, to, strlen(to));
    sign_again(bytes, size);
    const char *changed = put_file(name, bytes, size);
    free(bytes);
    return changed;
}

#endif
