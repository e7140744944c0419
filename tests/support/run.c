/* Running the program, or another, from a test.
 * SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "support.h"

enum { LONGEST_RUN = 120000, GLANCE = 10 }; /* milliseconds */
enum { PIECE = 1 << 16, MOST_ARGUMENTS = 1200 };

typedef struct stream {
    int descriptor; /* -1 once it has ended */
    char *text;
    size_t size;
} stream;

static void limit(int resource, size_t bytes) {
    struct rlimit both = {.rlim_cur = bytes, .rlim_max = bytes};
    if (bytes > 0 && setrlimit(resource, &both) != 0) _exit(126);
}

static void redirect(const char *path, int flags, int descriptor) {
    int opened = open(path, flags, 0666);
    if (opened < 0 || dup2(opened, descriptor) < 0) _exit(126);
    if (opened != descriptor) close(opened);
}

/* The child's half: never returns. */
static void become(const support_options *options, char *const *words, int out, int err) {
    redirect(options->input ? options->input : "/dev/null", O_RDONLY, STDIN_FILENO);
    if (dup2(out, STDOUT_FILENO) < 0 || dup2(err, STDERR_FILENO) < 0) _exit(126);
    if (options->output) redirect(options->output, O_WRONLY | O_CREAT | O_TRUNC, STDOUT_FILENO);
    if (options->folder && chdir(options->folder) != 0) _exit(126);
    limit(RLIMIT_AS, options->memory_limit);
    limit(RLIMIT_FSIZE, options->file_limit);
    execv(words[0], words);
    _exit(127);
}

static long milliseconds_since(const struct timespec *start) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (now.tv_sec - start->tv_sec) * 1000 + (now.tv_nsec - start->tv_nsec) / 1000000;
}

static void take(stream *from) {
    from->text = realloc(from->text, from->size + PIECE + 1);
    assert_non_null(from->text);
    ssize_t got = read(from->descriptor, from->text + from->size, PIECE);
    if (got > 0) from->size += (size_t)got;
    from->text[from->size] = 0;
    if (got > 0 || (got < 0 && errno == EINTR)) return;
    close(from->descriptor);
    from->descriptor = -1;
}

static long lines_of(const char *path) {
    FILE *file = path ? fopen(path, "r") : NULL;
    long lines = 0;
    for (int c = file ? getc(file) : EOF; c != EOF; c = getc(file)) lines += c == '\n';
    if (file) fclose(file);
    return lines;
}

/* Sanitizers make everything slower, start and moments to wait for alike. */
static long slower(long milliseconds) {
    return support_sanitized() ? 4 * milliseconds : milliseconds;
}

static bool is_time_for_the_signal(const support_options *options, long spent, long lines) {
    if (spent < slower(options->signal_after)) return false;
    long now = lines_of(options->signal_when);
    return !options->signal_when || (now > lines && now > 1);
}

/* Reads both streams to their ends; sends the signal on the way. */
static void listen_to(pid_t child, const support_options *options, stream *streams) {
    struct timespec start;
    clock_gettime(CLOCK_MONOTONIC, &start);
    bool sent = options->signal == 0;
    long lines = lines_of(options->signal_when); /* at the start */
    while (streams[0].descriptor >= 0 || streams[1].descriptor >= 0) {
        long spent = milliseconds_since(&start);
        if (!sent && is_time_for_the_signal(options, spent, lines)) {
            kill(child, options->signal);
            sent = true;
        }
        if (spent > slower(LONGEST_RUN)) {
            kill(child, SIGKILL);
            print_error("killed after %ld seconds\n", slower(LONGEST_RUN) / 1000);
        }
        long next = sent ? 1000 : slower(options->signal_after) - spent;
        if (next < GLANCE) next = GLANCE;
        struct pollfd polled[2] = {{.fd = streams[0].descriptor, .events = POLLIN},
                                   {.fd = streams[1].descriptor, .events = POLLIN}};
        if (poll(polled, 2, (int)next) <= 0) continue;
        for (int i = 0; i < 2; i++)
            if (polled[i].revents) take(&streams[i]);
    }
}

support_result support_run(const support_options *options, const char *const *arguments) {
    static const support_options usual = {0};
    if (!options) options = &usual;
    const char *words[MOST_ARGUMENTS + 2] = {options->program ? options->program : HOP_PROGRAM};
    size_t count = 0;
    for (; arguments[count]; count++) {
        assert_true(count < MOST_ARGUMENTS);
        words[count + 1] = arguments[count];
    }
    int out[2], err[2];
    assert_int_equal(pipe2(out, O_CLOEXEC), 0);
    assert_int_equal(pipe2(err, O_CLOEXEC), 0);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) become(options, (char *const *)(uintptr_t)words, out[1], err[1]);
    close(out[1]);
    close(err[1]);
    stream streams[2] = {{.descriptor = out[0]}, {.descriptor = err[0]}};
    listen_to(child, options, streams);
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    if (WIFEXITED(status) && WEXITSTATUS(status) == 127)
        print_error("%s: status 127, perhaps it could not be started\n", words[0]);
    return (support_result){
        .status = WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status),
        .out = streams[0].text,
        .err = streams[1].text,
        .out_size = streams[0].size,
        .err_size = streams[1].size,
    };
}

void support_result_clear(support_result *result) {
    free(result->out);
    free(result->err);
    *result = (support_result){0};
}

void support_assert_status(const support_result *result, int expected, const char *file, int line) {
    if (result->status == expected) return;
    print_error("status %d, not %d; standard output:\n%s\nstandard error:\n%s\n", result->status,
                expected, result->out, result->err);
    _fail(file, line);
}
