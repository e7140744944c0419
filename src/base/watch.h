/* What a long cell asks while it works: whether to go on.  It makes cells end soon after Ctrl-C,
 * and lets progress be told within them. SPDX-License-Identifier: MIT */
#ifndef HOP_BASE_WATCH_H
#define HOP_BASE_WATCH_H

#include <stdbool.h>
#include <stddef.h>

#include <hopfield/status.h>

/* One thread's line to the sweep, in a cell. */
typedef struct hop_watch {
    /* Non-zero: end.  fraction: of the cell that is done, 0 where it is not known. */
    int (*ask)(void *context, size_t job, double fraction);
    void *context;
    size_t job;
    double fraction; /* of the cell that is done, as last said */
    double asked;    /* when `ask` was last called: seconds, of a coarse clock; 0: never */
    bool ended;      /* it said so, and says so ever after */
} hop_watch;

/* HOP_E_CANCELLED once the cell is to end, which its caller passes on.  fraction: of the cell that
 * is done; NAN: as last said.  To be called between parts
 * of the work that take up to a second; cheap enough for parts of a microsecond, for the sweep is
 * asked ten times a second.  NULL: nobody watches, go on. */
hop_status hop_watch_look(hop_watch *watch, double fraction);

/* The same for who has no status to return. */
bool hop_watch_ended(hop_watch *watch);

/* A hop_progress, for recall; `watch` is the watch. */
int hop_watch_progress(void *watch, const char *what, size_t done, size_t total);

#endif
