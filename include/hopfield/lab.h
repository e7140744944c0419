/* The laboratory, beside what hopfield.h has: experiments that sweep over settings (experiment.h,
 * sweep.h), published numbers measured again (repro.h), what theory promises a memory
 * (certificate.h), attention as motion along a potential (potential.h, token_flow.h) and as the
 * descent of one energy (energy_block.h), principal components (covariance.h), networks of layers
 * and their training (network.h, train.h), statistics and spectra, and results with what they are
 * shown in: tables, figures, pages. SPDX-License-Identifier: MIT */
#ifndef HOPFIELD_LAB_H
#define HOPFIELD_LAB_H

#include <hopfield/account.h>
#include <hopfield/analysis.h>
#include <hopfield/bench.h>
#include <hopfield/certificate.h>
#include <hopfield/couplings.h>
#include <hopfield/covariance.h>
#include <hopfield/energy_block.h>
#include <hopfield/experiment.h>
#include <hopfield/figure.h>
#include <hopfield/hopfield.h>
#include <hopfield/layer.h>
#include <hopfield/matrix.h>
#include <hopfield/network.h>
#include <hopfield/optimiser.h>
#include <hopfield/potential.h>
#include <hopfield/queries.h>
#include <hopfield/repro.h>
#include <hopfield/result.h>
#include <hopfield/spectrum.h>
#include <hopfield/statistics.h>
#include <hopfield/sweep.h>
#include <hopfield/table.h>
#include <hopfield/task.h>
#include <hopfield/token_flow.h>
#include <hopfield/train.h>

#endif
