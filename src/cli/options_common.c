/* Options of nearly every command: threads, memory, seed.
 * SPDX-License-Identifier: MIT */
#include "options.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

#include "../base/alloc.h"
#include "../base/parallel.h"
#include "../base/ranks.h"
#include "../base/text.h"

enum { KEY_THREADS = CLI_KEY_COMMON, KEY_SEED, KEY_MAX_MEMORY, KEY_SANDBOX };

/* ---- run ---- */

static size_t parse_threads(struct argp_state *state, const char *text) {
    size_t threads = cli_parse_count(state, "--threads", text);
    if (threads > HOP_THREADS_MAX)
        cli_refuse(state, "--threads is '%s'; it must be at most %d, or 0 for one a processor",
                   text, HOP_THREADS_MAX);
    return threads;
}

size_t cli_max_memory(void) {
    double bytes = (double)sysconf(_SC_PHYS_PAGES) * (double)sysconf(_SC_PAGESIZE), allowed = 0;
    FILE *file = fopen("/sys/fs/cgroup/memory.max", "re");
    if (file && fscanf(file, "%lf", &allowed) == 1 && allowed < bytes) bytes = allowed;
    if (file) fclose(file);
    return bytes > 0 ? (size_t)(bytes * 0.75) : 0;
}

/* "800M", "1.5G", "none". */
static void parse_max_memory(struct argp_state *state, const char *text) {
    static const char UNITS[] = "KMGT";
    char number[32] = "";
    const size_t length = strlen(text);
    const char *unit = length > 0 ? strchr(UNITS, text[length - 1]) : NULL;
    double value = 0;
    const bool none = strcmp(text, "none") == 0;
    if (!none && unit && length < sizeof number) memcpy(number, text, length - 1);
    if (!none && (!hop_text_parse_number(number, &value) || !(value > 0) || value > 1e9))
        cli_refuse(state, "--max-memory is '%s'; it must be like 800M, 2G or none", text);
    hop_alloc_limit(none ? 0 : (size_t)ldexp(value, unit ? 10 * (int)(unit - UNITS + 1) : 0));
}

static error_t parse_run(int key, char *argument, struct argp_state *state) {
    cli_run *run = state->input;
    if (key == 'q')
        run->progress.quiet = true;
    else if (key == KEY_THREADS)
        run->threads = parse_threads(state, argument);
    else if (key == KEY_MAX_MEMORY)
        parse_max_memory(state, argument);
    else if (key == KEY_SANDBOX)
        run->sandbox = true;
    else
        return ARGP_ERR_UNKNOWN;
    return 0;
}

static const struct argp_option RUN_OPTIONS[] = {
    {"quiet", 'q', NULL, 0,
     "the result alone: no progress and no warnings, and nothing printed that -o FILE has (unless "
     "--format asks for it)",
     9},
    {"threads", KEY_THREADS, "N", 0, "threads to use (0: one a processor); never changes a result",
     9},
    {"max-memory", KEY_MAX_MEMORY, "BYTES", 0,
     "refuse what would need more, such as 800M or 2G (default: three quarters of the machine's)",
     9},
    {"sandbox", KEY_SANDBOX, NULL, 0,
     "for files of strangers: nothing can be written but standard output, no program started, no "
     "connection made",
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
    hop_ranks_broadcast(&seed->seed, sizeof seed->seed);
}

static error_t parse_seed(int key, char *argument, struct argp_state *state) {
    cli_seed *seed = state->input;
    char *end = NULL;
    switch (key) {
    case KEY_SEED:
        errno = 0;
        seed->seed = strtoull(argument, &end, 10);
        if (*argument < '0' || *argument > '9' || *end != '\0' || errno != 0)
            cli_refuse(state, "--seed is '%s'; it must be a whole number below 2^64", argument);
        seed->given = true;
        return 0;
    case ARGP_KEY_END:
        if (!seed->given) draw_seed(seed);
        return 0;
    default: return ARGP_ERR_UNKNOWN;
    }
}

static error_t parse_known_seed(int key, char *argument, struct argp_state *state) {
    cli_seed *seed = state->input;
    if (key != ARGP_KEY_END) return parse_seed(key, argument, state);
    if (!seed->given) seed->seed = 1;
    return 0;
}

static const struct argp_option SEED_OPTIONS[] = {
    {"seed", KEY_SEED, "S", 0, "the same seed gives the same bytes (default: drawn, and said)", 2},
    {0},
};
const struct argp cli_seed_argp = {.options = SEED_OPTIONS, .parser = parse_seed};

static const struct argp_option KNOWN_SEED_OPTIONS[] = {
    {"seed", KEY_SEED, "S", 0, "the same seed gives the same bytes (default: 1)", 2},
    {0},
};
const struct argp cli_known_seed_argp = {.options = KNOWN_SEED_OPTIONS, .parser = parse_known_seed};
