// RUN: %tidy_case %s cpython-immortalize-not-fresh -python=3.14,3.15,3.15t
// RUN: %tidy_case %s cpython-immortalize-not-fresh -std=c++17

// What the object's type decides is cpython-immortalize-type's to say.

#include <Python.h>
#include "py_immortal.h"

int freeze_type(PyType_Spec *spec);
int freeze_text(PyObject *module);
int freeze_constants(void);

int freeze_type(PyType_Spec *spec) {
  PyObject *type = PyType_FromSpec(spec);
  return type ? PyUnstable_SetImmortal(type) : -1;
}

int freeze_text(PyObject *module) {
  PyObject *text = PyUnicode_FromString("text");
  if (text == NULL || PyModule_AddObjectRef(module, "text", text) < 0)
    return -1;
  return PyUnstable_SetImmortal(text);
}

int freeze_constants(void) {
  return PyUnstable_SetImmortal(Py_None) +
         PyUnstable_SetImmortal((PyObject *)&PyLong_Type);
}
