/* The figure of energies: one line a query, or for many queries their median and a band.
 * SPDX-License-Identifier: MIT */
#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics_double.h>
#include <stdlib.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "account_private.h"

/* Single queries drawn over a band. */
enum { LINES_OVER_BAND = 5 };

/* hop_curve colours: blue for right or not known, vermillion for wrong. */
enum { BLUE = 1, VERMILLION = 2, BLACK = 7 };

void hop_account_plot_clear(hop_plot *plot) {
    free(plot->curves);
    free(plot->numbers);
    *plot = (hop_plot){0};
}

static hop_curve line_of(const hop_recall_record *record, size_t index, const double *steps) {
    const hop_recalled *query = &record->result->queries[index];
    return (hop_curve){
        .name = record->names[index],
        .x = steps,
        .y = query->energy,
        .count = query->steps + 1,
        .style = HOP_CURVE_THIN,
        .colour = hop_account_is_wrong(query) ? VERMILLION : BLUE,
    };
}

/* Few lines are told apart by marks and dashes: a colour beyond the last is the same with others.
 */
static void tell_apart(hop_curve *curves, size_t count) {
    size_t seen[VERMILLION + 1] = {0};
    if (count > HOP_COLOUR_COUNT) return;
    for (size_t i = 0; i < count; i++) {
        curves[i].style = HOP_CURVE_MARKED;
        curves[i].colour += (int)(HOP_COLOUR_COUNT * seen[curves[i].colour]++);
    }
}

/* The energy after `step` updates; a query that has stopped keeps its last. */
static double energy_at(const hop_recalled *query, size_t step) {
    return query->energy[step < query->steps ? step : query->steps];
}

/* Median, 10th and 90th percentile at every step. */
static hop_status make_band(const hop_recall_result *result, size_t points, double *median,
                            double *low, double *high) {
    double *sorted = NULL;
    HOP_TRY(hop_alloc(result->count, sizeof *sorted, "energies", &sorted));
    for (size_t t = 0; t < points; t++) {
        for (size_t i = 0; i < result->count; i++) sorted[i] = energy_at(&result->queries[i], t);
        gsl_sort(sorted, 1, result->count);
        median[t] = gsl_stats_quantile_from_sorted_data(sorted, 1, result->count, 0.5);
        low[t] = gsl_stats_quantile_from_sorted_data(sorted, 1, result->count, 0.1);
        high[t] = gsl_stats_quantile_from_sorted_data(sorted, 1, result->count, 0.9);
    }
    free(sorted);
    return HOP_OK;
}

/* The queries that took longest, the first of equals. */
static void find_slowest(const hop_recall_result *result, size_t *slowest) {
    for (size_t k = 0; k < LINES_OVER_BAND; k++) {
        size_t best = result->count;
        for (size_t i = 0; i < result->count; i++) {
            bool taken = false;
            for (size_t j = 0; j < k; j++) taken = taken || slowest[j] == i;
            if (taken) continue;
            if (best == result->count || result->queries[i].steps > result->queries[best].steps)
                best = i;
        }
        slowest[k] = best;
    }
}

static hop_status add_band(const hop_recall_record *record, size_t points, hop_plot *plot) {
    const hop_recall_result *result = record->result;
    double *steps = plot->numbers, *median = steps + points, *low = median + points;
    double *high = low + points;
    size_t slowest[LINES_OVER_BAND];
    HOP_TRY(make_band(result, points, median, low, high));
    find_slowest(result, slowest);
    for (size_t k = 0; k < LINES_OVER_BAND; k++)
        plot->curves[k] = line_of(record, slowest[k], steps);
    plot->curves[LINES_OVER_BAND] = (hop_curve){
        .name = "median",
        .x = steps,
        .y = median,
        .low = low,
        .high = high,
        .count = points,
        .style = HOP_CURVE_MARKED,
        .colour = BLACK,
    };
    plot->figure.curve_count = LINES_OVER_BAND + 1;
    return HOP_OK;
}

/* Energies are similarities' units: products of keys, sums of differences, evidence. */
static const char *const LABELS[] = {[HOP_FORM_PRODUCT] = "energy [squared key units]",
                                     [HOP_FORM_DIFFERENCE] = "energy [memory units]",
                                     [HOP_FORM_CHANNEL] = "energy [nats]"};

hop_status hop_account_energy(const hop_recall_record *record, hop_plot *plot) {
    const hop_recall_result *result = record->result;
    size_t points = hop_account_tally(result).most_steps + 1;
    bool lines = result->count <= HOP_LINES_MAX;
    hop_plot made = {0};
    hop_status status = hop_alloc(points, 4 * sizeof(double), "a figure", &made.numbers);
    if (status == HOP_OK)
        status = hop_alloc(lines ? result->count : LINES_OVER_BAND + 1, sizeof(hop_curve),
                           "a figure", &made.curves);
    for (size_t t = 0; t < points && status == HOP_OK; t++) made.numbers[t] = (double)t;
    for (size_t i = 0; lines && i < result->count && status == HOP_OK; i++)
        made.curves[made.figure.curve_count++] = line_of(record, i, made.numbers);
    if (status == HOP_OK && !lines) status = add_band(record, points, &made);
    if (status == HOP_OK && lines) tell_apart(made.curves, result->count);
    if (status != HOP_OK) {
        hop_account_plot_clear(&made);
        return status;
    }
    made.figure.title = lines ? "energy of every query, step by step"
                              : "energy of the queries: median, 10 % to 90 %, and the slowest";
    made.figure.subtitle = "blue: right, or target not known; orange: wrong";
    made.figure.x_label = "step";
    made.figure.y_label = LABELS[hop_recall_resolved(record->recall)->model.similarity.kind->form];
    made.figure.whole_x = true;
    made.figure.curves = made.curves;
    *plot = made;
    return HOP_OK;
}
