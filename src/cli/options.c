/* Shared options.
 * SPDX-License-Identifier: MIT */
#include "options.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include <hopfield/version.h>

#include "../base/text.h"
#include "misspelt.h"

enum { KEY_USAGE = 1, KEY_VERSION };

/* argp's own -? is no help to anybody who types -h. */
static error_t parse_help(int key, char *argument, struct argp_state *state) {
    (void)argument;
    switch (key) {
    case 'h': argp_state_help(state, state->out_stream, ARGP_HELP_STD_HELP); return 0;
    case KEY_USAGE:
        argp_state_help(state, state->out_stream, ARGP_HELP_USAGE | ARGP_HELP_EXIT_OK);
        return 0;
    case KEY_VERSION:
        fprintf(state->out_stream, "hopfield %s\n", hop_version());
        exit(EXIT_SUCCESS);
    default: return ARGP_ERR_UNKNOWN;
    }
}

void cli_parse(const struct argp *argp, int argc, char **argv, void *input) {
    static const struct argp_option HELP[] = {
        {"help", 'h', NULL, 0, "this help", -1},
        {"usage", KEY_USAGE, NULL, 0, "the options in short", -1},
        {"version", KEY_VERSION, NULL, 0, "the version of the program", -1},
        {0},
    };
    static const struct argp HELP_ARGP = {.options = HELP, .parser = parse_help};
    struct argp_child children[16] = {{.argp = &HELP_ARGP}};
    size_t count = 1;
    for (const struct argp_child *child = argp->children; child && child->argp; child++)
        children[count++] = *child;
    struct argp whole = *argp;
    whole.children = children;
    cli_refuse_misspelt(&whole, argc, argv);
    argp_parse(&whole, argc, argv, ARGP_NO_HELP, NULL, input);
}

size_t cli_parse_count(struct argp_state *state, const char *name, const char *text) {
    char *end = NULL;
    errno = 0;
    unsigned long long value = strtoull(text, &end, 10);
    if (*text < '0' || *text > '9' || *end != '\0' || errno != 0 || value > SIZE_MAX / 2)
        argp_error(state, "%s is '%s'; it must be a whole number", name, text);
    return (size_t)value;
}

/* ---- run ---- */

enum {
    KEY_THREADS = CLI_KEY_SHARED,
    KEY_SEED,
    KEY_FORMAT,
    KEY_FORCE,
    KEY_SIZE,
    KEY_GRAY,
    KEY_COLOR,
    KEY_RESIZE,
    KEY_LIMIT,
    KEY_LABELS,
    KEY_DTYPE,
    KEY_CORRUPT,
    KEY_ENERGY,
    KEY_BETA,
    KEY_SIMILARITY,
    KEY_UPDATE,
    KEY_TEMPERATURE,
    KEY_STEPS,
    KEY_TOL,
    KEY_PRECISION,
    KEY_CLAMP,
    KEY_NO_ATTENTION
};

static error_t parse_run(int key, char *argument, struct argp_state *state) {
    cli_run *run = state->input;
    if (key == 'q')
        run->progress.quiet = true;
    else if (key == KEY_THREADS)
        run->threads = cli_parse_count(state, "--threads", argument);
    else
        return ARGP_ERR_UNKNOWN;
    return 0;
}

static const struct argp_option RUN_OPTIONS[] = {
    {"quiet", 'q', NULL, 0, "no progress and no remarks", 9},
    {"threads", KEY_THREADS, "N", 0, "threads to use (0: one a processor); never changes a result",
     9},
    {0},
};
const struct argp cli_run_argp = {.options = RUN_OPTIONS, .parser = parse_run};

/* ---- seed ---- */

static void draw_seed(cli_seed *seed) {
    if (getrandom(&seed->seed, sizeof seed->seed, 0) != (ssize_t)sizeof seed->seed)
        seed->seed = (uint64_t)(cli_seconds() * 1e9);
    /* Ten digits are easier to type again than twenty. */
    seed->seed %= 10000000000;
}

static error_t parse_seed(int key, char *argument, struct argp_state *state) {
    cli_seed *seed = state->input;
    char *end = NULL;
    switch (key) {
    case KEY_SEED:
        errno = 0;
        seed->seed = strtoull(argument, &end, 10);
        if (*argument < '0' || *argument > '9' || *end != '\0' || errno != 0)
            argp_error(state, "--seed is '%s'; it must be a whole number below 2^64", argument);
        seed->given = true;
        return 0;
    case ARGP_KEY_END:
        if (!seed->given) draw_seed(seed);
        return 0;
    default: return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp_option SEED_OPTIONS[] = {
    {"seed", KEY_SEED, "S", 0, "the same seed gives the same bytes (default: drawn, and said)", 2},
    {0},
};
const struct argp cli_seed_argp = {.options = SEED_OPTIONS, .parser = parse_seed};

/* ---- format ---- */

static error_t parse_format(int key, char *argument, struct argp_state *state) {
    cli_format *format = state->input;
    if (key == ARGP_KEY_INIT)
        return hop_format_parse("text", &format->format) == HOP_OK ? 0 : EINVAL;
    if (key != KEY_FORMAT) return ARGP_ERR_UNKNOWN;
    if (hop_format_parse(argument, &format->format) != HOP_OK)
        argp_error(state, "%s", hop_status_detail());
    return 0;
}

static const struct argp_option FORMAT_OPTIONS[] = {
    {"format", KEY_FORMAT, "text|csv|json", 0, "of the result on standard output", 8},
    {0},
};
const struct argp cli_format_argp = {.options = FORMAT_OPTIONS, .parser = parse_format};

/* ---- output ---- */

static error_t parse_output(int key, char *argument, struct argp_state *state) {
    cli_output *output = state->input;
    if (key == 'o')
        output->path = argument;
    else if (key == KEY_FORCE)
        output->force = true;
    else
        return ARGP_ERR_UNKNOWN;
    return 0;
}

static const struct argp_option OUTPUT_OPTIONS[] = {
    {"output", 'o', "OUTPUT", 0, "where to write; its ending says as what", 7},
    {"force", KEY_FORCE, NULL, 0, "replace files that exist", 7},
    {0},
};
const struct argp cli_output_argp = {.options = OUTPUT_OPTIONS, .parser = parse_output};

/* ---- reading ---- */

static void parse_size(struct argp_state *state, const char *text, hop_load_options *load) {
    char *end = NULL;
    unsigned long width = strtoul(text, &end, 10), height = 0;
    bool good = *text >= '0' && *text <= '9' && *end == 'x' && end[1] >= '0' && end[1] <= '9';
    if (good) height = strtoul(end + 1, &end, 10);
    if (!good || *end != '\0' || width == 0 || height == 0)
        argp_error(state, "--size is '%s'; it must be WxH, such as 64x64", text);
    load->width = width;
    load->height = height;
}

/* Which of `words` [count] the text is; argp_error() if none. */
static size_t parse_word(struct argp_state *state, const char *name, const char *text,
                         const char *const *words, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (strcmp(text, words[i]) == 0) return i;
    const char *nearest = hop_text_nearest(text, words, count);
    argp_error(state, "%s is '%s'%s%s%s", name, text,
               nearest ? ". Did you mean '" : "; see --help for the words it takes",
               nearest ? nearest : "", nearest ? "'?" : "");
    return 0;
}

static error_t parse_reading(int key, char *argument, struct argp_state *state) {
    static const char *const RESIZE[] = {"none", "fit", "crop", "stretch"};
    static const char *const DTYPE[] = {"u8", "f32", "f64"};
    cli_reading *reading = state->input;
    if (!reading) return ARGP_ERR_UNKNOWN;
    hop_load_options *load = &reading->load;
    switch (key) {
    case ARGP_KEY_INIT: *load = hop_load_defaults; break;
    case KEY_SIZE: parse_size(state, argument, load); break;
    case KEY_GRAY: load->channels = 1; break;
    case KEY_COLOR: load->channels = 3; break;
    case KEY_RESIZE:
        load->resize = (hop_resize)parse_word(state, "--resize", argument, RESIZE, 4);
        break;
    case KEY_LIMIT: load->limit = cli_parse_count(state, "--limit", argument); break;
    case KEY_LABELS: load->labels = argument; break;
    case KEY_DTYPE:
        load->dtype = (hop_dtype)parse_word(state, "--dtype", argument, DTYPE, 3);
        load->dtype_given = true;
        break;
    case ARGP_KEY_END:
        /* Asking for a size is asking to be brought to it. */
        if (load->width > 0 && load->resize == HOP_RESIZE_NONE) load->resize = HOP_RESIZE_FIT;
        break;
    default: return ARGP_ERR_UNKNOWN;
    }
    return 0;
}

static const struct argp_option READING_OPTIONS[] = {
    {"size", KEY_SIZE, "WxH", 0, "bring pictures to this size", 3},
    {"gray", KEY_GRAY, NULL, 0, "read pictures as grey", 3},
    {"grey", KEY_GRAY, NULL, OPTION_ALIAS, NULL, 3},
    {"color", KEY_COLOR, NULL, 0, "read pictures as RGB", 3},
    {"colour", KEY_COLOR, NULL, OPTION_ALIAS, NULL, 3},
    {"resize", KEY_RESIZE, "fit|crop|stretch", 0,
     "for pictures of another size: whole and centred, filling and cut, or distorted", 3},
    {"limit", KEY_LIMIT, "N", 0, "the first N patterns only", 3},
    {"labels", KEY_LABELS, "FILE", 0, "a label for each pattern: IDX, or one number a line", 3},
    {"dtype", KEY_DTYPE, "u8|f32|f64", 0, "how values are stored (u8: v means v/255)", 3},
    {0},
};
const struct argp cli_reading_argp = {.options = READING_OPTIONS, .parser = parse_reading};

/* ---- damage ---- */

static error_t parse_damage(int key, char *argument, struct argp_state *state) {
    cli_damage *damage = state->input;
    if (key != KEY_CORRUPT) return ARGP_ERR_UNKNOWN;
    if (damage->count == CLI_CORRUPTIONS_MAX)
        argp_error(state, "--corrupt is given more than %d times", CLI_CORRUPTIONS_MAX);
    if (hop_corruption_parse(argument, &damage->corruptions[damage->count]) != HOP_OK)
        argp_error(state, "%s", hop_status_detail());
    damage->count++;
    return 0;
}

static const struct argp_option DAMAGE_OPTIONS[] = {
    {"corrupt", KEY_CORRUPT, "SPEC", 0,
     "damage, such as gaussian:sigma=0.5 (hopfield list corruptions); several add up, in order", 1},
    {0},
};
const struct argp cli_damage_argp = {.options = DAMAGE_OPTIONS, .parser = parse_damage};

/* ---- model ---- */

static double parse_tolerance(struct argp_state *state, const char *text) {
    double value = 0;
    if (!hop_text_parse_number(text, &value) || !(value >= 0) || isinf(value))
        argp_error(state, "--tol is '%s'; it must be 0 or a positive number", text);
    return value;
}

static double parse_temperature(struct argp_state *state, const char *text) {
    double value = 0;
    if (!hop_text_parse_number(text, &value) || !(value >= 0) || isinf(value))
        argp_error(state, "--temperature is '%s'; it must be 0 or a positive number", text);
    return value;
}

static void set_beta(struct argp_state *state, cli_model *model) {
    hop_energy *energy = &model->recall.energy;
    const hop_row *row = &energy->family->row;
    size_t index = hop_row_parameter_index(row, "beta");
    if (index == HOP_PARAMETER_MAX) argp_error(state, "%s has no beta", row->name);
    double beta = NAN;
    bool automatic = strcmp(model->beta, "auto") == 0;
    if (!automatic && (!hop_text_parse_number(model->beta, &beta) || isnan(beta)))
        argp_error(state, "--beta is '%s'; it must be a number or auto", model->beta);
    if (hop_parameter_check(&row->parameters[index], beta) != HOP_OK)
        argp_error(state, "--beta: %s", hop_status_detail());
    energy->parameter[index] = beta;
}

static error_t parse_model(int key, char *argument, struct argp_state *state) {
    static const char *const PRECISION[] = {"float", "double"};
    static const char *const UPDATE[] = {"auto", "synchronous", "asynchronous", "glauber"};
    cli_model *model = state->input;
    if (!model) return ARGP_ERR_UNKNOWN;
    hop_recall_options *recall = &model->recall;
    hop_status status = HOP_OK;
    switch (key) {
    case ARGP_KEY_INIT: *recall = hop_recall_defaults; break;
    case KEY_ENERGY: status = hop_energy_parse(argument, &recall->energy); break;
    case KEY_SIMILARITY:
        model->similarity_given = true;
        status = hop_similarity_parse(argument, &recall->similarity);
        break;
    case KEY_UPDATE:
        recall->update = (hop_update)parse_word(state, "--update", argument, UPDATE, 4);
        break;
    case KEY_TEMPERATURE: recall->temperature = parse_temperature(state, argument); break;
    case KEY_BETA: model->beta = argument; break;
    case KEY_STEPS:
        recall->steps = cli_parse_count(state, "--steps", argument);
        if (recall->steps == 0) argp_error(state, "--steps is 0; it must be at least 1");
        break;
    case KEY_TOL: recall->tolerance = parse_tolerance(state, argument); break;
    case KEY_PRECISION:
        recall->precision = (hop_precision)parse_word(state, "--precision", argument, PRECISION, 2);
        break;
    case KEY_CLAMP: recall->clamp = true; break;
    case KEY_NO_ATTENTION: recall->attention = false; break;
    case ARGP_KEY_END:
        if (model->beta) set_beta(state, model);
        if (!model->similarity_given && recall->energy.family->similarity)
            status = hop_similarity_parse(recall->energy.family->similarity, &recall->similarity);
        break;
    default: return ARGP_ERR_UNKNOWN;
    }
    if (status != HOP_OK) argp_error(state, "%s", hop_status_detail());
    return 0;
}

static const struct argp_option MODEL_OPTIONS[] = {
    {"energy", KEY_ENERGY, "SPEC", 0, "energy family (default lse; hopfield list energies)", 4},
    {"beta", KEY_BETA, "B|auto", 0, "inverse temperature (default auto: from the separations)", 4},
    {"similarity", KEY_SIMILARITY, "SPEC", 0,
     "how states are compared with patterns (default correlation, hamming for bipolar families; "
     "hopfield list similarities)",
     4},
    {"update", KEY_UPDATE, "RULE", 0,
     "how bipolar states move: auto, synchronous, asynchronous or glauber (default auto: "
     "synchronous where that is safe)",
     4},
    {"temperature", KEY_TEMPERATURE, "T", 0,
     "of glauber updates, in units of the energy (default 0)", 4},
    {"steps", KEY_STEPS, "N", 0, "at most (default 100)", 4},
    {"tol", KEY_TOL, "T", 0, "settled when |dE| <= T (1 + |E|) or |step| <= T (default 1e-6)", 4},
    {"precision", KEY_PRECISION, "float|double", 0, "double is the plain reference (default float)",
     4},
    {"clamp", KEY_CLAMP, NULL, 0, "known pixels keep their values, unknown ones move", 4},
    {"no-attention", KEY_NO_ATTENTION, NULL, 0, "leave out the comparison with attention", 4},
    {0},
};
const struct argp cli_model_argp = {.options = MODEL_OPTIONS, .parser = parse_model};
