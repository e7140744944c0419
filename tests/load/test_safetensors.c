/* Single tensors of other people's safetensors files, and our own memories whole.  Covers: inputs.c
 * SPDX-License-Identifier: MIT */
#include "pack.h"

#include <hopfield/store.h>

static const char TWO[] = "{\"w.key\":{\"dtype\":\"U8\",\"shape\":[2,3],\"data_offsets\":[0,6]},"
                          "\"w.bias\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[6,8]}}";

static const char *put_tensors(const char *name, const char *header, size_t data) {
    unsigned char bytes[2048];
    size_t size = make_safetensors(header, data, bytes);
    return put_file(name, bytes, size);
}

/* One tensor of a type with these bytes. */
static hop_memory *load_type(const char *type, const unsigned char *data, size_t size) {
    char header[256];
    unsigned char bytes[512];
    snprintf(header, sizeof header,
             "{\"t\":{\"dtype\":\"%s\",\"shape\":[1],\"data_offsets\":[0,%zu]}}", type, size);
    size_t total = make_safetensors(header, size, bytes);
    memcpy(bytes + total - size, data, size);
    return load_path(put_file("t.safetensors", bytes, total), NULL);
}

static void a_tensor_is_picked_by_its_name(void **state) {
    (void)state;
    char path[300];
    put_tensors("m.safetensors", TWO, 8);
    snprintf(path, sizeof path, "%s:w.key", in_folder("m.safetensors"));
    hop_memory *memory = load_path(path, NULL);
    assert_int_equal(hop_memory_count(memory), 2);
    assert_int_equal(hop_memory_dim(memory), 3);
    assert_true(number_in(memory, 1, 2) == 5); /* levels, for none is above 16 */
    hop_memory_destroy(memory);
    snprintf(path, sizeof path, "%s:w.bias", in_folder("m.safetensors"));
    memory = load_path(path, NULL);
    assert_int_equal(hop_memory_count(memory), 1);
    assert_int_equal(hop_memory_dim(memory), 2);
    hop_memory_destroy(memory);
}

static void tensors_are_listed_where_none_was_picked(void **state) {
    (void)state;
    char path[300];
    const char *file = put_tensors("m.safetensors", TWO, 8);
    assert_fails(try_path(file, NULL), HOP_E_NAME, "w.key, w.bias");
    snprintf(path, sizeof path, "%s:w.keys", file);
    assert_fails(try_path(path, NULL), HOP_E_NAME, "no tensor 'w.keys'; there are: w.key, w.bias");
}

static void of_many_tensors_the_first_24_are_listed(void **state) {
    (void)state;
    for (size_t count = 24; count < 27; count++) {
        char header[2000] = "{";
        for (size_t i = 0; i < count; i++)
            snprintf(header + strlen(header), sizeof header - strlen(header),
                     "%s\"t%zu\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[%zu,%zu]}",
                     i ? "," : "", i, i, i + 1);
        strcat(header, "}");
        assert_fails(try_path(put_tensors("many", header, count), NULL), HOP_E_NAME, "t22, t23");
        assert_null(strstr(hop_status_detail(), "t24"));
        assert_int_equal(strstr(hop_status_detail(), "t23, ...") != NULL, count > 24);
    }
}

static void a_file_with_no_tensor_is_empty(void **state) {
    (void)state;
    assert_fails(try_path(put_tensors("n.safetensors", "{}", 0), NULL), HOP_E_EMPTY, "no tensors");
}

static void the_only_tensor_needs_no_name(void **state) {
    (void)state;
    const unsigned char f32[] = {0, 0, 0x20, 0xc0}, f16[] = {0, 0xc1}, bf16[] = {0x20, 0xc0};
    const unsigned char f64[] = {0, 0, 0, 0, 0, 0, 4, 0xc0}, i16[] = {0xfe, 0xff};
    static const char *const TYPES[] = {"F32", "F16", "BF16", "F64", "I16"};
    const unsigned char *const data[] = {f32, f16, bf16, f64, i16};
    const size_t sizes[] = {4, 2, 2, 8, 2};
    const hop_dtype dtypes[] = {HOP_F32, HOP_F32, HOP_F32, HOP_F64, HOP_F32};
    for (size_t i = 0; i < 5; i++) {
        hop_memory *memory = load_type(TYPES[i], data[i], sizes[i]);
        assert_true(number_in(memory, 0, 0) == (i < 4 ? -2.5 : -2));
        assert_int_equal(hop_memory_dtype(memory), dtypes[i]);
        hop_memory_destroy(memory);
    }
}

static void a_tensor_that_is_no_numbers_is_refused(void **state) {
    (void)state;
    const char *path =
        put_tensors("f8.safetensors",
                    "{\"t\":{\"dtype\":\"F8_E5M2\",\"shape\":[4],\"data_offsets\":[0,4]}}", 4);
    assert_fails(try_path(path, NULL), HOP_E_SUPPORT, "F8_E5M2");
}

static void a_tensor_of_another_file_type_is_refused(void **state) {
    (void)state;
    char path[300];
    const float data[1] = {0};
    snprintf(path, sizeof path, "%s:t", put_npy("a.npy", "<f4", "False", "(1,)", data, 4));
    assert_fails(try_path(path, NULL), HOP_E_NAME, "npy file");
}

static void a_file_whose_name_has_a_colon_is_a_file(void **state) {
    (void)state;
    hop_memory *memory = load_path(
        put_tensors("a:b", "{\"t\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[0,4]}}", 4),
        NULL);
    assert_int_equal(hop_memory_dim(memory), 4);
    hop_memory_destroy(memory);
}

/* A labelled memory of our own, 2x1 and grey; bytes or floats. */
static const char *put_memory(const char *name, hop_dtype dtype) {
    hop_memory *memory = NULL;
    const double rows[4] = {0, 0.2, 0.4, 1};
    const char *names[2] = {"one", "two"};
    const int64_t labels[2] = {7, -8};
    const char *path = in_folder(name);
    assert_int_equal(hop_memory_create((hop_shape){2, 1, 1, true}, dtype, HOP_PATTERNS, &memory),
                     HOP_OK);
    assert_int_equal(hop_memory_append(memory, rows, 2, names), HOP_OK);
    assert_int_equal(hop_memory_set_labels(memory, labels, 2), HOP_OK);
    assert_int_equal(hop_memory_save(memory, path, NULL, 0, true), HOP_OK);
    hop_memory_destroy(memory);
    return path;
}

/* A memory that is used as it lies cannot be added to; what must be changed or joined is copied. */
static void our_own_memory_is_lent_only_as_it_is(void **state) {
    (void)state;
    const char *bytes = put_memory("bytes", HOP_U8), *floats = put_memory("floats", HOP_F32);
    const char *pairs[][2] = {{floats, bytes}, {bytes, bytes}};
    const double row[2] = {0, 1};
    int64_t label = 0;
    hop_load_options options = hop_load_defaults;
    hop_memory *memory = load_path(floats, NULL);
    assert_int_equal(hop_memory_append(memory, row, 1, NULL), HOP_E_SUPPORT);
    hop_memory_destroy(memory);
    options.dtype_given = true;
    options.dtype = HOP_F64;
    memory = load_path(floats, &options);
    assert_string_equal(hop_memory_name(memory, 0), "one");
    assert_true(hop_memory_label(memory, 1, &label));
    assert_int_equal(label, -8);
    assert_int_equal(hop_memory_append(memory, row, 1, NULL), HOP_OK);
    hop_memory_destroy(memory);
    for (size_t i = 0; i < 4; i++) { /* as it is, wider, higher, in colour */
        options = hop_load_defaults;
        options.width = i == 1 ? 4 : 2;
        options.height = i == 2 ? 2 : 1;
        options.channels = i == 3 ? 3 : 1;
        options.resize = HOP_RESIZE_STRETCH;
        memory = load_path(floats, &options);
        assert_int_equal(hop_memory_dim(memory), i == 0 ? 2 : i == 3 ? 6 : 4);
        assert_int_equal(hop_memory_append(memory, (double[6]){0}, 1, NULL),
                         i == 0 ? HOP_E_SUPPORT : HOP_OK);
        hop_memory_destroy(memory);
    }
    options = hop_load_defaults;
    options.limit = 3; /* the second file's first pattern, and its name alone */
    assert_int_equal(hop_memory_load(pairs[0], 2, &options, &memory), HOP_OK);
    assert_int_equal(hop_memory_count(memory), 3);
    assert_string_equal(hop_memory_name(memory, 2), "one");
    hop_memory_destroy(memory);
    for (size_t i = 0; i < 2; i++) {
        assert_int_equal(hop_memory_load(pairs[i], 2, NULL, &memory), HOP_OK);
        assert_int_equal(hop_memory_count(memory), 4);
        assert_string_equal(hop_memory_name(memory, 3), "two");
        assert_true(number_in(memory, 3, 1) == 1 && number_in(memory, 2, 0) == 0);
        assert_true(hop_memory_label(memory, 3, &label));
        assert_int_equal(label, -8);
        assert_int_equal(hop_memory_append(memory, row, 1, NULL), HOP_OK);
        hop_memory_destroy(memory);
    }
}

/* The last byte of the header is a zero where another program filled it up with zeros. */
static void a_header_filled_up_with_zeros_is_told(void **state) {
    (void)state;
    static const char HEADER[] = "{\"t\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[0,4]}} ";
    unsigned char bytes[256];
    for (size_t data = 0; data <= 4; data += 4) { /* the header may end with the file */
        size_t size = make_safetensors(HEADER, data, bytes);
        bytes[8 + strlen(HEADER) - 1] = 0;
        assert_fails(try_path(put_file("z.safetensors", bytes, size), NULL), HOP_E_FORMAT,
                     "filled up with zeros");
    }
}

/* Vectors are lent and copied as vectors, or as the pictures they are said to be. */
static void our_own_vectors_stay_vectors(void **state) {
    (void)state;
    const double rows[8] = {1, 2, 3, 4, 5, 6, 7, 8};
    hop_load_options options = hop_load_defaults;
    hop_memory *memory = NULL;
    const char *path = in_folder("vectors");
    assert_int_equal(hop_memory_create((hop_shape){4, 1, 1, false}, HOP_F64, HOP_PATTERNS, &memory),
                     HOP_OK);
    assert_int_equal(hop_memory_append(memory, rows, 2, NULL), HOP_OK);
    assert_int_equal(hop_memory_save(memory, path, NULL, 0, true), HOP_OK);
    hop_memory_destroy(memory);
    for (size_t i = 0; i < 4; i++) {
        options.dtype_given = i % 2; /* copied */
        options.dtype = HOP_F32;
        options.width = options.height = i < 2 ? 0 : 2;
        memory = load_path(path, &options);
        assert_true(hop_shape_equal(hop_memory_shape(memory), i < 2 ? (hop_shape){4, 1, 1, false}
                                                                    : (hop_shape){2, 2, 1, true}));
        assert_true(number_in(memory, 1, 3) == 8);
        hop_memory_destroy(memory);
    }
}

static void our_own_memory_is_not_read_packed(void **state) {
    (void)state;
    unsigned char *bytes = NULL;
    size_t size = 0, packed_size = 0;
    assert_int_equal(hop_file_read(put_memory("bytes", HOP_U8), 1 << 20, &bytes, &size), HOP_OK);
    unsigned char *packed = pack(bytes, size, 1, &packed_size);
    assert_fails(try_path(put_file("bytes.gz", packed, packed_size), NULL), HOP_E_SUPPORT,
                 "gunzip it first");
    free(packed);
    free(bytes);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_tensor_is_picked_by_its_name),
        cmocka_unit_test(tensors_are_listed_where_none_was_picked),
        cmocka_unit_test(of_many_tensors_the_first_24_are_listed),
        cmocka_unit_test(a_file_with_no_tensor_is_empty),
        cmocka_unit_test(the_only_tensor_needs_no_name),
        cmocka_unit_test(a_tensor_that_is_no_numbers_is_refused),
        cmocka_unit_test(a_tensor_of_another_file_type_is_refused),
        cmocka_unit_test(a_file_whose_name_has_a_colon_is_a_file),
        cmocka_unit_test(our_own_memory_is_lent_only_as_it_is),
        cmocka_unit_test(a_header_filled_up_with_zeros_is_told),
        cmocka_unit_test(our_own_vectors_stay_vectors),
        cmocka_unit_test(our_own_memory_is_not_read_packed),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
