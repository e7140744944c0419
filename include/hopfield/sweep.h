/* Experiments: measure what theory predicts.  A row says what can be set, computes one cell, and
 * reports what the cells of a sweep show, with the theory beside it.  One file in src/experiment
 * each; listed in experiment_list.h.  Rows are written within the source of hopfield: the headers
 * named src/... here are there, and not installed.  Not in a core-only build.
 * SPDX-License-Identifier: MIT */
#ifndef HOPFIELD_SWEEP_H
#define HOPFIELD_SWEEP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <hopfield/export.h>
#include <hopfield/figure.h>
#include <hopfield/load.h>
#include <hopfield/result.h>
#include <hopfield/row.h>
#include <hopfield/table.h>

HOP_BEGIN_DECLS

/* More settings than any experiment needs. */
#define HOP_SETTING_MAX 16

/* What a setting is, and in brackets the type of its member in a cell. */
typedef enum hop_setting_kind {
    HOP_SETTING_NUMBER,     /* a number [double]; NAN: auto */
    HOP_SETTING_COUNT,      /* a whole number [size_t] */
    HOP_SETTING_WORD,       /* one of parameter.choices [an enum, in their order] */
    HOP_SETTING_ENERGY,     /* specs [const hop_energy *]; several are compared */
    HOP_SETTING_SIMILARITY, /* likewise [const hop_similarity *; kind NULL: auto], or "all" */
    HOP_SETTING_CORRUPTION, /* specs, applied one after another [no member: src/sweep/opened.h] */
    HOP_SETTING_COMPARED, /* specs of corruptions [const hop_corruption *]; several are compared */
    HOP_SETTING_DAMAGE,   /* names of corruptions, or all [const hop_corruption_row *] */
    HOP_SETTING_MEMORY,   /* a file or folder of patterns [no member]; with the default "none" it
                             may be left out */
} hop_setting_kind;

/* What can be set, and where in a cell it is found. */
typedef struct hop_setting {
    hop_parameter parameter; /* a default of NAN: "auto" is allowed, and is NAN */
    hop_setting_kind kind;
    size_t offset; /* of its member in the row's struct of settings */
    bool swept;    /* takes a range (src/base/range.h): "1,2,5", "0:1:0.05", "0.1:10:x2" */
    const char *default_value; /* as users type it; NULL: must be given */
} hop_setting;

/* An experiment with its settings read. */
typedef struct hop_sweep hop_sweep;

/* What a cell measured: lines, each the row's struct of measures, all of them double. */
typedef struct hop_lines {
    size_t count;
    void *all; /* [count] of that struct, free()d by the caller */
} hop_lines;

/* A finished cell. */
typedef struct hop_finished {
    uint64_t index; /* chain * 2^20 + number in the chain */
    void *cell;     /* its settings, the row's struct of them; the results' own */
    hop_lines lines;
} hop_finished;

typedef struct hop_results {
    hop_finished *all; /* [count], by index */
    size_t count;
} hop_results;

/* Room for `count` lines of `size` bytes each, all zero.  HOP_E_MEMORY. */
hop_status hop_lines_resize(hop_lines *lines, size_t count, size_t size);

/* Where half of the trials succeed.  theory: NAN where there is none. */
typedef struct hop_threshold {
    const char *quantity;     /* "load": the setting that was located */
    char where[128];          /* "dim=500 energy=hebb" */
    double value, low, high;  /* 95 % interval */
    double theory;            /* NAN: none */
    bool theory_suffices;     /* a bound below which all is well: more may be held */
    char theory_source[64];   /* "" : none */
    double estimate;          /* at this size, where theory is a bound or of large ones */
    char estimate_source[64]; /* "" : there is none, whatever the number */
    const char *criterion;    /* of success */
    size_t trials;            /* that it rests on */
} hop_threshold;

/* What a setting that was "auto" came to: words, "dot, hamming", and the range of numbers. */
typedef struct hop_used {
    char words[96];
    bool numbers; /* there are any */
    double low, high;
} hop_used;

/* What a sweep shows.  Fill with hop_findings_...(); clear with hop_findings_clear(). */
typedef struct hop_findings {
    hop_table *table;
    size_t essential_rows;     /* so many of the first are shown to people; 0: all */
    hop_threshold *thresholds; /* [threshold_count] */
    size_t threshold_count;
    hop_curve *curves; /* [curve_count], their numbers and names owned */
    size_t curve_count;
    hop_table *brief;  /* what people are shown in place of the table; NULL: that */
    hop_heat_map map;  /* its numbers, names and label owned; without rows there is none */
    hop_figure figure; /* labels, axes; its map and curves are those above */
    char *subtitle;    /* of the figure; NULL: the settings that are the same in all rows */
    hop_used used[HOP_SETTING_MAX]; /* by setting; empty where it was given */
} hop_findings;

/* What is predicted for a cell, or a chain of them: the seconds of a processor of 2026, which a
 * timed prediction corrects for the one at hand. */
typedef struct hop_cost {
    double seconds, bytes;
} hop_cost;

/* Where the settings of cells to compute are put. */
typedef struct hop_plan {
    void *cells;      /* [count] of the row's struct of settings */
    size_t cell_size; /* of that struct */
    size_t count, room;
    double left; /* seconds of this round and of those to come, as costs are; NAN: not known */
} hop_plan;

typedef struct hop_experiment_row {
    hop_row row;                 /* its parameters stay empty: see settings */
    const hop_setting *settings; /* ends at the first without a name; HOP_SETTING_MAX - 1 at most */
    size_t cell_size;            /* of the struct that a cell finds them in */
    const hop_column *columns;   /* of the table that is reported */
    size_t column_count;
    size_t given;     /* so many of the first are settings, the rest is measured */
    size_t along;     /* the setting that curves are drawn along, or that is located */
    size_t essential; /* so many of the first are shown to people; 0: all */
    size_t line_size; /* of the struct of doubles that a cell measures */
    bool moves; /* its figure has paths over a map, which can be animated: hop_result_animate() */
    const char *const *examples; /* arguments, such as "--dim 500 --seed 1"; ends with NULL */

    /* HOP_OK if the settings go together; NULL: they always do.  Memories are loaded by now. */
    hop_status (*check)(const hop_sweep *experiment);

    /* Puts a range in place of settings that are "auto" and mean several values; memories are
     * loaded, and the check has been passed.  NULL: no setting does. */
    hop_status (*complete)(hop_sweep *experiment);

    /* Computes one cell: a pure function of its settings `cell` and its own `seed`, all of whose
     * streams it may use, on the calling thread alone.  `lines` has one, all zero; for more see
     * hop_lines_resize().  HOP_E_CANCELLED if the sweep, which a long cell asks now and then
     * (src/base/watch.h), is to end. */
    hop_status (*cell)(const hop_sweep *experiment, const void *cell, uint64_t seed,
                       hop_lines *lines);

    /* What a cell (or, by its settings, a whole chain) will take. */
    hop_cost (*cost)(const hop_sweep *experiment, const void *cell);

    /* A chain of cells, each round chosen by what the ones before it gave: adds the next round to
     * `plan`, nothing if the chain has ended.  Depends on its arguments alone.  NULL: every
     * combination of settings is one cell. */
    hop_status (*next)(const hop_sweep *experiment, const void *cell, const hop_finished *results,
                       size_t count, hop_plan *plan);

    /* Adds rows to findings->table (created with the columns), thresholds and curves. */
    hop_status (*report)(const hop_sweep *experiment, const hop_results *results,
                         hop_findings *findings);
} hop_experiment_row;

/* One setting as a user gave it. */
typedef struct hop_given {
    const char *name, *text;
} hop_given;

/* Reads settings; what is not given is the default.  HOP_E_NAME for a setting or word there is not
 * (the nearest is offered); HOP_E_VALUE for a range that is empty, reversed or beyond the limits,
 * or a setting given twice; HOP_E_LIMIT for more than 2^24 combinations; HOP_E_MEMORY. */
hop_status hop_sweep_create(const hop_experiment_row *row, const hop_given *given, size_t count,
                            uint64_t seed, hop_sweep **experiment);
void hop_sweep_destroy(hop_sweep *experiment);

/* Loads the memory, if there is one to load, checks that the settings go together, and fills in
 * ranges that are "auto". */
hop_status hop_sweep_open(hop_sweep *experiment, const hop_load_options *options);

const hop_experiment_row *hop_sweep_row_of(const hop_sweep *experiment);

/* The seed, and the settings as they were typed: the command that does it again. */
hop_status hop_sweep_command(const hop_sweep *experiment, char **text);

/* ---- sweeps ---- */

/* Told after each cell and within long ones, never by two threads at once; non-zero cancels, and
 * cells under way end early where they ask. */
typedef struct hop_sweep_state {
    size_t cells, done; /* of the rounds so far */
    size_t found;       /* of the done, so many were on disk */
    bool search;        /* later rounds may ask for more cells */
    double fraction;    /* of the predicted work of this run that is done; NAN where a search takes
                           more than was predicted */
} hop_sweep_state;

typedef struct hop_sweep_options {
    size_t threads;       /* 0: as many as there are processors */
    const char *cells;    /* file that finished cells are kept in, and found again; NULL: none */
    bool restart;         /* a file of other cells is replaced, not refused */
    size_t shard, shards; /* this machine's part, 1 ... shards; 0: everything */
    int (*progress)(void *context, const hop_sweep_state *state); /* or NULL */
    void (*remark)(void *context, const char *sentence); /* told what was found on disk; or NULL */
    void *context;
} hop_sweep_options;

/* What a sweep will take. */
typedef struct hop_prediction {
    size_t cells, chains; /* of the first round; chains may ask for more */
    bool sequential;      /* there are chains */
    double seconds;       /* with these threads */
    double bytes;         /* with these threads */
    double available;     /* bytes */
} hop_prediction;

/* timed: the most expensive cells are computed for a moment, a second at most each, and set the
 * pace of all that are like them; else the rows' own estimates stand. */
hop_status hop_sweep_predict(const hop_sweep *experiment, const hop_sweep_options *options,
                             bool timed, hop_prediction *prediction);

/* HOP_E_LIMIT for one that needs more memory than there is, which hop_sweep_run() refuses. */
hop_status hop_sweep_check(const hop_prediction *prediction);

/* Computes all cells, or those of one shard, in parallel, the most expensive first; what is found
 * in options->cells is not computed again.  The results do not depend on threads, shards, or
 * interruptions.  HOP_E_LIMIT for a sweep that needs more memory than there is (the figure is
 * said); HOP_E_FORMAT for a file of another experiment, settings or version (which is said);
 * HOP_E_EXISTS for one that another run is using; HOP_E_WRITE; HOP_E_CANCELLED; and what cells
 * fail with. */
hop_status hop_sweep_run(const hop_sweep *experiment, const hop_sweep_options *options,
                         hop_results *results);
void hop_results_clear(hop_results *results);

/* The seed of the sweep whose finished cells are in that file: with another, none of them could be
 * used.  *found is false where there is no such file, or it is of another experiment. */
hop_status hop_sweep_seed(const hop_experiment_row *row, const char *cells, uint64_t *seed,
                          bool *found);

/* Writes finished cells as a part for hop_sweep_merge(). */
hop_status hop_sweep_save(const hop_sweep *experiment, const hop_results *results, const char *path,
                          bool replace);

/* Opens the experiment that parts were computed for, memory and all, and joins their cells.
 * HOP_E_FORMAT for parts of different sweeps, a damaged line or a cell that is nowhere (which is
 * said). */
hop_status hop_sweep_merge(const hop_catalog *experiments, const char *const *paths, size_t count,
                           const hop_load_options *options, hop_sweep **experiment,
                           hop_results *results);

/* ---- findings ---- */

/* What the results show: a table, curves, thresholds, and notes about them. */
hop_status hop_findings_make(const hop_sweep *experiment, const hop_results *results,
                             hop_findings *findings);
void hop_findings_clear(hop_findings *findings);

/* The same as a result, with settings and provenance: `rows`, `thresholds`, and the figure.  The
 * same results, computed at once or merged, give the same one.  HOP_E_MEMORY. */
hop_status hop_sweep_result(const hop_sweep *experiment, const hop_results *results,
                            hop_result **result);

HOP_END_DECLS

#endif
