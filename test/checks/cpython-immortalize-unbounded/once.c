// RUN: %tidy_case %s cpython-immortalize-unbounded -python=3.13,3.14,3.15,3.15t
// RUN: %tidy_case %s cpython-immortalize-unbounded -std=c++11,c++20

// One-time patterns below the same methods.

#include <Python.h>
#include "py_immortal.h"

static PyObject *cache;
static int done;

static PyObject *cached(PyObject *self, PyObject *unused) {
  (void)self, (void)unused;
  if (cache == NULL) {
    cache = PyFloat_FromDouble(1.5);
    if (cache == NULL)
      return NULL;
    (void)PyUnstable_SetImmortal(cache);
  }
  return Py_NewRef(cache);
}

static PyObject *cached_early(PyObject *self, PyObject *unused) {
  PyObject *number;
  (void)self, (void)unused;
  if (cache != NULL)
    return Py_NewRef(cache);
  number = PyFloat_FromDouble(1.5);
  if (number == NULL)
    return NULL;
  (void)PyUnstable_SetImmortal(number);
  cache = number;
  return Py_NewRef(number);
}

static PyObject *looked_up(PyObject *self, PyObject *key) {
  PyObject *number = PyDict_GetItemWithError(cache, key);
  (void)self;
  if (number == NULL) {
    number = PyFloat_FromDouble(1.5);
    if (number == NULL)
      return NULL;
    (void)PyUnstable_SetImmortal(number);
    if (PyDict_SetItem(cache, key, number) < 0)
      return NULL;
  }
  return Py_NewRef(number);
}

static PyObject *looked_up_early(PyObject *self, PyObject *key) {
  PyObject *number = PyDict_GetItemWithError(cache, key);
  (void)self;
  if (number != NULL)
    return Py_NewRef(number);
  number = PyFloat_FromDouble(1.5);
  if (number == NULL)
    return NULL;
  (void)PyUnstable_SetImmortal(number);
  return PyDict_SetItem(cache, key, number) < 0 ? NULL : number;
}

static PyObject *initialize(PyObject *self, PyObject *unused) {
  (void)self, (void)unused;
  if (done) {
    PyErr_SetString(PyExc_RuntimeError, "already initialized");
    return NULL;
  }
  done = 1;
  cache = PyFloat_FromDouble(1.5);
  if (cache != NULL)
    (void)PyUnstable_SetImmortal(cache);
  return Py_NewRef(Py_None);
}

static int is_first(void) { return !done++; }

static PyObject *asks_others(PyObject *self, PyObject *unused) {
  (void)self, (void)unused;
  if (!is_first())
    return NULL;
  PyObject *number = PyFloat_FromDouble(1.5);
  if (number != NULL)
    (void)PyUnstable_SetImmortal(number);
  return number;
}

static PyObject *same_object(PyObject *self, PyObject *unused) {
  (void)self, (void)unused;
  (void)PyUnstable_SetImmortal(cache);
  return Py_NewRef(cache);
}

static PyObject *only_some(PyObject *self, PyObject *flag) {
  PyObject *number = PyFloat_FromDouble(1.5);
  (void)self;
  if (number != NULL && flag == Py_True)
    (void)PyUnstable_SetImmortal(number);
  return number;
}

static PyObject *copy_of_cache(PyObject *self, PyObject *unused) {
  PyObject *number = cache;
  (void)self, (void)unused;
  if (number != NULL)
    goto found;
  number = PyFloat_FromDouble(1.5);
  if (number == NULL)
    goto found;
  (void)PyUnstable_SetImmortal(number);
  cache = number;
found:
  return Py_XNewRef(number);
}

static PyObject *copy_of_flag(PyObject *self, PyObject *unused) {
  const int was_done = done;
  PyObject *number;
  (void)self, (void)unused;
  if (was_done) {
    PyErr_SetString(PyExc_RuntimeError, "already initialized");
    return NULL;
  }
  done = 1;
  number = PyFloat_FromDouble(1.5);
  if (number != NULL)
    (void)PyUnstable_SetImmortal(number);
  return number;
}

static PyObject *kept_as_attribute(PyObject *self, PyObject *unused) {
  PyObject *number = PyObject_GetAttrString(self, "_number");
  (void)unused;
  if (number != NULL)
    goto found;
  PyErr_Clear();
  number = PyFloat_FromDouble(1.5);
  if (number == NULL)
    return NULL;
  (void)PyUnstable_SetImmortal(number);
  if (PyObject_SetAttrString(self, "_number", number) < 0)
    return NULL;
found:
  return number;
}

static PyObject *until_it_is_there(PyObject *self, PyObject *unused) {
  PyObject *number = cache;
  (void)self, (void)unused;
  while (number == NULL) {
    number = PyFloat_FromDouble(1.5);
    if (number == NULL)
      return NULL;
    (void)PyUnstable_SetImmortal(number);
    cache = number;
  }
  return Py_NewRef(number);
}

static int find(PyObject *key, PyObject **number) {
  *number = PyDict_GetItemWithError(cache, key);
  return *number != NULL;
}

static PyObject *found_by_others(PyObject *self, PyObject *key) {
  PyObject *number;
  int found = find(key, &number);
  (void)self;
  if (found)
    goto found;
  number = PyFloat_FromDouble(1.5);
  if (number == NULL)
    return NULL;
  (void)PyUnstable_SetImmortal(number);
found:
  return Py_NewRef(number);
}

extern PyMethodDef methods[];
PyMethodDef methods[] = {{"cached", cached, METH_NOARGS, NULL},
                         {"early", cached_early, METH_NOARGS, NULL},
                         {"looked_up", looked_up, METH_O, NULL},
                         {"looked_up_early", looked_up_early, METH_O, NULL},
                         {"initialize", initialize, METH_NOARGS, NULL},
                         {"asks_others", asks_others, METH_NOARGS, NULL},
                         {"same_object", same_object, METH_NOARGS, NULL},
                         {"copy_of_cache", copy_of_cache, METH_NOARGS, NULL},
                         {"copy_of_flag", copy_of_flag, METH_NOARGS, NULL},
                         {"kept", kept_as_attribute, METH_NOARGS, NULL},
                         {"until", until_it_is_there, METH_NOARGS, NULL},
                         {"found_by_others", found_by_others, METH_O, NULL},
                         {"only_some", only_some, METH_O, NULL},
                         {NULL, NULL, 0, NULL}};
