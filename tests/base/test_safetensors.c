/* The header of a safetensors file, whole, hostile and damaged.
 * SPDX-License-Identifier: MIT */
#include "base/safetensors.h"

#include <hopfield/random.h>

#include "memory/fixture.h"

static const char GOOD[] =
    "{\"__metadata__\":{\"a\":\"b\"},"
    "\"second\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[8,12]},"
    "\"first\":{\"dtype\":\"F32\",\"shape\":[2,1],\"data_offsets\":[0,8]}}  ";

static hop_status parse(const char *header, size_t data, hop_safetensors *file) {
    unsigned char bytes[2048];
    size_t size = make_safetensors(header, data, bytes);
    unsigned char *copy = exact_copy(bytes, size);
    hop_status status = hop_safetensors_parse("x.safetensors", copy, size, file);
    free(copy);
    return status;
}

static void assert_refused(const char *header, size_t data, const char *words) {
    hop_safetensors file = {0};
    assert_fails(parse(header, data, &file), HOP_E_FORMAT, words);
    assert_null(file.document);
    assert_null(file.tensors);
}

static void tensors_are_found_by_name_and_sorted_by_place(void **state) {
    (void)state;
    hop_safetensors file = {0};
    assert_int_equal(parse(GOOD, 12, &file), HOP_OK);
    assert_int_equal(file.count, 2);
    assert_string_equal(file.tensors[0].name, "first");
    const hop_tensor *second = hop_safetensors_find(&file, "second");
    assert_non_null(second);
    assert_int_equal(second->array.offset, 8 + strlen(GOOD) + 8);
    assert_int_equal(second->array.element, HOP_ELEMENT_U8);
    assert_null(hop_safetensors_find(&file, "third"));
    assert_string_equal(hop_safetensors_note(&file, "a"), "b");
    assert_null(hop_safetensors_note(&file, "c"));
    hop_safetensors_clear(&file);
    /* Empty tensors stand before what begins at the same place. */
    assert_int_equal(parse("{\"c\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[4,8]},"
                           "\"e\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[4,4]},"
                           "\"a\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[0,4]},"
                           "\"z\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[8,9]}}",
                           9, &file),
                     HOP_OK);
    for (size_t i = 0; i < 4; i++) assert_string_equal(file.tensors[i].name, &"a\0e\0c\0z"[2 * i]);
    hop_safetensors_clear(&file);
}

static void a_file_without_tensors_is_whole(void **state) {
    (void)state;
    hop_safetensors file = {0};
    assert_int_equal(parse("{}", 0, &file), HOP_OK);
    assert_int_equal(file.count, 0);
    assert_null(hop_safetensors_note(&file, "format"));
    hop_safetensors_clear(&file);
    assert_refused("{}", 1, "longer than it says");
}

static void zeros_behind_the_tensors_are_named_with_the_way_out(void **state) {
    (void)state;
    unsigned char bytes[2048];
    hop_safetensors file = {0};
    const size_t size = make_safetensors(
        "{\"a\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[0,4]}}", 4, bytes);
    memset(bytes + size - 4, 7, 4);
    memset(bytes + size, 0, 60);
    unsigned char *copy = exact_copy(bytes, size + 60);
    char words[64];
    snprintf(words, sizeof words, "are 60 bytes of 0; truncate -s %zu", size);
    assert_fails(hop_safetensors_parse("x", copy, size + 60, &file), HOP_E_FORMAT, words);
    copy[size + 59] = 1;
    assert_fails(hop_safetensors_parse("x", copy, size + 60, &file), HOP_E_FORMAT, "longer");
    free(copy);
}

static void overlaps_and_holes_are_refused(void **state) {
    (void)state;
    assert_refused("{\"a\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[0,4]},"
                   "\"b\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[3,7]}}",
                   7, "overlaps");
    assert_refused("{\"a\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[0,4]},"
                   "\"b\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[0,4]}}",
                   4, "overlaps");
    assert_refused("{\"a\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[0,4]},"
                   "\"b\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[5,9]}}",
                   9, "hole");
    assert_refused("{\"a\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[1,5]}}", 5, "hole");
}

static void offsets_must_agree_with_shape_and_file(void **state) {
    (void)state;
    assert_refused("{\"a\":{\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[0,15]}}", 15,
                   "its shape needs 16");
    assert_refused("{\"a\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[0,4]}}", 3,
                   "truncated");
    assert_refused("{\"a\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[0,4]}}", 5, "longer");
    assert_refused("{\"a\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[4,0]}}", 4,
                   "data_offsets");
    assert_refused("{\"a\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[0,4,8]}}", 4,
                   "data_offsets");
    assert_refused("{\"a\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[0,-4]}}", 4,
                   "data_offsets");
    assert_refused("{\"a\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[0,4.0]}}", 4,
                   "data_offsets");
}

static void hostile_sizes_are_refused(void **state) {
    (void)state;
    assert_refused("{\"a\":{\"dtype\":\"F64\",\"shape\":[4611686018427387904],"
                   "\"data_offsets\":[0,8]}}",
                   8, "impossible shape");
    assert_refused("{\"a\":{\"dtype\":\"U8\",\"shape\":[4611686018427387904],"
                   "\"data_offsets\":[0,4611686018427387904]}}",
                   8, "truncated");
    assert_refused("{\"a\":{\"dtype\":\"U8\",\"shape\":[-1],\"data_offsets\":[0,8]}}", 8,
                   "impossible shape");
    assert_refused("{\"a\":{\"dtype\":\"U8\",\"shape\":8,\"data_offsets\":[0,1]}}", 1,
                   "impossible shape");
}

static void members_must_be_what_they_should(void **state) {
    (void)state;
    assert_refused("{\"a\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[0,4]},"
                   "\"a\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[4,8]}}",
                   8, "duplicate");
    assert_refused("{\"a\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[0,4],\"x\":1}}", 4,
                   "must have dtype");
    assert_refused("{\"a\":{\"dtype\":\"U8\",\"shape\":[4]}}", 4, "must have dtype");
    assert_refused("{\"a\":[1]}", 4, "must have dtype");
    assert_refused("{\"a\":{\"dtype\":\"F5\",\"shape\":[4],\"data_offsets\":[0,4]}}", 4,
                   "unknown type 'F5'");
    assert_refused("{\"__metadata__\":{\"a\":1}}", 0, "__metadata__");
    assert_refused("{\"__metadata__\":\"a\"}", 0, "__metadata__");
    assert_refused("[1]", 0, "'{'");
    assert_refused(" {}", 0, "'{'");
    assert_refused("{} x", 0, "line 1");
    assert_refused("", 4, "'{'");
}

static void the_header_has_a_limit(void **state) {
    (void)state;
    unsigned char bytes[16] = {0, 0, 0, 0, 0, 0, 0, 0x40, '{'};
    hop_safetensors file = {0};
    assert_fails(hop_safetensors_parse("x", bytes, sizeof bytes, &file), HOP_E_FORMAT, "limit");
    memcpy(bytes, "\x09\0\0\0\0\0\0\0", 8);
    assert_fails(hop_safetensors_parse("x", bytes, sizeof bytes, &file), HOP_E_FORMAT,
                 "truncated: its header has 9 bytes, it holds 8");
}

static void types_that_are_no_numbers_are_told_apart(void **state) {
    (void)state;
    hop_safetensors file = {0};
    assert_int_equal(
        parse("{\"a\":{\"dtype\":\"F8_E4M3\",\"shape\":[4],\"data_offsets\":[0,4]},"
              "\"b\":{\"dtype\":\"U8\",\"shape\":[1,1,1,1,1,1,1],\"data_offsets\":[4,5]},"
              "\"c\":{\"dtype\":\"U8\",\"shape\":[],\"data_offsets\":[5,6]},"
              "\"d\":{\"dtype\":\"BF16\",\"shape\":[0],\"data_offsets\":[6,6]}}",
              6, &file),
        HOP_OK);
    for (size_t i = 0; i < 3; i++) assert_false(file.tensors[i].readable);
    assert_true(file.tensors[3].readable);
    hop_safetensors_clear(&file);
}

static void truncation_at_every_offset_is_refused(void **state) {
    (void)state;
    unsigned char bytes[1024];
    size_t size = make_safetensors(GOOD, 12, bytes);
    for (size_t cut = 0; cut < size; cut++) {
        unsigned char *copy = exact_copy(bytes, cut);
        hop_safetensors file = {0};
        assert_int_equal(hop_safetensors_parse("x", copy, cut, &file), HOP_E_FORMAT);
        assert_null(file.document);
        free(copy);
    }
}

static void flipped_bytes_never_do_harm(void **state) {
    (void)state;
    unsigned char bytes[1024];
    hop_random random;
    size_t size = make_safetensors(GOOD, 12, bytes), whole = 0;
    hop_random_init(&random, 3, 0);
    for (size_t i = 0; i < 20000; i++) {
        unsigned char *copy = exact_copy(bytes, size);
        hop_safetensors file = {0};
        for (size_t flips = 1 + hop_random_below(&random, 2); flips > 0; flips--)
            copy[hop_random_below(&random, size - 12)] = (unsigned char)hop_random_word(&random);
        if (hop_safetensors_parse("x", copy, size, &file) == HOP_OK) {
            whole++;
            for (size_t t = 0; t < file.count; t++)
                assert_true(file.tensors[t].array.offset + file.tensors[t].end -
                                file.tensors[t].begin <=
                            size);
            hop_safetensors_clear(&file);
        }
        assert_null(file.tensors);
        free(copy);
    }
    /* Some flips are in names, or change nothing. */
    assert_true(whole > 100 && whole < 15000);
}

/* A header of no length is none, whatever the data begin with. */
static void a_header_without_length_is_refused(void **state) {
    (void)state;
    hop_safetensors file = {0};
    const unsigned char bytes[] = {0, 0, 0, 0, 0, 0, 0, 0, '{', '}'};
    unsigned char *copy = exact_copy(bytes, sizeof bytes);
    assert_fails(hop_safetensors_parse("x", copy, sizeof bytes, &file), HOP_E_FORMAT,
                 "does not start with");
    free(copy);
    assert_refused("[1]", 0, "does not start with");
    assert_refused(" {}", 0, "does not start with");
}

/* Three elements of each type have three times its bytes, and no other number of them. */
static void every_type_has_its_size(void **state) {
    (void)state;
    static const struct {
        const char *name;
        size_t size;
        int element; /* -1: no numbers that are read */
    } TYPES[] = {
        {"F32", 4, HOP_ELEMENT_F32}, {"F16", 2, HOP_ELEMENT_F16}, {"BF16", 2, HOP_ELEMENT_BF16},
        {"F64", 8, HOP_ELEMENT_F64}, {"U8", 1, HOP_ELEMENT_U8},   {"BOOL", 1, HOP_ELEMENT_BOOL},
        {"I8", 1, HOP_ELEMENT_I8},   {"I16", 2, HOP_ELEMENT_I16}, {"I32", 4, HOP_ELEMENT_I32},
        {"I64", 8, HOP_ELEMENT_I64}, {"U16", 2, HOP_ELEMENT_U16}, {"U32", 4, HOP_ELEMENT_U32},
        {"U64", 8, HOP_ELEMENT_U64}, {"F8_E4M3", 1, -1},          {"F8_E5M2", 1, -1}};
    for (size_t i = 0; i < sizeof TYPES / sizeof *TYPES; i++)
        for (size_t more = 0; more < 2; more++) {
            char header[128];
            hop_safetensors file = {0};
            const size_t bytes = 3 * TYPES[i].size + more;
            snprintf(header, sizeof header,
                     "{\"t\":{\"dtype\":\"%s\",\"shape\":[3],\"data_offsets\":[0,%zu]}}",
                     TYPES[i].name, bytes);
            assert_int_equal(parse(header, bytes, &file), more ? HOP_E_FORMAT : HOP_OK);
            if (more) continue;
            assert_int_equal(file.tensors[0].readable, TYPES[i].element >= 0);
            if (TYPES[i].element >= 0)
                assert_int_equal(file.tensors[0].array.element, TYPES[i].element);
            assert_string_equal(file.tensors[0].type, TYPES[i].name);
            hop_safetensors_clear(&file);
        }
}

/* A model has hundreds of tensors: the list grows, and loses none. */
static void many_tensors_are_all_found(void **state) {
    (void)state;
    enum { COUNT = 300 };
    char *header = malloc(COUNT * 80), name[16];
    unsigned char *bytes = malloc(COUNT * 80 + 8 + COUNT);
    size_t used = 0;
    assert_non_null(header);
    assert_non_null(bytes);
    for (size_t i = 0; i < COUNT; i++)
        used += (size_t)snprintf(
            header + used, COUNT * 80 - used,
            "%s\"t%zu\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[%zu,%zu]}", i ? "," : "{",
            i, i, i + 1);
    header[used] = '}';
    header[used + 1] = '\0';
    hop_safetensors file = {0};
    const size_t size = make_safetensors(header, COUNT, bytes);
    assert_int_equal(hop_safetensors_parse("x", bytes, size, &file), HOP_OK);
    assert_int_equal(file.count, COUNT);
    for (size_t i = 0; i < COUNT; i++) {
        snprintf(name, sizeof name, "t%zu", i);
        const hop_tensor *tensor = hop_safetensors_find(&file, name);
        assert_non_null(tensor);
        assert_int_equal(tensor->begin, i);
    }
    hop_safetensors_clear(&file);
    free(header);
    free(bytes);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tensors_are_found_by_name_and_sorted_by_place),
        cmocka_unit_test(a_file_without_tensors_is_whole),
        cmocka_unit_test(zeros_behind_the_tensors_are_named_with_the_way_out),
        cmocka_unit_test(overlaps_and_holes_are_refused),
        cmocka_unit_test(offsets_must_agree_with_shape_and_file),
        cmocka_unit_test(hostile_sizes_are_refused),
        cmocka_unit_test(members_must_be_what_they_should),
        cmocka_unit_test(the_header_has_a_limit),
        cmocka_unit_test(types_that_are_no_numbers_are_told_apart),
        cmocka_unit_test(truncation_at_every_offset_is_refused),
        cmocka_unit_test(flipped_bytes_never_do_harm),
        cmocka_unit_test(a_header_without_length_is_refused),
        cmocka_unit_test(every_type_has_its_size),
        cmocka_unit_test(many_tensors_are_all_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
