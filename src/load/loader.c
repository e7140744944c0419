/* The table of loaders, and which of them reads what.
 * SPDX-License-Identifier: MIT */
#include "loader.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "../base/fail.h"
#include "../base/file.h"
#include "foreign.h"

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

/* "PNG, JPEG, PNM, folder, NPY ..., FILE.npz:NAME": a row a word, in capitals where it is an
 * ending. */
hop_status hop_loader_inputs(char **text) {
    hop_string all = {0};
    for (size_t i = 0; i < LOADER_COUNT; i++) {
        const hop_loader_row *loader = LOADERS[i];
        const int ending = (int)strcspn(loader->endings ? loader->endings : "", " ");
        hop_string_add(&all, "%s", i == 0 ? "" : i + 1 == LOADER_COUNT ? " or " : ", ");
        if (ending > 0)
            hop_string_add(&all, ".%.*s%s", ending, loader->endings,
                           loader->member ? "[:NAME]" : "");
        else
            hop_string_add(&all, "a %s", loader->row.name);
    }
    if (all.failed) {
        free(all.text);
        return hop_fail(HOP_E_MEMORY, "no memory for the list of loaders");
    }
    *text = all.text;
    return HOP_OK;
}

static hop_status not_recognised(const char *file) {
    char *known = NULL;
    HOP_TRY(hop_loader_inputs(&known));
    hop_status status = hop_fail(
        HOP_E_FORMAT, "%s: its first bytes are those of no file read here: %s", file, known);
    free(known);
    return status;
}

/* By content and not by ending, so that a misnamed file is read as what it is. */
hop_status hop_loader_find(const char *file, const hop_loader_row **loader) {
    unsigned char head[HOP_BYTES_HEAD];
    size_t got = 0;
    HOP_TRY(hop_bytes_head(file, head, &got));
    if (got == 0) return hop_fail(HOP_E_FORMAT, "%s: is empty (0 bytes)", file);
    HOP_TRY(hop_foreign_check(file, head, got));
    for (int guess = 0; guess <= 1; guess++)
        for (size_t i = 0; i < LOADER_COUNT; i++) {
            const hop_loader_row *row = LOADERS[i];
            if (row->guesses != guess || !row->recognise || !row->recognise(head, got)) continue;
            *loader = row;
            return HOP_OK;
        }
    return not_recognised(file);
}

static bool has_word(const char *words, const char *word) {
    for (const char *at = words; *at; at += strspn(at, " ")) {
        const size_t length = strcspn(at, " ");
        if (length == strlen(word) && strncasecmp(at, word, length) == 0) return true;
        at += length;
    }
    return false;
}

static const hop_loader_row *find_by_name(const char *file) {
    const char *dot = strrchr(file, '.');
    for (size_t i = 0; dot && i < LOADER_COUNT; i++)
        if (LOADERS[i]->endings && has_word(LOADERS[i]->endings, dot + 1)) return LOADERS[i];
    return NULL;
}

static hop_status add_folder(hop_inputs *inputs, const char *path) {
    static const hop_loader_finder FINDER = {hop_loader_find, find_by_name};
    for (size_t i = 0; i < LOADER_COUNT; i++)
        if (LOADERS[i]->expand) return LOADERS[i]->expand(path, &FINDER, inputs);
    return hop_fail(HOP_E_FORMAT, "%s: is a folder", path);
}

static hop_status add_path(hop_inputs *inputs, const char *path) {
    char *file = NULL;
    const char *member = NULL;
    const hop_loader_row *loader = NULL;
    if (hop_file_is_folder(path)) return add_folder(inputs, path);
    HOP_TRY(hop_inputs_split(path, &file, &member));
    hop_status status = hop_loader_find(file, &loader);
    if (status == HOP_OK && member && !loader->member)
        status = hop_fail(HOP_E_NAME, "%s: is a %s file, which has no part '%s'", file,
                          loader->row.name, member);
    if (status == HOP_OK) status = hop_inputs_add(inputs, file, NULL, member, loader);
    free(file);
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
