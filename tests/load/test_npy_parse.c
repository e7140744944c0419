/* The header of a .npy file, whole and damaged.
 * SPDX-License-Identifier: MIT */
#include "memory/fixture.h"

#include <hopfield/random.h>

#include "base/fail.h"
#include "load/npy.h"

/* A file of version `major`.0 in bytes; returns its size. */
static size_t make_npy(unsigned char *bytes, unsigned char major, const char *header, size_t data) {
    const size_t length = strlen(header), start = major == 1 ? 10 : 12;
    memset(bytes, 0, start + length + data);
    memcpy(bytes, "\x93NUMPY", 6);
    bytes[6] = major;
    bytes[8] = (unsigned char)(length & 255);
    bytes[9] = (unsigned char)(length >> 8);
    memcpy(bytes + start, header, length);
    return start + length + data;
}

/* The header, and that the numbers are there; *array is untouched on failure. */
static hop_status parse_all(const unsigned char *bytes, size_t size, hop_array *array) {
    hop_array read = {0};
    HOP_TRY(hop_npy_parse("x.npy", bytes, size, &read));
    HOP_TRY(hop_array_fits("x.npy", &read, size));
    *array = read;
    return HOP_OK;
}

static hop_status parse(const char *header, size_t data, hop_array *array) {
    unsigned char bytes[1024];
    size_t size = make_npy(bytes, 1, header, data);
    unsigned char *copy = exact_copy(bytes, size);
    hop_status status = parse_all(copy, size, array);
    free(copy);
    return status;
}

static void all_three_versions_are_read(void **state) {
    (void)state;
    for (unsigned char major = 1; major <= 3; major++) {
        unsigned char bytes[256];
        hop_array array = {0};
        size_t size = make_npy(
            bytes, major, "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }   \n", 24);
        assert_int_equal(hop_npy_parse("x.npy", bytes, size, &array), HOP_OK);
        assert_int_equal(array.rank, 2);
        assert_int_equal(array.size[0], 2);
        assert_int_equal(array.size[1], 3);
        assert_int_equal(array.element, HOP_ELEMENT_F32);
        assert_int_equal(array.offset, size - 24);
        assert_false(array.big_endian || array.fortran);
    }
}

static void an_unknown_version_is_refused(void **state) {
    (void)state;
    unsigned char bytes[256];
    hop_array array = {0};
    size_t size =
        make_npy(bytes, 4, "{'descr': '<f4', 'fortran_order': False, 'shape': (1,)}\n", 4);
    assert_fails(hop_npy_parse("x.npy", bytes, size, &array), HOP_E_FORMAT, "version 4.0");
    assert_fails(hop_npy_parse("x.npy", bytes, 12, &array), HOP_E_FORMAT, "version 4.0");
}

static void keys_come_in_any_order_and_quotes(void **state) {
    (void)state;
    hop_array array = {0};
    assert_int_equal(parse("{\"shape\":(2,),\"fortran_order\":True,\"descr\":\">f8\"}", 16, &array),
                     HOP_OK);
    assert_true(array.fortran && array.big_endian);
    assert_int_equal(array.element, HOP_ELEMENT_F64);
}

static void every_type_is_known_by_its_word(void **state) {
    (void)state;
    static const struct {
        const char *word;
        hop_element element;
    } CASES[] = {
        {"|u1", HOP_ELEMENT_U8},  {"<u1", HOP_ELEMENT_U8},  {"|b1", HOP_ELEMENT_BOOL},
        {"|i1", HOP_ELEMENT_I8},  {"<i2", HOP_ELEMENT_I16}, {">i4", HOP_ELEMENT_I32},
        {"<i8", HOP_ELEMENT_I64}, {"<u2", HOP_ELEMENT_U16}, {"<u4", HOP_ELEMENT_U32},
        {">u8", HOP_ELEMENT_U64}, {"<f2", HOP_ELEMENT_F16}, {">f4", HOP_ELEMENT_F32},
        {"<f8", HOP_ELEMENT_F64},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        char header[128];
        hop_array array = {0};
        snprintf(header, sizeof header, "{'descr': '%s', 'fortran_order': False, 'shape': (1,)}",
                 CASES[i].word);
        assert_int_equal(parse(header, (size_t)(CASES[i].word[2] - '0'), &array), HOP_OK);
        assert_int_equal(array.element, CASES[i].element);
        assert_int_equal(array.big_endian, CASES[i].word[0] == '>');
    }
}

/* A word has room for fifteen letters; what is longer is cut, and no more than that is written. */
static void a_word_of_any_length_stays_in_its_room(void **state) {
    (void)state;
    for (size_t length = 1; length < 40; length++) {
        char header[160], word[48] = "";
        hop_array array = {0};
        memset(word, 'z', length);
        snprintf(header, sizeof header, "{'descr': '%s', 'fortran_order': False, 'shape': (1,)}",
                 word);
        hop_status status = parse(header, 4, &array);
        assert_true(status == HOP_E_SUPPORT || status == HOP_E_FORMAT);
        snprintf(header, sizeof header, "{'%s': '<f4', 'fortran_order': False, 'shape': (1,)}",
                 word);
        assert_int_equal(parse(header, 4, &array), HOP_E_FORMAT);
    }
}

static void types_that_are_no_numbers_are_refused(void **state) {
    (void)state;
    static const char *const WORDS[] = {"'|O'",  "'<U'",   "'<c16'",         "'|f4'",
                                        "'=f4'", "'<f16'", "'<f3'",          "'<M8'",
                                        "''",    "'<f4 '", "[('a', '<f4')]", "'<U0'",
                                        "'<U'",  "'<Ux'",  "'xU3'",          "'<zzzzzzzzzzzzz'"};
    for (size_t i = 0; i < sizeof WORDS / sizeof *WORDS; i++) {
        char header[128];
        hop_array array = {0};
        snprintf(header, sizeof header, "{'descr': %s, 'fortran_order': False, 'shape': (1,)}",
                 WORDS[i]);
        assert_int_equal(parse(header, 4, &array), HOP_E_SUPPORT);
        assert_int_equal(array.rank, 0);
    }
}

static void long_numbers_of_python_2_and_words_are_read(void **state) {
    (void)state;
    hop_array array = {0};
    assert_int_equal(
        parse("{'descr': '<f4', 'fortran_order': False, 'shape': (2L, 3L), }", 24, &array), HOP_OK);
    assert_true(array.rank == 2 && array.size[0] == 2 && array.size[1] == 3);
    assert_int_equal(
        parse("{'descr': u'<f4', u'fortran_order': False, 'shape': (2L,), }", 8, &array), HOP_OK);
    assert_true(array.rank == 1 && array.size[0] == 2 && array.element == HOP_ELEMENT_F32);
    assert_int_equal(
        parse("{b'descr': b'>f4', 'fortran_order': False, 'shape': (2,), }", 8, &array), HOP_OK);
    assert_true(array.big_endian);
    assert_int_equal(parse("{'descr': '<U5', 'fortran_order': False, 'shape': (2,), }", 40, &array),
                     HOP_OK);
    assert_true(array.letters == 5 && array.element == HOP_ELEMENT_U32);
    assert_fails(parse("{'descr': '<U5', 'fortran_order': False, 'shape': (2,), }", 39, &array),
                 HOP_E_FORMAT, "truncated");
    assert_int_equal(parse("{'descr': '<f4', 'fortran_order': False, 'shape': (L,), }", 4, &array),
                     HOP_E_FORMAT);
    assert_fails(parse("{'descr': '|O', 'fortran_order': False, 'shape': (1,), }", 4, &array),
                 HOP_E_SUPPORT, "astype(float)");
}

static void a_damaged_dictionary_is_refused(void **state) {
    (void)state;
    static const char *const HEADERS[] = {
        "",
        "{}",
        "'descr': '<f4', 'fortran_order': False, 'shape': (1,)}",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (1,)",
        "{'descr': '<f4', 'fortran_order': False, 'shape': 1}",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (1)}",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (-1,)}",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (1 1)}",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (,)}",
        "{'descr': '<f4', 'fortran_order': 0, 'shape': (1,)}",
        "{'descr': '<f4', 'fortran_order': False}",
        "{'descr': '<f4', 'shape': (1,)}",
        "{'fortran_order': False, 'shape': (1,)}",
        "{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (1,)}",
        "{'descr': '<f4' 'fortran_order': False, 'shape': (1,)}",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (1,), 'more': 1}",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (1,)} x",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999999,)}",
        "{'descr': 'a very long word indeed', 'fortran_order': False, 'shape': (1,)}",
    };
    for (size_t i = 0; i < sizeof HEADERS / sizeof *HEADERS; i++) {
        unsigned char bytes[1024];
        hop_array array = {0};
        const size_t size = make_npy(bytes, 1, HEADERS[i], 4);
        if (hop_npy_parse("x.npy", bytes, size, &array) != HOP_E_FORMAT) fail_msg("%s", HEADERS[i]);
        assert_int_equal(array.rank, 0);
    }
}

static void too_many_dimensions_are_refused(void **state) {
    (void)state;
    hop_array array = {0};
    assert_fails(
        parse("{'descr': '|u1', 'fortran_order': False, 'shape': (1,1,1,1,1,1,1)}", 1, &array),
        HOP_E_SHAPE, "dimensions");
    assert_fails(parse("{'descr': '|u1', 'fortran_order': False, 'shape': ()}", 1, &array),
                 HOP_E_SHAPE, "single number");
}

static void a_hostile_size_is_refused(void **state) {
    (void)state;
    hop_array array = {0};
    assert_fails(parse("{'descr': '<f8', 'fortran_order': False, 'shape': (4611686018427387904,)}",
                       8, &array),
                 HOP_E_FORMAT, "more numbers than any file");
    assert_fails(parse("{'descr': '|u1', 'fortran_order': False, 'shape': "
                       "(4611686018427387904,)}",
                       8, &array),
                 HOP_E_FORMAT, "4611686018427387904 bytes");
}

static void data_must_end_where_the_file_does(void **state) {
    (void)state;
    static const char *const HEADER = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3)}";
    hop_array array = {0};
    assert_fails(parse(HEADER, 23, &array), HOP_E_FORMAT, "truncated");
    assert_fails(parse(HEADER, 25, &array), HOP_E_FORMAT, "longer than it says");
    assert_int_equal(parse(HEADER, 24, &array), HOP_OK);
}

static void a_header_longer_than_the_limit_is_refused(void **state) {
    (void)state;
    const size_t size = 1 << 18;
    unsigned char *bytes = calloc(size, 1);
    hop_array array = {0};
    assert_non_null(bytes);
    make_npy(bytes, 2, "{", 0);
    bytes[10] = 2;
    assert_fails(hop_npy_parse("x.npy", bytes, size, &array), HOP_E_FORMAT, "65536");
    free(bytes);
}

static void truncation_at_every_offset_is_refused(void **state) {
    (void)state;
    unsigned char bytes[256];
    size_t size =
        make_npy(bytes, 3, "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }   \n", 24);
    for (size_t cut = 0; cut < size; cut++) {
        unsigned char *copy = exact_copy(bytes, cut);
        hop_array array = {0};
        assert_int_equal(parse_all(copy, cut, &array), HOP_E_FORMAT);
        assert_int_equal(array.rank, 0);
        free(copy);
    }
}

static void flipped_bytes_never_do_harm(void **state) {
    (void)state;
    unsigned char bytes[256];
    hop_random random;
    size_t size =
        make_npy(bytes, 1, "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }   \n", 24);
    hop_random_init(&random, 1, 0);
    for (size_t i = 0; i < 20000; i++) {
        unsigned char *copy = exact_copy(bytes, size);
        hop_array array = {.rank = 77};
        for (size_t flips = 1 + hop_random_below(&random, 3); flips > 0; flips--)
            copy[hop_random_below(&random, size)] = (unsigned char)hop_random_word(&random);
        if (parse_all(copy, size, &array) != HOP_OK)
            assert_int_equal(array.rank, 77);
        else
            assert_int_equal(hop_array_fits("x.npy", &array, size), HOP_OK);
        free(copy);
    }
}

/* The length of the header has two bytes in version 1, four in those that follow. */
static void headers_may_be_long(void **state) {
    (void)state;
    enum { LONG = 65536 };
    static char header[LONG + 2];
    unsigned char *bytes = malloc(LONG + 100);
    const size_t lengths[] = {300, 65535, LONG, LONG + 1};
    assert_non_null(bytes);
    for (size_t i = 0; i < 4; i++)
        for (unsigned char major = lengths[i] > 65535 ? 2 : 1; major <= 2; major++) {
            hop_array array = {0};
            memset(header, ' ', lengths[i]);
            header[lengths[i]] = '\0';
            memcpy(header, "{'descr': '<f4', 'fortran_order': False, 'shape': (1,)}", 55);
            size_t size = make_npy(bytes, major, header, 4);
            bytes[9] = (unsigned char)(lengths[i] >> 8 & 255);
            if (major == 2) bytes[10] = (unsigned char)(lengths[i] >> 16);
            const hop_status status = hop_npy_parse("x.npy", bytes, size, &array);
            assert_int_equal(status, lengths[i] > LONG ? HOP_E_FORMAT : HOP_OK);
            if (status == HOP_OK) assert_int_equal(array.offset, size - 4);
        }
    free(bytes);
}

static void a_key_that_is_no_string_is_said_to_be_none(void **state) {
    (void)state;
    hop_array array = {0};
    assert_fails(parse("{descr: '<f4', 'fortran_order': False, 'shape': (1,)}", 4, &array),
                 HOP_E_FORMAT, "a key is no string");
    assert_fails(parse("{'descr' '<f4', 'fortran_order': False, 'shape': (1,)}", 4, &array),
                 HOP_E_FORMAT, "a key is no string");
    assert_fails(parse("{'order': False}", 4, &array), HOP_E_FORMAT, "a key is not known");
    assert_fails(parse("{'fortran_order': False, 'fortran_order': True}", 4, &array), HOP_E_FORMAT,
                 "a key comes twice");
    assert_fails(parse("{'fortran_order': Tru}", 4, &array), HOP_E_FORMAT,
                 "neither True nor False");
}

static void words_have_an_order_a_kind_and_their_letters(void **state) {
    (void)state;
    static const struct {
        const char *word;
        size_t letters; /* 0: refused */
        bool big;
    } CASES[] = {{"<U12", 12, false}, {">U3", 3, true},  {"|S7", 7, false},  {"<S100", 100, false},
                 {"|U1", 1, false},   {"U12", 0, false}, {"=U12", 0, false}, {"<X12", 0, false},
                 {"<U1x", 0, false},  {"<U00", 0, false}};
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        char header[128];
        hop_array array = {0};
        const size_t bytes = CASES[i].letters * (CASES[i].word[1] == 'U' ? 4 : 1);
        snprintf(header, sizeof header, "{'descr': '%s', 'fortran_order': False, 'shape': (1,)}",
                 CASES[i].word);
        assert_int_equal(parse(header, bytes, &array), CASES[i].letters ? HOP_OK : HOP_E_SUPPORT);
        assert_int_equal(array.letters, CASES[i].letters);
        assert_int_equal(array.big_endian, CASES[i].big);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_three_versions_are_read),
        cmocka_unit_test(an_unknown_version_is_refused),
        cmocka_unit_test(keys_come_in_any_order_and_quotes),
        cmocka_unit_test(every_type_is_known_by_its_word),
        cmocka_unit_test(a_word_of_any_length_stays_in_its_room),
        cmocka_unit_test(types_that_are_no_numbers_are_refused),
        cmocka_unit_test(long_numbers_of_python_2_and_words_are_read),
        cmocka_unit_test(a_damaged_dictionary_is_refused),
        cmocka_unit_test(too_many_dimensions_are_refused),
        cmocka_unit_test(a_hostile_size_is_refused),
        cmocka_unit_test(data_must_end_where_the_file_does),
        cmocka_unit_test(a_header_longer_than_the_limit_is_refused),
        cmocka_unit_test(truncation_at_every_offset_is_refused),
        cmocka_unit_test(flipped_bytes_never_do_harm),
        cmocka_unit_test(headers_may_be_long),
        cmocka_unit_test(a_key_that_is_no_string_is_said_to_be_none),
        cmocka_unit_test(words_have_an_order_a_kind_and_their_letters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
