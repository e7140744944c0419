/* Prints a table of rows as Markdown, for docs/: `print-rows energies|similarities|corruptions|
 * experiments`; what all rows rest on: `print-rows sources`; or the commands that draw the
 * pictures of experiments: `print-rows pictures`.
 * All it says comes from the rows, so a new one needs nothing here.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include <hopfield/corruption.h>
#include <hopfield/energy.h>
#include <hopfield/experiment.h>
#include <hopfield/similarity.h>

#include "base/text.h"
#include "document/experiment.h"
#include "document/markdown.h"
#include "document/sources.h"

/* ---- words ---- */

static void print_number(double value) {
    char number[32];
    hop_text_number(value, number);
    fputs(number, stdout);
}

/* ---- parameters ---- */

static void print_choices(const hop_parameter *p) {
    const char *chosen = p->choices;
    for (int i = 0; i < (int)p->default_value; i++) chosen = strchr(chosen, '|') + 1;
    for (const char *c = p->choices; *c; c++) {
        if (*c == '|')
            fputs(", ", stdout);
        else
            putchar(*c);
    }
    printf(" | %.*s | ", (int)strcspn(chosen, "|"), chosen);
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
    if (isnan(p->default_value))
        fputs("auto, from the memory", stdout);
    else
        print_number(p->default_value);
    fputs(" | ", stdout);
}

static void print_parameters(const hop_row *row) {
    size_t count = hop_row_parameter_count(row);
    if (count == 0) return;
    puts("\n| parameter | meaning | values | default | unit |\n| --- | --- | --- | --- | --- |");
    for (size_t i = 0; i < count; i++) {
        const hop_parameter *p = &row->parameters[i];
        printf("| `%s` | ", p->name);
        markdown_text(p->meaning);
        fputs(" | ", stdout);
        if (p->choices)
            print_choices(p);
        else
            print_limits(p);
        markdown_text(p->unit);
        puts(" |");
    }
}

/* ---- what is particular to a table ---- */

static void print_energy(const hop_row *row) {
    const hop_energy_row *family = (const hop_energy_row *)row;
    double usual[HOP_PARAMETER_MAX];
    for (size_t i = 0; i < HOP_PARAMETER_MAX; i++)
        usual[i] = isnan(row->parameters[i].default_value) ? 1 : row->parameters[i].default_value;
    bool real = family->states == HOP_STATES_REAL;
    hop_energy energy = {.family = family};
    memcpy(energy.parameter, usual, sizeof usual);
    printf("\n- States: %s.\n", real ? "real" : "bipolar");
    if (family->similarity) printf("- Similarity: `%s` only.\n", family->similarity);
    if (hop_energy_is_convex(&energy))
        printf("- Convex%s: %s\n", family->convex_at ? " with the default parameters" : "",
               real && !family->distances
                   ? "the energy falls by at least half the squared step."
                   : "the energy never rises, also when all of the state moves at once.");
    if (family->softmax) puts("- Its step is a step of attention.");
    if (family->partial) puts("- Weights may sum to less than 1.");
    if (family->couple) puts("- A quadratic form with couplings between neurons.");
    if (family->total && family->total(usual, 1000) != 1)
        printf("- What is recalled is a sum: weights sum to %g with the default parameters.\n",
               family->total(usual, 1000));
    else if (family->margin)
        printf("- Exact: a pattern is a fixed point if and only if beta times its separation is at "
               "least %.4g with the default parameters.\n",
               family->margin(usual));
    else if (real)
        puts("- Never exact: what is recalled is near the pattern, not the pattern.");
}

static void print_similarity(const hop_row *row) {
    const hop_similarity_row *kind = (const hop_similarity_row *)row;
    puts(kind->form == HOP_FORM_CHANNEL ? "\nThe evidence of the best channel from pattern to "
                                          "state; a step that is not sure to "
                                          "lower the energy is not taken."
         : kind->form == HOP_FORM_DIFFERENCE
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
    {
        .catalog = hop_experiment_catalog,
        .title = "Experiments",
        .folder = "experiment",
        .introduction =
            "An experiment measures what theory predicts, and shows both. `hopfield NAME` runs it; "
            "`hopfield NAME --help` says how.\n\n"
            "- A setting with ... takes a range: `1,2,5`, `0:1:0.1` (from:to:step), `1:100:x2` "
            "(from:to:times). Every combination is a cell. Cells run in parallel; the same seed "
            "gives the same bytes for any number of threads.\n"
            "- `--dry-run` says how many cells, how long, and how much memory. `-o FILE` keeps "
            "finished cells on disk, and the same command goes on after an interruption. "
            "`--shard I/N` computes a part, `hopfield merge` joins the parts.\n"
            "- `--format text|csv|json`; `--figure FILE.svg` or `.png` draws it, with the numbers "
            "(.tsv) and a script (.gp) beside it. Columns `low` and `high` are a 95 % interval "
            "(Wilson's, of a probability).",
        .particulars = experiment_particulars,
    },
};

static void print_document(const document *d) {
    const hop_catalog *catalog = d->catalog();
    printf("# %s\n\n<!-- Written by `make docs` from the rows in src/%s: change those. -->\n\n%s\n",
           d->title, d->folder, d->introduction);
    for (size_t i = 0; i < catalog->count; i++) {
        const hop_row *row = catalog->rows[i];
        printf("\n## `%s`\n\n", row->name);
        markdown_text(row->title);
        puts(".");
        print_parameters(row);
        if (row->sources && *row->sources) {
            fputs("\nSources: ", stdout);
            markdown_sources(row->sources);
            puts(".");
        }
        d->particulars(row);
    }
}

static int finish(void) {
    return fflush(stdout) == 0 && !ferror(stdout) ? 0 : 1;
}

int main(int argc, char **argv) {
    if (argc == 2 && strcmp(argv[1], "pictures") == 0) {
        experiment_pictures();
        return finish();
    }
    if (argc == 2 && strcmp(argv[1], "sources") == 0) {
        sources_print();
        return finish();
    }
    for (size_t i = 0; i < sizeof DOCUMENTS / sizeof *DOCUMENTS; i++) {
        if (argc != 2 || strcmp(argv[1], DOCUMENTS[i].catalog()->plural) != 0) continue;
        print_document(&DOCUMENTS[i]);
        return finish();
    }
    fputs("usage: print-rows energies|similarities|corruptions|experiments|sources|pictures\n",
          stderr);
    return 2;
}
