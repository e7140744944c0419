/* The figure of errors: the share of queries within a mean squared error of their targets, as they
 * were given and as they came back.
 * SPDX-License-Identifier: MIT */
#include <gsl/gsl_sort.h>
#include <math.h>
#include <stdlib.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "account_private.h"

/* Places along the axis where the shares are counted. */
enum { POINTS = 400 };

/* Ends of the axis, parts of the squared range of values: smaller errors count from the left end
 * on. */
static const double SMALLEST = 1e-9, LARGEST = 1;

enum { BLUE = 1, VERMILLION = 2 };

/* numbers of the plot, in this order. */
typedef struct layout {
    double *x, *damaged, *recalled; /* [POINTS] */
    double *limit;                  /* [4]: two places, two heights */
    double *before, *after;         /* [aimed], sorted */
} layout;

static layout lay_out(double *numbers, size_t aimed) {
    layout l = {.x = numbers, .damaged = numbers + POINTS, .recalled = numbers + 2 * POINTS};
    l.limit = numbers + 3 * POINTS;
    l.before = l.limit + 4;
    l.after = l.before + aimed;
    return l;
}

/* Over the known pixels. */
static double error_of(const double *query, const double *target, size_t dim) {
    double sum = 0;
    size_t known = 0;
    for (size_t j = 0; j < dim; j++) {
        if (isnan(query[j])) continue;
        sum += (query[j] - target[j]) * (query[j] - target[j]);
        known++;
    }
    return known > 0 ? sum / (double)known : 0;
}

static hop_status measure(const hop_recall_record *record, size_t aimed, const layout *l) {
    const hop_recall_result *result = record->result;
    double *target = NULL;
    size_t at = 0;
    HOP_TRY(hop_alloc(result->dim, sizeof *target, "a pattern", &target));
    for (size_t i = 0; i < result->count; i++) {
        const hop_recalled *query = &result->queries[i];
        if (query->score.target == HOP_NO_PATTERN) continue;
        hop_memory_read(record->memory, query->score.target, 1, target);
        l->before[at] = error_of(record->queries + i * result->dim, target, result->dim);
        l->after[at++] = query->score.mean_squared_error;
    }
    free(target);
    gsl_sort(l->before, 1, aimed);
    gsl_sort(l->after, 1, aimed);
    return HOP_OK;
}

/* The share of errors [count], sorted, that are at most x. */
static void count_shares(const double *x, const double *errors, size_t count, double *shares) {
    for (size_t k = 0, i = 0; k < POINTS; k++) {
        while (i < count && errors[i] <= x[k]) i++;
        shares[k] = (double)i / (double)count;
    }
}

static void fill_curves(const hop_recall_record *record, const layout *l, hop_plot *plot) {
    (void)record;
    plot->curves[0] = (hop_curve){
        .name = "recalled", .x = l->x, .y = l->recalled, .count = POINTS, .colour = BLUE};
    plot->curves[1] = (hop_curve){
        .name = "damaged", .x = l->x, .y = l->damaged, .count = POINTS, .colour = VERMILLION};
    plot->figure.curve_count = 2;
}

static hop_status make(const hop_recall_record *record, size_t aimed, hop_plot *plot) {
    double span = record->canvas.high - record->canvas.low;
    HOP_TRY(hop_alloc(3, sizeof *plot->curves, "a figure", &plot->curves));
    HOP_TRY(hop_alloc(3 * POINTS + 4 + 2 * aimed, sizeof(double), "a figure", &plot->numbers));
    layout l = lay_out(plot->numbers, aimed);
    HOP_TRY(measure(record, aimed, &l));
    double low = SMALLEST * span * span;
    double high = fmax(LARGEST * span * span, fmax(l.before[aimed - 1], l.after[aimed - 1]));
    for (size_t k = 0; k < POINTS; k++)
        l.x[k] = low * pow(high / low, (double)k / (double)(POINTS - 1));
    l.x[POINTS - 1] = high;
    count_shares(l.x, l.before, aimed, l.damaged);
    count_shares(l.x, l.after, aimed, l.recalled);
    fill_curves(record, &l, plot);
    return HOP_OK;
}

hop_status hop_account_errors(const hop_recall_record *record, hop_plot *plot) {
    size_t aimed = hop_account_tally(record->result).aimed;
    hop_plot made = {0};
    if (aimed < 2) {
        *plot = made;
        return HOP_OK;
    }
    hop_status status = make(record, aimed, &made);
    if (status != HOP_OK) {
        hop_account_plot_clear(&made);
        return status;
    }
    made.figure.title = "how near the queries came, and were";
    made.figure.x_label = "mean squared error [squared memory units]";
    made.figure.y_label = "share of queries within it";
    made.figure.log_x = true;
    made.figure.y_high = 1.04;
    made.figure.curves = made.curves;
    *plot = made;
    return HOP_OK;
}
