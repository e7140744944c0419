/* A clock that rings while a command works in silence.
 * SPDX-License-Identifier: MIT */
#include "heartbeat.h"

#include <signal.h>
#include <stdbool.h>
#include <string.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

/* Seconds from one look to the next, on a terminal and in a log; looks in a row at which nothing
 * was heard before something is said. */
enum { TERMINAL_SECONDS = 1, LOG_SECONDS = 10, TERMINAL_LOOKS = 2, LOG_LOOKS = 1 };

static struct {
    const char *command;
    time_t began;
    bool terminal;
} clock_of;
static volatile sig_atomic_t heard, shown, silent;

/* The last line in one of two places: it is written where nobody reads, and then read. */
enum { SAID = 256 };
static char lines_said[2][SAID];
static volatile sig_atomic_t which;

static time_t seconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec;
}

/* Adds text to a line of room for `size`; only what a handler may call. */
static void add(char *line, size_t size, const char *text) {
    const size_t used = strlen(line), more = strlen(text);
    if (used + more < size) memcpy(line + used, text, more + 1);
}

static void ring(int number) {
    const char *said = lines_said[which];
    char line[SAID + 64] = "", digits[24] = "";
    (void)number;
    silent = heard ? 0 : silent + 1;
    heard = 0;
    if (silent < (clock_of.terminal ? TERMINAL_LOOKS : LOG_LOOKS)) return;
    size_t at = sizeof digits - 1;
    unsigned long spent = (unsigned long)(seconds() - clock_of.began);
    for (digits[at] = '\0'; at > 0 && (spent > 0 || at == sizeof digits - 1); spent /= 10)
        digits[--at] = (char)('0' + spent % 10);
    add(line, sizeof line, clock_of.terminal ? "\r\033[K" : "");
    add(line, sizeof line, *said ? said : clock_of.command);
    add(line, sizeof line, *said ? "; working, " : ": working, ");
    add(line, sizeof line, digits + at);
    add(line, sizeof line, clock_of.terminal ? " s so far" : " s so far\n");
    (void)!write(STDERR_FILENO, line, strlen(line));
    shown = 1;
}

static void set_clock(int seconds_apart) {
    const struct itimerval clock = {.it_value = {.tv_sec = seconds_apart},
                                    .it_interval = {.tv_sec = seconds_apart}};
    setitimer(ITIMER_REAL, &clock, NULL);
}

void cli_heartbeat_start(const char *command) {
    /* Reading and writing go on behind it. */
    struct sigaction action = {.sa_handler = ring, .sa_flags = SA_RESTART};
    clock_of.command = command;
    clock_of.began = seconds();
    clock_of.terminal = isatty(STDERR_FILENO) != 0;
    sigaction(SIGALRM, &action, NULL);
    set_clock(clock_of.terminal ? TERMINAL_SECONDS : LOG_SECONDS);
}

void cli_heartbeat_said(const char *line) {
    char *other = lines_said[!which];
    *other = '\0';
    add(other, SAID, line);
    which = !which;
    if (*line) heard = 1;
}

void cli_heartbeat_stop(void) {
    static const char CLEAR[] = "\r\033[K";
    set_clock(0);
    if (shown && clock_of.terminal) (void)!write(STDERR_FILENO, CLEAR, sizeof CLEAR - 1);
    shown = 0;
}
