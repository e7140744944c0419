/* How much memory is free.
 * SPDX-License-Identifier: MIT */
#include "available.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

/* MemAvailable of /proc/meminfo; infinity where there is none. */
static double free_memory(void) {
    FILE *file = fopen("/proc/meminfo", "re");
    char line[256];
    double kibibytes = INFINITY;
    while (file && fgets(line, sizeof line, file))
        if (strncmp(line, "MemAvailable:", 13) == 0) kibibytes = strtod(line + 13, NULL);
    if (file) fclose(file);
    return kibibytes * 1024;
}

double hop_available_memory(void) {
    struct rlimit limit = {0};
    double bytes = free_memory();
    if (getrlimit(RLIMIT_AS, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY)
        bytes = fmin(bytes, (double)limit.rlim_cur);
    return bytes;
}
