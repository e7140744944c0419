/* Options that say what is done to queries: damage, and the model that recalls them.
 * SPDX-License-Identifier: MIT */
#include "options.h"

#include <math.h>
#include <string.h>

#include "../base/text.h"

enum {
    KEY_CORRUPT = CLI_KEY_MODEL,
    KEY_ENERGY,
    KEY_BETA,
    KEY_SIMILARITY,
    KEY_UPDATE,
    KEY_TEMPERATURE,
    KEY_STEPS,
    KEY_TOL,
    KEY_PRECISION,
    KEY_EXACT,
    KEY_CLAMP,
    KEY_ATTENTION,
    KEY_NO_ATTENTION
};

/* ---- damage ---- */

static error_t parse_damage(int key, char *argument, struct argp_state *state) {
    cli_damage *damage = state->input;
    if (key != KEY_CORRUPT) return ARGP_ERR_UNKNOWN;
    if (damage->count == CLI_CORRUPTIONS_MAX)
        cli_refuse(state, "--corrupt is given more than %d times", CLI_CORRUPTIONS_MAX);
    if (hop_corruption_parse(argument, &damage->corruptions[damage->count]) != HOP_OK) {
        const bool several = argument[strcspn(argument, ":,")] == ',';
        cli_refuse(state, "%s%s", hop_status_detail(),
                   several ? " (--corrupt may be given again and again)" : "");
    }
    damage->count++;
    return 0;
}

static const struct argp_option DAMAGE_OPTIONS[] = {
    {"corrupt", KEY_CORRUPT, "SPEC", 0,
     "damage, such as gaussian:sigma=0.5 (hopfield list corruptions); several add up, in order", 1},
    {0},
};
const struct argp cli_damage_argp = {.options = DAMAGE_OPTIONS, .parser = parse_damage};

void cli_damage_say_unit(const cli_damage *damage, const hop_canvas *canvas, hop_result *result) {
    char text[HOP_CANVAS_TEXT];
    bool in_values = false;
    for (size_t i = 0; i < damage->count; i++) in_values |= damage->corruptions[i].kind->in_values;
    if (in_values && *hop_canvas_unit_text(canvas, text))
        hop_result_remark(result, HOP_NOTE, "%s", text);
}

/* ---- model ---- */

static double parse_tolerance(struct argp_state *state, const char *text) {
    double value = 0;
    if (!hop_text_parse_number(text, &value) || !(value >= 0) || isinf(value))
        cli_refuse(state, "--tol is '%s'; it must be 0 or a positive number", text);
    return value;
}

static double parse_temperature(struct argp_state *state, const char *text) {
    double value = 0;
    if (!hop_text_parse_number(text, &value) || !(value >= 0) || isinf(value))
        cli_refuse(state, "--temperature is '%s'; it must be 0 or a positive number", text);
    return value;
}

static size_t parse_attention(struct argp_state *state, const char *text) {
    if (strcmp(text, "auto") == 0) return CLI_ATTENTION_CHEAP;
    if (strcmp(text, "all") == 0) return CLI_ATTENTION_ALL;
    if (strcmp(text, "none") == 0) return 0;
    if (*text < '0' || *text > '9')
        cli_refuse(state, "--attention is '%s'; it is auto, all, none or how many queries", text);
    return cli_parse_count(state, "--attention", text);
}

static void set_beta(struct argp_state *state, cli_model *model) {
    hop_energy *energy = &model->recall.model.energy;
    const hop_row *row = &energy->family->row;
    size_t index = hop_row_parameter_index(row, "beta");
    if (index == HOP_PARAMETER_MAX)
        cli_refuse(state, "%s has no beta; leave --beta out", row->name);
    double beta = NAN;
    model->gentle = strcmp(model->beta, "gentle") == 0;
    bool automatic = model->gentle || strcmp(model->beta, "auto") == 0;
    if (!automatic && (!hop_text_parse_number(model->beta, &beta) || isnan(beta)))
        cli_refuse(state, "--beta is '%s'; it must be a number, auto or gentle", model->beta);
    if (hop_parameter_check(&row->parameters[index], beta) != HOP_OK)
        cli_refuse(state, "--beta: %s", hop_status_detail());
    const double own = energy->parameter[index];
    if (!isnan(own) && own != beta)
        cli_refuse(state, "--energy %s:beta=%g and --beta %s say two betas; say one of them alone",
                   row->name, own, model->beta);
    energy->parameter[index] = beta;
}

static error_t parse_model(int key, char *argument, struct argp_state *state) {
    static const char *const PRECISION[] = {"float", "double"};
    static const char *const EXACT[] = {"auto", "dense"};
    cli_model *model = state->input;
    if (!model) return ARGP_ERR_UNKNOWN;
    hop_recall_options *recall = &model->recall;
    hop_status status = HOP_OK;
    switch (key) {
    case ARGP_KEY_INIT:
        *recall = hop_recall_defaults;
        model->attention = CLI_ATTENTION_CHEAP;
        break;
    case KEY_ENERGY:
        model->family_given = true;
        status = hop_energy_parse(argument, &recall->model.energy);
        break;
    case KEY_SIMILARITY:
        model->similarity_given = model->family_given = true;
        status = hop_similarity_parse(argument, &recall->model.similarity);
        break;
    case KEY_UPDATE: status = hop_update_parse(argument, &recall->model.update); break;
    case KEY_TEMPERATURE: recall->model.temperature = parse_temperature(state, argument); break;
    case KEY_BETA:
        model->beta = argument;
        model->family_given = true;
        break;
    case KEY_STEPS:
        recall->stopping.steps = cli_parse_count(state, "--steps", argument);
        if (recall->stopping.steps == 0) cli_refuse(state, "--steps is 0; it must be at least 1");
        break;
    case KEY_TOL: recall->stopping.tolerance = parse_tolerance(state, argument); break;
    case KEY_PRECISION:
        recall->running.precision =
            (hop_precision)cli_parse_word(state, "--precision", argument, PRECISION, 2);
        break;
    case KEY_EXACT:
        recall->running.pruning = (hop_pruning)cli_parse_word(state, "--exact", argument, EXACT, 2);
        break;
    case KEY_CLAMP: recall->model.clamp = true; break;
    case KEY_ATTENTION: model->attention = parse_attention(state, argument); break;
    case KEY_NO_ATTENTION: model->attention = 0; break;
    case ARGP_KEY_END:
        if (model->beta) set_beta(state, model);
        if (!model->similarity_given) status = hop_recall_fit_similarity(&recall->model);
        break;
    default: return ARGP_ERR_UNKNOWN;
    }
    if (status != HOP_OK) cli_refuse(state, "%s", hop_status_detail());
    return 0;
}

/* Of the model, what a promise of theory depends on. */
#define FAMILY_OPTIONS                                                                           \
    {"energy", KEY_ENERGY, "SPEC", 0, "energy family (default lse; hopfield list energies)", 4}, \
        {"beta",                                                                                 \
         KEY_BETA,                                                                               \
         "B|auto|gentle",                                                                        \
         0,                                                                                      \
         "inverse temperature (default auto: from "                                              \
         "the separations; gentle: the smallest at which sampled patterns, "                     \
         "damaged as asked, still come back, which shows the most steps)",                       \
         4},                                                                                     \
    {                                                                                            \
        "similarity", KEY_SIMILARITY, "SPEC", 0,                                                 \
            "how states are compared with patterns (default information for pictures of 128 "    \
            "values and more where nothing is said of the model, else correlation, hamming for " \
            "bipolar families; "                                                                 \
            "hopfield list similarities)",                                                       \
            4                                                                                    \
    }

static const struct argp_option ONLY_FAMILY[] = {FAMILY_OPTIONS, {0}};
const struct argp cli_family_argp = {.options = ONLY_FAMILY, .parser = parse_model};

static const struct argp_option MODEL_OPTIONS[] = {
    FAMILY_OPTIONS,
    {"update", KEY_UPDATE, "RULE", 0,
     "how bipolar states move (default auto: synchronous where that is safe; hopfield list "
     "updates)",
     4},
    {"temperature", KEY_TEMPERATURE, "T", 0,
     "of glauber updates, in units of the energy (default 0)", 4},
    {"steps", KEY_STEPS, "N", 0, "at most (default 100)", 4},
    {"tol", KEY_TOL, "T", 0, "settled when |dE| <= T (1 + |E|) or |step| <= T (default 1e-6)", 4},
    {"precision", KEY_PRECISION, "float|double", 0, "double is the plain reference (default float)",
     4},
    {"exact", KEY_EXACT, "auto|dense", 0,
     "dense compares every pattern at every step; auto leaves out those proven not to matter where "
     "that is faster (default auto)",
     4},
    {"clamp", KEY_CLAMP, NULL, 0, "known pixels keep their values, unknown ones move", 4},
    {"attention", KEY_ATTENTION, "auto|all|N|none", 0,
     "how many queries' first steps are compared with attention (default auto: all, or as many as "
     "cost a tenth of the recall)",
     4},
    {"no-attention", KEY_NO_ATTENTION, NULL, OPTION_HIDDEN, "--attention none", 4},
    {0},
};
const struct argp cli_model_argp = {.options = MODEL_OPTIONS, .parser = parse_model};
