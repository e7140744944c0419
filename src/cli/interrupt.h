/* Signals: Ctrl-C asks for an orderly end, a shrinking file says so.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_CLI_INTERRUPT_H
#define HOP_CLI_INTERRUPT_H

#include <stdbool.h>

/* SIGINT and SIGTERM are noted: work that asks ends in order; what does not ask for most of a
 * second of processor time is ended where it is, and so is everything at a second signal; SIGBUS,
 * which a mapped file that shrank brings, ends it with a sentence; SIGXFSZ is ignored so that the
 * write fails. */
void cli_interrupt_install(void);

/* Whether an end was asked for; who asks will end in order, and is heard of (heartbeat.h). */
bool cli_interrupted(void);

/* Ends the program as the signal that was noted would have; returns if there was none. */
void cli_interrupt_finish(void);

#endif
