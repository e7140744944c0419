/* What is said while a sweep runs, and of one before it does.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "../base/fail.h"
#include "../base/text.h"
#include "experiment.h"
#include "interrupt.h"
#include "terminal.h"

/* Silence before the first word, and between words: on a terminal, in a log. */
static const double TERMINAL_FIRST = 1, TERMINAL_SECONDS = 0.2, LOG_FIRST = 2, LOG_SECONDS = 10;

/* With less done, what is left is not known. */
static const double KNOWN = 0.005;

/* ---- while it runs ---- */

cli_sweep_progress cli_sweep_begin(const hop_experiment_row *row, bool quiet) {
    double now = cli_seconds();
    return (cli_sweep_progress){.name = row->row.name, .quiet = quiet, .began = now, .said = 0};
}

void cli_sweep_describe(const hop_sweep_state *state, double spent, double expected,
                        hop_string *line) {
    char time[CLI_TIME_TEXT];
    double fresh = (double)(state->done - state->found), done = state->fraction;
    hop_string_add(line, "%zu", state->done);
    if (!state->search) hop_string_add(line, " of %zu", state->cells);
    hop_string_add(line, state->search ? " cells so far" : " cells");
    if (fresh > spent)
        hop_string_add(line, ", %.3g a second", fresh / spent);
    else if (fresh > 0 && spent > 0)
        hop_string_add(line, ", %.2g s each", spent / fresh);
    if (done >= KNOWN && done < 1) {
        cli_time_text(fmax(spent * (1 - done) / done, 1), time);
        hop_string_add(line, ", about %s left", time);
    } else if (expected > spent) {
        /* Before the first cell is done its price says how long it may take. */
        cli_time_text(fmax(expected - spent, 1), time);
        hop_string_add(line, ", about %s left", time);
    } else {
        cli_time_text(fmax(spent, 1), time);
        hop_string_add(line, ", for %s", time);
    }
}

int cli_sweep_tell(void *context, const hop_sweep_state *state) {
    cli_sweep_progress *p = context;
    bool terminal = isatty(STDERR_FILENO) != 0;
    double now = cli_seconds(), spent = now - p->began;
    hop_string line = {0};
    if (cli_interrupted()) return 1;
    if (p->quiet || spent < (terminal ? TERMINAL_FIRST : LOG_FIRST)) return 0;
    if (now - p->said < (terminal ? TERMINAL_SECONDS : LOG_SECONDS)) return 0;
    hop_string_add(&line, "%s: ", p->name);
    cli_sweep_describe(state, spent, p->expected, &line);
    cli_tell_line(line.text ? line.text : "", terminal);
    free(line.text);
    p->open = terminal;
    p->said = now;
    return 0;
}

void cli_sweep_end(cli_sweep_progress *progress) {
    cli_clear_line(&progress->open);
}

void cli_sweep_remark(void *context, const char *sentence) {
    const cli_sweep_progress *p = context;
    if (!p->quiet) cli_say("%s", sentence);
}

/* ---- before ---- */

hop_status cli_sweep_dry_run(const hop_sweep *experiment, const hop_sweep_options *options,
                             const cli_context *context, hop_result **result) {
    hop_prediction p = {0};
    hop_result *r = NULL;
    char time[CLI_TIME_TEXT], needed[HOP_TEXT_BYTES], available[HOP_TEXT_BYTES];
    HOP_TRY(hop_sweep_predict(experiment, options, true, &p));
    HOP_TRY(hop_sweep_check(&p));
    HOP_TRY(cli_result(context, NULL, &r));
    bool grows = p.sequential && p.chains < p.cells;
    cli_time_text(p.seconds, time);
    hop_text_bytes(p.bytes, needed);
    hop_text_bytes(p.available, available);
    hop_result_count(r, "cells", p.cells, "", "cells, of the first round");
    hop_result_bool(r, "search", grows, "whether more are added where they tell most");
    hop_result_number(r, "seconds", p.seconds, "s", "how long it may take");
    hop_result_number(r, "bytes", p.bytes, "bytes", "memory it needs");
    hop_result_number(r, "available", p.available, "bytes", "memory that is free");
    hop_result_remark(r, HOP_NOTE, "cells    %zu%s", p.cells,
                      grows ? " at first, more where they tell most" : "");
    hop_result_remark(r, HOP_NOTE, "time     about %s", time);
    hop_result_remark(r, HOP_NOTE, "memory   %s, and %s are free", needed, available);
    *result = r;
    return HOP_OK;
}
