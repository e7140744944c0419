/* Progress.
 * SPDX-License-Identifier: MIT */
#include "progress.h"

#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "interrupt.h"
#include "terminal.h"

/* Silence before the first word, and between words: on a terminal, in a log. */
static const double FIRST_SECONDS = 0.5, TERMINAL_SECONDS = 0.1, LOG_SECONDS = 10;

double cli_seconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static void begin(cli_progress *progress, const char *what, double now) {
    progress->what = what;
    progress->began = now;
    progress->said = now;
}

static void say(cli_progress *progress, size_t done, size_t total, double now, bool terminal) {
    double elapsed = now - progress->began;
    fprintf(stderr, "%s%s %zu", terminal ? "\r\033[K" : "", progress->what, done);
    if (total > 0) fprintf(stderr, " of %zu", total);
    if (done > 0) fprintf(stderr, ", %.3g a second", (double)done / elapsed);
    if (done > 0 && total > done)
        fprintf(stderr, ", %.0f s left", elapsed * (double)(total - done) / (double)done);
    if (!terminal) fputc('\n', stderr);
    fflush(stderr);
    progress->open = terminal;
    progress->said = now;
}

int cli_progress_tell(void *context, const char *what, size_t done, size_t total) {
    cli_progress *progress = context;
    if (cli_interrupted()) {
        cli_progress_end(progress);
        return 1;
    }
    if (progress->quiet) return 0;
    double now = cli_seconds();
    bool terminal = isatty(STDERR_FILENO) != 0;
    if (!progress->what || strcmp(progress->what, what) != 0) begin(progress, what, now);
    double gap = terminal ? TERMINAL_SECONDS : LOG_SECONDS;
    if (now - progress->began >= FIRST_SECONDS && now - progress->said >= gap)
        say(progress, done, total, now, terminal);
    return 0;
}

void cli_progress_end(cli_progress *progress) {
    if (progress->open) fputs("\r\033[K", stderr);
    progress->open = false;
}

void cli_progress_remark(void *context, const char *sentence) {
    cli_progress *progress = context;
    if (progress && progress->quiet) return;
    if (progress) cli_progress_end(progress);
    cli_say("%s", sentence);
}

/* Two digits are more than a prediction is good for. */
void cli_time_text(double seconds, char text[CLI_TIME_TEXT]) {
    const double minute = 60, hour = 3600, year = 365.25 * 24 * hour, until = 100;
    if (seconds < until)
        snprintf(text, CLI_TIME_TEXT, seconds < 10 ? "%.2g s" : "%.0f s", seconds);
    else if (seconds < until * minute)
        snprintf(text, CLI_TIME_TEXT, "%.0f min", seconds / minute);
    else if (seconds < until * until * hour)
        snprintf(text, CLI_TIME_TEXT, "%.0f h", seconds / hour);
    else
        snprintf(text, CLI_TIME_TEXT, seconds < 1e3 * year ? "%.2g years" : "%.0e years",
                 seconds / year);
}
