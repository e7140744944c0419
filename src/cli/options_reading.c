/* Options that say how files are read.
 * SPDX-License-Identifier: MIT */
#include "options.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "../base/text.h"
#include "built_in.h"

enum {
    KEY_SIZE = CLI_KEY_READING,
    KEY_GRAY,
    KEY_COLOR,
    KEY_RESIZE,
    KEY_LIMIT,
    KEY_LABELS,
    KEY_LABEL_COLUMN,
    KEY_HEADER,
    KEY_RANGE,
    KEY_DTYPE
};

static void parse_size(struct argp_state *state, const char *text, hop_load_options *load) {
    char *end = NULL;
    unsigned long width = strtoul(text, &end, 10), height = 0;
    bool good = *text >= '0' && *text <= '9' && *end == 'x' && end[1] >= '0' && end[1] <= '9';
    if (good) height = strtoul(end + 1, &end, 10);
    if (!good || *end != '\0' || width == 0 || height == 0)
        cli_refuse(state, "--size is '%s'; it must be WxH, such as 64x64", text);
    load->width = width;
    load->height = height;
}

static void parse_range(struct argp_state *state, const char *text, hop_load_options *load) {
    char low[64] = "";
    const char *colon = strchr(text, ':');
    if (colon && (size_t)(colon - text) < sizeof low) memcpy(low, text, (size_t)(colon - text));
    load->range_given = colon && hop_text_parse_number(low, &load->range[0]) &&
                        hop_text_parse_number(colon + 1, &load->range[1]) &&
                        load->range[0] < load->range[1] && isfinite(load->range[0]) &&
                        isfinite(load->range[1]);
    if (!load->range_given)
        cli_refuse(state, "--range is '%s'; it must be LOW:HIGH, LOW below HIGH, such as 0:255",
                   text);
}

static void parse_header(struct argp_state *state, const char *text, hop_load_options *load) {
    static const char *const HEADER[] = {"auto", "yes", "no"};
    const size_t word = cli_parse_word(state, "--header", text, HEADER, 3);
    load->header_given = word > 0;
    load->header = word == 1;
}

static error_t parse_reading(int key, char *argument, struct argp_state *state) {
    static const char *const RESIZE[] = {"none", "fit", "crop", "stretch"};
    static const char *const DTYPE[] = {"u8", "f32", "f64"};
    cli_reading *reading = state->input;
    if (!reading) return ARGP_ERR_UNKNOWN;
    hop_load_options *load = &reading->load;
    switch (key) {
    case ARGP_KEY_INIT:
        *load = hop_load_defaults;
        load->lend = true; /* no command adds to what it has read */
        load->remark = cli_progress_remark;
        load->elsewhere = cli_built_in_folder();
        break;
    case KEY_SIZE: parse_size(state, argument, load); break;
    case KEY_GRAY: load->channels = 1; break;
    case KEY_COLOR: load->channels = 3; break;
    case KEY_RESIZE:
        load->resize = (hop_resize)cli_parse_word(state, "--resize", argument, RESIZE, 4);
        break;
    case KEY_LIMIT: load->limit = cli_parse_count(state, "--limit", argument); break;
    case KEY_LABELS: load->labels = argument; break;
    case KEY_LABEL_COLUMN: load->label_column = argument; break;
    case KEY_HEADER: parse_header(state, argument, load); break;
    case KEY_RANGE: parse_range(state, argument, load); break;
    case KEY_DTYPE:
        load->dtype = (hop_dtype)cli_parse_word(state, "--dtype", argument, DTYPE, 3);
        load->dtype_given = true;
        break;
    case ARGP_KEY_END:
        /* Asking for a size is asking to be brought to it. */
        if (load->width > 0 && load->resize == HOP_RESIZE_NONE) load->resize = HOP_RESIZE_FIT;
        break;
    default: return ARGP_ERR_UNKNOWN;
    }
    return 0;
}

static const struct argp_option READING_OPTIONS[] = {
    {"size", KEY_SIZE, "WxH", 0, "bring pictures to this size", 3},
    {"gray", KEY_GRAY, NULL, 0, "read pictures as grey", 3},
    {"grey", KEY_GRAY, NULL, OPTION_ALIAS, NULL, 3},
    {"color", KEY_COLOR, NULL, 0, "read pictures as RGB", 3},
    {"colour", KEY_COLOR, NULL, OPTION_ALIAS, NULL, 3},
    {"resize", KEY_RESIZE, "fit|crop|stretch", 0,
     "for pictures of another size: whole and centred, filling and cut, or distorted", 3},
    {"limit", KEY_LIMIT, "N", 0, "the first N patterns only", 3},
    {"labels", KEY_LABELS, "FILE", 0,
     "a label for each pattern: an array (.npy, IDX), or one word or number a line; 'none' leaves "
     "out "
     "those that tables and folders have",
     3},
    {"label-column", KEY_LABEL_COLUMN, "COLUMN", 0,
     "of a table: its name, first, last, 1, 2, ..., or none (default: found out, and said)", 3},
    {"header", KEY_HEADER, "auto|yes|no", 0, "whether tables have a header (default: found out)",
     3},
    {"range", KEY_RANGE, "LOW:HIGH", 0,
     "numbers of arrays and tables become 0 (LOW, black) to 1 (HIGH, white); default: bytes are "
     "shares of 255, or two values if all are 0 and 1; other numbers stay as they are",
     3},
    {"dtype", KEY_DTYPE, "u8|f32|f64", 0, "how values are stored (u8: v means v/255)", 3},
    {0},
};
const struct argp cli_reading_argp = {.options = READING_OPTIONS, .parser = parse_reading};
