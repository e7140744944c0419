/* The potential of attention against numpy, and the identities that hold of it.
 *
 * Constants: numpy 1.24, double, with
 *   f = lambda n, a, b: numpy.sin(a * numpy.arange(n) + b)
 *   X = f(20, 1.3, .7).reshape(5, 4); A = f(8, .9, .2).reshape(2, 2, 2); beta = 1.7
 *   per head h and segment x: S = beta x @ A[h] @ x.T; phi = log(exp(S).sum(1)) / beta;
 *   mix = softmax(S) @ x; with exclude_self the diagonal of S is -inf
 * SPDX-License-Identifier: MIT */
#include <hopfield/potential.h>

#include "numbers.h"

enum { COUNT = 5, DIM = 4, HEADS = 2 };

static const double PHI[] = {1.4783529839585885, 1.2117381340462374, 0.9708198769073214,
                             1.1772772066570776, 1.4324531034554477, 1.2528924172234595,
                             1.6451028841952986, 1.025830364376697,  1.129739738221917,
                             1.4364475557911007};
static const double PHI_OF_OTHERS[] = {0.5777335240791021, 1.1396131466651929, 0.9056660064189224,
                                       1.0714557744842153, 1.2976667909096224, 1.2460696742290271,
                                       1.2440188461734258, 0.8830559293047946, 1.0878284163162144,
                                       1.3888531340593702};
static const double MIXTURE[] = {
    0.46992850938461356, 0.7561919690448543,   0.5633458550811885,   0.1256559287718845,
    0.20407552278528493, -0.04623341474439177, -0.05021930370571167, -0.606087705859626,
    -0.4114216868839112, -0.6606716201269633,  -0.3312066617096785,  -0.4484006930143329,
    -0.641205389213031,  -0.5425132998227239,  -0.30652894484183796, 0.20594916208679656,
    -0.4490037997511726, 0.06975563824267636,  0.3918709116482203,   0.6445726419132635};

static double tokens[COUNT * DIM], form[8];

static hop_potential standard(void) {
    fill_sines(tokens, COUNT * DIM, 1.3, 0.7);
    fill_sines(form, 8, 0.9, 0.2);
    return (hop_potential){.dim = DIM, .heads = HEADS, .form = form, .beta = 1.7};
}

static void potentials_and_mixtures_are_those_of_numpy(void **state) {
    (void)state;
    hop_potential p = standard();
    double phi[COUNT * HEADS], mixture[COUNT * DIM];
    assert_int_equal(hop_potential_at(&p, tokens, COUNT, tokens, COUNT, phi, mixture), HOP_OK);
    assert_all_near(phi, PHI, 1e-14);
    assert_all_near(mixture, MIXTURE, 1e-14);
    p.exclude_self = true;
    assert_int_equal(hop_potential_at(&p, tokens, COUNT, tokens, COUNT, phi, NULL), HOP_OK);
    assert_all_near(phi, PHI_OF_OTHERS, 1e-14);
}

static void the_gradient_is_a_applied_to_the_mixture(void **state) {
    (void)state;
    static const double H = 1e-5;
    hop_potential p = standard();
    double mixture[COUNT * DIM], gradient[COUNT * DIM], up[HEADS], down[HEADS], moved[DIM];
    assert_int_equal(hop_potential_at(&p, tokens, COUNT, tokens, COUNT, NULL, mixture), HOP_OK);
    assert_int_equal(hop_potential_apply(DIM, HEADS, form, mixture, COUNT, gradient), HOP_OK);
    for (size_t i = 0; i < COUNT * DIM; i++) {
        memcpy(moved, tokens + i / DIM * DIM, sizeof moved);
        moved[i % DIM] += H;
        assert_int_equal(hop_potential_at(&p, moved, 1, tokens, COUNT, up, NULL), HOP_OK);
        moved[i % DIM] -= 2 * H;
        assert_int_equal(hop_potential_at(&p, moved, 1, tokens, COUNT, down, NULL), HOP_OK);
        assert_near((up[0] + up[1] - down[0] - down[1]) / (2 * H), gradient[i], 1e-9);
    }
}

static void many_states_are_those_of_one_at_a_time(void **state) {
    (void)state;
    enum { MANY = 150 };
    hop_potential p = standard();
    double many[MANY * DIM], all[MANY * HEADS], mixture[MANY * DIM];
    fill_chirp(many, MANY * DIM, 0.37, 0.1);
    assert_int_equal(hop_potential_at(&p, many, MANY, tokens, COUNT, all, mixture), HOP_OK);
    for (size_t i = 0; i < MANY; i++) {
        double one[HEADS], mix[DIM];
        assert_int_equal(hop_potential_at(&p, many + i * DIM, 1, tokens, COUNT, one, mix), HOP_OK);
        for (size_t h = 0; h < HEADS; h++) assert_near(one[h], all[i * HEADS + h], 1e-14);
        for (size_t c = 0; c < DIM; c++) assert_near(mix[c], mixture[i * DIM + c], 1e-14);
    }
}

static void large_scores_do_not_overflow(void **state) {
    (void)state;
    const double keys[] = {1, 0, 0, 1}, one[] = {1, 0, 0, 1}, x[] = {800, 799};
    const hop_potential p = {.dim = 2, .heads = 1, .form = one, .beta = 1};
    double phi = 0, mixture[2];
    assert_int_equal(hop_potential_at(&p, x, 1, keys, 2, &phi, mixture), HOP_OK);
    assert_near(phi, 800 + log1p(exp(-1)), 1e-12);
    assert_near(mixture[0], 1 / (1 + exp(-1)), 1e-15);
}

static void mistakes_are_refused_in_words(void **state) {
    (void)state;
    hop_potential p = standard();
    double phi[COUNT * HEADS];
    const double huge[DIM] = {1e200, 1e200, 1e200, 1e200};
    p.heads = 3;
    assert_says(hop_potential_at(&p, tokens, COUNT, tokens, COUNT, phi, NULL), HOP_E_SHAPE,
                "3 heads do not divide a token of 4 numbers");
    assert_says(hop_potential_apply(DIM, 0, form, tokens, COUNT, phi), HOP_E_SHAPE, "0 heads");
    p = standard();
    p.beta = NAN;
    assert_says(hop_potential_at(&p, tokens, COUNT, tokens, COUNT, phi, NULL), HOP_E_VALUE,
                "beta is nan");
    p.beta = 0;
    assert_says(hop_potential_at(&p, tokens, COUNT, tokens, COUNT, phi, NULL), HOP_E_VALUE,
                "beta is 0");
    p = standard();
    assert_says(hop_potential_at(&p, tokens, COUNT, tokens, 0, phi, NULL), HOP_E_EMPTY, "none");
    assert_says(hop_potential_at(&p, huge, 1, huge, 1, phi, NULL), HOP_E_VALUE, "overflows");
    p.exclude_self = true;
    assert_says(hop_potential_at(&p, tokens, 1, tokens, 1, phi, NULL), HOP_E_EMPTY,
                "sees no other token");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(potentials_and_mixtures_are_those_of_numpy),
        cmocka_unit_test(the_gradient_is_a_applied_to_the_mixture),
        cmocka_unit_test(many_states_are_those_of_one_at_a_time),
        cmocka_unit_test(large_scores_do_not_overflow),
        cmocka_unit_test(mistakes_are_refused_in_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
