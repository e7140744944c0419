/* The one way this project writes a file: a temporary name in the same folder, a write loop, fsync,
 * rename, fsync of the folder.  A reader sees the old file or the new one, never half of it, and a
 * call that succeeded has its bytes on disk.
 * SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "alloc.h"
#include "fail.h"
#include "file.h"

struct hop_writer {
    char *path, *temporary, *folder;
    int descriptor;
    bool replace;
};

static hop_status name_files(hop_writer *writer, const char *path) {
    /* Not the file's own name with an ending: that may be as long as names can be. */
    static const char NAME[] = ".hopfield-XXXXXX";
    const char *slash = strrchr(path, '/');
    size_t length = slash ? (size_t)(slash + 1 - path) : 0;
    HOP_TRY(hop_copy_text(path, &writer->path));
    HOP_TRY(hop_alloc(length + sizeof NAME, 1, "a file name", &writer->temporary));
    memcpy(writer->temporary, path, length);
    memcpy(writer->temporary + length, NAME, sizeof NAME);
    HOP_TRY(hop_copy_text(slash ? path : ".", &writer->folder));
    if (slash) writer->folder[length > 1 ? length - 1 : 1] = '\0';
    return HOP_OK;
}

/* A writer run as root could otherwise replace /dev/full, or a socket. */
static hop_status check_target(const char *path, bool replace) {
    struct stat about;
    if (path[0] == '\0') return hop_fail(HOP_E_WRITE, "the output has an empty name");
    if (lstat(path, &about) != 0) return HOP_OK;
    if (S_ISDIR(about.st_mode)) return hop_fail(HOP_E_WRITE, "%s: is a folder", path);
    if (!S_ISREG(about.st_mode) && !S_ISLNK(about.st_mode))
        return hop_fail(HOP_E_WRITE, "%s: is not a regular file and is left alone", path);
    if (!replace)
        return hop_fail(HOP_E_EXISTS, "%s: exists already; use --force to replace it", path);
    return HOP_OK;
}

/* mkostemp makes private files; give ours the rights any new file gets. */
static void usual_rights(int descriptor) {
    mode_t mask = umask(0);
    umask(mask);
    (void)!fchmod(descriptor, 0666 & ~mask);
}

static void writer_free(hop_writer *writer) {
    free(writer->path);
    free(writer->temporary);
    free(writer->folder);
    free(writer);
}

/* A link is followed first, so that the file behind it is replaced and not the link. */
static hop_status resolve(const char *path, bool replace, char **target) {
    struct stat about;
    if (replace && lstat(path, &about) == 0 && S_ISLNK(about.st_mode)) {
        *target = realpath(path, NULL);
        if (!*target) return hop_fail_errno(HOP_E_WRITE, "%s", path);
        return HOP_OK;
    }
    return hop_copy_text(path, target);
}

hop_status hop_writer_open(const char *path, bool replace, hop_writer **writer) {
    hop_writer *fresh = NULL;
    char *target = NULL;
    HOP_TRY(resolve(path, replace, &target));
    hop_status status = check_target(target, replace);
    if (status == HOP_OK) status = hop_alloc(1, sizeof *fresh, "a writer", &fresh);
    if (status != HOP_OK) goto failed;
    fresh->replace = replace;
    status = name_files(fresh, target);
    if (status != HOP_OK) goto failed;
    fresh->descriptor = mkostemp(fresh->temporary, O_CLOEXEC);
    if (fresh->descriptor < 0) {
        status = hop_fail_errno(HOP_E_WRITE, "%s: cannot be written", path);
        goto failed;
    }
    usual_rights(fresh->descriptor);
    free(target);
    *writer = fresh;
    return HOP_OK;
failed:
    if (fresh) writer_free(fresh);
    free(target);
    return status;
}

hop_status hop_writer_add(hop_writer *writer, const void *bytes, size_t size) {
    const char *rest = bytes;
    while (size > 0) {
        ssize_t done = write(writer->descriptor, rest, size);
        if (done < 0 && errno == EINTR) continue;
        if (done < 0) return hop_fail_errno(HOP_E_WRITE, "%s", writer->path);
        rest += done;
        size -= (size_t)done;
    }
    return HOP_OK;
}

static hop_status sync_folder(const hop_writer *writer) {
    int folder = open(writer->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0) return hop_fail_errno(HOP_E_WRITE, "%s", writer->folder);
    /* Some file systems cannot sync a folder; then there is nothing more to ask for. */
    int failed = fsync(folder) != 0 && errno != EINVAL && errno != ENOTSUP;
    hop_status status = failed ? hop_fail_errno(HOP_E_WRITE, "%s", writer->folder) : HOP_OK;
    close(folder);
    return status;
}

/* Without `replace` the name must still be free at this very moment. */
static int put_in_place(const hop_writer *writer) {
    if (writer->replace) return rename(writer->temporary, writer->path);
    if (renameat2(AT_FDCWD, writer->temporary, AT_FDCWD, writer->path, RENAME_NOREPLACE) == 0)
        return 0;
    if (errno != EINVAL && errno != ENOSYS) return -1;
    if (link(writer->temporary, writer->path) != 0) return -1;
    return unlink(writer->temporary);
}

hop_status hop_writer_commit(hop_writer *writer) {
    hop_status status = HOP_OK;
    int failed = fsync(writer->descriptor) != 0;
    if (failed) status = hop_fail_errno(HOP_E_WRITE, "%s", writer->path);
    if (close(writer->descriptor) != 0 && status == HOP_OK)
        status = hop_fail_errno(HOP_E_WRITE, "%s", writer->path);
    writer->descriptor = -1;
    if (status == HOP_OK && put_in_place(writer) != 0)
        status = errno == EEXIST ? hop_fail(HOP_E_EXISTS, "%s: exists already", writer->path)
                                 : hop_fail_errno(HOP_E_WRITE, "%s", writer->path);
    if (status != HOP_OK) {
        hop_writer_abandon(writer);
        return status;
    }
    status = sync_folder(writer);
    writer_free(writer);
    return status;
}

void hop_writer_abandon(hop_writer *writer) {
    if (!writer) return;
    if (writer->descriptor >= 0) close(writer->descriptor);
    unlink(writer->temporary);
    writer_free(writer);
}

hop_status hop_file_write(const char *path, const void *bytes, size_t size, bool replace) {
    hop_writer *writer = NULL;
    HOP_TRY(hop_writer_open(path, replace, &writer));
    hop_status status = hop_writer_add(writer, bytes, size);
    if (status != HOP_OK) {
        hop_writer_abandon(writer);
        return status;
    }
    return hop_writer_commit(writer);
}
