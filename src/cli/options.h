/* Options that several commands share, so that the same name means the same everywhere.  Each group
 * is an argp child: give its address in child_inputs.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_CLI_OPTIONS_H
#define HOP_CLI_OPTIONS_H

#include <argp.h>
#include <stdint.h>

#include <hopfield/corruption.h>
#include <hopfield/load.h>
#include <hopfield/recall.h>
#include <hopfield/result.h>
#include <hopfield/table.h>

#include "progress.h"

/* Keys of options without a letter: each group's begin here, a command's own at CLI_KEY_OWN. */
enum {
    CLI_KEY_COMMON = 0x100,
    CLI_KEY_READING = 0x140,
    CLI_KEY_MODEL = 0x180,
    CLI_KEY_DELIVERY = 0x1c0,
    CLI_KEY_OWN = 0x200,
};

/* argp_error(), with nothing in it that could steer a terminal, whatever was typed or globbed. */
void cli_refuse(const struct argp_state *state, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* --quiet, --threads, --max-memory */
typedef struct cli_run {
    cli_progress progress;
    size_t threads;
    bool sandbox;
} cli_run;
extern const struct argp cli_run_argp;

/* Three quarters of the machine's memory, or of what a container is allowed of it: --max-memory
 * where it is not given. */
size_t cli_max_memory(void);

/* --seed: drawn by the system where it is not given. */
typedef struct cli_seed {
    uint64_t seed;
    bool given;
} cli_seed;
extern const struct argp cli_seed_argp;

/* The same, but 1 where it is not given: the same numbers for everybody. */
extern const struct argp cli_known_seed_argp;

/* --size, --gray, --color, --resize, --limit, --labels, --dtype: how files are read. */
typedef struct cli_reading {
    hop_load_options load;
} cli_reading;
extern const struct argp cli_reading_argp;

/* --corrupt, any number of times. */
enum { CLI_CORRUPTIONS_MAX = 16 };
typedef struct cli_damage {
    hop_corruption corruptions[CLI_CORRUPTIONS_MAX];
    size_t count;
} cli_damage;
extern const struct argp cli_damage_argp;

/* Says what damage that is measured in values counts as 1, where it is not 1. */
void cli_damage_say_unit(const cli_damage *damage, const hop_canvas *canvas, hop_result *result);

/* --energy, --beta, --similarity, --update, --temperature, --steps, --tol, --precision, --clamp,
 * --attention */
#define CLI_ATTENTION_CHEAP ((size_t)-1)
#define CLI_ATTENTION_ALL   ((size_t)-2)
typedef struct cli_model {
    hop_recall_options recall;
    const char *beta; /* as given; it applies to whichever energy was named */
    size_t attention; /* queries to compare with it; CLI_ATTENTION_CHEAP: as many as cost little
                         beside the recall */
    bool similarity_given; /* else a family that goes with one only has that */
    bool family_given;     /* any of energy, beta, similarity */
    bool gentle;           /* --beta gentle: see gentle.h; until then as if it were auto */
} cli_model;
extern const struct argp cli_model_argp;

/* Energy, beta and similarity of a cli_model alone. */
extern const struct argp cli_family_argp;

/* Reads a whole number; cli_refuse() if it is none. */
size_t cli_parse_count(struct argp_state *state, const char *name, const char *text);

/* The same, at least 1. */
size_t cli_parse_positive_count(struct argp_state *state, const char *name, const char *text);

/* Keeps a file that an option names; a second one would be lost, and is an error. */
void cli_take_once(struct argp_state *state, const char *option, const char *argument,
                   const char **kept);

/* Reads a positive, finite number; cli_refuse() if it is none. */
double cli_parse_positive(struct argp_state *state, const char *name, const char *text);

/* Which of `words` [count] the text is; cli_refuse() if none. */
size_t cli_parse_word(struct argp_state *state, const char *name, const char *text,
                      const char *const *words, size_t count);

/* Parses a command's arguments with the usual flags (-h added); argp ends the program on errors. */
void cli_parse(const struct argp *argp, int argc, char **argv, void *input);

#endif
