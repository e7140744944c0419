/* Rank 0 speaks for all.
 * SPDX-License-Identifier: MIT */
#include "ranks.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../base/fail.h"
#include "../base/ranks.h"

static int errors = -1; /* where standard error was */

hop_status cli_ranks_begin(int *argc, char ***argv) {
    hop_status status = hop_ranks_begin(argc, argv);
    atexit(hop_ranks_end);
    /* Standard output is a terminal of mpirun's own, whatever stands behind it. */
    if (hop_ranks_count() > 1) setenv("NO_COLOR", "1", 1);
    if (status != HOP_OK || hop_ranks_first()) return status;
    int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
    errors = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
    if (nowhere >= 0) {
        dup2(nowhere, STDOUT_FILENO);
        dup2(nowhere, STDERR_FILENO);
        close(nowhere);
    }
    return HOP_OK;
}

void cli_ranks_fail(int exit_status) {
    if (hop_ranks_all_here()) return;
    if (errors >= 0)
        dprintf(errors, "hopfield: rank %zu of %zu: %s\n", hop_ranks_mine(), hop_ranks_count(),
                hop_status_detail());
    hop_ranks_abandon(exit_status);
}

hop_status cli_ranks_check_memory(const char *path, const hop_memory *memory) {
    char sum[33], first[33];
    if (hop_ranks_count() == 1) return HOP_OK;
    hop_memory_checksum(memory, sum);
    memcpy(first, sum, sizeof first);
    hop_ranks_broadcast(first, sizeof first);
    hop_status status = HOP_OK;
    if (memcmp(first, sum, sizeof first) != 0)
        status = hop_fail(HOP_E_FORMAT,
                          "%s: holds other patterns here than at rank 0; copy that one", path);
    return hop_ranks_agree(status);
}
