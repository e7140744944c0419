/* Asking whether to go on.
 * SPDX-License-Identifier: MIT */
#include "watch.h"

#include <math.h>
#include <time.h>

#include "fail.h"

/* Between two questions. */
static const double SECONDS = 0.1;

/* A few nanoseconds, and a few milliseconds behind. */
static double coarse_seconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC_COARSE, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static bool ends(hop_watch *watch, double fraction) {
    if (!watch || watch->ended) return watch != NULL;
    if (fraction > watch->fraction) watch->fraction = fraction;
    double now = coarse_seconds();
    if (now - watch->asked < SECONDS) return false;
    watch->asked = now;
    watch->ended = watch->ask(watch->context, watch->job, watch->fraction) != 0;
    return watch->ended;
}

hop_status hop_watch_look(hop_watch *watch, double fraction) {
    return ends(watch, fraction) ? hop_fail(HOP_E_CANCELLED, "a cell was interrupted") : HOP_OK;
}

bool hop_watch_ended(hop_watch *watch) {
    return ends(watch, NAN);
}

int hop_watch_progress(void *watch, const char *what, size_t done, size_t total) {
    (void)what;
    (void)done;
    (void)total;
    return ends(watch, NAN) ? 1 : 0;
}
