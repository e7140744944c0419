/* The one way this project writes a file: a temporary name in the same folder, a write loop, fsync,
 * rename, fsync of the folder.  A reader sees the old file or the new one, never half of it, and a
 * call that succeeded has its bytes on disk.
 * SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "alloc.h"
#include "fail.h"
#include "file.h"

struct hop_writer {
    char *path, *temporary, *folder;
    int descriptor; /* of the temporary file, locked as long as it is open */
    int old;        /* the file that is replaced, locked; -1: there is none */
    bool replace;
    hop_wait wait;
};

static const hop_wait A_MINUTE = {.seconds = 60};

/* So many writers of one file may work side by side (the others wait to replace it). */
enum { TEMPORARIES = 16 };

/* FNV-1a: the temporary names of a file are its own, and short however long its name is. */
static uint64_t hash(const char *text) {
    uint64_t value = 0xcbf29ce484222325;
    for (; *text; text++) value = (value ^ (unsigned char)*text) * 0x100000001b3;
    return value;
}

static hop_status name_files(hop_writer *writer, const char *path) {
    const char *slash = strrchr(path, '/');
    const size_t length = slash ? (size_t)(slash + 1 - path) : 0, size = length + 40;
    HOP_TRY(hop_copy_text(path, &writer->path));
    HOP_TRY(hop_alloc(size, 1, "a file name", &writer->temporary));
    snprintf(writer->temporary, size, "%.*s.hopfield-%016llx-00", (int)length, path,
             (unsigned long long)hash(path + length));
    HOP_TRY(hop_copy_text(slash ? path : ".", &writer->folder));
    if (slash) writer->folder[length > 1 ? length - 1 : 1] = '\0';
    return HOP_OK;
}

static void set_number(hop_writer *writer, unsigned number) {
    char *end = writer->temporary + strlen(writer->temporary) - 2;
    end[0] = (char)('0' + number / 10);
    end[1] = (char)('0' + number % 10);
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

/* Removes a temporary file whose writer has died: nobody holds its lock.  False if it is alive, or
 * another user's. */
static bool remove_left_over(const char *name) {
    struct stat about;
    int opened = open(name, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW);
    if (opened < 0) return errno == ENOENT;
    const bool dead = fstat(opened, &about) == 0 && S_ISREG(about.st_mode) &&
                      about.st_uid == geteuid() && flock(opened, LOCK_EX | LOCK_NB) == 0 &&
                      hop_file_is_locked(name, opened) && unlink(name) == 0;
    close(opened);
    return dead;
}

/* A new temporary file that is locked and still there; -1 if the name is taken or cannot be.  One
 * that was removed before it was locked is made again. */
static int claim(const char *name, mode_t mode) {
    for (;;) {
        struct stat about;
        int made = open(name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode);
        const int number = errno;
        if (made < 0 && number == EEXIST && remove_left_over(name)) continue;
        errno = number;
        if (made < 0) return -1;
        const bool busy = flock(made, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK;
        if (!busy && fstat(made, &about) == 0 && about.st_nlink > 0) return made;
        close(made);
    }
}

/* Also removes what is left behind under the other names.  A file that replaces one is private
 * until it gets the rights of that one. */
static hop_status make_temporary(hop_writer *writer, const char *path) {
    int number = 0;
    unsigned mine = 0;
    for (; writer->descriptor < 0 && mine < TEMPORARIES; mine++) {
        set_number(writer, mine);
        writer->descriptor = claim(writer->temporary, writer->old < 0 ? 0666 : 0600);
        number = errno;
        if (writer->descriptor < 0 && number != EEXIST) break;
    }
    if (writer->descriptor < 0 && (number == ENOENT || number == ENOTDIR))
        return hop_fail(HOP_E_WRITE, "%s: cannot be written: there is no folder %s; make it first",
                        path, writer->folder);
    errno = number;
    if (writer->descriptor < 0) return hop_fail_errno(HOP_E_WRITE, "%s: cannot be written", path);
    for (unsigned i = mine; i < TEMPORARIES; i++) {
        set_number(writer, i);
        remove_left_over(writer->temporary);
    }
    set_number(writer, mine - 1);
    return HOP_OK;
}

static void writer_free(hop_writer *writer) {
    hop_file_unlock(writer->old);
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

hop_status hop_writer_open_within(const char *path, bool replace, const hop_wait *wait,
                                  hop_writer **writer) {
    hop_writer *fresh = NULL;
    char *target = NULL;
    HOP_TRY(resolve(path, replace, &target));
    hop_status status = check_target(target, replace);
    if (status == HOP_OK) status = hop_alloc(1, sizeof *fresh, "a writer", &fresh);
    if (status != HOP_OK) goto failed;
    *fresh = (hop_writer){
        .descriptor = -1, .old = -1, .replace = replace, .wait = wait ? *wait : A_MINUTE};
    if (replace && fresh->wait.seconds >= 0)
        status = hop_file_lock(target, &fresh->wait, &fresh->old);
    if (status == HOP_OK) status = name_files(fresh, target);
    if (status == HOP_OK) status = make_temporary(fresh, path);
    if (status != HOP_OK) goto failed;
    free(target);
    *writer = fresh;
    return HOP_OK;
failed:
    if (fresh) writer_free(fresh);
    free(target);
    return status;
}

hop_status hop_writer_open(const char *path, bool replace, hop_writer **writer) {
    return hop_writer_open_within(path, replace, NULL, writer);
}

hop_status hop_writer_check(const char *path, bool replace) {
    hop_writer *writer = NULL;
    HOP_TRY(hop_writer_open_within(path, replace, &(hop_wait){.seconds = -1}, &writer));
    hop_writer_abandon(writer);
    return HOP_OK;
}

/* offset: NULL to add at the end. */
static hop_status write_all(hop_writer *writer, const size_t *offset, const void *bytes,
                            size_t size) {
    const char *rest = bytes;
    while (size > 0) {
        const size_t at = offset ? *offset + (size_t)(rest - (const char *)bytes) : 0;
        ssize_t done = offset ? pwrite(writer->descriptor, rest, size, (off_t)at)
                              : write(writer->descriptor, rest, size);
        if (done < 0 && errno == EINTR) continue;
        if (done < 0) return hop_fail_errno(HOP_E_WRITE, "%s", writer->path);
        rest += done;
        size -= (size_t)done;
    }
    return HOP_OK;
}

hop_status hop_writer_add(hop_writer *writer, const void *bytes, size_t size) {
    return write_all(writer, NULL, bytes, size);
}

hop_status hop_writer_put(hop_writer *writer, size_t offset, const void *bytes, size_t size) {
    return write_all(writer, &offset, bytes, size);
}

hop_status hop_writer_seek(hop_writer *writer, size_t offset) {
    if (lseek(writer->descriptor, (off_t)offset, SEEK_SET) >= 0) return HOP_OK;
    return hop_fail_errno(HOP_E_WRITE, "%s", writer->path);
}

hop_status hop_writer_get(const hop_writer *writer, size_t offset, void *bytes, size_t size) {
    char *rest = bytes;
    for (size_t have = 0; have < size;) {
        ssize_t more = pread(writer->descriptor, rest + have, size - have, (off_t)(offset + have));
        if (more < 0 && errno == EINTR) continue;
        if (more < 0) return hop_fail_errno(HOP_E_WRITE, "%s", writer->path);
        if (more == 0)
            return hop_fail(HOP_E_WRITE, "%s: became shorter while it was written", writer->path);
        have += (size_t)more;
    }
    return HOP_OK;
}

hop_status hop_writer_map(const hop_writer *writer, const unsigned char **bytes, size_t *size) {
    struct stat about;
    if (fstat(writer->descriptor, &about) != 0)
        return hop_fail_errno(HOP_E_WRITE, "%s", writer->path);
    void *mapped = mmap(NULL, (size_t)about.st_size, PROT_READ, MAP_SHARED, writer->descriptor, 0);
    if (mapped == MAP_FAILED)
        return hop_fail_errno(HOP_E_WRITE, "%s: cannot be mapped", writer->path);
    *bytes = mapped;
    *size = (size_t)about.st_size;
    return HOP_OK;
}

/* Opened before the file gets its name, so that what can fail fails while nothing has changed. */
static hop_status open_folder(const hop_writer *writer, int *folder) {
    *folder = open(writer->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (*folder >= 0) return HOP_OK;
    return hop_fail_errno(HOP_E_WRITE, "%s", writer->folder);
}

static hop_status sync_folder(const hop_writer *writer, int folder) {
    /* Some file systems cannot sync a folder; then there is nothing more to ask for. */
    const bool failed = fsync(folder) != 0 && errno != EINVAL && errno != ENOTSUP;
    hop_status status = HOP_OK;
    if (failed)
        status = hop_fail_errno(HOP_E_WRITE,
                                "%s: is written, but its folder could not be brought to disk",
                                writer->path);
    close(folder);
    return status;
}

static hop_status replace_file(hop_writer *writer) {
    if (writer->old < 0 && writer->wait.seconds >= 0)
        HOP_TRY(hop_file_lock(writer->path, &writer->wait, &writer->old));
    if (!hop_file_is_locked(writer->path, writer->old))
        return hop_fail(HOP_E_BUSY,
                        "%s: was replaced by another program meanwhile; nothing was written",
                        writer->path);
    if (rename(writer->temporary, writer->path) == 0) return HOP_OK;
    return hop_fail_errno(HOP_E_WRITE, "%s", writer->path);
}

/* Without `replace` the name must still be free at this very moment. */
static hop_status put_in_place(hop_writer *writer) {
    if (writer->replace) return replace_file(writer);
    if (renameat2(AT_FDCWD, writer->temporary, AT_FDCWD, writer->path, RENAME_NOREPLACE) == 0)
        return HOP_OK;
    if ((errno == EINVAL || errno == ENOSYS) && link(writer->temporary, writer->path) == 0) {
        unlink(writer->temporary);
        return HOP_OK;
    }
    return errno == EEXIST ? hop_fail(HOP_E_EXISTS, "%s: exists already", writer->path)
                           : hop_fail_errno(HOP_E_WRITE, "%s", writer->path);
}

hop_status hop_writer_commit(hop_writer *writer) {
    hop_status status = HOP_OK;
    int folder = -1;
    if (writer->old >= 0)
        status = hop_file_copy_rights(writer->path, writer->old, writer->descriptor);
    if (status == HOP_OK && fsync(writer->descriptor) != 0)
        status = hop_fail_errno(HOP_E_WRITE, "%s", writer->path);
    if (status == HOP_OK) status = open_folder(writer, &folder);
    /* Closed, and so unlocked, only when it has its name. */
    if (status == HOP_OK) status = put_in_place(writer);
    if (status != HOP_OK) {
        if (folder >= 0) close(folder);
        hop_writer_abandon(writer);
        return status;
    }
    status = sync_folder(writer, folder);
    close(writer->descriptor);
    writer_free(writer);
    return status;
}

void hop_writer_abandon(hop_writer *writer) {
    if (!writer) return;
    unlink(writer->temporary);
    close(writer->descriptor);
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
