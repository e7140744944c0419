/* Files that are not read, known by their first bytes: each is named, with the way out.
 * SPDX-License-Identifier: MIT */
#include "foreign.h"

#include <stdbool.h>
#include <string.h>
#include <strings.h>

#include "../base/fail.h"

static const char CONVERT[] = "convert it to PNG";
static const char UNPACK[] = "unpack it first";
static const char PICKLE[] = "a Python pickle, which can run programs";
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
    {AT(0, "\0\0\0\x0cjP  "), "a JPEG 2000 picture", CONVERT},
    {AT(0, "\xff\x4f\xff\x51"), "a JPEG 2000 picture", CONVERT},
    {AT(0, "\0\0\0\x0cJXL "), "a JPEG XL picture", CONVERT},
    {AT(0, "\xff\x0a"), "a JPEG XL picture", CONVERT},
    {AT(0, "FUJIFILMCCD-RAW"), "a raw photograph", CONVERT},
    {AT(128, "DICM"), "a DICOM picture", "pydicom reads it; numpy.save() its pixel_array"},
    {AT(0, "SIMPLE  ="), "a FITS file", "astropy reads it; numpy.save() its data"},
    {AT(344, "n+1\0"), "a NIfTI volume", "nibabel reads it; numpy.save() its data"},
    {AT(0, "CDF\1"), "a netCDF file", "xarray reads it; numpy.save() the array"},
    {AT(0, "CDF\2"), "a netCDF file", "xarray reads it; numpy.save() the array"},
    {AT(8, "AVI "), "a video", "take pictures out of it"},
    {AT(0, "\x1a\x45\xdf\xa3"), "a video", "take pictures out of it"},
    {AT(8, "WAVE"), "a sound", "numpy.save() its samples"},
    {AT(0, "8BPS"), "a Photoshop file", CONVERT},
    {AT(0, "\0\0\1\0"), "an icon", CONVERT},
    {AT(0, "\x76\x2f\x31\x01"), "an OpenEXR picture", CONVERT},
    {AT(0, "P7\n"), "a PAM picture", CONVERT},
    {AT(0, "%PDF"), "a PDF", "export its pictures as PNG"},
    {AT(0, "\x89HDF\r\n\x1a\n"), "an HDF5 file", "open it with h5py and numpy.save() the array"},
    {AT(0, "MATLAB 7.3"), "a MATLAB file",
     "scipy cannot read version 7.3 either; h5py can, and numpy.save() the array"},
    {AT(0, "MATLAB 5.0"), "a MATLAB file", "scipy.io.loadmat() it and numpy.save() the array"},
    {AT(0, "\x80\2"), PICKLE, NUMPY},
    {AT(0, "\x80\3"), PICKLE, NUMPY},
    {AT(0, "\x80\4"), PICKLE, NUMPY},
    {AT(0, "\x80\5"), PICKLE, NUMPY},
    {AT(0, "cnumpy"), PICKLE, NUMPY},
    {AT(0, "ccopy_reg\n"), PICKLE, NUMPY},
    {AT(0, "c__builtin__\n"), PICKLE, NUMPY},
    {AT(0, "(lp"), PICKLE, NUMPY},
    {AT(0, "(dp"), PICKLE, NUMPY},
    {AT(0, "(lq\0"), PICKLE, NUMPY},
    {AT(0, "(dq\0"), PICKLE, NUMPY},
    {AT(0, "]q\0"), PICKLE, NUMPY},
    {AT(0, "}q\0"), PICKLE, NUMPY},
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
    {AT(0, "\xff\xfe\0\0"), "text in UTF-32", "save it as UTF-8"},
    {AT(0, "\0\0\xfe\xff"), "text in UTF-32", "save it as UTF-8"},
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

static bool is_one_of(unsigned char byte, const char *bytes, size_t count) {
    return memchr(bytes, byte, count) != NULL;
}

/* Truevision TGA has no first bytes of its own: a map of colours or none, the kind of picture, its
 * size, and the bits of a pixel. */
static bool is_targa(const unsigned char *head, size_t size) {
    if (size < 18 || head[1] > 1 || (head[17] & 0xc0)) return false;
    const bool mapped = head[1] == 1;
    if (!is_one_of(head[2], mapped ? "\1\x09" : "\2\3\x0a\x0b", mapped ? 2 : 4)) return false;
    if (!mapped && !all_zero(head + 3, 5)) return false;
    return is_one_of(head[16], "\x08\x0f\x10\x18\x20", 5) && (head[12] || head[13]) &&
           (head[14] || head[15]);
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
    if (is_targa(head, size)) return refuse(path, "a TGA picture", CONVERT);
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
