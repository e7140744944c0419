/* Answers for the page, as JSON: the core has no library for it, and only ever writes.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "play_private.h"

static hop_string answer;

hop_string *play_begin(void) {
    free(answer.text);
    answer = (hop_string){0};
    hop_string_add(&answer, "{");
    return &answer;
}

const char *play_end(hop_status status) {
    hop_string_add(&answer, "}");
    return status == HOP_OK && !answer.failed ? answer.text : NULL;
}

const char *play_error(void) {
    return hop_status_detail();
}

static void add_quoted(hop_string *json, const char *text) {
    hop_string_add(json, "\"");
    for (const char *c = text; *c; c++) {
        if (*c == '"' || *c == '\\')
            hop_string_add(json, "\\%c", *c);
        else if ((unsigned char)*c < ' ')
            hop_string_add(json, "\\u%04x", (unsigned)*c);
        else
            hop_string_add_bytes(json, c, 1);
    }
    hop_string_add(json, "\"");
}

static void add_key(hop_string *json, const char *key) {
    char last = json->length > 0 ? json->text[json->length - 1] : '{';
    if (last != '{' && last != '[') hop_string_add(json, ",");
    if (!key) return;
    add_quoted(json, key);
    hop_string_add(json, ":");
}

static void add_number(hop_string *json, double value) {
    char text[32];
    hop_text_number(value, text);
    hop_string_add(json, "%s", isfinite(value) ? text : "null");
}

void play_text(hop_string *json, const char *key, const char *value) {
    add_key(json, key);
    if (value)
        add_quoted(json, value);
    else
        hop_string_add(json, "null");
}

void play_number(hop_string *json, const char *key, double value) {
    add_key(json, key);
    add_number(json, value);
}

void play_flag(hop_string *json, const char *key, int value) {
    add_key(json, key);
    hop_string_add(json, value ? "true" : "false");
}

void play_numbers(hop_string *json, const char *key, const double *values, size_t count) {
    add_key(json, key);
    hop_string_add(json, "[");
    for (size_t i = 0; i < count; i++) {
        if (i > 0) hop_string_add(json, ",");
        add_number(json, values[i]);
    }
    hop_string_add(json, "]");
}

const char *play_name(size_t pattern, char number[24]) {
    const char *name = hop_memory_name(play.memory, pattern);
    if (name) return name;
    snprintf(number, 24, "%zu", pattern);
    return number;
}

void play_names(hop_string *json, const char *key, const size_t *patterns, size_t count) {
    char number[24];
    add_key(json, key);
    hop_string_add(json, "[");
    for (size_t i = 0; i < count; i++) {
        if (i > 0) hop_string_add(json, ",");
        add_quoted(json, play_name(patterns[i], number));
    }
    hop_string_add(json, "]");
}

/* ---- tables ---- */

static void add_parameter(hop_string *json, const hop_parameter *p) {
    add_key(json, NULL);
    hop_string_add(json, "{");
    play_text(json, "name", p->name);
    play_text(json, "meaning", p->meaning);
    play_text(json, "unit", p->unit);
    play_number(json, "default", p->default_value);
    play_number(json, "low", p->low);
    play_number(json, "high", p->high);
    play_flag(json, "low_open", p->low_open);
    play_flag(json, "high_open", p->high_open);
    play_flag(json, "integer", p->integer);
    play_text(json, "choices", p->choices);
    hop_string_add(json, "}");
}

static void add_row(hop_string *json, const hop_row *row) {
    play_text(json, "name", row->name);
    play_text(json, "title", row->title);
    play_text(json, "sources", row->sources);
    add_key(json, "parameters");
    hop_string_add(json, "[");
    for (size_t i = 0; i < hop_row_parameter_count(row); i++)
        add_parameter(json, &row->parameters[i]);
    hop_string_add(json, "]");
}

/* What the page must know of a row besides, each by the table that it is in. */
static void add_energy(hop_string *json, const hop_row *row) {
    const hop_energy_row *energy = (const hop_energy_row *)row;
    play_text(json, "similarity", energy->similarity);
    play_flag(json, "bipolar", energy->states == HOP_STATES_BIPOLAR);
    play_flag(json, "softmax", energy->softmax);
    play_flag(json, "hebbian", energy->hebbian != NULL);
}

static void add_similarity(hop_string *json, const hop_row *row) {
    const hop_similarity_row *similarity = (const hop_similarity_row *)row;
    play_flag(json, "bipolar", similarity->bipolar);
    play_flag(json, "product", similarity->form == HOP_FORM_PRODUCT);
    play_flag(json, "channel", similarity->form == HOP_FORM_CHANNEL);
}

static void add_corruption(hop_string *json, const hop_row *row) {
    play_text(json, "strength", ((const hop_corruption_row *)row)->strength);
}

static void add_update(hop_string *json, const hop_row *row) {
    play_flag(json, "heated", ((const hop_update_row *)row)->heated);
}

static void add_catalog(hop_string *json, const char *key, const hop_catalog *catalog,
                        void (*more)(hop_string *json, const hop_row *row)) {
    add_key(json, key);
    hop_string_add(json, "[");
    for (size_t i = 0; i < catalog->count; i++) {
        add_key(json, NULL);
        hop_string_add(json, "{");
        add_row(json, catalog->rows[i]);
        more(json, catalog->rows[i]);
        hop_string_add(json, "}");
    }
    hop_string_add(json, "]");
}

const char *play_tables(void) {
    hop_string *json = play_begin();
    play_text(json, "version", HOP_VERSION);
    add_catalog(json, "energies", hop_energy_catalog(), add_energy);
    add_catalog(json, "similarities", hop_similarity_catalog(), add_similarity);
    add_catalog(json, "corruptions", hop_corruption_catalog(), add_corruption);
    add_catalog(json, "updates", hop_update_catalog(), add_update);
    return play_end(HOP_OK);
}
