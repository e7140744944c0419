/* All neurons at once take the sign of the next pattern's field: xi' = sign sum x_(m+1) p_m with
 * the weights p of patterns x_m, the last being followed by the first.  A memory then plays its
 * patterns one after another.  Fields do not come from an energy, and nothing falls: p is that of
 * an energy whose own steps would stay.  With weights s^n, sign sum x_(m+1) s_m^n: n = 1 is the
 * asymmetric network of Amari 1972 and Sompolinsky and Kanter 1986, larger n Chaudhry et al. 2023.
 * SPDX-License-Identifier: MIT */
#include "sign.h"

const hop_update_row hop_update_sequence = {
    .row =
        {
            .name = "sequence",
            .title = "all neurons at once go on to the next pattern; there is no energy",
            .sources = "Amari 1972, doi 10.1109/T-C.1972.223477; Sompolinsky and Kanter 1986, doi "
                       "10.1103/PhysRevLett.57.2861; Chaudhry et al. 2023, arXiv 2306.04532",
        },
    .together = true,
    .successors = true,
    .value = hop_update_sign,
};
