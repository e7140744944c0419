/* Files that are not read, known by their first bytes: each is named, with the way out.
 * SPDX-License-Identifier: MIT */
#include "foreign.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>

#include "../base/fail.h"
#include "bytes.h"
#include "pickle.h"

static const char CONVERT[] = "convert it to PNG";
static const char UNPACK[] = "unpack it first";
static const char PICKLE[] = "a Python pickle (to read one can run programs)";
static const char SAMPLES[] = "numpy.save() its samples";
static const char H5PY[] = "open it with h5py and numpy.save() the array";
static const char LOADMAT[] = "scipy.io.loadmat() it and numpy.save() the array";
static const char PAGE[] = "a web page saved in the place of the file";
static const char AGAIN[] = "download it again: the address asked for was not the file's own";
static const char PRINTED[] = "an array as print() shows it";
static const char SAVETXT[] = "numpy.savetxt() or numpy.save() writes all of its numbers";
static const char NUMPY[] = "load it in Python and numpy.save() the array";

#define HDF5 "\x89HDF\r\n\x1a\n"

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
    {AT(4, "ftypmsf1"), "a HEIC photograph", CONVERT},
    {AT(4, "ftypavif"), "an AVIF picture", CONVERT},
    {AT(4, "ftypavis"), "an AVIF picture", CONVERT},
    {AT(4, "ftypcrx "), "a raw photograph", CONVERT},
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
    {AT(8, "WAVE"), "a sound", SAMPLES},
    {AT(0, "ID3\3"), "a sound", SAMPLES},
    {AT(0, "ID3\4"), "a sound", SAMPLES},
    {AT(0, "fLaC"), "a sound", SAMPLES},
    {AT(0, "OggS"), "a sound", SAMPLES},
    {AT(0, "8BPS"), "a Photoshop file", CONVERT},
    {AT(0, "\0\0\1\0"), "an icon", CONVERT},
    {AT(0, "\x76\x2f\x31\x01"), "an OpenEXR picture", CONVERT},
    {AT(0, "P7\n"), "a PAM picture", CONVERT},
    {AT(0, "\x01\xda\0\1"), "an SGI picture", CONVERT},
    {AT(0, "\x01\xda\0\2"), "an SGI picture", CONVERT},
    {AT(0, "\x01\xda\1\1"), "an SGI picture", CONVERT},
    {AT(0, "\x01\xda\1\2"), "an SGI picture", CONVERT},
    {AT(0, "\x59\xa6\x6a\x95"), "a Sun raster", CONVERT},
    {AT(0, "DDS |\0\0\0"), "a DirectDraw texture", CONVERT},
    {AT(0, "icns\0"), "an icon", CONVERT},
    {AT(0, "gimp xcf"), "a GIMP picture", CONVERT},
    {AT(0, "qoif"), "a QOI picture", CONVERT},
    {AT(0, "farbfeld"), "a farbfeld picture", CONVERT},
    {AT(0, "#?RADIANCE"), "a Radiance picture", CONVERT},
    {AT(0, "#?RGBE"), "a Radiance picture", CONVERT},
    {AT(0, "AT&TFORM"), "a DjVu document", "export its pictures as PNG"},
    {AT(0, "Image type: "), "an IFUNC picture", CONVERT},
    {AT(0, "/* XPM */"), "an XPM picture", CONVERT},
    {AT(0, "NRRD000"), "an NRRD volume", "pynrrd reads it; numpy.save() its data"},
    {AT(0, "%!PS"), "a PostScript file", "export its pictures as PNG"},
    {AT(0, "%PDF"), "a PDF", "export its pictures as PNG"},
    {AT(0, "MATLAB 7.3"), "a MATLAB file",
     "scipy cannot read version 7.3 either; h5py can, and numpy.save() the array"},
    {AT(0, HDF5), "an HDF5 file", H5PY},
    {AT(512, HDF5), "an HDF5 file", H5PY},
    {AT(1024, HDF5), "an HDF5 file", H5PY},
    {AT(2048, HDF5), "an HDF5 file", H5PY},
    {AT(0, "MATLAB 5.0"), "a MATLAB file", LOADMAT},
    {AT(0, "\x80\2"), PICKLE, NUMPY},
    {AT(0, "\x80\3"), PICKLE, NUMPY},
    {AT(0, "\x80\4"), PICKLE, NUMPY},
    {AT(0, "\x80\5"), PICKLE, NUMPY},
    {AT(0, "PAR1"), "a Parquet file", "write it as CSV with pandas"},
    {AT(0, "ARROW1"), "an Arrow file", "write it as CSV with pandas"},
    {AT(0, "FEA1"), "a Feather file", "write it as CSV with pandas"},
    {AT(0, "$FL2"), "an SPSS table", "write it as CSV with pandas"},
    {AT(0, "<stata_dta>"), "a Stata table", "write it as CSV with pandas"},
    {AT(0, "SQLite format 3"), "an SQLite database", "export the table as CSV"},
    {AT(0, "\xd0\xcf\x11\xe0"), "an old Office file", "save it as CSV"},
    {AT(0, "GGUF"), "a GGUF model", "take a .safetensors of it"},
    {AT(0, "BZh"), "packed by bzip2", UNPACK},
    {AT(0, "\xfd"
           "7zXZ"),
     "packed by xz", UNPACK},
    {AT(0, "\x28\xb5\x2f\xfd"), "packed by zstd", UNPACK},
    {AT(0, "\x04\x22\x4d\x18"), "packed by lz4", UNPACK},
    {AT(0, "\x1f\x9d"), "packed by compress", UNPACK},
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

/* ZSoft PCX: a version up to 5, packed or not, the bits of a sample. */
static bool is_pcx(const unsigned char *head, size_t size) {
    return size >= 4 && head[0] == 0x0a && head[1] <= 5 && head[2] <= 1 &&
           is_one_of(head[3], "\1\2\4\x08", 4);
}

/* A bitmap without its file header, as the clipboard has it: its header's size, and one plane. */
static bool is_bare_bitmap(const unsigned char *head, size_t size) {
    return size >= 16 && is_one_of(head[0], "\x28\x6c\x7c", 3) && all_zero(head + 1, 3) &&
           head[12] == 1 && head[13] == 0 && is_one_of(head[14], "\1\4\x08\x10\x18\x20", 6) &&
           head[15] == 0;
}

static uint32_t word_at(const unsigned char *head, size_t word) {
    const unsigned char *at = head + 4 * word;
    return (uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
}

/* MATLAB 4: a type of four digits M O P T, rows, columns, complex or not, and the length of a name,
 * which follows and ends with 0. */
static bool is_old_matlab(const unsigned char *head, size_t size) {
    if (size < 22 || word_at(head, 0) > 4052 || word_at(head, 3) > 1) return false;
    const uint32_t type = word_at(head, 0), length = word_at(head, 4);
    if (type % 10 > 2 || type / 10 % 10 > 5 || type / 100 % 10 != 0) return false;
    if (word_at(head, 1) == 0 || word_at(head, 2) == 0) return false;
    if (length < 2 || length > 64 || size < 20 + length || head[20 + length - 1] != 0) return false;
    for (size_t i = 0; i + 1 < length; i++)
        if (!isalnum(head[20 + i]) && head[20 + i] != '_') return false;
    return isalpha(head[20]);
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

static bool has_comma(const unsigned char *head, size_t size) {
    return memchr(head, ',', size) != NULL;
}

static hop_status check_text(const char *path, const unsigned char *head, size_t size) {
    if (text_begins(head, size, "<svg")) return refuse(path, "an SVG drawing", CONVERT);
    if (text_begins(head, size, "<!doctype html") || text_begins(head, size, "<html"))
        return refuse(path, PAGE, AGAIN);
    if (text_begins(head, size, "<head") || text_begins(head, size, "<body"))
        return refuse(path, PAGE, AGAIN);
    if (text_begins(head, size, "<?xml")) return refuse(path, "an XML document", "save it as CSV");
    if (text_begins(head, size, "{\"cells\""))
        return refuse(path, "a notebook", "numpy.save() the array in it");
    if (text_begins(head, size, "<"))
        return refuse(path, "a document of tags, as web pages are", AGAIN);
    if (text_begins(head, size, "#define")) return refuse(path, "an XBM picture", CONVERT);
    if (text_begins(head, size, "array([")) return refuse(path, PRINTED, SAVETXT);
    if (text_begins(head, size, "[") && !has_comma(head, size))
        return refuse(path, PRINTED, SAVETXT);
    if (text_begins(head, size, "{") || text_begins(head, size, "["))
        return refuse(path, "JSON", "save the numbers as CSV or .npy");
    if (size >= 16 && all_zero(head, size))
        return refuse(path, "nothing but zeros in its first bytes",
                      "a download that broke off leaves such a file: fetch it again");
    return HOP_OK;
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
    if (is_pcx(head, size)) return refuse(path, "a PCX picture", CONVERT);
    if (is_bare_bitmap(head, size)) return refuse(path, "a BMP", CONVERT);
    if (is_old_matlab(head, size)) return refuse(path, "a MATLAB file", LOADMAT);
    if (hop_pickle_recognise(head, size, size < HOP_BYTES_HEAD)) return refuse(path, PICKLE, NUMPY);
    return check_text(path, head, size);
}
