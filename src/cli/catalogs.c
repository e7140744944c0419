/* Every table of rows that the program knows.
 * SPDX-License-Identifier: MIT */
#include "catalogs.h"

#include <hopfield/corruption.h>
#include <hopfield/energy.h>
#include <hopfield/experiment.h>
#include <hopfield/layer.h>
#include <hopfield/load.h>
#include <hopfield/optimiser.h>
#include <hopfield/repro.h>
#include <hopfield/result.h>
#include <hopfield/similarity.h>
#include <hopfield/task.h>
#include <hopfield/update.h>

#include "glossary.h"

size_t cli_catalogs(const hop_catalog *commands, const hop_catalog *catalogs[CLI_CATALOGS]) {
    const hop_catalog *const all[] = {
        hop_energy_catalog(),
        hop_similarity_catalog(),
        hop_corruption_catalog(),
        hop_loader_catalog(),
        hop_renderer_catalog(),
        hop_experiment_catalog(),
        hop_repro_catalog(),
        hop_layer_catalog(),
        hop_optimiser_catalog(),
        hop_task_catalog(),
        commands,
        hop_update_catalog(),
        cli_glossary(),
    };
    size_t count = 0;
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (all[i]) catalogs[count++] = all[i];
    return count;
}
