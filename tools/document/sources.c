/* Sources of all rows, each once.  Rows separate theirs by "; ".
 * SPDX-License-Identifier: MIT */
#include "sources.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <hopfield/lab.h>

#include "markdown.h"

static const hop_catalog *(*const CATALOGS[])(void) = {
    hop_energy_catalog,     hop_similarity_catalog, hop_update_catalog,
    hop_corruption_catalog, hop_layer_catalog,      hop_task_catalog,
    hop_optimiser_catalog,  hop_experiment_catalog, hop_repro_catalog,
};

typedef struct citation {
    char *text;
    const char *noun;
    const hop_row *row;
} citation;

typedef struct list {
    citation *all;
    size_t count;
} list;

static void add(list *l, const char *text, size_t length, const char *noun, const hop_row *row) {
    citation *grown = realloc(l->all, (l->count + 1) * sizeof *grown);
    if (!grown) exit(1);
    l->all = grown;
    l->all[l->count++] = (citation){strndup(text, length), noun, row};
}

/* The end of the source that begins at `text`: a ';' outside of brackets. */
static size_t length_of(const char *text) {
    size_t length = 0;
    int open = 0;
    for (; text[length] && (open > 0 || text[length] != ';'); length++) {
        open += text[length] == '(' ? 1 : 0;
        open -= text[length] == ')' ? 1 : 0;
    }
    return length;
}

static void add_row(list *l, const char *noun, const hop_row *row) {
    const char *text = row->sources ? row->sources : "";
    while (*text) {
        size_t length = length_of(text);
        add(l, text, length, noun, row);
        text += length;
        text += strspn(text, "; ");
    }
}

static int compare(const void *a, const void *b) {
    const citation *x = a, *y = b;
    int order = strcmp(x->text, y->text);
    if (order == 0) order = strcmp(x->noun, y->noun);
    return order != 0 ? order : strcmp(x->row->name, y->row->name);
}

void sources_print(void) {
    list l = {0};
    for (size_t c = 0; c < sizeof CATALOGS / sizeof *CATALOGS; c++) {
        const hop_catalog *catalog = CATALOGS[c]();
        for (size_t i = 0; i < catalog->count; i++) add_row(&l, catalog->noun, catalog->rows[i]);
    }
    qsort(l.all, l.count, sizeof *l.all, compare);
    puts("# Sources\n\n<!-- Written by `make docs` from the rows: change those. -->\n\n"
         "What every row rests on, as the row itself names it. A formula or a number that the "
         "source does not have is said to be this project's own.\n\n"
         "| source | rows |\n| --- | --- |");
    for (size_t i = 0; i < l.count; i++) {
        bool again = i > 0 && strcmp(l.all[i - 1].text, l.all[i].text) == 0;
        bool same = again && strcmp(l.all[i - 1].noun, l.all[i].noun) == 0;
        if (!again) {
            fputs(i > 0 ? " |\n| " : "| ", stdout);
            markdown_sources(l.all[i].text);
            fputs(" | ", stdout);
        }
        if (same)
            printf(", `%s`", l.all[i].row->name);
        else
            printf("%s%s `%s`", again ? "; " : "", l.all[i].noun, l.all[i].row->name);
    }
    puts(" |");
    for (size_t i = 0; i < l.count; i++) free(l.all[i].text);
    free(l.all);
}
