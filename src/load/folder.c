/* Folders of pictures, in the order of their names' bytes.  Names that start with a dot (other
 * systems' leftovers) are not read.  Where pictures are in sub-folders alone, each sub-folder is a
 * class and its name the label of its pictures.
 * SPDX-License-Identifier: MIT */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "../base/file.h"
#include "loader.h"

/* Names that a remark lists. */
enum { LISTED_MOST = 6 };

/* Paths of a folder's files, or of its sub-folders, in order. */
typedef struct paths {
    char **list;
    size_t count, capacity;
} paths;

static void clear(const paths *p) {
    for (size_t i = 0; i < p->count; i++) free(p->list[i]);
    free(p->list);
}

static const char *last_part(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

static hop_status add_entry(const char *folder, const char *name, paths *files, paths *folders) {
    const size_t size = strlen(folder) + strlen(name) + 2;
    const bool slash = folder[strlen(folder) - 1] == '/';
    char *path = NULL;
    HOP_TRY(hop_alloc(size, 1, "a file name", &path));
    snprintf(path, size, "%s%s%s", folder, slash ? "" : "/", name);
    paths *to = hop_file_is_folder(path) ? folders : files;
    if (to->count == to->capacity) {
        const size_t capacity = to->capacity ? 2 * to->capacity : 16;
        hop_status status = hop_realloc(capacity, sizeof *to->list, "file names", &to->list);
        if (status != HOP_OK) {
            free(path);
            return status;
        }
        to->capacity = capacity;
    }
    to->list[to->count++] = path;
    return HOP_OK;
}

static int by_bytes(const void *a, const void *b) {
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static hop_status list_entries(const char *folder, paths *files, paths *folders) {
    DIR *entries = opendir(folder);
    if (!entries) return hop_fail_errno(HOP_E_READ, "%s", folder);
    hop_status status = HOP_OK;
    while (status == HOP_OK) {
        errno = 0;
        const struct dirent *entry = readdir(entries);
        if (!entry && errno != 0) status = hop_fail_errno(HOP_E_READ, "%s", folder);
        if (!entry) break;
        if (entry->d_name[0] != '.') status = add_entry(folder, entry->d_name, files, folders);
    }
    closedir(entries);
    if (files->count > 1) qsort(files->list, files->count, sizeof *files->list, by_bytes);
    if (folders->count > 1) qsort(folders->list, folders->count, sizeof *folders->list, by_bytes);
    return status;
}

/* ---- what was left out ---- */

typedef struct left_out {
    hop_string names;
    size_t count;
} left_out;

static void leave_out(left_out *left, const char *path) {
    if (left->count < LISTED_MOST)
        hop_string_add(&left->names, "%s%s", left->count ? ", " : "", last_part(path));
    else if (left->count == LISTED_MOST)
        hop_string_add(&left->names, ", ...");
    left->count++;
}

static void say_left_out(const char *folder, left_out *left, const char *what, hop_inputs *inputs) {
    if (left->count > 0)
        hop_load_remark(&inputs->remarks, "%s: left out %zu %s%s: %s", folder, left->count, what,
                        left->count == 1 ? "" : "s", left->names.text ? left->names.text : "");
    free(left->names.text);
    *left = (left_out){0};
}

/* ---- pictures ---- */

/* A picture becomes an input.  What only promises to be one by its name is broken; anything else is
 * left out, and said. */
static hop_status add_file(const char *file, const char *label, const hop_loader_finder *finder,
                           hop_inputs *inputs, left_out *left) {
    const hop_loader_row *loader = NULL, *promised = finder->by_name(file);
    if (access(file, F_OK) != 0 && errno == ENOENT) {
        hop_load_remark(&inputs->remarks, "left out %s: a link to a file that is not there", file);
        return HOP_OK;
    }
    hop_status status = finder->by_content(file, &loader);
    if (status == HOP_OK && loader->picture)
        return hop_inputs_add(inputs, file, label, NULL, loader);
    if (status == HOP_OK && promised && promised->picture)
        return hop_fail(HOP_E_FORMAT,
                        "%s: is no picture, whatever its name says; rename it or move it away",
                        file);
    if (status == HOP_OK)
        leave_out(left, file);
    else if (status == HOP_E_FORMAT && !(promised && promised->picture))
        hop_load_remark(&inputs->remarks, "left out %s", hop_status_detail());
    else
        return status;
    return HOP_OK;
}

static hop_status add_pictures(const paths *files, const char *label,
                               const hop_loader_finder *finder, hop_inputs *inputs,
                               left_out *left) {
    for (size_t i = 0; i < files->count; i++)
        HOP_TRY(add_file(files->list[i], label, finder, inputs, left));
    return HOP_OK;
}

static hop_status add_class(const char *folder, const hop_loader_finder *finder, hop_inputs *inputs,
                            left_out *left, left_out *deeper) {
    paths files = {0}, folders = {0};
    hop_status status = list_entries(folder, &files, &folders);
    if (status == HOP_OK) status = add_pictures(&files, last_part(folder), finder, inputs, left);
    for (size_t i = 0; i < folders.count; i++) leave_out(deeper, folders.list[i]);
    clear(&files);
    clear(&folders);
    return status;
}

static hop_status nothing_found(const char *folder, const paths *folders, const left_out *left,
                                const left_out *deeper) {
    if (deeper->count > 0)
        return hop_fail(HOP_E_EMPTY,
                        "%s: there is no picture in this folder or right below it; there are "
                        "folders in %s: name that",
                        folder, folders->list[0]);
    if (left->count > 0)
        return hop_fail(HOP_E_EMPTY,
                        "%s: there is no picture in this folder, but %zu other file%s: %s; what "
                        "holds patterns is named by itself",
                        folder, left->count, left->count == 1 ? "" : "s",
                        left->names.text ? left->names.text : "");
    return hop_fail(HOP_E_EMPTY, "%s: there is no picture in this folder", folder);
}

static hop_status expand_entries(const char *path, const paths *files, const paths *folders,
                                 const hop_loader_finder *finder, hop_inputs *inputs) {
    const size_t before = inputs->count;
    left_out left = {0}, deeper = {0};
    hop_status status = add_pictures(files, NULL, finder, inputs, &left);
    const bool classes = inputs->count == before;
    for (size_t i = 0; status == HOP_OK && i < folders->count; i++) {
        if (classes)
            status = add_class(folders->list[i], finder, inputs, &left, &deeper);
        else
            leave_out(&deeper, folders->list[i]);
    }
    if (status == HOP_OK && inputs->count == before)
        status = nothing_found(path, folders, &left, &deeper);
    say_left_out(path, &left, "file", inputs);
    say_left_out(path, &deeper, "sub-folder", inputs);
    return status;
}

static hop_status expand(const char *path, const hop_loader_finder *finder, hop_inputs *inputs) {
    paths files = {0}, folders = {0};
    hop_status status = list_entries(path, &files, &folders);
    if (status == HOP_OK) status = expand_entries(path, &files, &folders, finder, inputs);
    clear(&files);
    clear(&folders);
    return status;
}

const hop_loader_row hop_loader_folder = {
    .row =
        {
            .name = "folder",
            .title =
                "folder of pictures, in the order of their names; of sub-folders, a class each",
            .sources = "",
        },
    .expand = expand,
};
