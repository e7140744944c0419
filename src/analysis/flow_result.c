/* What is told of tokens that moved: settings, heads, layers, paths, sentences.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "../base/fail.h"
#include "../base/text.h"
#include "flow.h"

/* Layers that people are shown, and heads. */
enum { LAYERS_SHOWN = 10, HEADS_SHOWN = 8 };

/* An energy may seem to rise by rounding, this part of its size. */
static const double ROUNDING = 1e-12;

/* The identity holds to this where A is well-conditioned. */
static const double IDENTITY_GOOD = 1e-10;

/* Tokens that spread or grow by this factor are not held by anything. */
static const double UNBOUNDED = 10;

double hop_flow_spread(const double *tokens, size_t count, size_t dim) {
    double square = 0;
    for (size_t c = 0; c < dim; c++) {
        double mean = 0;
        for (size_t i = 0; i < count; i++) mean += tokens[i * dim + c] / (double)count;
        for (size_t i = 0; i < count; i++) {
            const double d = tokens[i * dim + c] - mean;
            square += d * d / (double)count;
        }
    }
    return sqrt(square);
}

/* Root mean square of their lengths. */
static double length_of(const double *tokens, size_t count, size_t dim) {
    double square = 0;
    for (size_t i = 0; i < count * dim; i++) square += tokens[i] * tokens[i] / (double)count;
    return sqrt(square);
}

/* How many times `after` is `before`; 1 where that says nothing. */
static double growth(double before, double after) {
    return before > 0 && after > before ? after / before : 1;
}

static bool is_singular(const hop_flow_weights *w) {
    for (size_t h = 0; h < w->heads; h++)
        if (w->rank[h] < w->width) return true;
    return false;
}

/* ---- settings and heads ---- */

static void add_settings(const hop_flow_inputs *in, const hop_flow_found *f, hop_result *r) {
    const hop_flow *flow = &f->flow;
    hop_result_text(r, "source", in->source, "where the tokens come from");
    hop_result_count(r, "tokens", in->tokens.rows, "", "tokens that move");
    hop_result_count(r, "dim", in->tokens.columns, "", "numbers of a token");
    hop_result_count(r, "settings.heads", flow->potential.heads, "", "heads of attention");
    hop_result_number(r, "settings.beta", flow->potential.beta, "", "inverse temperature");
    hop_result_count(r, "settings.layers", flow->layers, "", "layers");
    hop_result_number(r, "settings.step", flow->step, "", "a, how far a layer moves a token");
    hop_result_bool(r, "settings.frozen", flow->frozen, "keys and values stay where they began");
    hop_result_bool(r, "settings.residual", flow->residual, "a layer adds to the token");
    hop_result_bool(r, "settings.sphere", flow->sphere, "tokens are kept at norm 1");
    hop_result_bool(r, "settings.exclude_self", flow->potential.exclude_self,
                    "a token does not see itself");
    hop_result_number(r, "settings.radius", flow->radius, "token units", "of a cluster");
    hop_result_number(r, "settings.gravity", flow->gravity, "", "G m");
    hop_result_number(r, "settings.softening", flow->softening, "token units", "of gravity");
    hop_result_remark(r, HOP_NOTE,
                      "%zu head%s, beta %.4g; %zu layer%s of step %g, %s, %s residual%s%s",
                      flow->potential.heads, hop_text_s(flow->potential.heads),
                      flow->potential.beta, flow->layers, hop_text_s(flow->layers), flow->step,
                      flow->frozen ? "frozen keys" : "all moving",
                      flow->residual ? "with" : "without", flow->sphere ? ", on the sphere" : "",
                      flow->potential.exclude_self ? ", not of oneself" : "");
}

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

static const hop_column HEAD_COLUMNS[] = {
    {.name = "head", .meaning = "its segment, from 0", .kind = HOP_CELL_COUNT},
    {.name = "condition",
     .label = "cond A",
     .meaning = "of A = W_Q' W_K",
     .kind = HOP_CELL_NUMBER,
     .digits = 3},
    {.name = "rank", .meaning = "of A", .kind = HOP_CELL_COUNT},
    {.name = "smallest_eigenvalue",
     .label = "lowest",
     .meaning = "of the symmetric part of M",
     .kind = HOP_CELL_NUMBER,
     .digits = 3},
    {.name = "largest_eigenvalue",
     .label = "highest",
     .meaning = "likewise",
     .kind = HOP_CELL_NUMBER,
     .digits = 3},
    {.name = "meaning",
     .label = "sym M",
     .meaning = "with frozen keys and small steps",
     .kind = HOP_CELL_TEXT},
    {.name = "eigenvalues",
     .meaning = "all of them, falling",
     .kind = HOP_CELL_NUMBERS,
     .audience = HOP_FOR_JSON},
};

static void add_heads(const hop_flow_weights *w, hop_result *r) {
    hop_table *table =
        hop_result_table(r, "heads", HEAD_COLUMNS, sizeof HEAD_COLUMNS / sizeof *HEAD_COLUMNS,
                         "Heads: A, and the symmetric part of M");
    hop_result_for(r, HOP_FOR_PEOPLE | HOP_FOR_JSON);
    hop_result_rows_shown(r, HEADS_SHOWN);
    for (size_t h = 0; h < w->heads; h++) {
        const double *eigenvalue = w->eigenvalue.values + h * w->width;
        hop_table_add_count(table, h);
        hop_table_add_number(table, w->condition[h]);
        hop_table_add_count(table, w->rank[h]);
        hop_table_add_number(table, eigenvalue[w->width - 1]);
        hop_table_add_number(table, eigenvalue[0]);
        hop_table_add_text(table, meaning(eigenvalue, w->width));
        hop_table_add_numbers(table, eigenvalue, w->width);
    }
}

static void add_identity(const hop_flow_found *f, hop_result *r) {
    const hop_flow_weights *w = &f->weights;
    const bool singular = is_singular(w);
    hop_result_bool(r, "pseudo_inverse", singular, "A of some head is singular");
    hop_result_number(r, "identity_error", f->identity_error, "",
                      "largest difference between the heads' output and M grad phi");
    hop_result_number(r, "largest_output", f->identity_scale, "", "of the heads, in magnitude");
    hop_result_remark(r, HOP_NOTE, "head output = M grad phi, M = V A^%s: differs by %.1e at most",
                      singular ? "+ (pseudo-inverse)" : "-1", f->identity_error);
    if (f->identity_error > IDENTITY_GOOD && !singular)
        hop_result_remark(r, HOP_NOTE,
                          "A is ill-conditioned: its condition is how much rounding grows");
    for (size_t h = 0; h < w->heads; h++)
        if (w->rank[h] < w->width)
            hop_result_remark(r, HOP_WARNING,
                              "A of head %zu has rank %zu of %zu; with its pseudo-inverse M grad "
                              "phi is the head's output only as far as A sees it (off by %.2g)",
                              h, w->rank[h], w->width, f->identity_error);
}

/* ---- a flow in the result ---- */

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
    hop_table_add_number(table, layer->pair_energy);
    hop_table_add_number(table, layer->low);
    hop_table_add_number(table, layer->mean);
    hop_table_add_number(table, layer->high);
    hop_table_add_number(table, layer->moved);
}

/* All layers for programs, some for people. */
static void add_layers(const hop_flow_result *m, const char *law, hop_result *r) {
    enum { COUNT = sizeof LAYER_COLUMNS / sizeof *LAYER_COLUMNS };
    char path[64], caption[64];
    const size_t shown = m->layers < LAYERS_SHOWN ? m->layers : LAYERS_SHOWN;
    snprintf(path, sizeof path, "%s.layers_shown", law);
    snprintf(caption, sizeof caption, "Under %s, layer by layer", law);
    hop_table *table = hop_result_table(r, path, LAYER_COLUMNS, COUNT, caption);
    hop_result_for(r, HOP_FOR_PEOPLE);
    for (size_t i = 0; i <= shown; i++) {
        const size_t at = shown > 0 ? i * m->layers / shown : 0;
        add_layer(&m->layer[at], at, table);
    }
    snprintf(path, sizeof path, "%s.layers", law);
    table = hop_result_table(r, path, LAYER_COLUMNS, COUNT, caption);
    hop_result_for(r, HOP_FOR_JSON);
    for (size_t i = 0; i <= m->layers; i++) add_layer(&m->layer[i], i, table);
}

/* Layers after which the energy is higher than before. */
static size_t rises(const hop_flow_result *m) {
    size_t found = 0;
    for (size_t i = 0; i < m->layers; i++) {
        const double before = m->layer[i].energy;
        found += m->layer[i + 1].energy > before + ROUNDING * (1 + fabs(before)) ? 1 : 0;
    }
    return found;
}

static void add_ends(const hop_flow_result *m, const char *law, bool output, hop_result *r) {
    char path[64];
    const size_t all[] = {m->layers + 1, m->count}, last[] = {m->count, m->dim};
    snprintf(path, sizeof path, "%s.energy_rises", law);
    hop_result_count(r, path, rises(m), "", "layers after which the energy is higher than before");
    snprintf(path, sizeof path, "%s.potential", law);
    hop_result_array(r, path, m->potential, 2, all, "", "of every token, layer by layer");
    snprintf(path, sizeof path, "%s.cluster", law);
    hop_result_counts(r, path, m->cluster + m->layers * m->count, 1, &m->count, "",
                      "of every token behind the last layer");
    snprintf(path, sizeof path, "%s.tokens", law);
    hop_result_array(r, path, m->path + m->layers * m->count * m->dim, 2, last, "token units",
                     "every token behind the last layer");
    if (output) hop_result_for(r, HOP_FOR_JSON | HOP_FOR_ARRAY);
}

static void add_sentences(const hop_flow *flow, const hop_flow_result *m, const char *law,
                          hop_result *r) {
    const size_t risen = rises(m), last = m->layers, numbers = m->count * m->dim;
    hop_result_remark(r, HOP_NOTE, "%s: %zu cluster%s at the start, %zu at the end (within %.3g)",
                      law, m->layer[0].clusters, m->layer[0].clusters == 1 ? "" : "s",
                      m->layer[last].clusters, flow->radius);
    if (risen == 0)
        hop_result_remark(r, HOP_NOTE,
                          "the energy of the whole went from %.6g to %.6g; it never rose",
                          m->layer[0].energy, m->layer[last].energy);
    else
        hop_result_remark(r, HOP_NOTE,
                          "the energy of the whole went from %.6g to %.6g; it rose in %zu of %zu "
                          "layers",
                          m->layer[0].energy, m->layer[last].energy, risen, m->layers);
    const double *end = m->path + last * numbers;
    const double wider =
        growth(hop_flow_spread(m->path, m->count, m->dim), hop_flow_spread(end, m->count, m->dim));
    const double longer =
        growth(length_of(m->path, m->count, m->dim), length_of(end, m->count, m->dim));
    if (wider > UNBOUNDED || longer > UNBOUNDED)
        hop_result_remark(r, HOP_WARNING,
                          "nothing bounds these tokens: they spread %.2g times as wide and grew "
                          "%.2g times as long, because every layer adds V sum p x to a token; "
                          "--sphere or --no-residual keeps them together",
                          wider, longer);
}

static hop_status add_law(const hop_flow *flow, const hop_flow_result *m, const char *law,
                          bool output, hop_result *r) {
    add_layers(m, law, r);
    add_ends(m, law, output, r);
    add_sentences(flow, m, law, r);
    return hop_flow_draw(flow, m, r);
}

/* ---- one row a token and layer, for CSV ---- */

static const hop_column PATH_COLUMNS[] = {
    {.name = "law", .meaning = "attention or gravity", .kind = HOP_CELL_TEXT},
    {.name = "layer", .meaning = "0 is the start", .kind = HOP_CELL_COUNT},
    {.name = "token", .meaning = "its row in the tokens", .kind = HOP_CELL_COUNT},
    {.name = "potential", .meaning = "phi, or U of gravity", .kind = HOP_CELL_NUMBER},
    {.name = "cluster", .meaning = "which it is in", .kind = HOP_CELL_COUNT},
    {.name = "x1", .meaning = "first number of the token", .kind = HOP_CELL_NUMBER},
    {.name = "x2", .meaning = "second number", .kind = HOP_CELL_NUMBER},
    {.name = "x3", .meaning = "third number", .kind = HOP_CELL_NUMBER},
};

static void add_paths(const char *law, const hop_flow_result *m, hop_table *table) {
    for (size_t i = 0; i < (m->layers + 1) * m->count; i++) {
        hop_table_add_text(table, law);
        hop_table_add_count(table, i / m->count);
        hop_table_add_count(table, i % m->count);
        hop_table_add_number(table, m->potential[i]);
        hop_table_add_count(table, m->cluster[i]);
        for (size_t c = 0; c < 3; c++)
            hop_table_add_number(table, c < m->dim ? m->path[i * m->dim + c] : NAN);
    }
}

hop_status hop_flow_tell(const hop_flow_inputs *in, const hop_flow_found *f, hop_result *r) {
    char lead[256];
    snprintf(lead, sizeof lead, "%zu token%s of %zu number%s: %.180s", in->tokens.rows,
             hop_text_s(in->tokens.rows), in->tokens.columns, hop_text_s(in->tokens.columns),
             in->source);
    hop_result_title(r, "Tokens moving along the potential of attention", lead);
    add_settings(in, f, r);
    add_heads(&f->weights, r);
    add_identity(f, r);
    hop_table *paths = hop_result_table(r, "paths", PATH_COLUMNS,
                                        sizeof PATH_COLUMNS / sizeof *PATH_COLUMNS, "Paths");
    hop_result_for(r, HOP_FOR_CSV);
    add_paths("attention", &f->result, paths);
    if (in->gravity) add_paths("gravity", &f->fallen, paths);
    HOP_TRY(add_law(&f->flow, &f->result, "attention", true, r));
    if (in->gravity) return add_law(&f->gravity, &f->fallen, "gravity", false, r);
    hop_result_none(r, "gravity", "was not asked for");
    return HOP_OK;
}
