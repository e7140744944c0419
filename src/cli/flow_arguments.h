/* What can be said on the command line of `hopfield flow`.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_CLI_FLOW_ARGUMENTS_H
#define HOP_CLI_FLOW_ARGUMENTS_H

#include "flow.h"

/* A switch that may be left to the example. */
typedef enum cli_flow_choice { CHOICE_NONE, CHOICE_NO, CHOICE_YES } cli_flow_choice;

typedef struct cli_flow_arguments {
    cli_run run;
    cli_seed seed;
    cli_format format;
    cli_output output;
    const char *tokens, *figure;
    cli_flow_files files;
    const cli_flow_example *example;
    cli_flow_source source;
    size_t count, dim, heads, layers;
    double beta, step, radius, softening; /* 0: chosen */
    cli_flow_choice residual, sphere;
    bool frozen, exclude_self, gravity, pseudo;
} cli_flow_arguments;

/* Fills cli_flow_arguments; zeros and the standard numbers of heads and layers must be there. */
extern const struct argp cli_flow_argp;

#endif
