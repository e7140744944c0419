/* Ticks of logarithmic axes: of every axis at least two bear a number.  gnuplot's own are powers of
 * ten alone, of which many an axis has only one.
 * SPDX-License-Identifier: MIT */
#include <math.h>

#include "figure_parts.h"
#include "number.h"

/* Powers of ten with numbers, at most; from so many on they are enough. */
enum { POWERS_MAX = 8, POWERS_ENOUGH = 3 };

/* Ticks of an axis that is too short for round numbers of one digit. */
enum { EVEN_TICKS = 5 };

/* What ranges by factors miss their end by: 0.01:1000:x1.778 ends at 999.5. */
static const double NEAR = 1e-3;

static bool within(const hop_axis *axis, double value) {
    return value >= axis->low * (1 - NEAR) && value <= axis->high * (1 + NEAR);
}

static double power(int exponent) {
    return pow(10, exponent);
}

static int first_power(const hop_axis *axis) {
    return (int)floor(log10(axis->low * (1 - NEAR)));
}

static int last_power(const hop_axis *axis) {
    return (int)floor(log10(axis->high * (1 + NEAR)));
}

/* Whether digit * 10^exponent has its number: powers of ten where they are enough (one in `step`),
 * else with 2 and 5, or all digits. */
typedef struct plan {
    int step;
    bool one_two_five, all;
} plan;

static bool numbered(const plan *p, int digit, int exponent) {
    if (p->all) return true;
    if (p->one_two_five) return digit == 1 || digit == 2 || digit == 5;
    return digit == 1 && exponent % p->step == 0;
}

static size_t count_numbered(const hop_axis *axis, const plan *p) {
    size_t count = 0;
    for (int e = first_power(axis); e <= last_power(axis); e++)
        for (int digit = 1; digit < 10; digit++)
            count += numbered(p, digit, e) && within(axis, digit * power(e));
    return count;
}

/* gnuplot leaves out ticks that are not on the axis. */
static void add_tick(hop_string *out, const hop_axis *axis, double value, bool number,
                     size_t *count) {
    char text[32], place[32];
    hop_table_round(value, 6, text);
    hop_text_number(fmin(fmax(value, axis->low), axis->high), place);
    hop_string_add(out, "%s'%s' %s %d", *count > 0 ? ", " : "", number ? text : "", place,
                   number ? 0 : 1);
    *count += 1;
}

static void add_even(hop_string *out, const hop_axis *axis) {
    double step = hop_table_round_step((axis->high - axis->low) / EVEN_TICKS);
    double first = ceil(axis->low / step - 1e-9) * step;
    size_t count = 0;
    for (int k = 0; within(axis, first + k * step); k++)
        add_tick(out, axis, first + k * step, true, &count);
}

void hop_table_set_log_ticks(hop_string *out, const char *name, const hop_axis *axis) {
    plan p = {.step = 1};
    size_t powers = count_numbered(axis, &p), count = 0;
    if (powers < POWERS_ENOUGH) p.one_two_five = true;
    if (count_numbered(axis, &p) < 2) p.all = true;
    p.step = (int)((powers + POWERS_MAX - 1) / POWERS_MAX);
    if (p.step < 1) p.step = 1;
    hop_string_add(out, "set %stics (", name);
    if (count_numbered(axis, &p) < 2)
        add_even(out, axis);
    else
        for (int e = first_power(axis); e <= last_power(axis); e++)
            for (int digit = 1; digit < (p.step > 1 ? 2 : 10); digit++)
                if (within(axis, digit * power(e)))
                    add_tick(out, axis, digit * power(e), numbered(&p, digit, e), &count);
    hop_string_add(out, ")\n");
}

double hop_table_round_step(double step) {
    double unit = pow(10, floor(log10(step)));
    return step <= unit * 1.0001 ? unit
           : step <= 2 * unit    ? 2 * unit
           : step <= 5 * unit    ? 5 * unit
                                 : 10 * unit;
}
