/* Findings to standard output and into files.
 * SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../base/fail.h"
#include "experiment.h"
#include "outputs.h"
#include "picture.h"

static bool is_picture(const char *path) {
    static const char *const ENDINGS[] = {".svg", ".png", ".pdf"};
    size_t length = strlen(path);
    for (size_t i = 0; i < sizeof ENDINGS / sizeof *ENDINGS; i++)
        if (length > 4 && strcasecmp(path + length - 4, ENDINGS[i]) == 0) return true;
    return false;
}

static hop_status check_path(const char *path, bool force) {
    const hop_format_row *format = NULL;
    if (is_picture(path)) {
        HOP_TRY(cli_output_file(path, force));
        return hop_figure_check(path, force);
    }
    if (hop_format_of_path(path, &format) != HOP_OK)
        return hop_fail(HOP_E_NAME,
                        "%s: write a name that ends in .txt, .csv, .json, .svg, .png "
                        "or .pdf",
                        path);
    return cli_output_file(path, force);
}

/* Bytes of a picture's name without its ending. */
static size_t stem_of(const char *path) {
    return strlen(path) - strlen(".svg");
}

hop_status cli_experiment_check_output(const cli_output *output, const char *figure) {
    if (output->path) HOP_TRY(check_path(output->path, output->force));
    if (!figure) return HOP_OK;
    if (!is_picture(figure))
        return hop_fail(HOP_E_NAME, "%s: a figure is written as one of .svg, .png, .pdf", figure);
    if (output->path && is_picture(output->path) && stem_of(output->path) == stem_of(figure) &&
        memcmp(output->path, figure, stem_of(figure)) == 0)
        return hop_fail(HOP_E_NAME,
                        "-o %s and --figure %s would leave the same .tsv and .gp; name "
                        "them differently",
                        output->path, figure);
    return check_path(figure, output->force);
}

hop_status cli_experiment_deliver(const hop_sweep *experiment, const hop_results *results,
                                  const cli_output *output, const char *figure,
                                  const cli_format *format) {
    hop_findings findings = {0};
    char *text = NULL;
    hop_format_options options = {.width = cli_width(stdout)};
    HOP_TRY(hop_findings_make(experiment, results, &findings));
    hop_status status = HOP_OK;
    if (output->path)
        status = hop_findings_write(experiment, &findings, output->path, output->force);
    if (status == HOP_OK && figure)
        status = hop_findings_write(experiment, &findings, figure, output->force);
    if (status == HOP_OK)
        status = hop_findings_print(experiment, &findings, format->format, &options, &text);
    if (status == HOP_OK) fputs(text, stdout);
    free(text);
    hop_findings_clear(&findings);
    return status;
}
