/* Writing a report: pictures, figures and data first, the page last.
 * SPDX-License-Identifier: MIT */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "../base/file.h"
#include "report_parts.h"

static const char PAGE[] = "index.html";

/* What a figure is made of. */
static const char *const FIGURE_ENDINGS[] = {".svg", ".tsv", ".gp"};
enum { FIGURE_FILES = sizeof FIGURE_ENDINGS / sizeof *FIGURE_ENDINGS };

typedef struct place {
    const hop_report *report;
    const char *folder;
    bool replace;
    bool made, fresh; /* the folder: made by us; new or empty */
    hop_drawn *drawn; /* [section_count] */
} place;

static hop_status path_of(const char *folder, const char *file, char **path) {
    size_t size = strlen(folder) + strlen(file) + 2;
    HOP_TRY(hop_alloc(size, 1, "a file name", path));
    snprintf(*path, size, "%s/%s", folder, file);
    return HOP_OK;
}

/* ---- names ---- */

static hop_status check_name(const char *file, const char *ending) {
    static const char ALLOWED[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                  "0123456789.-_";
    size_t length = strlen(file), tail = strlen(ending);
    bool plain = length > 0 && length < 128 && file[0] != '.' && !file[strspn(file, ALLOWED)];
    bool ends = length > tail && strcmp(file + length - tail, ending) == 0;
    if (plain && ends && strcmp(file, PAGE) != 0) return HOP_OK;
    return hop_fail(HOP_E_NAME, "'%s' is not a name for a file of a report%s%s", file,
                    *ending ? " that ends with " : "", ending);
}

static hop_status check_names(const hop_report *report) {
    for (size_t i = 0; i < report->section_count; i++) {
        const hop_section *section = &report->sections[i];
        if (section->kind == HOP_SECTION_PICTURE) HOP_TRY(check_name(section->file, ".png"));
        if (section->kind == HOP_SECTION_FIGURE) HOP_TRY(check_name(section->file, ".svg"));
    }
    for (size_t i = 0; i < report->attachment_count; i++)
        HOP_TRY(check_name(report->attachments[i].file, ""));
    return HOP_OK;
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

static void remove_file(const char *folder, const char *file) {
    char *path = NULL;
    if (path_of(folder, file, &path) != HOP_OK) return;
    unlink(path);
    free(path);
}

/* An old page must not be seen beside new pictures. */
static hop_status remove_page(const char *folder) {
    char *path = NULL;
    HOP_TRY(path_of(folder, PAGE, &path));
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
    if (errno != EEXIST) return hop_fail_errno(HOP_E_WRITE, "%s", p->folder);
    if (!hop_file_is_folder(p->folder))
        return hop_fail(HOP_E_WRITE, "%s: is a file; a report needs a folder", p->folder);
    HOP_TRY(is_empty(p->folder, &p->fresh));
    if (p->fresh) return HOP_OK;
    if (!p->replace)
        return hop_fail(HOP_E_EXISTS,
                        "%s: holds files already; name another folder, or use --force to replace "
                        "the report in it",
                        p->folder);
    return remove_page(p->folder);
}

static void remove_figure(const char *folder, const char *file) {
    size_t stem = strlen(file) - strlen(FIGURE_ENDINGS[0]);
    for (size_t i = 0; i < FIGURE_FILES; i++) {
        char name[160];
        snprintf(name, sizeof name, "%.*s%s", (int)stem, file, FIGURE_ENDINGS[i]);
        remove_file(folder, name);
    }
}

/* The page always, the rest only out of a folder that held nothing before. */
static void take_back(const place *p) {
    const hop_report *report = p->report;
    remove_file(p->folder, PAGE);
    if (!p->fresh) return;
    for (size_t i = 0; i < report->section_count; i++) {
        const hop_section *section = &report->sections[i];
        if (section->kind == HOP_SECTION_PICTURE) remove_file(p->folder, section->file);
        if (section->kind == HOP_SECTION_FIGURE) remove_figure(p->folder, section->file);
    }
    for (size_t i = 0; i < report->attachment_count; i++)
        remove_file(p->folder, report->attachments[i].file);
    if (p->made) rmdir(p->folder);
}

/* ---- the files ---- */

/* A figure that cannot be drawn is said on the page; one of an earlier report must not stay. */
static hop_status write_figure(const place *p, size_t index, const char *path) {
    const hop_section *section = &p->report->sections[index];
    hop_drawn *drawn = &p->drawn[index];
    hop_status status = hop_figure_write(section->figure, path, p->replace);
    if (status != HOP_E_SUPPORT && status != HOP_E_EMPTY) return status;
    drawn->missing = true;
    snprintf(drawn->why, sizeof drawn->why, "%s", hop_status_detail());
    remove_figure(p->folder, section->file);
    return HOP_OK;
}

static hop_status write_section(const place *p, size_t index) {
    const hop_section *section = &p->report->sections[index];
    char *path = NULL;
    if (section->kind != HOP_SECTION_PICTURE && section->kind != HOP_SECTION_FIGURE) return HOP_OK;
    HOP_TRY(path_of(p->folder, section->file, &path));
    hop_status status = section->kind == HOP_SECTION_FIGURE
                            ? write_figure(p, index, path)
                            : hop_image_write(section->image, path, p->report->notes,
                                              p->report->note_count, p->replace);
    free(path);
    return status;
}

static hop_status write_attachment(const place *p, const hop_attachment *attachment) {
    char *path = NULL;
    HOP_TRY(path_of(p->folder, attachment->file, &path));
    hop_status status = attachment->table ? hop_table_write(attachment->table, path, p->replace)
                                          : hop_file_write(path, attachment->text,
                                                           strlen(attachment->text), p->replace);
    free(path);
    return status;
}

static hop_status write_page(const place *p) {
    hop_string page = {0};
    char *path = NULL;
    hop_report_page(&page, p->report, p->drawn);
    hop_status status = page.failed
                            ? hop_fail(HOP_E_MEMORY, "there is not enough memory for a report")
                            : path_of(p->folder, PAGE, &path);
    if (status == HOP_OK) status = hop_file_write(path, page.text, page.length, p->replace);
    free(path);
    free(page.text);
    return status;
}

static hop_status write_all(const place *p) {
    for (size_t i = 0; i < p->report->section_count; i++) HOP_TRY(write_section(p, i));
    for (size_t i = 0; i < p->report->attachment_count; i++)
        HOP_TRY(write_attachment(p, &p->report->attachments[i]));
    return write_page(p);
}

hop_status hop_report_write(const hop_report *report, const char *folder, bool replace,
                            size_t *undrawn) {
    place p = {.report = report, .folder = folder, .replace = replace};
    HOP_TRY(check_names(report));
    HOP_TRY(hop_alloc(report->section_count, sizeof *p.drawn, "a report", &p.drawn));
    hop_status status = open_folder(&p);
    if (status == HOP_OK) {
        status = write_all(&p);
        if (status != HOP_OK) take_back(&p);
    }
    size_t missing = 0;
    for (size_t i = 0; i < report->section_count; i++) missing += p.drawn[i].missing;
    if (status == HOP_OK && undrawn) *undrawn = missing;
    free(p.drawn);
    return status;
}
