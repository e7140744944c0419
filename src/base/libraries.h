/* The libraries that this process has loaded.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_BASE_LIBRARIES_H
#define HOP_BASE_LIBRARIES_H

/* What hop_build_info() says; lent for ever. */
const char *hop_libraries(void);

#endif
