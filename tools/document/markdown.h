/* Markdown of what rows say.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_TOOLS_MARKDOWN_H
#define HOP_TOOLS_MARKDOWN_H

/* Text, its signs that Markdown would take for its own made harmless. */
void markdown_text(const char *text);

/* Where a source is found: "arXiv 2008.02217" and "doi 10.1..." become links. */
void markdown_sources(const char *sources);

#endif
