/* .safetensors with headers that lie, and memories of this library with names that do harm.
 * SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <hopfield/memory.h>
#include <hopfield/store.h>

#include "hostile.h"

#define X "\"x\":{\"dtype\":\"U8\",\"shape\":[2,3],\"data_offsets\":[0,6]}"

static const struct {
    const char *name, *header;
    size_t data;
} FILES[] = {
    {"good", "{" X "}", 6},
    {"short", "{" X "}", 5},
    {"long", "{" X "}", 7},
    {"twice", "{" X "," X "}", 6},
    {"overlap", "{" X ",\"y\":{\"dtype\":\"U8\",\"shape\":[6],\"data_offsets\":[3,9]}}", 9},
    {"hole", "{" X ",\"y\":{\"dtype\":\"U8\",\"shape\":[6],\"data_offsets\":[7,13]}}", 13},
    {"none", "{}", 0},
    {"metadata-alone", "{\"__metadata__\":{}}", 0},
    {"metadata-number", "{\"__metadata__\":{\"a\":1}," X "}", 6},
    {"backwards", "{\"x\":{\"dtype\":\"U8\",\"shape\":[2,3],\"data_offsets\":[6,0]}}", 6},
    {"offset-negative", "{\"x\":{\"dtype\":\"U8\",\"shape\":[2,3],\"data_offsets\":[-6,0]}}", 6},
    {"offset-huge",
     "{\"x\":{\"dtype\":\"U8\",\"shape\":[2,3],\"data_offsets\":[0,9223372036854775807]}}", 6},
    {"offset-beyond",
     "{\"x\":{\"dtype\":\"U8\",\"shape\":[2,3],\"data_offsets\":[0,18446744073709551622]}}", 6},
    {"shape-negative", "{\"x\":{\"dtype\":\"U8\",\"shape\":[-2,-3],\"data_offsets\":[0,6]}}", 6},
    {"shape-wraps",
     "{\"x\":{\"dtype\":\"F64\",\"shape\":[4294967296,4294967296],\"data_offsets\":[0,0]}}", 0},
    {"shape-deep", "{\"x\":{\"dtype\":\"U8\",\"shape\":[1,1,1,1,1,1,1,6],\"data_offsets\":[0,6]}}",
     6},
    {"shape-none", "{\"x\":{\"dtype\":\"U8\",\"shape\":[],\"data_offsets\":[0,1]}}", 1},
    {"shape-real", "{\"x\":{\"dtype\":\"U8\",\"shape\":[2.0,3],\"data_offsets\":[0,6]}}", 6},
    {"shape-text", "{\"x\":{\"dtype\":\"U8\",\"shape\":\"2\",\"data_offsets\":[0,6]}}", 6},
    {"type-unknown", "{\"x\":{\"dtype\":\"Q9\",\"shape\":[2,3],\"data_offsets\":[0,6]}}", 6},
    {"type-missing", "{\"x\":{\"shape\":[2,3],\"data_offsets\":[0,6]}}", 6},
    {"escape",
     "{\"\\u001b]0;owned\\u0007\":{\"dtype\":\"U8\",\"shape\":[2,3],\"data_offsets\":[0,6]}"
     ",\"\\u001b[2J\":{\"dtype\":\"U8\",\"shape\":[6],\"data_offsets\":[6,12]}}",
     12},
    {"newline",
     "{\"a\\nhopfield: all is well\":{\"dtype\":\"U8\",\"shape\":[2,3],\"data_offsets\":"
     "[0,6]},\"b\":{\"dtype\":\"U8\",\"shape\":[6],\"data_offsets\":[6,12]}}",
     12},
    {"zero-in-name", "{\"a\\u0000b\":{\"dtype\":\"U8\",\"shape\":[2,3],\"data_offsets\":[0,6]}}",
     6},
    {"no-json", "hello", 6},
    {"array", "[1,2,3]", 6},
    {"open", "{" X, 6},
    {"tail", "{" X "} and more", 6},
};

static bytes tensors_of(const char *header, uint64_t said, size_t data) {
    bytes file = {0};
    put_little(&file, said ? said : strlen(header), 8);
    put_text(&file, "%s", header);
    for (size_t i = 0; i < data; i++) put_same(&file, (uint8_t)(40 * i), 1);
    return file;
}

static void lengths(void) {
    static const uint64_t SAID[] = {1,          0xffffffff,     0x7fffffffffffffff,
                                    UINT64_MAX, UINT64_MAX - 7, 1 << 20};
    for (size_t i = 0; i < sizeof SAID / sizeof *SAID; i++) {
        bytes file = tensors_of(FILES[0].header, SAID[i], 6);
        emit(&file, "safetensors-length%zu.safetensors", i);
    }
    bytes nested = {0};
    put_same(&nested, '[', 100000);
    put_same(&nested, '\0', 1);
    bytes file = tensors_of((const char *)nested.at, 0, 0);
    emit(&file, "safetensors-nested.safetensors");
    free(nested.at);
}

/* A memory saved by the library itself: its sums are right. */
static void memory(const char *stem, const char *const names[3], bool damaged) {
    static const double PATTERNS[3 * 4] = {0, 1, 0, 1, 1, 1, 0, 0, 0, 0, 0, 1};
    char path[4096];
    hop_memory *made = NULL;
    snprintf(path, sizeof path, "%s/%s.safetensors", hostile_folder, stem);
    const hop_image_note note = {"command", "make-hostile"};
    if (hop_memory_create((hop_shape){2, 2, 1, true}, HOP_U8, HOP_PATTERNS, &made) != HOP_OK ||
        hop_memory_append(made, PATTERNS, 3, names) != HOP_OK ||
        hop_memory_save(made, path, &note, 1, true) != HOP_OK) {
        fprintf(stderr, "make-hostile: %s\n", hop_status_detail());
        exit(2);
    }
    hop_memory_destroy(made);
    if (!damaged) return;
    bytes file = {0};
    FILE *in = fopen(path, "rb");
    for (int c = in ? getc(in) : EOF; c != EOF; c = getc(in)) put_same(&file, (uint8_t)c, 1);
    if (in) fclose(in);
    emit_damaged(&file, stem, "safetensors");
}

void hostile_tensors(void) {
    static char longest[3000];
    for (size_t i = 0; i < sizeof FILES / sizeof *FILES; i++) {
        bytes file = tensors_of(FILES[i].header, 0, FILES[i].data);
        emit(&file, "safetensors-%s.safetensors", FILES[i].name);
    }
    lengths();
    memset(longest, 'n', sizeof longest - 1);
    memory("memory-damaged", (const char *const[]){"a", "b", "c"}, true);
    memory("memory-escape", (const char *const[]){"\x1b]52;c;QQ==\a", "\x1b[2J", "\x1b]0;t\a"},
           false);
    memory("memory-newline",
           (const char *const[]){"a\nhopfield: all is well", "b\r",
                                 "\x9b"
                                 "1m"},
           false);
    memory("memory-same", (const char *const[]){"a/b", "a\\b", "a_b"}, false);
    memory("memory-up", (const char *const[]){"../../x", "/etc/x", ".."}, false);
    memory("memory-long", (const char *const[]){longest, longest, "c"}, false);
    memory("memory-direction", (const char *const[]){"\u202egnp.exe", "\ufeff", "\u200b"}, false);
}
