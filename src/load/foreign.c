/* Files that are not read, known by their first bytes: each is named, with the way out.
 * SPDX-License-Identifier: MIT */
#include "foreign.h"

#include <stdbool.h>
#include <string.h>
#include <strings.h>

#include "../base/fail.h"

static const char CONVERT[] = "convert it to PNG";
static const char UNPACK[] = "unpack it first";
static const char NUMPY[] = "load it in Python and numpy.save() the array";

/* X(first bytes, where they stand, what it is, the way out); rows with more to see come first. */
static const struct {
    const char *bytes;
    size_t length, offset;
    const char *called, *way_out;
} FOREIGN[] = {
#define AT(offset, bytes) bytes, sizeof bytes - 1, offset
    {AT(0, "II*\0"), "a TIFF", CONVERT},
    {AT(0, "MM\0*"), "a TIFF", CONVERT},
    {AT(8, "WEBP"), "a WebP picture", CONVERT},
    {AT(0, "GIF8"), "a GIF", CONVERT},
    {AT(4, "ftyphei"), "a HEIC photograph", CONVERT},
    {AT(4, "ftypmif1"), "a HEIC photograph", CONVERT},
    {AT(4, "ftypavif"), "an AVIF picture", CONVERT},
    {AT(4, "ftyp"), "a video", "take pictures out of it"},
    {AT(0, "8BPS"), "a Photoshop file", CONVERT},
    {AT(0, "\0\0\1\0"), "an icon", CONVERT},
    {AT(0, "\x76\x2f\x31\x01"), "an OpenEXR picture", CONVERT},
    {AT(0, "P7\n"), "a PAM picture", CONVERT},
    {AT(0, "%PDF"), "a PDF", "export its pictures as PNG"},
    {AT(0, "\x89HDF\r\n\x1a\n"), "an HDF5 file", "open it with h5py and numpy.save() the array"},
    {AT(0, "MATLAB 7.3"), "a MATLAB file",
     "scipy cannot read version 7.3 either; h5py can, and numpy.save() the array"},
    {AT(0, "MATLAB 5.0"), "a MATLAB file", "scipy.io.loadmat() it and numpy.save() the array"},
    {AT(0, "\x80\2"), "a Python pickle, which can run programs", NUMPY},
    {AT(0, "\x80\3"), "a Python pickle, which can run programs", NUMPY},
    {AT(0, "\x80\4"), "a Python pickle, which can run programs", NUMPY},
    {AT(0, "\x80\5"), "a Python pickle, which can run programs", NUMPY},
    {AT(0, "PAR1"), "a Parquet file", "write it as CSV with pandas"},
    {AT(0, "ARROW1"), "an Arrow file", "write it as CSV with pandas"},
    {AT(0, "FEA1"), "a Feather file", "write it as CSV with pandas"},
    {AT(0, "SQLite format 3"), "an SQLite database", "export the table as CSV"},
    {AT(0, "\xd0\xcf\x11\xe0"), "an old Office file", "save it as CSV"},
    {AT(0, "GGUF"), "a GGUF model", "take a .safetensors of it"},
    {AT(0, "BZh"), "packed by bzip2", UNPACK},
    {AT(0, "\xfd"
           "7zXZ"),
     "packed by xz", UNPACK},
    {AT(0, "\x28\xb5\x2f\xfd"), "packed by zstd", UNPACK},
    {AT(0, "7z\xbc\xaf"), "a 7-Zip archive", UNPACK},
    {AT(0, "Rar!"), "a RAR archive", UNPACK},
    {AT(257, "ustar"), "a tar archive", UNPACK},
    {AT(0, "version https://git-lfs"), "a Git LFS pointer, not the file itself",
     "'git lfs pull' fetches it"},
    {AT(0, "\xff\xfe"), "text in UTF-16", "save it as UTF-8"},
    {AT(0, "\xfe\xff"), "text in UTF-16", "save it as UTF-8"},
    {AT(0, "\x7f"
           "ELF"),
     "a program", "name a picture or a table"},
#undef AT
};

static bool all_zero(const unsigned char *head, size_t size) {
    for (size_t i = 0; i < size; i++)
        if (head[i] != 0) return false;
    return size > 0;
}

/* The first letters of a text, behind blanks and a byte-order mark, capitals or not. */
static bool text_begins(const unsigned char *head, size_t size, const char *words) {
    size_t at = size >= 3 && memcmp(head, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
    while (at < size && strchr(" \t\r\n", head[at]) && head[at]) at++;
    return size - at >= strlen(words) &&
           strncasecmp((const char *)head + at, words, strlen(words)) == 0;
}

static hop_status refuse(const char *path, const char *called, const char *way_out) {
    return hop_fail(HOP_E_FORMAT, "%s: is %s, which is not read here; %s", path, called, way_out);
}

hop_status hop_foreign_check(const char *path, const unsigned char *head, size_t size) {
    for (size_t i = 0; i < sizeof FOREIGN / sizeof *FOREIGN; i++)
        if (size >= FOREIGN[i].offset + FOREIGN[i].length &&
            memcmp(head + FOREIGN[i].offset, FOREIGN[i].bytes, FOREIGN[i].length) == 0)
            return refuse(path, FOREIGN[i].called, FOREIGN[i].way_out);
    /* "BM" may begin a text; the reserved words of a bitmap are zero. */
    if (size >= 10 && memcmp(head, "BM", 2) == 0 && all_zero(head + 6, 4))
        return refuse(path, "a BMP", CONVERT);
    if (text_begins(head, size, "<svg")) return refuse(path, "an SVG drawing", CONVERT);
    if (text_begins(head, size, "<!doctype html") || text_begins(head, size, "<html"))
        return refuse(path, "a web page saved in the place of the file",
                      "download it again: the address asked for was not the file's own");
    if (text_begins(head, size, "<?xml")) return refuse(path, "an XML document", "save it as CSV");
    if (text_begins(head, size, "{\"cells\""))
        return refuse(path, "a notebook", "numpy.save() the array in it");
    if (text_begins(head, size, "{") || text_begins(head, size, "["))
        return refuse(path, "JSON", "save the numbers as CSV or .npy");
    if (size >= 16 && all_zero(head, size))
        return refuse(path, "nothing but zeros in its first bytes",
                      "a download that broke off leaves such a file: fetch it again");
    return HOP_OK;
}
