/* What stands around the declarations of every public header: they have C's names in C++ too, and
 * the shared library shows them and nothing else (it is compiled with -fvisibility=hidden).
 * SPDX-License-Identifier: MIT */
#ifndef HOPFIELD_EXPORT_H
#define HOPFIELD_EXPORT_H

#ifdef __GNUC__
#define HOP_SHOW_BEGIN _Pragma("GCC visibility push(default)")
#define HOP_SHOW_END   _Pragma("GCC visibility pop")
#else
#define HOP_SHOW_BEGIN
#define HOP_SHOW_END
#endif

#ifdef __cplusplus
#define HOP_BEGIN_DECLS \
    extern "C" {        \
    HOP_SHOW_BEGIN
#define HOP_END_DECLS \
    HOP_SHOW_END      \
    }
#else
#define HOP_BEGIN_DECLS HOP_SHOW_BEGIN
#define HOP_END_DECLS   HOP_SHOW_END
#endif

#endif
