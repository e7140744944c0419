/* What `metastable` reports.
 * SPDX-License-Identifier: MIT */
#include "metastable.h"

#include <stdlib.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "source.h"

static void add_row(const hop_experiment *e, const hop_result *r, hop_findings *f) {
    const double *line = r->lines.values, tried = line[HOP_METASTABLE_TRIED];
    double points = 0;
    for (size_t k = 0; k < HOP_FIXED_KINDS; k++) points += line[HOP_METASTABLE_FIRST_KIND + k];
    hop_table_add_count(f->table, (size_t)line[HOP_METASTABLE_LENGTH]);
    hop_table_add_count(f->table, (size_t)line[HOP_METASTABLE_COUNT]);
    hop_source_word(e, r->value, HOP_METASTABLE_PATTERNS, f);
    hop_findings_word(f, e, HOP_METASTABLE_ENERGY, r->value[HOP_METASTABLE_ENERGY]);
    hop_findings_similarity(f, e, r->value, HOP_METASTABLE_ENERGY);
    hop_findings_used_number(f, e, HOP_METASTABLE_BETA, line[HOP_METASTABLE_BETA_USED]);
    hop_findings_word(f, e, HOP_METASTABLE_START, r->value[HOP_METASTABLE_START]);
    hop_findings_number(f, line[HOP_METASTABLE_BETA_USED]);
    hop_table_add_number(f->table, line[HOP_METASTABLE_K90]);
    for (size_t k = HOP_METASTABLE_FIRST_CLASS; k <= HOP_METASTABLE_SINGLE; k++)
        hop_table_add_number(f->table, line[k] / tried);
    hop_table_add_count(f->table, (size_t)points);
    for (size_t k = 0; k < HOP_FIXED_KINDS; k++)
        hop_table_add_count(f->table, (size_t)line[HOP_METASTABLE_FIRST_KIND + k]);
    hop_findings_number(f, line[HOP_METASTABLE_MIXED]);
    for (size_t k = 0; k < HOP_FIXED_KINDS; k++)
        hop_table_add_number(f->table, line[HOP_METASTABLE_FIRST_ENDED + k] / tried);
    hop_table_add_number(f->table, line[HOP_METASTABLE_SUPPORT] / tried);
    hop_table_add_number(f->table, line[HOP_METASTABLE_NORM] / tried);
    hop_table_add_number(f->table, line[HOP_METASTABLE_K90_LOW]);
    hop_table_add_number(f->table, line[HOP_METASTABLE_K90_HIGH]);
    hop_findings_number(f, line[HOP_METASTABLE_CRITICAL]);
    hop_table_add_count(f->table, (size_t)tried);
    hop_table_add_count(f->table, (size_t)line[HOP_METASTABLE_SETTLED]);
    hop_table_add_number(f->table, line[HOP_METASTABLE_STEPS] / tried);
}

/* One family, one memory: how many starts end in each class. */
static hop_status draw_classes(const hop_results *results, hop_findings *f) {
    static const char *const NAMES[] = {"mean of all (k90 > N/2)", "many (> N/8)", "few (> N/32)",
                                        "small"};
    size_t count = results->count;
    double *numbers = NULL, critical = 0;
    HOP_TRY(hop_alloc(count, 4 * sizeof *numbers, "curves", &numbers));
    double *x = numbers, *y = x + count, *low = y + count, *high = low + count;
    hop_status status = HOP_OK;
    for (size_t c = 0; c < HOP_METASTABLE_CLASS_COUNT && status == HOP_OK; c++) {
        for (size_t i = 0; i < count; i++) {
            const double *line = results->all[i].lines.values;
            hop_estimate part = hop_statistics_wilson(line[HOP_METASTABLE_FIRST_CLASS + c],
                                                      line[HOP_METASTABLE_TRIED]);
            x[i] = line[HOP_METASTABLE_BETA_USED];
            y[i] = part.value;
            low[i] = part.low;
            high[i] = part.high;
            critical +=
                line[HOP_METASTABLE_CRITICAL] / (double)(count * HOP_METASTABLE_CLASS_COUNT);
        }
        status = hop_findings_curve(f, NAMES[c], HOP_CURVE_MARKED, HOP_COLOUR_NEXT, x, y, low, high,
                                    count);
    }
    free(numbers);
    if (status == HOP_OK) status = hop_findings_mark(f, "beta_c", critical);
    f->figure.y_label = "fraction of starts [dimensionless]";
    f->figure.y_high = 1;
    return status;
}

/* Several: the median k90 of each, with the quarters. */
static hop_status draw_size(const hop_experiment *e, const hop_results *results,
                            hop_grid_curve curve, hop_findings *f) {
    double *numbers = NULL;
    char name[128];
    HOP_TRY(hop_alloc(curve.count, 4 * sizeof *numbers, "curves", &numbers));
    double *x = numbers, *y = x + curve.count, *low = y + curve.count, *high = low + curve.count;
    for (size_t b = 0; b < curve.count; b++) {
        const double *line = results->all[curve.first + b * curve.stride].lines.values;
        x[b] = line[HOP_METASTABLE_BETA_USED];
        y[b] = line[HOP_METASTABLE_K90];
        low[b] = line[HOP_METASTABLE_K90_LOW];
        high[b] = line[HOP_METASTABLE_K90_HIGH];
    }
    hop_experiment_where(e, results->all[curve.first].value, HOP_METASTABLE_BETA, name,
                         sizeof name);
    hop_status status = hop_findings_curve(f, name, HOP_CURVE_MARKED, HOP_COLOUR_NEXT, x, y, low,
                                           high, curve.count);
    free(numbers);
    return status;
}

static hop_status draw_sizes(const hop_experiment *e, const hop_results *results, hop_findings *f) {
    for (size_t i = 0; i < results->count; i++) {
        hop_grid_curve curve = hop_findings_grid(e, HOP_METASTABLE_BETA, i);
        if (curve.first == i) HOP_TRY(draw_size(e, results, curve, f));
    }
    f->figure.log_y = true;
    f->figure.y_label = "k90, median and quartiles [patterns]";
    return HOP_OK;
}

hop_status hop_metastable_report(const hop_experiment *e, const hop_results *results,
                                 hop_findings *f) {
    for (size_t i = 0; i < results->count; i++) add_row(e, &results->all[i], f);
    f->figure = (hop_figure){.title = e->row->row.title,
                             .x_label = "inverse temperature beta [1 / squared key units]",
                             .log_x = true};
    return results->count == e->range_count[HOP_METASTABLE_BETA] ? draw_classes(results, f)
                                                                 : draw_sizes(e, results, f);
}
