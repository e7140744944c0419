# hopfield: `make help` says what there is.  Sources are found by wildcard: a new row, command or
# test is a new file and nothing here changes.

.DEFAULT_GOAL := all
SHELL  := /bin/bash
OUT    ?= build
PREFIX ?= /usr/local
CC     ?= gcc

WARNINGS := -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wstrict-prototypes
OPTIMISE ?= -O3
CFLAGS_ALL = -std=c17 -D_GNU_SOURCE -Iinclude -g $(OPTIMISE) $(WARNINGS) $(CFLAGS)
OPENMP   := -fopenmp
LIBS     := -lpng -lz -lgsl -lopenblas -ljansson -lxxhash -lm

FOLDERS  := base image energy similarity corruption attention table memory recall experiment report
LIB_SRC  := $(wildcard $(FOLDERS:%=src/%/*.c))
CLI_SRC  := $(wildcard src/cli/*.c)
TEST_SRC := $(wildcard tests/*/test_*.c)
HELP_SRC := $(filter-out $(TEST_SRC),$(wildcard tests/support/*.c))
TOOL_SRC := $(wildcard tools/*.c)

LIB     := $(OUT)/libhopfield.a
PROGRAM := $(OUT)/hopfield
LIB_OBJ := $(LIB_SRC:%.c=$(OUT)/%.o)
CLI_OBJ := $(CLI_SRC:%.c=$(OUT)/%.o)
HELP_OBJ := $(HELP_SRC:%.c=$(OUT)/%.o)
TESTS   := $(TEST_SRC:%.c=$(OUT)/%)
TOOLS   := $(TOOL_SRC:tools/%.c=$(OUT)/tools/%)

.PHONY: all
all: $(PROGRAM) ## the library and the program, in build/

$(OUT)/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(CFLAGS_ALL) $(OPENMP) -MMD -MP -c $< -o $@

$(LIB): $(LIB_OBJ)
	@rm -f $@
	$(AR) rcs $@ $^

$(PROGRAM): $(CLI_OBJ) $(LIB)
	$(CC) $(CFLAGS_ALL) $(OPENMP) $^ $(LIBS) -o $@

# Private headers of the folder under test may be included by its test.
$(OUT)/tests/%.o: CFLAGS_ALL += -Isrc -Itests -DHOP_PROGRAM='"$(abspath $(PROGRAM))"' -DHOP_SOURCE_DIR='"$(CURDIR)"'

$(OUT)/tests/%: $(OUT)/tests/%.o $(HELP_OBJ) $(LIB)
	$(CC) $(CFLAGS_ALL) $(OPENMP) $^ $(LIBS) -lcmocka -o $@

$(OUT)/tools/%: tools/%.c $(LIB)
	@mkdir -p $(@D)
	$(CC) $(CFLAGS_ALL) $(OPENMP) $^ $(LIBS) -o $@

-include $(LIB_OBJ:.o=.d) $(CLI_OBJ:.o=.d) $(HELP_OBJ:.o=.d) $(TESTS:=.d)
.SECONDARY:
