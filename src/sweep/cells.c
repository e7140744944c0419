/* Cells on disk.
 *
 *     hopfield-cells 1 <tab> IDENTITY <tab> CHECKSUM
 *     INDEX LINES MEASURES NUMBER ... CHECKSUM
 *
 * SPDX-License-Identifier: MIT */
#include "cells.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "../base/alloc.h"
#include "../base/checksum.h"
#include "../base/fail.h"
#include "../base/file.h"
#include "../base/text.h"

static const char MAGIC[] = "hopfield-cells 1\t";

/* Seconds of work that a power cut may cost. */
static const double SYNC_SECONDS = 2;

enum { CHECKSUM_SIZE = 32, FILE_MAX = 1 << 30, HEAD_MAX = 1 << 16 };

static double seconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

/* ---- writing ---- */

/* Puts `separator`, the checksum of everything from `from` on, and the line's end behind it. */
static void seal(hop_string *out, size_t from, char separator) {
    char sum[33];
    if (out->failed) return;
    hop_checksum_of(out->text + from, out->length - from, sum);
    hop_string_add(out, "%c%s\n", separator, sum);
}

static void print_head(hop_string *out, const char *identity) {
    hop_string_add(out, "%s%s", MAGIC, identity);
    seal(out, 0, '\t');
}

static void print_cell(hop_string *out, const hop_finished *result, size_t measures) {
    size_t from = out->length;
    hop_string_add(out, "%llu %zu %zu", (unsigned long long)result->index, result->lines.count,
                   measures);
    for (size_t k = 0; k < result->lines.count * measures; k++) {
        char number[32];
        hop_text_number(((const double *)result->lines.all)[k], number);
        hop_string_add(out, " %s", number);
    }
    seal(out, from, ' ');
}

static hop_status write_all(int descriptor, const char *path, const char *bytes, size_t size) {
    ssize_t done = 0;
    do done = write(descriptor, bytes, size);
    while (done < 0 && errno == EINTR);
    if (done < 0) return hop_fail_errno(HOP_E_WRITE, "%s", path);
    /* Half a line is cut off by the next run. */
    if ((size_t)done < size)
        return hop_fail(HOP_E_WRITE, "%s: no space left; the same command goes on once there is",
                        path);
    return HOP_OK;
}

hop_status hop_cells_append(hop_cells *cells, const hop_finished *result, size_t measures) {
    hop_string line = {0};
    print_cell(&line, result, measures);
    hop_status status = line.failed
                            ? hop_fail(HOP_E_MEMORY, "%s: no memory for a line", cells->path)
                            : write_all(cells->descriptor, cells->path, line.text, line.length);
    free(line.text);
    if (status == HOP_OK && seconds() - cells->synced > SYNC_SECONDS) {
        if (fdatasync(cells->descriptor) != 0)
            status = hop_fail_errno(HOP_E_WRITE, "%s", cells->path);
        cells->synced = seconds();
    }
    return status;
}

hop_status hop_cells_print(const char *identity, const hop_results *results, size_t measures,
                           char **text, size_t *size) {
    hop_string out = {0};
    print_head(&out, identity);
    for (size_t i = 0; i < results->count; i++) print_cell(&out, &results->all[i], measures);
    if (out.failed) {
        free(out.text);
        return hop_fail(HOP_E_MEMORY, "there is not enough memory for %zu cells", results->count);
    }
    *text = out.text;
    *size = out.length;
    return HOP_OK;
}

/* ---- reading ---- */

/* Whether the line [length] ends with `separator` and the checksum of what is before; cuts it off.
 */
static bool unseal(char *line, size_t length, char separator) {
    char sum[33];
    if (length < CHECKSUM_SIZE + 1) return false;
    char *mark = line + length - CHECKSUM_SIZE - 1;
    if (*mark != separator) return false;
    hop_checksum_of(line, (size_t)(mark - line), sum);
    if (memcmp(sum, mark + 1, CHECKSUM_SIZE) != 0) return false;
    *mark = '\0';
    return true;
}

/* Reads a sealed line; its numbers are as many as it says or it is not one of ours. */
static bool parse_cell(char *line, hop_finished *result, hop_status *status) {
    unsigned long long index = 0;
    size_t count = 0, measures = 0, total = 0;
    char *rest = NULL;
    char *words[3];
    for (int i = 0; i < 3; i++) {
        words[i] = strtok_r(i == 0 ? line : NULL, " ", &rest);
        if (!words[i]) return false;
    }
    index = strtoull(words[0], NULL, 10);
    count = (size_t)strtoull(words[1], NULL, 10);
    measures = (size_t)strtoull(words[2], NULL, 10);
    /* Every number takes two bytes at least, so a line cannot declare more than it holds. */
    if (!hop_size_multiply(count, measures, &total) || total > strlen(rest) / 2 + 1) return false;
    double *values = NULL;
    *status = hop_alloc(total, sizeof *values, "a cell", &values);
    if (*status != HOP_OK) return false;
    for (size_t k = 0; k < total; k++) {
        char *word = strtok_r(NULL, " ", &rest);
        if (!word || !hop_text_parse_number(word, &values[k])) {
            free(values);
            return false;
        }
    }
    *result = (hop_finished){.index = index, .lines = {.count = count, .all = values}};
    return true;
}

static hop_status add_cell(hop_results *results, size_t *room, const hop_finished *result) {
    if (results->count == *room) {
        size_t more = *room ? 2 * *room : 64;
        HOP_TRY(hop_realloc(more, sizeof *results->all, "cells", &results->all));
        *room = more;
    }
    results->all[results->count++] = *result;
    return HOP_OK;
}

/* Lines from `text` [size] on, which begins at byte found->whole of the file. */
static hop_status parse_cells(const char *path, char *text, size_t size, hop_cells_found *found) {
    size_t room = 0, number = 2;
    for (char *line = text; size > 0; number++) {
        char *end = memchr(line, '\n', size);
        size_t length = end ? (size_t)(end - line) : size;
        hop_status status = HOP_OK;
        hop_finished result = {0};
        bool good = end && unseal(line, length, ' ') && parse_cell(line, &result, &status);
        if (status != HOP_OK) return status;
        if (!good && end && length + 1 < size)
            return hop_fail(HOP_E_FORMAT,
                            "%s: line %zu is damaged; remove that line, and its cell is computed "
                            "again",
                            path, number);
        if (!good) {
            found->torn = size;
            return HOP_OK;
        }
        HOP_TRY(add_cell(&found->results, &room, &result));
        found->whole += length + 1;
        line += length + 1;
        size -= length + 1;
    }
    return HOP_OK;
}

/* The first line [length], in which an identity stands between the magic and the seal: it is cut to
 * a text; NULL where there is none. */
static const char *identity_in(char *line, size_t length) {
    const size_t magic = sizeof MAGIC - 1;
    if (length < magic || memcmp(line, MAGIC, magic) != 0) return NULL;
    /* The seal covers the magic, so its separator may be the magic's own. */
    if (!unseal(line, length, '\t') || strlen(line) < magic) return NULL;
    return line + magic;
}

/* What begins as the head does but has no end was torn before a first cell. */
static hop_status parse_file(const char *path, char *text, size_t size, hop_cells_found *found) {
    size_t magic = sizeof MAGIC - 1, seen = size < magic ? size : magic;
    char *end = memchr(text, '\n', size);
    if (memcmp(text, MAGIC, seen) != 0)
        return hop_fail(HOP_E_FORMAT,
                        "%s: is not a file of finished cells, as --shard writes them; name another",
                        path);
    if (!end) {
        found->torn = size;
        return HOP_OK;
    }
    size_t length = (size_t)(end - text);
    const char *identity = identity_in(text, length);
    if (!identity)
        return hop_fail(HOP_E_FORMAT, "%s: its first line is damaged; remove the file", path);
    HOP_TRY(hop_copy_text(identity, &found->identity));
    found->whole = length + 1;
    HOP_TRY(parse_cells(path, end + 1, size - length - 1, found));
    hop_results_unite(&found->results);
    return HOP_OK;
}

hop_status hop_cells_read(const char *path, hop_cells_found *found) {
    unsigned char *bytes = NULL;
    size_t size = 0;
    hop_cells_found read = {0};
    HOP_TRY(hop_file_read(path, FILE_MAX, &bytes, &size));
    hop_status status = HOP_OK;
    if (size > 0) status = parse_file(path, (char *)bytes, size, &read);
    free(bytes);
    if (status != HOP_OK)
        hop_cells_found_clear(&read);
    else
        *found = read;
    return status;
}

hop_status hop_cells_identity(const char *path, char **identity) {
    char *head = NULL;
    size_t got = 0;
    *identity = NULL;
    if (!hop_file_exists(path)) return HOP_OK;
    HOP_TRY(hop_alloc(HEAD_MAX, 1, "the head of a file", &head));
    hop_status status = hop_file_head(path, (unsigned char *)head, HEAD_MAX, &got);
    char *end = status == HOP_OK ? memchr(head, '\n', got) : NULL;
    const char *found = end ? identity_in(head, (size_t)(end - head)) : NULL;
    if (found) status = hop_copy_text(found, identity);
    free(head);
    return status;
}

void hop_cells_found_clear(hop_cells_found *found) {
    free(found->identity);
    hop_results_clear(&found->results);
    *found = (hop_cells_found){0};
}

/* ---- opening ---- */

/* The field at `text`, up to a tab. */
static size_t field_length(const char *text) {
    return strcspn(text, "\t");
}

hop_status hop_cells_compare(const char *path, const char *found, const char *wanted,
                             const char *advice) {
    while (*found || *wanted) {
        size_t a = field_length(found), b = field_length(wanted);
        if (a != b || memcmp(found, wanted, a) != 0)
            return hop_fail(HOP_E_FORMAT, "%s: holds cells of %.*s, and this is %.*s; %s", path,
                            (int)a, found, (int)b, wanted, advice);
        found += a + (found[a] ? 1 : 0);
        wanted += b + (wanted[b] ? 1 : 0);
    }
    return HOP_OK;
}

static hop_status begin(hop_cells *cells, const char *identity) {
    hop_string head = {0};
    print_head(&head, identity);
    hop_status status = HOP_OK;
    if (head.failed) status = hop_fail(HOP_E_MEMORY, "%s: no memory for a line", cells->path);
    if (status == HOP_OK && ftruncate(cells->descriptor, 0) != 0)
        status = hop_fail_errno(HOP_E_WRITE, "%s", cells->path);
    if (status == HOP_OK)
        status = write_all(cells->descriptor, cells->path, head.text, head.length);
    free(head.text);
    return status;
}

/* Takes over what is in the locked file. */
static hop_status resume(hop_cells *cells, const char *identity, bool restart,
                         hop_cells_found *found) {
    hop_status status = hop_cells_read(cells->path, found);
    if (status == HOP_OK && found->identity)
        status = hop_cells_compare(cells->path, found->identity, identity,
                                   "choose another -o, or --force to begin anew");
    if (status == HOP_E_FORMAT && restart) {
        hop_cells_found_clear(found);
        return begin(cells, identity);
    }
    HOP_TRY(status);
    if (!found->identity) return begin(cells, identity);
    if (found->torn > 0 && ftruncate(cells->descriptor, (off_t)found->whole) != 0)
        return hop_fail_errno(HOP_E_WRITE, "%s", cells->path);
    return HOP_OK;
}

hop_status hop_cells_open(const char *path, const char *identity, bool restart, hop_cells *cells,
                          hop_cells_found *found) {
    struct stat about;
    hop_cells_found read = {0};
    if (stat(path, &about) == 0 && !S_ISREG(about.st_mode))
        return hop_fail(HOP_E_WRITE, "%s: is not a regular file and is left alone", path);
    hop_cells open_cells = {.path = path, .synced = seconds()};
    open_cells.descriptor = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
    if (open_cells.descriptor < 0) return hop_fail_errno(HOP_E_WRITE, "%s", path);
    hop_status status = HOP_OK;
    if (flock(open_cells.descriptor, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK)
        status = hop_fail(HOP_E_EXISTS, "%s: another run is using it; let it finish", path);
    if (status == HOP_OK) status = resume(&open_cells, identity, restart, &read);
    if (status != HOP_OK) {
        hop_cells_found_clear(&read);
        close(open_cells.descriptor);
        return status;
    }
    *cells = open_cells;
    *found = read;
    return HOP_OK;
}

hop_status hop_cells_close(hop_cells *cells) {
    int failed = fsync(cells->descriptor) != 0;
    failed = close(cells->descriptor) != 0 || failed;
    cells->descriptor = -1;
    return failed ? hop_fail_errno(HOP_E_WRITE, "%s", cells->path) : HOP_OK;
}
