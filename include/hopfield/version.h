/* The version of this library, as semantic versioning means it.
 * SPDX-License-Identifier: MIT */
#ifndef HOPFIELD_VERSION_H
#define HOPFIELD_VERSION_H

#include <hopfield/export.h>

#define HOP_VERSION "0.1.0"

HOP_BEGIN_DECLS

/* HOP_VERSION of the library that is linked. */
const char *hop_version(void);

/* One line: compiler, and the libraries this build uses. */
const char *hop_build_info(void);

HOP_END_DECLS

#endif
