// RUN: %tidy_case %s cpython-immortalize-not-fresh -python=3.14,3.15,3.15t -compile-with=3.14+
// RUN: %tidy_case %s cpython-immortalize-not-fresh -std=c++17 -compile-with=3.14+

// The private function always acts; the public one that replaces it will not.

#include <Python.h>

PyAPI_FUNC(void) _Py_SetImmortal(PyObject *op);

PyObject *frozen(PyObject *module, double value);

PyObject *frozen(PyObject *module, double value) {
  PyObject *number = PyFloat_FromDouble(value);
  if (number == NULL)
    return NULL;
  // CHECK-FIXES:     return NULL;
  // CHECK-FIXES-NEXT:   _Py_SetImmortal(number);
  if (PyModule_AddObjectRef(module, "number", number) < 0)
    return NULL;
  _Py_SetImmortal(number);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the object is not newly created and uniquely referenced here: another strong reference exists
  // CHECK-FIXES-NOT: _Py_SetImmortal
  return number;
}
