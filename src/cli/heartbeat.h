/* Work that tells nothing of its progress: how long it has been going on.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_CLI_HEARTBEAT_H
#define HOP_CLI_HEARTBEAT_H

/* From now on a command that nobody hears of for a while is said to go on, on standard error: after
 * two silent seconds and then every second on a terminal, every ten seconds in a log. */
void cli_heartbeat_start(const char *command);

/* What it says of its progress, which is better, and is said again while it works on in silence;
 * "": that is over. */
void cli_heartbeat_said(const char *line);

/* Clears the line, and no more of it. */
void cli_heartbeat_stop(void);

#endif
