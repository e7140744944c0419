/* Heads of files laid out as GPT-2's and BERT's are.
 * Covers: model.c
 * SPDX-License-Identifier: MIT */
#include <hopfield/analysis.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/tensors.h"
#include "support/support.h"

enum { WIDTH = 8, SYMBOLS = 80, PLACES = 64 };

static const hop_made MADE = {0};

/* Embeddings that are far from each other. */
static void embeddings(float *symbols, float *places) {
    hop_random random;
    hop_random_init(&random, 1, 0);
    for (size_t i = 0; i < SYMBOLS * WIDTH; i++) symbols[i] = (float)hop_random_normal(&random);
    for (size_t i = 0; i < PLACES * WIDTH; i++) places[i] = (float)hop_random_normal(&random) / 4;
}

/* The upper half of a float: bf16. */
static uint16_t as_bf16(float x) {
    uint32_t bits;
    memcpy(&bits, &x, sizeof bits);
    return (uint16_t)(bits >> 16);
}

static hop_result *analyse(const char *path) {
    hop_model_inputs inputs = {.path = path, .heads = 2, .threads = 1};
    hop_result *result = NULL;
    assert_int_equal(hop_result_create("attention", &MADE, &result), HOP_OK);
    const hop_status status = hop_model_analyse(&inputs, result);
    if (status != HOP_OK) fail_msg("%s", hop_status_detail());
    hop_matrix_clear(&inputs.tokens);
    return result;
}

static const char *class_of(const hop_result *result, size_t row) {
    return hop_table_cell(hop_result_find(result, "heads")->table, row, 4).text;
}

/* Of 0 and powers of two alone: f16. */
static uint16_t as_f16(float x) {
    int exponent = 0;
    if (x == 0) return 0;
    frexpf(x, &exponent);
    return (uint16_t)((exponent - 1 + 15) << 10);
}

/* Fused, [in x 3 out], in f16: the first head has no weights at all and averages; the second
 * multiplies tokens by themselves and looks at one. */
static void a_fused_projection_of_gpt_2_is_taken_apart_in_f16(void **state) {
    (void)state;
    static float symbols[SYMBOLS * WIDTH], places[PLACES * WIDTH];
    static uint16_t fused[WIDTH * 3 * WIDTH];
    embeddings(symbols, places);
    memset(fused, 0, sizeof fused);
    for (size_t c = WIDTH / 2; c < WIDTH; c++)
        fused[c * 3 * WIDTH + c] = fused[c * 3 * WIDTH + WIDTH + c] = as_f16(8);
    const hop_tensor_given tensors[] = {
        {"wte.weight", HOP_ELEMENT_F32, 2, {SYMBOLS, WIDTH}, symbols},
        {"wpe.weight", HOP_ELEMENT_F32, 2, {PLACES, WIDTH}, places},
        {"h.0.attn.c_attn.weight", HOP_ELEMENT_F16, 2, {WIDTH, 3 * WIDTH}, fused}};
    const char *path = support_path("gpt2.safetensors");
    assert_int_equal(hop_tensors_write(path, tensors, 3, NULL, true), HOP_OK);
    hop_result *result = analyse(path);
    assert_int_equal(hop_table_row_count(hop_result_find(result, "heads")->table), 2);
    assert_string_equal(class_of(result, 0), "global");
    assert_string_equal(class_of(result, 1), "small");
    hop_result_destroy(result);
}

/* [out x in], in bf16, two layers with biases. */
static void projections_of_bert_are_read_in_bf16(void **state) {
    (void)state;
    static float symbols[SYMBOLS * WIDTH], places[PLACES * WIDTH], bias[WIDTH];
    static uint16_t nothing[WIDTH * WIDTH], itself[WIDTH * WIDTH];
    embeddings(symbols, places);
    for (size_t c = 0; c < WIDTH; c++) itself[c * WIDTH + c] = as_bf16(9);
    const hop_tensor_given tensors[] = {
        {"embeddings.word_embeddings.weight", HOP_ELEMENT_F32, 2, {SYMBOLS, WIDTH}, symbols},
        {"embeddings.position_embeddings.weight", HOP_ELEMENT_F32, 2, {PLACES, WIDTH}, places},
        {"encoder.layer.0.attention.self.query.bias", HOP_ELEMENT_F32, 1, {WIDTH}, bias},
        {"encoder.layer.0.attention.self.query.weight",
         HOP_ELEMENT_BF16,
         2,
         {WIDTH, WIDTH},
         nothing},
        {"encoder.layer.0.attention.self.key.weight", HOP_ELEMENT_BF16, 2, {WIDTH, WIDTH}, itself},
        {"encoder.layer.1.attention.self.query.weight",
         HOP_ELEMENT_BF16,
         2,
         {WIDTH, WIDTH},
         itself},
        {"encoder.layer.1.attention.self.key.weight", HOP_ELEMENT_BF16, 2, {WIDTH, WIDTH}, itself}};
    const char *path = support_path("bert.safetensors");
    assert_int_equal(hop_tensors_write(path, tensors, 7, NULL, true), HOP_OK);
    hop_result *result = analyse(path);
    assert_int_equal(hop_table_row_count(hop_result_find(result, "heads")->table), 4);
    assert_string_equal(class_of(result, 0), "global");
    assert_string_equal(class_of(result, 1), "global");
    assert_string_equal(class_of(result, 2), "small");
    assert_string_equal(class_of(result, 3), "small");
    hop_result_destroy(result);
}

/* As `train pairs` writes them, with no layer's name in front. */
static void projections_need_no_name_in_front(void **state) {
    (void)state;
    static float symbols[SYMBOLS * WIDTH], places[PLACES * WIDTH], itself[WIDTH * WIDTH];
    embeddings(symbols, places);
    for (size_t c = 0; c < WIDTH; c++) itself[c * WIDTH + c] = 9;
    const hop_tensor_given tensors[] = {
        {"embedding.weight", HOP_ELEMENT_F32, 2, {SYMBOLS, WIDTH}, symbols},
        {"query.weight", HOP_ELEMENT_F32, 2, {WIDTH, WIDTH}, itself},
        {"key.weight", HOP_ELEMENT_F32, 2, {WIDTH, WIDTH}, itself}};
    const char *path = support_path("pairs.safetensors");
    assert_int_equal(hop_tensors_write(path, tensors, 3, NULL, true), HOP_OK);
    hop_result *result = analyse(path);
    assert_int_equal(hop_table_row_count(hop_result_find(result, "heads")->table), 2);
    assert_string_equal(class_of(result, 0), "small");
    hop_result_destroy(result);
}

static void a_file_without_heads_says_what_was_looked_for(void **state) {
    (void)state;
    static const double numbers[4] = {1, 2, 3, 4};
    const hop_tensor_given tensors[] = {{"numbers", HOP_ELEMENT_F64, 2, {2, 2}, numbers}};
    const char *path = support_path("none.safetensors");
    hop_model_inputs inputs = {.path = path};
    hop_result *result = NULL;
    assert_int_equal(hop_tensors_write(path, tensors, 1, NULL, true), HOP_OK);
    assert_int_equal(hop_result_create("attention", &MADE, &result), HOP_OK);
    assert_int_equal(hop_model_analyse(&inputs, result), HOP_E_NAME);
    assert_contains(hop_status_detail(), "c_attn.weight");
    hop_result_destroy(result);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_fused_projection_of_gpt_2_is_taken_apart_in_f16),
        cmocka_unit_test(projections_of_bert_are_read_in_bf16),
        cmocka_unit_test(projections_need_no_name_in_front),
        cmocka_unit_test(a_file_without_heads_says_what_was_looked_for),
    };
    return cmocka_run_group_tests(tests, support_folder_create, support_folder_remove);
}
