/* Certificates for programs: a row a pattern, the summary in the notes.
 * SPDX-License-Identifier: MIT */
#include <math.h>

#include "../base/fail.h"
#include "certificates.h"

static const hop_column COLUMNS[] = {
    {.name = "pattern", .meaning = "its index", .kind = HOP_CELL_COUNT},
    {.name = "name", .meaning = "its name", .kind = HOP_CELL_TEXT},
    {.name = "separation",
     .unit = "squared key units",
     .meaning = "similarity with itself less that with its rival",
     .kind = HOP_CELL_NUMBER},
    {.name = "rival", .meaning = "the most similar other pattern", .kind = HOP_CELL_COUNT},
    {.name = "rival_name", .meaning = "its name", .kind = HOP_CELL_TEXT},
    {.name = "norm", .unit = "key units", .meaning = "of its key", .kind = HOP_CELL_NUMBER},
    {.name = "near_duplicates",
     .meaning = "patterns no beta tells it apart from",
     .kind = HOP_CELL_COUNT},
    {.name = "guaranteed",
     .meaning = "theory says that it is a stable memory at this beta",
     .kind = HOP_CELL_BOOL},
    {.name = "radius",
     .unit = "key units",
     .meaning = "states as near as this are sure to be recalled",
     .kind = HOP_CELL_NUMBER},
    {.name = "bound",
     .unit = "key units",
     .meaning = "of the distance between what is recalled then and the pattern",
     .kind = HOP_CELL_NUMBER},
    {.name = "guaranteed_from_beta",
     .unit = "1 / squared key units",
     .meaning = "the smallest beta that is enough in theory",
     .kind = HOP_CELL_NUMBER},
    {.name = "lost_below_beta",
     .unit = "1 / squared key units",
     .meaning = "measured for the worst: the pattern does not recall itself below; 0: it always "
                "does",
     .kind = HOP_CELL_NUMBER},
};

static void add_number(hop_table *table, double number) {
    if (isfinite(number))
        hop_table_add_number(table, number);
    else
        hop_table_add_none(table);
}

static void add_certificate(const cli_certificates *c, size_t index, hop_table *table) {
    const hop_certificate *of = &c->of[index];
    bool rival = of->rival != HOP_NO_PATTERN, theory = !isnan(of->least_beta);
    hop_table_add_count(table, of->pattern);
    hop_table_add_text(table, hop_memory_name(c->memory, of->pattern));
    add_number(table, of->separation);
    if (rival)
        hop_table_add_count(table, of->rival);
    else
        hop_table_add_none(table);
    hop_table_add_text(table, rival ? hop_memory_name(c->memory, of->rival) : NULL);
    add_number(table, of->norm);
    hop_table_add_count(table, of->duplicates);
    if (theory)
        hop_table_add_bool(table, of->guaranteed);
    else
        hop_table_add_none(table);
    add_number(table, theory ? of->radius : NAN);
    add_number(table, of->bound);
    add_number(table, of->least_beta);
    add_number(table, c->lost[index]);
}

static const char *theory_of(const cli_certificates *c) {
    switch (hop_recall_theory(c->recall)) {
    case HOP_THEORY_SOFTMAX: return "Ramsauer et al. 2020 (arXiv 2008.02217), theorems 4 and 5";
    case HOP_THEORY_MARGIN:
        return hop_recall_resolved(c->recall)->model.energy.family->distances
                   ? "Hoover et al. 2025 (arXiv 2506.10801)"
                   : "Santos et al. 2024 (arXiv 2411.08590), proposition 3";
    case HOP_THEORY_NONE: break;
    }
    return "none is known for this family and similarity";
}

static void note(const cli_certificates *c, hop_table *table) {
    const hop_recall_options *options = hop_recall_resolved(c->recall);
    char energy[256], similarity[256];
    hop_spec_print(&options->model.energy.family->row, options->model.energy.parameter, energy,
                   sizeof energy);
    hop_spec_print(&options->model.similarity.kind->row, options->model.similarity.parameter,
                   similarity, sizeof similarity);
    hop_table_note(table, "file", c->path);
    hop_table_note(table, "energy", energy);
    hop_table_note(table, "similarity", similarity);
    hop_table_note(table, "beta_auto", c->beta_auto ? "true" : "false");
    hop_table_note(table, "theory", theory_of(c));
    hop_table_note_count(table, "patterns", hop_memory_count(c->memory));
    hop_table_note_count(table, "certified", c->count);
    hop_table_note_count(table, "guaranteed", cli_certificates_guaranteed(c));
    hop_table_note_count(table, "with_a_near_duplicate", cli_certificates_duplicated(c));
    hop_table_note_number(table, "guaranteed_from_separation",
                          hop_recall_least_separation(c->recall));
    hop_table_note_number(table, "beta_c", c->critical);
    hop_table_note_number(table, "beta_c_residual", c->residual);
}

hop_status cli_certificates_table(const cli_certificates *c, hop_table **table) {
    hop_table *made = NULL;
    HOP_TRY(hop_table_create(COLUMNS, sizeof COLUMNS / sizeof *COLUMNS, &made));
    note(c, made);
    for (size_t i = 0; i < c->count; i++) add_certificate(c, i, made);
    *table = made;
    return HOP_OK;
}
