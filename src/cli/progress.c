/* Progress.
 * SPDX-License-Identifier: MIT */
#include "progress.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "../base/text.h"
#include "heartbeat.h"
#include "interrupt.h"
#include "terminal.h"

/* Silence before the first word, and between words: on a terminal, in a log. */
static const double FIRST_SECONDS = 0.5, TERMINAL_SECONDS = 0.1, LOG_SECONDS = 10;

double cli_seconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

void cli_tell_line(const char *line, bool terminal) {
    fprintf(stderr, "%s%s%s", terminal ? "\r\033[K" : "", line, terminal ? "" : "\n");
    fflush(stderr);
    cli_heartbeat_said(line);
}

void cli_clear_line(bool *open) {
    if (*open) fputs("\r\033[K", stderr);
    *open = false;
    cli_heartbeat_said("");
}

static void begin(cli_progress *progress, const char *what, double now) {
    progress->what = what;
    progress->began = now;
    progress->said = now;
    cli_heartbeat_said("");
}

static void say(cli_progress *progress, size_t done, size_t total, double now, bool terminal) {
    double elapsed = now - progress->began;
    char left[CLI_TIME_TEXT];
    hop_string line = {0};
    hop_string_add(&line, "%s %zu", progress->what, done);
    if (total > 0) hop_string_add(&line, " of %zu", total);
    if (done > 0) hop_string_add(&line, ", %.3g a second", (double)done / elapsed);
    if (done > 0 && total > done) {
        cli_time_text(fmax(elapsed * (double)(total - done) / (double)done, 1), left);
        hop_string_add(&line, ", about %s left", left);
    }
    cli_tell_line(line.text ? line.text : "", terminal);
    free(line.text);
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
    cli_clear_line(&progress->open);
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
