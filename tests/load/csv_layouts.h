/* Layouts in words, for the tests of what is found out about tables.
 * SPDX-License-Identifier: MIT */
#ifndef TESTS_LOAD_CSV_LAYOUTS_H
#define TESTS_LOAD_CSV_LAYOUTS_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "load/csv_layout.h"

/* A copy without a zero behind it, so that reading past the end is seen. */
static inline char *exact_copy(const char *text) {
    const size_t size = strlen(text);
    char *copy = malloc(size + (size == 0));
    assert_non_null(copy);
    memcpy(copy, text, size);
    return copy;
}

static inline hop_status try_layout(const char *text, const hop_csv_wishes *wishes,
                                    hop_csv_layout *layout) {
    char *copy = exact_copy(text);
    hop_status status = hop_csv_find_layout("t.csv", copy, strlen(text), wishes, layout);
    free(copy);
    return status;
}

static inline hop_csv_layout find(const char *text, const hop_csv_wishes *wishes) {
    hop_csv_layout layout = {0};
    if (try_layout(text, wishes, &layout) != HOP_OK)
        fail_msg("'%s': %s", text, hop_status_detail());
    return layout;
}

static inline size_t add_column(char *at, size_t size, const char *what, size_t column) {
    return column == HOP_CSV_NONE ? 0 : (size_t)snprintf(at, size, " %s %zu", what, column);
}

/* "; 3 header label 0": the separator (or "tab", "blank"), how many columns, and what else there
 * is; columns are counted from 0. */
static inline void describe(const hop_csv_layout *l, char text[128]) {
    const size_t size = 128;
    size_t used = 0;
    if (l->separator == ' ' || l->separator == '\t')
        used = (size_t)snprintf(text, size, "%s", l->separator == ' ' ? "blank" : "tab");
    else
        used = (size_t)snprintf(text, size, "%c", l->separator);
    used += (size_t)snprintf(text + used, size - used, " %zu%s%s%s", l->columns,
                             l->header ? " header" : "", l->trailing ? " trailing" : "",
                             l->signs.decimal_comma ? " decimal-comma" : "");
    if (l->signs.thousands)
        used += (size_t)snprintf(text + used, size - used, " thousands %c", l->signs.thousands);
    used += add_column(text + used, size - used, "label", l->label);
    used += add_column(text + used, size - used, "name", l->name);
    add_column(text + used, size - used, "number", l->number);
}

typedef struct expected {
    const char *text, *layout; /* "refused": none is found */
} expected;

static inline void check_layouts(const expected *all, size_t count, const hop_csv_wishes *wishes) {
    size_t wrong = 0;
    for (size_t i = 0; i < count; i++) {
        char found[128] = "refused";
        hop_csv_layout layout;
        if (try_layout(all[i].text, wishes, &layout) == HOP_OK) describe(&layout, found);
        if (strcmp(found, all[i].layout) == 0) continue;
        print_error("'%s' is '%s', not '%s'\n", all[i].text, found, all[i].layout);
        wrong++;
    }
    assert_int_equal(wrong, 0);
}
#define CHECK_WITH(wishes, all) check_layouts(all, sizeof(all) / sizeof *(all), wishes)
#define CHECK_LAYOUTS(all)      CHECK_WITH(&(hop_csv_wishes){0}, all)

static inline void refuse(const char *text, const char *label, hop_status status,
                          const char *words) {
    hop_csv_layout layout;
    assert_int_equal(try_layout(text, &(hop_csv_wishes){.label_column = label}, &layout), status);
    if (!strstr(hop_status_detail(), words))
        fail_msg("'%s' does not say '%s'", hop_status_detail(), words);
}

#endif
