/* A figure as a gnuplot script.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "figure_parts.h"

/* Lines of a key below a figure that it has room for. */
enum { KEY_LINES_FREE = 2 };

/* Pixels of a picture 840 wide: of a figure, of another line of its key. */
enum { HEIGHT = 520, HEIGHT_LINE = 19 };

/* Between the frame and what stands above it, in gnuplot's characters. */
static const double ABOVE = 0.7;

/* Length of an axis up to which every whole number gets its tick. */
static const double WHOLE_TICKS = 12;

/* A picture grows by a line of text for each line of the key that would else take its room, and
 * by rows of panels. */
static double height_of(const hop_figure *figure) {
    size_t lines = hop_table_key(figure).lines;
    if (hop_table_panels(figure) > 0) return hop_table_panels_height(figure);
    return (double)(HEIGHT + HEIGHT_LINE * (lines > KEY_LINES_FREE ? lines - KEY_LINES_FREE : 0));
}

/* Sizes of letters below the terminal's own, as gnuplot's variables: a page of paper has smaller
 * ones than a screen. */
static void set_sizes(hop_string *out, double of_screen) {
    hop_string_add(out, "panel = ',%.3g'\nsmall = ',%.3g'\ntiny = ',%.3g'\n", 13 * of_screen,
                   12 * of_screen, 9 * of_screen);
}

void hop_table_terminal(hop_string *out, const hop_figure *figure, hop_picture picture) {
    double height = height_of(figure);
    hop_string_add(out, "set encoding utf8\n");
    set_sizes(out, picture == HOP_PICTURE_PDF ? 11.0 / 15 : 1);
    switch (picture) {
    case HOP_PICTURE_SVG:
        hop_string_add(out,
                       "set terminal svg noenhanced size 840,%.0f dynamic font 'sans-serif,15' "
                       "linewidth 1.2 background '#ffffff'\n",
                       height);
        return;
    case HOP_PICTURE_PNG:
        hop_string_add(out,
                       "set terminal pngcairo noenhanced size 1260,%.0f font 'sans-serif,16' "
                       "linewidth 1.8 pointscale 1.6 background '#ffffff'\n",
                       1.5 * height);
        return;
    case HOP_PICTURE_PDF:
        hop_string_add(out,
                       "set terminal pdfcairo noenhanced size 16cm,%.1fcm font 'sans-serif,11' "
                       "linewidth 1.2 pointscale 0.6 background '#ffffff'\n",
                       height / 52);
        return;
    }
}

static void set_log(hop_string *out, const char *name, const hop_axis *axis) {
    hop_string_add(out, "set logscale %s\n", name);
    hop_table_set_log_ticks(out, name, axis);
}

static void set_axes(hop_string *out, const hop_figure *figure, const hop_frame *frame) {
    if (hop_table_panels(figure) == 0) {
        double room = hop_table_set_heads(out, figure, "graph 0, graph 1", ABOVE);
        if (room > 0) hop_string_add(out, "set tmargin %.2f\n", room + 0.6);
        hop_table_set_text(out, "xlabel", figure->x_label, HOP_LABEL_MAX);
        hop_table_set_text(out, "ylabel", figure->y_label, HOP_LABEL_MAX);
    }
    hop_table_set_range(out, "x", frame->x.low, frame->x.high);
    hop_table_set_range(out, "y", frame->y.low, frame->y.high);
    /* On longer axes gnuplot's own ticks are whole numbers. */
    if (figure->whole_x && frame->x.high - frame->x.low < WHOLE_TICKS)
        hop_string_add(out, "set xtics 1\n");
    if (frame->x.log) set_log(out, "x", &frame->x);
    if (frame->y.log) set_log(out, "y", &frame->y);
    hop_string_add(out, "set format '%%g'\n"
                        "set border 3 linewidth 0.8 linecolor rgb '#555555'\n"
                        "set tics nomirror textcolor rgb '#333333'\n");
}

void hop_table_figure_script(const hop_figure *figure, const hop_frame *frame, hop_picture picture,
                             hop_string *out) {
    set_axes(out, figure, frame);
    if (figure->map)
        hop_table_set_map(out, figure->map);
    else
        hop_string_add(out, "set grid linetype 1 linewidth 0.6 linecolor rgb '#e4e4e4'\n");
    if (hop_table_panels(figure) > 0) {
        hop_table_plot_panels(out, figure, frame, picture);
        return;
    }
    if (figure->map) hop_table_set_landmarks(out, figure, frame);
    bool key = hop_table_set_names(out, figure, frame);
    hop_table_plot(out, figure, frame, picture, NULL, key);
}
