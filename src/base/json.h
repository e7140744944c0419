/* JSON documents; the only user of jansson.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_BASE_JSON_H
#define HOP_BASE_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <hopfield/status.h>

typedef struct json_t hop_json;

/* Makers.  NULL only without memory, which the functions that take them pass on as failure. */
hop_json *hop_json_object(void);
hop_json *hop_json_array(void);
hop_json *hop_json_text(const char *text); /* NULL, or not UTF-8: repaired with '?' */
hop_json *hop_json_real(double value);     /* null where it is not finite */
hop_json *hop_json_count(size_t value);
hop_json *hop_json_integer(int64_t value);
hop_json *hop_json_bool(bool value);
hop_json *hop_json_null(void);

/* Take `value` over, also on failure; false without memory. */
bool hop_json_set(hop_json *object, const char *key, hop_json *value);
bool hop_json_append(hop_json *array, hop_json *value);

/* The object that is the member `key`, made where there is none: lent; NULL without memory. */
hop_json *hop_json_member(hop_json *object, const char *key);

void hop_json_free(hop_json *value);

/* The document as text, free()d by the caller; indented for people or on one line. */
hop_status hop_json_print(const hop_json *value, bool indented, char **text);

/* Reads one whole document; duplicate keys are refused.  `name` stands in errors: HOP_E_FORMAT. */
hop_status hop_json_parse(const char *name, const char *text, size_t size, hop_json **value);

/* Readers: NULL or false where the value is of another kind; what is returned is lent. */
bool hop_json_is_object(const hop_json *value);
bool hop_json_is_array(const hop_json *value);
const hop_json *hop_json_get(const hop_json *object, const char *key);
const char *hop_json_string(const hop_json *value);
bool hop_json_whole(const hop_json *value, int64_t *number);
bool hop_json_number(const hop_json *value, double *number);
bool hop_json_truth(const hop_json *value, bool *truth);
size_t hop_json_length(const hop_json *array);
const hop_json *hop_json_at(const hop_json *array, size_t index);

/* Walks an object's members in order; false ends the walk, and is returned. */
bool hop_json_each(const hop_json *object,
                   bool (*visit)(void *context, const char *key, const hop_json *value),
                   void *context);

#endif
