/* Settings: what is given, what is standard, and what is refused.
 * Covers: identity.c opened.c source.c
 * SPDX-License-Identifier: MIT */
#include "sweep/settings.h"

#include "experiment/locate.h"
#include "support/experiment.h"

static void ranges_words_and_specs_become_numbers(void **state) {
    (void)state;
    hop_sweep *e = fixture_experiment(
        "capacity", "dim=10:30:10 energy=lse:beta=1 energy=sparsemax patterns=gaussian,bipolar", 1);
    char word[64];
    assert_int_equal(e->range_count[HOP_LOCATE_DIM], 3);
    assert_true(e->range[HOP_LOCATE_DIM][2] == 30);
    assert_int_equal(e->range_count[HOP_LOCATE_ENERGY], 2);
    assert_int_equal(e->combinations, 12);
    assert_true(e->range[HOP_LOCATE_PATTERNS][0] == 2 && e->range[HOP_LOCATE_PATTERNS][1] == 0);
    assert_true(isnan(e->range[HOP_LOCATE_LOAD][0]));
    const struct cell *c = e->first;
    assert_int_equal(c->dim, 10);
    assert_ptr_equal(c->energy, &e->energies[0]);
    assert_int_equal(c->patterns, HOP_PATTERN_GAUSSIAN);
    hop_sweep_word(e, HOP_LOCATE_ENERGY, c, word, sizeof word);
    assert_string_equal(word, "lse:beta=1");
    hop_sweep_word(e, HOP_LOCATE_PATTERNS, c, word, sizeof word);
    assert_string_equal(word, "gaussian");
    hop_sweep_word(e, HOP_LOCATE_LOAD, c, word, sizeof word);
    assert_string_equal(word, "auto");
    hop_sweep_destroy(e);
}

static void points_change_the_last_setting_fastest(void **state) {
    (void)state;
    hop_sweep *e = fixture_experiment("capacity", "dim=10,20 load=0.1,0.2,0.3", 1);
    struct cell value = {0};
    char where[64];
    hop_sweep_point(e, 4, &value);
    assert_true(value.dim == 20 && value.load == 0.2);
    hop_sweep_where(e, &value, HOP_SETTING_MAX, where, sizeof where);
    assert_string_equal(where, "dim=20 load=0.2");
    hop_sweep_where(e, &value, HOP_LOCATE_LOAD, where, sizeof where);
    assert_string_equal(where, "dim=20");
    hop_sweep_destroy(e);
}

static void what_cannot_be_is_refused_with_a_sentence(void **state) {
    (void)state;
    hop_sweep *e = NULL;
    assert_refused(fixture_try("capacity", "dimm=5", 1, &e), HOP_E_NAME, "Did you mean 'dim'");
    assert_refused(fixture_try("capacity", "dim=5 dim=6", 1, &e), HOP_E_VALUE, "given twice");
    assert_refused(fixture_try("capacity", "dim=1", 1, &e), HOP_E_VALUE, "at least 2");
    assert_refused(fixture_try("capacity", "dim=auto", 1, &e), HOP_E_VALUE, "not a number");
    assert_refused(fixture_try("capacity", "dim=", 1, &e), HOP_E_VALUE, "dim is empty");
    assert_refused(fixture_try("capacity", "steps=1,2", 1, &e), HOP_E_VALUE, "not a range");
    assert_refused(fixture_try("capacity", "energy=lzz", 1, &e), HOP_E_NAME, "lse");
    assert_refused(fixture_try("capacity", "patterns=round", 1, &e), HOP_E_VALUE,
                   "bipolar|spherical|gaussian");
    assert_refused(fixture_try("noise", "damage=gauss", 1, &e), HOP_E_VALUE, "no memory given");
    assert_refused(fixture_try("noise", "memory=x damage=gausian", 1, &e), HOP_E_NAME, "gaussian");
    assert_refused(fixture_try("capacity", "dim=2:90002:1 load=0:1:0.001", 1, &e), HOP_E_LIMIT,
                   "combinations");
    assert_null(e);
}

static void a_control_character_would_break_the_files_and_is_refused(void **state) {
    (void)state;
    hop_sweep *e = NULL;
    const hop_given given[] = {{"memory", "a\tb"}};
    assert_refused(hop_sweep_create(fixture_row("noise"), given, 1, 1, &e), HOP_E_VALUE,
                   "control character");
}

static void an_identity_makes_the_same_experiment_again(void **state) {
    (void)state;
    hop_sweep *e = fixture_experiment(
        "capacity", "dim=10,20 energy=lse:beta=1 energy=sparsemax load=0.1 damage=0.1", 99);
    hop_sweep *again = NULL;
    char *identity = NULL, *second = NULL, *command = NULL;
    assert_ok(hop_sweep_identity(e, &identity));
    assert_ok(hop_sweep_recreate(hop_experiment_catalog(), "file", identity, &again));
    assert_ok(hop_sweep_identity(again, &second));
    assert_string_equal(second, identity);
    assert_int_equal(again->combinations, e->combinations);
    assert_ok(hop_sweep_command(e, &command));
    assert_string_equal(command, "hopfield capacity --dim 10,20 --energy lse:beta=1 --energy "
                                 "sparsemax --load 0.1 --damage 0.1 --seed 99");
    free(identity);
    free(second);
    free(command);
    hop_sweep_destroy(e);
    hop_sweep_destroy(again);
}

static void an_identity_of_another_version_or_experiment_is_refused(void **state) {
    (void)state;
    hop_sweep *e = NULL;
    assert_refused(hop_sweep_recreate(hop_experiment_catalog(), "f",
                                      "experiment=capacity\tversion=0.0.0\tseed=1", &e),
                   HOP_E_FORMAT, "version 0.0.0");
    assert_refused(hop_sweep_recreate(hop_experiment_catalog(), "f",
                                      "experiment=capacitor\tversion=1\tseed=1", &e),
                   HOP_E_NAME, "capacity");
    assert_refused(hop_sweep_recreate(hop_experiment_catalog(), "f", "seed=1", &e), HOP_E_FORMAT,
                   "no experiment");
}

static void the_command_says_how_the_memory_was_read(void **state) {
    (void)state;
    hop_sweep *e = NULL;
    char *command = NULL;
    hop_load_options options = hop_load_defaults;
    options.width = options.height = 14;
    options.resize = HOP_RESIZE_CROP;
    options.channels = 1;
    options.limit = 9;
    options.dtype = HOP_F32;
    options.dtype_given = true;
    assert_ok(fixture_try("noise", "memory=" HOP_SOURCE_DIR "/patterns/glyphs", 2, &e));
    assert_ok(hop_sweep_open(e, &options));
    assert_ok(hop_sweep_command(e, &command));
    assert_contains(command,
                    "/patterns/glyphs --size 14x14 --resize crop --gray --limit 9 --dtype f32 "
                    "--seed 2");
    free(command);
    hop_sweep_destroy(e);
    e = fixture_experiment("noise", "memory=" HOP_SOURCE_DIR "/patterns/glyphs", 2);
    assert_ok(hop_sweep_command(e, &command));
    assert_contains(command, "/patterns/glyphs --seed 2");
    free(command);
    hop_sweep_destroy(e);
}

static void energies_of_one_family_say_what_they_differ_in(void **state) {
    (void)state;
    hop_sweep *e = fixture_experiment(
        "capacity", "dim=10 energy=polynomial:degree=2 energy=polynomial:degree=3 energy=lse", 1);
    char word[64];
    static const char *const WORDS[] = {"polynomial:degree=2", "polynomial:degree=3", "lse"};
    for (size_t i = 0; i < 3; i++) {
        struct cell c = {0};
        hop_sweep_point(e, i, &c);
        hop_sweep_word(e, HOP_LOCATE_ENERGY, &c, word, sizeof word);
        assert_string_equal(word, WORDS[i]);
    }
    hop_sweep_destroy(e);
    e = fixture_experiment("capacity", "dim=10 energy=lse energy=lse:beta=2 patterns=gaussian", 1);
    hop_sweep_word(e, HOP_LOCATE_ENERGY, e->first, word, sizeof word);
    assert_string_equal(word, "lse:beta=auto");
    hop_sweep_destroy(e);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ranges_words_and_specs_become_numbers),
        cmocka_unit_test(points_change_the_last_setting_fastest),
        cmocka_unit_test(what_cannot_be_is_refused_with_a_sentence),
        cmocka_unit_test(a_control_character_would_break_the_files_and_is_refused),
        cmocka_unit_test(an_identity_makes_the_same_experiment_again),
        cmocka_unit_test(an_identity_of_another_version_or_experiment_is_refused),
        cmocka_unit_test(energies_of_one_family_say_what_they_differ_in),
        cmocka_unit_test(the_command_says_how_the_memory_was_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
