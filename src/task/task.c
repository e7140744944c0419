/* The table of tasks.
 * SPDX-License-Identifier: MIT */
#include <hopfield/task.h>

#define ROW(name) extern const hop_task_row hop_task_##name;
#include "task_list.h"
#undef ROW

static const hop_row *const ROWS[] = {
#define ROW(name) &hop_task_##name.row,
#include "task_list.h"
#undef ROW
};

static const hop_catalog CATALOG = {
    .noun = "task",
    .plural = "tasks",
    .rows = ROWS,
    .count = sizeof ROWS / sizeof *ROWS,
};

const hop_catalog *hop_task_catalog(void) {
    return &CATALOG;
}
