/* What the end-to-end tests share: running in the test's folder, refusals, JSON, small pictures.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_TESTS_CLI_H
#define HOP_TESTS_CLI_H

#include <math.h>
#include <stdio.h>
#include <string.h>

#include <hopfield/image.h>
#include <hopfield/load.h>
#include <hopfield/memory.h>

#include "base/json.h"
#include "support/support.h"

#define HELPER __attribute__((unused)) static

#define PATTERNS   HOP_SOURCE_DIR "/patterns"
#define GLYPHS     PATTERNS "/glyphs"
#define PICTOGRAMS PATTERNS "/pictograms"

/* ---- running ---- */

/* The program in the test's folder. */
#define HERE(...) run_here((const char *const[]){__VA_ARGS__, NULL})
HELPER support_result run_here(const char *const *arguments) {
    support_options options = {.folder = support_folder()};
    return support_run(&options, arguments);
}

/* Runs it and expects status 0; what it said is lost. */
#define SUCCEEDS(...) succeeds((const char *const[]){__VA_ARGS__, NULL}, __FILE__, __LINE__)
HELPER void succeeds(const char *const *arguments, const char *file, int line) {
    support_result result = run_here(arguments);
    support_assert_status(&result, 0, file, line);
    support_result_clear(&result);
}

/* Expects that status, a sentence of the program with `part` in it on standard error, nothing on
 * standard output, and the folder as it was. */
#define REFUSES(status, part, ...) \
    refuses((const char *const[]){__VA_ARGS__, NULL}, status, part, __FILE__, __LINE__)
HELPER void refuses(const char *const *arguments, int status, const char *part, const char *file,
                    int line) {
    char *before = support_list(support_folder());
    support_result result = run_here(arguments);
    support_assert_status(&result, status, file, line);
    support_assert_contains(result.err, part, file, line);
    bool said = strncmp(result.err, "hopfield", 8) == 0 && strchr(result.err, '\n');
    if (!said || result.out_size > 0) {
        print_error("said:\n%s\nand on standard output:\n%s\n", result.err, result.out);
        _fail(file, line);
    }
    support_assert_folder(support_folder(), before, file, line);
    support_result_clear(&result);
    free(before);
}

/* ---- text ---- */

/* Whether the line has a path that no wrapping can make fit. */
HELPER bool has_long_word(const char *line, size_t most) {
    for (; *line && *line != '\n'; line += strspn(line, " ")) {
        size_t length = strcspn(line, " \n");
        if (length > most / 2) return true;
        line += length;
    }
    return false;
}

/* Fails if a line of UTF-8 text takes more than `most` columns. */
#define assert_narrow(text, most) check_narrow(text, most, __FILE__, __LINE__)
HELPER void check_narrow(const char *text, size_t most, const char *file, int line) {
    size_t columns = 0;
    const char *start = text;
    for (const char *c = text; *c; c++) {
        if (*c == '\n') {
            columns = 0;
            start = c + 1;
            continue;
        }
        if (((unsigned char)*c & 0xC0) != 0x80) columns++;
        if (columns <= most || has_long_word(start, most)) continue;
        print_error("more than %zu columns: %.*s\n", most, (int)strcspn(start, "\n"), start);
        _fail(file, line);
    }
}

HELPER size_t count_of(const char *text, const char *part) {
    size_t count = 0;
    for (const char *at = strstr(text, part); at; at = strstr(at + strlen(part), part)) count++;
    return count;
}

/* ---- JSON ---- */

HELPER hop_json *parse_json(const char *text) {
    hop_json *document = NULL;
    if (hop_json_parse("standard output", text, strlen(text), &document) != HOP_OK)
        fail_msg("%s in:\n%s", hop_status_detail(), text);
    return document;
}

/* recall ... --format json in the test's folder, parsed; hop_json_free() it. */
#define RECALL_JSON(...) \
    recall_json((const char *const[]){"recall", __VA_ARGS__, "--format", "json", NULL})
HELPER hop_json *recall_json(const char *const *arguments) {
    support_result result = run_here(arguments);
    assert_status(result, 0);
    hop_json *document = parse_json(result.out);
    support_result_clear(&result);
    return document;
}

HELPER const hop_json *member(const hop_json *object, const char *key) {
    const hop_json *value = hop_json_get(object, key);
    if (!value) fail_msg("no member '%s'", key);
    return value;
}

HELPER double number_of(const hop_json *object, const char *key) {
    double number = NAN;
    if (!hop_json_number(member(object, key), &number)) fail_msg("'%s' is no number", key);
    return number;
}

HELPER int64_t whole_of(const hop_json *object, const char *key) {
    int64_t number = 0;
    if (!hop_json_whole(member(object, key), &number)) fail_msg("'%s' is not whole", key);
    return number;
}

HELPER const char *word_of(const hop_json *object, const char *key) {
    const char *word = hop_json_string(member(object, key));
    if (!word) fail_msg("'%s' is no string", key);
    return word;
}

/* Whether the member is written so: "null", "true", "12". */
HELPER bool member_is(const hop_json *object, const char *key, const char *written) {
    char *text = NULL, wanted[200];
    assert_int_equal(hop_json_print(object, false, &text), HOP_OK);
    snprintf(wanted, sizeof wanted, "\"%s\":%s", key, written);
    const char *found = strstr(text, wanted);
    bool is = found && strchr(",}", found[strlen(wanted)]);
    free(text);
    return is;
}

HELPER const hop_json *query_at(const hop_json *document, size_t index) {
    const hop_json *query = hop_json_at(member(document, "queries"), index);
    assert_non_null(query);
    return query;
}

/* ---- files ---- */

/* A PNG in the test's folder whose samples are all `value`, alpha (of 2 or 4 channels) `alpha`. */
HELPER const char *put_picture(const char *name, size_t width, size_t height, size_t channels,
                               float value, float alpha) {
    hop_image image = {0};
    const char *path = support_path("%s", name);
    assert_int_equal(hop_image_create(width, height, channels, &image), HOP_OK);
    for (size_t i = 0; i < width * height * channels; i++)
        image.samples[i] = channels % 2 == 0 && (i + 1) % channels == 0 ? alpha : value;
    assert_int_equal(hop_image_write(&image, path, NULL, 0, true), HOP_OK);
    hop_image_clear(&image);
    return path;
}

/* [count x dim] as f64 .npy in the test's folder. */
HELPER const char *put_npy(const char *name, const double *values, size_t count, size_t dim) {
    const char *path = support_path("%s", name);
    assert_int_equal(hop_npy_write(path, values, count, dim, HOP_F64, true), HOP_OK);
    return path;
}

HELPER void assert_same_files(const char *a, const char *b) {
    size_t size_a = 0, size_b = 0;
    char *bytes_a = support_read(a, &size_a), *bytes_b = support_read(b, &size_b);
    if (size_a != size_b || memcmp(bytes_a, bytes_b, size_a) != 0)
        fail_msg("%s differs from %s", a, b);
    free(bytes_a);
    free(bytes_b);
}

HELPER hop_image read_picture(const char *path) {
    hop_image image = {0};
    if (hop_image_read(path, NULL, &image) != HOP_OK) fail_msg("%s", hop_status_detail());
    return image;
}

#endif
