// RUN: %tidy_case %s cpython-immortalize-type -python=3.13,3.14,3.15,3.15t
// RUN: %tidy_case %s cpython-immortalize-type -std=c++11,c++20

// A str and a heap type: the public call returns 0, always.

#include <Python.h>
#include "py_immortal.h"

static PyType_Spec spec = {"pkg.Spam", sizeof(PyObject), 0, Py_TPFLAGS_DEFAULT, NULL};

int freeze_text(void);
int freeze_bytes(void);
int freeze_type(PyObject *module);
int freeze_exception(void);
int freeze_instance(void);

int freeze_text(void) {
  PyObject *text = PyUnicode_FromString("spam");
  if (text == NULL)
    return -1;
  return PyUnstable_SetImmortal(text);
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: cannot make a str immortal: a str is always refused; intern it instead [cpython-immortalize-type]
  // CHECK-NOTES: :[[@LINE-5]]:20: note: {{created|returned}} here by 'PyUnicode_FromString'
}

int freeze_bytes(void) {
  PyObject *bytes = PyBytes_FromString("spam");
  if (bytes == NULL)
    return -1;
  return PyUnstable_SetImmortal(bytes);
}

int freeze_type(PyObject *module) {
  PyObject *type = PyType_FromModuleAndSpec(module, &spec, NULL);
  if (type == NULL)
    return -1;
  (void)PyUnstable_SetImmortal(type);
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: cannot make a heap type immortal: a heap type is never uniquely referenced, so the public call refuses; consider PyUnstable_Object_EnableDeferredRefcount (3.14)
  // CHECK-NOTES: :[[@LINE-5]]:20: note: created here by 'PyType_FromModuleAndSpec'
  return PyModule_AddObjectRef(module, "Spam", type);
}

int freeze_exception(void) {
  PyObject *error = PyErr_NewException("pkg.Error", NULL, NULL);
  if (error == NULL)
    return -1;
  return PyUnstable_SetImmortal(error);
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: cannot make a heap type immortal
  // CHECK-NOTES: :[[@LINE-5]]:21: note: created here by 'PyErr_NewException'
}

int freeze_instance(void) {
  PyObject *object = PyObject_CallNoArgs((PyObject *)&PyBaseObject_Type);
  if (object == NULL)
    return -1;
  return PyUnstable_SetImmortal(object);
}
