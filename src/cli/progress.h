/* Progress on standard error: one moving line on a terminal, a plain line now and then in a log.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_CLI_PROGRESS_H
#define HOP_CLI_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>

typedef struct cli_progress {
    bool quiet;
    const char *what; /* of the last call; a new task starts a new clock */
    double began, said;
    bool open; /* a line on the terminal waits to be cleared */
} cli_progress;

/* A hop_progress for a cli_progress; non-zero once Ctrl-C was pressed. */
int cli_progress_tell(void *context, const char *what, size_t done, size_t total);

/* Says a sentence on standard error, unless `context`, a cli_progress or NULL, is quiet. */
void cli_progress_remark(void *context, const char *sentence);

/* Clears the moving line. */
void cli_progress_end(cli_progress *progress);

/* A line of progress on standard error, on a terminal in place of the one before; and clearing
 * that, if one is open. */
void cli_tell_line(const char *line, bool terminal);
void cli_clear_line(bool *open);

/* "12 min": how long something may take. */
enum { CLI_TIME_TEXT = 32 };
void cli_time_text(double seconds, char text[CLI_TIME_TEXT]);

/* Seconds on a clock that only goes forward. */
double cli_seconds(void);

#endif
