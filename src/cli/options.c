/* Parsing a command's arguments.
 * SPDX-License-Identifier: MIT */
#include "options.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include <hopfield/load.h>
#include <hopfield/version.h>

#include "../base/text.h"
#include "built_in.h"
#include "misspelt.h"
#include "options_print.h"
#include "wrap.h"

enum { KEY_USAGE = 1, KEY_VERSION };

/* argp's own -? is no help to anybody who types -h. */
static error_t parse_help(int key, char *argument, struct argp_state *state) {
    (void)argument;
    switch (key) {
    case 'h': argp_state_help(state, state->out_stream, ARGP_HELP_STD_HELP); return 0;
    case KEY_USAGE:
        argp_state_help(state, state->out_stream, ARGP_HELP_USAGE | ARGP_HELP_EXIT_OK);
        return 0;
    case KEY_VERSION:
        fprintf(state->out_stream, "hopfield %s\n", hop_version_full());
        exit(EXIT_SUCCESS);
    default: return ARGP_ERR_UNKNOWN;
    }
}

/* The text with what the table of loaders reads in the place of "{INPUTS}". */
static char *say_inputs(const char *text) {
    static const char MARK[] = "{INPUTS}";
    const char *at = text ? strstr(text, MARK) : NULL;
    char *inputs = NULL;
    hop_string all = {0};
    if (!at || hop_loader_inputs(&inputs) != HOP_OK) return NULL;
    hop_string_add(&all, "%.*s%s (" CLI_BUILT_IN_NAMES " come with the program)%s",
                   (int)(at - text), text, inputs, at + strlen(MARK));
    free(inputs);
    return all.text;
}

/* What argp would break into lines that no shell reads, and what it says of short options. */
static char *edit_help(int key, const char *text, void *input) {
    /* argp fills its lines up to column 79. */
    const size_t width = 78;
    (void)input;
    if (key == ARGP_KEY_HELP_DUP_ARGS_NOTE) return NULL;
    char *edited = key == ARGP_KEY_HELP_POST_DOC && text ? cli_wrap_commands(text, width) : NULL;
    if (key == ARGP_KEY_HELP_PRE_DOC) edited = say_inputs(text);
    return edited ? edited : (char *)text;
}

void cli_parse(const struct argp *argp, int argc, char **argv, void *input) {
    static const struct argp_option HELP[] = {
        {"help", 'h', NULL, 0, "this help", -1},
        {"usage", KEY_USAGE, NULL, 0, "the options in short", -1},
        {"version", KEY_VERSION, NULL, 0, "the version of the program", -1},
        {0},
    };
    static const struct argp HELP_ARGP = {.options = HELP, .parser = parse_help};
    struct argp_child children[16] = {{.argp = &HELP_ARGP}};
    size_t count = 1;
    for (const struct argp_child *child = argp->children; child && child->argp; child++)
        children[count++] = *child;
    struct argp whole = *argp;
    whole.children = children;
    whole.help_filter = edit_help;
    if (argc == 2 && strcmp(argv[1], cli_print_options_word) == 0) {
        char *about = say_inputs(argp->doc);
        cli_print_options(&whole, about ? about : argp->doc);
        free(about);
        exit(fflush(stdout) == 0 ? 0 : 1);
    }
    cli_refuse_misspelt(&whole, argc, argv);
    const error_t error = argp_parse(&whole, argc, argv, ARGP_NO_HELP, NULL, input);
    if (error == 0) return;
    fprintf(stderr, "hopfield: the arguments cannot be read: %s\n", strerror(error));
    exit(1);
}

static size_t parse_count(struct argp_state *state, const char *name, const char *text,
                          const char *least) {
    char *end = NULL;
    errno = 0;
    unsigned long long value = strtoull(text, &end, 10);
    if (*text < '0' || *text > '9' || *end != '\0' || errno != 0 || value > SIZE_MAX / 2)
        cli_refuse(state, "%s is '%s'; it must be a whole number, %s", name, text, least);
    return (size_t)value;
}

size_t cli_parse_count(struct argp_state *state, const char *name, const char *text) {
    return parse_count(state, name, text, "0 or more");
}

void cli_take_once(struct argp_state *state, const char *option, const char *argument,
                   const char **kept) {
    if (*kept)
        cli_refuse(state, "%s is given twice, '%s' and '%s', and takes one file", option, *kept,
                   argument);
    *kept = argument;
}

size_t cli_parse_positive_count(struct argp_state *state, const char *name, const char *text) {
    const size_t count = parse_count(state, name, text, "1 or more");
    if (count == 0) cli_refuse(state, "%s is 0; it must be at least 1", name);
    return count;
}

double cli_parse_positive(struct argp_state *state, const char *name, const char *text) {
    double value = 0;
    if (!hop_text_parse_number(text, &value) || !(value > 0) || isinf(value))
        cli_refuse(state, "%s is '%s'; it must be a positive number", name, text);
    return value;
}

size_t cli_parse_word(struct argp_state *state, const char *name, const char *text,
                      const char *const *words, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (strcmp(text, words[i]) == 0) return i;
    hop_string all = {0};
    const char *nearest = hop_text_nearest(text, words, count);
    if (nearest) cli_refuse(state, "%s is '%s'. Did you mean '%s'?", name, text, nearest);
    for (size_t i = 0; i < count; i++)
        hop_string_add(&all, "%s%s", i == 0 ? "" : i + 1 == count ? " or " : ", ", words[i]);
    cli_refuse(state, "%s is '%s'; it must be %s", name, text, all.text ? all.text : "");
    free(all.text);
    return 0;
}
