/* Names that are not there as they are given, and are in a folder that came with the program.
 * SPDX-License-Identifier: MIT */
#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "../base/file.h"
#include "../base/text.h"
#include "loader.h"

/* A plain name: not one that says where it is. */
static bool may_be_elsewhere(const char *path) {
    return *path && *path != '/' && *path != '.' && !strstr(path, "..");
}

/* The file in the folder, or in its folder of patterns; NULL: neither is there. */
static hop_status look(const char *folder, const char *path, char **found) {
    static const char *const BETWEEN[] = {"/", "/patterns/"};
    for (size_t i = 0; i < sizeof BETWEEN / sizeof *BETWEEN; i++) {
        hop_string name = {0};
        hop_string_add(&name, "%s%s%s", folder, BETWEEN[i], path);
        if (name.failed) {
            free(name.text);
            return hop_fail(HOP_E_MEMORY, "there is no memory for a file name");
        }
        if (hop_file_exists(name.text)) {
            *found = name.text;
            return HOP_OK;
        }
        free(name.text);
    }
    return HOP_OK;
}

static int is_shown(const struct dirent *entry) {
    return !strchr(entry->d_name, '.');
}

/* Neither here nor there: says what is there. */
static hop_status not_found(const char *folder, const char *path) {
    struct dirent **entries = NULL;
    hop_string place = {0}, names = {0};
    hop_string_add(&place, "%s/patterns", folder);
    const int count = place.failed ? 0 : scandir(place.text, &entries, is_shown, alphasort);
    for (int i = 0; i < count; i++) {
        hop_string_add(&names, "%s%s", i ? ", " : "", entries[i]->d_name);
        free(entries[i]);
    }
    free(entries);
    hop_status status =
        hop_fail(HOP_E_READ, "%s: No such file or directory%s%s", path,
                 count > 0 ? ", and no such pictures came with the program, which has " : "",
                 count > 0 && names.text ? names.text : "");
    free(place.text);
    free(names.text);
    return status;
}

hop_status hop_load_elsewhere(hop_load *load, const char *const *paths, size_t count,
                              char ***found) {
    const char *folder = load->options->elsewhere;
    HOP_TRY(hop_alloc(count, sizeof **found, "file names", found));
    for (size_t i = 0; i < count; i++) {
        char *file = NULL;
        const char *member = NULL;
        HOP_TRY(hop_inputs_split(paths[i], &file, &member));
        bool here = hop_file_exists(file);
        free(file);
        const bool elsewhere = !here && folder && may_be_elsewhere(paths[i]);
        if (elsewhere) HOP_TRY(look(folder, paths[i], &(*found)[i]));
        if (elsewhere && !(*found)[i] && !strpbrk(paths[i], "./:"))
            return not_found(folder, paths[i]);
        if ((*found)[i])
            hop_load_remark(&load->remarks, "%s: what came with the program is taken, %s", paths[i],
                            (*found)[i]);
        else
            HOP_TRY(hop_copy_text(paths[i], &(*found)[i]));
    }
    return HOP_OK;
}
