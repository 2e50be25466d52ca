/* SPDX-License-Identifier: 0BSD
 *
 * py_immortal.h: PyUnstable_SetImmortal() on every Python you support.
 *
 * Copy this one file into your project and include it after <Python.h>. C99 or
 * C++11, no Py_BUILD_CORE, no allocation; an exception that is set stays set.
 *
 *   PyImmortal_Set(op)       1 if this call made op immortal, else 0: what
 *                            PyUnstable_SetImmortal() of CPython 3.15 returns
 *   PyImmortal_Try(op)       the same, but the answer says why
 *   PyImmortal_Is(op)        1 if op is immortal; 0 if not, or if this Python
 *                            has no way to ask
 *   PyImmortal_Describe(r)   an answer of PyImmortal_Try() in words
 *   PyUnstable_SetImmortal   PyImmortal_Set under CPython's name, where this
 *                            Python lacks it; define PY_IMMORTAL_NO_ALIAS
 *                            before including this file to do without
 *
 * To verify the calls of a test build, compile it with
 *   -DPY_IMMORTAL_VERIFY=basic    each refused call is reported, or
 *   -DPY_IMMORTAL_VERIFY=full     also calls that were accepted and are wrong
 * and choose what happens with -DPY_IMMORTAL_SEMANTIC=observe (the default),
 * enforce, quick_enforce or ignore, or with the environment variable
 * PY_IMMORTAL. The default, off, costs nothing. Verification needs gcc or
 * clang.
 *
 * What each Python does:
 *   3.15.0a7 and later       the public call
 *   3.14                     the same, by the private function it exports
 *   3.12, 3.13               the same, by the fields its private function sets
 *   to 3.11, PyPy, GraalPy,  nothing: 0, PyImmortal_UNSUPPORTED. A huge count
 *   limited API              is not immortality and is never faked.
 *
 * A reference count of 1 is necessary, not sufficient: docs/shim.md of
 * immortal-tidy says what the call cannot see.
 */
#ifndef PY_IMMORTAL_H
#define PY_IMMORTAL_H

#include <Python.h>

/* -------------------------------------------------------------------------- *
 * What is verified, and what happens then
 * -------------------------------------------------------------------------- */

#ifndef PY_IMMORTAL_VERIFY
#define PY_IMMORTAL_VERIFY off
#endif
#ifndef PY_IMMORTAL_SEMANTIC
#define PY_IMMORTAL_SEMANTIC observe
#endif

#define PY_IMMORTAL_WORD_off 1
#define PY_IMMORTAL_WORD_basic 2
#define PY_IMMORTAL_WORD_full 3
#define PY_IMMORTAL_WORD_ignore 4
#define PY_IMMORTAL_WORD_observe 5
#define PY_IMMORTAL_WORD_enforce 6
#define PY_IMMORTAL_WORD_quick_enforce 7
#define PY_IMMORTAL_WORD_(word) PY_IMMORTAL_WORD_PASTED_(word)
#define PY_IMMORTAL_WORD_PASTED_(word) PY_IMMORTAL_WORD_##word

#define PY_IMMORTAL_LEVEL_ PY_IMMORTAL_WORD_(PY_IMMORTAL_VERIFY)
#define PY_IMMORTAL_SEMANTIC_ PY_IMMORTAL_WORD_(PY_IMMORTAL_SEMANTIC)
#if PY_IMMORTAL_LEVEL_ < 1 || PY_IMMORTAL_LEVEL_ > 3
#error "PY_IMMORTAL_VERIFY must be off, basic or full"
#endif
#if PY_IMMORTAL_SEMANTIC_ < 4 || PY_IMMORTAL_SEMANTIC_ > 7
#error "PY_IMMORTAL_SEMANTIC must be ignore, observe, enforce or quick_enforce"
#endif
#if PY_IMMORTAL_LEVEL_ > 1 && !defined(__GNUC__)
#error "PY_IMMORTAL_VERIFY needs gcc or clang"
#endif

/* Reports of one call site before it falls silent. */
#ifndef PY_IMMORTAL_SITE_REPORTS
#define PY_IMMORTAL_SITE_REPORTS 3
#endif
/* Objects that one call site may make immortal before that looks unbounded. */
#ifndef PY_IMMORTAL_SITE_OBJECTS
#define PY_IMMORTAL_SITE_OBJECTS 1000
#endif
/* Objects of the interpreter that full looks at to find the owner of one. */
#ifndef PY_IMMORTAL_OWNER_SEARCH
#define PY_IMMORTAL_OWNER_SEARCH 1000000
#endif

/* -------------------------------------------------------------------------- *
 * How this Python makes an object immortal
 * -------------------------------------------------------------------------- */

/* PyUnstable_SetImmortal() is not part of the limited API
 * (Include/cpython/object.h, 3.15). Python-level immortality begins with 3.12
 * (PEP 683). Builds between the tags call themselves 0x030F00A6 with or without
 * the public call: they are served like 3.14. */
#if defined(Py_LIMITED_API) || defined(Py_TARGET_ABI3T) ||                     \
    defined(_Py_OPAQUE_PYOBJECT) || defined(PYPY_VERSION) ||                   \
    defined(GRAALVM_PYTHON) || PY_VERSION_HEX < 0x030C0000
#define PY_IMMORTAL_UNSUPPORTED_ 1
#elif PY_VERSION_HEX >= 0x030F00A7
#define PY_IMMORTAL_PUBLIC_ 1
#elif PY_VERSION_HEX >= 0x030E0000
#define PY_IMMORTAL_PRIVATE_ 1
#endif

#ifdef __cplusplus
extern "C" {
#endif

/** The full answer: op is known to be immortal afterwards if it is >= 0. */
typedef enum PyImmortal_Result {
  /* Made immortal by this call. */
  PyImmortal_MADE = 1,
  /* Was immortal before: nothing to do. PyImmortal_Set() returns 0. */
  PyImmortal_ALREADY = 0,
  /* Refused: more than one reference, or none. */
  PyImmortal_NOT_UNIQUE = -1,
  /* Refused: another thread's object (free-threaded build). */
  PyImmortal_NOT_OWNED = -2,
  /* Refused: str and its subclasses always are. */
  PyImmortal_IS_STR = -3,
  /* Refused: CPython's own call would crash. */
  PyImmortal_IS_NULL = -4,
  /* This Python cannot, or refused for a reason unknown to this header. */
  PyImmortal_UNSUPPORTED = -5
} PyImmortal_Result;

/** The answer in words: a string constant, lower case, without a full stop. */
static inline const char *PyImmortal_Describe(PyImmortal_Result result) {
  switch (result) {
  case PyImmortal_MADE:
    return "made immortal";
  case PyImmortal_ALREADY:
    return "already immortal";
  case PyImmortal_NOT_UNIQUE:
    return "refused: not uniquely referenced";
  case PyImmortal_NOT_OWNED:
    return "refused: not owned by this thread";
  case PyImmortal_IS_STR:
    return "refused: str and its subclasses cannot be made immortal";
  case PyImmortal_IS_NULL:
    return "refused: NULL";
  case PyImmortal_UNSUPPORTED:
    break;
  }
  return "not supported by this Python";
}

#ifdef PY_IMMORTAL_UNSUPPORTED_

static inline int PyImmortal_Is(PyObject *op) {
  (void)op;
  return 0;
}

static inline PyImmortal_Result PyImmortal_Try(PyObject *op) {
  return op == NULL ? PyImmortal_IS_NULL : PyImmortal_UNSUPPORTED;
}

static inline int PyImmortal_Set(PyObject *op) {
  (void)op;
  return 0;
}

#else /* !PY_IMMORTAL_UNSUPPORTED_ */

static inline int PyImmortal_Is(PyObject *op) {
#if PY_VERSION_HEX >= 0x030E0000
  return PyUnstable_IsImmortal(op);
#else
  return _Py_IsImmortal(op) != 0;
#endif
}

#ifdef Py_GIL_DISABLED
#define PY_IMMORTAL_IS_OWNED_(op) _Py_IsOwnedByCurrentThread(op)
#else
#define PY_IMMORTAL_IS_OWNED_(op) 1
#endif

static inline int PyImmortal_IsUnique_(PyObject *op) {
#if PY_VERSION_HEX >= 0x030E0000
  return PyUnstable_Object_IsUniquelyReferenced(op);
#elif defined(Py_GIL_DISABLED)
  /* ob_ref_shared as a whole, with its flag bits: else another thread may be
   * about to take a reference (pycore_object.h, 3.13). */
  return PY_IMMORTAL_IS_OWNED_(op) &&
         _Py_atomic_load_uint32_relaxed(&op->ob_ref_local) == 1 &&
         _Py_atomic_load_ssize_relaxed(&op->ob_ref_shared) == 0;
#else
  return Py_REFCNT(op) == 1;
#endif
}

#if defined(PY_IMMORTAL_PUBLIC_) && PY_IMMORTAL_LEVEL_ == 1

#define PyImmortal_Set PyUnstable_SetImmortal

#elif defined(PY_IMMORTAL_PUBLIC_)

static inline int PyImmortal_Set(PyObject *op) {
  return PyUnstable_SetImmortal(op);
}

#else

#ifdef PY_IMMORTAL_PRIVATE_
/* Exported since 3.14, declared only in an internal header
 * (pycore_object.h). 3.13 has it too, but hidden: importing fails. */
PyAPI_FUNC(void) _Py_SetImmortal(PyObject *op);
#endif

static inline void PyImmortal_Force_(PyObject *op) {
#ifdef PY_IMMORTAL_PRIVATE_
  _Py_SetImmortal(op);
#else
  /* What _Py_SetImmortal() of 3.13 does (Objects/object.c); that of 3.12 does
   * not untrack, as its collector skips immortal objects, but a caller of the
   * public function may rely on it. */
  if (PyObject_GC_IsTracked(op)) {
    PyObject_GC_UnTrack(op);
  }
#ifdef Py_GIL_DISABLED
  op->ob_tid = _Py_UNOWNED_TID;
  op->ob_ref_local = _Py_IMMORTAL_REFCNT_LOCAL;
  op->ob_ref_shared = 0;
#else
  op->ob_refcnt = (Py_ssize_t)_Py_IMMORTAL_REFCNT;
#endif
#endif
}

static inline int PyImmortal_Set(PyObject *op) {
  if (op == NULL || !PyImmortal_IsUnique_(op) || PyUnicode_Check(op)) {
    return 0;
  }
  PyImmortal_Force_(op);
  return 1;
}

#endif /* !PY_IMMORTAL_PUBLIC_ */

static inline PyImmortal_Result PyImmortal_Try(PyObject *op) {
  if (op == NULL) {
    return PyImmortal_IS_NULL;
  }
  if (PyImmortal_Is(op)) {
    return PyImmortal_ALREADY;
  }
  if (PyImmortal_Set(op)) {
    return PyImmortal_MADE;
  }
  if (PyUnicode_Check(op)) {
    return PyImmortal_IS_STR;
  }
  if (!PY_IMMORTAL_IS_OWNED_(op)) {
    return PyImmortal_NOT_OWNED;
  }
  return PyImmortal_IsUnique_(op) ? PyImmortal_UNSUPPORTED
                                  : PyImmortal_NOT_UNIQUE;
}

#endif /* !PY_IMMORTAL_UNSUPPORTED_ */

/* -------------------------------------------------------------------------- *
 * Reports and counters: the same in every translation unit of a module
 * -------------------------------------------------------------------------- */

/** A call that was refused, or accepted and wrong. Valid during the handler. */
typedef struct PyImmortal_Violation {
  const char *kind; /* one word, as in the checks of immortal-tidy */
  const char *text; /* what it means */
  const char *expression;
  const char *file;
  int line;
  const char *function;
  PyObject *object; /* may be NULL */
} PyImmortal_Violation;

/** Takes the place of the printed report. It runs with the thread state of the
 * caller, which may be none, and may not raise. */
typedef void (*PyImmortal_Handler)(const PyImmortal_Violation *violation);

/** What the verified calls of this module came to. */
typedef struct PyImmortal_Counters {
  long calls;
  long made;
  long already;
  long refused;
  long unsupported;
  long violations; /* reports, and reports that were not printed again */
  long advice;     /* the same, where the call may well be meant */
} PyImmortal_Counters;

#if PY_IMMORTAL_LEVEL_ == 1

static inline PyImmortal_Handler PyImmortal_SetHandler(PyImmortal_Handler h) {
  (void)h;
  return NULL;
}

static inline PyImmortal_Counters PyImmortal_GetCounters(void) {
  PyImmortal_Counters none = {0, 0, 0, 0, 0, 0, 0};
  return none;
}

#else /* PY_IMMORTAL_LEVEL_ > 1 */

#ifdef __cplusplus
}
#endif
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#ifdef __cplusplus
extern "C" {
#endif

/* The kinds, with the words of immortal-tidy's checks (lib/CAPI/Reasons.def).
 * Advice is reported and never enforced: the call may well be meant. */
#define PY_IMMORTAL_KINDS_(KIND)                                               \
  KIND(IsNull, 0, "null", "the object may be NULL here; test it first")        \
  KIND(NoThreadState, 0, "no-thread-state", "no thread state is attached")     \
  KIND(AlreadyImmortal, 1, "already-immortal",                                 \
       "the object is already immortal")                                       \
  KIND(Str, 0, "str", "a str is always refused; intern it instead")            \
  KIND(HeapType, 0, "heap-type",                                               \
       "a heap type is never uniquely referenced, so the public call "         \
       "refuses; consider PyUnstable_Object_EnableDeferredRefcount (3.14)")    \
  KIND(ZeroStatic, 0, "zero-static",                                           \
       "a zero-initialised static object has reference count 0, so the "       \
       "public call refuses")                                                  \
  KIND(NotOwned, 0, "not-owned", "another thread owns the object")             \
  KIND(WeaklyReferenced, 0, "weakly-referenced",                               \
       "a weak reference exists, so the free-threaded build refuses, and "     \
       "only that one")                                                        \
  KIND(DeferredCount, 0, "deferred",                                           \
       "deferred reference counting is on, so the free-threaded build "        \
       "refuses, and only that one")                                           \
  KIND(NotUnique, 0, "not-unique",                                             \
       "another strong reference exists, so the public call refuses")          \
  KIND(NotMainInterpreter, 0, "not-main-interpreter",                          \
       "the object lives in a subinterpreter, which can never be freed then")  \
  KIND(Argument, 0, "argument",                                                \
       "the object is the caller's: a C method's arguments are borrowed")      \
  KIND(Borrowed, 0, "borrowed", "the reference is borrowed from its owner")    \
  KIND(ModuleDict, 0, "module-dict", "a module's dict belongs to the module")  \
  KIND(Module, 0, "module",                                                    \
       "a module is never freed then, and m_free never runs")                  \
  KIND(Dict, 0, "dict",                                                        \
       "an immortal dict is untracked and aborts debug builds (gh-153051)")    \
  KIND(CapsuleDestructor, 0, "capsule-destructor",                             \
       "the capsule's destructor will never run")                              \
  KIND(Exception, 0, "exception",                                              \
       "an exception keeps its traceback and all frames alive")                \
  KIND(Frame, 0, "frame", "a frame keeps everything it refers to alive")       \
  KIND(Generator, 0, "generator", "a generator keeps its frame alive")         \
  KIND(Container, 1, "container",                                              \
       "the container becomes invisible to the garbage collector: what it "    \
       "holds leaks")                                                          \
  KIND(Unbounded, 1, "unbounded", "the call is reached without a bound")       \
  KIND(WrongAnswer, 0, "wrong-answer",                                         \
       "the result of the call and the state of the object disagree")          \
  KIND(StillTracked, 0, "still-tracked",                                       \
       "the garbage collector still tracks the immortal object")               \
  KIND(CountMoves, 0, "count-moves",                                           \
       "the reference count of the immortal object still changes")             \
  KIND(MortalAgain, 0, "mortal-again",                                         \
       "the object was made immortal and is mortal again")

typedef enum PyImmortal_Kind_ {
#define PY_IMMORTAL_ENUMERATOR_(Name, Advice, Word, Text) PyImmortal_##Name##_,
  PY_IMMORTAL_KINDS_(PY_IMMORTAL_ENUMERATOR_)
#undef PY_IMMORTAL_ENUMERATOR_
      PyImmortal_NoFinding_
} PyImmortal_Kind_;

typedef struct PyImmortal_KindInfo_ {
  int advice;
  const char *word;
  const char *text;
} PyImmortal_KindInfo_;

static inline PyImmortal_KindInfo_ PyImmortal_InfoOf_(PyImmortal_Kind_ kind) {
  static const PyImmortal_KindInfo_ infos[] = {
#define PY_IMMORTAL_INFO_(Name, Advice, Word, Text) {Advice, Word, Text},
      PY_IMMORTAL_KINDS_(PY_IMMORTAL_INFO_)
#undef PY_IMMORTAL_INFO_
  };
  return infos[kind];
}

/* Where a call stands in the source. */
typedef struct PyImmortal_Site_ {
  const char *expression;
  const char *file;
  int line;
  const char *function;
} PyImmortal_Site_;

typedef struct PyImmortal_SiteRecord_ {
  const char *file;
  int line;
  int reports;
  long made;
} PyImmortal_SiteRecord_;

typedef struct PyImmortal_ObjectRecord_ {
  PyObject *object;
  PyImmortal_Site_ site;
} PyImmortal_ObjectRecord_;

enum { PyImmortal_SITES_ = 256, PyImmortal_OBJECTS_ = 4096 };

typedef struct PyImmortal_State_ {
  PyImmortal_Counters counters;
  PyImmortal_Handler handler;
  int semantic;
  int counters_published;
  int exit_registered;
  char lock; /* of what follows; nothing of Python is called under it */
  int sites_used;
  int objects_used;
  PyImmortal_SiteRecord_ sites[PyImmortal_SITES_];
  PyImmortal_ObjectRecord_ objects[PyImmortal_OBJECTS_];
} PyImmortal_State_;

/* One for all translation units of a module, and none of another module's. */
__attribute__((weak,
               visibility("hidden"))) PyImmortal_State_ PyImmortal_state_1_;

#define PY_IMMORTAL_STATE_ (&PyImmortal_state_1_)
#define PY_IMMORTAL_COUNT_(counter)                                            \
  ((void)__atomic_fetch_add(&PY_IMMORTAL_STATE_->counters.counter, 1,          \
                            __ATOMIC_RELAXED))

/** Sets what is called instead of printing; NULL prints. Returns the old one.
 */
static inline PyImmortal_Handler
PyImmortal_SetHandler(PyImmortal_Handler handler) {
  return __atomic_exchange_n(&PY_IMMORTAL_STATE_->handler, handler,
                             __ATOMIC_ACQ_REL);
}

static inline PyImmortal_Counters PyImmortal_GetCounters(void) {
  const PyImmortal_Counters *from = &PY_IMMORTAL_STATE_->counters;
  PyImmortal_Counters to;
  to.calls = __atomic_load_n(&from->calls, __ATOMIC_RELAXED);
  to.made = __atomic_load_n(&from->made, __ATOMIC_RELAXED);
  to.already = __atomic_load_n(&from->already, __ATOMIC_RELAXED);
  to.refused = __atomic_load_n(&from->refused, __ATOMIC_RELAXED);
  to.unsupported = __atomic_load_n(&from->unsupported, __ATOMIC_RELAXED);
  to.violations = __atomic_load_n(&from->violations, __ATOMIC_RELAXED);
  to.advice = __atomic_load_n(&from->advice, __ATOMIC_RELAXED);
  return to;
}

static inline void PyImmortal_Lock_(void) {
  while (__atomic_test_and_set(&PY_IMMORTAL_STATE_->lock, __ATOMIC_ACQUIRE)) {
  }
}

static inline void PyImmortal_Unlock_(void) {
  __atomic_clear(&PY_IMMORTAL_STATE_->lock, __ATOMIC_RELEASE);
}

/* The record of a site, under the lock; the last one is shared by all sites
 * that come after the table is full. */
static inline PyImmortal_SiteRecord_ *
PyImmortal_RecordOf_(const PyImmortal_Site_ *site) {
  PyImmortal_State_ *state = PY_IMMORTAL_STATE_;
  PyImmortal_SiteRecord_ *record = state->sites;
  int i;
  for (i = 0; i < state->sites_used; ++i, ++record) {
    if (record->line == site->line && strcmp(record->file, site->file) == 0) {
      return record;
    }
  }
  if (state->sites_used == PyImmortal_SITES_) {
    return record - 1;
  }
  ++state->sites_used;
  record->file = site->file;
  record->line = site->line;
  return record;
}

/* The environment may change what happens, never what is checked. */
static inline int PyImmortal_ReadSemantic_(void) {
  static const char *const words[] = {"ignore", "observe", "enforce",
                                      "quick_enforce"};
  const char *word = getenv("PY_IMMORTAL");
  int i;
  if (word == NULL || *word == '\0') {
    return PY_IMMORTAL_SEMANTIC_;
  }
  for (i = 0; i < 4; ++i) {
    if (strcmp(word, words[i]) == 0) {
      return PY_IMMORTAL_WORD_ignore + i;
    }
  }
  fprintf(stderr, "py_immortal.h: PY_IMMORTAL must be ignore, observe, enforce "
                  "or quick_enforce\n");
  return PY_IMMORTAL_SEMANTIC_;
}

static inline int PyImmortal_Semantic_(void) {
  int *stored = &PY_IMMORTAL_STATE_->semantic;
  int semantic = __atomic_load_n(stored, __ATOMIC_RELAXED);
  if (semantic == 0) {
    semantic = PyImmortal_ReadSemantic_();
    __atomic_store_n(stored, semantic, __ATOMIC_RELAXED);
  }
  return semantic;
}

static inline void PyImmortal_PrintJson_(FILE *out, const char *key,
                                         const char *value, const char *end) {
  fprintf(out, "\"%s\": \"", key);
  for (; *value != '\0'; ++value) {
    if (*value == '"' || *value == '\\') {
      fprintf(out, "\\%c", *value);
    } else if ((unsigned char)*value < 0x20) {
      fprintf(out, "\\u%04x", (unsigned)(unsigned char)*value);
    } else {
      fputc(*value, out);
    }
  }
  fprintf(out, "\"%s", end);
}

static inline void PyImmortal_Print_(const PyImmortal_Violation *v) {
  const char *path = getenv("PY_IMMORTAL_LOG");
  FILE *log = path != NULL && *path != '\0' ? fopen(path, "a") : NULL;
  if (log == NULL) {
    fprintf(stderr, "%s:%d: %s: %s [%s]: %s\n", v->file, v->line, v->function,
            v->text, v->kind, v->expression);
    return;
  }
  /* Buffered, hence written at once when it is closed. */
  fprintf(log, "{\"line\": %d, ", v->line);
  PyImmortal_PrintJson_(log, "file", v->file, ", ");
  PyImmortal_PrintJson_(log, "function", v->function, ", ");
  PyImmortal_PrintJson_(log, "kind", v->kind, ", ");
  PyImmortal_PrintJson_(log, "text", v->text, ", ");
  PyImmortal_PrintJson_(log, "expression", v->expression, "}\n");
  fclose(log);
}

static inline void PyImmortal_Report_(PyImmortal_Kind_ kind, PyObject *op,
                                      const PyImmortal_Site_ *site) {
  const PyImmortal_KindInfo_ info = PyImmortal_InfoOf_(kind);
  const int semantic = PyImmortal_Semantic_();
  const int fatal = semantic >= PY_IMMORTAL_WORD_enforce && !info.advice;
  PyImmortal_Handler handler;
  PyImmortal_Violation violation;
  int loud;
  if (info.advice) {
    PY_IMMORTAL_COUNT_(advice);
  } else {
    PY_IMMORTAL_COUNT_(violations);
  }
  if (fatal && semantic == PY_IMMORTAL_WORD_quick_enforce) {
    __builtin_trap();
  }
  violation.kind = info.word;
  violation.text = info.text;
  violation.expression = site->expression;
  violation.file = site->file;
  violation.line = site->line;
  violation.function = site->function;
  violation.object = op;
  PyImmortal_Lock_();
  loud = PyImmortal_RecordOf_(site)->reports++ < PY_IMMORTAL_SITE_REPORTS;
  PyImmortal_Unlock_();
  handler = __atomic_load_n(&PY_IMMORTAL_STATE_->handler, __ATOMIC_ACQUIRE);
  if (handler != NULL) {
    handler(&violation);
  } else if (loud || fatal) {
    PyImmortal_Print_(&violation);
  }
  if (fatal) {
    Py_FatalError("the contract of PyUnstable_SetImmortal() is violated");
  }
}

/* The counters as a function of Python, in the list sys._py_immortal. */
static inline PyObject *PyImmortal_CountersForPython_(PyObject *self,
                                                      PyObject *unused) {
  const PyImmortal_Counters now = PyImmortal_GetCounters();
  (void)self;
  (void)unused;
  return Py_BuildValue("{s:l,s:l,s:l,s:l,s:l,s:l,s:l}", "calls", now.calls,
                       "made", now.made, "already", now.already, "refused",
                       now.refused, "unsupported", now.unsupported,
                       "violations", now.violations, "advice", now.advice);
}

static inline void PyImmortal_PublishCounters_(void) {
  static PyMethodDef method = {"py_immortal_counters",
                               PyImmortal_CountersForPython_, METH_NOARGS,
                               "What the verified calls of a module came to."};
  PyObject *type, *value, *traceback, *list, *function;
  if (__atomic_exchange_n(&PY_IMMORTAL_STATE_->counters_published, 1,
                          __ATOMIC_RELAXED)) {
    return;
  }
  PyErr_Fetch(&type, &value, &traceback);
  function = PyCFunction_New(&method, NULL);
  list = PySys_GetObject("_py_immortal");
  Py_XINCREF(list);
  if (list == NULL) {
    list = PyList_New(0);
    if (list != NULL) {
      PySys_SetObject("_py_immortal", list);
    }
  }
  if (list != NULL && function != NULL) {
    PyList_Append(list, function);
  }
  Py_XDECREF(list);
  Py_XDECREF(function);
  PyErr_Restore(type, value, traceback);
}

static inline void PyImmortal_CountResult_(PyImmortal_Result result) {
  PY_IMMORTAL_COUNT_(calls);
  switch (result) {
  case PyImmortal_MADE:
    PY_IMMORTAL_COUNT_(made);
    break;
  case PyImmortal_ALREADY:
    PY_IMMORTAL_COUNT_(already);
    break;
  case PyImmortal_UNSUPPORTED:
    PY_IMMORTAL_COUNT_(unsupported);
    break;
  case PyImmortal_NOT_UNIQUE:
  case PyImmortal_NOT_OWNED:
  case PyImmortal_IS_STR:
  case PyImmortal_IS_NULL:
    PY_IMMORTAL_COUNT_(refused);
    break;
  }
}

#ifdef PY_IMMORTAL_UNSUPPORTED_

static inline PyImmortal_Result
PyImmortal_VerifiedTry_(PyObject *op, const char *expression, const char *file,
                        int line, const char *function) {
  const PyImmortal_Site_ site = {expression, file, line, function};
  const PyImmortal_Result result = PyImmortal_Try(op);
  PyImmortal_CountResult_(result);
  PyImmortal_PublishCounters_();
  if (op == NULL && PyImmortal_Semantic_() != PY_IMMORTAL_WORD_ignore) {
    PyImmortal_Report_(PyImmortal_IsNull_, op, &site);
  }
  return result;
}

#else /* !PY_IMMORTAL_UNSUPPORTED_ */

/* -------------------------------------------------------------------------- *
 * basic: what makes the call refuse
 * -------------------------------------------------------------------------- */

static inline int PyImmortal_HasThreadState_(void) {
#if PY_VERSION_HEX >= 0x030D0000
  return PyThreadState_GetUnchecked() != NULL;
#else
  return _PyThreadState_UncheckedGet() != NULL;
#endif
}

static inline PyImmortal_Kind_ PyImmortal_WhyRefused_(PyObject *op) {
  if (PyImmortal_Is(op)) {
    return PyImmortal_AlreadyImmortal_;
  }
  if (PyUnicode_Check(op)) {
    return PyImmortal_Str_;
  }
  if (PyType_Check(op) &&
      PyType_HasFeature((PyTypeObject *)op, Py_TPFLAGS_HEAPTYPE)) {
    return PyImmortal_HeapType_;
  }
  if (PyImmortal_IsUnique_(op)) {
    return PyImmortal_NoFinding_;
  }
  if (Py_REFCNT(op) == 0) {
    return PyImmortal_ZeroStatic_;
  }
  if (!PY_IMMORTAL_IS_OWNED_(op)) {
    return PyImmortal_NotOwned_;
  }
#ifdef Py_GIL_DISABLED
  /* _PyGC_BITS_DEFERRED of pycore_gc.h, 3.13 to 3.15. */
  if (_Py_atomic_load_uint8_relaxed(&op->ob_gc_bits) & (1 << 6)) {
    return PyImmortal_DeferredCount_;
  }
  /* No reference of another thread, but a flag: _Py_REF_MAYBE_WEAKREF. */
  if (_Py_atomic_load_uint32_relaxed(&op->ob_ref_local) == 1 &&
      _Py_atomic_load_ssize_relaxed(&op->ob_ref_shared) ==
          _Py_REF_MAYBE_WEAKREF) {
    return PyImmortal_WeaklyReferenced_;
  }
#endif
  return PyImmortal_NotUnique_;
}

#if PY_IMMORTAL_LEVEL_ == 3

/* -------------------------------------------------------------------------- *
 * full: what is wrong although the call accepts it
 * -------------------------------------------------------------------------- */

typedef struct PyImmortal_Search_ {
  PyObject *object;
  PyObject *owner;
  long left;
} PyImmortal_Search_;

static inline int PyImmortal_VisitReferent_(PyObject *referent, void *search) {
  return referent == ((PyImmortal_Search_ *)search)->object;
}

/* Only built-in containers: what an instance or a module's state refers to may
 * be a new object that its creator keeps there. */
static inline int PyImmortal_VisitOwner_(PyObject *owner, void *search) {
  PyImmortal_Search_ *s = (PyImmortal_Search_ *)search;
  const int container = PyDict_Check(owner) || PyList_Check(owner) ||
                        PyTuple_Check(owner) || PyAnySet_Check(owner) ||
                        PyCell_Check(owner) ||
                        (PyModule_Check(owner) && PyDict_Check(s->object));
  if (owner != s->object && container && Py_TYPE(owner)->tp_traverse != NULL &&
      Py_TYPE(owner)->tp_traverse(owner, PyImmortal_VisitReferent_, s)) {
    s->owner = owner;
    return 0;
  }
  return --s->left > 0;
}

/* Who owns the only reference to `op`: like gc.get_referrers(), without making
 * an object. An owner that the collector does not track is not found. */
static inline PyImmortal_Kind_ PyImmortal_WhyOwned_(PyObject *op) {
  PyImmortal_Search_ search = {op, NULL, PY_IMMORTAL_OWNER_SEARCH};
  PyUnstable_GC_VisitObjects(PyImmortal_VisitOwner_, &search);
  if (search.owner == NULL) {
    return PyImmortal_NoFinding_;
  }
  return PyModule_Check(search.owner) ? PyImmortal_ModuleDict_
                                      : PyImmortal_Borrowed_;
}

#if PY_VERSION_HEX >= 0x030E0000

/* From 3.14 on the evaluation stack borrows: the only reference to a C method's
 * argument may be that of a local variable. */
static inline int PyImmortal_IsLocal_(PyObject *op) {
  PyFrameObject *frame = PyEval_GetFrame();
  int found = 0;
  Py_XINCREF((PyObject *)frame);
  while (frame != NULL) {
    PyFrameObject *back = found ? NULL : PyFrame_GetBack(frame);
    PyObject *locals = PyFrame_GetLocals(frame);
    /* A dict is a namespace, which the search for owners sees. */
    PyObject *values = locals != NULL && !PyDict_CheckExact(locals)
                           ? PyMapping_Values(locals)
                           : NULL;
    Py_ssize_t i;
    for (i = 0; values != NULL && i < PyList_GET_SIZE(values); ++i) {
      found |= PyList_GET_ITEM(values, i) == op;
    }
    Py_XDECREF(values);
    Py_XDECREF(locals);
    Py_DECREF((PyObject *)frame);
    frame = back;
  }
  PyErr_Clear();
  return found;
}

#endif

static inline int PyImmortal_IsArgument_(PyObject *op) {
#if PY_VERSION_HEX >= 0x030E0000
  PyObject *raised;
  int found = PyUnstable_Object_IsUniqueReferencedTemporary(op);
  if (!found) {
    raised = PyErr_GetRaisedException();
    found = PyImmortal_IsLocal_(op);
    PyErr_SetRaisedException(raised);
  }
  return found;
#else
  (void)op;
  return 0;
#endif
}

/* What should not be made immortal, by its type (lib/CAPI/Types.def). */
static inline PyImmortal_Kind_ PyImmortal_WhyUnfit_(PyObject *op) {
  if (PyModule_Check(op)) {
    return PyImmortal_Module_;
  }
  if (PyDict_Check(op)) {
    return PyImmortal_Dict_;
  }
  if (PyCapsule_CheckExact(op)) {
    return PyCapsule_GetDestructor(op) != NULL ? PyImmortal_CapsuleDestructor_
                                               : PyImmortal_NoFinding_;
  }
  if (PyExceptionInstance_Check(op)) {
    return PyImmortal_Exception_;
  }
  if (PyFrame_Check(op) || PyTraceBack_Check(op)) {
    return PyImmortal_Frame_;
  }
  if (PyGen_Check(op) || PyCoro_CheckExact(op) || PyAsyncGen_CheckExact(op)) {
    return PyImmortal_Generator_;
  }
  if (PyList_Check(op) || PySet_Check(op) || PyCell_Check(op) ||
      PyFunction_Check(op) || PyContext_CheckExact(op) ||
      PyMemoryView_Check(op) || Py_IS_TYPE(op, &PyDictProxy_Type) ||
      PySeqIter_Check(op) || PyCallIter_Check(op) ||
      (PyType_HasFeature(Py_TYPE(op), Py_TPFLAGS_HEAPTYPE) &&
       PyObject_IS_GC(op) && !PyTuple_Check(op))) {
    return PyImmortal_Container_;
  }
  return PyImmortal_NoFinding_;
}

static inline PyImmortal_Kind_ PyImmortal_WhyWrong_(PyObject *op) {
  PyImmortal_Kind_ kind;
  if (PyInterpreterState_Get() != PyInterpreterState_Main()) {
    return PyImmortal_NotMainInterpreter_;
  }
  if (PyImmortal_IsArgument_(op)) {
    return PyImmortal_Argument_;
  }
  kind = PyImmortal_WhyOwned_(op);
  return kind == PyImmortal_NoFinding_ ? PyImmortal_WhyUnfit_(op) : kind;
}

/* A second look at every object that was made immortal, before the interpreter
 * is taken down: an old binary may have made one mortal again (gh-118997). */
static inline PyObject *PyImmortal_LookAgain_(PyObject *self,
                                              PyObject *unused) {
  const int used =
      __atomic_load_n(&PY_IMMORTAL_STATE_->objects_used, __ATOMIC_ACQUIRE);
  int i;
  (void)self;
  (void)unused;
  for (i = 0; i < used; ++i) {
    const PyImmortal_ObjectRecord_ *record = &PY_IMMORTAL_STATE_->objects[i];
    if (!PyImmortal_Is(record->object)) {
      PyImmortal_Report_(PyImmortal_MortalAgain_, record->object,
                         &record->site);
    }
  }
  Py_RETURN_NONE;
}

static inline void PyImmortal_RegisterExit_(void) {
  static PyMethodDef method = {"py_immortal_look_again", PyImmortal_LookAgain_,
                               METH_NOARGS,
                               "Whether what was made immortal still is."};
  PyObject *type, *value, *traceback, *module, *function, *result;
  if (__atomic_exchange_n(&PY_IMMORTAL_STATE_->exit_registered, 1,
                          __ATOMIC_RELAXED)) {
    return;
  }
  PyErr_Fetch(&type, &value, &traceback);
  module = PyImport_ImportModule("atexit");
  function = PyCFunction_New(&method, NULL);
  result = module != NULL && function != NULL
               ? PyObject_CallMethod(module, "register", "O", function)
               : NULL;
  Py_XDECREF(result);
  Py_XDECREF(function);
  Py_XDECREF(module);
  PyErr_Restore(type, value, traceback);
}

/* Objects that come after the table is full are not looked at again. */
static inline void PyImmortal_Remember_(PyObject *op,
                                        const PyImmortal_Site_ *site) {
  PyImmortal_State_ *state = PY_IMMORTAL_STATE_;
  long made;
  int used;
  PyImmortal_RegisterExit_();
  PyImmortal_Lock_();
  made = ++PyImmortal_RecordOf_(site)->made;
  used = state->objects_used;
  if (used < PyImmortal_OBJECTS_) {
    state->objects[used].object = op;
    state->objects[used].site = *site;
    __atomic_store_n(&state->objects_used, used + 1, __ATOMIC_RELEASE);
  }
  PyImmortal_Unlock_();
  if (made == PY_IMMORTAL_SITE_OBJECTS) {
    PyImmortal_Report_(PyImmortal_Unbounded_, op, site);
  }
}

static inline void PyImmortal_LookAfter_(PyObject *op, PyImmortal_Result result,
                                         const PyImmortal_Site_ *site) {
  Py_ssize_t before, between;
  if ((result >= 0) != (PyImmortal_Is(op) != 0)) {
    PyImmortal_Report_(PyImmortal_WrongAnswer_, op, site);
    return;
  }
  if (result != PyImmortal_MADE) {
    return;
  }
  before = Py_REFCNT(op);
  Py_INCREF(op);
  between = Py_REFCNT(op);
  Py_DECREF(op);
  if (between != before || Py_REFCNT(op) != before) {
    PyImmortal_Report_(PyImmortal_CountMoves_, op, site);
  }
  if (PyObject_GC_IsTracked(op)) {
    PyImmortal_Report_(PyImmortal_StillTracked_, op, site);
  }
  PyImmortal_Remember_(op, site);
}

#endif /* PY_IMMORTAL_LEVEL_ == 3 */

static inline PyImmortal_Kind_ PyImmortal_Examine_(PyObject *op) {
  PyImmortal_Kind_ kind;
  if (op == NULL) {
    return PyImmortal_IsNull_;
  }
  if (!PyImmortal_HasThreadState_()) {
    return PyImmortal_NoThreadState_;
  }
  kind = PyImmortal_WhyRefused_(op);
#if PY_IMMORTAL_LEVEL_ == 3
  if (kind == PyImmortal_NoFinding_) {
    kind = PyImmortal_WhyWrong_(op);
  }
#endif
  return kind;
}

static inline PyImmortal_Result
PyImmortal_VerifiedTry_(PyObject *op, const char *expression, const char *file,
                        int line, const char *function) {
  const PyImmortal_Site_ site = {expression, file, line, function};
  const int verify = PyImmortal_Semantic_() != PY_IMMORTAL_WORD_ignore;
  const PyImmortal_Kind_ kind =
      verify ? PyImmortal_Examine_(op) : PyImmortal_NoFinding_;
  PyImmortal_Result result;
  if (kind != PyImmortal_NoFinding_) {
    PyImmortal_Report_(kind, op, &site);
  }
  result = PyImmortal_Try(op);
  PyImmortal_CountResult_(result);
  if (PyImmortal_HasThreadState_()) {
    if (PyInterpreterState_Get() == PyInterpreterState_Main()) {
      PyImmortal_PublishCounters_();
    }
#if PY_IMMORTAL_LEVEL_ == 3
    if (verify && op != NULL) {
      PyImmortal_LookAfter_(op, result, &site);
    }
#endif
  }
  return result;
}

#endif /* !PY_IMMORTAL_UNSUPPORTED_ */

static inline int PyImmortal_VerifiedSet_(PyObject *op, const char *expression,
                                          const char *file, int line,
                                          const char *function) {
  const PyImmortal_Result result =
      PyImmortal_VerifiedTry_(op, expression, file, line, function);
  /* What CPython answers for an immortal object is CPython's (gh-150865). */
  return result == PyImmortal_ALREADY ? PyImmortal_Set(op)
                                      : result == PyImmortal_MADE;
}

#define PyImmortal_Try(op)                                                     \
  PyImmortal_VerifiedTry_((op), #op, __FILE__, __LINE__, __func__)
#define PyImmortal_Set(op)                                                     \
  PyImmortal_VerifiedSet_((op), #op, __FILE__, __LINE__, __func__)
#ifdef PY_IMMORTAL_PUBLIC_
#define PyUnstable_SetImmortal(op) PyImmortal_Set(op)
#endif

#endif /* PY_IMMORTAL_LEVEL_ > 1 */

#ifdef __cplusplus
}
#endif

/* -------------------------------------------------------------------------- *
 * CPython's own name, where this Python lacks it
 * -------------------------------------------------------------------------- */

#if !defined(PY_IMMORTAL_PUBLIC_) && !defined(PY_IMMORTAL_NO_ALIAS)
#if !defined(PYTHONCAPI_COMPAT) && !defined(PYPY_VERSION) &&                   \
    0x030D0000 <= PY_VERSION_HEX
/* pythoncapi_compat.h defines a static function of this name for these
 * versions, and may still be included after this header. The choice is
 * therefore made where the name is used: PYTHONCAPI_COMPAT, that header's
 * guard, expands to nothing once it is included, so that its definition and all
 * uses below it get a name of their own. A compiler that does not know
 * PyImmortal_OfPythoncapiCompat_ has met a pythoncapi_compat.h from before
 * 2026-02, which lacks the function: include that one first. */
#define PyUnstable_SetImmortal PY_IMMORTAL_CHOOSE_(PYTHONCAPI_COMPAT)
#define PY_IMMORTAL_CHOOSE_(guard) PY_IMMORTAL_PASTE_(guard)
#define PY_IMMORTAL_PASTE_(guard) PY_IMMORTAL_NAME_##guard
#define PY_IMMORTAL_NAME_PYTHONCAPI_COMPAT PyImmortal_Set
#define PY_IMMORTAL_NAME_ PyImmortal_OfPythoncapiCompat_
#else
#define PyUnstable_SetImmortal PyImmortal_Set
#endif
#endif

#endif /* PY_IMMORTAL_H */
