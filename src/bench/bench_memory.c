/* How much memory a piece of work takes at the most, as the kernel counts it: the high-water mark
 * of resident pages, set back before. SPDX-License-Identifier: MIT */
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../base/fail.h"
#include "bench_private.h"

/* A line of /proc/self/status, in bytes; 0 if there is none. */
static double status_bytes(const char *key) {
    char line[256];
    double bytes = 0;
    FILE *file = fopen("/proc/self/status", "r");
    while (file && fgets(line, sizeof line, file))
        if (strncmp(line, key, strlen(key)) == 0) bytes = 1024 * strtod(line + strlen(key), NULL);
    if (file) fclose(file);
    return bytes;
}

/* "5" sets the high-water mark back to what is resident now; see proc(5). */
static bool reset_high_water(void) {
    FILE *file = fopen("/proc/self/clear_refs", "w");
    bool written = file && fputs("5", file) >= 0;
    if (file) written = fclose(file) == 0 && written;
    return written;
}

hop_status hop_bench_memory(hop_bench_work work, double *bytes) {
    malloc_trim(0);
    double before = status_bytes("VmRSS:");
    bool known = reset_high_water() && before > 0;
    HOP_TRY(work.run(work.context));
    *bytes = known ? status_bytes("VmHWM:") - before : 0;
    return HOP_OK;
}
