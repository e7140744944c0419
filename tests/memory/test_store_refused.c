/* Memories whose parts are no patterns, colours, labels or names of labels.
 * Covers: store.c store_chunks.c
 * SPDX-License-Identifier: MIT */
#include "saved.h"

#include <hopfield/load.h>

static void what_is_no_colour_is_refused(void **state) {
    (void)state;
    static const char *const NONE[] = {"1 0.5 1.1", "1 0.5 -.1", "1 0.5    ",
                                       "1 0.5 0 1", "1 0.5 x.1", "1 0.5 nan"};
    const char *path = save_small("m.safetensors", HOP_F32);
    for (size_t i = 0; i < sizeof NONE / sizeof *NONE; i++)
        assert_fails(try_path(put_changed(path, "d", "1 0.5 0.1", NONE[i]), NULL), HOP_E_FORMAT,
                     "background");
    hop_memory *memory = load_path(put_changed(path, "d", "1 0.5 0.1", "1 0.0 1.0"), NULL);
    assert_true(hop_memory_background(memory)[1] == 0 && hop_memory_background(memory)[2] == 1);
    hop_memory_destroy(memory);
}

/* A memory of one file without any checksum; what its header says is the test's. */
static hop_status try_header(const char *tensors, size_t data, hop_memory **memory) {
    char header[1024];
    unsigned char bytes[2048];
    snprintf(header, sizeof header,
             "{\"__metadata__\":{\"format\":\"hopfield-memory\",\"version\":\"1\","
             "\"background\":\"1 1 1\",\"composed\":\"false\"},%s}",
             tensors);
    const char *path = put_file("bare", bytes, make_safetensors(header, data, bytes));
    return hop_memory_load(&path, 1, NULL, memory);
}

static void shapes_that_are_no_patterns_are_refused(void **state) {
    (void)state;
    static const struct {
        const char *dtype, *shape;
        size_t data;
        hop_status status;
        const char *words;
    } CASES[] = {
        {"U8", "[2,1,2,1]", 4, HOP_OK, ""},
        {"U8", "[2,1,2,3]", 12, HOP_OK, ""},
        {"U8", "[2,1,2,2]", 8, HOP_E_FORMAT, "pictures of 2 channels"},
        {"U8", "[2,1,2,4]", 16, HOP_E_FORMAT, "pictures of 4 channels"},
        {"U8", "[2,2]", 4, HOP_OK, ""},
        {"U8", "[2,2,1]", 4, HOP_E_FORMAT, "no tensor 'patterns'"},
        {"U8", "[4]", 4, HOP_E_FORMAT, "no tensor 'patterns'"},
        {"I8", "[2,2]", 4, HOP_E_FORMAT, "no tensor 'patterns'"},
        {"U8", "[0,2]", 0, HOP_E_EMPTY, "holds no patterns"},
        {"U8", "[2,0]", 0, HOP_E_EMPTY, "holds no patterns"},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        hop_memory *memory = NULL;
        char tensor[256];
        snprintf(tensor, sizeof tensor,
                 "\"patterns\":{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":[0,%zu]}",
                 CASES[i].dtype, CASES[i].shape, CASES[i].data);
        assert_fails(try_header(tensor, CASES[i].data, &memory), CASES[i].status,
                     CASES[i].status == HOP_OK ? hop_status_detail() : CASES[i].words);
        hop_memory_destroy(memory);
    }
}

/* Names of labels are texts that end in a zero, and there are some. */
static void names_of_labels_are_whole_texts(void **state) {
    (void)state;
    for (size_t data = 0; data < 3; data++) {
        char tensors[512];
        hop_memory *memory = NULL;
        snprintf(tensors, sizeof tensors,
                 "\"patterns\":{\"dtype\":\"U8\",\"shape\":[1,1],\"data_offsets\":[0,1]},"
                 "\"classes\":{\"dtype\":\"U8\",\"shape\":[%zu],\"data_offsets\":[1,%zu]}",
                 data, data + 1);
        assert_fails(try_header(tensors, data + 1, &memory), HOP_E_FORMAT,
                     "names of labels are damaged");
        assert_null(memory);
    }
}

/* Labels are whole numbers, one a pattern, in one dimension. */
static void labels_that_do_not_fit_are_refused(void **state) {
    (void)state;
    static const struct {
        const char *dtype, *shape;
        size_t bytes;
        bool fits;
    } CASES[] = {{"I64", "[2]", 16, true},    {"I64", "[1]", 8, false},
                 {"I64", "[3]", 24, false},   {"I64", "[2,1]", 16, false},
                 {"I64", "[1,2]", 16, false}, {"F64", "[2]", 16, false},
                 {"I32", "[2]", 8, false},    {"F8_E5M2", "[2]", 2, false}};
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        char tensors[512];
        int64_t label = 0;
        hop_memory *memory = NULL;
        snprintf(tensors, sizeof tensors,
                 "\"patterns\":{\"dtype\":\"U8\",\"shape\":[2,4],\"data_offsets\":[0,8]},"
                 "\"labels\":{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":[8,%zu]}",
                 CASES[i].dtype, CASES[i].shape, 8 + CASES[i].bytes);
        hop_status status = try_header(tensors, 8 + CASES[i].bytes, &memory);
        if (CASES[i].fits) {
            assert_int_equal(status, HOP_OK);
            assert_true(hop_memory_label(memory, 1, &label));
            assert_true(label == 0x1716151413121110);
        } else {
            assert_int_equal(status, HOP_E_FORMAT);
            assert_non_null(strstr(hop_status_detail(), "labels do not fit its 2 patterns"));
        }
        hop_memory_destroy(memory);
    }
}

/* The order of the parts is a file's own: what was prepared may come first, and behind the
 * checksums, where a whole chunk ends, may stand a part without bytes: there is nothing to check.
 */
static void parts_come_in_any_order(void **state) {
    (void)state;
    static unsigned char bytes[HOP_STORE_CHUNK + 1024];
    static const char HEADER[] =
        "{\"__metadata__\":{\"format\":\"hopfield-memory\",\"version\":\"2\","
        "\"background\":\"1 1 1\",\"composed\":\"false\","
        "\"checksum\":\"00000000000000000000000000000000\"},"
        "\"prepared.first\":{\"dtype\":\"U8\",\"shape\":[128],\"data_offsets\":[0,128]},"
        "\"patterns\":{\"dtype\":\"U8\",\"shape\":[1,1048448],\"data_offsets\":[128,1048576]},"
        "\"checksums\":{\"dtype\":\"U8\",\"shape\":[16],\"data_offsets\":[1048576,1048592]},"
        "\"none\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[1048592,1048592]}}";
    const hop_check checks[] = {HOP_CHECK_ALL, HOP_CHECK_QUICK};
    const size_t size = make_safetensors(HEADER, HOP_STORE_CHUNK + 16, bytes);
    sign_again(bytes, size);
    const char *path = put_file("order", bytes, size);
    for (size_t i = 0; i < 2; i++) {
        hop_load_options options = hop_load_defaults;
        size_t blob = 0;
        options.check = checks[i];
        hop_memory *memory = load_path(path, &options);
        assert_int_equal(hop_memory_dim(memory), 1048448);
        assert_int_equal(hop_memory_blob(memory, "first", &blob) != NULL, i == 0);
        hop_memory_destroy(memory);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_no_colour_is_refused),
        cmocka_unit_test(shapes_that_are_no_patterns_are_refused),
        cmocka_unit_test(names_of_labels_are_whole_texts),
        cmocka_unit_test(labels_that_do_not_fit_are_refused),
        cmocka_unit_test(parts_come_in_any_order),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
