/* Signals.
 * SPDX-License-Identifier: MIT */
#include "interrupt.h"

#include <signal.h>
#include <stddef.h>
#include <sys/time.h>
#include <unistd.h>

#include "command.h"

static volatile sig_atomic_t noted, answered;

/* Work that has not asked after so much processor time is ended where it is: so a busy machine does
 * not take the time away in which it would have asked. */
static const struct itimerval PATIENCE = {.it_value = {.tv_usec = 400000}};

/* After it has asked it ends by itself; but other threads may be in the middle of a long step. */
static const struct itimerval ENDING = {.it_value = {.tv_usec = 800000}};

static void die(int number) {
    signal(number, SIG_DFL);
    raise(number);
}

/* Whoever asks twice, by whichever signal, wants it now. */
static void note(int number) {
    if (noted) die(number);
    noted = number;
    setitimer(ITIMER_PROF, &PATIENCE, NULL); /* a system call and no more */
}

static void lose_patience(int number) {
    static const char SENTENCE[] = "\nhopfield: interrupted in the middle of a step; files it had "
                                   "not finished are not there\n";
    (void)number;
    (void)!write(STDERR_FILENO, SENTENCE, sizeof SENTENCE - 1);
    die(noted);
}

/* Only what a handler may call. */
static void file_shrank(int number) {
    static const char SENTENCE[] =
        "hopfield: a file became shorter while it was being read: another program cut it; this run "
        "ends here, and files it had not finished are not there\n";
    (void)number;
    (void)!write(STDERR_FILENO, SENTENCE, sizeof SENTENCE - 1);
    _exit(CLI_FAILED);
}

void cli_interrupt_install(void) {
    struct sigaction ask = {.sa_handler = note};
    struct sigaction bus = {.sa_handler = file_shrank};
    struct sigaction late = {.sa_handler = lose_patience};
    struct sigaction ignore = {.sa_handler = SIG_IGN};
    sigaction(SIGINT, &ask, NULL);
    sigaction(SIGTERM, &ask, NULL);
    sigaction(SIGPROF, &late, NULL);
    sigaction(SIGBUS, &bus, NULL);
    sigaction(SIGXFSZ, &ignore, NULL);
}

bool cli_interrupted(void) {
    if (noted && !answered) setitimer(ITIMER_PROF, &ENDING, NULL);
    answered = noted;
    return noted != 0;
}

void cli_interrupt_finish(void) {
    if (!noted) return;
    signal(noted, SIG_DFL);
    raise(noted);
}
