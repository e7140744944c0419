/* The corruptions, one line each, in the order in which they are listed.
 * SPDX-License-Identifier: MIT */
ROW(gaussian)
ROW(flip)
ROW(salt_pepper)
ROW(replace)
ROW(mask)
ROW(paint)
ROW(block)
ROW(contrast)
ROW(invert)
ROW(blur)
