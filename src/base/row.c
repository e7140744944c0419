/* Rows: finding them, and checking their parameters.
 * SPDX-License-Identifier: MIT */
#include <hopfield/row.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "fail.h"
#include "text.h"

/* More rows than any table has; only for offering the nearest name. */
enum { NAMES_MAX = 64 };

size_t hop_row_parameter_count(const hop_row *row) {
    size_t count = 0;
    while (count < HOP_PARAMETER_MAX && row->parameters[count].name) count++;
    return count;
}

size_t hop_row_parameter_index(const hop_row *row, const char *name) {
    size_t count = hop_row_parameter_count(row);
    for (size_t i = 0; i < count; i++)
        if (strcmp(row->parameters[i].name, name) == 0) return i;
    return HOP_PARAMETER_MAX;
}

/* Fails with the nearest name, or all of them. */
static hop_status unknown_name(const hop_catalog *catalog, const char *name) {
    const char *names[NAMES_MAX];
    const size_t length = strcspn(name, ":=");
    size_t count = catalog->count < NAMES_MAX ? catalog->count : NAMES_MAX;
    hop_string all = {0};
    for (size_t i = 0; i < count; i++) {
        names[i] = catalog->rows[i]->name;
        if (name[length] && strlen(names[i]) == length && strncmp(name, names[i], length) == 0) {
            free(all.text);
            return hop_fail(HOP_E_NAME, "'%s': a name alone stands here, without parameters: %s",
                            name, names[i]);
        }
        hop_string_add(&all, "%s%s", i ? ", " : "", names[i]);
    }
    const char *nearest = hop_text_nearest(name, names, count);
    hop_status status = nearest ? hop_fail(HOP_E_NAME, "unknown %s '%s'. Did you mean '%s'?",
                                           catalog->noun, name, nearest)
                                : hop_fail(HOP_E_NAME, "unknown %s '%s'; there are: %s",
                                           catalog->noun, name, all.text ? all.text : "none");
    free(all.text);
    return status;
}

hop_status hop_catalog_find(const hop_catalog *catalog, const char *name, const hop_row **row) {
    for (size_t i = 0; i < catalog->count; i++) {
        if (strcmp(catalog->rows[i]->name, name) != 0) continue;
        *row = catalog->rows[i];
        return HOP_OK;
    }
    return unknown_name(catalog, name);
}

/* "above 0 and at most 1", for sentences. */
static void describe_limits(const hop_parameter *parameter, hop_string *text) {
    char number[32];
    bool low = isfinite(parameter->low), high = isfinite(parameter->high);
    if (parameter->integer) hop_string_add(text, "a whole number%s", low || high ? " " : "");
    if (low) {
        hop_text_number(parameter->low, number);
        hop_string_add(text, "%s %s", parameter->low_open ? "above" : "at least", number);
    }
    if (high) {
        hop_text_number(parameter->high, number);
        hop_string_add(text, "%s%s %s", low ? " and " : "",
                       parameter->high_open ? "below" : "at most", number);
    }
    if (!low && !high && !parameter->integer) hop_string_add(text, "any finite number");
}

static bool is_allowed(const hop_parameter *parameter, double value) {
    if (isnan(value)) return isnan(parameter->default_value);
    if (isinf(value)) return false;
    if (parameter->integer && value != floor(value)) return false;
    if (parameter->low_open ? value <= parameter->low : value < parameter->low) return false;
    return parameter->high_open ? value < parameter->high : value <= parameter->high;
}

hop_status hop_parameter_check(const hop_parameter *parameter, double value) {
    if (is_allowed(parameter, value)) return HOP_OK;
    char number[32];
    hop_text_number(value, number);
    hop_string limits = {0};
    describe_limits(parameter, &limits);
    bool one_sided = isfinite(parameter->low) != isfinite(parameter->high);
    hop_status status = hop_fail(HOP_E_VALUE, "%s is %s; it must be %s%s", parameter->name, number,
                                 limits.text ? limits.text : "within its limits",
                                 isinf(value) && one_sided ? " and finite" : "");
    free(limits.text);
    return status;
}
