/* The command line, as it can be typed again.
 * SPDX-License-Identifier: MIT */
#include "command_line.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../base/fail.h"
#include "../base/text.h"

/* Letters that a shell leaves alone; an argument of others is put in quotes. */
static const char PLAIN[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                            "_-./=:,+@%";

static void add_argument(hop_string *line, const char *argument) {
    bool plain = *argument != '\0' && argument[strspn(argument, PLAIN)] == '\0';
    if (plain) {
        hop_string_add(line, " %s", argument);
        return;
    }
    hop_string_add(line, " '");
    for (const char *c = argument; *c; c++) hop_string_add(line, *c == '\'' ? "'\\''" : "%c", *c);
    hop_string_add(line, "'");
}

/* The arguments as they were typed, from the kernel, each ended by a zero: argp moves options to
 * the front of argv.  Returns how many bytes there are; 0 where it will not say, or cuts them. */
static size_t typed_arguments(char *bytes, size_t size) {
    FILE *file = fopen("/proc/self/cmdline", "re");
    size_t got = file ? fread(bytes, 1, size, file) : 0;
    if (file) fclose(file);
    return got < size ? got : 0;
}

static void add_line(hop_string *line, int argc, char **argv) {
    char bytes[1 << 15];
    size_t got = typed_arguments(bytes, sizeof bytes);
    hop_string_add(line, "%s", got > 0 ? "hopfield" : argv[0]);
    for (const char *at = bytes + strnlen(bytes, got) + 1; at < bytes + got; at += strlen(at) + 1)
        add_argument(line, at);
    for (int i = 1; got == 0 && i < argc; i++) add_argument(line, argv[i]);
}

hop_status cli_command_line(int argc, char **argv, char **line) {
    hop_string made = {0};
    add_line(&made, argc, argv);
    if (made.failed) {
        free(made.text);
        return hop_fail(HOP_E_MEMORY, "the command line could not be kept");
    }
    *line = made.text;
    return HOP_OK;
}
