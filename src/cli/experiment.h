/* Experiments as commands: hopfield capacity, hopfield noise, ...
 * SPDX-License-Identifier: MIT */
#ifndef HOP_CLI_EXPERIMENT_H
#define HOP_CLI_EXPERIMENT_H

#include <hopfield/experiment.h>

#include "../base/text.h"
#include "options.h"

/* Runs the experiment of that row; argv[0] is "hopfield NAME".  Returns the exit status. */
int cli_experiment_run(const hop_experiment_row *row, int argc, char **argv);

/* Writes findings into -o and --figure, and prints them. */
hop_status cli_experiment_deliver(const hop_experiment *experiment, const hop_results *results,
                                  const cli_output *output, const char *figure,
                                  const cli_format *format);

/* What -o may be: refuses early what would be refused after hours of work. */
hop_status cli_experiment_check_output(const cli_output *output, const char *figure);

/* What is typed behind a setting's option: the words it takes, or what kind of thing it is. */
const char *cli_experiment_placeholder(const hop_setting *setting);

/* Adds its meaning, unit, words and standard. */
void cli_experiment_describe_setting(const hop_setting *setting, hop_string *text);

/* Settings of the row for `hopfield info`. */
void cli_experiment_print_settings(const hop_experiment_row *row);

#endif
