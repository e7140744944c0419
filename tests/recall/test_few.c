/* One pass over the patterns: the same bytes without vector instructions, on sizes that are no
 * multiple of any width.
 * SPDX-License-Identifier: MIT */
#include "recall/tiles.h"

#include "fixture.h"

/* The plain variant, under another name. */
#define HOP_NO_CLONES
#define hop_tiles_fold_few   plain_fold_few
#define hop_tiles_mix_floats plain_mix_floats
#include "recall/few.c"
#undef hop_tiles_fold_few
#undef hop_tiles_mix_floats

/* What HOP_FEW states have seen. */
typedef struct sight {
    hop_tiles tiles;
    hop_seen seen;
    hop_fold folds[HOP_FEW];
    hop_leaders leaders[HOP_FEW];
} sight;

static void sight_create(const hop_recall *recall, const double *states, sight *s) {
    *s = (sight){0};
    assert_ok(hop_tiles_create(recall, HOP_FEW, &s->tiles));
    s->seen.mixed = calloc(HOP_FEW * recall->dim, sizeof(double));
    s->seen.folds = s->folds, s->seen.leaders = s->leaders;
    for (size_t k = 0; k < HOP_FEW * recall->dim; k++) s->tiles.states[k] = (float)states[k];
}

static void sight_clear(sight *s) {
    hop_tiles_clear(&s->tiles);
    free(s->seen.mixed);
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
    hop_tiles_fold_few(recall, &fast.tiles, HOP_FEW, range, &fast.seen);
    plain_fold_few(recall, &plain.tiles, HOP_FEW, range, &plain.seen);
    hop_tiles_fold(recall, &many.tiles, HOP_FEW, range, &many.seen);
    assert_memory_equal(fast.seen.mixed, plain.seen.mixed, HOP_FEW * dim * sizeof(double));
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

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_variants_make_the_same_bytes_and_agree_with_products),
        cmocka_unit_test(weights_below_the_cut_are_left_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
