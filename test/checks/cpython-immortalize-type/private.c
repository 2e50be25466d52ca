// RUN: %tidy_case %s cpython-immortalize-type -python=3.14,3.15,3.15t
// RUN: %tidy_case %s cpython-immortalize-type -std=c++17 -python=3.15

// The same of the private function, which does not refuse.

#include <Python.h>

PyAPI_FUNC(void) _Py_SetImmortal(PyObject *op);

void freeze(void);

void freeze(void) {
  PyObject *dict = PyDict_New(), *text = PyUnicode_FromString("spam");
  if (dict == NULL || text == NULL)
    return;
  _Py_SetImmortal(dict);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: do not make a dict immortal
  _Py_SetImmortal(text);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: cannot make a str immortal: a str is always refused; intern it instead
}
