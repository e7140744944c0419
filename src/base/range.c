/* Ranges: "1,2,5", "0:1:0.05", "0.1:10:x2".
 * SPDX-License-Identifier: MIT */
#include "range.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "alloc.h"
#include "fail.h"
#include "text.h"

/* How far beyond the end, in steps, still counts as the end: decimal steps are not exact. */
static const double SLACK = 1e-9;

typedef struct list {
    const char *name;
    double *values;
    size_t count, room;
} list;

static hop_status too_many(const list *all) {
    return hop_fail(HOP_E_LIMIT, "%s: more than %d values; take larger steps", all->name,
                    HOP_RANGE_MAX);
}

static hop_status add(list *all, double value) {
    if (all->count == HOP_RANGE_MAX) return too_many(all);
    if (all->count == all->room) {
        size_t room = all->room ? 2 * all->room : 16;
        HOP_TRY(hop_realloc(room, sizeof *all->values, "a range", &all->values));
        all->room = room;
    }
    all->values[all->count++] = value;
    return HOP_OK;
}

/* The decimal number that was meant: 0.15 for 0.15000000000000002. */
static double tidy(double value) {
    char text[32];
    double read = value;
    snprintf(text, sizeof text, "%.12g", value);
    return hop_text_parse_number(text, &read) ? read : value;
}

static hop_status parse_number(const list *all, const char *text, const char *what, double *value) {
    if (*text == '\0') return hop_fail(HOP_E_VALUE, "%s: %s is empty", all->name, what);
    if (!hop_text_parse_number(text, value) || !isfinite(*value))
        return hop_fail(HOP_E_VALUE, "%s: '%s' is not a number", all->name, text);
    return HOP_OK;
}

/* from, from + step, ... to */
static hop_status add_steps(list *all, double from, double to, double step) {
    if (!(step > 0))
        return hop_fail(HOP_E_VALUE, "%s: the step is %g; it must be above 0", all->name, step);
    double count = floor((to - from) / step + SLACK);
    if (!(count < HOP_RANGE_MAX)) return too_many(all);
    for (size_t i = 0; i <= (size_t)count; i++)
        HOP_TRY(add(all, i == 0 ? from : tidy(from + (double)i * step)));
    return HOP_OK;
}

/* from, from * times, ... to */
static hop_status add_factors(list *all, double from, double to, double times) {
    if (!(times > 1))
        return hop_fail(HOP_E_VALUE, "%s: x%g leads nowhere; the factor must be above 1", all->name,
                        times);
    if (!(from > 0))
        return hop_fail(HOP_E_VALUE, "%s: a range of factors must start above 0, not at %g",
                        all->name, from);
    if ((log(to) - log(from)) / log(times) > HOP_RANGE_MAX) return too_many(all);
    for (size_t i = 0;; i++) {
        const double power = pow(times, (double)i);
        double value = from * power;
        if (isinf(power))
            value = from * pow(times, (double)(i / 2)) * pow(times, (double)(i - i / 2));
        if (value > to * (1 + SLACK)) return HOP_OK;
        HOP_TRY(add(all, i == 0 ? from : tidy(value)));
    }
}

/* "from:to:step"; the text is cut into its parts. */
static hop_status add_range(list *all, char *text) {
    char *second = strchr(text, ':');
    *second++ = '\0';
    char *third = strchr(second, ':');
    if (!third || strchr(third + 1, ':'))
        return hop_fail(HOP_E_VALUE,
                        "%s: a range is FROM:TO:STEP or FROM:TO:xTIMES, such as 0:1:0.1",
                        all->name);
    *third++ = '\0';
    bool factor = *third == 'x';
    double from = 0, to = 0, step = 0;
    HOP_TRY(parse_number(all, text, "where a range begins", &from));
    HOP_TRY(parse_number(all, second, "where a range ends", &to));
    HOP_TRY(parse_number(all, factor ? third + 1 : third, "the step of a range", &step));
    if (from > to)
        return hop_fail(HOP_E_VALUE, "%s: the range %s:%s:%s runs backwards; write %s:%s:%s",
                        all->name, text, second, third, second, text, third);
    return factor ? add_factors(all, from, to, step) : add_steps(all, from, to, step);
}

static hop_status add_part(list *all, char *part) {
    double value = 0;
    if (*part == '\0')
        return hop_fail(HOP_E_VALUE, "%s: nothing stands before or after a comma", all->name);
    if (strchr(part, ':')) return add_range(all, part);
    HOP_TRY(parse_number(all, part, "a value", &value));
    return add(all, value);
}

hop_status hop_range_parse(const char *name, const char *text, double **values, size_t *count) {
    list all = {.name = name};
    char *copy = NULL, *rest = NULL;
    if (*text == '\0')
        return hop_fail(HOP_E_VALUE, "%s: the range is empty; write 1,2,5 or 0:1:0.1", name);
    HOP_TRY(hop_copy_text(text, &copy));
    hop_status status = HOP_OK;
    rest = copy;
    while (rest && status == HOP_OK) {
        char *part = rest;
        rest = strchr(part, ',');
        if (rest) *rest++ = '\0';
        status = add_part(&all, part);
    }
    free(copy);
    if (status != HOP_OK) {
        free(all.values);
        return status;
    }
    *values = all.values;
    *count = all.count;
    return HOP_OK;
}
