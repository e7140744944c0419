/* .npz: NumPy arrays in a zip archive, FILE.npz:NAME.
 * NumPy, numpy.savez; PKWARE, the ZIP file format.
 * SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include <zip.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "loader.h"
#include "npy.h"

/* Members that a sentence lists; the most that deflate makes of one byte; bytes that are unpacked
 * between words of progress. */
enum { LISTED_MOST = 16, RATIO_MAX = 1032, PIECE = 1 << 20 };

/* An archive is looked into at most so far. */
enum { MEMBERS_MOST = 65536 };

static bool recognise(const unsigned char *head, size_t size) {
    return size >= 4 && (memcmp(head, "PK\3\4", 4) == 0 || memcmp(head, "PK\5\6", 4) == 0);
}

static bool ends_in(const char *name, const char *end) {
    size_t length = strlen(name), tail = strlen(end);
    return length >= tail && strcmp(name + length - tail, end) == 0;
}

/* "x_train.npy" is called x_train. */
static bool is_called(const char *member, const char *name) {
    size_t length = strlen(name);
    return strncmp(member, name, length) == 0 &&
           (member[length] == '\0' || strcmp(member + length, ".npy") == 0);
}

static void list_member(hop_string *list, const char *name, size_t listed) {
    if (listed < LISTED_MOST)
        hop_string_add(list, "%s%.*s", listed ? ", " : "", (int)(strlen(name) - 4), name);
    else if (listed == LISTED_MOST)
        hop_string_add(list, ", ...");
}

/* An archive of something else. */
static hop_status no_arrays(const char *path, zip_t *archive) {
    const zip_int64_t count = zip_get_num_entries(archive, 0);
    for (zip_int64_t i = 0; i < count && i < MEMBERS_MOST; i++) {
        const char *name = zip_get_name(archive, (zip_uint64_t)i, 0);
        if (name && ends_in(name, "data.pkl"))
            return hop_fail(HOP_E_FORMAT,
                            "%s: is a PyTorch file, which is not read here; torch.load() it and "
                            "numpy.save() the tensor, or save it as .safetensors",
                            path);
        if (name && ends_in(name, "workbook.xml"))
            return hop_fail(HOP_E_FORMAT,
                            "%s: is an Excel file, which is not read here; save it as CSV", path);
    }
    return hop_fail(HOP_E_FORMAT, "%s: is a zip archive without .npy files; unpack it first", path);
}

/* The member that is wanted, or the only array. */
static hop_status find_member(const hop_bytes *source, zip_t *archive, zip_uint64_t *index) {
    const zip_int64_t count = zip_get_num_entries(archive, 0);
    hop_string list = {0};
    size_t arrays = 0;
    bool found = false;
    for (zip_int64_t i = 0; i < count && i < MEMBERS_MOST && !found; i++) {
        const char *name = zip_get_name(archive, (zip_uint64_t)i, 0);
        if (!name || !ends_in(name, ".npy")) continue;
        if (!source->member || is_called(name, source->member)) *index = (zip_uint64_t)i;
        found = source->member && is_called(name, source->member);
        list_member(&list, name, arrays++);
    }
    hop_status status = HOP_OK;
    const char *names = list.text ? list.text : "";
    if (!found && arrays == 0)
        status = no_arrays(source->path, archive);
    else if (!found && source->member)
        status = hop_fail(HOP_E_NAME, "%s: has no array '%s'; there are: %s", source->path,
                          source->member, names);
    else if (!found && arrays > 1)
        status = hop_fail(HOP_E_NAME, "%s: has %zu arrays; say which, %s:NAME, out of: %s",
                          source->path, arrays, source->path, names);
    free(list.text);
    return status;
}

static hop_status damaged(const hop_bytes *source, const char *what) {
    return hop_fail(HOP_E_FORMAT, "%s: is damaged: %s", source->path, what);
}

static hop_status read_all(const hop_bytes *source, zip_file_t *file, unsigned char *bytes,
                           size_t size) {
    for (size_t got = 0; got < size;) {
        HOP_TRY(hop_bytes_progress(source, got, size));
        zip_int64_t some =
            zip_fread(file, bytes + got, size - got < PIECE ? size - got : (size_t)PIECE);
        if (some <= 0)
            return damaged(source, some == 0 ? "an array ends early" : zip_file_strerror(file));
        got += (size_t)some;
    }
    /* The checksum is compared at the end, which one byte more finds. */
    unsigned char more = 0;
    if (zip_fread(file, &more, 1) == 0) return HOP_OK;
    return damaged(source, "an array is longer than it says, or its checksum is wrong");
}

/* The bytes of a member take the place of the archive's. */
static hop_status read_member(hop_bytes *source, zip_t *archive, zip_uint64_t index) {
    zip_stat_t about;
    zip_stat_init(&about);
    if (zip_stat_index(archive, index, 0, &about) != 0 || !(about.valid & ZIP_STAT_SIZE))
        return damaged(source, "its directory does not say how large an array is");
    if ((about.valid & ZIP_STAT_ENCRYPTION_METHOD) && about.encryption_method != ZIP_EM_NONE)
        return hop_fail(HOP_E_SUPPORT, "%s: is encrypted; unpack it first", source->path);
    if (about.size / RATIO_MAX > source->size)
        return damaged(source, "an array is larger than so small an archive can hold");
    unsigned char *bytes = NULL;
    HOP_TRY(hop_alloc(about.size + 1, 1, source->path, &bytes));
    zip_file_t *file = zip_fopen_index(archive, index, 0);
    hop_status status = file ? read_all(source, file, bytes, about.size)
                             : damaged(source, zip_error_strerror(zip_get_error(archive)));
    if (file) zip_fclose(file);
    if (status != HOP_OK) {
        free(bytes);
        return status;
    }
    source->part = bytes;
    source->bytes = bytes;
    source->size = about.size;
    return HOP_OK;
}

static hop_status read_array(hop_bytes *source, hop_array *array) {
    zip_error_t error;
    zip_uint64_t index = 0;
    zip_error_init(&error);
    zip_source_t *buffer = zip_source_buffer_create(source->bytes, source->size, 0, &error);
    zip_t *archive = buffer ? zip_open_from_source(buffer, ZIP_RDONLY, &error) : NULL;
    if (!archive) {
        hop_status status = damaged(source, zip_error_strerror(&error));
        if (buffer) zip_source_free(buffer);
        zip_error_fini(&error);
        return status;
    }
    hop_status status = find_member(source, archive, &index);
    if (status == HOP_OK) status = read_member(source, archive, index);
    zip_discard(archive);
    zip_error_fini(&error);
    if (status != HOP_OK) return status;
    return hop_npy_parse(source->path, source->bytes, source->size, array);
}

const hop_loader_row hop_loader_npz = {
    .row =
        {
            .name = "npz",
            .title = "NumPy archives; FILE.npz:NAME is one array of several",
            .sources = "NumPy, numpy.savez; PKWARE, the ZIP file format",
        },
    .endings = "npz",
    .member = "array",
    .recognise = recognise,
    .array = read_array,
};
