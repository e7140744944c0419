/* What rows are made with: run an experiment, read its findings, add what was measured.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_REPRO_PRIVATE_H
#define HOP_REPRO_PRIVATE_H

#include <hopfield/experiment.h>
#include <hopfield/memory.h>
#include <hopfield/random.h>
#include <hopfield/repro.h>

/* A reproduction that is being run. */
struct hop_repro {
    const hop_repro_row *row;
    const hop_repro_options *options;
    hop_repro_results *results;
};

/* `full`, or `quick` under --quick. */
double hop_repro_choose(const hop_repro *repro, double full, double quick);

/* What theory says, or under options.falsify what it does not. */
double hop_repro_theory(const hop_repro *repro, double theory, double falsehood);

/* Adds a result; its row and verdict are filled in, its item is what is printed by `item`.  An
 * interval from 0 to 0 is none. */
hop_status hop_repro_add(hop_repro *repro, hop_repro_result result, const char *item, ...)
    __attribute__((format(printf, 3, 4)));

/* In place of results where something is missing: why, and what to do. */
hop_status hop_repro_skip(hop_repro *repro, const char *missing);

/* ---- experiments ---- */

/* Runs the experiment `name` with settings as a user types them: words "dim=500 energy=hebb",
 * printed by `settings`.  seed: 0, or the number of a run, so that runs differ.  Clear the
 * findings. */
hop_status hop_repro_experiment(const hop_repro *repro, uint64_t seed, hop_findings *findings,
                                const char *name, const char *settings, ...)
    __attribute__((format(printf, 5, 6)));

/* The number in a column of a row of the findings; NAN where there is none. */
double hop_repro_number(const hop_findings *findings, size_t row, const char *column);

/* The only threshold there is.  HOP_E_EMPTY if the experiment located none. */
hop_status hop_repro_threshold(const hop_findings *findings, hop_threshold *threshold);

/* ---- random patterns ---- */

/* Fills values [count x dim]: -1 or 1, or normal, or uniform on the sphere of radius sqrt(dim). */
typedef enum hop_repro_kind {
    HOP_REPRO_BIPOLAR,
    HOP_REPRO_NORMAL,
    HOP_REPRO_SPHERE
} hop_repro_kind;
void hop_repro_draw(hop_repro_kind kind, hop_random *random, size_t count, size_t dim,
                    double *values);

/* A memory of patterns [count x dim], in double. */
hop_status hop_repro_memory(const double *patterns, size_t count, size_t dim, hop_memory **memory);

#endif
