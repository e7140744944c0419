/* Finding the pictures that came with the program.
 * SPDX-License-Identifier: MIT */
#include "built_in.h"

#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "../base/file.h"

hop_status cli_built_in(const char *usage, char **folder) {
    static const char *const PLACES[] = {"../patterns/pictograms",
                                         "../share/hopfield/patterns/pictograms",
                                         "../../patterns/pictograms"};
    static const char HERE[] = "patterns/pictograms";
    char program[4096];
    ssize_t length = readlink("/proc/self/exe", program, sizeof program - 1);
    if (length > 0) {
        program[length] = '\0';
        char *beside = dirname(program);
        for (size_t i = 0; i < sizeof PLACES / sizeof *PLACES; i++) {
            size_t size = strlen(beside) + strlen(PLACES[i]) + 2;
            HOP_TRY(hop_alloc(size, 1, "a folder name", folder));
            snprintf(*folder, size, "%s/%s", beside, PLACES[i]);
            if (hop_file_is_folder(*folder)) return HOP_OK;
            free(*folder);
            *folder = NULL;
        }
    }
    if (hop_file_is_folder(HERE)) return hop_copy_text(HERE, folder);
    return hop_fail(HOP_E_READ,
                    "the built-in pictures were not found beside the program; "
                    "name a folder of pictures: %s",
                    usage);
}
