/* Experiments as commands: hopfield capacity, hopfield noise, ...
 * SPDX-License-Identifier: MIT */
#ifndef HOP_CLI_EXPERIMENT_H
#define HOP_CLI_EXPERIMENT_H

#include <hopfield/experiment.h>

#include "../base/text.h"
#include "command.h"

/* Runs the experiment of that row; argv[0] is "hopfield NAME".  Returns the exit status. */
int cli_experiment_run(const hop_experiment_row *row, int argc, char **argv);

/* ---- progress of a sweep ---- */

/* What has been said. */
typedef struct cli_sweep_progress {
    const char *name; /* of the experiment */
    bool quiet;
    double began, said;
    double expected; /* seconds, by the prices of the cells; 0: not known */
    bool open;       /* a line on the terminal waits to be cleared */
} cli_sweep_progress;

cli_sweep_progress cli_sweep_begin(const hop_experiment_row *row, bool quiet);

/* "3 of 20 cells, 2.1 a second, about 8 s left", after so many seconds. */
void cli_sweep_describe(const hop_sweep_state *state, double spent, double expected,
                        hop_string *line);

/* For hop_sweep_options, with a cli_sweep_progress as their context.  tell: non-zero once an end
 * was asked for. */
int cli_sweep_tell(void *context, const hop_sweep_state *state);
void cli_sweep_remark(void *context, const char *sentence);

/* Clears the moving line. */
void cli_sweep_end(cli_sweep_progress *progress);

/* Says how many cells, how long, how much memory; fails where the sweep would be refused. */
hop_status cli_sweep_dry_run(const hop_sweep *experiment, const hop_sweep_options *options,
                             const cli_context *context, hop_result **result);

/* ---- beta gentle ---- */

/* Puts a number in the place of "--beta gentle", found from MEMORY, the model and the damage that
 * are given; says it.  `number` holds the text.  HOP_E_NAME where it cannot be found from them. */
enum { CLI_EXPERIMENT_NUMBER = 32 };
hop_status cli_experiment_gentle(const hop_experiment_row *row, hop_given *given, size_t count,
                                 const hop_load_options *load, uint64_t seed, cli_run *run,
                                 char number[CLI_EXPERIMENT_NUMBER]);

/* ---- parts of a sweep ---- */

/* --shard NUMBER/OF; of 0: everything. */
typedef struct cli_shard {
    size_t number, of;
} cli_shard;

/* Reads "1/4"; cli_refuse() if it is none. */
void cli_shard_parse(const struct argp_state *state, const char *text, cli_shard *shard);

/* HOP_E_NAME for a part that could not be written, read as what its name says, or joined. */
hop_status cli_shard_check(const cli_delivery *delivery, bool seed_given);

/* Says how many of the searches are in this part, if there are any. */
hop_status cli_shard_announce(const hop_sweep *experiment, const hop_sweep_options *options);

/* Writes the part, whose cells are the result; what is shown says how to go on. */
hop_status cli_shard_save(const hop_sweep *experiment, const hop_sweep_options *options,
                          const hop_results *results, const cli_delivery *delivery,
                          hop_result **result);

/* ---- settings ---- */

/* What is typed behind a setting's option: the words it takes, or what kind of thing it is. */
const char *cli_experiment_placeholder(const hop_setting *setting);

/* Adds its meaning, unit, words and default. */
void cli_experiment_describe_setting(const hop_setting *setting, hop_string *text);

/* A setting in a line, for `hopfield info`. */
void cli_experiment_add_setting(const hop_setting *setting, hop_string *text);

#endif
