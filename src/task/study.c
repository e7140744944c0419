/* A task's runs and checks.
 * SPDX-License-Identifier: MIT */
#include "study.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "../base/file.h"
#include "../base/text.h"
#include "heads.h"

enum { PATH = 4096 };

size_t hop_study_size(const hop_study *study, size_t full, size_t quick) {
    return study->options->quick ? quick : full;
}

/* ---- runs ---- */

static hop_status keep_curve(hop_study *study, const char *name, const hop_trained *trained) {
    if (study->curves == HOP_STUDY_RUNS) return HOP_OK;
    const size_t count = trained->points, at = study->curves;
    HOP_TRY(hop_alloc(count, sizeof(double), "a curve", &study->curve[at].step));
    study->curves++;
    HOP_TRY(hop_alloc(count, sizeof(double), "a curve", &study->curve[at].loss));
    snprintf(study->curve[at].name, sizeof study->curve[at].name, "%s", name);
    study->curve[at].count = count;
    study->curve[at].oracle[0] = NAN;
    for (size_t i = 0; i < count; i++) {
        study->curve[at].step[i] = trained->curve[i].step;
        study->curve[at].loss[i] = trained->curve[i].loss;
    }
    return HOP_OK;
}

void hop_study_oracle(hop_study *study, double loss) {
    if (study->curves == 0 || study->curve[study->curves - 1].count == 0) return;
    const size_t at = study->curves - 1, last = study->curve[at].count - 1;
    for (size_t i = 0; i < 2; i++) {
        study->curve[at].oracle[i] = loss;
        study->curve[at].ends[i] = study->curve[at].step[i == 0 ? 0 : last];
    }
}

static void say_size(const hop_study *study, const hop_network *network,
                     const hop_train_options *options) {
    char bytes[HOP_TEXT_BYTES], sentence[256];
    if (!study->options->say) return;
    hop_text_bytes(hop_train_memory(network, options), bytes);
    snprintf(sentence, sizeof sentence, "%s: %zu weights, %zu steps of %zu samples, %s of memory",
             options->name, hop_network_weights(network), options->steps, options->batch, bytes);
    study->options->say(study->options->context, sentence);
}

static void path_of(const hop_study *study, const char *name, const char *ending, char path[PATH]) {
    char file[64];
    hop_study_name(name, file, sizeof file);
    snprintf(path, PATH, "%s/%s%s", study->options->folder, file, ending);
}

static hop_train_options ask(const hop_study *study, const char *name,
                             const hop_train_options *usual) {
    const hop_task_options *asked = study->options;
    hop_train_options o = *usual;
    o.name = name;
    o.samples = study->samples;
    o.seed = asked->seed + usual->seed;
    o.threads = asked->threads;
    o.restart = asked->restart;
    o.progress = asked->progress;
    o.context = asked->context;
    if (asked->steps > 0) o.steps = asked->steps;
    if (asked->batch > 0) o.batch = asked->batch;
    if (asked->optimiser) o.optimiser = asked->optimiser;
    if (asked->clip >= 0) o.clip = asked->clip;
    if (asked->in_double) o.precision = HOP_LAYER_DOUBLE;
    if (o.every > o.steps && o.steps > 0) o.every = o.steps;
    return o;
}

static hop_status save(const hop_study *study, const char *name, const hop_network *network,
                       const hop_train_options *options, const hop_trained *trained) {
    char path[PATH], steps[24];
    if (!study->options->folder) return HOP_OK;
    path_of(study, name, ".safetensors", path);
    snprintf(steps, sizeof steps, "%zu", trained->steps);
    const char *const notes[] = {"format",    "hopfield-weights", "run", name, "steps", steps,
                                 "optimiser", options->optimiser, NULL};
    return hop_train_save(network, trained->weights, options->precision, notes, path, true);
}

hop_status hop_study_train(hop_study *study, const char *name, const hop_network *network,
                           const hop_sampler *sampler, const hop_train_options *usual,
                           hop_trained *trained) {
    hop_train_options options = ask(study, name, usual);
    char checkpoint[PATH];
    if (study->options->folder) {
        path_of(study, name, ".checkpoint", checkpoint);
        options.checkpoint = checkpoint;
    }
    say_size(study, network, &options);
    hop_heads heads;
    hop_heads_watch(study, network, sampler, &options, &heads);
    HOP_TRY(hop_train_run(network, sampler, &options, trained));
    hop_status status = save(study, name, network, &options, trained);
    if (status == HOP_OK) status = keep_curve(study, name, trained);
    if (status == HOP_OK && !usual->measure)
        status = hop_heads_show(study, name, network, trained, false);
    if (status != HOP_OK) {
        hop_trained_clear(trained);
        return status;
    }
    hop_table_add_text(study->runs, name);
    hop_table_add_count(study->runs, trained->count);
    hop_table_add_count(study->runs, trained->steps);
    hop_table_add_text(study->runs, options.optimiser);
    hop_table_add_number(study->runs,
                         trained->points > 0 ? trained->curve[trained->points - 1].loss : NAN);
    return HOP_OK;
}

hop_status hop_study_visit(const hop_study *study, const hop_network *network,
                           const hop_sampler *sampler, const hop_trained *trained, size_t samples,
                           hop_train_visitor visit, void *context) {
    return hop_train_visit(network, sampler, trained->weights,
                           study->options->in_double ? HOP_LAYER_DOUBLE : HOP_LAYER_FLOAT,
                           study->options->seed, samples, study->options->threads, visit, context);
}

hop_status hop_study_loss(const hop_study *study, const hop_network *network,
                          const hop_sampler *sampler, const hop_trained *trained, size_t samples,
                          double *loss) {
    return hop_train_loss(network, sampler, trained->weights,
                          study->options->in_double ? HOP_LAYER_DOUBLE : HOP_LAYER_FLOAT,
                          study->options->seed, samples, study->options->threads, loss);
}

/* ---- checks ---- */

static const hop_column CHECKS[] = {
    {.name = "what", .meaning = "the number", .kind = HOP_CELL_TEXT},
    {.name = "measured", .meaning = "as it came out", .kind = HOP_CELL_NUMBER, .digits = 4},
    {.name = "theory", .meaning = "what theory says", .kind = HOP_CELL_NUMBER, .digits = 4},
    {.name = "bar", .meaning = "what it is held to", .kind = HOP_CELL_TEXT},
    {.name = "verdict", .meaning = "PASS or FAIL", .kind = HOP_CELL_TEXT},
    {.name = "meaning", .meaning = "in words", .kind = HOP_CELL_TEXT, .wrap = true},
};

static const hop_column RUNS[] = {
    {.name = "run", .meaning = "a training run", .kind = HOP_CELL_TEXT},
    {.name = "weights", .meaning = "numbers that learn", .kind = HOP_CELL_COUNT},
    {.name = "steps", .meaning = "taken", .kind = HOP_CELL_COUNT},
    {.name = "optimiser", .meaning = "and its settings", .kind = HOP_CELL_TEXT},
    {.name = "last_loss",
     .meaning = "mean of the last batches",
     .kind = HOP_CELL_NUMBER,
     .digits = 4},
};

static bool holds(double value, double theory, hop_bar kind, double bar) {
    switch (kind) {
    case HOP_BAR_WITHIN: return fabs(value - theory) <= bar * fabs(theory);
    case HOP_BAR_NEAR: return fabs(value - theory) <= bar;
    case HOP_BAR_AT_MOST: return value <= bar;
    case HOP_BAR_AT_LEAST: return value >= bar;
    case HOP_BAR_NONE: break;
    }
    return true;
}

void hop_study_check(hop_study *study, const char *what, double value, double theory, hop_bar kind,
                     double bar, const char *meaning) {
    char number[32], text[64] = "";
    const bool held = holds(value, theory, kind, bar);
    hop_text_number(kind == HOP_BAR_WITHIN ? 100 * bar : bar, number);
    if (kind == HOP_BAR_WITHIN) snprintf(text, sizeof text, "within %s %%", number);
    if (kind == HOP_BAR_NEAR) snprintf(text, sizeof text, "within %s", number);
    if (kind == HOP_BAR_AT_MOST) snprintf(text, sizeof text, "at most %s", number);
    if (kind == HOP_BAR_AT_LEAST) snprintf(text, sizeof text, "at least %s", number);
    hop_table_add_text(study->checks, what);
    hop_table_add_number(study->checks, value);
    hop_table_add_number(study->checks, theory);
    hop_table_add_text(study->checks, kind == HOP_BAR_NONE ? NULL : text);
    hop_table_add_text(study->checks, kind == HOP_BAR_NONE ? NULL : held ? "PASS" : "FAIL");
    hop_table_add_text(study->checks, meaning);
    study->failed += !held;
}

/* ---- a whole task ---- */

static void show_losses(hop_study *study) {
    hop_curve curves[2 * HOP_STUDY_RUNS] = {0};
    size_t count = study->curves;
    for (size_t i = 0; i < study->curves; i++) {
        const int colour = (int)(i % HOP_COLOUR_COUNT) + 1;
        curves[i] = (hop_curve){.name = study->curve[i].name,
                                .x = study->curve[i].step,
                                .y = study->curve[i].loss,
                                .count = study->curve[i].count,
                                .colour = colour};
        if (!isnan(study->curve[i].oracle[0]))
            curves[count++] = (hop_curve){.x = study->curve[i].ends,
                                          .y = study->curve[i].oracle,
                                          .count = 2,
                                          .style = HOP_CURVE_THEORY,
                                          .colour = colour};
    }
    if (count > 0)
        hop_study_curves(study, "loss", "step", "training loss", curves, count,
                         "Training loss, mean over the batches between points; dashed: the best "
                         "there can be");
}

/* What a task shows itself comes first. */
static void put_heads_last(const hop_study *study) {
    char figure[HOP_HEADS_NAME];
    for (size_t i = 0; i < study->curves; i++) {
        hop_heads_figure(study->curve[i].name, figure);
        hop_result_figure_last(study->result, figure);
    }
}

/* A checkpoint of the same network and other samples is not gone on from. */
static void list_samples(const hop_task_row *task, hop_study *study) {
    char spec[256];
    hop_spec_print(&task->row, study->setting, spec, sizeof spec);
    snprintf(study->samples, sizeof study->samples, "of %s%s%.200s", spec,
             study->options->data ? ", data " : "",
             study->options->data ? study->options->data : "");
}

static hop_status open_folder(const hop_task_options *options) {
    if (!options->folder || hop_file_is_folder(options->folder)) return HOP_OK;
    if (mkdir(options->folder, 0777) == 0) return HOP_OK;
    return hop_fail_errno(HOP_E_WRITE, "%s: cannot be made", options->folder);
}

hop_status hop_task_run(const hop_task_row *task, const double *settings,
                        const hop_task_options *options, hop_result *result) {
    hop_study *study = NULL;
    HOP_TRY(open_folder(options));
    HOP_TRY(hop_alloc(1, sizeof *study, "a study", &study));
    study->setting = settings;
    study->options = options;
    study->result = result;
    list_samples(task, study);
    hop_result_title(result, task->row.title, task->shows);
    study->checks = hop_result_table(result, "checks", CHECKS, sizeof CHECKS / sizeof *CHECKS,
                                     "What was learned, beside theory");
    study->runs =
        hop_result_table(result, "runs", RUNS, sizeof RUNS / sizeof *RUNS, "Training runs");
    hop_status status = task->run(study);
    if (status == HOP_OK) {
        show_losses(study);
        put_heads_last(study);
        hop_result_count(result, "failed", study->failed, "checks", "checks that failed");
        hop_result_bool(result, "quick", options->quick, "a small version: bars are not held");
        if (study->failed > 0 && !options->quick) hop_result_wrong(result);
        if (options->quick)
            hop_result_remark(result, HOP_NOTE,
                              "A small version (--quick): its bars are those of the whole task");
        status = hop_result_status(result);
    }
    for (size_t i = 0; i < study->curves; i++) {
        free(study->curve[i].step);
        free(study->curve[i].loss);
    }
    free(study);
    return status;
}
