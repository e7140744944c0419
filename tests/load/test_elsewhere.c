/* Names that are looked for in a folder of the program's own.
 * SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <hopfield/load.h>

#include "support/support.h"

static size_t count_of(const char *path, const char *elsewhere, const char **remark) {
    static char kept[4096];
    hop_load_options options = hop_load_defaults;
    hop_memory *memory = NULL;
    options.elsewhere = elsewhere;
    if (hop_memory_load(&path, 1, &options, &memory) != HOP_OK) return 0;
    size_t count = hop_memory_count(memory);
    kept[0] = '\0';
    if (hop_memory_remark_count(memory) > 0)
        snprintf(kept, sizeof kept, "%s", hop_memory_remark(memory, 0));
    if (remark) *remark = kept;
    hop_memory_destroy(memory);
    return count;
}

static void a_name_that_is_not_here_is_found_among_the_patterns_and_it_is_said(void **state) {
    (void)state;
    const char *remark = NULL;
    assert_int_equal(count_of("glyphs", HOP_SOURCE_DIR, &remark), 36);
    assert_contains(remark, "glyphs: what came with the program is taken, " HOP_SOURCE_DIR);
    assert_int_equal(count_of("patterns/glyphs/A.png", HOP_SOURCE_DIR, NULL), 1);
    assert_int_equal(count_of("glyphs", NULL, NULL), 0);
}

static void what_is_here_comes_first_and_without_a_word(void **state) {
    (void)state;
    const char *remark = NULL;
    support_write_text("glyphs", "1,2\n3,4\n");
    assert_int_equal(count_of("glyphs", HOP_SOURCE_DIR, &remark), 2);
    assert_null(strstr(remark, "came with"));
    assert_int_equal(remove("glyphs"), 0);
}

static void each_of_several_names_is_looked_for(void **state) {
    (void)state;
    const char *const paths[] = {"glyphs/A.png", "here.pgm", "glyphs/B.png"};
    hop_load_options options = hop_load_defaults;
    hop_memory *memory = NULL;
    options.elsewhere = HOP_SOURCE_DIR;
    options.width = options.height = 16;
    options.resize = HOP_RESIZE_STRETCH;
    support_write_text("here.pgm", "P2 1 1 255 99");
    if (hop_memory_load(paths, 3, &options, &memory) != HOP_OK) fail_msg("%s", hop_status_detail());
    assert_int_equal(hop_memory_count(memory), 3);
    assert_string_equal(hop_memory_name(memory, 0), "A");
    assert_string_equal(hop_memory_name(memory, 1), "here");
    assert_string_equal(hop_memory_name(memory, 2), "B");
    hop_memory_destroy(memory);
    assert_int_equal(remove("here.pgm"), 0);
}

/* Of a program without its patterns nothing is promised. */
static void where_no_patterns_came_with_the_program_none_are_listed(void **state) {
    (void)state;
    assert_int_equal(count_of("glyphs", support_folder(), NULL), 0);
    assert_contains(hop_status_detail(), "glyphs: No such file or directory");
    assert_null(strstr(hop_status_detail(), "came with the program"));
}

static void a_name_that_says_where_it_is_is_not_looked_for(void **state) {
    (void)state;
    assert_int_equal(count_of("./glyphs", HOP_SOURCE_DIR, NULL), 0);
    assert_int_equal(count_of("/glyphs", HOP_SOURCE_DIR, NULL), 0);
    assert_int_equal(count_of("src/../glyphs", HOP_SOURCE_DIR, NULL), 0);
    assert_int_equal(count_of("no-such-set", HOP_SOURCE_DIR, NULL), 0);
    assert_contains(hop_status_detail(), "no-such-set: No such file or directory");
    assert_contains(hop_status_detail(), "which has glyphs, ornaments, pictograms, queries");
    assert_int_equal(count_of("no-such.csv", HOP_SOURCE_DIR, NULL), 0);
    assert_null(strstr(hop_status_detail(), "glyphs"));
}

static int enter(void **state) {
    return support_folder_create(state) == 0 ? chdir(support_folder()) : -1;
}

static int leave(void **state) {
    return chdir("/") == 0 ? support_folder_remove(state) : -1;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_name_that_is_not_here_is_found_among_the_patterns_and_it_is_said),
        cmocka_unit_test(what_is_here_comes_first_and_without_a_word),
        cmocka_unit_test(each_of_several_names_is_looked_for),
        cmocka_unit_test(where_no_patterns_came_with_the_program_none_are_listed),
        cmocka_unit_test(a_name_that_says_where_it_is_is_not_looked_for),
    };
    return cmocka_run_group_tests(tests, enter, leave);
}
