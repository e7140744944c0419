"""Modern Hopfield networks for NumPy: stored patterns come back from damaged ones.

    import hopfield
    memory = hopfield.Memory.load("glyphs")                      # or Memory.from_numpy(array)
    damaged = memory.corrupt(memory.patterns[:4], "flip:rate=0.2", seed=1)
    recalled = memory.recall(damaged)
    print([memory.names[i] for i in recalled.nearest])           # recalled.outputs: the pictures

It talks to libhopfield by ctypes: no compiler, no copies where layouts allow.  The interpreter's
lock is released while the library works, and Ctrl-C ends a long call.  Shapes stand in brackets:
N patterns of d values are [N, d].  What goes wrong is an exception that says what, where, and what
to do: hopfield.Error, which is a ValueError where an argument is at fault.
"""
# SPDX-License-Identifier: MIT
import contextlib
import ctypes as C
import json
import os
import pathlib
import signal
import socket
import sys
import threading
import warnings
import weakref

import numpy as np

__all__ = ["Memory", "Recalled", "Error", "attention", "corrupt", "experiment", "version"]

# ---- the library ----

_HERE = pathlib.Path(__file__).resolve().parent


def _open_library():
    """$HOPFIELD_LIBRARY, the build of the source that this file is in, one installed beside it, or
    what the system finds."""
    name = "libhopfield.so.0"
    beside = [_HERE.parents[1] / "build" / name] + [p / name for p in list(_HERE.parents)[:3]]
    given = os.environ.get("HOPFIELD_LIBRARY")
    for path in [given] if given else [str(p) for p in beside if p.exists()] + [name]:
        try:
            return C.CDLL(path)
        except OSError as failure:
            last = failure
    raise ImportError(f"{name} was not found ({last}); install it, or say where it is in "
                      "HOPFIELD_LIBRARY")


_lib = _open_library()

_PARAMETERS = 8
_TOP, _MIXTURE = 5, 5
_NO_PATTERN = 2 ** (8 * C.sizeof(C.c_size_t)) - 1
_PROGRESS = C.CFUNCTYPE(C.c_int, C.c_void_p, C.c_char_p, C.c_size_t, C.c_size_t)
_SWEEP_PROGRESS = C.CFUNCTYPE(C.c_int, C.c_void_p, C.c_void_p)
_RELEASE = C.CFUNCTYPE(None, C.c_void_p, C.c_size_t)
_doubles = C.POINTER(C.c_double)


def _struct(name, *fields):
    return type(name, (C.Structure,), {"_fields_": list(fields)})


# Held to the headers by tests/cli/test_python.c.
_Shape = _struct("Shape", ("width", C.c_size_t), ("height", C.c_size_t),
                 ("channels", C.c_size_t), ("image", C.c_bool))
_Canvas = _struct("Canvas", ("shape", _Shape), ("low", C.c_double), ("high", C.c_double),
                  ("clip", C.c_bool), ("unit", C.c_double))
_Owner = _struct("Owner", ("release", _RELEASE), ("bytes", C.c_void_p), ("size", C.c_size_t))
_Row = _struct("Row", ("kind", C.c_void_p), ("parameter", C.c_double * _PARAMETERS))
_Model = _struct("Model", ("energy", _Row), ("similarity", _Row), ("update", C.c_void_p),
                 ("temperature", C.c_double), ("clamp", C.c_bool))
_Stopping = _struct("Stopping", ("steps", C.c_size_t), ("tolerance", C.c_double))
_Running = _struct("Running", ("precision", C.c_int), ("pruning", C.c_int),
                   ("threads", C.c_size_t), ("seed", C.c_uint64), ("progress", _PROGRESS),
                   ("context", C.c_void_p))
_Options = _struct("Options", ("model", _Model), ("stopping", _Stopping), ("running", _Running))
_Score = _struct("Score", ("target", C.c_size_t), ("nearest", C.c_size_t), ("ended", C.c_int),
                 ("of", C.c_size_t * _MIXTURE), ("of_count", C.c_size_t), ("exact", C.c_bool),
                 ("like", C.c_bool), ("correct", C.c_bool), ("start_distance", C.c_double),
                 ("end_distance", C.c_double), ("cosine", C.c_double),
                 ("mean_squared_error", C.c_double))
_Query = _struct("Query", ("steps", C.c_size_t), ("stop", C.c_int), ("energy", _doubles),
                 ("k90", C.c_size_t), ("support", C.c_size_t), ("top_count", C.c_size_t),
                 ("top", C.c_size_t * _TOP), ("top_weight", C.c_double * _TOP),
                 ("score", _Score), ("attention_difference", C.c_double))
_Result = _struct("Result", ("count", C.c_size_t), ("dim", C.c_size_t),
                  ("queries", C.POINTER(_Query)), ("outputs", _doubles), ("starts", _doubles),
                  ("states", _doubles), ("energies", _doubles), ("left_out", C.c_double),
                  ("compared", C.c_double))
_Attention = _struct("Attention", ("queries", C.c_size_t), ("keys", C.c_size_t),
                     ("width", C.c_size_t), ("value_width", C.c_size_t), ("scale", C.c_double),
                     ("causal", C.c_bool), ("mask", _doubles), ("progress", _PROGRESS),
                     ("context", C.c_void_p))
_Given = _struct("Given", ("name", C.c_char_p), ("text", C.c_char_p))
_Sweep = _struct("Sweep", ("threads", C.c_size_t), ("cells", C.c_char_p), ("restart", C.c_bool),
                 ("shard", C.c_size_t), ("shards", C.c_size_t), ("progress", _SWEEP_PROGRESS),
                 ("remark", C.c_void_p), ("context", C.c_void_p))
_Render = _struct("Render", ("width", C.c_size_t), ("colour", C.c_bool), ("quiet", C.c_bool))
_LAYOUTS = {s.__name__: C.sizeof(s) for s in (
    _Canvas, _Owner, _Options, _Query, _Result, _Attention, _Sweep, _Render)}


def _function(name, *arguments, returns=C.c_int):
    function = getattr(_lib, name)
    function.argtypes, function.restype = arguments, returns
    return function


_void, _size, _text = C.c_void_p, C.c_size_t, C.c_char_p
_out = C.POINTER(C.c_void_p)
_detail = _function("hop_status_detail", returns=_text)
_status_text = _function("hop_status_text", C.c_int, returns=_text)
_attach = _function("hop_memory_attach", _Shape, C.c_int, C.c_int, _void, _size, _Owner, _out)
_memory_match = _function("hop_memory_match_units", _void, _void, _text)
_memory_remarks = _function("hop_memory_remark_count", _void, returns=_size)
_memory_remark = _function("hop_memory_remark", _void, _size, returns=_text)
_memory_open = _function("hop_memory_open", _text, _out)
_memory_destroy = _function("hop_memory_destroy", _void, returns=None)
_memory_count = _function("hop_memory_count", _void, returns=_size)
_memory_shape = _function("hop_memory_shape", _void, returns=_Shape)
_memory_dtype = _function("hop_memory_dtype", _void, returns=C.c_int)
_memory_data = _function("hop_memory_data", _void, returns=_void)
_memory_name = _function("hop_memory_name", _void, _size, returns=_text)
_memory_canvas = _function("hop_memory_canvas", _void, returns=_Canvas)
_energy_parse = _function("hop_energy_parse", _text, C.POINTER(_Row))
_similarity_parse = _function("hop_similarity_parse", _text, C.POINTER(_Row))
_corruption_parse = _function("hop_corruption_parse", _text, C.POINTER(_Row))
_corruption_apply = _function("hop_corruption_apply", C.POINTER(_Row), _size, C.POINTER(_Canvas),
                              C.c_uint64, _size, _doubles)
_update_parse = _function("hop_update_parse", _text, _out)
_recall_defaults_of = _function("hop_recall_defaults_of", _void, returns=_Options)
_recall_fit = _function("hop_recall_fit_similarity", C.POINTER(_Model))
_recall_create = _function("hop_recall_create", _void, C.POINTER(_Options), _out)
_recall_destroy = _function("hop_recall_destroy", _void, returns=None)
_recall_run = _function("hop_recall_run", _void, _doubles, _size, C.POINTER(_Result))
_recall_score = _function("hop_recall_score", _void, C.POINTER(_size), C.POINTER(_Result))
_recall_weights = _function("hop_recall_weights", _void, _doubles, _size, _doubles)
_recall_start = _function("hop_recall_start", _void, _doubles, _size, _doubles)
_recall_step = _function("hop_recall_step", _void, _doubles, _size, _doubles, _void)
_recall_clear = _function("hop_recall_result_clear", C.POINTER(_Result), returns=None)
_stop_name = _function("hop_stop_name", C.c_int, returns=_text)
_end_name = _function("hop_end_name", C.c_int, returns=_text)
_attend = _function("hop_attention_heads", C.POINTER(_Attention), _size, _doubles, _doubles,
                    _doubles, _size, _doubles, _doubles, _void)
_catalog_find = _function("hop_catalog_find", _void, _text, _out)
_experiments = _function("hop_experiment_catalog", returns=_void)
_sweep_create = _function("hop_sweep_create", _void, C.POINTER(_Given), _size, C.c_uint64, _out)
_sweep_open = _function("hop_sweep_open", _void, _void)
_sweep_run = _function("hop_sweep_run", _void, C.POINTER(_Sweep), _void)
_sweep_result = _function("hop_sweep_result", _void, _void, _out)
_sweep_destroy = _function("hop_sweep_destroy", _void, returns=None)
_results_clear = _function("hop_results_clear", _void, returns=None)
_renderer_parse = _function("hop_renderer_parse", _text, _out)
_result_print = _function("hop_result_print", _void, _void, C.POINTER(_Render), _out)
_result_destroy = _function("hop_result_destroy", _void, returns=None)
_free = C.CDLL(None).free
_free.argtypes, _free.restype = [_void], None


def version():
    """The version of the library, with the commit it was built from."""
    return _function("hop_version_full", returns=_text)().decode()


# ---- what goes wrong ----

class Error(ValueError):
    """What the library refused: what, where, what to do.  .status: its number."""

    def __init__(self, sentence, status=0):
        super().__init__(sentence)
        self.status = status


_MEMORY, _READ, _CANCELLED = 1, 2, 13


def _try(status):
    if status == 0:
        return
    sentence = (_detail() or _status_text(status)).decode(errors="replace")
    if status == _MEMORY:
        raise MemoryError(sentence)
    if status == _READ:
        raise OSError(sentence)
    if status == _CANCELLED:
        raise KeyboardInterrupt(sentence)
    raise Error(sentence, status)


class _OneBlasThread:
    """The library multiplies in threads of its own, one BLAS thread in each.  Where NumPy has
    loaded the same OpenBLAS, its workers would wait for one another within every one of them: so
    it has one thread while a call lasts, and then as many as before."""

    def __init__(self):
        self.lock, self.calls, self.before = threading.Lock(), 0, 1
        try:
            blas = C.CDLL("libopenblas.so.0", mode=os.RTLD_NOLOAD | os.RTLD_NOW)
            self.get, self.set = blas.openblas_get_num_threads, blas.openblas_set_num_threads
        except (OSError, AttributeError):
            self.get, self.set = lambda: 1, lambda threads: None

    def __enter__(self):
        with self.lock:
            if self.calls == 0:
                self.before = self.get()
                self.set(1)
            self.calls += 1

    def __exit__(self, *_):
        with self.lock:
            self.calls -= 1
            if self.calls == 0:
                self.set(self.before)


_one_blas_thread = _OneBlasThread()


class _Interrupts:
    """Notices Ctrl-C while the library works.  A handler of Python's runs in the main thread alone,
    and what it raised within a callback would be lost: so one that only takes note stands in, and
    the wakeup descriptor, which is written at once, tells callbacks in other threads."""

    def __enter__(self):
        self.noted, self.fd = False, None
        if threading.current_thread() is threading.main_thread():
            self.handler = signal.getsignal(signal.SIGINT)
            if self.handler in (signal.SIG_IGN, None):
                return self
            self.reader, self.writer = socket.socketpair()
            self.reader.setblocking(False)
            self.writer.setblocking(False)
            self.fd = signal.set_wakeup_fd(self.writer.fileno(), warn_on_full_buffer=False)
            signal.signal(signal.SIGINT, self.note)
        return self

    def __exit__(self, kind, *_):
        if self.fd is None:
            return
        signal.set_wakeup_fd(self.fd)
        signal.signal(signal.SIGINT, self.handler)
        self.reader.close()
        self.writer.close()
        if self.noted and kind is None:
            signal.raise_signal(signal.SIGINT)

    def note(self, *_):
        self.noted = True

    def asked(self, *_):
        try:
            if self.fd is not None and signal.SIGINT in self.reader.recv(64):
                self.noted = True
        except BlockingIOError:
            pass
        return int(self.noted)


# ---- arrays ----

_DTYPES = {np.dtype(np.uint8): 0, np.dtype(np.float32): 1, np.dtype(np.float64): 2}
_F64, _QUERIES = 2, 1
_PRECISIONS = ("float", "double")
_KEPT = 4  # what was prepared for the latest options
_LEVELS = 16  # bytes of no more are levels, as in files


def _pointer(array):
    return array.ctypes.data_as(_doubles)


def _channels_last(array):
    """Pictures [n, height, width, channels] of those as PyTorch has them, [n, channels, height,
    width]; where both could be, they are taken for the first."""
    if array.ndim == 4 and array.shape[3] not in (1, 3) and array.shape[1] in (1, 3):
        return array.transpose(0, 2, 3, 1)
    return array


def _numbers(array, what, whole):
    """Doubles; bytes are shares of 255, unless none is above 1, or the memory's are numbers."""
    if array.dtype.kind not in "fiub":
        raise Error(f"{what} have dtype {array.dtype}; numbers are needed")
    if array.dtype == np.uint8 and not whole and array.max(initial=0) != 1:
        return array / 255.0
    return np.asarray(array, dtype=np.float64)


def _check_whole(name, value, least):
    if not isinstance(value, (int, np.integer)) or isinstance(value, bool) or value < least:
        raise Error(f"{name} is {value!r}; it must be a whole number, {least} or more")


def _targets(targets, queries, patterns):
    """[n] of pattern numbers."""
    array = np.asarray(targets)
    if array.shape != (queries,):
        raise Error(f"targets have shape {array.shape}, but there are {queries} queries")
    if array.dtype.kind not in "iu" or (array < 0).any() or (array >= patterns).any():
        raise Error(f"targets must be whole numbers from 0 to {patterns - 1}, a pattern each")
    return np.ascontiguousarray(array, dtype=np.uintp)


def _states(states, what, image=None, dim=None, whole=False):
    """[n, d] of doubles, a view where they are so already.  image, dim: the memory's."""
    if np.ma.isMaskedArray(states):
        states = np.ma.filled(states.astype(np.float64), np.nan)
    array = np.asarray(states)
    if array.ndim == 0 or array.size == 0:
        raise Error(f"{what} have shape {array.shape}; there is nothing in them")
    laid = _channels_last(array)
    flat = laid.reshape(1, -1) if array.ndim == 1 else laid.reshape(len(laid), -1)
    if dim is not None and flat.shape[1] != dim:
        raise Error(f"{what} have shape {array.shape}, but the memory's patterns have {dim} "
                    f"values: [n, {dim}] is needed")
    if image is not None and laid.ndim > 2:
        fits = laid.shape[1:] == image or laid.shape[1:] == image[:2] and image[2] == 1
        if not fits:
            raise Error(f"{what} have shape {array.shape}, but the memory's pictures are "
                        f"{image[0]} high, {image[1]} wide and of {image[2]} channels: "
                        f"[n, {image[0]}, {image[1]}, {image[2]}] is needed")
    return np.ascontiguousarray(_numbers(flat, what, whole))


def _shape_of(array):
    if array.ndim == 2:
        return _Shape(array.shape[1], 1, 1, False)
    if array.ndim == 3:
        return _Shape(array.shape[2], array.shape[1], 1, True)
    if array.ndim == 4 and array.shape[3] in (1, 3):
        return _Shape(array.shape[2], array.shape[1], array.shape[3], True)
    raise Error(f"patterns have shape {array.shape}; [N, d], pictures [N, height, width], "
                "[N, height, width, 1 or 3] or [N, 1 or 3, height, width] are needed")


def _patterns_of(array):
    """What a memory is made of; of bytes and truth values that are no shares of 255, a copy."""
    array = _channels_last(array)
    if np.ma.is_masked(array):
        raise Error("patterns have masked values; every value of a pattern must be known")
    if array.dtype == bool:
        array = array.astype(np.uint8)
    if not array.dtype.isnative:
        array = array.astype(array.dtype.newbyteorder("="))
    if array.dtype == np.uint8 and 0 < array.max(initial=0) <= _LEVELS:
        return array * np.uint8(255) if array.max() == 1 else array.astype(np.float32)
    return array


def _patterns_folder(path):
    """A name like "glyphs" stands for pictures that came with the library."""
    if os.path.exists(path) or os.sep in path:
        return path
    shares = [_HERE.parents[1]] + [p / "share" / "hopfield" for p in _HERE.parents]
    for share in shares + [pathlib.Path("/usr/share/hopfield")]:
        if (share / "patterns" / path).is_dir():
            return str(share / "patterns" / path)
    return path


# ---- memories ----

class Memory:
    """Stored patterns [N, d].

    .patterns  [N, d] as they lie, a view: uint8 (v means v / 255), float32 or float64
    .names     [N] of str; None where a pattern has none
    .image     (height, width, channels), or None for plain vectors
    """

    def __init__(self, handle, kept=None):
        self._handle, self._kept, self._recalls = handle, kept, {}
        weakref.finalize(self, _end_memory, handle, self._recalls)
        shape, self._count = _memory_shape(handle), _memory_count(handle)
        self.image = (shape.height, shape.width, shape.channels) if shape.image else None
        self.dim = shape.width * shape.height * shape.channels

    @classmethod
    def from_numpy(cls, patterns):
        """A memory of an array's rows: [N, d], or pictures [N, height, width(, 1 or 3)] or [N, 1 or
        3, height, width], of uint8, float32 or float64.

        C-contiguous arrays are lent, not copied: do not change them while the memory lives.  Bytes
        and truth values of 0 and 1 are two values, black and white; bytes up to 16 are levels, and
        become float32."""
        array = np.asarray(_patterns_of(np.asanyarray(patterns)))
        if array.dtype not in _DTYPES:
            raise Error(f"patterns have dtype {array.dtype}; uint8 (v means v / 255), float32 or "
                        "float64 is needed: patterns.astype(numpy.float32)")
        shape = _shape_of(array)
        array = np.ascontiguousarray(array)
        release = _RELEASE(lambda *_: None)
        owner = _Owner(release, array.ctypes.data, array.nbytes)
        handle = C.c_void_p()
        _try(_attach(shape, _DTYPES[array.dtype], 0, array.ctypes.data, len(array), owner,
                     C.byref(handle)))
        return cls(handle.value, (array, release))

    @classmethod
    def load(cls, path):
        """A memory of any file or folder that `hopfield recall` takes; "glyphs", "ornaments" and
        "pictograms" come with the library."""
        handle = C.c_void_p()
        _try(_memory_open(os.fsencode(_patterns_folder(os.fspath(path))), C.byref(handle)))
        return cls(handle.value)

    def __len__(self):
        return self._count

    def __repr__(self):
        return f"<hopfield.Memory of {len(self)} patterns of {self.dim} values>"

    @property
    def patterns(self):
        dtype = [np.uint8, np.float32, np.float64][_memory_dtype(self._handle)]
        size = len(self) * self.dim * np.dtype(dtype).itemsize
        buffer = (C.c_char * size).from_address(_memory_data(self._handle)) if size else b""
        if size:
            buffer._owner = self
        array = np.frombuffer(buffer, dtype=dtype).reshape(len(self), self.dim)
        array.flags.writeable = False
        return array

    @property
    def names(self):
        names = (_memory_name(self._handle, i) for i in range(len(self)))
        return [None if n is None else n.decode(errors="replace") for n in names]

    @property
    def remarks(self):
        """What was decided when it was loaded: units, sizes, headers, what was left out."""
        return [_memory_remark(self._handle, i).decode(errors="replace")
                for i in range(_memory_remarks(self._handle))]

    def _states(self, states, what):
        """[n, d] of doubles in the units of the memory; a warning where they had to be brought
        there."""
        whole = _memory_dtype(self._handle) != 0 and _memory_canvas(self._handle).unit > 1
        states = _states(states, what, self.image, self.dim, whole)
        handle, release = C.c_void_p(), _RELEASE(lambda *_: None)
        shape = _memory_shape(self._handle)
        _try(_attach(shape, _F64, _QUERIES, states.ctypes.data, len(states),
                     _Owner(release, states.ctypes.data, 1), C.byref(handle)))
        try:
            _try(_memory_match(handle, self._handle, what.encode()))
            for i in range(_memory_remarks(handle)):
                warnings.warn(_memory_remark(handle, i).decode(), stacklevel=3)
            if _memory_data(handle) == states.ctypes.data:
                return states
            buffer = (C.c_double * states.size).from_address(_memory_data(handle))
            return np.array(buffer).reshape(states.shape)
        finally:
            _memory_destroy(handle)

    def _prepare(self, energy, beta, similarity, update, temperature, clamp, steps, tolerance,
                 precision, threads, seed):
        for name, value, least in ("steps", steps, 1), ("threads", threads, 0), ("seed", seed, 0):
            _check_whole(name, value, least)
        if precision not in _PRECISIONS:
            raise Error(f"precision is {precision!r}; it is {' or '.join(_PRECISIONS)}")
        nothing_said = energy is None and beta is None and similarity is None
        if nothing_said:
            options = _recall_defaults_of(self._handle)
        else:
            options = _Options.from_buffer_copy(_Options.in_dll(_lib, "hop_recall_defaults"))
        spec = energy or "lse"
        if beta is not None:
            spec += ("," if ":" in spec else ":") + f"beta={beta}"
        _try(_energy_parse(spec.encode(), C.byref(options.model.energy)))
        if similarity is not None:
            _try(_similarity_parse(similarity.encode(), C.byref(options.model.similarity)))
        elif not nothing_said:
            _try(_recall_fit(C.byref(options.model)))
        if update is not None:
            rule = C.c_void_p()
            _try(_update_parse(update.encode(), C.byref(rule)))
            options.model.update = rule
        options.model.temperature, options.model.clamp = temperature, clamp
        options.stopping.steps, options.stopping.tolerance = steps, tolerance
        options.running.precision = _PRECISIONS.index(precision)
        options.running.threads, options.running.seed = threads, seed
        return _Prepared(self._handle, options)

    @contextlib.contextmanager
    def _recall(self, *said):
        """What was prepared for these options before, or now.  One call at a time has it, as its
        callback asks for that call's interrupts: another thread's gets one of its own."""
        with _one_blas_thread, _Interrupts() as interrupts:
            prepared = self._recalls.pop(said, None) or self._prepare(*said)
            prepared.interrupts = interrupts
            prepared.create()
            yield prepared
            prepared.interrupts = None
            self._recalls[said] = prepared
            while len(self._recalls) > _KEPT:
                self._recalls.pop(next(iter(self._recalls)), None)

    def recall(self, queries, *, energy=None, beta=None, similarity=None, update=None,
               temperature=0.0, clamp=False, steps=100, tolerance=1e-6, precision="float",
               threads=0, seed=0, targets=None):
        """Runs each query until its energy has converged.

        queries  [n, d] or pictures, in the units of the memory; NaN, or masked, for unknown;
                 float64 and C-contiguous: not copied
        energy, similarity, update   as on the command line: "lse", "sparsemax", "hebb", ...;
                 "euclidean", ...; where nothing is said of the model, as `hopfield recall` chooses
        targets  [n] of pattern numbers, for .correct
        Returns a Recalled.  Error, with both shapes, for queries of another size.
        """
        queries, wanted = self._states(queries, "queries"), None
        if targets is not None:
            targets = _targets(targets, len(queries), len(self))
            wanted = targets.ctypes.data_as(C.POINTER(_size))
        with self._recall(energy, beta, similarity, update, temperature, clamp, steps, tolerance,
                          precision, threads, seed) as recall:
            result = _Result()
            _try(_recall_run(recall.handle, _pointer(queries), len(queries), C.byref(result)))
            recalled = Recalled(result, recall, self, targets is not None)
            _try(_recall_score(recall.handle, wanted, C.byref(result)))
        return recalled

    def energy(self, states, *, energy="lse", beta=None, similarity="dot", threads=0):
        """Energies [n] of states [n, d], and their gradients [n, d], E = -Q(X'xi + b) + |xi|^2 / 2
        + constant (Ramsauer et al. 2020, eq. 2): the gradient is xi - X grad Q, what a step takes
        away.  similarity: "dot" or "euclidean", whose states are those of the memory."""
        if similarity not in ("dot", "euclidean"):
            raise Error(f"similarity {similarity!r}: the gradient is that of dot or euclidean")
        states = self._states(states, "states")
        after, energies = np.array(states), np.empty(len(states))
        with self._recall(energy, beta, similarity, None, 0.0, False, 100, 1e-6, "double",
                          threads, 0) as recall:
            _try(_recall_step(recall.handle, _pointer(after), len(states), _pointer(energies),
                              None))
        return energies, states - after

    def corrupt(self, states, *specs, seed=0):
        """States [n, d], damaged as `hopfield corrupt` does: corrupt(x, "flip:rate=0.2", seed=1).
        The canvas, and so the range, is the memory's.  Returns a new array."""
        return _corrupt(self._states(states, "states"), specs, seed,
                        _memory_canvas(self._handle))


class _Prepared:
    """A hop_recall; it borrows the memory, and its callback asks who calls now."""

    def __init__(self, memory, options):
        self.memory, self.options, self.handle, self.interrupts = memory, options, None, None
        own = weakref.ref(self)
        self.callback = _PROGRESS(lambda *_: own().asked())
        options.running.progress = self.callback

    def asked(self):
        return self.interrupts.asked() if self.interrupts else 0

    def create(self):
        if self.handle is None:
            handle = C.c_void_p()
            _try(_recall_create(self.memory, C.byref(self.options), C.byref(handle)))
            self.handle = handle.value
            weakref.finalize(self, _recall_destroy, self.handle)


def _end_memory(handle, recalls):
    recalls.clear()
    _memory_destroy(handle)


class Recalled:
    """What became of n queries.

    .outputs   [n, d] in the units of the memory; a view of the library's own
    .states    [n, d] in the space of keys
    .nearest   [n] the stored pattern closest to each output
    .energies  list of n arrays [steps + 1]
    .steps     [n]; .stopped, .ended: lists of words ("energy", ...; "pattern", "mixture", ...)
    .top, .top_weights  [n, up to 5] the patterns of largest weight; .k90 [n]
    .correct   [n] of bool; None where no targets were given
    """

    def __init__(self, result, recall, memory, judged):
        self._result, self._recall, self._memory, self._judged = result, recall, memory, judged
        self._finalizer = weakref.finalize(self, _recall_clear, C.byref(result))

    def __repr__(self):
        ends = ", ".join(f"{self.ended.count(e)} {e}" for e in dict.fromkeys(self.ended))
        return f"<hopfield.Recalled of {len(self)} queries: {ends}>"

    def _array(self, pointer):
        count, dim = self._result.count, self._result.dim
        buffer = (C.c_double * (count * dim)).from_address(C.addressof(pointer.contents))
        buffer._owner = self
        return np.frombuffer(buffer, dtype=np.float64).reshape(count, dim)

    def __len__(self):
        return self._result.count

    def _each(self, read, dtype=None):
        values = [read(self._result.queries[i]) for i in range(len(self))]
        return values if dtype is None else np.array(values, dtype=dtype)

    @property
    def outputs(self):
        return self._array(self._result.outputs)

    @property
    def states(self):
        return self._array(self._result.states)

    @property
    def nearest(self):
        return self._each(lambda q: q.score.nearest, np.intp)

    @property
    def correct(self):
        return self._each(lambda q: q.score.correct, bool) if self._judged else None

    @property
    def steps(self):
        return self._each(lambda q: q.steps, np.intp)

    @property
    def k90(self):
        return self._each(lambda q: q.k90, np.intp)

    @property
    def stopped(self):
        return self._each(lambda q: _stop_name(q.stop).decode())

    @property
    def ended(self):
        return self._each(lambda q: _end_name(q.score.ended).decode())

    @property
    def energies(self):
        return self._each(lambda q: np.array(q.energy[:q.steps + 1]))

    @property
    def top(self):
        return self._each(lambda q: q.top[:q.top_count], np.intp)

    @property
    def top_weights(self):
        return self._each(lambda q: q.top_weight[:q.top_count], np.float64)

    def weights(self):
        """[n, N]: the weight of every stored pattern at each final state."""
        weights = np.empty((len(self), len(self._memory)))
        with _one_blas_thread:
            _try(_recall_weights(self._recall.handle, self._result.states, len(self),
                                 _pointer(weights)))
        return weights


# ---- functions ----

def _corrupt(states, specs, seed, canvas):
    _check_whole("seed", seed, 0)
    if not specs:
        raise Error("no corruption was given, such as \"flip:rate=0.2\"")
    rows = (_Row * len(specs))()
    for row, spec in zip(rows, specs):
        _try(_corruption_parse(spec.encode(), C.byref(row)))
    damaged = np.array(states)
    for i in range(len(damaged)):
        _try(_corruption_apply(rows, len(specs), C.byref(canvas), seed, i, _pointer(damaged[i])))
    return damaged


def corrupt(states, *specs, seed=0, low=0.0, high=1.0):
    """States [n, d], or pictures [n, height, width(, 1 or 3)], of values from low to high, damaged:
    corrupt(x, "gaussian:sigma=0.5", "mask:side=left", seed=1).  NaN means unknown.  The same seed
    gives the same numbers.  Returns a new array of the same shape."""
    array = np.asarray(states)
    laid = _channels_last(array)
    shape = _shape_of(laid if laid.ndim > 1 else laid.reshape(1, -1))
    canvas = _Canvas(shape, low, high, bool(shape.image))
    damaged = _corrupt(_states(array, "states"), specs, seed, canvas).reshape(laid.shape)
    return damaged if laid is array else damaged.transpose(0, 3, 1, 2)


def _tokens(tokens, name):
    """[tokens, width] of doubles; a batch of one is its only sequence."""
    array = np.asarray(tokens)
    if array.ndim == 3 and len(array) == 1:
        array = array[0]
    if array.ndim > 2:
        raise Error(f"{name} is {array.shape}; one sequence at a time is taken, [tokens, width]")
    return _states(array, name, whole=True)


def attention(query, key, value, *, scale=None, causal=False, mask=None, heads=1, threads=0):
    """Scaled dot-product attention, softmax(scale Q K' + mask) V, in double precision.

    query [n, w], key [N, w], value [N, v]; scale: 1 / sqrt(w / heads) where it is not given.
    mask [n, N]: truth values, or 0 and 1 alone, where True shows a key and False hides it; other
    numbers are added to the scores.  Returns output [n, v] and weights [n, N] ([heads, n, N] of
    several).  Vaswani et al. 2017, eq. 1.
    """
    query, key, value = (_tokens(a, n) for a, n in
                         ((query, "query"), (key, "key"), (value, "value")))
    _check_whole("heads", heads, 1)
    if query.shape[1] != key.shape[1]:
        raise Error(f"query is {query.shape} and key {key.shape}: their widths must agree")
    if len(key) != len(value):
        raise Error(f"key is {key.shape} and value {value.shape}: there must be as many")
    if mask is not None:
        mask = np.ascontiguousarray(mask, dtype=np.float64)
        if mask.shape != (len(query), len(key)):
            raise Error(f"mask is {mask.shape}; [{len(query)}, {len(key)}] is needed")
        if np.isin(mask, (0, 1)).all():
            mask = np.where(mask == 1, 0.0, -np.inf)
        if np.isnan(mask).any() or (mask == np.inf).any():
            raise Error("mask has values that are NaN or +infinity; numbers are added to the "
                        "scores, and -infinity hides a key")
        if (blind := np.isneginf(mask).all(axis=1)).any():
            raise Error(f"mask hides every key from query {blind.argmax()}: where True (or 1) "
                        "shows a key, False (or 0) hides it; leave mask out to hide none")
    width = query.shape[1]
    scale = (width / heads) ** -0.5 if scale is None else scale
    shape = _Attention(len(query), len(key), width, value.shape[1], scale, causal,
                       None if mask is None else _pointer(mask))
    output = np.empty((len(query), value.shape[1]))
    weights = np.empty((heads, len(query), len(key)))
    with _one_blas_thread:
        _try(_attend(C.byref(shape), heads, _pointer(query), _pointer(key), _pointer(value),
                     threads, _pointer(output), _pointer(weights), None))
    return output, weights[0] if heads == 1 else weights


def experiment(name, *, seed=1, threads=0, **settings):
    """Runs an experiment, as `hopfield capacity` does, and returns its table as a dict of arrays,
    a column each; what there is beside it is in ["result"], the whole JSON document.

        rows = hopfield.experiment("capacity", dim=50, load=[0.1, 0.15, 0.2], trials=20)
        rows["load"], rows["success"]

    settings: as on the command line; numbers, text ("0.1:0.3:0.05"), or lists of them.
    """
    def text(value):
        return value if isinstance(value, str) else (
            ",".join(map(text, value)) if isinstance(value, (list, tuple, np.ndarray)) else
            repr(value.item() if hasattr(value, "item") else value))

    given = (_Given * len(settings))(*(
        _Given(n.replace("_", "-").encode(), text(v).encode()) for n, v in settings.items()))
    row, sweep, result, json_row, out = (C.c_void_p() for _ in range(5))
    results = C.create_string_buffer(256)
    _try(_catalog_find(_experiments(), name.encode(), C.byref(row)))
    try:
        _try(_sweep_create(row, given, len(given), seed, C.byref(sweep)))
        _try(_sweep_open(sweep, _void(C.addressof(C.c_char.in_dll(_lib, "hop_load_defaults")))))
        with _one_blas_thread, _Interrupts() as interrupts:
            options = _Sweep(threads=threads, progress=_SWEEP_PROGRESS(interrupts.asked))
            _try(_sweep_run(sweep, C.byref(options), results))
        _try(_sweep_result(sweep, results, C.byref(result)))
        _try(_renderer_parse(b"json", C.byref(json_row)))
        _try(_result_print(result, json_row, C.byref(_Render(0, False, True)), C.byref(out)))
        document = json.loads(C.string_at(out))
    finally:
        _free(out)
        _result_destroy(result)
        _results_clear(results)
        _sweep_destroy(sweep)
    rows = document.get("rows", [])
    columns = {n: np.array([np.nan if r[n] is None else r[n] for r in rows])
               for n in (rows[0] if rows else ())}
    columns["result"] = document
    return columns
