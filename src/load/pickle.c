/* Python pickles of protocols 0 and 1, which have no first bytes of their own: their opcodes are
 * gone through, and nothing is done.  Python, Lib/pickletools.py.
 * SPDX-License-Identifier: MIT */
#include "pickle.h"

#include <ctype.h>
#include <string.h>

/* What follows an opcode. */
typedef enum argument {
    NOTHING,
    BYTES,  /* as many as the rule's number says */
    SHORT,  /* a byte that says how many bytes */
    LONG,   /* four bytes, little-endian, that say how many bytes */
    WHOLE,  /* a line: a whole number, perhaps with Python 2's L */
    REAL,   /* a line: a number */
    QUOTED, /* a line: a string in quotes */
    LINE,   /* a line */
    NAMES,  /* two lines: a module and a name in it */
} argument;

static const struct rule {
    char opcode;
    argument argument;
    unsigned char bytes;
    bool first; /* a pickle may begin with it */
} RULES[] = {
    {'(', NOTHING, 0, true},  {']', NOTHING, 0, true},  {'}', NOTHING, 0, true},
    {')', NOTHING, 0, true},  {'N', NOTHING, 0, true},  {'I', WHOLE, 0, true},
    {'L', WHOLE, 0, true},    {'F', REAL, 0, true},     {'S', QUOTED, 0, true},
    {'V', LINE, 0, true},     {'c', NAMES, 0, true},    {'K', BYTES, 1, true},
    {'M', BYTES, 2, true},    {'J', BYTES, 4, true},    {'G', BYTES, 8, true},
    {'U', SHORT, 0, true},    {'T', LONG, 0, true},     {'X', LONG, 0, true},
    {'0', NOTHING, 0, false}, {'1', NOTHING, 0, false}, {'2', NOTHING, 0, false},
    {'a', NOTHING, 0, false}, {'b', NOTHING, 0, false}, {'d', NOTHING, 0, false},
    {'e', NOTHING, 0, false}, {'i', NAMES, 0, false},   {'l', NOTHING, 0, false},
    {'o', NOTHING, 0, false}, {'s', NOTHING, 0, false}, {'t', NOTHING, 0, false},
    {'u', NOTHING, 0, false}, {'R', NOTHING, 0, false}, {'P', LINE, 0, false},
    {'Q', NOTHING, 0, false}, {'p', WHOLE, 0, false},   {'g', WHOLE, 0, false},
    {'q', BYTES, 1, false},   {'r', BYTES, 4, false},   {'h', BYTES, 1, false},
    {'j', BYTES, 4, false},
};

static const struct rule *find_rule(unsigned char opcode) {
    for (size_t i = 0; i < sizeof RULES / sizeof *RULES; i++)
        if ((unsigned char)RULES[i].opcode == opcode) return &RULES[i];
    return NULL;
}

/* The bytes that are there; an argument may go on behind them. */
typedef struct cursor {
    const unsigned char *at, *end;
} cursor;

static void skip(cursor *c, size_t count) {
    const size_t left = (size_t)(c->end - c->at);
    c->at += count < left ? count : left;
}

/* Whether a line is made of these letters and digits alone; an empty one is not. */
static bool take_line(cursor *c, const char *letters, bool words) {
    const unsigned char *from = c->at;
    for (; c->at < c->end && *c->at != '\n'; c->at++)
        if (!isdigit(*c->at) && !(words && isalpha(*c->at)) && !strchr(letters, *c->at))
            return false;
    const bool any = c->at > from || c->at == c->end;
    skip(c, 1);
    return any;
}

static bool take_quoted(cursor *c) {
    if (c->at < c->end && *c->at != '\'' && *c->at != '"') return false;
    while (c->at < c->end && *c->at != '\n') c->at++;
    skip(c, 1);
    return true;
}

static size_t little_endian(const cursor *c, size_t bytes) {
    size_t value = 0;
    for (size_t i = 0; i < bytes && c->at + i < c->end; i++) value |= (size_t)c->at[i] << 8 * i;
    return value;
}

static bool take_argument(cursor *c, const struct rule *rule) {
    switch (rule->argument) {
    case NOTHING: return true;
    case BYTES: skip(c, rule->bytes); return true;
    case SHORT: skip(c, 1 + little_endian(c, 1)); return true;
    case LONG: skip(c, 4 + little_endian(c, 4)); return true;
    case WHOLE: return take_line(c, "+-L", false);
    case REAL: return take_line(c, "+-.enaif", false);
    case QUOTED: return take_quoted(c);
    case LINE:
        while (c->at < c->end && *c->at != '\n') c->at++;
        skip(c, 1);
        return true;
    case NAMES: return take_line(c, "._", true) && take_line(c, "._", true);
    }
    return false;
}

bool hop_pickle_recognise(const unsigned char *head, size_t size, bool all) {
    cursor c = {head, head + size};
    const struct rule *rule = size > 1 ? find_rule(*head) : NULL;
    if (!rule || !rule->first) return false;
    while (c.at < c.end) {
        if (*c.at == '.') return all && c.at + 1 == c.end;
        rule = find_rule(*c.at++);
        if (!rule || !take_argument(&c, rule)) return false;
    }
    return !all;
}
