/* What the columns of a table are for: labels, names, row numbers, the numbers of a pattern.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "../base/fail.h"
#include "../base/text.h"
#include "csv_sample.h"

/* Sides of square pictures that labels are looked for beside, and the largest such label; digits
 * are labels beside pixels of any number of levels. */
enum { SIDE_LEAST = 4, LABEL_MOST = 255, DIGIT_MOST = 9 };

static bool called(const hop_csv_column *c, const char *const *names, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (hop_csv_field_is(c->first, names[i])) return true;
    return false;
}

static const char *const LABELS[] = {"label",   "labels",  "class", "target", "category",
                                     "species", "variety", "digit", "outcome"};
static const char *const NAMES[] = {"name", "filename", "file", "path", "image", "id"};
static const char *const NUMBERS[] = {"index", "unnamed: 0", "id"};
enum {
    LABEL_COUNT = sizeof LABELS / sizeof *LABELS,
    NAME_COUNT = sizeof NAMES / sizeof *NAMES,
    NUMBER_COUNT = sizeof NUMBERS / sizeof *NUMBERS
};

bool hop_csv_is_square(size_t pixels) {
    for (size_t channels = 1; channels <= 3; channels += 2) {
        if (pixels % channels != 0) continue;
        const size_t side = (size_t)(sqrt((double)(pixels / channels)) + 0.5);
        if (side >= SIDE_LEAST && side * side * channels == pixels) return true;
    }
    return false;
}

/* Small whole numbers that are no pixels of the others' range, 0 to `most`. */
static bool may_be_labels(const hop_csv_column *c, double most) {
    if (!c->whole || c->least < 0 || c->most > LABEL_MOST) return false;
    return most <= 1 ? c->most > 1 : c->most <= fmax(most / 2, DIGIT_MOST) && c->most < most;
}

/* Without a name: small whole numbers beside pixels of a square picture (whole numbers, or shares
 * of 1), as the digits of MNIST are handed round. */
static size_t guess_label(const hop_csv_sample *s) {
    const size_t n = s->layout.columns;
    const hop_csv_column *const ends[] = {&s->columns[0], &s->columns[n - 1]};
    double most = 0;
    bool whole = true;
    if (n < 2 || s->layout.number != HOP_CSV_NONE || s->layout.name != HOP_CSV_NONE)
        return HOP_CSV_NONE;
    if (s->wishes->dim > 0) {
        if (s->wishes->dim != n - 1) return HOP_CSV_NONE;
    } else if (s->count < 2 || hop_csv_is_square(n) || !hop_csv_is_square(n - 1)) {
        return HOP_CSV_NONE;
    }
    for (size_t i = 1; i + 1 < n; i++) {
        whole = whole && s->columns[i].whole;
        if (s->columns[i].least < 0 || s->columns[i].most > LABEL_MOST) return HOP_CSV_NONE;
        if (s->columns[i].most > most) most = s->columns[i].most;
    }
    if (!whole && most > 1) return HOP_CSV_NONE;
    bool fit[2], varies[2];
    for (size_t e = 0; e < 2; e++) {
        fit[e] = may_be_labels(ends[e], most);
        varies[e] = ends[e]->most > ends[e]->least;
    }
    /* A corner of the picture that is always black fits too. */
    if (fit[0] && varies[0]) return 0;
    if (fit[1] && varies[1]) return n - 1;
    if (s->wishes->dim == 0 || fit[0] == fit[1]) return HOP_CSV_NONE;
    return fit[0] ? 0 : n - 1;
}

/* Called as labels are; "y" where no "x" makes a point of it. */
static bool is_called_label(const hop_csv_sample *s, const hop_csv_column *c) {
    if (called(c, LABELS, LABEL_COUNT)) return true;
    if (!hop_csv_field_is(c->first, "y")) return false;
    for (size_t i = 0; i < s->layout.columns; i++)
        if (hop_csv_field_is(s->columns[i].first, "x")) return false;
    return s->layout.columns > 2;
}

static size_t find_label(const hop_csv_sample *s) {
    size_t words = HOP_CSV_NONE;
    for (size_t i = 0; i < s->layout.columns; i++) {
        const hop_csv_column *c = &s->columns[i];
        if (i == s->layout.name || i == s->layout.number) continue;
        if (s->layout.header && is_called_label(s, c) && (c->whole || hop_csv_is_words(c)))
            return i;
        if (hop_csv_is_words(c) && words == HOP_CSV_NONE) words = i;
    }
    if (words != HOP_CSV_NONE) return words;
    return s->wishes->no_guess ? HOP_CSV_NONE : guess_label(s);
}

/* No two rows that are looked at begin with the same whole number. */
static bool first_column_is_unique(const hop_csv_sample *s) {
    double seen[HOP_CSV_SAMPLE];
    if (!s->columns[0].whole) return false;
    for (size_t i = 1; i < s->count; i++) {
        const char *at = s->lines[i].at;
        bool more = true;
        hop_csv_field f = hop_csv_next(&at, at + s->lines[i].length, s->layout.separator, &more);
        if (!hop_csv_number(f, s->layout.signs, &seen[i])) return false;
        for (size_t j = 1; j < i; j++)
            if (seen[j] == seen[i]) return false;
    }
    return true;
}

/* Rows that were chosen out of others keep the numbers they had there: those are names. */
static void find_names_and_numbers(hop_csv_sample *s) {
    hop_csv_layout *l = &s->layout;
    for (size_t i = 0; i < l->columns && l->header; i++) {
        const hop_csv_column *c = &s->columns[i];
        if (hop_csv_is_words(c) && called(c, NAMES, NAME_COUNT) && l->name == HOP_CSV_NONE)
            l->name = i;
        const bool unnamed = i == 0 && c->first_empty && s->first_fields > 1;
        if (i == 0 && (unnamed || called(c, NUMBERS, NUMBER_COUNT)) && first_column_is_unique(s))
            *(c->counting ? &l->number : &l->name) = i;
        if (i == 0 && unnamed && hop_csv_is_words(c)) l->name = i;
    }
}

static hop_status no_such_column(const hop_csv_sample *s, const char *wish) {
    hop_string names = {0};
    for (size_t i = 0; i < s->layout.columns && i < 8; i++)
        hop_string_add(&names, "%s%.*s", i ? ", " : "", (int)s->columns[i].first.length,
                       s->columns[i].first.at);
    hop_status status =
        s->layout.header
            ? hop_fail(HOP_E_NAME, "%s: has no column '%s' for --label-column; there are %s%s",
                       s->file, wish, names.text ? names.text : "",
                       s->layout.columns > 8 ? ", ..." : "")
            : hop_fail(HOP_E_NAME,
                       "%s: has no header, so --label-column is first, last, none or 1 to %zu, not "
                       "'%s'",
                       s->file, s->layout.columns, wish);
    free(names.text);
    return status;
}

static hop_status choose_label(const hop_csv_sample *s, const char *wish, size_t *label) {
    double number = 0;
    *label = HOP_CSV_NONE;
    if (strcmp(wish, "none") == 0) return HOP_OK;
    for (size_t i = 0; i < s->layout.columns && s->layout.header; i++)
        if (hop_csv_field_is(s->columns[i].first, wish)) *label = i;
    if (*label != HOP_CSV_NONE) return HOP_OK;
    if (strcmp(wish, "first") == 0) *label = 0;
    if (strcmp(wish, "last") == 0) *label = s->layout.columns - 1;
    if (hop_text_parse_number(wish, &number) && number >= 1 && number == floor(number) &&
        number <= (double)s->layout.columns)
        *label = (size_t)number - 1;
    return *label == HOP_CSV_NONE ? no_such_column(s, wish) : HOP_OK;
}

hop_status hop_csv_find_roles(hop_csv_sample *s) {
    const char *wish = s->wishes->label_column;
    hop_csv_layout *l = &s->layout;
    /* A header without a name over the row names, as R writes it. */
    if (l->header && s->first_fields + 1 == l->columns && !l->trailing) {
        l->name = 0;
        for (size_t i = l->columns; i-- > 1;) s->columns[i].first = s->columns[i - 1].first;
        s->columns[0].first = (hop_csv_field){0};
    } else {
        find_names_and_numbers(s);
    }
    if (wish)
        HOP_TRY(choose_label(s, wish, &l->label));
    else
        l->label = find_label(s);
    l->counts = l->counts && !wish && l->label != 0;
    if (l->label == l->name) l->name = HOP_CSV_NONE;
    if (l->label == l->number) l->number = HOP_CSV_NONE;
    return HOP_OK;
}
