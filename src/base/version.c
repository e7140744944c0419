/* What this build is.
 * SPDX-License-Identifier: MIT */
#include <hopfield/version.h>

#ifdef HOP_CORE_ONLY
#define LIBRARIES() "C compiler " __VERSION__ ", the C library alone"
#else
#include "libraries.h"
#define LIBRARIES() hop_libraries()
#endif

/* The Makefile says which: tools/show-commit. */
#ifndef HOP_COMMIT
#define HOP_COMMIT ""
#endif

const char *hop_version(void) {
    return HOP_VERSION;
}

const char *hop_version_commit(void) {
    return HOP_COMMIT;
}

const char *hop_version_full(void) {
    return *HOP_COMMIT ? HOP_VERSION " (" HOP_COMMIT ")" : HOP_VERSION;
}

const char *hop_build_info(void) {
    return LIBRARIES();
}
