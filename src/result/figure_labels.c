/* Names written at the right ends of the curves, kept clear of each other.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>

#include "curve.h"
#include "display.h"

/* Least distance of two labels, of the figure's height. */
static const double LABEL_GAP = 0.058;

/* A curve that comes so far needs no dots to its name. */
static const double REACHES = 0.97;

/* A label at the right end of a curve: where the curve ends, and where the label goes. */
typedef struct label {
    const hop_curve *curve;
    const char *colour;
    double last;        /* of the frame's width; NAN: no point is shown */
    double end, height; /* of the frame's height */
    double mean;        /* of all its points, likewise: who ends alike is told apart by it */
} label;

/* So near each other, of the frame's height, and so many, ends are one. */
static const double MEETING = 0.03;
enum { MEETING_MANY = 3 };

static void find_end(const hop_frame *frame, label *at) {
    double x = NAN, y = NAN;
    for (size_t i = at->curve->count; i-- > 0 && isnan(y);) {
        x = hop_table_along(&frame->x, at->curve->x[i]);
        y = hop_table_along(&frame->y, at->curve->y[i]);
        if (!isfinite(x) || !isfinite(y) || x > 1 + 1e-9 || x < -1e-9) y = NAN;
    }
    double sum = 0;
    size_t points = 0;
    for (size_t i = 0; i < at->curve->count; i++) {
        double height = hop_table_along(&frame->y, at->curve->y[i]);
        if (!isfinite(height)) continue;
        sum += height;
        points++;
    }
    at->mean = points > 0 ? sum / (double)points : 0;
    at->last = isnan(y) ? NAN : x;
    at->end = fmin(fmax(y, 0), 1);
    at->height = at->end;
}

static int by_height(const void *a, const void *b) {
    const label *left = a, *right = b;
    double apart = left->height - right->height, means = left->mean - right->mean;
    if (fabs(apart) < MEETING) return (means > 0) - (means < 0);
    return (apart > 0) - (apart < 0);
}

bool hop_table_ends_meet(const hop_figure *figure) {
    double ends[HOP_DIRECT_LABELS_MAX];
    size_t count = 0, most = 0;
    hop_frame frame;
    if (figure->map || hop_table_frame(figure, &frame) != HOP_OK) return false;
    for (size_t c = 0; c < figure->curve_count && count < HOP_DIRECT_LABELS_MAX; c++) {
        label at = {.curve = &figure->curves[c]};
        if (!hop_table_in_key(figure, at.curve)) continue;
        find_end(&frame, &at);
        if (!isnan(at.last)) ends[count++] = at.end;
    }
    for (size_t i = 0; i < count; i++) {
        size_t near = 0;
        for (size_t k = 0; k < count; k++) near += fabs(ends[k] - ends[i]) < MEETING;
        most = near > most ? near : most;
    }
    return most >= MEETING_MANY;
}

static void add_label(hop_string *out, const label *at) {
    hop_string_add(out, "set label ");
    hop_table_quote(out, at->curve->name, HOP_NAME_MAX);
    hop_string_add(out, " at graph 1.03,%.4f left noenhanced textcolor rgb '%s'\n", at->height,
                   at->colour);
    /* From where a curve ends early, dots lead to its name. */
    if (at->last < REACHES)
        hop_string_add(out,
                       "set arrow from graph %.4f,%.4f to graph 1.002,%.4f nohead linewidth 0.9 "
                       "dashtype (2,4) linecolor rgb '%s'\n",
                       at->last, at->end, at->end, at->colour);
    hop_string_add(out,
                   "set arrow from graph 1.002,%.4f to graph 1.025,%.4f nohead linewidth 0.8 "
                   "linecolor rgb '%s'\n",
                   at->end, at->height, at->colour);
}

void hop_table_set_labels(hop_string *out, const hop_figure *figure, const hop_frame *frame) {
    label labels[HOP_DIRECT_LABELS_MAX] = {0};
    double heights[HOP_DIRECT_LABELS_MAX] = {0};
    size_t count = 0, next = 0, widest = 0;
    for (size_t c = 0; c < figure->curve_count; c++) {
        const hop_curve *curve = &figure->curves[c];
        if (!hop_curve_row_of(curve)->drawn) continue;
        const char *colour = hop_table_look(curve, &next).colour;
        if (!hop_table_in_key(figure, curve)) continue;
        labels[count] = (label){.curve = curve, .colour = colour};
        find_end(frame, &labels[count]);
        if (isnan(labels[count].last)) continue;
        count++;
        size_t room = hop_table_room(curve->name);
        widest = room > widest ? room : widest;
    }
    qsort(labels, count, sizeof *labels, by_height);
    for (size_t i = 0; i < count; i++) heights[i] = labels[i].height;
    hop_table_spread(heights, count, LABEL_GAP);
    for (size_t i = 0; i < count; i++) {
        labels[i].height = heights[i];
        add_label(out, &labels[i]);
    }
    if (count > 0)
        hop_string_add(out, "set rmargin %zu\n",
                       (widest < HOP_NAME_MAX ? widest : HOP_NAME_MAX) + 4);
}
