/* Products of all pairs.
 * SPDX-License-Identifier: MIT */
#include "base/gram.h"

#include <math.h>
#include <stdlib.h>

#include "support/support.h"

static size_t told, told_of;

static int tell(void *context, const char *what, size_t done, size_t total) {
    (void)what;
    told++;
    told_of = total;
    return context ? (int)(done >= *(const size_t *)context) : 0;
}

static double *numbers(size_t count) {
    double *made = malloc(count * sizeof *made);
    assert_non_null(made);
    for (size_t i = 0; i < count; i++) made[i] = sin(0.37 * (double)i * (double)i + 0.3);
    return made;
}

/* Rows and columns, in one piece and in several. */
static void check(size_t count, size_t dim, bool columns) {
    double *matrix = numbers(count * dim), *gram = malloc(count * count * sizeof *gram);
    const size_t along = columns ? count : 1, apart = columns ? 1 : dim;
    const hop_gram_form form = {.count = count, .dim = dim, .columns = columns, .scale = 0.5};
    assert_non_null(gram);
    assert_int_equal(hop_gram(&form, matrix, gram), HOP_OK);
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < count; j++) {
            double sum = 0;
            for (size_t k = 0; k < dim; k++)
                sum += 0.5 * matrix[i * apart + k * along] * matrix[j * apart + k * along];
            assert_near(gram[i * count + j], sum, 1e-13 * (double)dim);
            assert_true(gram[i * count + j] == gram[j * count + i]);
        }
    free(gram);
    free(matrix);
}

static void products_are_those_of_the_definition(void **state) {
    (void)state;
    for (size_t columns = 0; columns < 2; columns++) {
        check(1, 1, columns);
        check(7, 3, columns);
        check(3, 40, columns);
        check(300, 5, columns);
    }
}

static void it_tells_of_pieces_and_ends_when_told(void **state) {
    (void)state;
    const size_t count = 600, late = 200;
    double *matrix = numbers(count), *gram = malloc(count * count * sizeof *gram);
    hop_gram_form form = {.count = count, .dim = 1, .scale = 1, .what = "pairs", .progress = tell};
    assert_non_null(gram);
    told = 0;
    assert_int_equal(hop_gram(&form, matrix, gram), HOP_OK);
    assert_true(told > 2 && told_of == count);
    form.context = (void *)&late;
    assert_int_equal(hop_gram(&form, matrix, gram), HOP_E_CANCELLED);
    free(gram);
    free(matrix);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(products_are_those_of_the_definition),
        cmocka_unit_test(it_tells_of_pieces_and_ends_when_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
