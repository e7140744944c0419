/* Writes the files of tools/hostile into a folder: make-hostile FOLDER.  The same at every run.
 * SPDX-License-Identifier: MIT */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <zlib.h>

#include "hostile/hostile.h"

const char *hostile_folder;

static void die(const char *what) {
    perror(what);
    exit(2);
}

void put(bytes *to, const void *from, size_t size) {
    if (size == 0) return;
    to->at = realloc(to->at, to->size + size);
    if (!to->at) die("make-hostile");
    memcpy(to->at + to->size, from, size);
    to->size += size;
}

void put_text(bytes *to, const char *format, ...) {
    char *text = NULL;
    va_list arguments;
    va_start(arguments, format);
    const int length = vasprintf(&text, format, arguments);
    va_end(arguments);
    if (length < 0) die("make-hostile");
    put(to, text, (size_t)length);
    free(text);
}

void put_big(bytes *to, uint64_t value, size_t size) {
    for (size_t i = size; i-- > 0;) put(to, &(uint8_t){(uint8_t)(value >> 8 * i)}, 1);
}

void put_little(bytes *to, uint64_t value, size_t size) {
    for (size_t i = 0; i < size; i++) put(to, &(uint8_t){(uint8_t)(value >> 8 * i)}, 1);
}

void put_same(bytes *to, uint8_t value, size_t count) {
    to->at = realloc(to->at, to->size + count + 1);
    if (!to->at) die("make-hostile");
    memset(to->at + to->size, value, count);
    to->size += count;
}

bytes packed(const bytes *plain, bool gzip) {
    bytes out = {0};
    z_stream stream = {0};
    if (deflateInit2(&stream, 9, Z_DEFLATED, gzip ? 31 : 15, 9, Z_DEFAULT_STRATEGY) != Z_OK)
        die("make-hostile");
    put_same(&out, 0, deflateBound(&stream, plain->size) + 64);
    stream.next_in = plain->at;
    stream.avail_in = (uInt)plain->size;
    stream.next_out = out.at;
    stream.avail_out = (uInt)out.size;
    if (deflate(&stream, Z_FINISH) != Z_STREAM_END) die("make-hostile");
    out.size -= stream.avail_out;
    deflateEnd(&stream);
    return out;
}

static void write_file(const bytes *file, size_t size, const char *name) {
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", hostile_folder, name);
    FILE *out = fopen(path, "wb");
    if (!out || fwrite(file->at ? (void *)file->at : "", 1, size, out) != size || fclose(out) != 0)
        die(path);
}

void emit(bytes *file, const char *name, ...) {
    char whole[256];
    va_list arguments;
    va_start(arguments, name);
    vsnprintf(whole, sizeof whole, name, arguments);
    va_end(arguments);
    write_file(file, file->size, whole);
    free(file->at);
    *file = (bytes){0};
}

/* Steele, Lea and Flood 2014: splitmix64. */
static uint64_t draw(uint64_t *state) {
    uint64_t z = *state += 0x9E3779B97F4A7C15u;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
    z = (z ^ z >> 27) * 0x94D049BB133111EBu;
    return z ^ z >> 31;
}

void emit_damaged(bytes *file, const char *stem, const char *ending) {
    enum { TIMES = 8 };
    char name[256];
    uint64_t state = 18;
    for (const char *c = stem; *c; c++) state = state * 31 + (uint8_t)*c;
    for (size_t i = 0; i < TIMES; i++) {
        snprintf(name, sizeof name, "%s-cut%zu.%s", stem, i, ending);
        write_file(file, file->size * i / TIMES, name);
        const size_t at = draw(&state) % file->size, from = file->at[at];
        file->at[at] = (uint8_t)(from + 1 + draw(&state) % 255);
        snprintf(name, sizeof name, "%s-changed%zu.%s", stem, i, ending);
        write_file(file, file->size, name);
        file->at[at] = (uint8_t)from;
    }
    emit(file, "%s.%s", stem, ending);
}

int main(int argc, char **argv) {
    if (argc != 2) {
        fputs("usage: make-hostile FOLDER\n", stderr);
        return 2;
    }
    hostile_folder = argv[1];
    mkdir(hostile_folder, 0777);
    hostile_png();
    hostile_pictures();
    hostile_arrays();
    hostile_packed();
    hostile_tables();
    hostile_tensors();
    return 0;
}
