/* Every energy family, in the order of `hopfield list energies`.  A new one is a file and a line.
 * SPDX-License-Identifier: MIT */
ROW(lse)
