/* .npy, IDX, .npz and gzip with headers that lie.
 * SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "hostile.h"

static bytes npy_of(const char *header, unsigned major, size_t data) {
    bytes file = {0};
    const size_t length = strlen(header);
    put(&file, "\x93NUMPY", 6);
    put_little(&file, major, 2);
    put_little(&file, length, major == 1 ? 2 : 4);
    put_text(&file, "%s", header);
    put_same(&file, 1, data);
    return file;
}

static const struct {
    const char *name, *header;
    size_t data;
} NPYS[] = {
    {"good", "{'descr': '|u1', 'fortran_order': False, 'shape': (3, 4), }\n", 12},
    {"short", "{'descr': '|u1', 'fortran_order': False, 'shape': (3, 4), }\n", 11},
    {"empty-shape", "{'descr': '|u1', 'fortran_order': False, 'shape': (), }\n", 1},
    {"no-rows", "{'descr': '|u1', 'fortran_order': False, 'shape': (0, 4), }\n", 0},
    {"no-columns", "{'descr': '|u1', 'fortran_order': False, 'shape': (4, 0), }\n", 0},
    {"negative", "{'descr': '|u1', 'fortran_order': False, 'shape': (-1, 4), }\n", 12},
    {"huge", "{'descr': '|u1', 'fortran_order': False, 'shape': (99999999999999999999, 4), }\n",
     12},
    {"product-wraps",
     "{'descr': '<f8', 'fortran_order': False, 'shape': (4294967296, 4294967296), }\n", 12},
    {"bytes-wrap", "{'descr': '<f8', 'fortran_order': False, 'shape': (2305843009213693952,), }\n",
     12},
    {"deep", "{'descr': '|u1', 'fortran_order': False, 'shape': (1,1,1,1,1,1,1,1,1,12), }\n", 12},
    {"objects", "{'descr': '|O', 'fortran_order': False, 'shape': (3, 4), }\n", 96},
    {"fields", "{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (3,), }\n", 12},
    {"complex", "{'descr': '<c16', 'fortran_order': False, 'shape': (3, 4), }\n", 192},
    {"size0", "{'descr': '<f0', 'fortran_order': False, 'shape': (3, 4), }\n", 12},
    {"size-huge", "{'descr': '<f999999999999', 'fortran_order': False, 'shape': (3, 4), }\n", 12},
    {"letters-huge", "{'descr': '<U4294967295', 'fortran_order': False, 'shape': (3,), }\n", 12},
    {"fortran", "{'descr': '<f4', 'fortran_order': True, 'shape': (3, 4), }\n", 48},
    {"key-missing", "{'descr': '|u1', 'shape': (3, 4), }\n", 12},
    {"key-twice", "{'descr': '|u1', 'descr': '<f8', 'fortran_order': False, 'shape': (3, 4), }\n",
     12},
    {"no-end", "{'descr': '|u1', 'fortran_order': False, 'shape': (3, 4", 12},
    {"quote-open", "{'descr': '|u1, 'fortran_order': False, 'shape': (3, 4), }\n", 12},
    {"no-dict", "hello\n", 12},
    {"nothing", "", 12},
    {"blanks", "                                                                  \n", 12},
};

static void npys(void) {
    for (size_t i = 0; i < sizeof NPYS / sizeof *NPYS; i++) {
        bytes file = npy_of(NPYS[i].header, 1, NPYS[i].data);
        emit(&file, "npy-%s.npy", NPYS[i].name);
    }
    for (unsigned major = 2; major <= 4; major++) {
        bytes file = npy_of(NPYS[0].header, major, 12);
        emit(&file, "npy-version%u.npy", major);
    }
    static const double VALUES[] = {0, 1e308, 1e-310, 1e-160};
    for (size_t v = 0; v < 4; v++) {
        bytes file = npy_of("{'descr': '<f8', 'fortran_order': False, 'shape': (2, 2), }\n", 1, 0);
        for (size_t i = 0; i < 4; i++) {
            double value = VALUES[v] * (double)(i + 1);
            if (v == 0) memset(&value, 0xFF, sizeof value); /* not a number */
            put(&file, &value, sizeof value);
        }
        emit(&file, "npy-values%zu.npy", v);
    }
    bytes lying = npy_of(NPYS[0].header, 1, 12);
    lying.at[8] = lying.at[9] = 0xFF; /* the header's length */
    emit(&lying, "npy-header-long.npy");
    bytes damaged = npy_of(NPYS[0].header, 1, 12);
    emit_damaged(&damaged, "npy-damaged", "npy");
}

static bytes idx_of(uint8_t type, uint8_t rank, const uint32_t *sizes, size_t data) {
    bytes file = {0};
    put(&file, (uint8_t[]){0, 0, type, rank}, 4);
    for (size_t i = 0; i < rank && sizes; i++) put_big(&file, sizes[i], 4);
    put_same(&file, 200, data);
    return file;
}

static void idx(const char *name, uint8_t type, uint8_t rank, const uint32_t *sizes, size_t data) {
    bytes file = idx_of(type, rank, sizes, data);
    emit(&file, "idx-%s.idx", name);
}

static void idxs(void) {
    static const uint32_t GOOD[] = {3, 2, 2}, MOST[] = {0xffffffff, 0xffffffff, 0xffffffff},
                          NONE[] = {0, 2, 2}, FLAT[] = {3, 0, 2}, ONES[] = {1, 1, 1, 1, 1, 1};
    idx("good", 8, 3, GOOD, 12);
    idx("short", 8, 3, GOOD, 11);
    idx("long", 8, 3, GOOD, 13);
    idx("most", 14, 3, MOST, 12);
    idx("none", 8, 3, NONE, 0);
    idx("flat", 8, 3, FLAT, 0);
    idx("rank0", 8, 0, GOOD, 12);
    idx("rank6", 8, 6, ONES, 1);
    idx("rank255", 8, 255, NULL, 12);
    idx("type7", 7, 3, GOOD, 12);
    idx("nan", 14, 3, GOOD, 96);
    bytes damaged = idx_of(8, 3, GOOD, 12);
    emit_damaged(&damaged, "idx-damaged", "idx");
}

/* One member of an archive; sizes that are lies are put into both headers. */
typedef struct member {
    const char *name;
    unsigned method, flags;
    uint32_t said; /* 0: the truth */
} member;

static bytes zip_of(const member *members, size_t count, const bytes *content) {
    bytes file = {0}, directory = {0};
    for (size_t i = 0; i < count; i++) {
        const member *m = &members[i];
        const uint32_t said = m->said ? m->said : (uint32_t)content->size;
        const size_t at = file.size;
        for (size_t central = 0; central < 2; central++) {
            bytes *to = central ? &directory : &file;
            put(to, central ? "PK\1\2" : "PK\3\4", 4);
            if (central) put_little(to, 20, 2);
            put_little(to, 20, 2);
            put_little(to, m->flags, 2);
            put_little(to, m->method, 2);
            put_little(to, 0x21u << 16, 4);
            put_little(to, crc32(0, content->at, (uInt)content->size), 4);
            put_little(to, content->size, 4);
            put_little(to, said, 4);
            put_little(to, strlen(m->name), 2);
            put_little(to, 0, central ? 16 : 2);
            if (central) {
                directory.size -= 4; /* the last four of those zeros are the offset */
                put_little(to, at, 4);
            }
            put_text(to, "%s", m->name);
        }
        put(&file, content->at, content->size);
    }
    const size_t at = file.size;
    put(&file, directory.at, directory.size);
    put(&file, "PK\5\6\0\0\0\0", 8);
    put_little(&file, count, 2);
    put_little(&file, count, 2);
    put_little(&file, directory.size, 4);
    put_little(&file, at, 4);
    put_little(&file, 0, 2);
    free(directory.at);
    return file;
}

static void zips(void) {
    static const struct {
        const char *name;
        member members[2];
        size_t count;
    } ZIPS[] = {
        {"good", {{"x.npy", 0, 0, 0}}, 1},
        {"empty", {{NULL, 0, 0, 0}}, 0},
        {"twice", {{"x.npy", 0, 0, 0}, {"x.npy", 0, 0, 0}}, 2},
        {"two", {{"x.npy", 0, 0, 0}, {"y.npy", 0, 0, 0}}, 2},
        {"up", {{"../../x.npy", 0, 0, 0}}, 1},
        {"escape", {{"\x1b]0;owned\a.npy", 0, 0, 0}, {"\x1b[2J.npy", 0, 0, 0}}, 2},
        {"no-name", {{"", 0, 0, 0}}, 1},
        {"method99", {{"x.npy", 99, 0, 0}}, 1},
        {"deflate-said", {{"x.npy", 8, 0, 0}}, 1},
        {"encrypted", {{"x.npy", 0, 1, 0}}, 1},
        {"size-most", {{"x.npy", 0, 0, 0xfffffffe}}, 1},
        {"size-small", {{"x.npy", 0, 0, 5}}, 1},
        {"no-array", {{"x.txt", 0, 0, 0}}, 1},
    };
    bytes content = npy_of(NPYS[0].header, 1, 12);
    for (size_t i = 0; i < sizeof ZIPS / sizeof *ZIPS; i++) {
        bytes file = zip_of(ZIPS[i].members, ZIPS[i].count, &content);
        emit(&file, "npz-%s.npz", ZIPS[i].name);
    }
    bytes damaged = zip_of(ZIPS[0].members, 1, &content);
    emit_damaged(&damaged, "npz-damaged", "npz");
    free(content.at);
}

void hostile_arrays(void) {
    npys();
    idxs();
    zips();
}

void hostile_packed(void) {
    static const uint32_t GOOD[] = {3, 2, 2}, MANY[] = {60000, 28, 28};
    bytes plain = idx_of(8, 3, GOOD, 12), many = idx_of(8, 3, MANY, 60000 * 784);
    bytes file = packed(&plain, true), again = packed(&file, true), twice = {0}, other = {0};
    put(&twice, file.at, file.size);
    put(&twice, file.at, file.size);
    put(&other, file.at, file.size);
    put_text(&other, "and more");
    emit(&twice, "gzip-twice.idx.gz");
    emit(&other, "gzip-tail.idx.gz");
    emit(&again, "gzip-in-gzip.idx.gz");
    bytes wrong = packed(&plain, true);
    wrong.at[wrong.size - 1] ^= 1; /* the length */
    emit(&wrong, "gzip-length.idx.gz");
    wrong = packed(&plain, true);
    wrong.at[wrong.size - 8] ^= 1; /* the sum */
    emit(&wrong, "gzip-sum.idx.gz");
    bytes bomb = packed(&many, true);
    emit(&bomb, "gzip-large.idx.gz");
    /* Declares sixty thousand pictures and has three; declares three and has sixty thousand. */
    memcpy(plain.at + 4, many.at + 4, 4);
    bytes lying = packed(&plain, true);
    emit(&lying, "gzip-short.idx.gz");
    memcpy(many.at + 4, "\0\0\0\x03", 4);
    lying = packed(&many, true);
    emit(&lying, "gzip-more.idx.gz");
    emit_damaged(&file, "gzip-damaged", "idx.gz");
    free(plain.at);
    free(many.at);
}
