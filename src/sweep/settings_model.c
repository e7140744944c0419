/* The model that settings mean, and settings as users would type them.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "../base/text.h"
#include "settings.h"

/* ---- the model ---- */

hop_status hop_sweep_similarity(const hop_sweep *e, const hop_similarity *given,
                                const hop_energy *energy, hop_similarity *similarity) {
    *similarity = *given;
    if (similarity->kind) return HOP_OK;
    const char *own = energy->family->similarity;
    if (own) return hop_similarity_parse(own, similarity);
    return hop_similarity_parse(e->memory ? "correlation" : "dot", similarity);
}

bool hop_sweep_is_plain(const hop_sweep *e, const hop_similarity *given, const hop_energy *energy) {
    const char *own = energy->family->similarity;
    hop_similarity meant = {0}, plain = {0};
    return hop_sweep_similarity(e, given, energy, &meant) == HOP_OK &&
           hop_similarity_parse(own ? own : "dot", &plain) == HOP_OK && meant.kind == plain.kind;
}

static size_t beta_index(const hop_energy *energy) {
    return hop_row_parameter_index(&energy->family->row, "beta");
}

bool hop_sweep_has_beta(const hop_energy *energy) {
    return beta_index(energy) < HOP_PARAMETER_MAX;
}

double hop_sweep_beta(const hop_energy *energy) {
    return hop_sweep_has_beta(energy) ? energy->parameter[beta_index(energy)] : NAN;
}

hop_energy hop_sweep_energy(const hop_energy *energy, double beta) {
    hop_energy with = *energy;
    if (hop_sweep_has_beta(energy) && !isnan(beta)) with.parameter[beta_index(energy)] = beta;
    return with;
}

/* ---- words ---- */

static void choice_at(const char *choices, size_t index, char *text, size_t size) {
    while (index-- > 0) choices += strcspn(choices, "|") + 1;
    snprintf(text, size, "%.*s", (int)strcspn(choices, "|"), choices);
}

/* Of several energies of one family each says what they differ in, or the default one of
 * "polynomial:degree=2" and "polynomial:degree=3" would be "polynomial". */
static void print_energy(const hop_sweep *e, size_t setting, const hop_energy *energy, char *text,
                         size_t size) {
    hop_row said = energy->family->row;
    size_t parameters = hop_row_parameter_count(&said);
    for (size_t i = 0; i < e->range_count[setting]; i++) {
        const hop_energy *other = &e->energies[i];
        for (size_t k = 0; k < parameters && other->family == energy->family; k++) {
            double value = energy->parameter[k], another = other->parameter[k];
            bool equal = value == another || (isnan(value) && isnan(another));
            if (!equal)
                said.parameters[k].default_value = isnan(value) ? 0 : NAN; /* is not left out */
        }
    }
    hop_spec_print_brief(&said, energy->parameter, text, size);
}

void hop_sweep_word(const hop_sweep *e, size_t index, const void *cell, char *text, size_t size) {
    const hop_setting *setting = &e->row->settings[index];
    double value = hop_settings_get(e, index, cell);
    size_t at = isnan(value) ? 0 : (size_t)value;
    char number[32];
    switch (setting->kind) {
    case HOP_SETTING_ENERGY: print_energy(e, index, &e->energies[at], text, size); return;
    case HOP_SETTING_SIMILARITY: {
        const hop_similarity *similarity = &e->similarities[at];
        snprintf(text, size, "auto");
        if (similarity->kind)
            hop_spec_print_brief(&similarity->kind->row, similarity->parameter, text, size);
        return;
    }
    case HOP_SETTING_COMPARED: {
        const hop_corruption *corruption = &e->corruptions[at];
        hop_spec_print_brief(&corruption->kind->row, corruption->parameter, text, size);
        return;
    }
    case HOP_SETTING_DAMAGE:
        snprintf(text, size, "%s", hop_corruption_catalog()->rows[at]->name);
        return;
    case HOP_SETTING_CORRUPTION:
    case HOP_SETTING_MEMORY: snprintf(text, size, "%s", e->text[index]); return;
    case HOP_SETTING_WORD: choice_at(setting->parameter.choices, at, text, size); return;
    case HOP_SETTING_NUMBER:
    case HOP_SETTING_COUNT: break;
    }
    hop_text_number(value, number);
    snprintf(text, size, "%s", isnan(value) ? "auto" : number);
}
