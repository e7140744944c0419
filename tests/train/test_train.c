/* Training: the same bytes whatever happens on the way, and what is said when it goes wrong.
 * Covers: train.c engine.c evaluate.c checkpoint.c weights.c
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <string.h>

#include <hopfield/train.h>

#include "support/support.h"

enum { INPUTS = 3, HIDDEN = 8 };

/* y = sin(x0) x1 + x2: something to learn. */
static void draw(const void *context, hop_random *random, double *const *input) {
    (void)context;
    for (size_t i = 0; i < INPUTS; i++) input[0][i] = hop_random_normal(random);
    input[1][0] = sin(input[0][0]) * input[0][1] + input[0][2];
}

static const hop_sampler SAMPLER = {draw, NULL};

static hop_network *make_network(size_t hidden) {
    hop_network *net = NULL;
    assert_int_equal(hop_network_create(&net), HOP_OK);
    const size_t x = hop_network_input(net, "input", 1, INPUTS);
    const size_t y = hop_network_input(net, "target", 1, 1);
    size_t h = hop_network_add(net, "hidden", HOP_FROM(x), "linear:width=%zu", hidden);
    h = hop_network_add(net, "bend", HOP_FROM(h), "gelu");
    h = hop_network_add(net, "out", HOP_FROM(h), "linear:width=1");
    hop_network_add(net, "loss", HOP_FROM(h, y), "squared_error");
    assert_int_equal(hop_network_finish(net), HOP_OK);
    return net;
}

static hop_train_options usual(void) {
    hop_train_options o = hop_train_defaults;
    o.name = "sine";
    o.steps = 60;
    o.every = 20;
    o.warmup = 5;
    o.batch = 37;
    o.seed = 5;
    o.threads = 1;
    return o;
}

static hop_trained train(const hop_network *net, const hop_train_options *options) {
    hop_trained trained = {0};
    assert_int_equal(hop_train_run(net, &SAMPLER, options, &trained), HOP_OK);
    return trained;
}

static void assert_same(const hop_trained *a, const hop_trained *b) {
    assert_int_equal(a->count, b->count);
    assert_int_equal(a->points, b->points);
    assert_memory_equal(a->weights, b->weights, a->count * sizeof *a->weights);
    for (size_t i = 0; i < a->points; i++)
        assert_true(a->curve[i].loss == b->curve[i].loss && a->curve[i].step == b->curve[i].step);
}

static void any_number_of_threads_makes_the_same_bytes(void **state) {
    (void)state;
    hop_network *net = make_network(HIDDEN);
    hop_train_options options = usual();
    hop_trained one = train(net, &options);
    for (size_t threads = 2; threads <= 5; threads++) {
        options.threads = threads;
        hop_trained more = train(net, &options);
        assert_same(&one, &more);
        hop_trained_clear(&more);
    }
    hop_trained_clear(&one);
    hop_network_destroy(net);
}

static void the_loss_falls_and_float_follows_double(void **state) {
    (void)state;
    hop_network *net = make_network(HIDDEN);
    hop_train_options options = usual();
    options.steps = 400;
    options.optimiser = "adam:rate=0.02";
    hop_trained narrow = train(net, &options);
    options.precision = HOP_LAYER_DOUBLE;
    hop_trained wide = train(net, &options);
    const double first = wide.curve[0].loss, last = wide.curve[wide.points - 1].loss;
    assert_true(last < first / 4);
    /* Roundings of 1e-7 grow over 400 steps, but not to anything one would see. */
    assert_near(narrow.curve[0].loss, first, 1e-3 * first);
    assert_near(narrow.curve[narrow.points - 1].loss, last, 0.2 * last);
    double loss = 0;
    assert_int_equal(
        hop_train_loss(net, &SAMPLER, wide.weights, HOP_LAYER_DOUBLE, 9, 2000, 1, &loss), HOP_OK);
    assert_true(loss < first / 4);
    hop_trained_clear(&narrow);
    hop_trained_clear(&wide);
    hop_network_destroy(net);
}

static int stop_at(void *context, const char *name, size_t step, size_t steps) {
    (void)name, (void)steps;
    return step >= *(const size_t *)context;
}

static void a_run_that_was_stopped_goes_on_to_the_same_bytes(void **state) {
    (void)state;
    static const char *const OPTIMISERS[] = {"sgd", "adam", "adamw", "bfgs"};
    hop_network *net = make_network(HIDDEN);
    for (size_t k = 0; k < 4; k++) {
        hop_train_options options = usual();
        options.optimiser = OPTIMISERS[k];
        hop_trained whole = train(net, &options), parts = {0};
        size_t stop = 33;
        options.checkpoint = support_path("%s.checkpoint", OPTIMISERS[k]);
        options.progress = stop_at;
        options.context = &stop;
        assert_int_equal(hop_train_run(net, &SAMPLER, &options, &parts), HOP_E_CANCELLED);
        assert_contains(hop_status_detail(), "goes on from");
        options.progress = NULL;
        parts = train(net, &options);
        assert_same(&whole, &parts);
        hop_trained_clear(&whole);
        hop_trained_clear(&parts);
    }
    hop_network_destroy(net);
}

static void a_loss_that_diverges_is_stopped_and_the_last_good_weights_are_kept(void **state) {
    (void)state;
    hop_network *net = make_network(HIDDEN);
    hop_train_options options = usual();
    hop_trained none = {0};
    options.optimiser = "sgd:rate=50";
    options.clip = 0;
    options.every = 1;
    options.checkpoint = support_path("diverged.checkpoint");
    assert_int_equal(hop_train_run(net, &SAMPLER, &options, &none), HOP_E_VALUE);
    assert_contains(hop_status_detail(), "the last good ones, are kept in");
    assert_contains(hop_status_detail(), "Try a rate");
    assert_true(support_exists(options.checkpoint));
    assert_null(none.weights);
    hop_network_destroy(net);
}

static void checkpoints_of_other_runs_and_damaged_ones_are_refused(void **state) {
    (void)state;
    hop_network *net = make_network(HIDDEN), *other = make_network(HIDDEN + 1);
    hop_train_options options = usual();
    options.checkpoint = support_path("run.checkpoint");
    hop_trained trained = train(net, &options), none = {0};
    hop_trained_clear(&trained);
    options.seed++;
    assert_int_equal(hop_train_run(net, &SAMPLER, &options, &none), HOP_E_VALUE);
    assert_contains(hop_status_detail(), "other settings");
    options.seed--;
    options.samples = "of another task";
    assert_int_equal(hop_train_run(net, &SAMPLER, &options, &none), HOP_E_VALUE);
    assert_contains(hop_status_detail(), "of another task");
    options.samples = NULL;
    assert_int_equal(hop_train_run(other, &SAMPLER, &options, &none), HOP_E_VALUE);
    size_t size = 0;
    char *bytes = support_read(options.checkpoint, &size);
    support_write(options.checkpoint, bytes, size - 9);
    assert_int_equal(hop_train_run(net, &SAMPLER, &options, &none), HOP_E_FORMAT);
    assert_contains(hop_status_detail(), "--restart");
    bytes[size - 1] ^= 1;
    support_write(options.checkpoint, bytes, size);
    assert_int_equal(hop_train_run(net, &SAMPLER, &options, &none), HOP_E_FORMAT);
    assert_contains(hop_status_detail(), "checksum");
    options.restart = true;
    trained = train(net, &options);
    hop_trained_clear(&trained);
    free(bytes);
    hop_network_destroy(net);
    hop_network_destroy(other);
}

/* At the loss that was reached, and not where the layers would begin. */
static void a_run_begins_with_the_weights_it_is_given(void **state) {
    (void)state;
    hop_network *net = make_network(HIDDEN);
    hop_train_options options = usual();
    options.steps = 400;
    options.optimiser = "adam:rate=0.02";
    options.checkpoint = support_path("start.checkpoint");
    hop_trained first = train(net, &options), none = {0};
    options.start = first.weights;
    assert_int_equal(hop_train_run(net, &SAMPLER, &options, &none), HOP_E_VALUE);
    assert_contains(hop_status_detail(), "from weights");
    options.checkpoint = NULL;
    options.steps = options.every = 1;
    hop_trained on = train(net, &options);
    assert_near(on.curve[0].loss, first.curve[first.points - 1].loss, 0.3 * on.curve[0].loss);
    assert_true(on.curve[0].loss < first.curve[0].loss / 4);
    hop_trained_clear(&first);
    hop_trained_clear(&on);
    hop_network_destroy(net);
}

static void weights_come_back_from_their_file_and_fit_no_other_network(void **state) {
    (void)state;
    hop_network *net = make_network(HIDDEN), *other = make_network(HIDDEN + 1);
    const size_t count = hop_network_weights(net);
    const char *const notes[] = {"format", "hopfield-weights", NULL};
    double weights[256], back[256] = {0};
    assert_true(count < 256);
    hop_network_initialise(net, 3, weights);
    const char *path = support_path("weights.safetensors");
    assert_int_equal(hop_train_save(net, weights, HOP_LAYER_DOUBLE, notes, path, false), HOP_OK);
    assert_int_equal(hop_train_load(net, path, back), HOP_OK);
    assert_memory_equal(weights, back, count * sizeof *weights);
    assert_int_equal(hop_train_save(net, weights, HOP_LAYER_DOUBLE, notes, path, false),
                     HOP_E_EXISTS);
    assert_int_equal(hop_train_load(other, path, back), HOP_E_SHAPE);
    assert_contains(hop_status_detail(), "'hidden.weight' is 8 x 3; 9 x 3 are needed");
    hop_network_destroy(net);
    hop_network_destroy(other);
}

static void schedules_rise_and_fall_as_they_say(void **state) {
    (void)state;
    assert_near(hop_schedule_factor(HOP_SCHEDULE_COSINE, 10, 5, 110), 0.5, 0);
    assert_near(hop_schedule_factor(HOP_SCHEDULE_COSINE, 10, 60, 110), 0.5, 1e-12);
    assert_near(hop_schedule_factor(HOP_SCHEDULE_COSINE, 10, 110, 110), 0, 1e-12);
    assert_near(hop_schedule_factor(HOP_SCHEDULE_LINEAR, 0, 25, 100), 0.75, 1e-12);
    assert_near(hop_schedule_factor(HOP_SCHEDULE_CONSTANT, 0, 99, 100), 1, 0);
}

static void networks_that_do_not_fit_say_where(void **state) {
    (void)state;
    hop_network *net = NULL;
    assert_int_equal(hop_network_create(&net), HOP_OK);
    const size_t x = hop_network_input(net, "input", 4, 6), y = hop_network_input(net, "y", 3, 6);
    const size_t sum = hop_network_add(net, "sum", HOP_FROM(x, y), "residual");
    hop_network_add(net, "loss", HOP_FROM(sum, y), "squared_error");
    assert_int_equal(hop_network_finish(net), HOP_E_SHAPE);
    assert_contains(hop_status_detail(), "sum: 4 x 6 numbers cannot be added to 3 x 6");
    hop_network_destroy(net);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_number_of_threads_makes_the_same_bytes),
        cmocka_unit_test(the_loss_falls_and_float_follows_double),
        cmocka_unit_test(a_run_that_was_stopped_goes_on_to_the_same_bytes),
        cmocka_unit_test(a_loss_that_diverges_is_stopped_and_the_last_good_weights_are_kept),
        cmocka_unit_test(checkpoints_of_other_runs_and_damaged_ones_are_refused),
        cmocka_unit_test(a_run_begins_with_the_weights_it_is_given),
        cmocka_unit_test(weights_come_back_from_their_file_and_fit_no_other_network),
        cmocka_unit_test(schedules_rise_and_fall_as_they_say),
        cmocka_unit_test(networks_that_do_not_fit_say_where),
    };
    return cmocka_run_group_tests(tests, support_folder_create, support_folder_remove);
}
