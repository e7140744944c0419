/* One pass over the patterns: the same bytes without vector instructions, on sizes that are no
 * multiple of any width.
 * SPDX-License-Identifier: MIT */
#include "recall/few.h"

#include "fixture.h"

/* The plain variant, under another name. */
#define HOP_NO_CLONES
#define hop_tiles_fold_few   plain_fold_few
#define hop_tiles_mix_floats plain_mix_floats
#define hop_few_takes_bytes  plain_takes_bytes
#define hop_few_write        plain_write
#define hop_few_compare      plain_compare
#define hop_few_add          plain_add
#include "recall/few_bytes.c"
#include "recall/tiles_mix.c"

/* After what it calls. */
#include "recall/few.c"
#undef hop_few_takes_bytes
#undef hop_few_write
#undef hop_few_compare
#undef hop_few_add
#undef hop_tiles_fold_few
#undef hop_tiles_mix_floats

/* What HOP_FEW states have folded. */
typedef struct sight {
    hop_tiles tiles;
    hop_folded folded;
    hop_fold folds[HOP_FEW];
    hop_leaders leaders[HOP_FEW];
} sight;

static void sight_create(const hop_recall *recall, const double *states, sight *s) {
    *s = (sight){0};
    assert_ok(hop_tiles_create(recall, HOP_FEW, true, &s->tiles));
    s->folded.mixed = calloc(HOP_FEW * recall->dim, sizeof(double));
    s->folded.folds = s->folds, s->folded.leaders = s->leaders;
    for (size_t k = 0; k < HOP_FEW * recall->dim; k++) s->tiles.states[k] = (float)states[k];
}

static void sight_clear(sight *s) {
    hop_tiles_clear(&s->tiles);
    free(s->folded.mixed);
}

static void assert_variants_agree(size_t count, size_t dim, hop_dtype dtype, const char *similarity,
                                  double beta) {
    hop_memory *memory = fixture_memory(count, dim, dtype, FIXTURE_GREY, count + dim);
    hop_recall_options options = fixture_options(similarity, beta, HOP_FLOAT);
    hop_recall *recall = fixture_recall(memory, &options);
    double *states = fixture_vectors(HOP_FEW, dim, FIXTURE_NORMAL, dim);
    sight fast, plain, many;
    sight_create(recall, states, &fast);
    sight_create(recall, states, &plain);
    sight_create(recall, states, &many);
    hop_range range = {count / 3, count - count / 3};
    hop_tiles_fold_few(recall, &fast.tiles, HOP_FEW, range, &fast.folded);
    plain_fold_few(recall, &plain.tiles, HOP_FEW, range, &plain.folded);
    hop_tiles_fold(recall, &many.tiles, HOP_FEW, range, &many.folded);
    assert_memory_equal(fast.folded.mixed, plain.folded.mixed, HOP_FEW * dim * sizeof(double));
    for (size_t i = 0; i < HOP_FEW; i++) {
        double size = fixture_norm(states + i * dim, dim) * recall->largest_norm;
        double off = 8e-7 * (1 + size), total = many.folds[i].total;
        assert_true(fast.folds[i].peak == plain.folds[i].peak);
        assert_true(fast.folds[i].total == plain.folds[i].total);
        assert_near(fast.folds[i].peak, many.folds[i].peak, off);
        assert_near(fast.folds[i].total, total, total * (1e-6 + 2 * beta * off));
    }
    sight_clear(&fast);
    sight_clear(&plain);
    sight_clear(&many);
    free(states);
    hop_recall_destroy(recall);
    hop_memory_destroy(memory);
}

static void all_variants_make_the_same_bytes_and_agree_with_products(void **state) {
    (void)state;
    static const size_t DIMS[] = {1, 2, 15, 16, 17, 63, 64, 65, 127, 128, 129, 200, 784, 1031};
    static const size_t SIZES[] = {1, 2, 31, 32, 33, 129, 700};
    for (size_t d = 0; d < sizeof DIMS / sizeof *DIMS; d++)
        for (size_t n = 0; n < sizeof SIZES / sizeof *SIZES; n++)
            for (size_t s = 0; s < FIXTURE_SIMILARITY_COUNT; s++)
                for (int t = 0; t < 3; t++)
                    assert_variants_agree(SIZES[n], DIMS[d], (hop_dtype)t, FIXTURE_SIMILARITIES[s],
                                          (n + d) % 2 ? 0.01 : 1);
}

static void weights_below_the_cut_are_left_out(void **state) {
    (void)state;
    const float rows[] = {1, 2, 10, 20, 100, 200, 1000, 2000, 1e4F, 2e4F};
    const float weights[] = {1, 0.5F, 1e-3F, 2, 1};
    float sums[] = {0, 1};
    hop_tiles_mix_floats(rows, weights, 5, 2, 0.01F, sums);
    assert_true(sums[0] == 12006 && sums[1] == 24013);
}

/* Weights of families that are no softmax may be negative. */
static void negative_weights_count(void **state) {
    (void)state;
    const float rows[] = {1, 2, 10, 20}, weights[] = {-3, 1};
    float sums[] = {0, 1};
    hop_tiles_mix_floats(rows, weights, 2, 2, 0, sums);
    assert_true(sums[0] == 7 && sums[1] == 15);
}

/* ---- bytes by themselves ---- */

/* A recall over `count` pictures of bytes, all between white - contrast and white. */
static hop_recall *recall_of_bytes(size_t count, size_t dim, double contrast,
                                   const char *similarity, hop_memory **memory) {
    double *patterns = fixture_vectors(count, dim, FIXTURE_GREY, count + dim);
    for (size_t k = 0; k < count * dim; k++) patterns[k] = 1 - contrast * patterns[k];
    *memory = fixture_memory_of(patterns, count, dim, HOP_U8);
    free(patterns);
    hop_recall_options options = fixture_options(similarity, 1, HOP_FLOAT);
    return fixture_recall(*memory, &options);
}

static const char *const PRODUCT_FORMS[] = {"dot", "euclidean", "cosine", "correlation"};
static const double CONTRASTS[] = {1, 0.02};
static const size_t WIDTHS[] = {1, 3, 63, 64, 65, 130, 784};
enum { FORMS = 4, CONTRAST_COUNT = 2, WIDTH_COUNT = 7 };

/* Off by half a unit in every value of the state, and by the last rounding to float: states that
 * are normal, and states of one large value, to whose digits all others are small. */
static void assert_compared(size_t dim, double contrast, const char *similarity) {
    enum { COUNT = HOP_HANDFUL };
    hop_memory *memory = NULL;
    hop_recall *recall = recall_of_bytes(COUNT, dim, contrast, similarity, &memory);
    double *states = fixture_vectors(HOP_FEW, dim, FIXTURE_NORMAL, dim);
    double *keys = malloc(COUNT * dim * sizeof *keys);
    float s[HOP_FEW * COUNT];
    sight own;
    states[dim / 2] = 1000;
    sight_create(recall, states, &own);
    hop_recall_keys(recall, keys);
    hop_few_states written;
    hop_few_write(recall, &own.tiles, HOP_FEW, &written);
    hop_few_compare(recall, &written, (hop_range){0, COUNT}, s, COUNT);
    for (size_t i = 0; i < HOP_FEW; i++)
        for (size_t n = 0; n < COUNT; n++) {
            const double *key = keys + n * dim;
            double exact = recall->frames[n].bias, ones = 0, largest = 0;
            for (size_t j = 0; j < dim; j++) {
                double value = (double)own.tiles.states[i * dim + j];
                exact += key[j] * value, ones += fabs(key[j]);
                largest = fmax(largest, fabs(value));
            }
            double off = ldexp(largest, -21) * ones + ldexp(fabs(exact), -24);
            assert_near((double)s[i * COUNT + n], exact, off * (1 + 1e-9));
        }
    free(keys);
    free(states);
    sight_clear(&own);
    hop_recall_destroy(recall);
    hop_memory_destroy(memory);
}

static void bytes_are_compared_to_half_a_unit_of_the_state(void **state) {
    (void)state;
    for (size_t d = 0; d < WIDTH_COUNT; d++)
        for (size_t c = 0; c < CONTRAST_COUNT; c++)
            for (size_t f = 0; f < FORMS; f++)
                assert_compared(WIDTHS[d], CONTRASTS[c], PRODUCT_FORMS[f]);
}

/* Each of the 8 terms of a sum, its products and the weight round once or twice, as sums of float
 * keys do; a key is known to within half a byte more. */
static void assert_added(size_t dim, size_t count, double contrast, const char *similarity) {
    hop_memory *memory = NULL;
    hop_recall *recall = recall_of_bytes(count, dim, contrast, similarity, &memory);
    double *keys = malloc(count * dim * sizeof *keys);
    float *sums = calloc(dim, sizeof *sums), weights[HOP_HANDFUL];
    hop_recall_keys(recall, keys);
    for (size_t n = 0; n < count; n++)
        weights[n] = n % 5 == 3 ? 1e-9F : (float)(1 + n % 7) * (n % 4 == 2 ? -0.37F : 0.37F);
    hop_few_add(recall, (hop_range){0, count}, weights, 1e-6F, sums);
    for (size_t j = 0; j < dim; j++) {
        double exact = 0, size = 0;
        for (size_t n = 0; n < count; n++) {
            if (n % 5 == 3) continue;
            double key = keys[n * dim + j], weight = (double)weights[n];
            exact += weight * key;
            size += fabs(weight) * (fabs(key) + recall->frames[n].gain / 255);
        }
        assert_near((double)sums[j], exact, size * ldexp(14, -24));
    }
    free(keys);
    free(sums);
    hop_recall_destroy(recall);
    hop_memory_destroy(memory);
}

static void bytes_are_added_up_as_their_keys_would_be(void **state) {
    (void)state;
    for (size_t d = 0; d < WIDTH_COUNT; d++)
        for (size_t count = 1; count <= HOP_HANDFUL; count += count < 9 ? 1 : 11)
            for (size_t c = 0; c < CONTRAST_COUNT; c++)
                for (size_t f = 0; f < FORMS; f++)
                    assert_added(WIDTHS[d], count, CONTRASTS[c], PRODUCT_FORMS[f]);
}

/* Such a state has no digits, and its neighbours are as if it were not there. */
static void a_state_beyond_float_is_refused_and_named(void **state) {
    (void)state;
    enum { DIM = 20 };
    hop_memory *memory = fixture_memory(40, DIM, HOP_U8, FIXTURE_GREY, 3);
    hop_recall_options options = fixture_options("dot", 1, HOP_FLOAT);
    hop_recall *recall = fixture_recall(memory, &options);
    double *states = fixture_vectors(2, DIM, FIXTURE_GREY, 4), energy[2];
    states[DIM + 3] = 1e39;
    assert_refused(hop_recall_step(recall, states, 2, energy, NULL), HOP_E_VALUE, "query 1");
    assert_true(states[DIM + 3] == 1e39);
    states[DIM + 3] = 0;
    assert_ok(hop_recall_step(recall, states, 2, energy, NULL));
    free(states);
    hop_recall_destroy(recall);
    hop_memory_destroy(memory);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_variants_make_the_same_bytes_and_agree_with_products),
        cmocka_unit_test(weights_below_the_cut_are_left_out),
        cmocka_unit_test(negative_weights_count),
        cmocka_unit_test(bytes_are_compared_to_half_a_unit_of_the_state),
        cmocka_unit_test(bytes_are_added_up_as_their_keys_would_be),
        cmocka_unit_test(a_state_beyond_float_is_refused_and_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
