/* Telling how far a long call has come.
 * SPDX-License-Identifier: MIT */
#include "tell.h"

#include "fail.h"

hop_status hop_tell(hop_progress progress, void *context, const char *what, size_t done,
                    size_t total) {
    if (!progress || progress(context, what, done, total) == 0) return HOP_OK;
    return hop_fail(HOP_E_CANCELLED, "interrupted; nothing was written");
}

int hop_tell_part(void *parts, const char *what, size_t done, size_t total) {
    const hop_tell_parts *p = parts;
    (void)what;
    return p->progress ? p->progress(p->context, p->what, p->part * total + done, p->parts * total)
                       : 0;
}
