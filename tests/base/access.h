/* Access lists for tests of the writer.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_TEST_BASE_ACCESS_H
#define HOP_TEST_BASE_ACCESS_H

#include <errno.h>
#include <stdint.h>
#include <sys/xattr.h>

#include "support/support.h"

/* An access list as Linux keeps it (linux/posix_acl_xattr.h), here of five entries: the owner's,
 * that of one user by number, the group's, the mask and the others'. */
enum { OWNER = 1, USER = 2, GROUP = 4, MASK = 16, OTHERS = 32, ENTRIES = 5, NAMED = 54321 };
typedef struct {
    uint16_t tag, rights;
    uint32_t who;
} entry;
typedef struct {
    uint32_t version;
    entry entries[ENTRIES];
} access_list;
static const access_list LIST = {2, /* the owner all, NAMED reading, the others nothing */
                                 {{OWNER, 6, UINT32_MAX},
                                  {USER, 4, NAMED},
                                  {GROUP, 4, UINT32_MAX},
                                  {MASK, 4, UINT32_MAX},
                                  {OTHERS, 0, UINT32_MAX}}};
static const char ACCESS[] = "system.posix_acl_access", DEFAULT[] = "system.posix_acl_default";

/* Skips the test where the file system has none. */
static inline void set_list(const char *path, const char *kind) {
    if (setxattr(path, kind, &LIST, sizeof LIST, 0) == 0) return;
    assert_int_equal(errno, ENOTSUP);
    skip();
}

#endif
