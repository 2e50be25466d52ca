// RUN: %tidy_case %s cpython-internal-immortalization

// A limit: a reference count that is copied with its neighbours is not seen.
#include <Python.h>
#include <string.h>

static PyObject immortal = {PyObject_HEAD_INIT(&PyBaseObject_Type)};

void make_it_last(PyObject *op);
void make_it_last(PyObject *op) {
  memcpy(op, &immortal, sizeof(Py_ssize_t)); // as PyObject.ob_refcnt
}
