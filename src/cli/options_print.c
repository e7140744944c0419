/* Options as lines; tools/make-pages makes manual pages and completions of them.
 * SPDX-License-Identifier: MIT */
#include "options_print.h"

#include <stdio.h>
#include <string.h>

#include "catalogs.h"
#include "command.h"

const char cli_print_options_word[] = "--print-options";

/* Groups of argp: 0, 1, 2, ... as they come, then the negative ones up to -1. */
enum { GROUP_MOST = 99 };

/* Every line of the text behind `kind` and a tab; what argp puts behind \v is left out. */
static void print_lines(const char *kind, const char *text) {
    for (size_t length = 0; text && *text && *text != '\v'; text += length) {
        length = strcspn(text, "\n\v");
        printf("%s\t%.*s\n", kind, (int)length, text);
        length += text[length] == '\n' ? 1 : 0;
    }
}

static bool is_shown(const struct argp_option *option) {
    return option->name && !(option->flags & (OPTION_HIDDEN | OPTION_DOC | OPTION_ALIAS));
}

static void print_names(const struct argp_option *option) {
    if (option->key > ' ' && option->key < 0x7f) printf("-%c ", option->key);
    printf("--%s", option->name);
    for (option++; option->name && (option->flags & OPTION_ALIAS); option++)
        printf(" --%s", option->name);
}

static void print_group(const struct argp *argp, int group) {
    int last = 0;
    for (const struct argp_option *o = argp->options; o && (o->name || o->key || o->doc); o++) {
        last = o->group ? o->group : last;
        if (last != group || !is_shown(o)) continue;
        fputs("option\t", stdout);
        print_names(o);
        printf("\t%s\t%s\n", o->arg ? o->arg : "", o->doc ? o->doc : "");
    }
    for (const struct argp_child *child = argp->children; child && child->argp; child++)
        print_group(child->argp, group);
}

void cli_print_options(const struct argp *argp, const char *about) {
    print_lines("usage", argp->args_doc);
    print_lines("about", about);
    for (int group = 0; group <= GROUP_MOST; group++) print_group(argp, group);
    for (int group = -GROUP_MOST; group < 0; group++) print_group(argp, group);
    const char *behind = argp->doc ? strchr(argp->doc, '\v') : NULL;
    print_lines("example", behind ? behind + 1 : NULL);
}

void cli_print_commands(const hop_catalog *commands) {
    const hop_catalog *catalogs[CLI_CATALOGS];
    const size_t count = cli_catalogs(commands, catalogs);
    for (size_t c = 0; c < count; c++)
        for (size_t i = 0; i < catalogs[c]->count; i++)
            printf("row\t%s\t%s\t%s\n", catalogs[c]->plural, catalogs[c]->rows[i]->name,
                   catalogs[c]->rows[i]->title);
}
