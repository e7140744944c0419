/* Text and links.
 * SPDX-License-Identifier: MIT */
#include "markdown.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

void markdown_text(const char *text) {
    for (const char *c = text; *c; c++) {
        if (strchr("|*_<>[]", *c)) putchar('\\');
        putchar(*c);
    }
}

/* The length of an address, which may hold brackets in pairs. */
static int length_of(const char *address) {
    int length = 0, open = 0;
    for (; address[length] && !strchr(",; ", address[length]); length++) {
        open += address[length] == '(' ? 1 : 0;
        open -= address[length] == ')' ? 1 : 0;
        if (open < 0) break;
    }
    return length;
}

/* Brackets of an address would end the link. */
static void print_address(const char *address, int length) {
    for (int i = 0; i < length; i++) {
        if (address[i] == '(')
            fputs("%28", stdout);
        else if (address[i] == ')')
            fputs("%29", stdout);
        else
            putchar(address[i]);
    }
}

void markdown_sources(const char *sources) {
    static const char *const MARKS[][2] = {{"arXiv ", "https://arxiv.org/abs/"},
                                           {"doi ", "https://doi.org/"}};
    while (*sources) {
        bool linked = false;
        for (size_t i = 0; i < 2 && !linked; i++) {
            size_t mark = strlen(MARKS[i][0]);
            if (strncmp(sources, MARKS[i][0], mark) != 0) continue;
            int length = length_of(sources + mark);
            printf("[%s%.*s](%s", MARKS[i][0], length, sources + mark, MARKS[i][1]);
            print_address(sources + mark, length);
            putchar(')');
            sources += mark + (size_t)length;
            linked = true;
        }
        if (linked || !*sources) continue;
        markdown_text((const char[]){*sources++, '\0'});
    }
}
