/* Small changes to C sources, for tools/check-mutants: one operator, number or word that decides
 * something becomes another.
 *   mutate choose COUNT SEED FILE...    "FILE SITE" for COUNT places, drawn without repetition
 *   mutate make FILE SITE               the source with that place changed; what was changed goes
 *                                       to standard error
 * Places are inside functions; comments, strings and the preprocessor's lines are none.
 * SPDX-License-Identifier: MIT */
#include <ctype.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct change {
    const char *from, *to;
    bool word;   /* a whole word, not a sign */
    bool binary; /* only where a value stands in front */
} change;

/* The longest sign first. */
static const change CHANGES[] = {
    {"<<", ">>", false, true},
    {">>", "<<", false, true},
    {"<=", "<", false, true},
    {">=", ">", false, true},
    {"==", "!=", false, true},
    {"!=", "==", false, true},
    {"&&", "||", false, true},
    {"||", "&&", false, true},
    {"->", NULL, false, false},
    {"++", "--", false, false},
    {"--", "++", false, false},
    {"+=", "-=", false, true},
    {"-=", "+=", false, true},
    {"<", "<=", false, true},
    {">", ">=", false, true},
    {"+", "-", false, true},
    {"-", "+", false, true},
    {"/", "*", false, true},
    {"%", "/", false, true},
    {"!", "", false, false},
    {"true", "false", true, false},
    {"false", "true", true, false},
    {"HOP_TRY", "(void)", true, false},
    {"continue", "break", true, false},
};
enum { CHANGE_COUNT = sizeof CHANGES / sizeof *CHANGES };

typedef struct place {
    size_t at, length, line;
    char to[32];
} place;

typedef struct source {
    char *text;
    size_t size, count;
    place *places;
} source;

static void die(const char *what, const char *where) {
    fprintf(stderr, "mutate: %s: %s\n", where, what);
    exit(2);
}

static char *read_all(const char *path, size_t *size) {
    FILE *file = fopen(path, "rb");
    char *text = NULL;
    FILE *out = open_memstream(&text, size);
    if (!file || !out) die("cannot be read", path);
    for (int c = getc(file); c != EOF; c = getc(file)) putc(c, out);
    fclose(file);
    fclose(out);
    return text;
}

static bool in_word(char c) {
    return isalnum((unsigned char)c) || c == '_';
}

static void add_place(source *s, size_t at, size_t length, size_t line, const char *to) {
    s->places = realloc(s->places, (s->count + 1) * sizeof *s->places);
    if (!s->places) die("out of memory", "places");
    place *p = &s->places[s->count++];
    *p = (place){.at = at, .length = length, .line = line};
    snprintf(p->to, sizeof p->to, "%s", to);
}

/* The end of what is no code at `at`: a comment, a string, a character; or `at`. */
static size_t skip(const char *text, size_t at) {
    if (text[at] == '/' && text[at + 1] == '*') {
        const char *end = strstr(text + at + 2, "*/");
        return end ? (size_t)(end - text) + 2 : strlen(text);
    }
    if (text[at] == '/' && text[at + 1] == '/') return at + strcspn(text + at, "\n");
    if (text[at] != '"' && text[at] != '\'') return at;
    const char quote = text[at++];
    while (text[at] && text[at] != quote) at += text[at] == '\\' && text[at + 1] ? 2 : 1;
    return text[at] ? at + 1 : at;
}

/* Adds what a word or number at `at` may become; returns its length. */
static size_t take_word(source *s, size_t at, size_t line, bool inside) {
    const char *word = s->text + at;
    size_t length = 0;
    while (in_word(word[length])) length++;
    char next[32];
    bool number = isdigit((unsigned char)*word);
    for (size_t i = 0; i < length; i++) number = number && isdigit((unsigned char)word[i]);
    if (inside && number && word[length] != '.' && length < 10) {
        snprintf(next, sizeof next, "%ld", atol(word) + 1);
        add_place(s, at, length, line, next);
    }
    for (size_t i = 0; i < CHANGE_COUNT && inside; i++)
        if (CHANGES[i].word && strlen(CHANGES[i].from) == length &&
            strncmp(word, CHANGES[i].from, length) == 0)
            add_place(s, at, length, line, CHANGES[i].to);
    return length;
}

/* The same for a sign; `value`: a value stands in front of it. */
static size_t take_sign(source *s, size_t at, size_t line, bool inside, bool value) {
    for (size_t i = 0; i < CHANGE_COUNT; i++) {
        const change *c = &CHANGES[i];
        const size_t length = strlen(c->from);
        if (c->word || strncmp(s->text + at, c->from, length) != 0) continue;
        if (inside && c->to && (value || !c->binary)) add_place(s, at, length, line, c->to);
        return length;
    }
    return 1;
}

/* A function's body is what stands in braces behind a parenthesis at the top. */
static void find_places(source *s) {
    size_t depth = 0, line = 1;
    bool inside = false, fresh = true;
    char last = '\0';
    for (size_t at = 0; at < s->size;) {
        const char c = s->text[at];
        size_t end = skip(s->text, at);
        if (end == at && c == '#' && fresh)
            while (s->text[end] && s->text[end] != '\n') end += s->text[end] == '\\' ? 2 : 1;
        if (end == at) {
            if (c == '{' && depth++ == 0) inside = last == ')';
            if (c == '}' && depth > 0 && --depth == 0) inside = false;
            const bool value = in_word(last) || last == ')' || last == ']';
            end += in_word(c)                  ? take_word(s, at, line, inside)
                   : isspace((unsigned char)c) ? 1
                                               : take_sign(s, at, line, inside, value);
            if (!isspace((unsigned char)c)) last = s->text[end - 1];
        } else if (c == '"' || c == '\'') {
            last = ')';
        }
        for (; at < end; at++) {
            if (s->text[at] == '\n') line++;
            fresh = s->text[at] == '\n' || (fresh && isspace((unsigned char)s->text[at]));
        }
    }
}

static source open_source(const char *path) {
    source s = {0};
    s.text = read_all(path, &s.size);
    find_places(&s);
    return s;
}

/* Steele, Lea and Flood 2014: splitmix64. */
static uint64_t draw(uint64_t *state) {
    uint64_t z = *state += 0x9E3779B97F4A7C15u;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
    z = (z ^ z >> 27) * 0x94D049BB133111EBu;
    return z ^ z >> 31;
}

typedef struct chosen {
    uint64_t rank;
    const char *file;
    size_t site;
} chosen;

static int by_rank(const void *a, const void *b) {
    const uint64_t x = ((const chosen *)a)->rank, y = ((const chosen *)b)->rank;
    return x < y ? -1 : x > y;
}

/* Each place has a number of its own, and the smallest win: so a line more in one file changes
 * nothing of what is drawn in the others. */
static void choose(size_t want, uint64_t seed, char **files, size_t count) {
    chosen *all = NULL;
    size_t filled = 0;
    for (size_t i = 0; i < count; i++) {
        source s = open_source(files[i]);
        uint64_t state = seed;
        for (const char *c = files[i]; *c; c++) state = draw(&state) + (unsigned char)*c;
        all = realloc(all, (filled + s.count + 1) * sizeof *all);
        if (!all) die("out of memory", "choose");
        for (size_t site = 0; site < s.count; site++)
            all[filled++] = (chosen){draw(&state), files[i], site};
        free(s.text);
        free(s.places);
    }
    qsort(all, filled, sizeof *all, by_rank);
    for (size_t i = 0; i < want && i < filled; i++) printf("%s %zu\n", all[i].file, all[i].site);
    free(all);
}

static void make(const char *path, size_t site) {
    source s = open_source(path);
    if (site >= s.count) die("has no such place", path);
    const place p = s.places[site];
    fprintf(stderr, "%s:%zu: '%.*s' becomes '%s'\n", path, p.line, (int)p.length, s.text + p.at,
            p.to);
    printf("#line 1 \"%s\"\n%.*s%s%s", path, (int)p.at, s.text, p.to, s.text + p.at + p.length);
    free(s.text);
    free(s.places);
}

int main(int argc, char **argv) {
    if (argc >= 5 && strcmp(argv[1], "choose") == 0)
        choose(strtoul(argv[2], NULL, 10), strtoull(argv[3], NULL, 10), argv + 4, (size_t)argc - 4);
    else if (argc == 4 && strcmp(argv[1], "make") == 0)
        make(argv[2], strtoul(argv[3], NULL, 10));
    else
        die("choose COUNT SEED FILE..., or make FILE SITE", "usage");
    return 0;
}
