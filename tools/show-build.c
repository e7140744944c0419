/* Prints what the library in this build says of itself; `make info` runs it.
 * SPDX-License-Identifier: MIT */
#include <stdio.h>

#include <hopfield/version.h>

#include "base/blas.h"
#include "base/parallel.h"

int main(void) {
    printf("hopfield      %s\n", hop_version_full());
    printf("built with    %s\n", hop_build_info());
    printf("BLAS          %s\n", hop_blas_name());
    printf("processors    %zu\n", hop_parallel_threads(0));
    return 0;
}
