/* How a result was made.
 * SPDX-License-Identifier: MIT */
#include "provenance.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <hopfield/version.h>

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

void cli_provenance_add(cli_provenance *provenance, const char *key, const char *format, ...) {
    char text[1024];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    char *copy = provenance->count < CLI_NOTES_MAX ? strdup(text) : NULL;
    if (!copy) return;
    provenance->owned[provenance->count] = copy;
    provenance->notes[provenance->count++] = (hop_image_note){.key = key, .text = copy};
}

/* The arguments as they were typed, from the kernel, each ended by a zero: argp moves options to
 * the front of argv.  Returns how many bytes there are; 0 where it will not say, or cuts them. */
static size_t typed_arguments(char *bytes, size_t size) {
    FILE *file = fopen("/proc/self/cmdline", "re");
    size_t got = file ? fread(bytes, 1, size, file) : 0;
    if (file) fclose(file);
    return got < size ? got : 0;
}

/* The command line, as it can be typed again. */
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

hop_status cli_provenance_create(cli_provenance *provenance, int argc, char **argv) {
    char *line = NULL;
    HOP_TRY(cli_command_line(argc, argv, &line));
    *provenance = (cli_provenance){0};
    cli_provenance_add(provenance, "Software", "hopfield %s", hop_version_full());
    cli_provenance_add(provenance, "Command", "%s", line);
    cli_provenance_add(provenance, "Libraries", "%s", hop_build_info());
    free(line);
    return HOP_OK;
}

void cli_provenance_clear(cli_provenance *provenance) {
    for (size_t i = 0; i < provenance->count; i++) free(provenance->owned[i]);
    provenance->count = 0;
}

/* "Memory checksum" becomes "memory_checksum" where names are for programs. */
static void lower(const char *key, char *out, size_t size) {
    snprintf(out, size, "%s", key);
    for (char *c = out; *c; c++)
        *c = *c == ' ' ? '_' : *c >= 'A' && *c <= 'Z' ? (char)(*c - 'A' + 'a') : *c;
}

void cli_provenance_note(const cli_provenance *provenance, hop_table *table) {
    for (size_t i = 0; i < provenance->count; i++) {
        char key[80];
        lower(provenance->notes[i].key, key, sizeof key);
        hop_table_note(table, key, provenance->notes[i].text);
    }
}

const char *cli_provenance_text(const cli_provenance *provenance, const char *key) {
    for (size_t i = 0; i < provenance->count; i++)
        if (strcmp(provenance->notes[i].key, key) == 0) return provenance->notes[i].text;
    return "";
}
