/* All loaders, one ROW(name) each, in the order of `hopfield list loaders`.
 * SPDX-License-Identifier: MIT */
ROW(png)
ROW(jpeg)
ROW(pnm)
ROW(folder)
ROW(npy)
ROW(npz)
ROW(safetensors)
ROW(idx)
ROW(csv)
