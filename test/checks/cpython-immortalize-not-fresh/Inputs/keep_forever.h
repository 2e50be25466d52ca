#ifndef KEEP_FOREVER_H
#define KEEP_FOREVER_H

#include <Python.h>

/* Makes an object immortal whenever it is called. */
static inline int keep_forever(PyObject *op) {
  return PyUnstable_SetImmortal(op);
}

#endif
