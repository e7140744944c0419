/* What this build is.
 * SPDX-License-Identifier: MIT */
#include <hopfield/version.h>

#ifdef HOP_CORE_ONLY
#define LIBRARIES "core only, C library alone"
#else
#define LIBRARIES "OpenBLAS, OpenMP, GSL, libpng, jansson, xxHash, Random123"
#endif

const char *hop_version(void) {
    return HOP_VERSION;
}

const char *hop_build_info(void) {
    return "C compiler " __VERSION__ "; " LIBRARIES;
}
