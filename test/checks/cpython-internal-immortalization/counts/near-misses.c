// RUN: %tidy_case %s cpython-internal-immortalization -std=c99,c23,c++11,c++23 -python=3.12,3.15

// Reference counting that does not make anything immortal.
#include <Python.h>

typedef struct {
  PyObject_HEAD
  PyObject *callback;
  PyObject first;
} Spam;

// An object that comes back to life in tp_dealloc.
static void spam_dealloc(PyObject *self) {
  Py_SET_REFCNT(self, 1);
  Py_XDECREF(((Spam *)self)->callback);
  Py_ssize_t refcnt = Py_REFCNT(self) - 1;
  if (refcnt == 0) {
    Py_TYPE(self)->tp_free(self);
    return;
  }
  _Py_NewReference(self);
  Py_SET_REFCNT(self, refcnt);
}

// An object on the stack, and one inside of another.
PyObject *stack_object(Spam *spam) {
  PyObject local;
  memset(&local, 0, sizeof(local));
  Py_SET_REFCNT(&local, 1);
  Py_SET_REFCNT(&spam->first, 1);
  return PyObject_Repr(&local);
}

// Counting in bulk, on None and others.
void fill(PyObject **slots, Py_ssize_t n) {
  for (Py_ssize_t i = 0; i < n; i++)
    slots[i] = Py_None;
  Py_SET_REFCNT(Py_None, Py_REFCNT(Py_None) + n);
}

// A type and an attribute that are called immortal.
typedef struct {
  PyObject_HEAD
  int immortal;
} ImmortalObject;
static PyTypeObject Immortal_Type = {PyVarObject_HEAD_INIT(NULL, 0)};
PyObject *new_immortal(void) {
  Immortal_Type.tp_dealloc = spam_dealloc;
  ImmortalObject *self = PyObject_New(ImmortalObject, &Immortal_Type);
  if (self == NULL)
    return NULL;
  self->immortal = 999999999;
  return (PyObject *)self;
}
