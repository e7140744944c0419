/* argp leaves unknown options to getopt, which does not say what is near.
 * SPDX-License-Identifier: MIT */
#include "misspelt.h"

#include <stdio.h>
#include <string.h>

#include "../base/text.h"

enum { OPTIONS_MOST = 128 };

typedef struct option_names {
    const char *names[OPTIONS_MOST];
    size_t count;
} option_names;

static void collect(const struct argp *argp, option_names *all) {
    for (const struct argp_option *o = argp->options; o && (o->name || o->key || o->doc); o++)
        if (o->name && all->count < OPTIONS_MOST) all->names[all->count++] = o->name;
    for (const struct argp_child *child = argp->children; child && child->argp; child++)
        collect(child->argp, all);
}

/* getopt takes a beginning for the whole. */
static bool begins_one(const option_names *all, const char *name) {
    for (size_t i = 0; i < all->count; i++)
        if (strncmp(all->names[i], name, strlen(name)) == 0) return true;
    return false;
}

const char *cli_misspelt_option(const struct argp *argp, int argc, char **argv, char *text,
                                const char **nearest) {
    option_names all = {0};
    collect(argp, &all);
    for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
        if (strncmp(argv[i], "--", 2) != 0) continue;
        snprintf(text, CLI_OPTION_BYTES, "%.*s", (int)strcspn(argv[i] + 2, "="), argv[i] + 2);
        if (begins_one(&all, text)) continue;
        *nearest = hop_text_nearest(text, all.names, all.count);
        return text;
    }
    return NULL;
}
