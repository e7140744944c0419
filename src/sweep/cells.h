/* Finished cells on disk: a first line that says of which sweep, then one line a cell, each with
 * its checksum and appended by one write(), so that whatever stops the program, what was finished
 * is found again, and a torn last line is known for what it is.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_SWEEP_CELLS_H
#define HOP_SWEEP_CELLS_H

#include <hopfield/sweep.h>

/* The result of that index among sorted ones, or NULL. */
const hop_finished *hop_results_find(const hop_results *results, uint64_t index);

/* Frees what one holds. */
void hop_finished_clear(hop_finished *finished);

/* Sorts by index; of several with one index, which are all the same, one is kept. */
void hop_results_unite(hop_results *results);

/* An open file of cells. */
typedef struct hop_cells {
    const char *path; /* borrowed */
    int descriptor;
    double synced; /* when it was last made sure to be on disk */
} hop_cells;

/* What a file of cells held. */
typedef struct hop_cells_found {
    char *identity;      /* its first line, see hop_sweep_identity() */
    hop_results results; /* without settings (cell): only index and lines */
    size_t torn;         /* bytes behind the last whole line */
    size_t whole;        /* bytes up to there */
} hop_cells_found;

/* Reads a file of cells, sorted by index; of a cell that is there twice the first counts.  A last
 * line that is torn is left out.  HOP_E_READ, HOP_E_FORMAT for a file that is none, or a damaged
 * line that others follow. */
hop_status hop_cells_read(const char *path, hop_cells_found *found);
void hop_cells_found_clear(hop_cells_found *found);

/* The identity in the first line of a file of cells, free()d by the caller; NULL where there is no
 * file, or none that begins as files of cells do. */
hop_status hop_cells_identity(const char *path, char **identity);

/* Compares two identities; HOP_E_FORMAT with the first field that differs. */
hop_status hop_cells_compare(const char *path, const char *found, const char *wanted,
                             const char *advice);

/* Opens (or begins) the file for appending, locked against other runs, and reads what is there.
 * A torn last line is cut off; `found->torn` says so.  restart: another sweep's file is begun anew.
 * HOP_E_FORMAT, HOP_E_EXISTS if another run has it, HOP_E_WRITE. */
hop_status hop_cells_open(const char *path, const char *identity, bool restart, hop_cells *cells,
                          hop_cells_found *found);

/* Appends one cell. */
hop_status hop_cells_append(hop_cells *cells, const hop_finished *result, size_t measures);

/* Makes sure everything is on disk, and closes. */
hop_status hop_cells_close(hop_cells *cells);

/* The whole text of a file of these cells, free()d by the caller. */
hop_status hop_cells_print(const char *identity, const hop_results *results, size_t measures,
                           char **text, size_t *size);

#endif
