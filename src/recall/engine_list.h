/* Every engine, the preferred first.  A new one is a file with a row, and a line in engine_list.c.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_RECALL_ENGINE_LIST_H
#define HOP_RECALL_ENGINE_LIST_H

#include "engine.h"

extern const hop_engine *const hop_recall_engines[];
extern const size_t hop_engine_count;

#endif
