/* Reports: one page of HTML with its pictures, figures, tables and data files beside it.  The page
 * needs nothing from elsewhere: no scripts, no fonts, no network; light and dark; read on a phone
 * as on a wall.
 *
 * A report is a list of sections; hop_report_recall() makes the one of a finished recall.
 * SPDX-License-Identifier: MIT */
#ifndef HOPFIELD_REPORT_H
#define HOPFIELD_REPORT_H

#include <hopfield/corruption.h>
#include <hopfield/export.h>
#include <hopfield/figure.h>
#include <hopfield/image.h>
#include <hopfield/recall.h>
#include <hopfield/table.h>

HOP_BEGIN_DECLS

typedef enum hop_section_kind {
    HOP_SECTION_HEADING,   /* begins a chapter of the page */
    HOP_SECTION_PARAGRAPH, /* plain text */
    HOP_SECTION_TEXT,      /* plain text, set as it stands, in letters of one width */
    HOP_SECTION_PICTURE,   /* `image`, written into `file` (.png) */
    HOP_SECTION_FIGURE,    /* `figure`, drawn into `file` (.svg), its .tsv and .gp beside it */
    HOP_SECTION_TABLE,     /* `table`; its notes are not shown; a false cell stands out */
} hop_section_kind;

/* A piece of the page; the members that its kind does not use are ignored.  All lent. */
typedef struct hop_section {
    hop_section_kind kind;
    const char *text; /* the words; under a picture, figure or table: its caption */
    const char *alt;  /* what the picture or figure shows, for those who cannot see it */
    const char *file; /* a name in the report's folder */
    const hop_image *image;
    const hop_figure *figure;
    const hop_table *table;
} hop_section;

/* A number that sums the matter up, in large letters at the top. */
typedef struct hop_fact {
    const char *label, *value;
    const char *remark; /* or NULL */
} hop_fact;

/* A data file beside the page, listed at its end: `table` in the format of the name's ending, or
 * else `text` as it is. */
typedef struct hop_attachment {
    const char *file, *meaning;
    const hop_table *table;
    const char *text;
} hop_attachment;

/* All lent. */
typedef struct hop_report {
    const char *kind, *title; /* "recall", "What became of 64 queries" */
    const char *lead;         /* the result in a sentence or two; NULL: none */
    const hop_fact *facts;
    size_t fact_count;
    const hop_section *sections;
    size_t section_count;
    const hop_attachment *attachments;
    size_t attachment_count;
    const hop_image_note *notes; /* how it was made: at the end of the page, and in its pictures */
    size_t note_count;
} hop_report;

/* Writes the report into `folder`, which is made if need be; index.html comes last, so that a page
 * that is there is whole.  File names are of letters, digits, '.', '-' and '_'.
 *   replace  the folder may hold files; those of the same names are replaced, others left alone
 *   undrawn  how many figures could not be drawn (gnuplot is not installed, no point to show): the
 *            page says so in their places; NULL if that is not wanted
 * HOP_E_EXISTS for a folder with files in it unless `replace`; HOP_E_NAME for another file name;
 * HOP_E_WRITE, HOP_E_MEMORY.  On failure there is no index.html, and what was written into a folder
 * that was new or empty is taken back. */
hop_status hop_report_write(const hop_report *report, const char *folder, bool replace,
                            size_t *undrawn);

/* A finished recall and what a report of it needs.  All lent. */
typedef struct hop_recall_record {
    const char *memory_name; /* as it is called in the title */
    const hop_memory *memory;
    const hop_recall *recall;
    const hop_recall_result *result;
    const char *const *names; /* [result->count] */
    const double *originals; /* [count x dim], memory units: the queries before they were damaged */
    const double *queries;   /* [count x dim], as they were recalled; NAN unknown */
    hop_canvas canvas;       /* what the memory's values mean */
    bool beta_auto;          /* beta was chosen from the memory */
    const hop_table *table;  /* for queries.csv */
    const char *json;        /* for recall.json */
    const hop_image_note *notes;
    size_t note_count;
} hop_recall_record;

/* The report of a recall: index.html, sheet.png (of pictures), energy.svg, errors.svg (where
 * targets are known), queries.csv, recall.json.  Errors and `undrawn` as hop_report_write(). */
hop_status hop_report_recall(const hop_recall_record *record, const char *folder, bool replace,
                             size_t *undrawn);

/* A contact sheet of the queries chosen [count]: original, damaged, the first steps, recalled.
 * tile_pixels: about how wide a tile is.  HOP_E_SUPPORT where the memory holds no pictures;
 * HOP_E_EMPTY, HOP_E_LIMIT, HOP_E_MEMORY. */
hop_status hop_report_recall_sheet(const hop_recall_record *record, const size_t *chosen,
                                   size_t count, size_t tile_pixels, hop_image *image);

HOP_END_DECLS

#endif
