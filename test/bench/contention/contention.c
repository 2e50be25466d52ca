/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * The work of the benchmark: threads that take and release references to one
 * shared capsule, as every C function does that is handed it.
 */
#define _POSIX_C_SOURCE 200809L
#include "py_immortal.h"

#include <time.h>

static const char *const name = "contention";
static int anchor;
static long destroyed;

static void count_destroyed(PyObject *capsule) {
  (void)capsule;
  ++destroyed;
}

/* PyUnstable_Object_EnableDeferredRefcount() is of 3.14. On 3.13 this is what
 * _PyObject_SetDeferredRefcount() of Objects/object.c does, without its habit
 * of making objects immortal instead once there are threads. */
static int defer(PyObject *op) {
#if PY_VERSION_HEX >= 0x030E0000
  return PyUnstable_Object_EnableDeferredRefcount(op);
#elif defined(Py_GIL_DISABLED)
  op->ob_gc_bits |= 1 << 6; /* _PyGC_BITS_DEFERRED, pycore_gc.h */
  op->ob_ref_local += 1;
  op->ob_ref_shared = _Py_REF_QUEUED;
  return 1;
#else
  (void)op;
  return 0;
#endif
}

/** make(kind) -> capsule; None where this build has no such kind. */
static PyObject *make(PyObject *self, PyObject *kind) {
  PyObject *op = PyCapsule_New(&anchor, name, NULL);
  int done = 1;
  (void)self;
  if (PyUnicode_CompareWithASCIIString(kind, "immortal") == 0)
    done = PyImmortal_Set(op);
  else if (PyUnicode_CompareWithASCIIString(kind, "deferred") == 0)
    done = defer(op);
  if (done)
    return op;
  Py_DECREF(op);
  Py_RETURN_NONE;
}

static double seconds(clockid_t clock) {
  struct timespec t;
  clock_gettime(clock, &t);
  return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static int waiting;

/* Threads that start one after the other would not meet. The wait is bounded:
 * a thread that spins forever would keep the collector from stopping it. */
static void meet(int threads) {
  const double deadline = seconds(CLOCK_MONOTONIC) + 0.01;
  __atomic_fetch_add(&waiting, 1, __ATOMIC_ACQ_REL);
  while (__atomic_load_n(&waiting, __ATOMIC_ACQUIRE) < threads &&
         seconds(CLOCK_MONOTONIC) < deadline) {
  }
}

static PyObject *reset(PyObject *self, PyObject *arguments) {
  (void)self;
  (void)arguments;
  __atomic_store_n(&waiting, 0, __ATOMIC_RELEASE);
  Py_RETURN_NONE;
}

/** hammer(capsule, times, threads) -> (start, end, seconds on a core). */
static PyObject *hammer(PyObject *self, PyObject *arguments) {
  PyObject *op;
  long times, i, wrong = 0;
  int threads;
  double start, used;
  (void)self;
  if (!PyArg_ParseTuple(arguments, "Oli", &op, &times, &threads))
    return NULL;
  meet(threads);
  start = seconds(CLOCK_MONOTONIC);
  used = seconds(CLOCK_THREAD_CPUTIME_ID);
  for (i = 0; i < times; ++i) {
    Py_INCREF(op);
    wrong += PyCapsule_GetPointer(op, name) != &anchor;
    Py_DECREF(op);
  }
  used = seconds(CLOCK_THREAD_CPUTIME_ID) - used;
  if (wrong)
    return PyErr_Format(PyExc_AssertionError, "the capsule has changed");
  return Py_BuildValue("ddd", start, seconds(CLOCK_MONOTONIC), used);
}

/** abandon(immortal, times) -> how many destructors ran. */
static PyObject *abandon(PyObject *self, PyObject *arguments) {
  int immortal;
  long times, i;
  (void)self;
  if (!PyArg_ParseTuple(arguments, "pl", &immortal, &times))
    return NULL;
  destroyed = 0;
  for (i = 0; i < times; ++i) {
    PyObject *op = PyCapsule_New(&anchor, name, count_destroyed);
    if (op == NULL || (immortal && !PyImmortal_Set(op)))
      return NULL;
    Py_DECREF(op);
  }
  return PyLong_FromLong(destroyed);
}

static PyMethodDef methods[] = {{"make", make, METH_O, NULL},
                                {"reset", reset, METH_NOARGS, NULL},
                                {"hammer", hammer, METH_VARARGS, NULL},
                                {"abandon", abandon, METH_VARARGS, NULL},
                                {NULL, NULL, 0, NULL}};

static PyModuleDef definition = {PyModuleDef_HEAD_INIT,
                                 "contention",
                                 NULL,
                                 -1,
                                 methods,
                                 NULL,
                                 NULL,
                                 NULL,
                                 NULL};

PyMODINIT_FUNC PyInit_contention(void) {
  PyObject *module = PyModule_Create(&definition);
#ifdef Py_GIL_DISABLED
  if (module)
    PyUnstable_Module_SetGIL(module, Py_MOD_GIL_NOT_USED);
#endif
  return module;
}
