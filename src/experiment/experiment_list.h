/* Every experiment, in the order of `hopfield list experiments`.  A new one is a file and a line.
 * SPDX-License-Identifier: MIT */
ROW(capacity)
ROW(basin)
ROW(phase)
ROW(landscape)
ROW(emergent)
ROW(criteria)
ROW(noise)
ROW(convergence)
ROW(energy)
ROW(metastable)
ROW(pitchfork)
ROW(features)
