/* Results where they lie: files of JSON, and those of reports.
 * SPDX-License-Identifier: MIT */
#include "info.h"

#include <stdlib.h>
#include <string.h>

#include "../base/file.h"
#include "../base/text.h"

bool cli_info_is_json(const char *path) {
    unsigned char head[64] = {0};
    size_t got = 0, at = 0;
    if (!hop_file_exists(path) || hop_file_head(path, head, sizeof head, &got) != HOP_OK)
        return false;
    while (at < got && strchr(" \t\r\n", head[at]) && head[at]) at++;
    return at < got && head[at] == '{';
}

char *cli_info_in_report(const char *path) {
    hop_string page = {0}, result = {0};
    hop_string_add(&page, "%s/index.html", path);
    hop_string_add(&result, "%s/result.json", path);
    const bool is = !page.failed && !result.failed && hop_file_is_folder(path) &&
                    hop_file_exists(page.text) && cli_info_is_json(result.text);
    free(page.text);
    if (is) return result.text;
    free(result.text);
    return NULL;
}
