/* Prints a table of rows as Markdown, for docs/: `print-rows energies|similarities|corruptions`.
 * All it says comes from the rows, so a new one needs nothing here.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include <hopfield/corruption.h>
#include <hopfield/energy.h>
#include <hopfield/similarity.h>

#include "base/text.h"

/* ---- words ---- */

/* Signs that Markdown would take for its own. */
static void print_text(const char *text) {
    for (const char *c = text; *c; c++) {
        if (strchr("|*_<>[]", *c)) putchar('\\');
        putchar(*c);
    }
}

/* Where a source is found: "arXiv 2008.02217" and "doi 10.1..." become links. */
static void print_sources(const char *sources) {
    static const char *const MARKS[][2] = {{"arXiv ", "https://arxiv.org/abs/"},
                                           {"doi ", "https://doi.org/"}};
    while (*sources) {
        bool linked = false;
        for (size_t i = 0; i < 2 && !linked; i++) {
            size_t mark = strlen(MARKS[i][0]);
            if (strncmp(sources, MARKS[i][0], mark) != 0) continue;
            int length = (int)strcspn(sources + mark, "),; ");
            printf("[%s%.*s](%s%.*s)", MARKS[i][0], length, sources + mark, MARKS[i][1], length,
                   sources + mark);
            sources += mark + (size_t)length;
            linked = true;
        }
        if (linked || !*sources) continue;
        print_text((const char[]){*sources++, '\0'});
    }
}

static void print_number(double value) {
    char number[32];
    hop_text_number(value, number);
    fputs(number, stdout);
}

/* ---- parameters ---- */

static void print_choices(const hop_parameter *p) {
    const char *standard = p->choices;
    for (int i = 0; i < (int)p->standard; i++) standard = strchr(standard, '|') + 1;
    for (const char *c = p->choices; *c; c++) {
        if (*c == '|')
            fputs(", ", stdout);
        else
            putchar(*c);
    }
    printf(" | %.*s | ", (int)strcspn(standard, "|"), standard);
}

static void print_range(const hop_parameter *p) {
    fputs(p->integer ? "whole, " : "", stdout);
    if (isinf(p->low) && isinf(p->high)) {
        fputs("any", stdout);
        return;
    }
    fputs(p->low_open ? "above " : "", stdout);
    print_number(p->low);
    if (isinf(p->high)) {
        fputs(" and more", stdout);
        return;
    }
    fputs(p->high_open ? " to below " : " to ", stdout);
    print_number(p->high);
}

static void print_limits(const hop_parameter *p) {
    print_range(p);
    fputs(" | ", stdout);
    if (isnan(p->standard))
        fputs("auto, from the memory", stdout);
    else
        print_number(p->standard);
    fputs(" | ", stdout);
}

static void print_parameters(const hop_row *row) {
    size_t count = hop_row_parameter_count(row);
    if (count == 0) return;
    puts("\n| parameter | meaning | values | standard | unit |\n| --- | --- | --- | --- | --- |");
    for (size_t i = 0; i < count; i++) {
        const hop_parameter *p = &row->parameters[i];
        printf("| `%s` | ", p->name);
        print_text(p->meaning);
        fputs(" | ", stdout);
        if (p->choices)
            print_choices(p);
        else
            print_limits(p);
        print_text(p->unit);
        puts(" |");
    }
}

/* ---- what is particular to a table ---- */

static void print_energy(const hop_row *row) {
    const hop_energy_row *family = (const hop_energy_row *)row;
    double standard[HOP_PARAMETER_MAX];
    for (size_t i = 0; i < HOP_PARAMETER_MAX; i++)
        standard[i] = isnan(row->parameters[i].standard) ? 1 : row->parameters[i].standard;
    bool real = family->states == HOP_STATES_REAL;
    hop_energy energy = {.family = family};
    memcpy(energy.parameter, standard, sizeof standard);
    printf("\n- States: %s.\n", real ? "real" : "bipolar");
    if (family->similarity) printf("- Similarity: `%s` only.\n", family->similarity);
    if (hop_energy_is_convex(&energy))
        printf("- Convex%s: %s\n", family->convex_at ? " with the standard parameters" : "",
               real && !family->distances
                   ? "the energy falls by at least half the squared step."
                   : "the energy never rises, also when all of the state moves at once.");
    if (family->softmax) puts("- Its step is a step of attention.");
    if (family->partial) puts("- Weights may sum to less than 1.");
    if (family->couple) puts("- A quadratic form with couplings between neurons.");
    if (family->mass && family->mass(standard, 1000) != 1)
        printf("- What is recalled is a sum: weights sum to %g with the standard parameters.\n",
               family->mass(standard, 1000));
    else if (family->margin)
        printf("- Exact: a pattern is a fixed point if and only if beta times its separation is at "
               "least %.4g with the standard parameters.\n",
               family->margin(standard));
    else if (real)
        puts("- Never exact: what is recalled is near the pattern, not the pattern.");
}

static void print_similarity(const hop_row *row) {
    const hop_similarity_row *kind = (const hop_similarity_row *)row;
    puts(kind->form == HOP_FORM_DIFFERENCE
             ? "\nA sum of differences, position by position; a step minimises their weighted sum."
         : kind->bipolar ? "\nA product of keys; a step is the sign of their weighted mean."
                         : "\nA product of keys; a step is their weighted mean.");
    if (kind->sphere) puts("\nStates have unit norm.");
    if (kind->bipolar) puts("\nStates are bipolar.");
    if (kind->plain_keys) puts("\nKeys are the patterns as they stand.");
}

static void print_corruption(const hop_row *row) {
    const hop_corruption_row *kind = (const hop_corruption_row *)row;
    if (kind->needs_image) puts("\nOf pictures only.");
}

typedef struct document {
    const hop_catalog *(*catalog)(void);
    const char *title, *folder, *introduction;
    void (*particulars)(const hop_row *row);
} document;

static const document DOCUMENTS[] = {
    {
        .catalog = hop_energy_catalog,
        .title = "Energies",
        .folder = "energy",
        .introduction =
            "A family is a function Q of the similarities s between a state and the patterns: its "
            "energy is -Q(s) + |state|^2 / 2 + a constant (for bipolar states -Q(s)), and a step "
            "replaces the state by the patterns weighted by the gradient of Q. Give one to "
            "`--energy`, as `name:parameter=value,...`.",
        .particulars = print_energy,
    },
    {
        .catalog = hop_similarity_catalog,
        .title = "Similarities",
        .folder = "similarity",
        .introduction = "How a state is compared with a pattern. Give one to `--similarity`.",
        .particulars = print_similarity,
    },
    {
        .catalog = hop_corruption_catalog,
        .title = "Corruptions",
        .folder = "corruption",
        .introduction =
            "Seeded ways to damage a state. Give one or more to `--corrupt`; they add up, in "
            "order. Pixels are values from 0, black, to 1, white.",
        .particulars = print_corruption,
    },
};

static void print_document(const document *d) {
    const hop_catalog *catalog = d->catalog();
    printf("# %s\n\n<!-- Written by `make docs` from the rows in src/%s: change those. -->\n\n%s\n",
           d->title, d->folder, d->introduction);
    for (size_t i = 0; i < catalog->count; i++) {
        const hop_row *row = catalog->rows[i];
        printf("\n## `%s`\n\n", row->name);
        print_text(row->title);
        puts(".");
        print_parameters(row);
        if (row->sources && *row->sources) {
            fputs("\nSources: ", stdout);
            print_sources(row->sources);
            puts(".");
        }
        d->particulars(row);
    }
}

int main(int argc, char **argv) {
    for (size_t i = 0; i < sizeof DOCUMENTS / sizeof *DOCUMENTS; i++) {
        if (argc != 2 || strcmp(argv[1], DOCUMENTS[i].catalog()->plural) != 0) continue;
        print_document(&DOCUMENTS[i]);
        return fflush(stdout) == 0 && !ferror(stdout) ? 0 : 1;
    }
    fputs("usage: print-rows energies|similarities|corruptions\n", stderr);
    return 2;
}
