/* Flattens a document to lines `path<TAB>value<TAB>value ...`, one for each path, so that documents
 * can be compared by their numbers: `flatten NAME FILE`, where the ending of NAME says what FILE
 * is. .json          a path for each field, without the indices of arrays: rows.load,
 * queries.energy .csv .tsv      a path for each column; what comments say as in text .npy .png ...
 * pictures and arrays of bytes or floats: all values under one path others         text: a path for
 * each line, its numbers taken out; of markup what can be read Many numbers are kept as their
 * count, two sums that notice each and every place, and the first. Left out is what differs between
 * two runs: times, versions, paths, the recorded command. SPDX-License-Identifier: MIT */
#include <ctype.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>
#include <png.h>

enum { MANY = 60, FIRST = 8, PATH_SIZE = 512, MOST_PATHS = 4096 };

typedef struct path {
    char *name, *text; /* its values, each behind a tab */
    size_t text_size, count, first_size;
    FILE *values;
    double sum, weighted;
    bool words; /* not all of them are numbers */
} path;

static path paths[MOST_PATHS];
static size_t path_count;

static void die(const char *what, const char *where) {
    fprintf(stderr, "flatten: %s: %s\n", where, what);
    exit(2);
}

/* ---- paths and their values ---- */

/* The path of this name.  Documents repeat their paths in order: the search begins at the last. */
static path *path_named(const char *name) {
    static size_t last;
    for (size_t i = 0; i < path_count; i++) {
        path *p = &paths[(last + i) % path_count];
        if (strcmp(p->name, name) != 0) continue;
        last = (size_t)(p - paths);
        return p;
    }
    if (path_count == MOST_PATHS) die("more paths than there is room for", name);
    path *p = &paths[last = path_count++];
    p->name = strdup(name);
    p->values = open_memstream(&p->text, &p->text_size);
    if (!p->name || !p->values) die("out of memory", name);
    return p;
}

static void mark_first(path *p) {
    if (++p->count > FIRST) return;
    fflush(p->values);
    p->first_size = p->text_size;
}

static void put_number(const char *name, double value) {
    path *p = path_named(name);
    fprintf(p->values, "\t%.12g", value);
    mark_first(p);
    if (!isfinite(value)) value = 7; /* is seen in the sums, and leaves them finite */
    p->sum += fabs(value);
    p->weighted += value * (1 + (double)(p->count % 97) / 97);
}

static void put_word(const char *name, const char *word) {
    path *p = path_named(name);
    fputc('\t', p->values);
    for (const char *c = word; *c; c++) fputc(*c == '\t' || *c == '\n' ? ' ' : *c, p->values);
    mark_first(p);
    p->words = true;
    for (const char *c = word; *c; c++) p->sum += *c * (1 + (double)(p->count % 97) / 97);
}

static void print_path(path *p) {
    fclose(p->values);
    printf("%s", p->name);
    if (p->count > MANY) {
        printf("\tcount\t%zu\tsums\t%.12g", p->count, p->sum);
        if (!p->words) printf("\t%.12g", p->weighted);
        printf("\tfirst%.*s\n", (int)p->first_size, p->text);
    } else {
        printf("%s\n", p->text);
    }
    free(p->text);
    free(p->name);
}

/* ---- what differs between two runs ---- */

/* By its last word. */
static bool is_left_out(const char *name) {
    static const char *const WORDS[] = {
        "command_line", "version", "software", "libraries",    "threads",       "path",
        "timing",       "meaning", "sources",  "source",       "reason",        "date",
        "processor",    "commit",  "seconds",  "load_seconds", "recall_seconds"};
    const char *word = strrchr(name, '.') ? strrchr(name, '.') + 1 : name;
    for (size_t i = 0; i < sizeof(WORDS) / sizeof(WORDS[0]); i++)
        if (strcmp(word, WORDS[i]) == 0) return true;
    return strcmp(name, "notes.command") == 0;
}

/* ---- text ---- */

/* The end of the number that begins here, or NULL: that of 0.9 and 28x28, none in k90 or 9ca7. */
static char *number_end(const char *line, char *c) {
    if (c > line && (isalnum((unsigned char)c[-1]) || c[-1] == '_')) return NULL;
    const char *digit = c + (*c == '-' || *c == '+');
    if (!isdigit((unsigned char)digit[*digit == '.'])) return NULL;
    char *end;
    strtod(c, &end);
    return isalpha((unsigned char)*end) && *end != 'x' ? NULL : end;
}

/* The line with # for numbers and one blank for several is the path; its numbers are the values. */
static void put_line(const char *name, char *line) {
    static const char *const RUNS[] = {"# software", "# command:", "# libraries",
                                       "# sources",  "software:",  "command:",
                                       "libraries:", "# threads",  "threads:"};
    for (size_t i = 0; i < sizeof(RUNS) / sizeof(RUNS[0]); i++)
        if (strncmp(line, RUNS[i], strlen(RUNS[i])) == 0) return;
    char form[PATH_SIZE];
    double numbers[PATH_SIZE];
    size_t length = (size_t)snprintf(form, sizeof(form), "%s: ", name), count = 0;
    for (char *c = line; *c && length + 2 < sizeof(form);) {
        char *end = number_end(line, c);
        if (end) {
            double value = strtod(c, NULL);
            bool time = strncmp(end, " s", 2) == 0 && !isalpha((unsigned char)end[2]);
            time = time || strncmp(end, " ms", 3) == 0 || strncmp(end, " second", 7) == 0;
            if (!time) numbers[count++] = value;
            form[length++] = time ? '~' : '#';
            c = end;
        } else if (isspace((unsigned char)*c)) {
            if (form[length - 1] != ' ') form[length++] = ' ';
            c++;
        } else {
            form[length++] = *c++;
        }
    }
    while (length > 0 && form[length - 1] == ' ') length--;
    form[length] = '\0';
    if (length <= strlen(name) + 1) return; /* an empty line */
    for (size_t i = 0; i < count; i++) put_number(form, numbers[i]);
    if (count == 0) put_number(form, 1);
}

static void put_text(const char *name, char *text) {
    char *rest = text;
    for (char *line = strsep(&rest, "\n"); line; line = strsep(&rest, "\n")) put_line(name, line);
}

/* Of SVG and HTML what stands between tags, each on a line; not the style, not pictures as data. */
static void put_markup(const char *name, char *text) {
    char *out = text;
    bool hidden = false;
    for (char *c = text; *c; c++) {
        if (*c == '<') {
            if (strncmp(c, "<style", 6) == 0 || strncmp(c, "<script", 7) == 0) hidden = true;
            if (strncmp(c, "</style", 7) == 0 || strncmp(c, "</script", 8) == 0) hidden = false;
            c += strcspn(c, ">");
            if (!*c) break;
            if (out > text && out[-1] != '\n') *out++ = '\n';
        } else if (!hidden) {
            *out++ = *c;
        }
    }
    *out = '\0';
    put_text(name, text);
}

/* ---- tables ---- */

static bool is_number(const char *cell) {
    char *end;
    strtod(cell, &end);
    return end != cell && *end == '\0';
}

static void put_cell(const char *name, const char *cell) {
    if (is_number(cell))
        put_number(name, strtod(cell, NULL));
    else
        put_word(name, cell);
}

/* Cuts the next cell from a line, with its quotes; NULL behind the last. */
static char *next_cell(char **line, char separator) {
    char *cell = *line, *c = cell;
    if (!cell) return NULL;
    for (bool quoted = false; *c && (quoted || *c != separator); c++)
        if (*c == '"') quoted = !quoted;
    *line = *c ? c + 1 : NULL;
    *c = '\0';
    return cell;
}

/* The first line that is no comment has the names of the columns, if it is not all numbers. */
static void put_table(const char *name, char *text, char separator) {
    char *heads[PATH_SIZE], column[PATH_SIZE], *rest = text;
    size_t count = 0;
    for (char *line = strsep(&rest, "\n"); line; line = strsep(&rest, "\n")) {
        if (*line == '#') put_line(name, line);
        if (*line == '#' || *line == '\0') continue;
        bool head = count == 0;
        size_t c = 0;
        for (char *cell = next_cell(&line, separator); cell; cell = next_cell(&line, separator)) {
            bool number = is_number(cell);
            if (head && count < PATH_SIZE) heads[count++] = number ? (char *)"value" : cell;
            const char *title = c < count ? heads[c] : "beyond";
            c++;
            if ((head && !number) || is_left_out(title)) continue;
            snprintf(column, sizeof(column), "%s:%s", name, title);
            put_cell(column, cell);
        }
    }
}

/* ---- JSON ---- */

static void put_json(const char *name, json_t *value) {
    char inner[PATH_SIZE];
    const char *key;
    json_t *child;
    size_t i;
    if (json_is_object(value)) {
        json_object_foreach(value, key, child) {
            snprintf(inner, sizeof(inner), "%s.%s", name, key);
            if (!is_left_out(strchr(inner, ':') + 2)) put_json(inner, child);
        }
        if (json_object_size(value) == 0) put_word(name, "{}");
    } else if (json_is_array(value)) {
        json_array_foreach(value, i, child) put_json(name, child);
        if (json_array_size(value) == 0) put_word(name, "[]");
    } else if (json_is_number(value)) {
        put_number(name, json_number_value(value));
    } else if (json_is_string(value)) {
        put_cell(name, json_string_value(value));
    } else {
        put_word(name, json_is_null(value) ? "null" : json_is_true(value) ? "true" : "false");
    }
}

/* ---- arrays and pictures ---- */

static void put_png(const char *name, const char *file) {
    png_image image = {.version = PNG_IMAGE_VERSION};
    if (!png_image_begin_read_from_file(&image, file)) die(image.message, file);
    image.format = PNG_FORMAT_RGBA;
    unsigned char *pixels = malloc(PNG_IMAGE_SIZE(image));
    if (!pixels || !png_image_finish_read(&image, NULL, pixels, 0, NULL)) die(image.message, file);
    put_number(name, image.width);
    put_number(name, image.height);
    for (size_t i = 0; i < PNG_IMAGE_SIZE(image); i++) put_number(name, pixels[i]);
    free(pixels);
}

/* NumPy's first version: its header as text, its values as numbers. */
static void put_npy(const char *name, char *bytes, size_t size) {
    if (size < 10) die("too short for an array", name);
    size_t start = 10 + (unsigned char)bytes[8] + 256 * (size_t)(unsigned char)bytes[9];
    if (start > size) die("its header is cut", name);
    bytes[start - 1] = '\0';
    char *head = bytes + 10;
    size_t width = strstr(head, "f8") ? 8 : strstr(head, "f4") ? 4 : 1;
    put_line(name, head);
    for (size_t at = start; at + width <= size; at += width) {
        double value = (unsigned char)bytes[at];
        float single;
        if (width == 8) memcpy(&value, bytes + at, 8);
        if (width == 4) memcpy(&single, bytes + at, 4), value = (double)single;
        put_number(name, value);
    }
}

/* ---- files ---- */

/* All bytes of a file and a 0 behind them. */
static char *read_all(const char *file, size_t *size) {
    FILE *in = fopen(file, "rb");
    char *bytes = NULL;
    FILE *out = open_memstream(&bytes, size);
    if (!in || !out) die("cannot be read", file);
    for (int c = getc(in); c != EOF; c = getc(in)) putc(c, out);
    fclose(in);
    fclose(out);
    return bytes;
}

int main(int argc, char **argv) {
    if (argc != 3) die("flatten NAME FILE", "usage");
    const char *name = argv[1], *dot = strrchr(name, '.'), *ending = dot ? dot : "";
    size_t size = 0;
    char *bytes = read_all(argv[2], &size);
    if (strcmp(ending, ".json") == 0) {
        json_error_t error;
        json_t *root = json_loadb(bytes, size, JSON_DECODE_ANY, &error);
        if (!root) die(error.text, name);
        char top[PATH_SIZE];
        snprintf(top, sizeof(top), "%s:", name);
        put_json(top, root);
        json_decref(root);
    } else if (strcmp(ending, ".csv") == 0) {
        put_table(name, bytes, ',');
    } else if (strcmp(ending, ".tsv") == 0) {
        put_table(name, bytes, '\t');
    } else if (strcmp(ending, ".png") == 0) {
        put_png(name, argv[2]);
    } else if (strcmp(ending, ".npy") == 0) {
        put_npy(name, bytes, size);
    } else if (strcmp(ending, ".svg") == 0 || strcmp(ending, ".html") == 0) {
        put_markup(name, bytes);
    } else if (strcmp(ending, ".pdf") == 0 || strcmp(ending, ".safetensors") == 0) {
        put_word(name, "is there");
    } else {
        put_text(name, bytes);
    }
    free(bytes);
    for (size_t i = 0; i < path_count; i++) print_path(&paths[i]);
    return 0;
}
