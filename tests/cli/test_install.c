/* An installed copy: runs from anywhere, its libraries show what its headers declare, and the
 * README's program compiles against it.
 * SPDX-License-Identifier: MIT */
#include <limits.h>

#include "cli.h"

static const support_options SHELL = {.program = "/bin/bash"};

/* make install or uninstall, in the test's folder, of what was built for the tests. */
static bool make_target(const char *target) {
    char out[PATH_MAX], command[5 * PATH_MAX];
    snprintf(out, sizeof out, "%.*s", (int)(strrchr(HOP_PROGRAM, '/') - HOP_PROGRAM), HOP_PROGRAM);
    /* -o: what is there is not built again, whatever the flags of this call. */
    snprintf(command, sizeof command,
             "cd '%s' && env -u MAKEFLAGS -u MAKELEVEL make -s %s OUT='%s' DESTDIR='%s' "
             "PREFIX=/usr -o '%s/libhopfield.a' -o '%s/libhopfield.so.0' -o '%s/hopfield' -o all",
             HOP_SOURCE_DIR, target, out, support_folder(), out, out, out);
    support_result result = RUN(&SHELL, "-c", command);
    bool done = result.status == 0;
    if (!done) print_error("make %s: %s%s\n", target, result.out, result.err);
    support_result_clear(&result);
    return done;
}

static int install(void **state) {
    return support_folder_create(state) == 0 && make_target("install") ? 0 : -1;
}

static void the_installed_pictures_are_found_by_name(void **state) {
    (void)state;
    support_options options = {.program = support_path("usr/bin/hopfield"), .folder = "/"};
    support_result result = RUN(&options, "recall", "glyphs", "glyphs/A.png", "--seed", "1");
    assert_status(result, 0);
    assert_contains(result.out, "a memory of 36 stored grey pictures");
    assert_contains(result.err, support_path("usr/share/hopfield/patterns/glyphs"));
    support_result_clear(&result);
}

static void pages_and_completions_are_installed(void **state) {
    (void)state;
    assert_true(support_exists(support_path("usr/share/man/man1/hopfield.1")));
    assert_true(support_exists(support_path("usr/share/man/man1/hopfield-recall.1")));
    assert_true(support_exists(support_path("usr/share/bash-completion/completions/hopfield")));
    assert_true(support_exists(support_path("usr/share/zsh/site-functions/_hopfield")));
    assert_true(support_exists(support_path("usr/share/fish/vendor_completions.d/hopfield.fish")));
}

static void the_licence_and_what_to_read_are_installed(void **state) {
    (void)state;
    assert_true(support_exists(support_path("usr/share/doc/hopfield/LICENSE")));
    assert_true(support_exists(support_path("usr/share/doc/hopfield/README.md")));
    assert_true(support_exists(support_path("usr/share/doc/hopfield/docs/TUTORIAL.md")));
}

static void the_installed_demo_runs_from_anywhere(void **state) {
    (void)state;
    support_options options = {.program = support_path("usr/bin/hopfield"), .folder = "/"};
    support_result result = RUN(&options, "demo");
    assert_status(result, 0);
    assert_int_equal(count_of(result.out, "; right;"), 3);
    support_result_clear(&result);
}

static void every_public_header_and_both_libraries_are_installed(void **state) {
    (void)state;
    char *headers = support_list(HOP_SOURCE_DIR "/include/hopfield");
    assert_folder_holds(support_path("usr/include/hopfield"), headers);
    assert_true(support_exists(support_path("usr/lib/libhopfield.a")));
    assert_true(support_exists(support_path("usr/lib/libhopfield.so.0")));
    assert_true(support_exists(support_path("usr/lib/libhopfield.so")));
    free(headers);
}

/* What a shell says in the folder of the installed copy; the caller releases it. */
static support_result run_there(const char *command) {
    support_options options = SHELL;
    options.folder = support_folder();
    return RUN(&options, "-c", command);
}

static void check_prints_nothing(const char *command) {
    support_result result = run_there(command);
    assert_string_equal(result.out, "");
    assert_string_equal(result.err, "");
    assert_status(result, 0);
    support_result_clear(&result);
}

static void every_public_header_compiles_alone_as_c_and_as_cxx(void **state) {
    (void)state;
    check_prints_nothing(
        "cd usr/include/hopfield && for h in *.h; do for as in 'c -std=c17' 'c++ -std=c++17'; do "
        "printf '#include <hopfield/%s>\nint main(void);\n' $h | cc -x $as -fsyntax-only -Wall "
        "-Wextra -Wpedantic -Werror -I.. - || exit 1; done; done");
}

static void the_two_headers_of_headers_include_all_others(void **state) {
    (void)state;
    check_prints_nothing("cd usr/include/hopfield && for h in *.h; do "
                         "echo '#include <hopfield/lab.h>' | cc -x c -I.. -M - | "
                         "grep -q \"/$h\" || echo $h; done");
}

/* Names that the headers declare, found without a compiler's help, are hop_ and nothing else. */
static void the_shared_library_shows_what_the_headers_declare_and_no_more(void **state) {
    (void)state;
    check_prints_nothing(
        "nm -D --defined-only usr/lib/libhopfield.so.0 | awk '{ print $3 }' | "
        "grep -vE '__(asan|odr_asan|ubsan)' | while read -r name; do [[ $name == hop_* ]] && "
        "grep -qw -- $name usr/include/hopfield/*.h || echo \"$name is shown\"; done");
    check_prints_nothing(
        "nm -D --defined-only usr/lib/libhopfield.so.0 | grep -qw hop_recall_create || echo none");
    check_prints_nothing("readelf -d usr/lib/libhopfield.so.0 | "
                         "grep -q 'soname: .libhopfield.so.0' || echo no soname");
}

/* Full RELRO, no executable stack, a program that can be placed anywhere. */
static void program_and_library_are_hardened(void **state) {
    (void)state;
    check_prints_nothing(
        "for f in usr/bin/hopfield usr/lib/libhopfield.so.0; do "
        "readelf -lW $f | grep -q GNU_RELRO || echo $f: no RELRO; "
        "readelf -dW $f | grep -q BIND_NOW || echo $f: not bound at once; "
        "readelf -lW $f | grep GNU_STACK | grep -q 'RWE' && echo $f: executable stack; "
        "readelf -hW $f | grep -q 'Type: *DYN' || echo $f: has one place; done; true");
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

/* `how`: what pkg-config and the linker are told. */
static void check_program_of_the_readme(const char *how) {
    if (!extract_program(support_path("example.c"))) skip();
    char command[4 * PATH_MAX];
    snprintf(command, sizeof command,
             "cd '%s' && export PKG_CONFIG_PATH=usr/lib/pkgconfig PKG_CONFIG_SYSROOT_DIR=\"$PWD\" "
             "PKG_CONFIG_ALLOW_SYSTEM_CFLAGS=1 PKG_CONFIG_ALLOW_SYSTEM_LIBS=1 && "
             "cc -Wall -Wextra -Werror -std=c17 example.c %s "
             "$(pkg-config --cflags --libs %s hopfield) -o example && "
             "export LD_LIBRARY_PATH=$PWD/usr/lib && cd '%s' && '%s' patterns/glyphs",
             support_folder(), support_sanitized() ? "-fsanitize=address,undefined" : "", how,
             HOP_SOURCE_DIR, support_path("example"));
    support_result result = RUN(&SHELL, "-c", command);
    assert_status(result, 0);
    assert_string_equal(result.out, "it is 0\n");
    support_result_clear(&result);
}

static void the_program_of_the_readme_runs_with_the_shared_library(void **state) {
    (void)state;
    check_program_of_the_readme("");
}

static void the_program_of_the_readme_runs_with_the_static_library(void **state) {
    (void)state;
    assert_int_equal(remove(support_path("usr/lib/libhopfield.so")), 0);
    check_program_of_the_readme("--static");
}

static void uninstall_takes_everything_away(void **state) {
    (void)state;
    support_write_text(support_path("usr/lib/libhopfield.so"), ""); /* a test has removed it */
    assert_true(make_target("uninstall"));
    support_result result = run_there("find usr -type f -o -type l -o -name '*hopfield*'");
    assert_string_equal(result.out, "");
    support_result_clear(&result);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_licence_and_what_to_read_are_installed),
        cmocka_unit_test(the_installed_demo_runs_from_anywhere),
        cmocka_unit_test(the_installed_pictures_are_found_by_name),
        cmocka_unit_test(pages_and_completions_are_installed),
        cmocka_unit_test(every_public_header_and_both_libraries_are_installed),
        cmocka_unit_test(every_public_header_compiles_alone_as_c_and_as_cxx),
        cmocka_unit_test(the_two_headers_of_headers_include_all_others),
        cmocka_unit_test(the_shared_library_shows_what_the_headers_declare_and_no_more),
        cmocka_unit_test(program_and_library_are_hardened),
        cmocka_unit_test(the_program_of_the_readme_runs_with_the_shared_library),
        cmocka_unit_test(the_program_of_the_readme_runs_with_the_static_library),
        cmocka_unit_test(uninstall_takes_everything_away),
    };
    return cmocka_run_group_tests(tests, install, support_folder_remove);
}
