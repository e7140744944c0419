/* A list of the system calls that reading, computing and printing take (seccomp(2), by libseccomp);
 * every other one fails with "operation not permitted".
 * SPDX-License-Identifier: MIT */
#include "sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <seccomp.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "../base/fail.h"

static const int ALLOWED[] = {
    /* what is open */
    SCMP_SYS(read),
    SCMP_SYS(readv),
    SCMP_SYS(pread64),
    SCMP_SYS(write),
    SCMP_SYS(writev),
    SCMP_SYS(close),
    SCMP_SYS(lseek),
    SCMP_SYS(fstat),
    SCMP_SYS(fcntl),
    SCMP_SYS(dup),
    SCMP_SYS(poll),
    SCMP_SYS(fadvise64),
    SCMP_SYS(flock),
    /* what is there */
    SCMP_SYS(stat),
    SCMP_SYS(lstat),
    SCMP_SYS(newfstatat),
    SCMP_SYS(statx),
    SCMP_SYS(access),
    SCMP_SYS(faccessat),
    SCMP_SYS(faccessat2),
    SCMP_SYS(readlink),
    SCMP_SYS(readlinkat),
    SCMP_SYS(getdents64),
    SCMP_SYS(getcwd),
    SCMP_SYS(statfs),
    SCMP_SYS(fstatfs),
    /* memory */
    SCMP_SYS(brk),
    SCMP_SYS(mmap),
    SCMP_SYS(munmap),
    SCMP_SYS(mremap),
    SCMP_SYS(mprotect),
    SCMP_SYS(madvise),
    SCMP_SYS(mincore),
    /* threads and signals of its own */
    SCMP_SYS(futex),
    SCMP_SYS(set_robust_list),
    SCMP_SYS(rseq),
    SCMP_SYS(set_tid_address),
    SCMP_SYS(gettid),
    SCMP_SYS(getpid),
    SCMP_SYS(sched_yield),
    SCMP_SYS(sched_getaffinity),
    SCMP_SYS(getcpu),
    SCMP_SYS(setitimer),
    SCMP_SYS(rt_sigaction),
    SCMP_SYS(rt_sigprocmask),
    SCMP_SYS(rt_sigreturn),
    SCMP_SYS(sigaltstack),
    SCMP_SYS(restart_syscall),
    SCMP_SYS(exit),
    SCMP_SYS(exit_group),
    /* the time, the machine, chance */
    SCMP_SYS(clock_gettime),
    SCMP_SYS(clock_getres),
    SCMP_SYS(clock_nanosleep),
    SCMP_SYS(nanosleep),
    SCMP_SYS(gettimeofday),
    SCMP_SYS(uname),
    SCMP_SYS(sysinfo),
    SCMP_SYS(getrusage),
    SCMP_SYS(geteuid),
    SCMP_SYS(getuid),
    SCMP_SYS(getrandom),
};

/* Any of these makes a file, or changes one (O_DIRECTORY, a part of O_TMPFILE, does not). */
static const unsigned WRITING = O_WRONLY | O_RDWR | O_CREAT | O_TRUNC | O_APPEND | O_TMPFILE;

/* One system call, where an argument of it, of which `mask` counts, has this value. */
typedef struct condition {
    int call;
    unsigned argument;
    uint64_t mask, value;
} condition;

static bool allow(scmp_filter_ctx filter) {
    const uint64_t writing = WRITING & ~(uint64_t)O_DIRECTORY, all = UINT64_MAX;
    const condition conditions[] = {
        {SCMP_SYS(open), 1, writing, 0},
        {SCMP_SYS(openat), 2, writing, 0},
        {SCMP_SYS(clone), 0, CLONE_THREAD, CLONE_THREAD}, /* no process */
        {SCMP_SYS(prlimit64), 2, all, 0},                 /* asked, not set */
        {SCMP_SYS(tgkill), 0, all, (uint64_t)getpid()},   /* signals to itself alone */
        {SCMP_SYS(ioctl), 1, all, TCGETS},                /* is it a terminal, how wide; */
        {SCMP_SYS(ioctl), 1, all, TIOCGWINSZ},            /* but nothing typed into it */
    };
    bool done = true;
    for (size_t i = 0; i < sizeof ALLOWED / sizeof *ALLOWED; i++)
        done = done && seccomp_rule_add(filter, SCMP_ACT_ALLOW, ALLOWED[i], 0) == 0;
    for (size_t i = 0; i < sizeof conditions / sizeof *conditions; i++) {
        const condition *c = &conditions[i];
        const struct scmp_arg_cmp compare = {c->argument, SCMP_CMP_MASKED_EQ, c->mask, c->value};
        done = done && seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, c->call, 1, &compare) == 0;
    }
    /* Its flags are where no filter sees them; without it the C library takes clone(). */
    return done && seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0) == 0;
}

hop_status cli_sandbox_enter(void) {
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ERRNO(EPERM));
    const bool entered = filter && seccomp_attr_set(filter, SCMP_FLTATR_CTL_TSYNC, 1) == 0 &&
                         allow(filter) && seccomp_load(filter) == 0;
    if (filter) seccomp_release(filter);
    return entered ? HOP_OK
                   : hop_fail(HOP_E_SUPPORT, "--sandbox: this system has no seccomp; nothing was "
                                             "read");
}
