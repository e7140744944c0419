/* An installed copy: runs from anywhere, and the README's program compiles against it.
 * SPDX-License-Identifier: MIT */
#include <limits.h>

#include "cli.h"

static const support_options SHELL = {.program = "/bin/bash"};

/* make install into the test's folder, from what was built for the tests. */
static int install(void **state) {
    char out[PATH_MAX], command[5 * PATH_MAX];
    if (support_folder_create(state) != 0) return -1;
    snprintf(out, sizeof out, "%.*s", (int)(strrchr(HOP_PROGRAM, '/') - HOP_PROGRAM), HOP_PROGRAM);
    /* -o: what is there is not built again, whatever the flags of this call. */
    snprintf(command, sizeof command,
             "cd '%s' && env -u MAKEFLAGS -u MAKELEVEL make -s install OUT='%s' DESTDIR='%s' "
             "PREFIX=/usr -o '%s/libhopfield.a' -o '%s/hopfield' -o all",
             HOP_SOURCE_DIR, out, support_folder(), out, out);
    support_result result = RUN(&SHELL, "-c", command);
    bool done = result.status == 0;
    if (!done) print_error("make install: %s%s\n", result.out, result.err);
    support_result_clear(&result);
    return done ? 0 : -1;
}

static void the_installed_demo_runs_from_anywhere(void **state) {
    (void)state;
    support_options options = {.program = support_path("usr/bin/hopfield"), .folder = "/"};
    support_result result = RUN(&options, "demo");
    assert_status(result, 0);
    assert_int_equal(count_of(result.out, "; right;"), 3);
    support_result_clear(&result);
}

static void every_public_header_and_the_library_are_installed(void **state) {
    (void)state;
    char *headers = support_list(HOP_SOURCE_DIR "/include/hopfield");
    assert_folder_holds(support_path("usr/include/hopfield"), headers);
    assert_true(support_exists(support_path("usr/lib/libhopfield.a")));
    free(headers);
}

/* The first block of C in the README, as a file; false if there is none. */
static bool extract_program(const char *path) {
    if (!support_exists(HOP_SOURCE_DIR "/README.md")) return false;
    char *text = support_read(HOP_SOURCE_DIR "/README.md", NULL);
    char *start = strstr(text, "\n```c\n"), *end = start ? strstr(start + 6, "\n```") : NULL;
    if (end) support_write(path, start + 6, (size_t)(end + 1 - start - 6));
    free(text);
    return end != NULL;
}

static void the_program_of_the_readme_compiles_links_and_runs(void **state) {
    (void)state;
    if (!extract_program(support_path("example.c"))) skip();
    char command[4 * PATH_MAX];
    snprintf(command, sizeof command,
             "cd '%s' && export PKG_CONFIG_PATH=usr/lib/pkgconfig PKG_CONFIG_SYSROOT_DIR=\"$PWD\" "
             "PKG_CONFIG_ALLOW_SYSTEM_CFLAGS=1 PKG_CONFIG_ALLOW_SYSTEM_LIBS=1 && "
             "cc -Wall -Wextra -Werror -std=c17 example.c %s "
             "$(pkg-config --cflags --libs --static hopfield) -o example && cd '%s' && '%s'",
             support_folder(), support_sanitized() ? "-fsanitize=address,undefined" : "",
             HOP_SOURCE_DIR, support_path("example"));
    assert_int_equal(setenv("ASAN_OPTIONS", "detect_leaks=0", 1), 0); /* it is ten lines */
    support_result result = RUN(&SHELL, "-c", command);
    assert_status(result, 0);
    assert_string_equal(result.out, "it is R\n");
    support_result_clear(&result);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_installed_demo_runs_from_anywhere),
        cmocka_unit_test(every_public_header_and_the_library_are_installed),
        cmocka_unit_test(the_program_of_the_readme_compiles_links_and_runs),
    };
    return cmocka_run_group_tests(tests, install, support_folder_remove);
}
