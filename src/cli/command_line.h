/* The command line, which stands in everything that is written.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_CLI_COMMAND_LINE_H
#define HOP_CLI_COMMAND_LINE_H

#include <hopfield/status.h>

/* As it can be typed again, free()d by the caller. */
hop_status cli_command_line(int argc, char **argv, char **line);

#endif
