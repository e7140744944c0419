/* The store: a memory in its own .safetensors file, written safely and mapped for reading.
 * SPDX-License-Identifier: MIT */
#ifndef HOPFIELD_STORE_H
#define HOPFIELD_STORE_H

#include <hopfield/image.h>
#include <hopfield/memory.h>

/* What our own files say of themselves in __metadata__ under "format". */
#define HOP_STORE_FORMAT "hopfield-memory"

/* Writes the memory as .safetensors, safely: a temporary name, then a rename.  notes become
 * metadata.  HOP_E_EXISTS unless `replace`, HOP_E_WRITE, HOP_E_MEMORY, HOP_E_SUPPORT unless it
 * holds patterns, HOP_E_SHAPE for labels of some patterns only. */
hop_status hop_memory_save(const hop_memory *memory, const char *path, const hop_image_note *notes,
                           size_t note_count, bool replace);

/* Reads a whole .safetensors memory and compares its checksum; HOP_E_FORMAT if it differs. */
hop_status hop_memory_verify(const char *path);

/* Opens a file of our own whose bytes [size] are mapped.  The memory is lent the mapping, or it is
 * released, whatever happens.  HOP_QUERIES are granted unless the patterns are u8.  HOP_E_FORMAT
 * for a newer version or parts that do not agree; `path` stands in errors. */
hop_status hop_store_open(const char *path, const unsigned char *bytes, size_t size,
                          hop_memory_role role, hop_memory **memory);

#endif
