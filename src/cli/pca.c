/* hopfield pca: attention without its softmax is principal component analysis.
 * SPDX-License-Identifier: MIT */
#include <stdint.h>
#include <string.h>

#include <hopfield/analysis.h>

#include "../base/fail.h"
#include "command.h"
#include "matrix_read.h"

enum { KEY_COMPONENTS = CLI_KEY_OWN, KEY_BETA, KEY_STEPS, KEY_STATES };

typedef struct arguments {
    cli_reading reading;
    hop_pca_inputs inputs;
} arguments;

static error_t parse(int key, char *argument, struct argp_state *state) {
    arguments *a = state->input;
    hop_pca_inputs *in = &a->inputs;
    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[1] = &a->reading;
        in->iteration = hop_covariance_defaults;
        break;
    case KEY_COMPONENTS:
        in->components = cli_parse_positive_count(state, "--components", argument);
        break;
    case KEY_BETA:
        if (strcmp(argument, "auto") != 0) in->beta = cli_parse_positive(state, "--beta", argument);
        break;
    case KEY_STEPS:
        in->iteration.steps = cli_parse_positive_count(state, "--steps", argument);
        break;
    case KEY_STATES:
        in->states = strcmp(argument, "all") == 0
                         ? SIZE_MAX
                         : cli_parse_positive_count(state, "--states", argument);
        break;
    case ARGP_KEY_ARG:
        if (in->source) cli_refuse(state, "one INPUT at a time; '%s' is a second", argument);
        in->source = argument;
        break;
    case ARGP_KEY_END:
        if (!in->source)
            cli_refuse(state, "no INPUT given: a .csv or .npy file, a folder of pictures ...");
        break;
    default: return ARGP_ERR_UNKNOWN;
    }
    return 0;
}

static const struct argp_option OPTIONS[] = {
    {"components", KEY_COMPONENTS, "K", 0, "how many (default: all up to 64, else 16)", 1},
    {"beta", KEY_BETA, "B|auto", 0,
     "of the softmax state vectors (default auto: 1 / lambda_1, where the mean of the data stops "
     "attracting)",
     1},
    {"steps", KEY_STEPS, "N", 0,
     "attention steps of plain iteration at most (default 300), then as many with Rayleigh-Ritz",
     1},
    {"states", KEY_STATES, "N|all", 0,
     "rows whose state vectors are made, spread evenly (default: up to 2048); the time of `all` "
     "grows with the square of the rows",
     1},
    {0},
};

static const struct argp_child CHILDREN[] = {{.argp = &cli_reading_argp}, {0}};

static const struct argp ARGP = {
    .options = OPTIONS,
    .parser = parse,
    .args_doc = "INPUT",
    .doc = "Principal components by attention: on centred rows, without softmax, one step is "
           "(X X') X / (n - 1) = X C, so steps with orthogonalisation find the eigenvectors of the "
           "covariance C; GSL's eigen-solver finds them again.  With softmax the same appears at "
           "small beta: f(xi) = mean + beta C xi + O(beta^2), and the slope of the rest is "
           "measured.  INPUT: rows of .csv, .npy, .safetensors, or pictures.  -o: the scores "
           "(.npy) or the result (.csv, .json, .txt).  --figure: state vectors beside scores, and "
           "NAME-expansion."
           "\v"
           "Examples:\n"
           "  hopfield pca patterns/glyphs --components 5\n"
           "  hopfield pca patterns/pictograms --components 8 --figure pca.svg --force\n"
           "  hopfield pca patterns/glyphs --format json -o scores.npy --force",
    .children = CHILDREN,
};

static hop_status compute(void *arguments_, cli_context *context, hop_result **result) {
    arguments *a = arguments_;
    hop_pca_inputs *in = &a->inputs;
    in->iteration.progress = cli_progress_tell;
    in->iteration.context = &context->run.progress;
    HOP_TRY(cli_matrix_read_with(in->source, &a->reading.load, &in->rows));
    hop_status status = cli_result(context, NULL, result);
    if (status == HOP_OK) status = hop_pca_analyse(in, *result);
    hop_matrix_clear(&in->rows);
    return status;
}

const hop_command cli_command_pca = {
    .row = {.name = "pca",
            .title = "principal components by attention without softmax",
            .sources = "Golub and Van Loan, Matrix Computations, 8.2"},
    .usage = "INPUT",
    .argp = &ARGP,
    .size = sizeof(arguments),
    .compute = compute,
};
