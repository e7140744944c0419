/* Repeating a run from its own record: reading the record, replaying its command, comparing.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_CLI_RERUN_H
#define HOP_CLI_RERUN_H

#include <stddef.h>

#include <hopfield/result.h>

/* What a file says of how it was made; "" for what it does not say. */
enum {
    CLI_RECORD_COMMAND,
    CLI_RECORD_SOFTWARE,  /* "hopfield 0.2.0 (commit)" */
    CLI_RECORD_LIBRARIES, /* as hop_build_info() */
    CLI_RECORD_SEED,
    CLI_RECORD_MEMORY, /* checksum of its patterns */
    CLI_RECORD_PROCESSOR,
    CLI_RECORD_THREADS,
    CLI_RECORD_DATE,
    CLI_RECORD_FIELDS,
};

typedef enum cli_record_kind {
    CLI_RECORD_JSON,
    CLI_RECORD_PNG,
    CLI_RECORD_STORE, /* .safetensors */
    CLI_RECORD_LINES, /* CSV, SVG, PDF: lines of text */
} cli_record_kind;

typedef struct cli_record {
    cli_record_kind kind;
    unsigned char *bytes; /* [size], the whole file */
    size_t size;
    char *field[CLI_RECORD_FIELDS];
} cli_record;

/* HOP_E_READ; HOP_E_FORMAT where the file does not say by which command it was made. */
hop_status cli_record_read(const char *path, cli_record *record);
void cli_record_clear(cli_record *record);

/* The result.json of the report in whose folder the file lies, whatever that is called now; free()
 * it; NULL where it lies in none. */
char *cli_record_report(const char *path);

/* A command line as it was recorded, in words, its outputs sent to a folder. */
typedef struct cli_replay {
    char **words; /* [count], NULL behind them */
    size_t count;
    char *made; /* where the like of the record will be; NULL: on standard output */
} cli_replay;

/* record_path: the file whose like is to be made.  HOP_E_FORMAT for a command line that cannot be
 * read; HOP_E_SUPPORT for commands that change files in place, print nothing of their own, or are
 * no hopfield. */
hop_status cli_replay_create(const cli_record *record, const char *record_path, const char *folder,
                             cli_replay *replay);
void cli_replay_clear(cli_replay *replay);

/* Whether two records of one kind hold the same but for how they were made; difference: free() it,
 * what differs first, in a sentence; NULL where nothing does.  HOP_E_MEMORY. */
hop_status cli_record_compare(const cli_record *before, const cli_record *now, char **difference);

#endif
