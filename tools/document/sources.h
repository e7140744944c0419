/* docs/SOURCES.md: what every row rests on.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_TOOLS_SOURCES_H
#define HOP_TOOLS_SOURCES_H

/* Prints every source that a row names, in alphabetical order, with the rows that name it. */
void sources_print(void);

#endif
