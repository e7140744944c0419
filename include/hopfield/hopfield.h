/* hopfield: modern Hopfield networks (dense associative memories), for a program that recalls.
 *
 * Five minutes' tour.  A *memory* (memory.h) holds patterns; load.h reads them from files, store.h
 * keeps them.  A *similarity* (similarity.h) turns patterns into keys and a query into a state; an
 * *energy family* (energy.h) turns similarities into weights.  *Recall* (recall.h) repeats
 *
 *     similarities = keys . state      weights = grad Q(similarities)      state = keys' . weights
 *
 * until the energy has converged, and shows the same weights on the patterns themselves.  One such
 * step with softmax weights is scaled dot-product *attention* (attention.h), which is here a
 * second, independent program to compare with.  *Corruptions* (corruption.h) damage states, with
 * random numbers (random.h) that depend on seed and stream alone; *images* (image.h) come from PNG
 * files.  Experiments, their statistics and their figures are in lab.h.
 *
 * Whatever can fail returns a hop_status (status.h); hop_status_detail() says what, where and what
 * to do.  Everything that has parameters is configured by a spec, "lse:beta=8" (row.h).  Nothing of
 * the process is touched: no handler, no output, no environment, no setting of another library.
 * SPDX-License-Identifier: MIT */
#ifndef HOPFIELD_HOPFIELD_H
#define HOPFIELD_HOPFIELD_H

#include <hopfield/attention.h>
#include <hopfield/corruption.h>
#include <hopfield/damage.h>
#include <hopfield/energy.h>
#include <hopfield/image.h>
#include <hopfield/load.h>
#include <hopfield/memory.h>
#include <hopfield/random.h>
#include <hopfield/recall.h>
#include <hopfield/row.h>
#include <hopfield/shape.h>
#include <hopfield/similarity.h>
#include <hopfield/status.h>
#include <hopfield/store.h>
#include <hopfield/update.h>
#include <hopfield/version.h>

#endif
