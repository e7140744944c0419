/* Files made to do harm, their inner sums right so that they are read as far as they can be.
 * SPDX-License-Identifier: MIT */
#ifndef HOSTILE_H
#define HOSTILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Bytes that grow; zeros make an empty one. */
typedef struct bytes {
    uint8_t *at;
    size_t size;
} bytes;

void put(bytes *to, const void *from, size_t size);
void put_text(bytes *to, const char *format, ...) __attribute__((format(printf, 2, 3)));
void put_big(bytes *to, uint64_t value, size_t size);    /* the most significant byte first */
void put_little(bytes *to, uint64_t value, size_t size); /* the least */
void put_same(bytes *to, uint8_t value, size_t count);

/* zlib's or gzip's format around these bytes. */
bytes packed(const bytes *plain, bool gzip);

/* Writes the file NAME and frees the bytes. */
void emit(bytes *file, const char *name, ...) __attribute__((format(printf, 2, 3)));

/* The same, and then copies of it: cut at eight places, and with one byte changed at eight others,
 * which the name and a fixed seed choose. */
void emit_damaged(bytes *file, const char *stem, const char *ending);

/* The folder that files are written to. */
extern const char *hostile_folder;

void hostile_png(void);
void hostile_pictures(void);
void hostile_arrays(void);
void hostile_packed(void);
void hostile_tables(void);
void hostile_tensors(void);

#endif
