/* Text: nearest names, numbers that read back equal, growing strings.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_BASE_TEXT_H
#define HOP_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include <hopfield/status.h>

/* Letters to insert, delete, replace or swap to make `b` of `a` (Damerau 1964), case ignored. */
size_t hop_text_distance(const char *a, const char *b);

/* Which of names [count] a mistyped `name` most likely meant; NULL if none is near. */
const char *hop_text_nearest(const char *name, const char *const *names, size_t count);

/* The shortest decimal number that reads back equal, whatever the locale: "0.1", "1e-30", "nan";
 * whole numbers below 1e7 without an exponent: "20". */
void hop_text_number(double value, char text[32]);

/* Reads all of `text` as a number, whatever the locale; false if it is none. */
bool hop_text_parse_number(const char *text, double *value);

/* The ending of a counted word: "1 number", "2 numbers". */
static inline const char *hop_text_s(size_t count) {
    return count == 1 ? "" : "s";
}

/* Bytes for people, three digits: "1.5 GiB", "312 MiB", "0 KiB"; "over 1000 EiB". */
enum { HOP_TEXT_BYTES = 32 };
void hop_text_bytes(double bytes, char text[HOP_TEXT_BYTES]);

/* A string that grows; zeros make an empty one.  Release with free(string.text). */
typedef struct hop_string {
    char *text; /* zero-terminated; NULL while empty */
    size_t length, capacity;
    bool failed; /* out of memory: further additions are ignored */
} hop_string;

void hop_string_add(hop_string *string, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void hop_string_add_bytes(hop_string *string, const char *bytes, size_t size);

#endif
