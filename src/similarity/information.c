/* Mutual information: s_i is the evidence, in nats, that the state is the pattern seen through some
 * channel, whichever it is (evidence.h has the classes and their formulas).  The decoder that need
 * not know the channel is the one of largest mutual information (Goppa 1975; Csiszar and Korner
 * 1981: as good, in the exponent, as if the channel were known); pictures are registered by it
 * (Viola and Wells 1997).
 *
 * beta = 1 makes the weights the posterior.  A step moves to the mean of the patterns by their
 * weights, X p, if that is sure not to raise the energy; else to the leading pattern, if that is;
 * else the state stays (src/recall/information_step.c).  Maximising sum_i p_i ln theta_i(v | x_ij)
 * value by value, with theta fixed, does not do: it never raises the energy of the conditional
 * entropy, -ln sum_i exp(-d H(xi | x_i)), but that is lowest for a constant state, to which half a
 * picture of paint leads at once; and mutual information, a difference of two concave functions of
 * the counts, has no such bound.
 * SPDX-License-Identifier: MIT */
#include "plain.h"

/* y = gain x + offset by least squares: unknown values are filled in as the channel shows them. */
static void fill(const double *parameter, const hop_known_sums *sums, double *gain,
                 double *offset) {
    double n = (double)sums->known, variance = n * sums->xx - sums->x * sums->x;
    (void)parameter;
    *gain = variance > 0 ? (n * sums->xq - sums->x * sums->q) / variance : 1;
    *offset = (sums->q - *gain * sums->x) / n;
}

const hop_similarity_row hop_similarity_information = {
    .row =
        {
            .name = "information",
            .title = "evidence that the state is the pattern through any channel: mutual "
                     "information and its relatives, in nats",
            .sources = "Goppa 1975; Csiszar and Korner 1981 (universal decoding); "
                       "Krichevsky and Trofimov 1981 (doi 10.1109/TIT.1981.1056331); "
                       "Viola and Wells 1997 (doi 10.1023/A:1007958904918)",
        },
    .form = HOP_FORM_CHANNEL,
    .plain_keys = true,
    .beta = 1,
    .frame = hop_similarity_plain_frame,
    .fill = fill,
};
