/* A file that replaces another keeps its rights.
 * SPDX-License-Identifier: MIT */
#include <errno.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "fail.h"
#include "file.h"

static const char ACCESS_LIST[] = "system.posix_acl_access";

/* A folder's default list gives a new file entries that the old one may not have had. */
static bool drop_access_list(int fresh) {
    return fremovexattr(fresh, ACCESS_LIST) == 0 || errno == ENODATA || errno == ENOTSUP;
}

/* Where there is an access list, the rights of the group are those of its mask. */
static bool copy_access_list(int old, int fresh) {
    char list[4096];
    const ssize_t size = fgetxattr(old, ACCESS_LIST, list, sizeof list);
    if (size < 0) return (errno == ENODATA || errno == ENOTSUP) && drop_access_list(fresh);
    return fsetxattr(fresh, ACCESS_LIST, list, (size_t)size, 0) == 0;
}

hop_status hop_file_copy_rights(const char *path, int old, int fresh) {
    struct stat about, made;
    if (fstat(old, &about) != 0 || fstat(fresh, &made) != 0)
        return hop_fail_errno(HOP_E_WRITE, "%s", path);
    mode_t mode = about.st_mode & 07777;
    /* Who may not give a file away may still keep its group. */
    bool kept = made.st_gid == about.st_gid;
    if (made.st_uid != about.st_uid || !kept)
        kept = fchown(fresh, about.st_uid, about.st_gid) == 0 ||
               fchown(fresh, (uid_t)-1, about.st_gid) == 0 || kept;
    /* A list speaks of the old group; without it, and without a group's rights, nobody gets more.
     */
    if (!(kept ? copy_access_list(old, fresh) : drop_access_list(fresh))) kept = false;
    if (fchmod(fresh, kept ? mode : mode & ~(mode_t)070) != 0)
        return hop_fail_errno(HOP_E_WRITE, "%s: its rights cannot be kept", path);
    return HOP_OK;
}
