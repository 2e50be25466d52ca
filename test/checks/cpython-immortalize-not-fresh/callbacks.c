// RUN: %tidy_case %s cpython-immortalize-not-fresh -python=3.12,3.15 -std=c99 -- -Wno-unused-parameter
// RUN: %tidy_case %s cpython-immortalize-not-fresh -python=3.15t -std=c++20 -- -Wno-unused-parameter

// What CPython passes to the functions of a type stays with its caller.

#include <Python.h>
#include "py_immortal.h"

static PyObject *add(PyObject *left, PyObject *right) {
  (void)PyImmortal_Try(right);
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: the object is not newly created and uniquely referenced here: the object is the caller's
  return Py_NewRef(left);
}
static PyNumberMethods numbers = {add};

static Py_ssize_t length(PyObject *sequence) {
  (void)PyImmortal_Try(sequence);
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: the object is not newly created and uniquely referenced here: the object is the caller's
  return 0;
}
static PySequenceMethods sequence = {length};

static Py_ssize_t count(PyObject *mapping) {
  (void)PyImmortal_Try(mapping);
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: the object is not newly created and uniquely referenced here: the object is the caller's
  return 0;
}
static PyMappingMethods mapping = {count};

static PyObject *await_it(PyObject *awaitable) {
  (void)PyImmortal_Try(awaitable);
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: the object is not newly created and uniquely referenced here: the object is the caller's
  return Py_NewRef(awaitable);
}
static PyAsyncMethods async = {await_it};

static int export_to(PyObject *exporter, Py_buffer *view, int flags) {
  (void)PyImmortal_Try(exporter);
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: the object is not newly created and uniquely referenced here: the object is the caller's
  return 0;
}
static PyBufferProcs buffer = {export_to};

// A table of the extension's own: who calls it, and with what, is not known.
static PyObject *finish(PyObject *object) {
  (void)PyImmortal_Try(object);
  return object;
}
struct steps {
  PyObject *(*last)(PyObject *);
};
static struct steps steps = {finish};

const void *all(int which);
const void *all(int which) {
  switch (which) {
  case 0:
    return &numbers;
  case 1:
    return &sequence;
  case 2:
    return &mapping;
  case 3:
    return &async;
  case 4:
    return &buffer;
  default:
    return &steps;
  }
}
