/* What `landscape` reports: basins, the steps of paths, and the points of the grid.
 * SPDX-License-Identifier: MIT */
#include <math.h>

#include "../base/fail.h"
#include "landscape_basins.h"

static void add_pattern(const hop_basins *b, const char *what, double pattern, hop_findings *f) {
    char text[32];
    hop_table_add_text(f->table, what);
    if (pattern < 0)
        hop_table_add_none(f->table);
    else
        hop_table_add_count(f->table, (size_t)pattern);
    hop_table_add_text(f->table, hop_basins_name(b, pattern, text));
}

/* Energies are infinite where a family has no support. */
static void add_finite(hop_findings *f, double number) {
    hop_findings_number(f, isfinite(number) ? number : NAN);
}

static void add_basin(const hop_basins *b, const hop_basin *basin, hop_findings *f) {
    double points = basin->points > 0 ? basin->points : NAN;
    add_pattern(b, "basin", basin->pattern, f);
    hop_table_add_number(f->table, b->points > 0 ? basin->points / b->points : 0);
    add_finite(f, basin->x / points);
    add_finite(f, basin->y / points);
    add_finite(f, basin->off / points);
    add_finite(f, basin->height / points);
    add_finite(f, basin->steps / points);
    hop_table_add_none(f->table);
    hop_table_add_none(f->table);
}

static void add_place(const hop_basins *b, const char *what, const struct line *line,
                      hop_findings *f) {
    add_pattern(b, what, line->pattern, f);
    hop_table_add_none(f->table);
    hop_table_add_number(f->table, line->x);
    hop_table_add_number(f->table, line->y);
    hop_table_add_number(f->table, line->off);
    add_finite(f, line->height);
}

static void add_step(const hop_basins *b, const struct line *line, hop_findings *f) {
    add_place(b, "path", line, f);
    hop_table_add_none(f->table);
    hop_table_add_count(f->table, (size_t)line->number);
    hop_table_add_count(f->table, (size_t)line->step);
}

static void add_point(const hop_basins *b, const struct line *line, hop_findings *f) {
    add_place(b, "point", line, f);
    hop_table_add_number(f->table, line->step);
    hop_table_add_none(f->table);
    hop_table_add_none(f->table);
}

static void add_rows(const hop_basins *b, hop_findings *f) {
    for (size_t i = 0; i < b->count; i++) add_basin(b, &b->all[i], f);
    f->essential_rows = b->count;
    for (size_t k = 3; b->paths && k < b->paths->count; k++)
        add_step(b, (const struct line *)b->paths->all + k, f);
    for (size_t i = 0; i < b->results->count; i++) {
        const hop_lines *row = hop_basins_row(&b->results->all[i]);
        for (size_t k = 0; row && k < row->count; k++)
            add_point(b, (const struct line *)row->all + k, f);
    }
}

/* The model, and the patterns that were drawn, as every cell has them. */
static hop_status note_auto(const hop_sweep *e, hop_findings *f) {
    hop_landscape landscape = {0};
    HOP_TRY(hop_landscape_create(e, &landscape));
    const hop_recall_options *model = hop_recall_resolved(landscape.recall);
    size_t beta = hop_row_parameter_index(&model->model.energy.family->row, "beta");
    char word[64];
    hop_spec_print_brief(&model->model.similarity.kind->row, model->model.similarity.parameter,
                         word, sizeof word);
    hop_findings_used(f, e, HOP_LANDSCAPE_SIMILARITY, word);
    if (beta < HOP_PARAMETER_MAX)
        hop_findings_used_number(f, e, HOP_LANDSCAPE_BETA, model->model.energy.parameter[beta]);
    for (size_t k = 0; k < 3; k++)
        hop_findings_used_number(f, e, HOP_LANDSCAPE_FIRST + k, (double)landscape.corner[k]);
    hop_landscape_clear(&landscape);
    return HOP_OK;
}

hop_status hop_landscape_report(const hop_sweep *e, const hop_results *results, hop_findings *f) {
    hop_basins basins = {0};
    HOP_TRY(note_auto(e, f));
    HOP_TRY(hop_basins_create(e, results, &basins));
    add_rows(&basins, f);
    hop_status status = hop_landscape_draw(&basins, f);
    hop_basins_clear(&basins);
    return status;
}
