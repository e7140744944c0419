/* What a task shows: curves, maps, pictures, and how widely heads attend.
 * SPDX-License-Identifier: MIT */
#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <hopfield/attention.h>

#include "study.h"

void hop_study_curves(hop_study *study, const char *name, const char *x_label, const char *y_label,
                      const hop_curve *curves, size_t count, const char *caption) {
    /* What the caption says first is the title, and what explains it stands below. */
    const size_t length = strcspn(caption, ":;");
    const char *rest = caption + length + (caption[length] != '\0');
    char title[128];
    snprintf(title, sizeof title, "%.*s", (int)length, caption);
    rest += strspn(rest, " ");
    const hop_figure figure = {.title = title,
                               .subtitle = *rest ? rest : NULL,
                               .x_label = x_label,
                               .y_label = y_label,
                               .curves = curves,
                               .curve_count = count};
    hop_result_figure(study->result, name, &figure, caption, NULL);
}

const hop_study_words hop_study_looks = {.x_label = "what is looked at",
                                         .y_label = "who looks",
                                         .label = "attention weight",
                                         .caption = "Who looks (rows) at whom (columns)"};

void hop_study_name(const char *words, char *name, size_t size) {
    size_t length = 0;
    for (const char *c = words; *c && length + 2 < size; c++) {
        const bool plain = isalnum((unsigned char)*c) != 0;
        if (plain && length > 0 && c > words && !isalnum((unsigned char)c[-1]))
            name[length++] = '-';
        if (plain) name[length++] = (char)tolower((unsigned char)*c);
    }
    name[length] = '\0';
}

void hop_study_map(hop_study *study, const char *title, const double *values, size_t side,
                   const char *const *names, const hop_study_words *words) {
    const hop_heat_map map = {.rows = side,
                              .columns = side,
                              .values = values,
                              .x_names = names,
                              .y_names = names,
                              .square = true,
                              .downwards = true,
                              .label = words->label,
                              .colours =
                                  words->signs ? HOP_COLOURS_DIVERGING : HOP_COLOURS_VIRIDIS};
    const hop_figure figure = {
        .title = title, .x_label = words->x_label, .y_label = words->y_label, .map = &map};
    char name[64];
    hop_study_name(title, name, sizeof name);
    hop_result_figure(study->result, name, &figure, words->caption, NULL);
}

void hop_study_pictures(hop_study *study, const char *name, const double *pictures, size_t count,
                        size_t width, size_t height, size_t across, double low, double high,
                        const char *caption) {
    enum { WIDE = 640 }; /* pixels of the sheet, about: small pictures are enlarged */
    const size_t down = (count + across - 1) / across, bare = across * (width + 1) - 1;
    const size_t scale = bare < WIDE ? WIDE / bare : 1, tall = down * (height + 1) - 1;
    hop_image sheet;
    if (hop_image_create(scale * bare, scale * tall, 1, &sheet) != HOP_OK) return;
    for (size_t i = 0; i < sheet.width * sheet.height; i++) {
        const size_t x = i % sheet.width / scale, y = i / sheet.width / scale;
        const size_t k = y / (height + 1) * across + x / (width + 1);
        const size_t column = x % (width + 1), row = y % (height + 1);
        sheet.samples[i] = 0.5F;
        if (column == width || row == height || k >= count) continue;
        const double value = pictures[(k * height + row) * width + column];
        sheet.samples[i] = (float)fmin(1, fmax(0, (value - low) / (high - low)));
    }
    hop_result_picture(study->result, name, &sheet, caption, NULL);
    hop_image_clear(&sheet);
}

static int larger_first(const void *a, const void *b) {
    const double x = *(const double *)a, y = *(const double *)b;
    return (x < y) - (x > y);
}

const char *hop_study_class(const double *weights, size_t queries, size_t keys, double *k90) {
    double *row = NULL, *all = NULL;
    const char *kind = "unknown";
    *k90 = NAN;
    if (hop_alloc(keys, sizeof *row, "weights", &row) == HOP_OK &&
        hop_alloc(queries, sizeof *all, "weights", &all) == HOP_OK) {
        for (size_t q = 0; q < queries; q++) {
            double sum = 0;
            size_t count = 0;
            memcpy(row, weights + q * keys, keys * sizeof *row);
            qsort(row, keys, sizeof *row, larger_first);
            while (count < keys && sum < 0.9) sum += row[count++];
            all[q] = (double)count;
        }
        qsort(all, queries, sizeof *all, larger_first);
        *k90 = all[queries / 2];
        kind = hop_attention_class_name(hop_attention_classify((size_t)*k90, keys));
    }
    free(row);
    free(all);
    return kind;
}
