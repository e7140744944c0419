/* Writing a figure: the picture, its numbers and its script, all or none.
 * SPDX-License-Identifier: MIT */
#include <hopfield/figure.h>

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../base/fail.h"
#include "../base/file.h"
#include "figure_parts.h"

/* gnuplot may run out of room and yet end well: a picture that lacks its last bytes is not whole.
 */
static const struct ending {
    const char *text;
    hop_picture picture;
    const char *last;
} ENDINGS[] = {
    {.text = ".svg", .picture = HOP_PICTURE_SVG, .last = "</svg>"},
    {.text = ".png", .picture = HOP_PICTURE_PNG, .last = "IEND\xae\x42\x60\x82"},
    {.text = ".pdf", .picture = HOP_PICTURE_PDF, .last = "%%EOF"},
};

/* The files of a figure, in the order in which they are put in place. */
enum { DATA, SCRIPT, PICTURE, FILES };

typedef struct output {
    hop_string path, bytes;
    hop_writer *writer;
    bool existed, placed;
} output;

static hop_status ending_of(const char *path, const struct ending **ending, size_t *stem) {
    size_t length = strlen(path);
    for (size_t i = 0; i < sizeof ENDINGS / sizeof ENDINGS[0]; i++) {
        size_t size = strlen(ENDINGS[i].text);
        if (length <= size || strcasecmp(path + length - size, ENDINGS[i].text) != 0) continue;
        if (path[length - size - 1] == '/') continue;
        *ending = &ENDINGS[i];
        *stem = length - size;
        return HOP_OK;
    }
    return hop_fail(HOP_E_NAME, "%s: a figure is written as one of .svg, .png, .pdf", path);
}

static void name_file(hop_string *name, const char *path, size_t stem, const char *ending) {
    hop_string_add_bytes(name, path, stem);
    hop_string_add_bytes(name, ending, strlen(ending));
}

/* "./" keeps gnuplot from taking a name for a pipe, a home folder or one of its special files. */
static void add_local_name(hop_string *script, const char *path) {
    const char *slash = strrchr(path, '/');
    hop_string name = {0};
    hop_string_add(&name, "./%s", slash ? slash + 1 : path);
    hop_table_quote(script, name.text ? name.text : "", (size_t)-1);
    free(name.text);
}

/* The script that draws from NAME.tsv. */
static void write_script(const hop_figure *figure, output *files, hop_picture picture,
                         const hop_string *body) {
    hop_string *script = &files[SCRIPT].bytes;
    hop_table_sign_script(figure, script);
    hop_string_add(script, "# Run gnuplot on this in its own folder to draw the figure again.\n");
    hop_table_terminal(script, figure, picture);
    hop_string_add(script, "set output ");
    add_local_name(script, files[PICTURE].path.text);
    hop_string_add(script, "\ndata = ");
    add_local_name(script, files[DATA].path.text);
    hop_string_add(script, "\n%s", body->text);
}

/* Whether the bytes end with `last`, white space aside. */
static bool is_whole(const hop_string *bytes, const char *last) {
    size_t length = bytes->length, size = strlen(last);
    while (length > 0 && strchr("\r\n", bytes->text[length - 1])) length--;
    return length >= size && memcmp(bytes->text + length - size, last, size) == 0;
}

/* Draws from the same numbers within the script, so that nothing need be on disk yet. */
static hop_status draw(const hop_figure *figure, output *files, const struct ending *ending,
                       const hop_string *body) {
    hop_string script = {0};
    hop_table_terminal(&script, figure, ending->picture);
    hop_string_add(&script, "$numbers << END_OF_NUMBERS\n");
    hop_string_add_bytes(&script, files[DATA].bytes.text, files[DATA].bytes.length);
    hop_string_add(&script, "END_OF_NUMBERS\ndata = '$numbers'\n%s", body->text);
    hop_status status = script.failed
                            ? hop_fail(HOP_E_MEMORY, "there is not enough memory for a figure")
                            : hop_table_gnuplot(script.text, &files[PICTURE].bytes);
    free(script.text);
    if (status == HOP_OK && !is_whole(&files[PICTURE].bytes, ending->last))
        return hop_fail(HOP_E_WRITE, "%s: gnuplot ran out of room before the picture was whole",
                        files[PICTURE].path.text);
    return status;
}

static hop_status make(const hop_figure *figure, const struct ending *ending, output *files) {
    hop_frame frame;
    hop_string body = {0};
    HOP_TRY(hop_table_frame(figure, &frame));
    hop_table_figure_data(figure, &files[DATA].bytes);
    hop_table_figure_script(figure, &frame, ending->picture, &body);
    hop_status status = HOP_OK;
    if (body.failed || files[DATA].bytes.failed)
        status = hop_fail(HOP_E_MEMORY, "there is not enough memory for a figure");
    if (status == HOP_OK) status = draw(figure, files, ending, &body);
    if (status == HOP_OK && ending->picture == HOP_PICTURE_SVG) {
        hop_table_name_curves(figure, body.text, &files[PICTURE].bytes);
        hop_table_embolden(&files[PICTURE].bytes);
    }
    if (status == HOP_OK) {
        hop_table_sign_picture(figure, ending->picture, &files[PICTURE].bytes);
        write_script(figure, files, ending->picture, &body);
    }
    free(body.text);
    return status;
}

static void close_files(output *files, hop_status status) {
    for (int i = 0; i < FILES; i++) {
        hop_writer_abandon(files[i].writer);
        if (status != HOP_OK && files[i].placed && !files[i].existed) unlink(files[i].path.text);
        free(files[i].path.text);
        free(files[i].bytes.text);
    }
}

hop_status hop_figure_draw(const hop_figure *figure, const char *name, hop_string *bytes) {
    const struct ending *ending = &ENDINGS[0];
    size_t stem = 0;
    output files[FILES] = {0};
    HOP_TRY(ending_of(name, &ending, &stem));
    name_file(&files[DATA].path, name, stem, ".tsv");
    name_file(&files[PICTURE].path, name, strlen(name), "");
    hop_status status = make(figure, ending, files);
    if (status == HOP_OK) {
        *bytes = files[PICTURE].bytes;
        files[PICTURE].bytes = (hop_string){0};
    }
    close_files(files, status);
    return status;
}

static hop_status place(output *files) {
    for (int i = 0; i < FILES; i++) {
        if (files[i].bytes.failed)
            return hop_fail(HOP_E_MEMORY, "there is not enough memory for a figure");
        HOP_TRY(hop_writer_add(files[i].writer, files[i].bytes.text, files[i].bytes.length));
    }
    for (int i = 0; i < FILES; i++) {
        hop_writer *writer = files[i].writer;
        files[i].writer = NULL;
        HOP_TRY(hop_writer_commit(writer));
        files[i].placed = true;
    }
    return HOP_OK;
}

static hop_status open_files(const char *path, size_t stem, bool replace, output *files) {
    name_file(&files[DATA].path, path, stem, ".tsv");
    name_file(&files[SCRIPT].path, path, stem, ".gp");
    name_file(&files[PICTURE].path, path, strlen(path), "");
    for (int i = FILES - 1; i >= 0; i--) {
        if (files[i].path.failed)
            return hop_fail(HOP_E_MEMORY, "there is not enough memory for a file name");
        files[i].existed = hop_file_exists(files[i].path.text);
        if (files[i].existed && i != PICTURE && !replace)
            return hop_fail(HOP_E_EXISTS,
                            "%s: exists already, and the figure %s would leave its numbers and its "
                            "script in %s and %s; name it otherwise, or use --force",
                            files[i].path.text, path, files[DATA].path.text,
                            files[SCRIPT].path.text);
        HOP_TRY(hop_writer_open(files[i].path.text, replace, &files[i].writer));
    }
    return HOP_OK;
}

hop_status hop_figure_check(const char *path, bool replace) {
    const struct ending *ending = &ENDINGS[0];
    size_t stem = 0;
    output files[FILES] = {0};
    HOP_TRY(ending_of(path, &ending, &stem));
    hop_status status = open_files(path, stem, replace, files);
    close_files(files, status);
    return status;
}

hop_status hop_figure_write(const hop_figure *figure, const char *path, bool replace) {
    const struct ending *ending = &ENDINGS[0];
    size_t stem = 0;
    output files[FILES] = {0};
    HOP_TRY(ending_of(path, &ending, &stem));
    hop_status status = open_files(path, stem, replace, files);
    if (status == HOP_OK) status = make(figure, ending, files);
    if (status == HOP_OK) status = place(files);
    close_files(files, status);
    return status;
}
