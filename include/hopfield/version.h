/* The version of this library, as semantic versioning means it.
 * SPDX-License-Identifier: MIT */
#ifndef HOPFIELD_VERSION_H
#define HOPFIELD_VERSION_H

#include <hopfield/export.h>

#define HOP_VERSION "0.2.0"

HOP_BEGIN_DECLS

/* HOP_VERSION of the library that is linked. */
const char *hop_version(void);

/* The commit it was built from, twelve digits, with "-dirty" behind it where the source had changed
 * since; "" where that is not known. */
const char *hop_version_commit(void);

/* Both: "0.2.0 (3f2c...)"; the version alone where the commit is not known. */
const char *hop_version_full(void);

/* One line: the compiler, and the libraries in use, by the names of their files, which hold their
 * versions: "gcc 12.2.0, glibc 2.36, libgsl.so.27.0.0, ...".  The same on one machine for every
 * run. */
const char *hop_build_info(void);

HOP_END_DECLS

#endif
