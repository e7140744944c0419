/* How a call ended.  Every function of this library that can fail returns a hop_status; results go
 * out through trailing pointers, which are untouched on failure.
 * SPDX-License-Identifier: MIT */
#ifndef HOPFIELD_STATUS_H
#define HOPFIELD_STATUS_H

#include <stddef.h>

#include <hopfield/export.h>

HOP_BEGIN_DECLS

/* The one list of codes and their sentences. */
#define HOP_STATUS_LIST(X)                                    \
    X(HOP_OK, "done")                                         \
    X(HOP_E_MEMORY, "there is not enough memory")             \
    X(HOP_E_READ, "a file cannot be read")                    \
    X(HOP_E_WRITE, "a file cannot be written")                \
    X(HOP_E_EXISTS, "the output exists already")              \
    X(HOP_E_BUSY, "another process is at work on a file")     \
    X(HOP_E_FORMAT, "a file is damaged or of another format") \
    X(HOP_E_LIMIT, "a size is beyond its limit")              \
    X(HOP_E_SHAPE, "shapes do not agree")                     \
    X(HOP_E_VALUE, "a value is not allowed")                  \
    X(HOP_E_NAME, "a name is not known")                      \
    X(HOP_E_EMPTY, "there is nothing to work on")             \
    X(HOP_E_SUPPORT, "this combination is not supported")     \
    X(HOP_E_CANCELLED, "it was cancelled")

typedef enum hop_status {
#define HOP_STATUS_CODE(code, text) code,
    HOP_STATUS_LIST(HOP_STATUS_CODE)
#undef HOP_STATUS_CODE
} hop_status;

/* The sentence for a code; "unknown status" for a number that is none.  Never NULL. */
const char *hop_status_text(hop_status status);

/* This thread's last failure, with names and numbers: what, where, what to do.  "" before the
 * first one.  Lent until this thread's next failing call. */
const char *hop_status_detail(void);

/* Told now and then how far a long call has come; a non-zero return cancels it (HOP_E_CANCELLED).
 */
typedef int (*hop_progress)(void *context, const char *what, size_t done, size_t total);

HOP_END_DECLS

#endif
