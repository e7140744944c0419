/* Drawings as text: reads marks, lets a path carry them out, paints each when it is complete.
 * SPDX-License-Identifier: MIT */
#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"

#include "drawing.h"

#define NUMBERS 6 /* at most, behind a letter */

/* The mark being read, and the turn that outlives it. */
typedef struct hop_pen {
    draw_canvas *canvas;
    hop_path path;
    hop_paint paint;
    double width; /* of a line; 0 for the inside */
    bool clipped;
    double copies; /* N */
    hop_point copies_centre;
    double mirror; /* X; NAN for none */
    double turn;   /* T */
    hop_point turn_centre;
} hop_pen;

/* How many numbers a command takes; 0 for Z, -1 for a letter that is none. */
static int count_numbers(char command) {
    static const struct {
        char command;
        int numbers;
    } commands[] = {{'M', 2}, {'L', 2}, {'Q', 4}, {'C', 6}, {'A', 5}, {'S', 5}, {'Z', 0},
                    {'O', 3}, {'E', 4}, {'B', 5}, {'N', 3}, {'X', 1}, {'T', 3}};
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
        if (commands[i].command == command) return commands[i].numbers;
    return -1;
}

static void run_command(hop_pen *pen, char command, const double *n) {
    hop_path *path = &pen->path;
    hop_point a = {n[0], n[1]}, b = {n[2], n[3]}, c = {n[4], n[5]};
    switch (command) {
    case 'M': hop_path_move(path, a); break;
    case 'L': hop_path_line(path, a); break;
    case 'Q': hop_path_bend(path, a, b); break;
    case 'C': hop_path_curve(path, a, b, c); break;
    case 'A': hop_path_arc(path, a, (hop_point){n[2], n[2]}, n[3], n[4], false); break;
    case 'S': hop_path_arc(path, a, (hop_point){n[2], n[2]}, n[3], n[4], true); break;
    case 'O': hop_path_arc(path, a, (hop_point){n[2], n[2]}, 0, 360, true); break;
    case 'E': hop_path_arc(path, a, b, 0, 360, true); break;
    case 'B': hop_path_box(path, a, b, n[4]); break;
    case 'N': pen->copies = n[0], pen->copies_centre = (hop_point){n[1], n[2]}; break;
    case 'X': pen->mirror = n[0]; break;
    case 'T': pen->turn = n[0], pen->turn_centre = (hop_point){n[1], n[2]}; break;
    default: hop_path_close(path); break;
    }
}

/* Puts one copy of the path on the canvas: turned `degrees` about the copies' centre, mirrored or
 * not, and turned as a whole. */
static void put_copy(hop_pen *pen, double degrees, bool mirrored) {
    hop_path copy = pen->path;
    for (size_t i = 0; i < copy.points; i++) {
        hop_point p = hop_point_turn(copy.point[i], pen->copies_centre, degrees);
        if (mirrored) p.x = 2 * pen->mirror - p.x;
        copy.point[i] = hop_point_turn(p, pen->turn_centre, pen->turn);
    }
    if (pen->width > 0)
        draw_canvas_stroke(pen->canvas, &copy, pen->width);
    else
        draw_canvas_fill(pen->canvas, &copy);
}

static hop_status finish_mark(hop_pen *pen) {
    if (pen->path.full) return hop_fail(HOP_E_FORMAT, "a path is too long, or lacks its M");
    if (pen->path.points == 0) return HOP_OK;
    for (int i = 0; i < pen->copies; i++) {
        put_copy(pen, 360 * i / pen->copies, false);
        if (!isnan(pen->mirror)) put_copy(pen, 360 * i / pen->copies, true);
    }
    draw_canvas_paint(pen->canvas, pen->paint, pen->clipped);
    pen->path.points = pen->path.parts = 0;
    return HOP_OK;
}

/* Reads "&colour/width" and makes it the pen's. */
static hop_status start_mark(hop_pen *pen, const char **text) {
    pen->clipped = **text == '&';
    *text += pen->clipped;
    size_t length = strspn(*text, "abcdefghijklmnopqrstuvwxyz");
    HOP_TRY(hop_palette_find(*text, length, &pen->paint));
    *text += length;
    pen->width = 0;
    if (**text == '/') {
        char *end;
        pen->width = strtod(*text + 1, &end);
        *text = end;
    }
    pen->path = (hop_path){0};
    pen->copies = 1;
    pen->mirror = NAN;
    return HOP_OK;
}

/* Reads a letter with its numbers, as often as they come. */
static hop_status read_command(hop_pen *pen, const char **text) {
    char command = **text;
    int count = count_numbers(command);
    if (count < 0) return hop_fail(HOP_E_FORMAT, "cannot read '%.20s'", *text);
    (*text)++;
    do {
        double number[NUMBERS] = {0};
        for (int i = 0; i < count; i++) {
            char *end;
            number[i] = strtod(*text, &end);
            if (end == *text) return hop_fail(HOP_E_FORMAT, "%c lacks numbers", command);
            *text = end;
        }
        run_command(pen, command, number);
        *text += strspn(*text, " ");
    } while (count > 0 && (isdigit((unsigned char)**text) || **text == '-' || **text == '.'));
    return HOP_OK;
}

hop_status hop_drawing_paint(const char *text, draw_canvas *canvas) {
    hop_pen pen = {.canvas = canvas, .copies = 1, .mirror = NAN};
    for (text += strspn(text, " "); *text; text += strspn(text, " ")) {
        /* A T would otherwise turn the mark before it. */
        if (!isupper((unsigned char)*text) || *text == 'T') HOP_TRY(finish_mark(&pen));
        if (isupper((unsigned char)*text))
            HOP_TRY(read_command(&pen, &text));
        else
            HOP_TRY(start_mark(&pen, &text));
    }
    return finish_mark(&pen);
}
