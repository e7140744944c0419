/* --sandbox: reading files of strangers in a process that can do nothing else.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_CLI_SANDBOX_H
#define HOP_CLI_SANDBOX_H

#include <hopfield/status.h>

/* From here on this process, with all its threads, can open files for reading alone: no file to
 * write, no name to change, no socket, no program to start.  What is open may be written.  There is
 * no way back.  HOP_E_SUPPORT where the system has no seccomp. */
hop_status cli_sandbox_enter(void);

#endif
