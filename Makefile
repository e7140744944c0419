# hopfield: `make help` says what there is.  Sources are found by wildcard: a new row, command, tool
# or test is a new file and nothing here changes.

.DEFAULT_GOAL := all
SHELL  := /bin/bash
OUT    ?= build
PREFIX ?= /usr/local
CC     := $(if $(filter default,$(origin CC)),gcc,$(CC))

WARNINGS := -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wstrict-prototypes
OPTIMISE ?= -O3
STANDARD := -std=c17 -D_GNU_SOURCE -Iinclude
MULTIARCH := $(shell $(CC) -print-multiarch 2> /dev/null)
HARDEN   ?= -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3 -fstack-protector-strong \
    -fstack-clash-protection $(if $(filter x86_64%,$(MULTIARCH)),-fcf-protection)
# One set of objects for both libraries: position-independent, and shown is what public headers
# declare (include/hopfield/export.h).
PLACE    := -fPIC -fvisibility=hidden -fno-semantic-interposition
CFLAGS_ALL = $(STANDARD) -g $(OPTIMISE) $(HARDEN) $(PLACE) $(WARNINGS) $(CFLAGS) $(EXTRA)
LINK_ALL = $(CFLAGS_ALL) -Wl,-z,relro,-z,now,-z,noexecstack,--as-needed $(LDFLAGS)
SANITIZE := -O1 -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=all
OPENMP   := -fopenmp
PROGRAMS := -lseccomp
LIBS     := -lpng -ljpeg -lz -lzip -lgsl -ljansson -lxxhash -lm

FOLDERS  := $(filter-out cli,$(notdir $(patsubst %/,%,$(wildcard src/*/))))
RANKS    := src/base/ranks_mpi.c
LIB_SRC  := $(filter-out $(RANKS),$(wildcard $(FOLDERS:%=src/%/*.c)))
CLI_SRC  := $(wildcard src/cli/*.c)
# FOLDERS_TESTED="base load": tests of these folders alone.
FOLDERS_TESTED ?= *
TEST_SRC := $(wildcard $(FOLDERS_TESTED:%=tests/%/test_*.c))
HELP_SRC := $(filter-out $(TEST_SRC),$(wildcard tests/support/*.c))
TOOL_SRC := $(wildcard tools/*.c)
PART_SRC := $(wildcard tools/*/*.c)
MAN_SRC  := $(wildcard docs/*.scd)

# The core needs the C library alone: no files, and none of the libraries in LIBS.
CORE_FOLDERS := base energy similarity corruption attention update recall
NOT_CORE     := available libraries file writer lock rights json safetensors checksum random_gsl \
    tensors
CORE_SRC     := $(filter-out $(RANKS) $(NOT_CORE:%=src/base/%.c), \
    $(wildcard $(CORE_FOLDERS:%=src/%/*.c)))
CORE_SRC     += $(wildcard src/memory/memory*.c)

LIB      := $(OUT)/libhopfield.a
SHARED   := $(OUT)/libhopfield.so.0
PROGRAM  := $(OUT)/hopfield
CORE     := $(OUT)/core/libhopfield-core.a
MPI      := $(OUT)/mpi/hopfield
LIB_OBJ  := $(LIB_SRC:%.c=$(OUT)/%.o)
CLI_OBJ  := $(CLI_SRC:%.c=$(OUT)/%.o)
HELP_OBJ := $(HELP_SRC:%.c=$(OUT)/%.o)
PART_OBJ := $(PART_SRC:%.c=$(OUT)/%.o)
CORE_OBJ := $(CORE_SRC:%.c=$(OUT)/core/%.o)
TESTS    := $(TEST_SRC:%.c=$(OUT)/%)
TOOLS    := $(TOOL_SRC:tools/%.c=$(OUT)/tools/%)
TIDY     := $(patsubst %.c,$(OUT)/tidy/%.ok,$(LIB_SRC) $(CLI_SRC) $(TOOL_SRC) $(PART_SRC))
MAN      := $(MAN_SRC:docs/%.scd=$(OUT)/man/%)
PAGES    := $(OUT)/pages.made

# V=1 shows whole commands.  Targets that install first call make again, on every processor.
Q        := $(if $(V),,@)
say       = $(if $(V),,@echo "  $(1)")
JOBS      = $(if $(filter -j% --jobserver%,$(MAKEFLAGS)),,-j$(shell nproc))
AGAIN     = +$(Q)$(MAKE) --no-print-directory $(JOBS)

# ---- for users ----

.PHONY: all
all: $(PROGRAM) $(SHARED) ## the libraries and the program, in build/

.PHONY: demo
demo: ## install what is missing, build, and recall damaged pictures into demo-output/
	$(Q)tools/install-deps
	$(AGAIN) all
	$(Q)$(PROGRAM) demo -o demo-output --force

# LIBDIR= and PYTHONDIR= for those who build packages.
LIBDIR    ?= $(PREFIX)/lib
PYTHONDIR ?= $(shell tools/python-folder '$(PREFIX)')
PLACES    := '$(OUT)' '$(PREFIX)' '$(LIBDIR)'

.PHONY: install uninstall
install: all $(OUT)/hopfield.pc $(MAN) $(PAGES) ## put it all in place (DESTDIR=, PREFIX=)
	$(Q)DESTDIR='$(DESTDIR)' tools/install-files install $(PLACES) '$(PYTHONDIR)'

uninstall: ## remove what install put there
	$(Q)DESTDIR='$(DESTDIR)' tools/install-files uninstall $(PLACES) '$(PYTHONDIR)'

.PHONY: dist
dist: ## build/hopfield-VERSION.tar.gz: the last commit's source, for people without git
	$(Q)tools/make-dist '$(OUT)'

.PHONY: deb deb-check
deb: ## Debian packages of the last commit, in build/deb/
	$(Q)tools/make-deb '$(OUT)'

deb-check: ## lintian, and a bare Debian 12 in which they are installed, run, removed (root)
	$(Q)tools/check-deb '$(OUT)'

.PHONY: info
info: $(OUT)/tools/show-build ## the compiler, flags and libraries of this build
	@tools/show-info '$(CC)' '$(CFLAGS_ALL) $(OPENMP)' '$(LIBS)'
	@$(OUT)/tools/show-build

.PHONY: help
help: ## this list
	@sed -nE 's/^([a-z-]+)[a-z -]*:.*## (.*)/\1\t\2/p' Makefile | sort | \
	    awk -F '\t' '{printf "make %-12s %s\n", $$1, $$2}'

# ---- for people who work on the code ----

.PHONY: check run-tests
check: ## install what is missing, build, and run all tests
	$(Q)tools/install-deps
	$(AGAIN) run-tests

run-tests: all $(TESTS) $(TOOLS) $(if $(shell command -v mpicc),$(MPI))
	$(Q)tools/run-tests $(TESTS)

.PHONY: golden
golden: $(PROGRAM) $(OUT)/tools/flatten ## runs the commands of tests/golden beside what is recorded
	$(Q)tools/check-golden '$(OUT)'

.PHONY: additions
additions: all $(OUT)/tools/print-rows ## adds a row of each kind to a copy of the tree
	$(Q)tools/check-additions '$(OUT)'

.PHONY: resume
resume: $(PROGRAM) ## kills experiments at random moments, resumes them, compares bytes
	$(Q)tools/kill-and-resume $(PROGRAM)

.PHONY: faults
faults: $(PROGRAM) ## the k-th allocation, write, fsync, rename, open, mmap fails (PLACES=N of each)
	$(Q)tools/check-faults '$(OUT)' $(PLACES)

.PHONY: kill
kill: $(PROGRAM) ## kills writers of a memory at random moments: old or new, whole, nothing left
	$(Q)tools/check-kill $(PROGRAM)

# Of parsers, store and writer: COUNT=300 SEED=1 LEAST=80.
.PHONY: mutants
MUTANT_TESTS := $(patsubst %,$(OUT)/%,$(basename \
    $(filter tests/base/% tests/image/% tests/load/% tests/memory/%,$(TEST_SRC))))
mutants: all $(MUTANT_TESTS) $(OUT)/tools/mutate ## changes that no test notices
	$(Q)tools/check-mutants '$(OUT)' '$(CC) $(CFLAGS_ALL) $(OPENMP)' '$(LIBS)' \
	    $(or $(COUNT),300) $(or $(SEED),1) $(or $(LEAST),80)

# Reading, storing and writing by default; CHECKED='$(TESTS)' are all.
QUICK_CHECKED := $(addprefix $(OUT)/tests/,base/test_writer memory/test_store_write load/test_csv \
    load/test_npy_parse image/test_png_chunks)
CHECKED := $(if $(QUICK),$(QUICK_CHECKED),$(MUTANT_TESTS))
.PHONY: memcheck
memcheck: all ## test programs under valgrind (QUICK=1, CHECKED=build/tests/load/test_npy ...)
	$(Q)tools/install-deps --lint
	$(AGAIN) $(CHECKED)
	$(Q)tools/check-memcheck $(CHECKED)

# What runs in several threads; OpenMP's own ordering is unknown to the sanitizer (parallel.c).
ALL_RACES := $(patsubst %,$(OUT)/races/%,$(basename $(filter tests/recall/% tests/sweep/% \
    tests/attention/% tests/train/% tests/base/test_parallel% tests/base/test_watch%,$(TEST_SRC))))
QUICK_RACES := $(OUT)/races/tests/base/test_parallel $(OUT)/races/tests/recall/test_threads
QUICK_FOLDERS := base energy similarity corruption attention update image memory recall
RACE_TESTS := $(if $(QUICK),$(QUICK_RACES),$(ALL_RACES))
RACES := -O1 -fno-omit-frame-pointer -fsanitize=thread
.PHONY: races
races: ## tests of what runs in threads, under the thread sanitizer (QUICK=1: two of them)
	$(Q)tools/install-deps
	$(AGAIN) $(RACE_TESTS) OUT='$(OUT)/races' OPTIMISE='$(RACES)' HARDEN= OPENMP= \
	    $(if $(QUICK),FOLDERS='$(QUICK_FOLDERS)')
	$(Q)TSAN_OPTIONS=halt_on_error=1 LONGEST=1800 tools/run-tests $(RACE_TESTS)

.PHONY: hostile
hostile: $(PROGRAM) $(OUT)/tools/make-hostile ## reads files made to do harm
	$(Q)tools/check-hostile '$(OUT)' $(if $(RECORD),--record)

# clang's own libFuzzer; without OpenMP, whose threads would only be in its way.
FUZZ_FOLDERS := base energy similarity corruption image memory load result sweep update
# What comparisons compare is not followed: the inputs to begin with know the magic words, and it
# would halve the speed.
FUZZ_FLAGS := -O2 -fno-omit-frame-pointer -fsanitize=fuzzer-no-link,address,undefined \
    -fno-sanitize-coverage=trace-cmp
.PHONY: fuzz fuzz-program
fuzz: $(OUT)/tools/make-hostile ## every reader of foreign bytes under libFuzzer (SECONDS=60)
	$(Q)tools/install-deps --lint
	$(AGAIN) fuzz-program OUT='$(OUT)/fuzz' OPTIMISE='$(FUZZ_FLAGS)' HARDEN= OPENMP= CC='$(FUZZ_CC)' \
	    FOLDERS='$(FUZZ_FOLDERS)'
	$(Q)tools/check-fuzz '$(OUT)/fuzz/fuzz' '$(OUT)' $(or $(SECONDS),60) $(TARGETS)

FUZZ_CC ?= clang
fuzz-program: $(OUT)/fuzz
$(OUT)/tests/fuzz/fuzz.o: EXTRA += -Isrc
$(OUT)/fuzz: $(OUT)/tests/fuzz/fuzz.o $(LIB)
	$(call say,LINK $@)
	$(Q)$(CC) $(LINK_ALL) -fsanitize=fuzzer $^ $(LIBS) -o $@

.PHONY: sanitize
sanitize: ## all tests under the address, leak and undefined-behaviour sanitizers
	$(Q)tools/install-deps
	$(AGAIN) run-tests LONGEST=1800 OUT='$(OUT)/sanitize' OPTIMISE='$(SANITIZE)' HARDEN=

.PHONY: lint lint-all tidy
lint: ## the rules of the house: layers, names, tests, format, static analysis
	$(Q)tools/install-deps --lint
	$(AGAIN) lint-all

lint-all: $(PROGRAM) $(OUT)/tools/print-rows
	$(Q)tools/lint '$(OUT)' '$(MAKE) --no-print-directory $(JOBS) tidy'

.PHONY: rules
rules: $(PROGRAM) $(OUT)/tools/print-rows ## those of lint that take seconds
	$(Q)tools/lint '$(OUT)'

tidy: $(TIDY)

.PHONY: mpi
mpi: $(MPI) ## the program for many ranks, in build/mpi/ (needs Open MPI; docs/SCALE.md)

.PHONY: core-only
core-only: $(OUT)/core/core_demo ## the core with the C library alone, and a program that uses it
	$(OUT)/core/core_demo

.PHONY: playground playground-check
playground: docs/playground.html ## the page that runs in a browser (needs Debian's emscripten)

playground-check: $(PROGRAM) ## drives that page in Chromium (needs Debian's chromium-driver)
	$(Q)python3 tests/playground/test_playground.py $(PROGRAM)

.PHONY: tools
tools: $(TOOLS) ## the generators in tools/

.PHONY: docs
docs: $(PROGRAM) $(OUT)/tools/print-rows ## writes the documents that the rows of the tables make
	$(Q)tools/check-docs '$(OUT)' --write

.PHONY: gallery
gallery: $(PROGRAM) $(OUT)/tools/print-rows ## draws docs/GALLERY.md: every kind of figure
	$(Q)tools/draw-gallery '$(OUT)'

.PHONY: lessons
lessons: $(PROGRAM) ## writes what the lessons' commands print, and their pictures
	$(Q)tools/check-lessons $(PROGRAM) --write docs/TUTORIAL.md docs/CAPACITY.md docs/ATTENTION.md \
	    docs/DAMAGE.md

.PHONY: pages
pages: $(PROGRAM) ## looks at every command's report in headless Chromium
	$(Q)tools/check-pages $(PROGRAM)

.PHONY: reproduced
reproduced: $(PROGRAM) ## measures published numbers again and writes docs/REPRODUCED.md (minutes)
	$(Q)$(PROGRAM) repro --all -o docs/REPRODUCED.md --force

.PHONY: bench
bench: ## the engine's speed beside this machine's limits, and NumPy and PyTorch where they are
	$(AGAIN) $(PROGRAM)
	$(Q)$(PROGRAM) bench
	$(Q)if python3 -c 'import numpy' 2> /dev/null; then \
	    python3 bench/numpy_step.py && python3 bench/numpy_trials.py $(PROGRAM); fi
	$(Q)if python3 -c 'import torch' 2> /dev/null; then \
	    python3 bench/torch_recall.py $(PROGRAM) && python3 bench/torch_train.py $(PROGRAM); fi

.PHONY: patterns
patterns: $(OUT)/tools/draw-patterns ## draws the pictures of patterns/ again
	$(Q)$< $@

.PHONY: clean
clean: ## remove build/ and demo-output/
	rm -rf '$(OUT)' demo-output

# ---- how things are made ----

# Holds the flags, and changes with them: then everything is built anew.
FLAGS := $(CC) $(LINK_ALL) $(OPENMP) $(LIBS)
$(OUT)/flags: FORCE
	@mkdir -p $(@D)
	@echo '$(FLAGS)' | cmp -s - $@ || echo '$(FLAGS)' > $@
.PHONY: FORCE
FORCE:

$(OUT)/%.o: %.c $(OUT)/flags
	@mkdir -p $(@D)
	$(call say,CC   $<)
	$(Q)$(CC) $(CFLAGS_ALL) $(OPENMP) -MMD -MP -c $< -o $@

# The commit changes without the flags: what holds it is made anew then, and nothing else.
COMMIT := $(shell tools/show-commit)
$(OUT)/commit: FORCE
	@mkdir -p $(@D)
	@echo '$(COMMIT)' | cmp -s - $@ || echo '$(COMMIT)' > $@
$(OUT)/src/base/version.o $(OUT)/core/src/base/version.o: $(OUT)/commit
$(OUT)/src/base/version.o $(OUT)/core/src/base/version.o: EXTRA += -DHOP_COMMIT='"$(COMMIT)"'

$(OUT)/core/%.o: %.c $(OUT)/flags
	@mkdir -p $(@D)
	$(call say,CC   $< (core))
	$(Q)$(CC) $(CFLAGS_ALL) -DHOP_CORE_ONLY -MMD -MP -c $< -o $@

# Removed sources must leave the archive too.
$(LIB): $(LIB_OBJ)
$(CORE): $(CORE_OBJ)
$(OUT)/tools/parts.a: $(PART_OBJ)
%.a:
	$(call say,AR   $@)
	$(Q)mkdir -p $(@D) && rm -f $@ && $(AR) rcs $@ $^

$(PROGRAM): $(CLI_OBJ) $(LIB)
	$(call say,LINK $@)
	$(Q)$(CC) $(LINK_ALL) $(OPENMP) -pie $^ $(LIBS) $(PROGRAMS) -o $@

# The same objects; ranks_mpi.c in place of ranks.c.
$(OUT)/mpi/ranks_mpi.o: $(RANKS) $(OUT)/flags
	@mkdir -p $(@D)
	$(call say,CC   $<)
	$(Q)$(CC) $(CFLAGS_ALL) $(filter -I%,$(shell mpicc --showme:compile)) -MMD -MP -c $< -o $@

$(MPI): $(CLI_OBJ) $(OUT)/mpi/ranks_mpi.o $(LIB)
	$(call say,LINK $@)
	$(Q)$(CC) $(LINK_ALL) $(OPENMP) -pie $^ $(LIBS) $(PROGRAMS) $(shell mpicc --showme:link) -o $@

# Only what a public header declares can be seen; tests/cli/test_install.c holds it to that.
$(SHARED): $(LIB_OBJ)
	$(call say,LINK $@)
	$(Q)$(CC) $(LINK_ALL) $(OPENMP) -shared -Wl,-soname,$(@F) -Wl,--no-undefined $^ \
	    $(LIBS) -o $@

# Private headers of the folder under test may be included by its test.
$(OUT)/tests/%.o: EXTRA += -Isrc -Itests -DHOP_PROGRAM='"$(abspath $(PROGRAM))"' \
    -DHOP_SOURCE_DIR='"$(CURDIR)"'
$(OUT)/tools/%.o: EXTRA += -Isrc

$(OUT)/tests/%: $(OUT)/tests/%.o $(HELP_OBJ) $(LIB)
	$(call say,LINK $@)
	$(Q)$(CC) $(LINK_ALL) $(OPENMP) -pie $^ $(LIBS) $(PROGRAMS) -lcmocka -o $@

$(OUT)/tools/%: $(OUT)/tools/%.o $(OUT)/tools/parts.a $(LIB)
	$(call say,LINK $@)
	$(Q)$(CC) $(LINK_ALL) $(OPENMP) -pie $^ $(LIBS) -o $@

# The C library alone: nothing of LIBS, no threads.
$(OUT)/core/core_demo: $(OUT)/core/tests/core/core_demo.o $(CORE)
	$(call say,LINK $@)
	$(Q)$(CC) $(CFLAGS_ALL) $^ -lm -o $@

# Analysed again only when the source or one of its headers has changed.  omp.h is gcc's own, and
# alone: clang's headers would include gcc's others.
$(OUT)/tidy/include/omp.h:
	@mkdir -p $(@D)
	$(Q)ln -sf "$$($(CC) -print-file-name=include/omp.h)" $@

$(OUT)/tidy/%.ok: %.c $(OUT)/%.o .clang-tidy | $(OUT)/tidy/include/omp.h
	@mkdir -p $(@D)
	$(call say,TIDY $<)
	$(Q)clang-tidy --quiet $< -- $(STANDARD) $(OPENMP) -Isrc -Itools \
	    -idirafter $(OUT)/tidy/include > $@.log 2>&1 || \
	    { grep -A 2 -E 'error:' $@.log; echo "the whole reasoning: $@.log"; exit 1; }
	$(Q)touch $@

# The page: the core, what of the experiments needs no library but C's, and tools/playground, as
# WebAssembly.  tools/playground/gsl stands for the few functions of GSL that theory asks for.
EMCC     := emcc
WASM_SRC := $(filter-out src/memory/memory_duplicates.c,$(CORE_SRC)) \
    $(wildcard tools/playground/*.c) src/image/image.c src/image/resize.c \
    $(addprefix src/theory/,criteria.c load.c load_theory.c plane.c softmax_theory.c) \
    $(addprefix src/sweep/,results.c round.c settings.c settings_model.c sweep.c) \
    $(addprefix src/experiment/landscape_,plane.c states.c) \
    $(addprefix src/trial/,trial.c trial_kernel.c score.c draw.c costs.c dense_kernel.c \
    flip_kernel.c flip_tables.c hebb_kernel.c)
WASM_OBJ := $(WASM_SRC:%.c=$(OUT)/wasm/%.o)
WASM_CALLS = _malloc,_free,$(shell tools/playground/list-calls)
WASM_FLAGS := -O2 -sSINGLE_FILE=1 -sENVIRONMENT=worker -sMODULARIZE=1 -sEXPORT_NAME=startEngine \
    -sALLOW_MEMORY_GROWTH=1 -sFILESYSTEM=0 -sEXPORTED_RUNTIME_METHODS=ccall
PAGE_PARTS := $(foreach kind,html css js tsv,$(wildcard tools/playground/*.$(kind))) \
    $(wildcard patterns/*/*.png) tools/playground/assemble.py

$(OUT)/wasm/%.o: %.c
	@mkdir -p $(@D)
	$(call say,EMCC $<)
	$(Q)$(EMCC) $(STANDARD) -O3 -msimd128 -DHOP_CORE_ONLY -Isrc -Itools/playground/gsl -isystem \
	    $(OUT)/wasm/include -MMD -MP -c $< -o $@

# stb is a header of Debian's; nothing else of /usr/include may be seen by emcc.
$(OUT)/wasm/include/stb:
	@mkdir -p $(@D)
	$(Q)ln -sfn /usr/include/stb $@

$(WASM_OBJ): | $(OUT)/wasm/include/stb

$(OUT)/wasm/engine.js: $(WASM_OBJ) tools/playground/play.h
	$(call say,LINK $@)
	$(Q)NODE_PATH=/usr/share/nodejs $(EMCC) $(WASM_FLAGS) \
	    -sEXPORTED_FUNCTIONS=$(WASM_CALLS) $(WASM_OBJ) -o $@

docs/playground.html: $(OUT)/wasm/engine.js $(PAGE_PARTS)
	$(call say,PAGE $@)
	$(Q)tools/playground/assemble.py $(OUT)/wasm $@ $(PAGE_PARTS)

-include $(WASM_OBJ:.o=.d)

$(OUT)/hopfield.pc: include/hopfield/version.h Makefile FORCE
	$(Q)tools/make-pc '$(PREFIX)' '$(LIBDIR)' '$(OPENMP) $(LIBS)' > $@

# What every command says of its options, as manual pages and completions.
$(PAGES): $(PROGRAM) tools/make-pages $(wildcard tools/pages/*.awk)
	$(call say,PAGES $(OUT)/man)
	$(Q)tools/make-pages $(PROGRAM) '$(OUT)' && touch $@

$(OUT)/man/%: docs/%.scd
	@mkdir -p $(@D)
	$(Q)scdoc < $< > $@

-include $(patsubst %.o,%.d,$(LIB_OBJ) $(CLI_OBJ) $(HELP_OBJ) $(PART_OBJ) $(CORE_OBJ))
-include $(OUT)/mpi/ranks_mpi.d
-include $(TESTS:=.d) $(TOOLS:=.d) $(OUT)/core/tests/core/core_demo.d
.SECONDARY:
.DELETE_ON_ERROR:
