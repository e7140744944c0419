/* Telling how far a long call has come, and being told to end.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_BASE_TELL_H
#define HOP_BASE_TELL_H

#include <stddef.h>

#include <hopfield/status.h>

/* HOP_E_CANCELLED where the work is to end; NULL: nobody is told. */
hop_status hop_tell(hop_progress progress, void *context, const char *what, size_t done,
                    size_t total);

/* Work of `parts` alike calls, each of which tells of itself alone: told of as one. */
typedef struct hop_tell_parts {
    hop_progress progress; /* or NULL */
    void *context;
    const char *what; /* all of it is */
    size_t part, parts;
} hop_tell_parts;

/* A hop_progress for such a call; its context is the hop_tell_parts. */
int hop_tell_part(void *parts, const char *what, size_t done, size_t total);

#endif
