/* Specs: "name:key=value,key=value", to values and back.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <hopfield/row.h>

#include "alloc.h"
#include "fail.h"
#include "text.h"

/* The n-th word of "top|bottom|left" and its length; NULL past the last. */
static const char *choice_word(const char *choices, size_t index, size_t *length) {
    for (const char *word = choices;; word++) {
        *length = strcspn(word, "|");
        if (index-- == 0) return word;
        word += *length;
        if (*word == '\0') return NULL;
    }
}

static hop_status parse_choice(const hop_parameter *parameter, const char *text, double *value) {
    size_t length = 0;
    for (size_t i = 0; choice_word(parameter->choices, i, &length); i++) {
        const char *word = choice_word(parameter->choices, i, &length);
        if (strlen(text) != length || strncmp(text, word, length) != 0) continue;
        *value = (double)i;
        return HOP_OK;
    }
    return hop_fail(HOP_E_VALUE, "%s is '%s'; it must be one of %s", parameter->name, text,
                    parameter->choices);
}

static hop_status parse_value(const hop_parameter *parameter, const char *text, double *value) {
    if (parameter->choices) return parse_choice(parameter, text, value);
    double read = NAN;
    bool automatic = isnan(parameter->default_value) && strcmp(text, "auto") == 0;
    if (!automatic && (!hop_text_parse_number(text, &read) || isnan(read)))
        return hop_fail(HOP_E_VALUE, "%s is '%s'; it must be a number%s", parameter->name, text,
                        isnan(parameter->default_value) ? " or auto" : "");
    HOP_TRY(hop_parameter_check(parameter, read));
    *value = read;
    return HOP_OK;
}

/* "flip:rate=0,2". */
static hop_status one_too_many(const hop_row *row, const char *value) {
    const size_t count = hop_row_parameter_count(row);
    return hop_fail(HOP_E_NAME,
                    "%s has %zu parameter%s, and '%s' is one more; numbers have a decimal point, "
                    "as in 0.5",
                    row->name, count, count == 1 ? "" : "s", value);
}

static hop_status unknown_key(const hop_row *row, const char *key) {
    const char *names[HOP_PARAMETER_MAX];
    size_t count = hop_row_parameter_count(row);
    if (count == 0)
        return hop_fail(HOP_E_NAME, "%s has no parameters; '%s' was given", row->name, key);
    hop_string all = {0};
    for (size_t i = 0; i < count; i++) {
        names[i] = row->parameters[i].name;
        hop_string_add(&all, "%s%s", i ? ", " : "", names[i]);
    }
    const char *nearest = hop_text_nearest(key, names, count);
    hop_status status =
        hop_fail(HOP_E_NAME, "%s has no parameter '%s'%s%s%s; it has: %s", row->name, key,
                 nearest ? " (did you mean '" : "", nearest ? nearest : "", nearest ? "'?)" : "",
                 all.text ? all.text : "");
    free(all.text);
    return status;
}

/* One "key=value" or, in the row's order, "value"; writes into `part`. */
static hop_status parse_part(const hop_row *row, char *part, size_t position, bool *given,
                             double *values) {
    if (*part == '\0')
        return hop_fail(HOP_E_VALUE,
                        "nothing stands before or after a comma; take that comma away");
    char *equals = strchr(part, '=');
    size_t index = position;
    if (equals) {
        *equals = '\0';
        index = hop_row_parameter_index(row, part);
        if (index == HOP_PARAMETER_MAX) return unknown_key(row, part);
    } else if (index >= hop_row_parameter_count(row)) {
        return index == 0 ? unknown_key(row, part) : one_too_many(row, part);
    }
    if (given[index])
        return hop_fail(HOP_E_VALUE, "%s is given twice", row->parameters[index].name);
    given[index] = true;
    return parse_value(&row->parameters[index], equals ? equals + 1 : part, &values[index]);
}

static hop_status parse_parts(const hop_row *row, char *text, double *values) {
    bool given[HOP_PARAMETER_MAX] = {false};
    char *rest = text;
    for (size_t position = 0; rest; position++) {
        char *part = rest;
        rest = strchr(part, ',');
        if (rest) *rest++ = '\0';
        HOP_TRY(parse_part(row, part, position, given, values));
    }
    return HOP_OK;
}

/* Puts "name: " before the sentence about a value, so that it says which spec was meant; the one
 * about an unknown key says so itself. */
static hop_status in_row(hop_status status, const hop_row *row) {
    if (status != HOP_E_VALUE) return status;
    return hop_fail(status, "%s: %s", row->name, hop_status_detail());
}

/* "gaussian=0.5" for "gaussian:sigma=0.5". */
static hop_status check_colon(const hop_catalog *catalog, const char *spec) {
    const size_t length = strcspn(spec, ":=");
    for (size_t i = 0; spec[length] == '=' && i < catalog->count; i++) {
        const hop_row *row = catalog->rows[i];
        if (strlen(row->name) != length || strncmp(row->name, spec, length) != 0) continue;
        if (hop_row_parameter_count(row) == 0) continue;
        return hop_fail(HOP_E_NAME,
                        "'%s': parameters stand behind a colon, each with its name: %s:%s%s", spec,
                        row->name, row->parameters[0].name, spec + length);
    }
    return HOP_OK;
}

static bool is_row(const hop_catalog *catalog, const char *name, size_t length) {
    for (size_t i = 0; i < catalog->count; i++)
        if (strlen(catalog->rows[i]->name) == length &&
            strncmp(catalog->rows[i]->name, name, length) == 0)
            return true;
    return false;
}

/* "flip,blur" for two of them. */
static hop_status check_comma(const hop_catalog *catalog, const char *spec) {
    const size_t length = strcspn(spec, ":=,");
    if (spec[length] != ',' || !is_row(catalog, spec, length)) return HOP_OK;
    const char *next = spec + length + 1;
    if (!is_row(catalog, next, strcspn(next, ":=,"))) return HOP_OK;
    return hop_fail(HOP_E_NAME, "'%s' has several %s in one; give each by itself", spec,
                    catalog->plural);
}

hop_status hop_spec_parse(const hop_catalog *catalog, const char *spec, const hop_row **row,
                          double *values) {
    char *copy = NULL;
    HOP_TRY(check_colon(catalog, spec));
    HOP_TRY(check_comma(catalog, spec));
    HOP_TRY(hop_copy_text(spec, &copy));
    char *colon = strchr(copy, ':');
    if (colon) *colon = '\0';
    const hop_row *found = NULL;
    double read[HOP_PARAMETER_MAX] = {0};
    hop_status status = hop_catalog_find(catalog, copy, &found);
    if (status != HOP_OK) goto done;
    size_t count = hop_row_parameter_count(found);
    for (size_t i = 0; i < count; i++) read[i] = found->parameters[i].default_value;
    if (colon && colon[1] != '\0') status = in_row(parse_parts(found, colon + 1, read), found);
    if (status != HOP_OK) goto done;
    *row = found;
    memcpy(values, read, sizeof read);
done:
    free(copy);
    return status;
}

static bool is_standard(const hop_parameter *parameter, double value) {
    return value == parameter->default_value || (isnan(value) && isnan(parameter->default_value));
}

/* "key=value" */
static void add_parameter(const hop_parameter *parameter, double value, hop_string *out) {
    size_t length = 0;
    char number[32];
    const char *word =
        parameter->choices ? choice_word(parameter->choices, (size_t)value, &length) : NULL;
    hop_string_add(out, "%s=", parameter->name);
    if (word) {
        hop_string_add_bytes(out, word, length);
    } else {
        hop_text_number(value, number);
        hop_string_add(out, "%s", isnan(value) ? "auto" : number);
    }
}

static void print_spec(const hop_row *row, const double *values, bool brief, char *text,
                       size_t size) {
    hop_string out = {0};
    hop_string_add(&out, "%s", row->name);
    size_t count = hop_row_parameter_count(row), printed = 0;
    for (size_t i = 0; i < count; i++) {
        if (brief && is_standard(&row->parameters[i], values[i])) continue;
        hop_string_add(&out, "%s", printed++ ? "," : ":");
        add_parameter(&row->parameters[i], values[i], &out);
    }
    snprintf(text, size, "%s", out.text ? out.text : row->name);
    free(out.text);
}

void hop_spec_print(const hop_row *row, const double *values, char *text, size_t size) {
    print_spec(row, values, false, text, size);
}

void hop_spec_print_brief(const hop_row *row, const double *values, char *text, size_t size) {
    print_spec(row, values, true, text, size);
}
