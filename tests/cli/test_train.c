/* hopfield train, as it is typed.
 * SPDX-License-Identifier: MIT */
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "support/support.h"

static void a_small_version_of_a_task_prints_checks_beside_theory(void **state) {
    (void)state;
    support_result r = RUN(NULL, "train", "denoise:prompts=clusters", "--quick", "--steps", "20");
    assert_status(r, 0);
    assert_contains(r.out, "clusters loss");
    assert_contains(r.out, "within 3 %");
    assert_contains(r.err, "weights, 20 steps of");
    support_result_clear(&r);
}

static void weights_are_kept_and_open_like_any_other_file(void **state) {
    (void)state;
    support_result r = RUN(NULL, "train", "causal", "--quick", "--steps", "5", "--save",
                           support_path("kept"), "-q");
    assert_status(r, 0);
    support_result_clear(&r);
    r = RUN(NULL, "info", support_path("kept/masked.safetensors:block.query.weight"));
    assert_status(r, 0);
    assert_contains(r.out, "32");
    support_result_clear(&r);
    const char *tokens = support_path("kept/masked.safetensors:embedding.weight");
    r = RUN(NULL, "attention", "--input", tokens, "--linear", "--heads", "2", "--weights-query",
            support_path("kept/masked.safetensors:block.query.weight"), "--weights-key",
            support_path("kept/masked.safetensors:block.key.weight"), "--weights-value",
            support_path("kept/masked.safetensors:block.value.weight"), "-q");
    assert_status(r, 0);
    support_result_clear(&r);
    tokens = support_path("kept/masked.safetensors:embedding.weight");
    r = RUN(NULL, "flow", "--tokens", tokens, "--linear", "--sphere", "--seed", "1",
            "--weights-query", support_path("kept/masked.safetensors:block.query.weight"),
            "--weights-key", support_path("kept/masked.safetensors:block.key.weight"),
            "--weights-value", support_path("kept/masked.safetensors:block.value.weight"), "-q");
    assert_status(r, 0);
    assert_contains(r.out, "5 clusters at the start");
    support_result_clear(&r);
    r = RUN(NULL, "attention", "--model", support_path("kept/masked.safetensors"), "--heads", "2");
    assert_status(r, 0);
    assert_contains(r.out, "block.query.weight");
    support_result_clear(&r);
}

static void the_same_command_with_other_settings_does_not_go_on(void **state) {
    (void)state;
    support_result r = RUN(NULL, "train", "causal", "--quick", "--steps", "5", "--save",
                           support_path("two"), "-q");
    assert_status(r, 0);
    support_result_clear(&r);
    r = RUN(NULL, "train", "causal", "--quick", "--steps", "5", "--save", support_path("two"),
            "--seed", "9", "-q");
    assert_status(r, 1);
    assert_contains(r.err, "--restart");
    support_result_clear(&r);
}

/* Killed where the first checkpoint appears, some way into the run. */
static void a_run_killed_in_the_middle_goes_on_to_the_same_bytes(void **state) {
    (void)state;
    const char *whole = support_path("whole"), *killed = support_path("killed");
    const support_options kill_it = {.signal = SIGKILL,
                                     .signal_when = support_path("killed/pairs.checkpoint")};
    size_t size[2] = {0};
    support_result r = RUN(NULL, "train", "pairs", "--quick", "--steps", "1000", "--threads", "1",
                           "--seed", "4", "--save", whole, "-q");
    assert_status(r, 0);
    support_result_clear(&r);
    r = RUN(&kill_it, "train", "pairs", "--quick", "--steps", "1000", "--threads", "1", "--seed",
            "4", "--save", killed, "-q");
    assert_status(r, -SIGKILL);
    support_result_clear(&r);
    assert_false(support_exists(support_path("killed/pairs.safetensors")));
    r = RUN(NULL, "train", "pairs", "--quick", "--steps", "1000", "--threads", "2", "--seed", "4",
            "--save", killed, "-q");
    assert_status(r, 0);
    support_result_clear(&r);
    char *one = support_read(support_path("whole/pairs.safetensors"), &size[0]);
    char *two = support_read(support_path("killed/pairs.safetensors"), &size[1]);
    assert_int_equal(size[0], size[1]);
    assert_memory_equal(one, two, size[0]);
    free(one);
    free(two);
}

static void a_rate_far_too_large_is_stopped_and_advice_is_given(void **state) {
    (void)state;
    support_result r = RUN(NULL, "train", "denoise:prompts=subspace", "--quick", "--optimiser",
                           "sgd:rate=100", "--save", support_path("lost"), "-q");
    assert_status(r, 1);
    assert_contains(r.err, "Try a rate");
    support_result_clear(&r);
}

static void what_cannot_be_is_said(void **state) {
    (void)state;
    support_result r = RUN(NULL, "train", "denoize");
    assert_status(r, 2);
    assert_contains(r.err, "denoise");
    support_result_clear(&r);
    r = RUN(NULL, "train");
    assert_status(r, 2);
    assert_contains(r.err, "list tasks");
    support_result_clear(&r);
    r = RUN(NULL, "train", "denoise:dim=4,intrinsic=4", "--quick");
    assert_status(r, 1);
    assert_contains(r.err, "intrinsic must be below dim");
    support_result_clear(&r);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_small_version_of_a_task_prints_checks_beside_theory),
        cmocka_unit_test(weights_are_kept_and_open_like_any_other_file),
        cmocka_unit_test(the_same_command_with_other_settings_does_not_go_on),
        cmocka_unit_test(a_run_killed_in_the_middle_goes_on_to_the_same_bytes),
        cmocka_unit_test(a_rate_far_too_large_is_stopped_and_advice_is_given),
        cmocka_unit_test(what_cannot_be_is_said),
    };
    return cmocka_run_group_tests(tests, support_folder_create, support_folder_remove);
}
