/* Delivering results: files first, then standard output.
 * SPDX-License-Identifier: MIT */
#include "deliver.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../base/fail.h"
#include "options.h"
#include "outputs.h"
#include "picture.h"

enum { KEY_FORMAT = CLI_KEY_DELIVERY, KEY_FORCE, KEY_FIGURE, KEY_ANIMATE, KEY_REPORT };

static error_t parse(int key, char *argument, struct argp_state *state) {
    cli_delivery *d = state->input;
    switch (key) {
    case ARGP_KEY_INIT: return hop_renderer_parse("text", &d->format) == HOP_OK ? 0 : EINVAL;
    case KEY_FORMAT:
        if (hop_renderer_parse(argument, &d->format) != HOP_OK)
            cli_refuse(state, "%s", hop_status_detail());
        d->format_given = true;
        break;
    case 'o': cli_take_once(state, "-o", argument, &d->output); break;
    case KEY_FORCE: d->force = true; break;
    case KEY_FIGURE: cli_take_once(state, "--figure", argument, &d->figure); break;
    case KEY_REPORT: cli_take_once(state, "--report", argument, &d->report); break;
    default: return ARGP_ERR_UNKNOWN;
    }
    return 0;
}

static const struct argp_option OPTIONS[] = {
    {"output", 'o', "FILE", 0, "where to write; its ending says as what (.txt .csv .json .html)",
     7},
    {"figure", KEY_FIGURE, "FILE", 0,
     "the figure, as .svg, .png or .pdf; numbers and script beside it", 7},
    {"report", KEY_REPORT, "DIR", 0, "a page with everything, and its data beside it", 7},
    {"force", KEY_FORCE, NULL, 0, "replace files that exist", 7},
    {"format", KEY_FORMAT, "text|csv|json", 0, "of the result on standard output", 8},
    {0},
};
const struct argp cli_delivery_argp = {.options = OPTIONS, .parser = parse};

static error_t parse_animation(int key, char *argument, struct argp_state *state) {
    if (key != KEY_ANIMATE) return ARGP_ERR_UNKNOWN;
    cli_delivery *d = state->input;
    cli_take_once(state, "--animate", argument, &d->animation);
    return 0;
}

static const struct argp_option ANIMATION[] = {
    {"animate", KEY_ANIMATE, "FILE.png", 0, "what moves, as an animated PNG", 7}, {0}};
const struct argp cli_animation_argp = {.options = ANIMATION, .parser = parse_animation};

static bool is_figure(const char *path) {
    return cli_output_ends(path, ".svg") || cli_output_ends(path, ".png") ||
           cli_output_ends(path, ".pdf");
}

static hop_status check_figure(const char *path, bool force) {
    if (is_figure(path)) return hop_result_check(path, force);
    return hop_fail(HOP_E_NAME, "--figure %s: a figure is written as one of .svg, .png, .pdf",
                    path);
}

hop_status cli_delivery_check(const cli_delivery *d, bool own) {
    const char *a = d->output, *b = d->figure;
    size_t stem = a && strlen(a) > 4 ? strlen(a) - 4 : 0;
    if (a && b && !own && is_figure(a) && strlen(b) == stem + 4 && strncmp(a, b, stem) == 0)
        return hop_fail(HOP_E_NAME,
                        "-o %s and --figure %s would leave the same .tsv and .gp; name them "
                        "differently",
                        a, b);
    if (d->output && !own) HOP_TRY(cli_output_file(d->output, d->force));
    if (d->output && !own) HOP_TRY(hop_result_check(d->output, d->force));
    if (d->animation && !cli_output_ends(d->animation, ".png"))
        return hop_fail(HOP_E_NAME, "--animate %s: an animation is a .png", d->animation);
    if (d->animation) HOP_TRY(cli_output_file(d->animation, d->force));
    if (d->report) HOP_TRY(hop_result_report_check(d->report, d->force));
    return d->figure ? check_figure(d->figure, d->force) : HOP_OK;
}

static hop_status report(const hop_result *result, const cli_delivery *d) {
    size_t undrawn = 0;
    HOP_TRY(hop_result_report(result, d->report, d->force, &undrawn));
    if (undrawn > 0)
        cli_say("the report in %s lacks %zu figure%s: %s", d->report, undrawn,
                undrawn == 1 ? "" : "s", hop_status_detail());
    return HOP_OK;
}

/* Text has warnings where they belong; who reads another format should not miss them. */
static void warn(const hop_result *result) {
    for (size_t i = 0; i < hop_result_size(result); i++) {
        const hop_item *item = hop_result_item(result, i);
        if (item->kind == HOP_ITEM_REMARK && item->severity == HOP_WARNING)
            cli_say("warning: %s", item->text);
    }
}

hop_status cli_deliver(const hop_result *result, const cli_delivery *d, bool quiet, bool own) {
    char *text = NULL;
    const hop_render_options options = {
        .width = cli_width(stdout), .colour = cli_wants_colour(stdout), .quiet = quiet};
    if (d->output && !own) HOP_TRY(hop_result_write(result, d->output, d->force));
    if (d->figure) HOP_TRY(hop_result_write(result, d->figure, d->force));
    if (d->animation) HOP_TRY(hop_result_animate(result, d->animation, d->force));
    if (d->report) HOP_TRY(report(result, d));
    if (quiet && d->output && !own && !d->format_given) return HOP_OK;
    HOP_TRY(hop_result_print(result, d->format, &options, &text));
    fputs(text, stdout);
    free(text);
    if (!quiet && strcmp(d->format->row.name, "text") != 0) warn(result);
    return HOP_OK;
}
