/* The header of a .npy file: magic, version, length, and a Python dictionary of exactly three keys,
 * {'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }.
 * NumPy Enhancement Proposal 1.
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "npy.h"

/* A dictionary that says so little is never longer; NumPy itself refuses beyond 10,000. */
enum { HEADER_LIMIT = 65536 };

enum { MAGIC_SIZE = 6, VERSION_1_START = 10, VERSION_2_START = 12 };

/* What is left of the dictionary's text. */
typedef struct cursor {
    const char *name; /* of the file */
    const char *at, *end;
} cursor;

/* What the dictionary said, and which keys came. */
typedef struct dictionary {
    hop_array *array;
    bool descr, order, shape;
} dictionary;

static hop_status damaged(const cursor *text, const char *what) {
    return hop_fail(HOP_E_FORMAT, "%s: its .npy header is damaged: %s", text->name, what);
}

static void skip_spaces(cursor *text) {
    while (text->at < text->end && (*text->at == ' ' || *text->at == '\t')) text->at++;
}

/* Takes `character` if it comes next, spaces aside. */
static bool take(cursor *text, char character) {
    skip_spaces(text);
    if (text->at == text->end || *text->at != character) return false;
    text->at++;
    return true;
}

static bool take_word(cursor *text, const char *word) {
    size_t length = strlen(word);
    skip_spaces(text);
    if ((size_t)(text->end - text->at) < length || memcmp(text->at, word, length) != 0)
        return false;
    text->at += length;
    return true;
}

/* A quoted string without escapes, at most 15 characters, into `string`; Python 2 may have written
 * a letter before it, u'<f4'. */
static bool take_string(cursor *text, char string[16]) {
    if (!take(text, 'u')) take(text, 'b');
    char quote = take(text, '\'') ? '\'' : take(text, '"') ? '"' : '\0';
    size_t length = 0;
    if (!quote) return false;
    while (text->at < text->end && *text->at != quote && length < 15)
        string[length++] = *text->at++;
    string[length] = '\0';
    if (text->at == text->end || *text->at != quote) return false;
    text->at++;
    return true;
}

static bool take_size(cursor *text, size_t *size) {
    size_t value = 0, digits = 0;
    skip_spaces(text);
    for (; text->at < text->end && *text->at >= '0' && *text->at <= '9'; text->at++, digits++) {
        if (!hop_size_multiply(value, 10, &value)) return false;
        if (!hop_size_add(value, (size_t)(*text->at - '0'), &value)) return false;
    }
    *size = value;
    /* Python 2 wrote its long numbers so: 60000L. */
    if (digits > 0 && text->at < text->end && *text->at == 'L') text->at++;
    return digits > 0;
}

static hop_status take_shape(cursor *text, hop_array *array) {
    size_t size = 0;
    bool comma = true;
    if (!take(text, '(')) return damaged(text, "its shape is no tuple");
    array->rank = 0;
    while (!take(text, ')')) {
        if (!comma || !take_size(text, &size))
            return damaged(text, "its shape is no list of sizes");
        if (array->rank == HOP_ARRAY_RANK)
            return hop_fail(HOP_E_SHAPE, "%s: has more than %d dimensions", text->name,
                            HOP_ARRAY_RANK);
        array->size[array->rank++] = size;
        comma = take(text, ',');
    }
    /* In Python "(3)" is a number and "(3,)" a tuple. */
    if (array->rank == 1 && !comma) return damaged(text, "its shape is no tuple");
    if (array->rank == 0) return hop_fail(HOP_E_SHAPE, "%s: holds a single number", text->name);
    return HOP_OK;
}

/* "<U12", "|S7": words of so many letters. */
static bool parse_words(const char *word, hop_array *array) {
    size_t letters = 0;
    if ((word[1] != 'U' && word[1] != 'S') || !strchr("<>|", word[0])) return false;
    for (const char *digit = word + 2; *digit; digit++) {
        if (*digit < '0' || *digit > '9') return false;
        letters = letters * 10 + (size_t)(*digit - '0');
    }
    array->element = word[1] == 'U' ? HOP_ELEMENT_U32 : HOP_ELEMENT_U8;
    array->big_endian = word[0] == '>';
    array->letters = letters;
    return letters > 0;
}

/* "<f4": byte order, kind, bytes. */
static hop_status take_type(cursor *text, hop_array *array) {
    static const struct {
        char kind, size;
        hop_element element;
    } TYPES[] = {
        {'u', '1', HOP_ELEMENT_U8},  {'b', '1', HOP_ELEMENT_BOOL}, {'i', '1', HOP_ELEMENT_I8},
        {'i', '2', HOP_ELEMENT_I16}, {'i', '4', HOP_ELEMENT_I32},  {'i', '8', HOP_ELEMENT_I64},
        {'u', '2', HOP_ELEMENT_U16}, {'u', '4', HOP_ELEMENT_U32},  {'u', '8', HOP_ELEMENT_U64},
        {'f', '2', HOP_ELEMENT_F16}, {'f', '4', HOP_ELEMENT_F32},  {'f', '8', HOP_ELEMENT_F64},
    };
    char word[16] = "";
    if (take(text, '['))
        return hop_fail(
            HOP_E_SUPPORT,
            "%s: holds records, not plain numbers; save one field, x['name'], by itself",
            text->name);
    if (!take_string(text, word)) return damaged(text, "its type is no short string");
    bool ordered = word[0] == '<' || word[0] == '>', single = word[0] == '|' && word[2] == '1';
    for (size_t i = 0; strlen(word) == 3 && i < sizeof TYPES / sizeof *TYPES; i++)
        if ((ordered || single) && word[1] == TYPES[i].kind && word[2] == TYPES[i].size) {
            array->element = TYPES[i].element;
            array->big_endian = word[0] == '>';
            return HOP_OK;
        }
    if (parse_words(word, array)) return HOP_OK;
    if (strchr(word, 'O'))
        return hop_fail(HOP_E_SUPPORT,
                        "%s: holds Python objects, which can run programs and are not read; in "
                        "NumPy, astype(float) or astype(str) makes an array of them",
                        text->name);
    if (strchr(word, 'c'))
        return hop_fail(HOP_E_SUPPORT,
                        "%s: holds complex numbers, which are not read; in NumPy, numpy.abs() or "
                        ".real makes real ones",
                        text->name);
    return hop_fail(HOP_E_SUPPORT,
                    "%s: numbers of type '%s' are not read; store it as u1, f4 or f8", text->name,
                    word);
}

static hop_status take_member(cursor *text, dictionary *said) {
    char key[16] = "";
    if (!take_string(text, key) || !take(text, ':')) return damaged(text, "a key is no string");
    bool *seen = strcmp(key, "descr") == 0           ? &said->descr
                 : strcmp(key, "fortran_order") == 0 ? &said->order
                 : strcmp(key, "shape") == 0         ? &said->shape
                                                     : NULL;
    if (!seen || *seen) return damaged(text, seen ? "a key comes twice" : "a key is not known");
    *seen = true;
    if (seen == &said->descr) return take_type(text, said->array);
    if (seen == &said->shape) return take_shape(text, said->array);
    said->array->fortran = take_word(text, "True");
    if (said->array->fortran || take_word(text, "False")) return HOP_OK;
    return damaged(text, "its order is neither True nor False");
}

static hop_status parse_dictionary(cursor *text, hop_array *array) {
    dictionary said = {.array = array};
    bool comma = true;
    if (!take(text, '{')) return damaged(text, "there is no dictionary");
    while (!take(text, '}')) {
        if (!comma) return damaged(text, "a comma is missing");
        HOP_TRY(take_member(text, &said));
        comma = take(text, ',');
    }
    if (!said.descr || !said.order || !said.shape) return damaged(text, "a key is missing");
    skip_spaces(text);
    take(text, '\n');
    return text->at == text->end ? HOP_OK : damaged(text, "something follows the dictionary");
}

hop_status hop_npy_parse(const char *name, const unsigned char *bytes, size_t size,
                         hop_array *array) {
    cursor text = {.name = name};
    if (size < VERSION_2_START || memcmp(bytes, "\x93NUMPY", MAGIC_SIZE) != 0)
        return damaged(&text, "it is truncated");
    const unsigned major = bytes[MAGIC_SIZE];
    if (major < 1 || major > 3 || bytes[MAGIC_SIZE + 1] != 0)
        return hop_fail(HOP_E_FORMAT, "%s: .npy version %u.%u; 1.0, 2.0 and 3.0 are read", name,
                        major, bytes[MAGIC_SIZE + 1]);
    const size_t start = major == 1 ? VERSION_1_START : VERSION_2_START;
    size_t length = bytes[8] | (size_t)bytes[9] << 8;
    if (major > 1) length |= (size_t)bytes[10] << 16 | (size_t)bytes[11] << 24;
    if (length > HEADER_LIMIT) return damaged(&text, "its header is longer than 65536 bytes");
    if (length > size - start) return damaged(&text, "it is truncated");
    text.at = (const char *)bytes + start;
    text.end = text.at + length;
    hop_array read = {.offset = start + length};
    HOP_TRY(parse_dictionary(&text, &read));
    *array = read;
    return HOP_OK;
}
