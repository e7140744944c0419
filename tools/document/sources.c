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

/* What looking the sources of the reproductions up has found; kept by hand. */
static const char LOOKED_UP[] =
    "\n"
    "## What was looked up\n\n"
    "The sources of the reproductions were looked up in November 2026, in public pages and "
    "lists of references.\n\n"
    "- Abstract read, which says what is cited: Steffan and K\u00fchn 1994 (also arXiv "
    "cond-mat/9404036; .138186 and .138187 by one and two steps of broken symmetry beside "
    ".137905, simulations .145 \u00b1 .009, and that the .144 of Crisanti, Amit and Gutfreund "
    "1986 is a theory that they cannot confirm), Demircigil et al. 2017, Santos et al. 2024 "
    "(both), Hu et al. 2023, Smart et al. 2025, Krotov and Hopfield 2016. The program of "
    "Santos et al. (deep-spin/HFYN) was read: the reproduction `sparse-retrieval` follows it. "
    "So were programs that follow the textbook of `attention-example`, with the numbers it "
    "prints.\n"
    "- Authors, title, year and number found as they are cited: Amit, Gutfreund and "
    "Sompolinsky 1987; Lucibello and M\u00e9zard 2024; Hunter and Lange 2004; Willshaw et al. "
    "1969; Kohonen 1972; Kanter and Sompolinsky 1987; Storkey 1997; Tsodyks and Feigelman 1988 "
    "(and that capacity grows as 1 / (a |ln a|)); Chaudhry et al. 2023; Hoover et al. 2024 and "
    "2025; Pham et al. 2025; Millidge et al. 2022; Ramsauer et al. 2020.\n"
    "- Not found, and so as they stood: the doi of Crisanti et al. 1986, of Steffan and "
    "K\u00fchn 1994 and of Buhmann et al. 1989; the numbers of theorems and sections inside of "
    "papers (Demircigil et al., theorem 3; Ramsauer et al., theorems 3 to 5 and section 4; Hu "
    "et al., theorem 2.2; Smart et al., theorem 3.1; Krotov and Hopfield, sections 2 and 3; "
    "Millidge et al., section 4); the table of Hertz, Krogh and Palmer and the section of "
    "Mardia and Jupp.\n"
    "- Taken out: a number of a proposition for the margins of sparse families, and an arXiv "
    "number (2311.08518) for the sizes of metastable states, neither of which could be found.\n";

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
    fputs(LOOKED_UP, stdout);
    for (size_t i = 0; i < l.count; i++) free(l.all[i].text);
    free(l.all);
}
