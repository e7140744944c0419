/* Sentences kept until the page is written.
 * SPDX-License-Identifier: MIT */
#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "account_private.h"

const char *hop_account_say(hop_words *words, const char *format, ...) {
    char *text = NULL;
    va_list arguments;
    assert(words->count < HOP_WORDS_MAX);
    va_start(arguments, format);
    int size = vasprintf(&text, format, arguments);
    va_end(arguments);
    if (size < 0) {
        words->failed = true;
        return "";
    }
    words->text[words->count++] = text;
    return text;
}

void hop_account_words_clear(hop_words *words) {
    for (size_t i = 0; i < words->count; i++) free(words->text[i]);
    *words = (hop_words){0};
}
