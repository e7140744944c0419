/* JSON documents by jansson.
 * SPDX-License-Identifier: MIT */
#include "json.h"

#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "fail.h"
#include "text.h"
#include "utf8.h"

hop_json *hop_json_object(void) {
    return json_object();
}

hop_json *hop_json_array(void) {
    return json_array();
}

/* A file name need not be UTF-8, a JSON text must be. */
static hop_json *repaired(const char *text) {
    char *copy = strdup(text);
    if (!copy) return NULL;
    for (char *c = copy; *c; c++)
        if ((unsigned char)*c >= 0x80) *c = '?';
    hop_json *value = json_string(copy);
    free(copy);
    return value;
}

hop_json *hop_json_text(const char *text) {
    if (!text) return json_null();
    hop_json *value = json_string(text);
    return value ? value : repaired(text);
}

hop_json *hop_json_real(double value) {
    return isfinite(value) ? json_real(value) : json_null();
}

hop_json *hop_json_count(size_t value) {
    return json_integer((json_int_t)value);
}

hop_json *hop_json_integer(int64_t value) {
    return json_integer(value);
}

hop_json *hop_json_bool(bool value) {
    return json_boolean(value);
}

hop_json *hop_json_null(void) {
    return json_null();
}

bool hop_json_set(hop_json *object, const char *key, hop_json *value) {
    return json_object_set_new(object, key, value) == 0;
}

bool hop_json_append(hop_json *array, hop_json *value) {
    return json_array_append_new(array, value) == 0;
}

hop_json *hop_json_member(hop_json *object, const char *key) {
    json_t *member = json_object_get(object, key);
    if (json_is_object(member)) return member;
    member = json_object();
    return json_object_set_new(object, key, member) == 0 ? member : NULL;
}

void hop_json_free(hop_json *value) {
    json_decref(value);
}

/* The number at `at`, as shortly as it reads back equal; jansson writes all 17 digits of a real.
 * Returns its length in the document. */
static size_t add_number(hop_string *out, const char *at) {
    size_t length = strspn(at, "+-.0123456789eE");
    char number[64] = "";
    double value = 0;
    bool real = memchr(at, '.', length) || memchr(at, 'e', length);
    if (real && length < sizeof number) memcpy(number, at, length);
    if (real && hop_text_parse_number(number, &value)) {
        hop_text_number(value, number);
        hop_string_add(out, strpbrk(number, ".e") ? "%s" : "%s.0", number);
    } else {
        hop_string_add_bytes(out, at, length);
    }
    return length;
}

/* A string's length in the document, quotes and all; 0 where it does not end: jansson may leave a
 * document unfinished when memory runs out. */
static size_t string_length(const char *at) {
    size_t length = 1;
    while (at[length] != '"') {
        if (!at[length] || (at[length] == '\\' && !at[length + 1])) return 0;
        length += at[length] == '\\' ? 2 : 1;
    }
    return length + 1;
}

/* What would steer a terminal or a page is written as \uXXXX: the value is the same. */
static void add_string(hop_string *out, const char *at, size_t length) {
    for (size_t begin = 0, i = 0, step = 1; i < length; i += step) {
        uint32_t point = 0;
        if (hop_utf8_decode(at + i, &point, &step) && hop_utf8_steers(point)) {
            hop_string_add_bytes(out, at + begin, i - begin);
            hop_string_add(out, "\\u%04X", (unsigned)point);
            begin = i + step;
        }
        if (i + step == length) hop_string_add_bytes(out, at + begin, length - begin);
    }
}

hop_status hop_json_print(const hop_json *value, bool indented, char **text) {
    size_t flags = JSON_PRESERVE_ORDER | (indented ? JSON_INDENT(2) : JSON_COMPACT);
    char *made = value ? json_dumps(value, flags) : NULL;
    hop_string out = {.failed = !made};
    for (const char *at = made; at && *at;) {
        bool number = *at == '-' || (*at >= '0' && *at <= '9');
        const bool string = *at == '"';
        size_t length = string ? string_length(at) : strcspn(at, "\"-0123456789");
        if (length == 0 && !number) {
            out.failed = true;
            break;
        }
        if (number)
            length = add_number(&out, at);
        else if (string)
            add_string(&out, at, length);
        else
            hop_string_add_bytes(&out, at, length);
        at += length;
    }
    free(made);
    if (out.failed) {
        free(out.text);
        return hop_fail(HOP_E_MEMORY, "a JSON document could not be made");
    }
    *text = out.text;
    return HOP_OK;
}

hop_status hop_json_parse(const char *name, const char *text, size_t size, hop_json **value) {
    json_error_t error;
    hop_json *read = json_loadb(text, size, JSON_REJECT_DUPLICATES, &error);
    if (!read && json_error_code(&error) == json_error_out_of_memory)
        return hop_fail(HOP_E_MEMORY, "%s: there is not enough memory to read it", name);
    if (!read) return hop_fail(HOP_E_FORMAT, "%s: line %d: %s", name, error.line, error.text);
    *value = read;
    return HOP_OK;
}

bool hop_json_is_object(const hop_json *value) {
    return json_is_object(value);
}

bool hop_json_is_array(const hop_json *value) {
    return json_is_array(value);
}

const hop_json *hop_json_get(const hop_json *object, const char *key) {
    return json_object_get(object, key);
}

const char *hop_json_string(const hop_json *value) {
    return json_string_value(value);
}

bool hop_json_whole(const hop_json *value, int64_t *number) {
    if (!json_is_integer(value)) return false;
    *number = json_integer_value(value);
    return true;
}

bool hop_json_number(const hop_json *value, double *number) {
    if (!json_is_number(value)) return false;
    *number = json_number_value(value);
    return true;
}

bool hop_json_truth(const hop_json *value, bool *truth) {
    if (!json_is_boolean(value)) return false;
    *truth = json_is_true(value);
    return true;
}

size_t hop_json_length(const hop_json *array) {
    return json_array_size(array);
}

const hop_json *hop_json_at(const hop_json *array, size_t index) {
    return json_array_get(array, index);
}

bool hop_json_each(const hop_json *object,
                   bool (*visit)(void *context, const char *key, const hop_json *value),
                   void *context) {
    /* jansson's iterator takes a pointer to non-const and changes nothing. */
    json_t *walked = (json_t *)(uintptr_t)object;
    for (void *at = json_object_iter(walked); at; at = json_object_iter_next(walked, at))
        if (!visit(context, json_object_iter_key(at), json_object_iter_value(at))) return false;
    return true;
}
