/* What this build says it is, and that the files beside the source say the same.
 * Covers: libraries.c
 * SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>

#include <hopfield/version.h>

#include "support/support.h"

static void the_version_has_three_numbers_and_is_the_headers(void **state) {
    (void)state;
    int major = -1, minor = -1, patch = -1;
    assert_int_equal(sscanf(hop_version(), "%d.%d.%d", &major, &minor, &patch), 3);
    assert_string_equal(hop_version(), HOP_VERSION);
}

static void the_commit_is_hexadecimal_and_part_of_the_full_version(void **state) {
    (void)state;
    const char *commit = hop_version_commit();
    size_t digits = strspn(commit, "0123456789abcdef");
    assert_true(commit[digits] == '\0' || strcmp(commit + digits, "-dirty") == 0);
    assert_int_equal(strncmp(hop_version_full(), hop_version(), strlen(hop_version())), 0);
    if (!*commit) skip(); /* a tree that neither git nor `make dist` made */
    assert_true(digits >= 7);
    assert_contains(hop_version_full(), commit);
}

/* The line of the file that begins with `start`, without it; free() it. */
static char *line_after(const char *path, const char *start) {
    char *text = support_read(path, NULL), *at = strstr(text, start);
    if (!at) fail_msg("%s has no line that begins with '%s'", path, start);
    char *line = strndup(at + strlen(start), strcspn(at + strlen(start), "\n"));
    free(text);
    return line;
}

static void the_citation_and_the_changelog_have_the_version_of_the_header(void **state) {
    (void)state;
    char *cited = line_after(HOP_SOURCE_DIR "/CITATION.cff", "\nversion: ");
    char *changed = line_after(HOP_SOURCE_DIR "/CHANGELOG.md", "\n## ");
    assert_string_equal(cited, HOP_VERSION);
    assert_int_equal(strncmp(changed, HOP_VERSION, strlen(HOP_VERSION)), 0);
    assert_int_equal(changed[strlen(HOP_VERSION)], ' ');
    free(cited);
    free(changed);
}

static void the_build_names_compiler_and_libraries_with_versions_in_one_line(void **state) {
    (void)state;
    const char *const parts[] = {"compiler", "glibc", "openblas"};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        assert_contains(hop_build_info(), parts[i]);
        const char *name = strstr(hop_build_info(), parts[i]);
        assert_true(strcspn(name, "0123456789") < strcspn(name, ","));
    }
    for (const char *c = hop_build_info(); *c; c++) assert_int_not_equal(*c, '\n');
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_version_has_three_numbers_and_is_the_headers),
        cmocka_unit_test(the_commit_is_hexadecimal_and_part_of_the_full_version),
        cmocka_unit_test(the_citation_and_the_changelog_have_the_version_of_the_header),
        cmocka_unit_test(the_build_names_compiler_and_libraries_with_versions_in_one_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
