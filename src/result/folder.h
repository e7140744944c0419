/* Whether a report can be written, asked before the work.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_RESULT_FOLDER_H
#define HOP_RESULT_FOLDER_H

#include <hopfield/status.h>
#include <stdbool.h>

/* Whether hop_result_report() could make or use the folder now; nothing is left behind.
 * HOP_E_EXISTS for a folder with files in it unless `replace`; HOP_E_WRITE. */
hop_status hop_folder_check(const char *folder, bool replace);

#endif
