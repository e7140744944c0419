/* Names of files for patterns: their own, made harmless, short enough and different from each
 * other. SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "../base/utf8.h"
#include "folder.h"

/* File systems take names of 255 bytes; some are left for a number and an ending. */
enum { LONGEST = 200, NUMBER_ROOM = 24 };

/* Slashes, what steers a terminal, and what is no character become '_'; a cut name ends with a
 * whole one. */
static void clean(const char *name, char cleaned[LONGEST + 1]) {
    size_t to = 0;
    for (size_t length = 1; *name && to + length <= LONGEST; name += length) {
        uint32_t point = 0;
        const bool known = hop_utf8_decode(name, &point, &length);
        if (!known || hop_utf8_steers(point) || point == '/' || point == '\\') {
            cleaned[to++] = '_';
        } else if (to + length <= LONGEST) {
            memcpy(cleaned + to, name, length);
            to += length;
        } else {
            break;
        }
    }
    cleaned[to] = '\0';
}

static int by_name(const void *a, const void *b, void *context) {
    char **names = context;
    return strcmp(names[*(const size_t *)a], names[*(const size_t *)b]);
}

/* A number goes before the name, where it has none yet. */
static hop_status number(cli_file_names *all, size_t index, const char *own, const char *ending) {
    const size_t size = NUMBER_ROOM + strlen(own) + strlen(ending);
    char *made = NULL;
    HOP_TRY(hop_alloc(size, 1, "a file name", &made));
    snprintf(made, size, "%05zu%s%s%s", index, *own ? "-" : "", own, ending);
    free(all->names[index]);
    all->names[index] = made;
    all->numbered[index] = true;
    return HOP_OK;
}

static hop_status name_one(cli_file_names *all, const char *const *own, size_t index,
                           const char *ending, bool with_number) {
    char cleaned[LONGEST + 1];
    clean(own[index] ? own[index] : "", cleaned);
    if (with_number || cleaned[0] == '\0' || cleaned[0] == '.')
        return number(all, index, cleaned, ending);
    const size_t size = strlen(cleaned) + strlen(ending) + 1;
    HOP_TRY(hop_alloc(size, 1, "a file name", &all->names[index]));
    snprintf(all->names[index], size, "%s%s", cleaned, ending);
    return HOP_OK;
}

/* Numbers all that share a name; *again: there were some. */
static hop_status part(cli_file_names *all, const char *const *own, const char *ending,
                       size_t *order, bool *again) {
    for (size_t i = 0; i < all->count; i++) order[i] = i;
    qsort_r(order, all->count, sizeof *order, by_name, all->names);
    *again = false;
    for (size_t from = 0, to = 0; from < all->count; from = to) {
        while (to < all->count && strcmp(all->names[order[from]], all->names[order[to]]) == 0) to++;
        for (size_t i = from; to - from > 1 && i < to; i++) {
            if (all->numbered[order[i]]) continue;
            HOP_TRY(name_one(all, own, order[i], ending, true));
            *again = true;
        }
    }
    return HOP_OK;
}

/* Numbered names differ from each other, so that this ends. */
hop_status cli_file_names_make(const char *const *own, size_t count, const char *ending,
                               cli_file_names *names) {
    cli_file_names all = {.count = count};
    size_t *order = NULL;
    bool again = true;
    hop_status status = hop_alloc(all.count, sizeof *all.names, "file names", &all.names);
    if (status == HOP_OK)
        status = hop_alloc(all.count, sizeof *all.numbered, "file names", &all.numbered);
    if (status == HOP_OK) status = hop_alloc(all.count, sizeof *order, "file names", &order);
    for (size_t i = 0; i < all.count && status == HOP_OK; i++)
        status = name_one(&all, own, i, ending, false);
    while (again && status == HOP_OK) status = part(&all, own, ending, order, &again);
    free(order);
    if (status == HOP_OK)
        *names = all;
    else
        cli_file_names_clear(&all);
    return status;
}

hop_status cli_file_names_of(const hop_memory *memory, const char *ending, cli_file_names *names) {
    const size_t count = hop_memory_count(memory);
    const char **own = NULL;
    HOP_TRY(hop_alloc(count, sizeof *own, "names", &own));
    for (size_t i = 0; i < count; i++) own[i] = hop_memory_name(memory, i);
    hop_status status = cli_file_names_make(own, count, ending, names);
    free(own);
    return status;
}

void cli_file_names_clear(cli_file_names *names) {
    for (size_t i = 0; names->names && i < names->count; i++) free(names->names[i]);
    free(names->names);
    free(names->numbered);
    *names = (cli_file_names){0};
}

hop_status cli_file_path(const char *folder, const char *name, char **path) {
    const size_t size = strlen(folder) + strlen(name) + 2;
    char *made = NULL;
    HOP_TRY(hop_alloc(size, 1, "a file name", &made));
    snprintf(made, size, "%s/%s", folder, name);
    *path = made;
    return HOP_OK;
}
