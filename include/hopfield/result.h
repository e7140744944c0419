/* One result for every output.  What computes (a command, an experiment, a training run) fills a
 * result and prints nothing: facts, arrays, tables, figures, pictures, sentences, and how it was
 * made.  Renderers (rows, one file each in src/result) write it as text, CSV, JSON, figures, or a
 * page; what is in a result exists in every output.
 *
 *     hop_result *r = NULL;
 *     hop_status status = hop_result_create("pca", &made, &r);
 *     if (status != HOP_OK) return status;
 *     hop_result_count(r, "memory.dim", dim, "values", "of a pattern");
 *     hop_table *rows = hop_result_table(r, "components", COLUMNS, COLUMN_COUNT, "In order of
 * variance"); for (...) hop_table_add_number(rows, eigenvalue[i]); hop_result_remark(r, HOP_NOTE,
 * "%zu attention steps without softmax", steps);
 *
 * A path is what programs look for: "memory.dim" is the member `dim` of the object `memory`.  Paths
 * are snake_case, stable, and used once.  All that is given is copied; units and meanings too.
 * Filling reports no failure: a result that ran out of memory remembers it, ignores the rest, and
 * cannot be written (hop_result_status()).
 * SPDX-License-Identifier: MIT */
#ifndef HOPFIELD_RESULT_H
#define HOPFIELD_RESULT_H

#include <stdint.h>

#include <hopfield/animation.h>
#include <hopfield/export.h>
#include <hopfield/figure.h>
#include <hopfield/image.h>
#include <hopfield/memory.h>
#include <hopfield/table.h>

HOP_BEGIN_DECLS

typedef struct hop_result hop_result;

/* How a result was made; zeros for what does not apply. */
typedef struct hop_made {
    const char *command_line; /* as it can be typed again; NULL: by a program of one's own */
    bool seeded;              /* chance had a part, from `seed` */
    uint64_t seed;
    size_t threads; /* 0: not said.  They never change a result */
} hop_made;

/* An empty result of `command` ("recall") whose provenance says command, version, command line,
 * libraries, seed, threads, and, under `timing`, date and processor.  HOP_E_MEMORY. */
hop_status hop_result_create(const char *command, const hop_made *made, hop_result **result);
void hop_result_destroy(hop_result *result);

/* HOP_E_MEMORY if anything was lost, else HOP_OK. */
hop_status hop_result_status(const hop_result *result);

/* ---- who reads what ---- */

/* What is added is shown where it is usual; hop_result_for() says otherwise. */
typedef enum hop_audience {
    HOP_FOR_TEXT = 1,
    HOP_FOR_CSV = 2,
    HOP_FOR_JSON = 4,
    HOP_FOR_PAGE = 8,
    HOP_FOR_ARRAY = 16, /* the array that a .npy takes */
    HOP_FOR_PEOPLE = HOP_FOR_TEXT | HOP_FOR_PAGE,
    HOP_FOR_PROGRAMS = HOP_FOR_CSV | HOP_FOR_JSON,
    HOP_FOR_ALL = HOP_FOR_PEOPLE | HOP_FOR_PROGRAMS,
} hop_audience;

/* Who reads what was added last: a sum of the above. */
void hop_result_for(hop_result *result, unsigned audience);

/* The same of all items from `first` on. */
void hop_result_show(hop_result *result, size_t first, unsigned audience);

/* ---- facts ----
 * Usual for: CSV (a `#` line; without a table a row), JSON, the page's list of numbers.  With
 * HOP_FOR_TEXT also a line of words and value, under each other. */

void hop_result_text(hop_result *result, const char *path, const char *text, const char *meaning);
void hop_result_count(hop_result *result, const char *path, size_t count, const char *unit,
                      const char *meaning);
void hop_result_number(hop_result *result, const char *path, double number, const char *unit,
                       const char *meaning); /* NAN or infinite: null */
void hop_result_bool(hop_result *result, const char *path, bool truth, const char *meaning);

/* Not known, or does not apply: null. */
void hop_result_none(hop_result *result, const char *path, const char *meaning);

/* An object that may stay without members. */
void hop_result_group(hop_result *result, const char *path, const char *meaning);

/* ---- provenance: facts that go into every file, PNG, SVG, .npy and store included ---- */

void hop_result_made(hop_result *result, const char *path, const char *text, const char *meaning);

/* PATH.path, .patterns, .dim, .dtype, .width, .height, .channels, .checksum. */
void hop_result_memory(hop_result *result, const char *path, const char *file,
                       const hop_memory *memory);

/* Seconds that something took: `timing.NAME_seconds`. */
void hop_result_seconds(hop_result *result, const char *name, double seconds);

/* The lines for other files: "Software", "Command", "Seed", "Memory checksum" ...; lent until the
 * result is changed.  Without memory for them, none. */
const hop_image_note *hop_result_signature(hop_result *result, size_t *count);

/* ---- arrays ----
 * Usual for: JSON, as nested lists.  shape [rank], row-major; NULL values: null. */

void hop_result_array(hop_result *result, const char *path, const double *values, size_t rank,
                      const size_t *shape, const char *unit, const char *meaning);
void hop_result_counts(hop_result *result, const char *path, const size_t *values, size_t rank,
                       const size_t *shape, const char *unit, const char *meaning);

/* ---- tables ----
 * Usual for: all; JSON as a list of objects, CSV the first one alone.  Fill it with
 * hop_table_add_...(), which take the NULL that is returned without memory. */

hop_table *hop_result_table(hop_result *result, const char *path, const hop_column *columns,
                            size_t column_count, const char *caption);

/* People are shown the first `rows` of the table added last, and told how many more there are. */
void hop_result_rows_shown(hop_result *result, size_t rows);

/* ---- figures and pictures ----
 * Usual for: figures JSON (numbers, under figures.NAME), --figure, the page; pictures the page.
 * `name` is a file name without ending; caption and alt (for those who cannot see it) may be NULL.
 * A figure's provenance is the result's.  For text, a map is drawn in characters, a picture in
 * blocks. */

void hop_result_figure(hop_result *result, const char *name, const hop_figure *figure,
                       const char *caption, const char *alt);

/* Moves the figure of that name behind everything else, for others are to come first; nothing where
 * there is none. */
void hop_result_figure_last(hop_result *result, const char *name);
void hop_result_picture(hop_result *result, const char *name, const hop_image *image,
                        const char *caption, const char *alt);

/* A part of a picture: an image of its own (without samples: an empty place), what it is, and a
 * share of 1 that is drawn as a bar (NAN: none). */
typedef struct hop_picture_part {
    hop_image image;
    const char *caption; /* NULL: none */
    double share;
} hop_picture_part;

/* The parts [rows x columns] of the picture added last, and what each column is (or NULL): a page
 * shows these in its place, with words that can be read. */
void hop_result_parts(hop_result *result, const hop_picture_part *parts, size_t rows,
                      size_t columns, const char *const *heads);

/* What hop_result_animate() plays [count]; not shown elsewhere. */
void hop_result_motion(hop_result *result, const hop_animation_frame *frames, size_t count);

/* ---- words ---- */

/* What a page is headed with, and the result in a sentence or two, with which text begins too;
 * NULL: none. */
void hop_result_title(hop_result *result, const char *title, const char *lead);

/* A number that sums the matter up, in large letters at the top of the page; remark or NULL. */
void hop_result_headline(hop_result *result, const char *label, const char *value,
                         const char *remark);

/* Begins a chapter, for people. */
void hop_result_heading(hop_result *result, const char *heading);

typedef enum hop_severity {
    HOP_NOTE,    /* what the numbers mean */
    HOP_WARNING, /* what speaks against relying on them; also said on standard error */
} hop_severity;

/* A sentence; usual for text, JSON, the page. */
void hop_result_remark(hop_result *result, hop_severity severity, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Lines that stand as they are, in letters of one width, for people. */
void hop_result_drawing(hop_result *result, const char *text);

/* The result is not what was asked for (`recall --check`, a FAIL): the program's status is 3. */
void hop_result_wrong(hop_result *result);
bool hop_result_is_wrong(const hop_result *result);

/* `value` to so many significant digits (0: all it takes to read back) as it is typeset, with a
 * real minus and powers of ten.  Returns `text`. */
const char *hop_result_typeset(double value, int digits, char text[64]);

/* ---- what is there ---- */

typedef enum hop_item_kind {
    HOP_ITEM_FACT,
    HOP_ITEM_GROUP,
    HOP_ITEM_ARRAY,
    HOP_ITEM_TABLE,
    HOP_ITEM_FIGURE,
    HOP_ITEM_PICTURE,
    HOP_ITEM_HEADLINE,
    HOP_ITEM_HEADING,
    HOP_ITEM_REMARK,
    HOP_ITEM_DRAWING,
    HOP_ITEM_MOTION,
} hop_item_kind;

/* One thing in a result, in the order in which it was added; what its kind does not use is zero.
 * All lent. */
typedef struct hop_item {
    hop_item_kind kind;
    unsigned audience;
    const char *path;         /* or name of a file, or label of a headline */
    const char *unit;         /* never NULL */
    const char *meaning;      /* or caption, or remark of a headline; NULL: none */
    const char *text, *alt;   /* words */
    bool made;                /* of a fact: provenance */
    hop_severity severity;    /* of a remark */
    hop_cell_kind value_kind; /* of a fact */
    hop_cell value;
    const double *values; /* of an array; NULL: null */
    const size_t *shape;  /* [rank] */
    size_t rank;
    bool whole; /* its values are counts */
    const hop_table *table;
    size_t rows_shown; /* 0: all */
    const hop_figure *figure;
    const hop_image *image;
    const hop_picture_part *parts; /* [part_rows x part_columns], of a picture; NULL: none */
    size_t part_rows, part_columns;
    const char *const *heads;          /* [part_columns]; NULL: none */
    const hop_animation_frame *frames; /* [frame_count], of a motion */
    size_t frame_count;
} hop_item;

size_t hop_result_size(const hop_result *result);
const hop_item *hop_result_item(const hop_result *result, size_t index);

/* The fact, array or table at a path, or the figure of a name ("figures.NAME"); NULL: none. */
const hop_item *hop_result_find(const hop_result *result, const char *path);

/* The text at "command", ""; of a title. */
const char *hop_result_command(const hop_result *result);
const char *hop_result_heads(const hop_result *result, const char **lead);

/* ---- writing and reading ---- */

typedef struct hop_render_options {
    size_t width; /* of text, in terminal columns; 0: no limit */
    bool colour;  /* of text: ANSI colours */
    bool quiet;   /* of text: no warnings */
} hop_render_options;

/* A way to write a result: one file in src/result each, listed in renderer_list.h. */
typedef struct hop_renderer_row {
    hop_row row;
    const char *endings; /* of files it writes, ".svg .png .pdf" */
    /* The result as text, the last line ended; NULL: into files alone. */
    hop_status (*print)(const hop_result *result, const hop_render_options *options, char **text);
    /* Into `path`; NULL: what print() gives. */
    hop_status (*write)(const hop_result *result, const char *path, bool replace);
    /* What write() would leave beside `path` could be written; NULL: it leaves nothing there. */
    hop_status (*check)(const char *path, bool replace);
} hop_renderer_row;

/* All renderers: text, csv, json, figure, page, array. */
const hop_catalog *hop_renderer_catalog(void);

/* The renderer a user named; HOP_E_NAME also for one that writes files alone. */
hop_status hop_renderer_parse(const char *name, const hop_renderer_row **renderer);

/* free() the text.  HOP_E_MEMORY; HOP_E_SUPPORT for what the result has nothing for. */
hop_status hop_result_print(const hop_result *result, const hop_renderer_row *renderer,
                            const hop_render_options *options, char **text);

/* Into a file, as its ending says.  HOP_E_NAME for an ending that no renderer has (they are said),
 * HOP_E_EXISTS, HOP_E_WRITE, HOP_E_SUPPORT, HOP_E_MEMORY; nothing is left behind then. */
hop_status hop_result_write(const hop_result *result, const char *path, bool replace);

/* Whether that could be done now, before the work: HOP_E_NAME, HOP_E_EXISTS, HOP_E_WRITE. */
hop_status hop_result_check(const char *path, bool replace);

/* An animated PNG of what moves in the result: its motion, or else the paths over its first map,
 * with heights (of the figure `potential`, or else of the map) from step to step below.
 * HOP_E_SUPPORT where nothing moves, HOP_E_NAME for a name that does not end in .png,
 * HOP_E_EXISTS, HOP_E_WRITE, HOP_E_MEMORY. */
hop_status hop_result_animate(const hop_result *result, const char *path, bool replace);

/* Whether hop_result_report() could make or use the folder now, asked before long work; nothing is
 * left behind.  HOP_E_EXISTS, HOP_E_WRITE. */
hop_status hop_result_report_check(const char *folder, bool replace);

/* A folder, made if need be: index.html (complete in itself), result.json, every table as .csv,
 * figure as .svg, .tsv and .gp, and picture as .png.  index.html comes last.  undrawn: how many
 * figures could not be drawn, which the page says in their places; or NULL.
 *   replace  the folder may hold files; those of the same names are replaced, others left alone
 * HOP_E_EXISTS for a folder with files in it unless `replace`; HOP_E_WRITE, HOP_E_MEMORY.  On
 * failure there is no index.html, and what was written into a new or empty folder is taken back. */
hop_status hop_result_report(const hop_result *result, const char *folder, bool replace,
                             size_t *undrawn);

/* Reads what the JSON renderer wrote: provenance, facts, arrays, tables, figures' numbers, remarks.
 * Written as JSON again it has the same bytes.  `name` stands in errors.  HOP_E_FORMAT,
 * HOP_E_MEMORY.
 */
hop_status hop_result_read(const char *name, const char *json, size_t size, hop_result **result);

HOP_END_DECLS

#endif
