/* What `hopfield flow` says: table, text, JSON.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>

#include "../base/fail.h"
#include "flow.h"

/* Layers and heads that the text shows. */
enum { LAYERS_SHOWN = 10, HEADS_SHOWN = 8 };

/* An energy may seem to rise by rounding, this part of its size. */
static const double ROUNDING = 1e-12;

/* The identity holds to this where A is well-conditioned. */
static const double IDENTITY_GOOD = 1e-10;

static const hop_column COLUMNS[] = {
    {.name = "law", .meaning = "attention or gravity", .kind = HOP_CELL_TEXT},
    {.name = "layer", .meaning = "0 is the start", .kind = HOP_CELL_COUNT},
    {.name = "token", .meaning = "its row in the tokens", .kind = HOP_CELL_COUNT},
    {.name = "potential", .meaning = "phi, or U of gravity", .kind = HOP_CELL_NUMBER},
    {.name = "cluster", .meaning = "which it is in", .kind = HOP_CELL_COUNT},
    {.name = "x1", .meaning = "first number of the token", .kind = HOP_CELL_NUMBER},
    {.name = "x2", .meaning = "second number", .kind = HOP_CELL_NUMBER},
    {.name = "x3", .meaning = "third number", .kind = HOP_CELL_NUMBER},
};

static void add_paths(const char *law, const hop_flow_result *r, hop_table *table) {
    for (size_t i = 0; i < (r->layers + 1) * r->count; i++) {
        hop_table_add_text(table, law);
        hop_table_add_count(table, i / r->count);
        hop_table_add_count(table, i % r->count);
        hop_table_add_number(table, r->potential[i]);
        hop_table_add_count(table, r->cluster[i]);
        for (size_t c = 0; c < 3; c++)
            if (c < r->dim)
                hop_table_add_number(table, r->path[i * r->dim + c]);
            else
                hop_table_add_none(table);
    }
}

hop_status cli_flow_table(const cli_flowed *f, hop_table **table) {
    hop_table *made = NULL;
    HOP_TRY(hop_table_create(COLUMNS, sizeof COLUMNS / sizeof *COLUMNS, &made));
    cli_provenance_note(f->provenance, made);
    hop_table_note_number(made, "identity_error", f->identity_error);
    hop_table_note_number(made, "cluster_radius", f->flow->radius);
    add_paths("attention", f->result, made);
    if (f->gravity_result) add_paths("gravity", f->gravity_result, made);
    *table = made;
    return HOP_OK;
}

/* ---- what the numbers mean ---- */

/* What the symmetric part of M says of potentials along paths. */
static const char *meaning(const double *eigenvalue, size_t width) {
    const double low = eigenvalue[width - 1], high = eigenvalue[0];
    const double none = 1e-12 * fmax(fabs(low), fabs(high));
    if (low >= -none && high <= none) return "zero: nothing moves along the gradient";
    if (low > none) return "positive: phi rises along every path";
    if (low >= -none) return "semidefinite: phi never falls";
    if (high < -none) return "negative: phi falls along every path";
    if (high <= none) return "semidefinite: phi never rises";
    return "indefinite: phi may rise or fall";
}

/* Layers after which the energy is higher than before. */
static size_t rises(const hop_flow_result *r, bool pairs) {
    size_t found = 0;
    for (size_t i = 0; i < r->layers; i++) {
        const double before = pairs ? r->layer[i].pair_energy : r->layer[i].energy;
        const double after = pairs ? r->layer[i + 1].pair_energy : r->layer[i + 1].energy;
        found += after > before + ROUNDING * (1 + fabs(before)) ? 1 : 0;
    }
    return found;
}

/* ---- text ---- */

static const hop_column HEAD_COLUMNS[] = {
    {.name = "head", .meaning = "its segment", .kind = HOP_CELL_COUNT},
    {.name = "cond_A", .meaning = "of A = W_Q' W_K", .kind = HOP_CELL_NUMBER, .digits = 3},
    {.name = "lowest", .meaning = "of sym M", .kind = HOP_CELL_NUMBER, .digits = 3},
    {.name = "highest", .meaning = "of sym M", .kind = HOP_CELL_NUMBER, .digits = 3},
    {.name = "sym_M", .meaning = "with frozen keys and small steps", .kind = HOP_CELL_TEXT},
};

static hop_status add_heads(const cli_flow_weights *w, size_t width, hop_string *text) {
    hop_table *table = NULL;
    HOP_TRY(hop_table_create(HEAD_COLUMNS, sizeof HEAD_COLUMNS / sizeof *HEAD_COLUMNS, &table));
    for (size_t h = 0; h < w->heads && h < HEADS_SHOWN; h++) {
        const double *eigenvalue = w->eigenvalue.values + h * w->width;
        hop_table_add_count(table, h);
        hop_table_add_number(table, w->condition[h]);
        hop_table_add_number(table, eigenvalue[w->width - 1]);
        hop_table_add_number(table, eigenvalue[0]);
        hop_table_add_text(table, meaning(eigenvalue, w->width));
    }
    hop_status status = cli_document_add_table(table, width, text);
    hop_table_destroy(table);
    if (w->heads > HEADS_SHOWN)
        hop_string_add(text, "... and %zu heads more (--format json has all)\n",
                       w->heads - HEADS_SHOWN);
    return status;
}

static const hop_column LAYER_COLUMNS[] = {
    {.name = "layer", .meaning = "0 is the start", .kind = HOP_CELL_COUNT},
    {.name = "clusters", .meaning = "connected within the radius", .kind = HOP_CELL_COUNT},
    {.name = "energy", .meaning = "of the whole system", .kind = HOP_CELL_NUMBER, .digits = 6},
    {.name = "pair_energy", .meaning = "of all pairs", .kind = HOP_CELL_NUMBER, .digits = 5},
    {.name = "lowest", .meaning = "potential of a token", .kind = HOP_CELL_NUMBER, .digits = 4},
    {.name = "mean", .meaning = "potential", .kind = HOP_CELL_NUMBER, .digits = 4},
    {.name = "highest", .meaning = "potential of a token", .kind = HOP_CELL_NUMBER, .digits = 4},
    {.name = "moved", .meaning = "longest way of a token", .kind = HOP_CELL_NUMBER, .digits = 2},
};

static void add_layer(const hop_flow_layer *layer, size_t at, hop_table *table) {
    hop_table_add_count(table, at);
    hop_table_add_count(table, layer->clusters);
    hop_table_add_number(table, layer->energy);
    if (isnan(layer->pair_energy))
        hop_table_add_none(table);
    else
        hop_table_add_number(table, layer->pair_energy);
    hop_table_add_number(table, layer->low);
    hop_table_add_number(table, layer->mean);
    hop_table_add_number(table, layer->high);
    hop_table_add_number(table, layer->moved);
}

static hop_status add_layers(const hop_flow_result *r, size_t width, hop_string *text) {
    hop_table *table = NULL;
    HOP_TRY(hop_table_create(LAYER_COLUMNS, sizeof LAYER_COLUMNS / sizeof *LAYER_COLUMNS, &table));
    const size_t shown = r->layers < LAYERS_SHOWN ? r->layers : LAYERS_SHOWN;
    for (size_t i = 0; i <= shown; i++) {
        const size_t at = shown > 0 ? i * r->layers / shown : 0;
        add_layer(&r->layer[at], at, table);
    }
    hop_status status = cli_document_add_table(table, width, text);
    hop_table_destroy(table);
    return status;
}

static void add_settings(const cli_flowed *f, hop_string *text) {
    const hop_flow *flow = f->flow;
    hop_string_add(text, "%zu tokens of %zu numbers: %s\n", f->result->count, f->result->dim,
                   f->source);
    hop_string_add(text, "%zu head%s, beta %.4g; %zu layers of step %g, %s, %s residual%s%s\n\n",
                   flow->potential.heads, flow->potential.heads == 1 ? "" : "s",
                   flow->potential.beta, flow->layers, flow->step,
                   flow->frozen ? "frozen keys" : "all moving", flow->residual ? "with" : "without",
                   flow->sphere ? ", on the sphere" : "",
                   flow->potential.exclude_self ? ", not of oneself" : "");
}

static void add_identity(const cli_flowed *f, hop_string *text) {
    hop_string_add(text, "head output = M grad phi, M = V A^%s: differs by %.1e at most\n",
                   f->pseudo ? "+ (pseudo-inverse)" : "-1", f->identity_error);
    if (f->identity_error > IDENTITY_GOOD && !f->pseudo)
        hop_string_add(text, "(A is ill-conditioned: cond A is how much rounding grows)\n");
    hop_string_add(text, "\n");
}

static void add_sentences(const hop_flow *flow, const hop_flow_result *r, const char *law,
                          hop_string *text) {
    const size_t risen = rises(r, false), last = r->layers;
    hop_string_add(text, "%s: %zu cluster%s at the start, %zu at the end (within %.3g)\n", law,
                   r->layer[0].clusters, r->layer[0].clusters == 1 ? "" : "s",
                   r->layer[last].clusters, flow->radius);
    hop_string_add(text, "the energy of the whole went from %.6g to %.6g; ", r->layer[0].energy,
                   r->layer[last].energy);
    if (risen == 0)
        hop_string_add(text, "it never rose\n");
    else
        hop_string_add(text, "it rose in %zu of %zu layers\n", risen, r->layers);
}

static hop_status add_all(const cli_flowed *f, size_t width, hop_string *text) {
    add_settings(f, text);
    HOP_TRY(add_heads(f->weights, width, text));
    add_identity(f, text);
    HOP_TRY(add_layers(f->result, width, text));
    hop_string_add(text, "\n");
    add_sentences(f->flow, f->result, "attention", text);
    if (f->gravity_result) {
        hop_string_add(text, "\n");
        HOP_TRY(add_layers(f->gravity_result, width, text));
        hop_string_add(text, "\n");
        add_sentences(f->gravity, f->gravity_result, "gravity", text);
    }
    hop_string_add(text, "seed %llu\n", (unsigned long long)f->seed->seed);
    return HOP_OK;
}

hop_status cli_flow_text(const cli_flowed *f, size_t width, char **text) {
    hop_string all = {0};
    hop_status status = add_all(f, width, &all);
    if (status == HOP_OK) return cli_document_take(&all, text);
    free(all.text);
    return status;
}

/* ---- JSON ---- */

static hop_json *heads_of(const cli_flow_weights *w) {
    hop_json *array = hop_json_array();
    for (size_t h = 0; h < w->heads; h++) {
        const double *eigenvalue = w->eigenvalue.values + h * w->width;
        cli_document m = cli_document_begin();
        cli_document_set(&m, "head", hop_json_count(h));
        cli_document_set(&m, "condition", hop_json_real(w->condition[h]));
        cli_document_set(&m, "rank", hop_json_count(w->rank[h]));
        cli_document_set(&m, "eigenvalues", cli_document_numbers(eigenvalue, w->width));
        cli_document_set(&m, "smallest_eigenvalue", hop_json_real(eigenvalue[w->width - 1]));
        cli_document_set(&m, "meaning", hop_json_text(meaning(eigenvalue, w->width)));
        hop_json_append(array, m.object);
    }
    return array;
}

static hop_json *settings_of(const hop_flow *flow) {
    cli_document m = cli_document_begin();
    cli_document_set(&m, "heads", hop_json_count(flow->potential.heads));
    cli_document_set(&m, "beta", hop_json_real(flow->potential.beta));
    cli_document_set(&m, "layers", hop_json_count(flow->layers));
    cli_document_set(&m, "step", hop_json_real(flow->step));
    cli_document_set(&m, "frozen", hop_json_bool(flow->frozen));
    cli_document_set(&m, "residual", hop_json_bool(flow->residual));
    cli_document_set(&m, "sphere", hop_json_bool(flow->sphere));
    cli_document_set(&m, "exclude_self", hop_json_bool(flow->potential.exclude_self));
    cli_document_set(&m, "radius", hop_json_real(flow->radius));
    cli_document_set(&m, "gravity", hop_json_real(flow->gravity));
    cli_document_set(&m, "softening", hop_json_real(flow->softening));
    return m.object;
}

static hop_json *layer_of(const hop_flow_layer *layer) {
    cli_document m = cli_document_begin();
    cli_document_set(&m, "clusters", hop_json_count(layer->clusters));
    cli_document_set(&m, "energy", hop_json_real(layer->energy));
    cli_document_set(&m, "pair_energy", hop_json_real(layer->pair_energy));
    cli_document_set(&m, "lowest", hop_json_real(layer->low));
    cli_document_set(&m, "mean", hop_json_real(layer->mean));
    cli_document_set(&m, "highest", hop_json_real(layer->high));
    cli_document_set(&m, "moved", hop_json_real(layer->moved));
    return m.object;
}

static hop_json *result_of(const hop_flow_result *r) {
    cli_document m = cli_document_begin();
    hop_json *layers = hop_json_array(), *potentials = hop_json_array(), *last = hop_json_array();
    for (size_t i = 0; i <= r->layers; i++) {
        hop_json_append(layers, layer_of(&r->layer[i]));
        hop_json_append(potentials, cli_document_numbers(r->potential + i * r->count, r->count));
    }
    for (size_t i = 0; i < r->count; i++)
        hop_json_append(
            last, cli_document_numbers(r->path + (r->layers * r->count + i) * r->dim, r->dim));
    cli_document_set(&m, "energy_rises", hop_json_count(rises(r, false)));
    cli_document_set(&m, "layers", layers);
    cli_document_set(&m, "potential", potentials);
    cli_document_set(&m, "cluster",
                     cli_document_counts(r->cluster + r->layers * r->count, r->count));
    cli_document_set(&m, "tokens", last);
    return m.object;
}

hop_status cli_flow_json(const cli_flowed *f, char **text) {
    cli_document m = cli_document_of("flow", f->provenance, f->seed);
    cli_document_set(&m, "source", hop_json_text(f->source));
    cli_document_set(&m, "tokens", hop_json_count(f->result->count));
    cli_document_set(&m, "dim", hop_json_count(f->result->dim));
    cli_document_set(&m, "settings", settings_of(f->flow));
    cli_document_set(&m, "heads", heads_of(f->weights));
    cli_document_set(&m, "pseudo_inverse", hop_json_bool(f->pseudo));
    cli_document_set(&m, "identity_error", hop_json_real(f->identity_error));
    cli_document_set(&m, "largest_output", hop_json_real(f->identity_scale));
    cli_document_set(&m, "attention", result_of(f->result));
    cli_document_set(&m, "gravity",
                     f->gravity_result ? result_of(f->gravity_result) : hop_json_null());
    return cli_document_print(&m, text);
}
