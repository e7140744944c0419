/* The table of loaders, and which of them reads what.
 * SPDX-License-Identifier: MIT */
#include "loader.h"

#include <stdlib.h>
#include <string.h>

#include "../base/fail.h"
#include "../base/file.h"
#include "../base/text.h"

static const hop_loader_row *const LOADERS[] = {
#define ROW(name) &hop_loader_##name,
#include "loader_list.h"
#undef ROW
};

static const hop_row *const ROWS[] = {
#define ROW(name) &hop_loader_##name.row,
#include "loader_list.h"
#undef ROW
};

enum { LOADER_COUNT = sizeof LOADERS / sizeof *LOADERS };

static const hop_catalog CATALOG = {"loader", "loaders", ROWS, LOADER_COUNT};

const hop_catalog *hop_loader_catalog(void) {
    return &CATALOG;
}

static hop_status not_recognised(const char *file) {
    hop_string known = {0};
    for (size_t i = 0; i < LOADER_COUNT; i++)
        if (LOADERS[i]->recognise)
            hop_string_add(&known, "%s%s", known.length ? ", " : "", ROWS[i]->name);
    hop_status status = hop_fail(HOP_E_FORMAT,
                                 "%s: its first bytes are those of no file read here"
                                 " (%s)",
                                 file, known.text ? known.text : "");
    free(known.text);
    return status;
}

/* By content and not by ending, so that a misnamed file is read as what it is. */
static hop_status find_loader(const char *file, const hop_loader_row **loader) {
    unsigned char head[HOP_HEAD_SIZE];
    size_t got = 0;
    HOP_TRY(hop_file_head(file, head, sizeof head, &got));
    if (got == 0) return hop_fail(HOP_E_FORMAT, "%s: is empty (0 bytes)", file);
    for (size_t i = 0; i < LOADER_COUNT; i++)
        if (LOADERS[i]->recognise && LOADERS[i]->recognise(head, got)) {
            *loader = LOADERS[i];
            return HOP_OK;
        }
    return not_recognised(file);
}

/* The files of a folder are found by its loader; which loader reads each of them, by content. */
static hop_status add_folder(hop_inputs *inputs, const char *path) {
    const size_t first = inputs->count;
    hop_status status = hop_fail(HOP_E_FORMAT, "%s: is a folder", path);
    for (size_t i = 0; i < LOADER_COUNT; i++)
        if (LOADERS[i]->expand) status = LOADERS[i]->expand(path, inputs);
    for (size_t i = first; status == HOP_OK && i < inputs->count; i++)
        status = find_loader(inputs->list[i].file, &inputs->list[i].loader);
    return status;
}

/* The colon of "file:tensor": the first one with an existing file before it.  NULL without one, or
 * where the whole path is a file. */
static const char *find_colon(const char *path, char **file) {
    if (hop_file_exists(path)) return NULL;
    for (const char *colon = strchr(path, ':'); colon; colon = strchr(colon + 1, ':')) {
        char *before = strndup(path, (size_t)(colon - path));
        if (before && hop_file_exists(before) && !hop_file_is_folder(before)) {
            *file = before;
            return colon;
        }
        free(before);
    }
    return NULL;
}

static hop_status add_path(hop_inputs *inputs, const char *path) {
    char *before = NULL;
    const hop_loader_row *loader = NULL;
    if (hop_file_is_folder(path)) return add_folder(inputs, path);
    const char *colon = find_colon(path, &before);
    const char *file = before ? before : path;
    hop_status status = find_loader(file, &loader);
    if (status == HOP_OK && colon && !loader->has_tensors)
        status = hop_fail(HOP_E_NAME, "%s: is a %s file, which has no tensor '%s'", file,
                          loader->row.name, colon + 1);
    if (status == HOP_OK) status = hop_inputs_add(inputs, file, colon ? colon + 1 : NULL, loader);
    free(before);
    return status;
}

hop_status hop_inputs_find(const char *const *paths, size_t count, hop_inputs *inputs) {
    for (size_t i = 0; i < count; i++) {
        hop_status status = add_path(inputs, paths[i]);
        if (status == HOP_OK) continue;
        hop_inputs_clear(inputs);
        return status;
    }
    return HOP_OK;
}
