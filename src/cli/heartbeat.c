/* A clock that rings while a command works in silence.
 * SPDX-License-Identifier: MIT */
#include "heartbeat.h"

#include <signal.h>
#include <stdbool.h>
#include <string.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

/* Seconds before the first word and from one to the next: on a terminal, in a log. */
enum { TERMINAL_FIRST = 2, TERMINAL_NEXT = 1, LOG_NEXT = 10 };

static struct {
    const char *command;
    time_t began;
    bool terminal;
} clock_of;
static volatile sig_atomic_t heard, shown;

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
    char line[128] = "", digits[24] = "";
    (void)number;
    if (heard) {
        heard = 0;
        return;
    }
    size_t at = sizeof digits - 1;
    unsigned long spent = (unsigned long)(seconds() - clock_of.began);
    for (digits[at] = '\0'; at > 0 && (spent > 0 || at == sizeof digits - 1); spent /= 10)
        digits[--at] = (char)('0' + spent % 10);
    add(line, sizeof line, clock_of.terminal ? "\r\033[K" : "");
    add(line, sizeof line, clock_of.command);
    add(line, sizeof line, ": working, ");
    add(line, sizeof line, digits + at);
    add(line, sizeof line, clock_of.terminal ? " s so far" : " s so far\n");
    (void)!write(STDERR_FILENO, line, strlen(line));
    shown = 1;
}

static void set_clock(int first, int next) {
    const struct itimerval clock = {.it_value = {.tv_sec = first}, .it_interval = {.tv_sec = next}};
    setitimer(ITIMER_REAL, &clock, NULL);
}

void cli_heartbeat_start(const char *command) {
    /* Reading and writing go on behind it. */
    struct sigaction action = {.sa_handler = ring, .sa_flags = SA_RESTART};
    clock_of.command = command;
    clock_of.began = seconds();
    clock_of.terminal = isatty(STDERR_FILENO) != 0;
    sigaction(SIGALRM, &action, NULL);
    set_clock(clock_of.terminal ? TERMINAL_FIRST : LOG_NEXT,
              clock_of.terminal ? TERMINAL_NEXT : LOG_NEXT);
}

void cli_heartbeat_heard(void) {
    heard = 1;
}

void cli_heartbeat_stop(void) {
    static const char CLEAR[] = "\r\033[K";
    set_clock(0, 0);
    if (shown && clock_of.terminal) (void)!write(STDERR_FILENO, CLEAR, sizeof CLEAR - 1);
    shown = 0;
}
