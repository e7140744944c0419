/* JSON documents of commands.
 * SPDX-License-Identifier: MIT */
#include "document.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <hopfield/version.h>

#include "../base/fail.h"

cli_document cli_document_begin(void) {
    hop_json *object = hop_json_object();
    return (cli_document){object, object != NULL};
}

void cli_document_set(cli_document *document, const char *key, hop_json *value) {
    document->good = hop_json_set(document->object, key, value) && document->good;
}

hop_json *cli_document_numbers(const double *numbers, size_t count) {
    hop_json *array = hop_json_array();
    for (size_t i = 0; i < count; i++) hop_json_append(array, hop_json_real(numbers[i]));
    return array;
}

hop_json *cli_document_counts(const size_t *numbers, size_t count) {
    hop_json *array = hop_json_array();
    for (size_t i = 0; i < count; i++) hop_json_append(array, hop_json_count(numbers[i]));
    return array;
}

cli_document cli_document_of(const char *command, const cli_provenance *provenance,
                             const cli_seed *seed) {
    cli_document document = cli_document_begin();
    cli_document_set(&document, "command", hop_json_text(command));
    cli_document_set(&document, "version", hop_json_text(hop_version()));
    cli_document_set(&document, "command_line",
                     hop_json_text(cli_provenance_text(provenance, "Command")));
    cli_document_set(&document, "libraries", hop_json_text(hop_build_info()));
    if (seed) {
        char text[24];
        snprintf(text, sizeof text, "%llu", (unsigned long long)seed->seed);
        cli_document_set(&document, "seed", hop_json_text(text));
    }
    return document;
}

hop_status cli_document_print(cli_document *document, char **text) {
    hop_status status = document->good ? hop_json_print(document->object, true, text)
                                       : hop_fail(HOP_E_MEMORY, "no memory for the JSON document");
    hop_json_free(document->object);
    document->object = NULL;
    return status;
}

hop_status cli_document_add_table(const hop_table *table, size_t width, hop_string *text) {
    const hop_format_row *format = NULL;
    const hop_format_options options = {.width = width, .quiet_notes = true};
    char *rows = NULL;
    HOP_TRY(hop_format_parse("text", &format));
    HOP_TRY(hop_table_print(table, format, &options, &rows));
    hop_string_add(text, "%s", rows);
    free(rows);
    return HOP_OK;
}

hop_status cli_document_take(hop_string *string, char **text) {
    if (!string->failed) {
        *text = string->text;
        return HOP_OK;
    }
    free(string->text);
    return hop_fail(HOP_E_MEMORY, "the result could not be printed");
}

hop_status cli_document_beside(const char *path, const char *suffix, char **beside) {
    const char *slash = strrchr(path, '/'), *dot = strrchr(path, '.');
    const size_t stem = dot && (!slash || dot > slash) ? (size_t)(dot - path) : strlen(path);
    hop_string made = {0};
    hop_string_add(&made, "%.*s%s%s", (int)stem, path, suffix, path + stem);
    return cli_document_take(&made, beside);
}
