/* What `hopfield memory` does: rows, one file each, listed in memory_verb_list.h.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_CLI_MEMORY_VERB_H
#define HOP_CLI_MEMORY_VERB_H

#include <hopfield/row.h>
#include <hopfield/store.h>

#include "command.h"

/* The options of `hopfield memory` that not every verb has. */
enum {
    CLI_MEMORY_NPY = 1,
    CLI_MEMORY_PNG = 2,
    CLI_MEMORY_CHOICE = 4, /* --index, --label, --name */
    CLI_MEMORY_SAMPLE = 8, /* --sample, --seed */
    CLI_MEMORY_WITHIN = 16,
    CLI_MEMORY_READING = 32, /* --size ... --dtype */
    CLI_MEMORY_WRITING = 64,
};

/* Which patterns are meant. */
typedef struct cli_choice {
    const char *index, *label; /* "0:99,120"; NULL: any */
    const char *name[32];
    size_t name_count;
} cli_choice;

/* A call of `hopfield memory`. */
typedef struct cli_memory_call {
    cli_reading reading;
    cli_seed seed;
    cli_context *context;
    const char *verb, *target;
    char **inputs;
    size_t input_count;
    unsigned options; /* which were given: CLI_MEMORY_... */
    const char *npy, *png;
    double wait;     /* seconds */
    bool unprepared; /* nothing is kept beside the patterns */
    cli_choice choice;
    size_t sample;
    double within;
    const char *written; /* the memory, once it is in its place */
} cli_memory_call;

typedef struct cli_memory_verb {
    hop_row row;
    const char *usage;      /* what follows its name: "MEMORY INPUT..." */
    unsigned options;       /* which it takes: CLI_MEMORY_... */
    size_t least_inputs;    /* behind the MEMORY */
    bool more_inputs;       /* than those */
    const char *input_word; /* "INPUT": what they are */
    hop_status (*run)(cli_memory_call *call, hop_result *result);
    const hop_command *command; /* in place of all this: the command that does it */
} cli_memory_verb;

/* Checks the name of a memory to write, which also keeps an INPUT from being replaced. */
hop_status cli_memory_check_target(const cli_memory_call *call, const char *path, bool force);

/* A file to write patterns to, signed by the result, which stays as it is until
 * cli_memory_finish(), which adds what was done, or cli_memory_drop(). */
typedef struct cli_memory_output {
    const char *path;
    hop_store_writer *writer;
    hop_result *result;
    size_t names; /* of the file that is replaced: more than 1 are hard links */
} cli_memory_output;

hop_status cli_memory_begin(cli_memory_call *call, const char *path, bool replace,
                            hop_result *result, cli_memory_output *output);
hop_status cli_memory_finish(cli_memory_call *call, cli_memory_output *output);
void cli_memory_drop(cli_memory_output *output);

/* Opens a memory's own file, wholly checked: what comes from it is signed again. */
hop_status cli_memory_source(cli_memory_call *call, const char *path, hop_memory **memory);

/* Which patterns of the memory stay: keep [count], false at first. */
typedef hop_status (*cli_memory_chooser)(cli_memory_call *call, const hop_memory *memory,
                                         bool *keep);

/* Writes those of call->target that are chosen to `path`, in order, with names and labels.
 * HOP_E_EMPTY if none is. */
hop_status cli_memory_filter(cli_memory_call *call, const char *path, bool replace,
                             cli_memory_chooser choose, hop_result *result);

/* chosen [count of the memory]: whether a pattern meets the choice; each kind of condition that is
 * given must be met, `all`, or one of them.  HOP_E_NAME for a name or a number there is not,
 * HOP_E_VALUE for text that is no range, HOP_E_SUPPORT for labels of a memory without. */
hop_status cli_choice_apply(const cli_choice *choice, const hop_memory *memory, bool all,
                            bool *chosen);

#endif
