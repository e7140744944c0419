/* Running a command: its options and everybody's in one parser, its result delivered.
 * SPDX-License-Identifier: MIT */
#include "command.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "../base/parallel.h"
#include "../base/ranks.h"
#include "command_line.h"
#include "heartbeat.h"
#include "outputs.h"
#include "sandbox.h"

/* What the joint parser works for. */
typedef struct parsing {
    const hop_command *command;
    void *arguments;
    cli_context *context;
} parsing;

/* Behind help come run and delivery, then the command's own children, counted as if alone. */
static error_t parse(int key, char *argument, struct argp_state *state) {
    const parsing *p = state->input;
    const size_t before = p->command->moves ? 3 : 2;
    if (key == ARGP_KEY_INIT) {
        state->child_inputs[1] = &p->context->run;
        state->child_inputs[2] = &p->context->delivery;
        if (p->command->moves) state->child_inputs[3] = &p->context->delivery;
    }
    state->child_inputs += before;
    state->input = p->arguments;
    argp_parser_t own = p->command->argp->parser;
    error_t error = own ? own(key, argument, state) : ARGP_ERR_UNKNOWN;
    state->child_inputs -= before;
    state->input = (void *)(uintptr_t)p;
    return error;
}

static void parse_all(parsing *p, int argc, char **argv) {
    struct argp_child children[16] = {{.argp = &cli_run_argp}, {.argp = &cli_delivery_argp}};
    struct argp whole = *p->command->argp;
    size_t count = 2;
    if (p->command->moves) children[count++].argp = &cli_animation_argp;
    for (const struct argp_child *child = whole.children; child && child->argp; child++)
        children[count++] = *child;
    whole.children = children;
    whole.parser = parse;
    cli_parse(&whole, argc, argv, p);
}

hop_status cli_result(const cli_context *c, const cli_seed *seed, hop_result **result) {
    char *line = NULL;
    HOP_TRY(cli_command_line(c->argc, c->argv, &line));
    const hop_made made = {.command_line = line,
                           .seeded = seed != NULL,
                           .seed = seed ? seed->seed : 0,
                           .threads = hop_parallel_threads(c->run.threads)};
    hop_status status = hop_result_create(c->command, &made, result);
    free(line);
    return status;
}

/* Before the first byte of an input is read. */
static hop_status enter_sandbox(const cli_delivery *delivery) {
    if (delivery->output || delivery->figure || delivery->animation || delivery->report)
        return hop_fail(HOP_E_NAME, "--sandbox leaves standard output alone to write to; take the "
                                    "result from there, without -o, --figure, --animate, --report");
    if (hop_ranks_count() > 1)
        return hop_fail(HOP_E_NAME, "--sandbox is for one process, and this run has %zu",
                        hop_ranks_count());
    return cli_sandbox_enter();
}

int cli_command_run(const hop_command *command, const hop_catalog *commands, int argc,
                    char **argv) {
    cli_context context = {
        .command = command->row.name, .commands = commands, .argc = argc, .argv = argv};
    parsing p = {.command = command, .context = &context};
    hop_result *result = NULL;
    hop_status status = hop_alloc(1, command->size, "the arguments", &p.arguments);
    if (status != HOP_OK) return cli_fail(status);
    if (command->preset) memcpy(p.arguments, command->preset, command->size);
    parse_all(&p, argc, argv);
    const cli_delivery *delivery = &context.delivery;
    bool own =
        delivery->output && command->writes && cli_output_is(delivery->output, command->writes);
    own = own || (command->owns && command->owns(p.arguments));
    if (context.run.sandbox) status = enter_sandbox(delivery);
    if (status == HOP_OK && hop_ranks_first()) status = cli_delivery_check(delivery, own);
    status = hop_ranks_agree(status);
    if (status == HOP_OK && !context.run.progress.quiet && hop_ranks_first())
        cli_heartbeat_start(command->row.name);
    if (status == HOP_OK) status = command->compute(p.arguments, &context, &result);
    cli_heartbeat_stop();
    cli_progress_end(&context.run.progress);
    if (status == HOP_OK && hop_ranks_first()) {
        status = cli_deliver(result, delivery, context.run.progress.quiet, own);
        if (status == HOP_OK && command->delivered) command->delivered(p.arguments);
    }
    const char *written = command->written ? command->written(p.arguments) : NULL;
    if (status != HOP_OK && written)
        status = hop_fail(status, "%s: is written, but %s", written, hop_status_detail());
    bool wrong = status == HOP_OK && hop_result_is_wrong(result);
    hop_result_destroy(result);
    free(p.arguments);
    return status != HOP_OK ? cli_fail(status) : wrong ? CLI_WRONG : CLI_DONE;
}
