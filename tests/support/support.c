/* Folders, files and numbers for tests.
 * SPDX-License-Identifier: MIT */
#include "support.h"

#include <dirent.h>
#include <ftw.h>
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[PATH_MAX / 2];

static int remove_one(const char *path, const struct stat *about, int kind, struct FTW *where) {
    (void)about, (void)kind, (void)where;
    return remove(path);
}

static int remove_tree(const char *path) {
    return nftw(path, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

int support_folder_create(void **state) {
    const char *parent = getenv("TMPDIR");
    snprintf(folder, sizeof folder, "%s/hopfield-test-XXXXXX", parent ? parent : "/tmp");
    *state = mkdtemp(folder);
    if (!*state) perror(folder);
    return *state ? 0 : -1;
}

int support_folder_remove(void **state) {
    (void)state;
    int failed = remove_tree(folder);
    folder[0] = '\0';
    return failed;
}

const char *support_folder(void) {
    return folder;
}

const char *support_path(const char *format, ...) {
    static char paths[16][PATH_MAX];
    static size_t next;
    char *path = paths[next++ % 16];
    assert_true(folder[0] != '\0');
    size_t length = (size_t)snprintf(path, PATH_MAX, "%s/", folder);
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(path + length, PATH_MAX - length, format, arguments);
    va_end(arguments);
    return path;
}

const char *support_subfolder(const char *name) {
    const char *path = support_path("%s", name);
    if (support_exists(path)) assert_int_equal(remove_tree(path), 0);
    assert_int_equal(mkdir(path, 0777), 0);
    return path;
}

void support_write(const char *path, const void *bytes, size_t size) {
    FILE *file = fopen(path, "wb");
    if (!file) fail_msg("%s: cannot be made", path);
    size_t written = size > 0 ? fwrite(bytes, 1, size, file) : 0;
    assert_int_equal(fclose(file), 0);
    assert_int_equal(written, size);
}

void support_write_text(const char *path, const char *text) {
    support_write(path, text, strlen(text));
}

char *support_read(const char *path, size_t *size) {
    struct stat about;
    if (stat(path, &about) != 0) fail_msg("%s: is not there", path);
    char *bytes = calloc(1, (size_t)about.st_size + 1);
    assert_non_null(bytes);
    FILE *file = fopen(path, "rb");
    if (!file) fail_msg("%s: cannot be read", path);
    assert_int_equal(fread(bytes, 1, (size_t)about.st_size, file), about.st_size);
    fclose(file);
    if (size) *size = (size_t)about.st_size;
    return bytes;
}

bool support_exists(const char *path) {
    struct stat about;
    return lstat(path, &about) == 0;
}

static int is_name(const struct dirent *entry) {
    return strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
}

/* Byte order, whatever the locale. */
static int by_bytes(const struct dirent **a, const struct dirent **b) {
    return strcmp((*a)->d_name, (*b)->d_name);
}

char *support_list(const char *path) {
    struct dirent **entries = NULL;
    int found = scandir(path, &entries, is_name, by_bytes);
    if (found < 0) fail_msg("%s: cannot be listed", path);
    size_t count = found > 0 ? (size_t)found : 0;
    char *list = calloc(count + 1, NAME_MAX + 2);
    assert_non_null(list);
    char *end = list;
    for (size_t i = 0; i < count; i++) {
        end += sprintf(end, "%s\n", entries[i]->d_name);
        free(entries[i]);
    }
    free(entries);
    return list;
}

void support_assert_folder(const char *path, const char *names, const char *file, int line) {
    char *list = support_list(path);
    bool same = strcmp(list, names) == 0;
    if (!same) print_error("%s holds\n%s-- and should hold\n%s--\n", path, list, names);
    free(list);
    if (!same) _fail(file, line);
}

void support_assert_contains(const char *text, const char *part, const char *file, int line) {
    if (text && strstr(text, part)) return;
    print_error("\"%s\" is not in:\n%s\n", part, text ? text : "(NULL)");
    _fail(file, line);
}

bool support_sanitized(void) {
#ifdef __SANITIZE_ADDRESS__
    return true;
#else
    return false;
#endif
}

void support_assert_near(double value, double expected, double tolerance, const char *what,
                         const char *file, int line) {
    /* NaN fails this comparison; equal infinities are near. */
    if (fabs(value - expected) <= tolerance || value == expected) return;
    print_error("%s is %.17g, not %.17g within %.3g (off by %.3g)\n", what, value, expected,
                tolerance, value - expected);
    _fail(file, line);
}
