/* Dot product: s_i = x_i . xi.  Large patterns win, so it suits patterns of equal norm.
 * Ramsauer et al. 2020 (2008.02217), eq. 1.
 * SPDX-License-Identifier: MIT */
#include "plain.h"

static hop_frame frame(const double *parameter, const double *vector, size_t dim) {
    (void)parameter, (void)vector, (void)dim;
    return (hop_frame){.gain = 1};
}

static double known(const double *parameter, const hop_known_sums *sums) {
    (void)parameter;
    return sums->xq * hop_similarity_plain_scale(sums);
}

const hop_similarity_row hop_similarity_dot = {
    .row =
        {
            .name = "dot",
            .title = "dot product; the attention of Transformers, best for patterns of equal norm",
            .sources = "Ramsauer et al. 2020 (arXiv 2008.02217), eq. 1",
        },
    .plain_keys = true,
    .frame = frame,
    .known = known,
    .fill = hop_similarity_plain_fill,
};
