/* Folders of PNG files: those whose name ends in .png, in the order of their names' bytes.
 * Sub-folders are not entered, and names that start with a dot (other systems' leftovers) not read.
 * SPDX-License-Identifier: MIT */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "../base/file.h"
#include "loader.h"

static bool is_picture(const char *name) {
    const char *dot = strrchr(name, '.');
    return name[0] != '.' && dot && strcasecmp(dot, ".png") == 0;
}

static hop_status add_entry(const char *folder, const char *name, hop_inputs *found) {
    const size_t size = strlen(folder) + strlen(name) + 2;
    const bool slash = folder[strlen(folder) - 1] == '/';
    char *path = NULL;
    hop_status status = hop_alloc(size, 1, "a file name", &path);
    if (status != HOP_OK) return status;
    snprintf(path, size, "%s%s%s", folder, slash ? "" : "/", name);
    if (!hop_file_is_folder(path)) status = hop_inputs_add(found, path, NULL, NULL);
    free(path);
    return status;
}

static hop_status list_pictures(const char *folder, hop_inputs *found) {
    DIR *entries = opendir(folder);
    if (!entries) return hop_fail_errno(HOP_E_READ, "%s", folder);
    hop_status status = HOP_OK;
    while (status == HOP_OK) {
        errno = 0;
        const struct dirent *entry = readdir(entries);
        if (!entry && errno != 0) status = hop_fail_errno(HOP_E_READ, "%s", folder);
        if (!entry) break;
        if (is_picture(entry->d_name)) status = add_entry(folder, entry->d_name, found);
    }
    closedir(entries);
    return status;
}

static int by_bytes(const void *a, const void *b) {
    return strcmp(((const hop_input *)a)->file, ((const hop_input *)b)->file);
}

static hop_status expand(const char *path, hop_inputs *inputs) {
    hop_inputs found = {0};
    hop_status status = list_pictures(path, &found);
    if (status == HOP_OK && found.count == 0)
        status = hop_fail(HOP_E_EMPTY, "%s: there is no .png file in this folder", path);
    if (status == HOP_OK) qsort(found.list, found.count, sizeof *found.list, by_bytes);
    for (size_t i = 0; status == HOP_OK && i < found.count; i++)
        status = hop_inputs_add(inputs, found.list[i].file, NULL, NULL);
    hop_inputs_clear(&found);
    return status;
}

const hop_loader_row hop_loader_folder = {
    .row =
        {
            .name = "folder",
            .title = "folders of PNG files, in the order of their names; sub-folders are left out",
            .sources = "",
        },
    .expand = expand,
};
