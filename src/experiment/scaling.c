/* Why attention divides by sqrt(d): products of random queries and keys of d values have the
 * variance d, so without it softmax chooses one key as d grows, and its gradient vanishes.
 *
 *     entropy H = -sum p ln p;   sensitivity 1 - sum p^2, the trace of softmax's Jacobian
 *
 * Scaled, scores are normal with variance 1 for large d, and for many keys H = ln N - 1/2.
 * Not scaled, of 64 normal keys it is 2.80 at d = 4, .57 at 64 and .12 at 1,024, each query having
 * keys of its own.  Where 64 queries share one draw of 64 keys, a single draw is anything from 2.6
 * to 3.1, and .46 to .73, at the first two.
 *
 * Vaswani et al. 2017, section 3.2.1 and its footnote.
 * SPDX-License-Identifier: MIT */
#include <hopfield/attention.h>

#include <math.h>
#include <stdlib.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "../sweep/findings.h"
#include "../sweep/source.h"
#include "../sweep/usual_columns.h"
#include "../sweep/usual_settings.h"
#include "../trial/costs.h"
#include "../trial/draw.h"

enum { SCALED, PATTERNS, KEYS, DIM, QUERIES };
enum scaled { SCALED_YES, SCALED_NO };

struct cell {
    enum scaled scaled;
    hop_pattern_kind patterns;
    size_t keys, dim, queries;
};

static const hop_setting SETTINGS[] = {
    [SCALED] = HOP_SWEEP_WORD(scaled, "divide scores by sqrt(d)", "yes|no", "yes,no"),
    [PATTERNS] = HOP_SWEEP_PATTERNS("gaussian"),
    [KEYS] = HOP_SWEEP_COUNT(keys, "random keys, N", 1, 1e6, "64"),
    [DIM] = HOP_SWEEP_DIM(1e5, "4:1024:x2"),
    [QUERIES] = HOP_SET_COUNT(queries, "random queries, each with keys of its own", 2, 1e7, "400"),
    {.parameter = {.name = NULL}},
};

struct line {
    double entropy, entropy_error, theory, sensitivity, largest;
};

static const hop_column COLUMNS[] = {
    HOP_COLUMN_TEXT("scaled", "whether scores were divided by sqrt(d)"),
    HOP_COLUMN_PATTERNS,
    HOP_COLUMN_COUNT("keys", "that a query sees"),
    HOP_COLUMN_DIM,
    HOP_COLUMN_NUMBER("entropy", "nats", "mean, of a row of weights", 4),
    HOP_COLUMN_NUMBER("low", "nats", "of its 95 % interval", 4),
    HOP_COLUMN_NUMBER("high", "nats", "of the same", 4),
    HOP_COLUMN_NUMBER("theory", "nats", "ln N - 1/2, scaled, for many keys and large d", 4),
    HOP_COLUMN_NUMBER("sensitivity", "", "mean of 1 - sum p^2, the trace of softmax's Jacobian", 3),
    HOP_COLUMN_NUMBER("largest", "", "mean of the largest weight", 3),
};

static const char *const EXAMPLES[] = {
    "--seed 1",
    "--dim 4,64,1024 --keys 16,64,256 --seed 1 -o scaling.csv --force",
    "--seed 1 --figure scaling.png --force",
    NULL,
};

typedef struct room {
    double *query, *keys, *output, *weights;
} room;

static hop_status look(const struct cell *c, hop_random *random, room *r, struct line *line,
                       double *squares) {
    double entropy = 0, purity = 0, largest = 0, count = (double)c->queries;
    hop_attention_shape shape = {.queries = 1, .keys = c->keys, .width = c->dim, .value_width = 1};
    shape.scale = c->scaled == SCALED_YES ? 1 / sqrt((double)c->dim) : 1;
    hop_draw_pattern(c->patterns, c->dim, random, r->query);
    for (size_t i = 0; i < c->keys; i++)
        hop_draw_pattern(c->patterns, c->dim, random, r->keys + i * c->dim);
    HOP_TRY(hop_attention(&shape, r->query, r->keys, r->output + 1, NULL, r->output, r->weights));
    for (size_t i = 0; i < c->keys; i++) {
        double p = r->weights[i];
        entropy -= p > 0 ? p * log(p) : 0;
        purity += p * p;
        largest = fmax(largest, p);
    }
    line->entropy += entropy / count;
    line->sensitivity += (1 - purity) / count;
    line->largest += largest / count;
    *squares += entropy * entropy / count;
    return HOP_OK;
}

static hop_status cell(const hop_sweep *e, const void *cell, uint64_t seed, hop_lines *lines) {
    const struct cell *c = cell;
    struct line *line = lines->all;
    room r = {0};
    double squares = 0;
    hop_random random;
    hop_random_init(&random, seed, 0);
    hop_status status = hop_alloc(c->dim, sizeof(double), "a query", &r.query);
    if (status == HOP_OK) status = hop_alloc(c->keys, c->dim * sizeof(double), "keys", &r.keys);
    if (status == HOP_OK) status = hop_alloc(c->keys + 1, sizeof(double), "values", &r.output);
    if (status == HOP_OK) status = hop_alloc(c->keys, sizeof(double), "weights", &r.weights);
    for (size_t i = 0; i <= c->keys && status == HOP_OK; i++) r.output[i] = 0;
    for (size_t q = 0; q < c->queries && status == HOP_OK; q++) {
        status = look(c, &random, &r, line, &squares);
        if (status == HOP_OK)
            status = hop_watch_look(e->watch, (double)(q + 1) / (double)c->queries);
    }
    free(r.query);
    free(r.keys);
    free(r.output);
    free(r.weights);
    line->entropy_error =
        sqrt(fmax(squares - line->entropy * line->entropy, 0) / (double)(c->queries - 1));
    line->theory = c->scaled == SCALED_YES ? fmax(log((double)c->keys) - 0.5, 0) : NAN;
    return status;
}

static hop_cost cost(const hop_sweep *e, const void *cell) {
    const struct cell *c = cell;
    (void)e;
    double values = (double)c->queries * (double)c->keys * (double)c->dim;
    return (hop_cost){.seconds = hop_cost_draw(c->patterns, values) +
                                 (double)c->queries *
                                     hop_cost_reference((double)c->keys, (double)c->dim, 1),
                      .bytes = 8 * (double)c->keys * (double)c->dim};
}

static const double NORMAL = 1.96;

static hop_status report(const hop_sweep *e, const hop_results *results, hop_findings *f) {
    for (size_t i = 0; i < results->count; i++) {
        const struct cell *c = results->all[i].cell;
        const struct line *line = results->all[i].lines.all;
        hop_findings_word(f, e, SCALED, c);
        hop_findings_word(f, e, PATTERNS, c);
        hop_table_add_count(f->table, c->keys);
        hop_table_add_count(f->table, c->dim);
        hop_table_add_number(f->table, line->entropy);
        hop_table_add_number(f->table, line->entropy - NORMAL * line->entropy_error);
        hop_table_add_number(f->table, line->entropy + NORMAL * line->entropy_error);
        hop_findings_number(f, line->theory);
        hop_table_add_number(f->table, line->sensitivity);
        hop_table_add_number(f->table, line->largest);
    }
    f->figure =
        (hop_figure){.title = "entropy of attention, scaled by \u221ad and not; dashed: theory",
                     .x_label = "width d",
                     .y_label = "entropy of a row of weights [nats]",
                     .log_x = true};
    return hop_findings_lines(e, results, DIM, offsetof(struct line, entropy),
                              offsetof(struct line, theory), f);
}

const hop_experiment_row hop_experiment_scaling = {
    .row = {.name = "scaling",
            .title = "why attention divides by sqrt(d): entropy and gradient of its weights",
            .sources = "Vaswani et al. 2017, arXiv 1706.03762, section 3.2.1"},
    .settings = SETTINGS,
    .cell_size = sizeof(struct cell),
    .line_size = sizeof(struct line),
    .along = DIM,
    .columns = COLUMNS,
    .column_count = sizeof COLUMNS / sizeof *COLUMNS,
    .given = 4,
    .essential = 10,
    .examples = EXAMPLES,
    .cell = cell,
    .cost = cost,
    .report = report,
};
