/* Which patterns of a memory are meant: by number, label or name.
 * SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "../base/fail.h"
#include "memory_verb.h"

/* One part of "3,7,10:19" from *text on, which is moved behind it; false if it is none. */
static bool read_part(const char **text, int64_t *from, int64_t *to) {
    char *end = NULL;
    errno = 0;
    *from = *to = strtoll(*text, &end, 10);
    if (end == *text) return false;
    if (*end == ':') {
        const char *second = end + 1;
        *to = strtoll(second, &end, 10);
        if (end == second) return false;
    }
    if (errno != 0 || *to < *from || (*end != '\0' && *end != ',') || (*end == ',' && !end[1]))
        return false;
    *text = *end == ',' ? end + 1 : end;
    return true;
}

static hop_status check_range(const char *option, const char *text) {
    const char *rest = text;
    int64_t from = 0, to = 0;
    do
        if (!read_part(&rest, &from, &to))
            return hop_fail(HOP_E_VALUE,
                            "%s '%s': whole numbers and ranges are wanted, such as 3,7,10:19",
                            option, text);
    while (*rest);
    return HOP_OK;
}

static bool is_in(const char *range, int64_t number) {
    int64_t from = 0, to = 0;
    for (const char *rest = range; *rest;) {
        if (!read_part(&rest, &from, &to)) return false;
        if (number >= from && number <= to) return true;
    }
    return false;
}

static hop_status check_index(const cli_choice *choice, const hop_memory *memory) {
    int64_t from = 0, to = 0;
    HOP_TRY(check_range("--index", choice->index));
    for (const char *rest = choice->index; *rest;) {
        (void)read_part(&rest, &from, &to);
        if (from < 0 || (uint64_t)to >= hop_memory_count(memory))
            return hop_fail(HOP_E_NAME, "--index %s: the patterns are numbered 0 to %zu",
                            choice->index, hop_memory_count(memory) - 1);
    }
    return HOP_OK;
}

static hop_status check_label(const cli_choice *choice, const hop_memory *memory) {
    int64_t label = 0;
    HOP_TRY(check_range("--label", choice->label));
    if (!hop_memory_label(memory, 0, &label))
        return hop_fail(HOP_E_SUPPORT, "--label %s: the patterns have no labels", choice->label);
    for (size_t i = 0; i < hop_memory_count(memory); i++)
        if (hop_memory_label(memory, i, &label) && is_in(choice->label, label)) return HOP_OK;
    return hop_fail(HOP_E_NAME, "--label %s: no pattern has such a label", choice->label);
}

static hop_status check_names(const cli_choice *choice, const hop_memory *memory) {
    for (size_t k = 0; k < choice->name_count; k++) {
        bool found = false;
        for (size_t i = 0; i < hop_memory_count(memory) && !found; i++) {
            const char *name = hop_memory_name(memory, i);
            found = name && strcmp(name, choice->name[k]) == 0;
        }
        if (!found)
            return hop_fail(HOP_E_NAME, "--name %s: no pattern is called so", choice->name[k]);
    }
    return HOP_OK;
}

static bool is_named(const cli_choice *choice, const char *name) {
    for (size_t k = 0; name && k < choice->name_count; k++)
        if (strcmp(name, choice->name[k]) == 0) return true;
    return false;
}

hop_status cli_choice_apply(const cli_choice *choice, const hop_memory *memory, bool all,
                            bool *chosen) {
    if (choice->index) HOP_TRY(check_index(choice, memory));
    if (choice->label) HOP_TRY(check_label(choice, memory));
    HOP_TRY(check_names(choice, memory));
    for (size_t i = 0; i < hop_memory_count(memory); i++) {
        int64_t label = 0;
        const bool by_index = choice->index && is_in(choice->index, (int64_t)i);
        const bool by_label =
            choice->label && hop_memory_label(memory, i, &label) && is_in(choice->label, label);
        const bool by_name = is_named(choice, hop_memory_name(memory, i));
        chosen[i] = all ? (by_index || !choice->index) && (by_label || !choice->label) &&
                              (by_name || choice->name_count == 0)
                        : by_index || by_label || by_name;
    }
    return HOP_OK;
}
