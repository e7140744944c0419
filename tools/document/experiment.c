/* Experiments as Markdown.  A row's picture is the example with a --figure.
 * SPDX-License-Identifier: MIT */
#include "experiment.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include <hopfield/experiment.h>

#include "base/text.h"
#include "markdown.h"

static const hop_experiment_row *of(const hop_row *row) {
    return (const hop_experiment_row *)row;
}

static const char *picture_of(const hop_experiment_row *row) {
    for (const char *const *example = row->examples; *example; example++)
        if (strstr(*example, "--figure")) return *example;
    return NULL;
}

static void print_picture(const hop_experiment_row *row) {
    const char *name = row->row.name, *picture = picture_of(row);
    if (!picture) return;
    printf("\n![%s](experiments/%s.png)\n\n    hopfield %s %s\n", row->row.title, name, name,
           picture);
}

static void print_default(const hop_setting *s) {
    if (!s->default_value)
        fputs("must be given", stdout);
    else if (s->default_value[0] == '\0')
        fputs("none", stdout);
    else
        markdown_text(s->default_value);
}

static void print_settings(const hop_experiment_row *row) {
    puts("\n| setting | meaning | default | unit |\n| --- | --- | --- | --- |");
    for (const hop_setting *s = row->settings; s->parameter.name; s++) {
        printf("| `--%s`%s | ", s->parameter.name, s->swept ? " ..." : "");
        markdown_text(s->parameter.meaning);
        for (const char *c = s->parameter.choices; c && *c; c++)
            if (c == s->parameter.choices || c[-1] == '|')
                printf("%s`%.*s`", c == s->parameter.choices ? ": " : ", ", (int)strcspn(c, "|"),
                       c);
        fputs(" | ", stdout);
        print_default(s);
        fputs(" | ", stdout);
        markdown_text(s->parameter.unit);
        puts(" |");
    }
}

static void print_columns(const hop_experiment_row *row) {
    puts("\n| column | meaning | unit |\n| --- | --- | --- |");
    for (size_t i = 0; i < row->column_count; i++) {
        const hop_column *column = &row->columns[i];
        printf("| `%s` | ", column->name);
        markdown_text(column->meaning);
        fputs(" | ", stdout);
        markdown_text(column->unit ? column->unit : "");
        puts(" |");
    }
}

static void print_examples(const hop_experiment_row *row) {
    puts("\nAlso:\n");
    for (const char *const *example = row->examples; *example; example++)
        if (*example != picture_of(row)) printf("    hopfield %s %s\n", row->row.name, *example);
}

void experiment_particulars(const hop_row *row) {
    print_picture(of(row));
    print_examples(of(row));
    print_settings(of(row));
    print_columns(of(row));
}

void experiment_pictures(void) {
    const hop_catalog *catalog = hop_experiment_catalog();
    for (size_t i = 0; i < catalog->count; i++) {
        const char *picture = picture_of(of(catalog->rows[i]));
        if (picture) printf("%s %s\n", catalog->rows[i]->name, picture);
    }
}
