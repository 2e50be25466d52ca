/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * One thread makes an object immortal and publishes it; others count references
 * of it without holding one. With RACE the publication is not synchronized,
 * which ThreadSanitizer must find.
 */
#include "py_immortal.h"

static PyObject *shared;

static PyObject *load_shared(void) {
#ifdef RACE
  return *(PyObject *volatile *)&shared;
#else
  return __atomic_load_n(&shared, __ATOMIC_ACQUIRE);
#endif
}

/** Makes an object, makes it immortal, and shows it to all threads. */
static PyObject *publish(PyObject *self, PyObject *arguments) {
  PyObject *op = PyCapsule_New(&shared, "shared", NULL);
  int made;
  (void)self;
  (void)arguments;
  if (op == NULL)
    return NULL;
  made = PyImmortal_Set(op);
#ifdef RACE
  *(PyObject *volatile *)&shared = op;
#else
  __atomic_store_n(&shared, op, __ATOMIC_RELEASE);
#endif
  return PyLong_FromLong(made);
}

/** Waits for the object and uses it; how often it looked mortal. */
static PyObject *use(PyObject *self, PyObject *number) {
  long i, n = PyLong_AsLong(number), mortal = 0;
  PyObject *op;
  (void)self;
  while ((op = load_shared()) == NULL) {
    Py_BEGIN_ALLOW_THREADS;
    Py_END_ALLOW_THREADS;
  }
  for (i = 0; i < n; ++i) {
    Py_INCREF(op);
    mortal += !PyImmortal_Is(op);
    mortal += PyCapsule_GetPointer(op, "shared") == NULL;
    Py_DECREF(op);
    Py_DECREF(op);
  }
  return PyLong_FromLong(mortal);
}

static PyMethodDef methods[] = {{"publish", publish, METH_NOARGS, NULL},
                                {"use", use, METH_O, NULL},
                                {NULL, NULL, 0, NULL}};

static PyModuleDef definition = {
    PyModuleDef_HEAD_INIT, "shared", NULL, -1, methods, NULL, NULL, NULL, NULL};

PyMODINIT_FUNC PyInit_shared(void) {
  PyObject *module = PyModule_Create(&definition);
#ifdef Py_GIL_DISABLED
  if (module)
    PyUnstable_Module_SetGIL(module, Py_MOD_GIL_NOT_USED);
#endif
  return module;
}
