/* A result as a folder: data first, the page last, so that a page that is there is whole.
 * SPDX-License-Identifier: MIT */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../base/fail.h"
#include "../base/file.h"
#include "csv.h"
#include "number.h"
#include "page.h"
#include "result_private.h"

static const char PAGE[] = "index.html";

typedef struct place {
    const hop_result *result;
    const char *folder;
    bool replace, made, fresh; /* the folder: made by us; new or empty */
    hop_table *signature;
    size_t undrawn;
} place;

/* The path of a file in the folder, free()d by the caller; what a name cannot be made of is '-'. */
static hop_status path_of(const place *p, const char *name, const char *ending, char **path) {
    hop_string made = {0};
    hop_string_add(&made, "%s/", p->folder);
    for (const char *c = name; *c; c++) {
        bool plain = (*c >= 'a' && *c <= 'z') || (*c >= 'A' && *c <= 'Z') ||
                     (*c >= '0' && *c <= '9') || *c == '_' || *c == '-' ||
                     (*c == '.' && c > name && !*ending);
        hop_string_add(&made, "%c", plain ? *c : '-');
    }
    hop_string_add(&made, "%s", ending);
    return hop_table_finish(&made, path);
}

static void remove_file(const place *p, const char *name, const char *ending) {
    char *path = NULL;
    if (path_of(p, name, ending, &path) != HOP_OK) return;
    unlink(path);
    free(path);
}

/* ---- the folder ---- */

static hop_status is_empty(const char *folder, bool *empty) {
    DIR *open = opendir(folder);
    if (!open) return hop_fail_errno(HOP_E_WRITE, "%s", folder);
    size_t count = 0;
    for (struct dirent *entry = readdir(open); entry; entry = readdir(open))
        count += strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
    closedir(open);
    *empty = count == 0;
    return HOP_OK;
}

/* An old page must not be seen beside new data. */
static hop_status remove_page(const place *p) {
    char *path = NULL;
    HOP_TRY(path_of(p, PAGE, "", &path));
    hop_status status = HOP_OK;
    if (unlink(path) != 0 && errno != ENOENT)
        status = hop_fail_errno(HOP_E_WRITE, "%s: cannot be replaced", path);
    free(path);
    return status;
}

static hop_status open_folder(place *p) {
    p->made = mkdir(p->folder, 0777) == 0;
    p->fresh = p->made;
    if (p->made) return HOP_OK;
    if (errno == ENOENT)
        return hop_fail(HOP_E_WRITE,
                        "%s: the report's folder cannot be made: the one it would be in does not "
                        "exist",
                        p->folder);
    if (errno != EEXIST)
        return hop_fail_errno(HOP_E_WRITE, "%s: the report's folder cannot be made", p->folder);
    if (!hop_file_is_folder(p->folder))
        return hop_fail(HOP_E_WRITE, "%s: is a file; a report needs a folder", p->folder);
    HOP_TRY(is_empty(p->folder, &p->fresh));
    if (p->fresh) return HOP_OK;
    if (!p->replace)
        return hop_fail(HOP_E_EXISTS,
                        "%s: holds files already; name another folder, or use --force to replace "
                        "the report in it",
                        p->folder);
    if (access(p->folder, W_OK) != 0)
        return hop_fail_errno(HOP_E_WRITE, "%s: cannot be written into", p->folder);
    return HOP_OK;
}

hop_status hop_result_report_check(const char *folder, bool replace) {
    place p = {.folder = folder, .replace = replace};
    HOP_TRY(open_folder(&p));
    if (p.made) rmdir(folder);
    return HOP_OK;
}

/* ---- the files ---- */

static const char *const FIGURE[] = {".svg", ".tsv", ".gp"};

static void remove_figure(const place *p, const char *name) {
    for (size_t i = 0; i < sizeof FIGURE / sizeof *FIGURE; i++) remove_file(p, name, FIGURE[i]);
}

/* The page always, the rest only out of a folder that held nothing before. */
static void take_back(const place *p) {
    remove_file(p, PAGE, "");
    if (!p->fresh) return;
    for (size_t i = 0; i < hop_result_size(p->result); i++) {
        const hop_item *item = hop_result_item(p->result, i);
        if (item->kind == HOP_ITEM_FIGURE) remove_figure(p, item->path);
        if (item->kind == HOP_ITEM_PICTURE) remove_file(p, item->path, ".png");
        if (item->kind == HOP_ITEM_TABLE) remove_file(p, item->path, ".csv");
    }
    remove_file(p, "result", ".json");
    if (p->made) rmdir(p->folder);
}

static hop_status write_table(const place *p, const hop_item *item, const char *path) {
    hop_string out = {0};
    char *text = NULL;
    hop_table_note_lines(p->signature, &out);
    hop_table_add_csv(item->table, &out);
    HOP_TRY(hop_table_finish(&out, &text));
    hop_status status = hop_file_write(path, text, strlen(text), p->replace);
    free(text);
    return status;
}

/* A figure that cannot be drawn is said on the page; one of an earlier report must not stay. */
static hop_status write_figure(const place *p, const hop_item *item, const char *path) {
    hop_figure figure = *item->figure;
    figure.provenance = p->signature;
    hop_status status = hop_figure_write(&figure, path, p->replace);
    if (status != HOP_E_SUPPORT && status != HOP_E_EMPTY) return status;
    remove_figure(p, item->path);
    return HOP_OK;
}

static hop_status write_item(place *p, const hop_item *item) {
    static const char *const ENDINGS[] = {
        [HOP_ITEM_TABLE] = ".csv", [HOP_ITEM_FIGURE] = ".svg", [HOP_ITEM_PICTURE] = ".png"};
    char *path = NULL;
    size_t count = 0;
    bool table = item->kind == HOP_ITEM_TABLE && hop_item_for(item, HOP_FOR_PROGRAMS);
    if (!table && item->kind != HOP_ITEM_FIGURE && item->kind != HOP_ITEM_PICTURE) return HOP_OK;
    const hop_image_note *notes = hop_result_signature((hop_result *)(uintptr_t)p->result, &count);
    HOP_TRY(path_of(p, item->path, ENDINGS[item->kind], &path));
    hop_status status = table ? write_table(p, item, path)
                        : item->kind == HOP_ITEM_FIGURE
                            ? write_figure(p, item, path)
                            : hop_image_write(item->image, path, notes, count, p->replace);
    free(path);
    return status;
}

static hop_status write_json(const place *p) {
    char *path = NULL;
    HOP_TRY(path_of(p, "result", ".json", &path));
    hop_status status = hop_result_write(p->result, path, p->replace);
    free(path);
    return status;
}

/* gnuplot takes longer than all the rest: what it drew into the folder is not drawn again. */
static void read_figure(const void *context, const char *name, hop_string *svg) {
    char *path = NULL, bytes[1 << 14];
    if (path_of(context, name, FIGURE[0], &path) != HOP_OK) return;
    FILE *file = fopen(path, "rb");
    free(path);
    if (!file) return;
    for (size_t got = 1; got > 0;) {
        got = fread(bytes, 1, sizeof bytes, file);
        hop_string_add_bytes(svg, bytes, got);
    }
    fclose(file);
}

static hop_status write_page(place *p) {
    char *text = NULL, *path = NULL;
    const hop_page_drawn drawn = {.read = read_figure, .context = p};
    HOP_TRY(hop_page_make(p->result, &drawn, &p->undrawn, &text));
    hop_status status = path_of(p, PAGE, "", &path);
    if (status == HOP_OK) status = hop_file_write(path, text, strlen(text), p->replace);
    free(path);
    free(text);
    return status;
}

static hop_status write_all(place *p) {
    HOP_TRY(hop_result_sign_table(p->result, &p->signature));
    for (size_t i = 0; i < hop_result_size(p->result); i++)
        HOP_TRY(write_item(p, hop_result_item(p->result, i)));
    HOP_TRY(write_json(p));
    return write_page(p);
}

hop_status hop_result_report(const hop_result *result, const char *folder, bool replace,
                             size_t *undrawn) {
    place p = {.result = result, .folder = folder, .replace = replace};
    HOP_TRY(hop_result_status(result));
    HOP_TRY(open_folder(&p));
    if (!p.fresh) HOP_TRY(remove_page(&p));
    hop_status status = write_all(&p);
    if (status != HOP_OK) take_back(&p);
    hop_table_destroy(p.signature);
    if (status == HOP_OK && undrawn) *undrawn = p.undrawn;
    return status;
}
