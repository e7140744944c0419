/* The JSON document of `hopfield attention`.  Its fields are relied on: see docs/JSON.md.
 * SPDX-License-Identifier: MIT */
#include <math.h>

#include <hopfield/version.h>

#include "../base/fail.h"
#include "../base/json.h"
#include "attention.h"

/* Outputs of more numbers than this belong into a file. */
enum { OUTPUT_MOST = 10000 };

/* Sets members until one fails, and remembers that. */
typedef struct maker {
    hop_json *object;
    bool good;
} maker;

static maker begin(void) {
    hop_json *object = hop_json_object();
    return (maker){object, object != NULL};
}

static void set(maker *m, const char *key, hop_json *value) {
    m->good = hop_json_set(m->object, key, value) && m->good;
}

static hop_json *classes_of(const cli_head *head) {
    maker m = begin();
    for (size_t i = 0; i < HOP_ATTENTION_CLASSES; i++)
        set(&m, hop_attention_class_name((hop_attention_class)i), hop_json_count(head->classes[i]));
    return m.object;
}

static hop_json *steps_of(const cli_attended *a, size_t head) {
    if (!a->steps) return hop_json_null();
    hop_json *array = hop_json_array();
    size_t steps = a->asked->steps;
    for (size_t t = 0; t <= steps; t++) {
        const cli_step *step = &a->steps[head * (steps + 1) + t];
        maker m = begin();
        set(&m, "step", hop_json_count(t));
        set(&m, "energy", hop_json_real(step->energy));
        set(&m, "moved", hop_json_real(step->moved));
        set(&m, "output_moved", hop_json_real(step->output_moved));
        hop_json_append(array, m.object);
    }
    return array;
}

static hop_json *head_of(const cli_attended *a, size_t index) {
    maker m = begin();
    set(&m, "head", hop_json_count(index));
    if (a->heads) {
        const cli_head *head = &a->heads[index];
        set(&m, "entropy", hop_json_real(head->entropy));
        set(&m, "entropy_low", hop_json_real(head->entropy_low));
        set(&m, "entropy_high", hop_json_real(head->entropy_high));
        set(&m, "k90", hop_json_count(head->k90));
        set(&m, "class", hop_json_text(hop_attention_class_name(head->kind)));
        set(&m, "classes", classes_of(head));
        set(&m, "energy", hop_json_real(head->energy));
    }
    set(&m, "steps", steps_of(a, index));
    return m.object;
}

static hop_json *output_of(const cli_attended *a) {
    if (a->shape.queries > OUTPUT_MOST / a->output_width) return hop_json_null();
    hop_json *rows = hop_json_array();
    for (size_t i = 0; i < a->shape.queries; i++) {
        hop_json *row = hop_json_array();
        for (size_t j = 0; j < a->output_width; j++)
            hop_json_append(row, hop_json_real(a->output[i * a->output_width + j]));
        hop_json_append(rows, row);
    }
    return rows;
}

static hop_json *timing_of(const cli_attended *a) {
    maker m = begin();
    set(&m, "attention_seconds", hop_json_real(a->attention_seconds));
    set(&m, "recall_seconds", hop_json_real(a->recall_seconds));
    return m.object;
}

static hop_json *document(const cli_attended *a) {
    const hop_attention_shape *shape = &a->shape;
    maker m = begin();
    hop_json *heads = hop_json_array();
    for (size_t h = 0; h < a->asked->heads; h++) hop_json_append(heads, head_of(a, h));
    set(&m, "command", hop_json_text("attention"));
    set(&m, "version", hop_json_text(hop_version()));
    set(&m, "command_line", hop_json_text(cli_provenance_text(a->provenance, "Command")));
    set(&m, "libraries", hop_json_text(hop_build_info()));
    set(&m, "threads", hop_json_count(a->asked->threads));
    set(&m, "queries", hop_json_count(shape->queries));
    set(&m, "keys", hop_json_count(shape->keys));
    set(&m, "width", hop_json_count(shape->width));
    set(&m, "value_width", hop_json_count(shape->value_width));
    set(&m, "output_width", hop_json_count(a->output_width));
    set(&m, "scale", hop_json_real(shape->scale));
    set(&m, "causal", hop_json_bool(shape->causal));
    set(&m, "masked", hop_json_bool(shape->mask));
    set(&m, "form", hop_json_text(a->asked->tiled ? "tiled" : "plain"));
    set(&m, "largest_difference", hop_json_real(a->difference));
    set(&m, "tiled_difference", hop_json_real(a->tiled_difference));
    set(&m, "row_sum_error", hop_json_real(a->row_sum_error));
    set(&m, "timing", timing_of(a));
    set(&m, "heads", heads);
    set(&m, "output", output_of(a));
    return m.object;
}

hop_status cli_attention_json(const cli_attended *attended, char **text) {
    hop_json *made = document(attended);
    hop_status status = hop_json_print(made, true, text);
    hop_json_free(made);
    return status;
}
