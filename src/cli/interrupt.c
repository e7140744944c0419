/* Signals.
 * SPDX-License-Identifier: MIT */
#include "interrupt.h"

#include <signal.h>
#include <stddef.h>
#include <unistd.h>

#include "command.h"

static volatile sig_atomic_t noted;

/* Whoever asks twice, by whichever signal, wants it now. */
static void note(int number) {
    if (noted) {
        signal(number, SIG_DFL);
        raise(number);
    }
    noted = number;
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
    struct sigaction ignore = {.sa_handler = SIG_IGN};
    sigaction(SIGINT, &ask, NULL);
    sigaction(SIGTERM, &ask, NULL);
    sigaction(SIGBUS, &bus, NULL);
    sigaction(SIGXFSZ, &ignore, NULL);
}

bool cli_interrupted(void) {
    return noted != 0;
}

void cli_interrupt_finish(void) {
    if (!noted) return;
    signal(noted, SIG_DFL);
    raise(noted);
}
