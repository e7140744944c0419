/* docs/PHOTOS.md: every command in it, on a folder of photographs as people have them.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include <sys/stat.h>

#include "cli/cli.h"
#include "support/make_jpeg.h"

/* A photograph of its own: sky, sea and a sun that stands elsewhere in each. */
static void put_photograph(const char *name, unsigned width, unsigned height, unsigned orientation,
                           unsigned scene) {
    size_t size = 0;
    jpeg_form form = {.width = width,
                      .height = height,
                      .channels = 3,
                      .orientation = orientation,
                      .scene = scene};
    unsigned char *bytes = jpeg_encode(&form, &size);
    const char *path = support_path("%s", name);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, size, file), size);
    assert_int_equal(fclose(file), 0);
    free(bytes);
}

static int make_albums(void **state) {
    static const char *const FOLDERS[] = {"holiday", "albums", "albums/sea", "albums/town"};
    if (support_folder_create(state) != 0) return -1;
    for (size_t i = 0; i < 4; i++)
        if (mkdir(support_path("%s", FOLDERS[i]), 0777) != 0) return -1;
    put_photograph("holiday/beach.jpg", 640, 480, 0, 1);
    put_photograph("holiday/harbour.jpg", 800, 500, 0, 2);
    put_photograph("holiday/lighthouse.JPG", 480, 640, 6, 3);
    put_photograph("holiday/market.jpeg", 1024, 768, 0, 4);
    put_picture("holiday/ticket.png", 300, 200, 3, 0.25f, 1);
    put_photograph("albums/sea/one.jpg", 320, 240, 0, 5);
    put_photograph("albums/sea/two.jpg", 240, 320, 8, 6);
    put_photograph("albums/town/one.jpg", 400, 300, 0, 7);
    FILE *notes = fopen(support_path("holiday/notes.txt"), "w");
    if (!notes) return -1;
    fputs("what we saw\n", notes);
    return fclose(notes);
}

/* The commands of the page's blocks, in order, split at blanks as a shell would. */
static size_t read_commands(char *page, const char *commands[][24]) {
    size_t count = 0;
    for (char *line = strtok(page, "\n"); line; line = strtok(NULL, "\n")) {
        if (strncmp(line, "hopfield ", 9) != 0) continue;
        size_t words = 0;
        for (char *word = line + 9; word && words < 23; words++) {
            char *blank = strchr(word, ' ');
            commands[count][words] = word;
            if (blank) *blank = '\0';
            word = blank ? blank + 1 : NULL;
        }
        commands[count++][words] = NULL;
    }
    return count;
}

static void every_command_of_the_page_does_what_it_says(void **state) {
    (void)state;
    size_t size = 0;
    const char *commands[8][24];
    char *page = support_read(HOP_SOURCE_DIR "/docs/PHOTOS.md", &size);
    assert_int_equal(read_commands(page, commands), 4);
    support_result made = run_here(commands[0]);
    assert_status(made, 0);
    assert_contains(made.err, "left out 1 file: notes.txt");
    assert_contains(made.err, "5 pictures of another size were brought to 96x72");
    succeeds(commands[1], __FILE__, __LINE__);
    support_result recalled = run_here(commands[2]);
    assert_status(recalled, 0);
    assert_contains(recalled.err, "1 picture of another size was brought to 96x72");
    assert_contains(recalled.out, "harbour");
    hop_image sheet = read_picture(support_path("sheet.png"));
    assert_true(sheet.width > 3 * 96);
    hop_image_clear(&sheet);
    support_result labelled = run_here(commands[3]);
    assert_status(labelled, 0);
    assert_contains(labelled.out, "labels: 3 of 3 right");
    support_result_clear(&made);
    support_result_clear(&recalled);
    support_result_clear(&labelled);
    free(page);
}

static void without_a_size_the_way_out_is_said(void **state) {
    (void)state;
    REFUSES(1, "use --resize fit", "memory", "create", "x.safetensors", "holiday");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_command_of_the_page_does_what_it_says),
        cmocka_unit_test(without_a_size_the_way_out_is_said),
    };
    return cmocka_run_group_tests(tests, make_albums, support_folder_remove);
}
