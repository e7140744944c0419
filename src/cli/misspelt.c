/* argp leaves unknown options to getopt, which does not say what is near.
 * SPDX-License-Identifier: MIT */
#include "misspelt.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../base/text.h"
#include "../base/utf8.h"
#include "command.h"

enum { OPTIONS_MOST = 128, OPTION_BYTES = 64 };

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

/* No option is a letter that would steer the terminal; getopt would print it. */
static bool steers(const char *argument) {
    return argument[0] == '-' && argument[1] != '\0' &&
           ((unsigned char)argument[1] < ' ' || (unsigned char)argument[1] >= 0x7f);
}

/* The first such option without its "=value", which is put into text [OPTION_BYTES]; or NULL. */
static const char *misspelt_option(const option_names *all, int argc, char **argv, char *text) {
    for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
        const bool is_long = strncmp(argv[i], "--", 2) == 0;
        if (!is_long && !steers(argv[i])) continue;
        snprintf(text, OPTION_BYTES, "%.*s", (int)strcspn(argv[i] + 1 + is_long, "="),
                 argv[i] + 1 + is_long);
        if (!is_long || !begins_one(all, text)) return text;
    }
    return NULL;
}

void cli_refuse_misspelt(const struct argp *argp, int argc, char **argv) {
    option_names all = {0};
    char text[OPTION_BYTES];
    collect(argp, &all);
    const char *option = misspelt_option(&all, argc, argv, text);
    if (!option) return;
    hop_utf8_tame(text);
    const char *nearest = hop_text_nearest(option, all.names, all.count);
    if (nearest)
        fprintf(stderr, "%s: unknown option '--%s'. Did you mean '--%s'?\n", argv[0], option,
                nearest);
    else
        fprintf(stderr, "%s: unknown option '--%s'; %s --help lists those there are\n", argv[0],
                option, argv[0]);
    exit(CLI_USAGE);
}
