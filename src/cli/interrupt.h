/* Signals: Ctrl-C asks for an orderly end, a shrinking file says so.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_CLI_INTERRUPT_H
#define HOP_CLI_INTERRUPT_H

#include <stdbool.h>

/* SIGINT and SIGTERM are noted (a second one ends the program at once); SIGBUS, which a mapped file
 * that shrank brings, ends it with a sentence; SIGXFSZ is ignored so that the write fails. */
void cli_interrupt_install(void);

/* Whether an end was asked for. */
bool cli_interrupted(void);

/* Ends the program as the signal that was noted would have; returns if there was none. */
void cli_interrupt_finish(void);

#endif
