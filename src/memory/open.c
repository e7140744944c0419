/* One path, the usual options: what most programs begin with.
 * SPDX-License-Identifier: MIT */
#include <hopfield/memory.h>

hop_status hop_memory_open(const char *path, hop_memory **memory) {
    return hop_memory_load(&path, 1, &hop_load_defaults, memory);
}
