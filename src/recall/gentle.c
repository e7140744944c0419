/* The gentlest beta: the smallest at which queries with known targets still come back.  Small betas
 * take many small steps, so that the dynamics can be seen; too small ones end in a mean of many
 * patterns.  Halved from auto while all come back, then narrowed between the last two, each time by
 * running the recall itself.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "recall_private.h"

/* Halvings from auto, beyond which weights are as good as equal; and of what is between the last
 * two: 2^(1/16), 4 %. */
enum { HALVINGS = 16, NARROWINGS = 4, TRIALS = HALVINGS + NARROWINGS + 2 };

typedef struct search {
    const hop_memory *memory;
    hop_recall_options options;
    const double *queries;
    const size_t *targets;
    size_t count, beta;    /* beta: which parameter */
    bool *wanted;          /* [count]: came back at auto */
    size_t tried, at_most; /* runs */
} search;

/* hop_progress of the trial runs: theirs is not the whole of the work. */
static int pass_on(void *context, const char *what, size_t done, size_t total) {
    const search *s = context;
    (void)what, (void)done, (void)total;
    return s->options.running.progress(s->options.running.context, "looking for the gentlest beta",
                                       s->tried, s->at_most);
}

/* One run at `beta`, NAN: auto, which is put in its place.  note: those that come back are wanted
 * from now on.  *all: every wanted one came back. */
static hop_status try(search *s, double *beta, bool note, bool *all) {
    hop_recall *recall = NULL;
    hop_recall_result result = {0};
    hop_recall_options options = s->options;
    options.model.energy.parameter[s->beta] = *beta;
    if (options.running.progress) {
        options.running.progress = pass_on;
        options.running.context = s;
    }
    HOP_TRY(hop_recall_create(s->memory, &options, &recall));
    hop_status status = hop_recall_run(recall, s->queries, s->count, &result);
    if (status == HOP_OK) status = hop_recall_score(recall, s->targets, &result);
    *beta = hop_recall_resolved(recall)->model.energy.parameter[s->beta];
    *all = status == HOP_OK;
    for (size_t i = 0; i < s->count && status == HOP_OK; i++) {
        if (note) s->wanted[i] = result.queries[i].score.correct;
        if (s->wanted[i] && !result.queries[i].score.correct) *all = false;
    }
    hop_recall_result_clear(&result);
    hop_recall_destroy(recall);
    s->tried++;
    return status;
}

/* Three digits, rounded up. */
static double rounded(double beta) {
    double unit = pow(10, floor(log10(beta)) - 2);
    return ceil(beta / unit * (1 - 1e-9)) * unit;
}

static hop_status narrow(search *s, double *beta) {
    double good = *beta, bad = good, middle;
    bool all = true;
    for (int k = 0; k < HALVINGS && all; k++) {
        bad = good / 2;
        HOP_TRY(try(s, &bad, false, &all));
        if (all) good = bad;
    }
    s->at_most = s->tried + NARROWINGS + 1;
    for (int k = 0; k < NARROWINGS && !all; k++) {
        bool back = false;
        middle = sqrt(good * bad);
        HOP_TRY(try(s, &middle, false, &back));
        *(back ? &good : &bad) = middle;
    }
    middle = rounded(good);
    HOP_TRY(try(s, &middle, false, &all));
    *beta = all ? middle : good;
    return HOP_OK;
}

hop_status hop_recall_gentle_beta(const hop_memory *memory, const hop_recall_options *options,
                                  const double *queries, const size_t *targets, size_t count,
                                  double *beta, size_t *back) {
    const hop_row *row = &options->model.energy.family->row;
    search s = {memory, *options, queries, targets, count, 0, NULL, 0, TRIALS};
    double found = NAN;
    bool all = false;
    s.beta = hop_row_parameter_index(row, "beta");
    if (s.beta == HOP_PARAMETER_MAX)
        return hop_fail(HOP_E_SUPPORT, "%s has no beta that could be gentle", row->name);
    HOP_TRY(hop_alloc(count, sizeof *s.wanted, "queries", &s.wanted));
    hop_status status = try(&s, &found, true, &all);
    *back = 0;
    for (size_t i = 0; i < count; i++) *back += s.wanted[i] ? 1 : 0;
    if (status == HOP_OK && *back > 0) status = narrow(&s, &found);
    if (status == HOP_OK) *beta = found;
    free(s.wanted);
    return status;
}
