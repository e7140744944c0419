/* Files that people hand over and that are not read.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_LOAD_FOREIGN_H
#define HOP_LOAD_FOREIGN_H

#include <stddef.h>

#include <hopfield/status.h>

/* HOP_E_FORMAT with the name of the type and what to do about it, where a file that begins with
 * head [size] is of a type that is known and not read; HOP_OK for everything else. */
hop_status hop_foreign_check(const char *path, const unsigned char *head, size_t size);

#endif
