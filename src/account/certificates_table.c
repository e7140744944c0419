/* Certificates for programs: a row a pattern, the summary in the notes.
 * SPDX-License-Identifier: MIT */
#include <math.h>

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

static double known(double number) {
    return isfinite(number) ? number : NAN;
}

static void add_certificate(const hop_certificates *c, size_t index, hop_table *table) {
    const hop_certificate *of = &c->of[index];
    bool rival = of->rival != HOP_NO_PATTERN, theory = !isnan(of->least_beta);
    hop_table_add_count(table, of->pattern);
    hop_table_add_text(table, hop_memory_name(c->memory, of->pattern));
    hop_table_add_number(table, known(of->separation));
    hop_table_add_known_count(table, rival, of->rival);
    hop_table_add_text(table, rival ? hop_memory_name(c->memory, of->rival) : NULL);
    hop_table_add_number(table, known(of->norm));
    hop_table_add_count(table, of->duplicates);
    hop_table_add_known_bool(table, theory, of->guaranteed);
    hop_table_add_number(table, known(theory ? of->radius : NAN));
    hop_table_add_number(table, known(of->bound));
    hop_table_add_number(table, known(of->least_beta));
    hop_table_add_number(table, known(c->lost[index]));
}

static const char *theory_of(const hop_certificates *c) {
    switch (hop_recall_theory(c->recall)) {
    case HOP_THEORY_SOFTMAX: return "Ramsauer et al. 2020 (arXiv 2008.02217), theorems 4 and 5";
    case HOP_THEORY_MARGIN:
        return hop_recall_resolved(c->recall)->model.energy.family->distances
                   ? "Hoover et al. 2025 (arXiv 2506.10801)"
                   : "Santos et al. 2024 (arXiv 2402.13725, 2411.08590), margins and exact "
                     "retrieval";
    case HOP_THEORY_NONE: break;
    }
    return "none is known for this family and similarity";
}

static void add_model(const hop_certificates *c, hop_result *result) {
    const hop_recall_model *model = &hop_recall_resolved(c->recall)->model;
    char spec[256];
    hop_spec_print(&model->energy.family->row, model->energy.parameter, spec, sizeof spec);
    hop_result_made(result, "energy", spec, "certified");
    hop_spec_print(&model->similarity.kind->row, model->similarity.parameter, spec, sizeof spec);
    hop_result_made(result, "similarity", spec, "patterns are compared by");
    hop_result_bool(result, "beta_auto", c->beta_auto, "beta was chosen from the memory");
    hop_result_text(result, "theory", theory_of(c), "that promises");
}

void hop_certificates_facts(const hop_certificates *c, hop_result *result) {
    hop_result_memory(result, "memory", c->path, c->memory);
    add_model(c, result);
    hop_result_count(result, "certified", c->count, "patterns", "evenly spread");
    hop_result_count(result, "guaranteed", hop_certificates_guaranteed(c), "patterns",
                     "stable by theory at this beta");
    hop_result_count(result, "with_a_near_duplicate", hop_certificates_duplicated(c), "patterns",
                     "that no beta tells apart from another");
    hop_result_number(result, "guaranteed_from_separation", hop_recall_least_separation(c->recall),
                      "squared key units", "the least that theory asks for");
    hop_result_number(result, "beta_c", c->critical, "1 / squared key units",
                      "1 / the largest eigenvalue of the keys' covariance");
    hop_result_number(result, "beta_c_residual", c->residual, "",
                      "of the power iteration that found it");
    hop_table *table = hop_result_table(result, "rows", COLUMNS, sizeof COLUMNS / sizeof *COLUMNS,
                                        "What theory promises every pattern");
    hop_result_for(result, HOP_FOR_PROGRAMS);
    for (size_t i = 0; i < c->count; i++) add_certificate(c, i, table);
}
