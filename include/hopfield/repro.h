/* Reproductions: published numbers, measured again with this library.  A row says what is claimed
 * and where, runs the library's own experiments, and holds what came out to the claim.  One file in
 * src/repro each; listed in repro_list.h.  Not in a core-only build.
 * SPDX-License-Identifier: MIT */
#ifndef HOPFIELD_REPRO_H
#define HOPFIELD_REPRO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <hopfield/export.h>
#include <hopfield/result.h>
#include <hopfield/row.h>

HOP_BEGIN_DECLS

/* How a value is held to what is expected of it. */
typedef enum hop_repro_relation {
    HOP_REPRO_EQUAL,    /* |value - expected| <= tolerance */
    HOP_REPRO_AT_LEAST, /* value >= expected - tolerance */
    HOP_REPRO_AT_MOST,  /* value <= expected + tolerance */
} hop_repro_relation;

/* What a verdict is worth: a number that was measured, with an interval, is held to another; an
 * inequality was held; or a number was computed without chance, as a formula is. */
typedef enum hop_repro_evidence {
    HOP_REPRO_MEASURED,
    HOP_REPRO_INEQUALITY,
    HOP_REPRO_COMPUTED
} hop_repro_evidence;

/* "=", ">=", "<=". */
const char *hop_repro_sign(hop_repro_relation relation);

typedef struct hop_repro_row hop_repro_row;

/* One number of a reproduction. */
typedef struct hop_repro_result {
    const hop_repro_row *row;
    char item[64];    /* which of the row's numbers: "n = 3" */
    double value;     /* measured */
    double low, high; /* 95 % interval of it; NAN: none */
    double expected, tolerance;
    hop_repro_relation relation;
    hop_repro_evidence
        evidence;        /* inequality, or formula where there is no interval, is filled in */
    const char *reason;  /* of the tolerance, in a clause */
    const char *source;  /* of what is expected; NULL: the row's own */
    bool pass;           /* by hop_repro_judge() */
    const char *missing; /* why nothing was measured, and what to do; NULL: it was */
} hop_repro_result;

/* Where what is expected comes from. */
const char *hop_repro_source(const hop_repro_result *result);

/* Whether the value is what is expected; never, if any of the numbers is NAN. */
bool hop_repro_judge(const hop_repro_result *result);

/* "measured", "inequality", "computed". */
const char *hop_repro_evidence_word(const hop_repro_result *result);

/* "PASS", "FAIL", or "SKIP" where something is missing. */
const char *hop_repro_verdict(const hop_repro_result *result);

typedef struct hop_repro_results {
    hop_repro_result *all; /* [count] */
    size_t count;
} hop_repro_results;
void hop_repro_results_clear(hop_repro_results *results);

/* How many there are of a verdict. */
size_t hop_repro_count(const hop_repro_results *results, const char *verdict);

/* How many that were measured are of a kind. */
size_t hop_repro_count_evidence(const hop_repro_results *results, hop_repro_evidence evidence);

typedef struct hop_repro_options {
    uint64_t seed;
    size_t threads;             /* 0: as many as there are processors; never changes a result */
    bool quick;                 /* fewer trials, wider tolerances */
    bool falsify;               /* every theory is made wrong, as its row says: it must FAIL */
    int (*stop)(void *context); /* asked now and then; non-zero cancels; or NULL */
    void *context;
} hop_repro_options;

/* A reproduction that is being run: src/repro/repro_private.h of the source. */
typedef struct hop_repro hop_repro;

struct hop_repro_row {
    hop_row row;           /* its parameters stay empty */
    const char *method;    /* how it is measured, in a sentence or two */
    const char *falsehood; /* what is wrong with the theory under options.falsify, in a clause */
    double seconds;        /* of one processor of 2026 that it takes, about; quick is far less */

    /* Measures, and adds its results by hop_repro_add(). */
    hop_status (*run)(hop_repro *repro);
};

/* All reproductions. */
const hop_catalog *hop_repro_catalog(void);

/* Runs one; its results are added to `results`.  A number that is not reproduced is a result
 * (pass is false), not a failure.  HOP_E_MEMORY, HOP_E_CANCELLED, and what its experiments fail
 * with. */
hop_status hop_repro_run(const hop_repro_row *row, const hop_repro_options *options,
                         hop_repro_results *results);

/* Puts the results into `result`: `results`, a row each, for programs; for people a chapter a
 * reproduction.  The result is wrong if a number is not reproduced. */
void hop_repro_report(const hop_repro_results *results, const hop_repro_options *options,
                      hop_result *result);

/* A page in Markdown about what was found: every claim with its source, how it was measured, and
 * the numbers.  command: how the page is made again.  Free()d by the caller. */
hop_status hop_repro_page(const hop_repro_results *results, const char *command, char **page);

HOP_END_DECLS

#endif
