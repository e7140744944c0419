/* Tables of numbers as memories: one pattern a line, with labels and names where there are any.
 * RFC 4180, and what people have.
 * SPDX-License-Identifier: MIT */
#include "csv.h"

#include <stdlib.h>
#include <string.h>

#include "array_load.h"
#include "plain_text.h"

/* Columns from which on one more than a square is worth a word: 8 x 8 pixels and a label. */
enum { PICTURE_LEAST = 65 };

static bool recognise(const unsigned char *head, size_t size) {
    const bool marked = size >= 3 && memcmp(head, "\xef\xbb\xbf", 3) == 0;
    if (hop_plain_text_begins(head, size)) return true;
    if (size == 0 || (head[0] >= 0x80 && !marked)) return false;
    for (size_t i = 0; i < size; i++)
        if (head[i] == 0x7f || (head[i] < ' ' && !memchr("\t\r\n\f", head[i], 4))) return false;
    return true;
}

/* What was not plain is said. */
static void remark(hop_load *load, const char *path, const hop_csv *csv) {
    const hop_csv_layout *layout = &csv->layout;
    hop_string *remarks = &load->remarks;
    if (layout->header && layout->label == HOP_CSV_NONE && layout->name == HOP_CSV_NONE)
        hop_load_remark(remarks, "%s: its first line was taken for a header", path);
    if (layout->label != HOP_CSV_NONE)
        hop_load_remark(remarks,
                        "%s: column %zu of %zu was taken for labels; --label-column none leaves it "
                        "among the numbers",
                        path, layout->label + 1, layout->columns);
    if (layout->label == HOP_CSV_NONE && !hop_csv_is_square(csv->columns) &&
        hop_csv_is_square(csv->columns - 1) && csv->columns >= PICTURE_LEAST)
        hop_load_remark(remarks,
                        "%s: its %zu columns are one more than the pixels of a square picture; if "
                        "one holds labels, say --label-column first or last",
                        path, csv->columns);
    if (layout->name != HOP_CSV_NONE)
        hop_load_remark(remarks, "%s: column %zu was taken for names", path, layout->name + 1);
    if (layout->number != HOP_CSV_NONE)
        hop_load_remark(remarks, "%s: column %zu numbers the rows and was left out", path,
                        layout->number + 1);
    if (layout->counts)
        hop_load_remark(remarks,
                        "%s: column 1 counts the lines from 0 and was taken for numbers of the "
                        "patterns; if it is an index, --label-column 1 takes it out",
                        path);
    if (layout->signs.decimal_comma)
        hop_load_remark(remarks, "%s: its numbers have decimal commas%s", path,
                        layout->signs.thousands ? " and points between thousands" : "");
    else if (layout->signs.thousands)
        hop_load_remark(remarks, "%s: its numbers have commas between thousands", path);
}

/* Patterns `first` and on have come from it; the limit may have left some out. */
static hop_status take_words(hop_load *load, const hop_csv *csv, size_t first) {
    const size_t count = hop_memory_count(load->memory);
    size_t at = 0, names = 0;
    for (size_t i = first; i < count && csv->labels.text; i++) {
        hop_load_note_label(load, i, csv->labels.text + at);
        at += strlen(csv->labels.text + at) + 1;
    }
    if (!csv->names.text) return HOP_OK;
    for (size_t i = first; i < count; i++) names += strlen(csv->names.text + names) + 1;
    return hop_memory_set_names(load->memory, first, csv->names.text, names);
}

static hop_status load_table(hop_load *load, hop_bytes *source) {
    const hop_load_options *options = load->options;
    const hop_csv_wishes wishes = {.label_column = options->label_column,
                                   .header = options->header_given ? &options->header : NULL,
                                   .dim = options->dim,
                                   .no_guess = options->role == HOP_MATRIX,
                                   .source = source};
    const size_t first = load->memory ? hop_memory_count(load->memory) : 0;
    hop_csv csv = {0};
    hop_plain_text plain = {0};
    hop_status status = hop_plain_text_make(source->bytes, source->size, &plain);
    if (status == HOP_OK)
        status = hop_csv_parse(source->path, plain.text, plain.size, options->role, &wishes, &csv);
    free(plain.made);
    const hop_array array = {.element = HOP_ELEMENT_F64,
                             .big_endian = __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__,
                             .rank = 2,
                             .size = {csv.rows, csv.columns}};
    if (status == HOP_OK)
        status = hop_array_load(load, source->path, &array, (const unsigned char *)csv.values);
    if (status == HOP_OK) status = take_words(load, &csv, first);
    if (status == HOP_OK) remark(load, source->path, &csv);
    hop_csv_clear(&csv);
    return status;
}

const hop_loader_row hop_loader_csv = {
    .row =
        {
            .name = "csv",
            .title = "numbers as text, one pattern a line, apart by , ; | tabs or blanks; with or "
                     "without a header, labels, names",
            .sources = "RFC 4180; NumPy, numpy.savetxt; pandas, DataFrame.to_csv",
        },
    .endings = "csv tsv txt dat",
    .guesses = true,
    .recognise = recognise,
    .load = load_table,
};
