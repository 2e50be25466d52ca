// RUN: split-file %s %t
// RUN: %tidy_case %t/main.c cpython-internal-immortalization -compile-with=3.15+
// RUN: %tidy_case %t/main.c cpython-internal-immortalization -compile-with=3.15+ -suffix=TOLD -config='{CheckOptions: {Builds: gil, ModelFiles: "%t/model.yaml"}}'

// A fix needs a proof. The options say for which builds it must hold, and what
// the project's own functions return.

//--- model.yaml
functions:
  - name: spam_new_handle
    returns: Fresh
    type: Capsule
    fails: Null

//--- main.c
#define Py_BUILD_CORE
#include <Python.h>
#include "internal/pycore_object.h"

PyObject *spam_new_handle(void);
PyObject *freeze_handle(void);
PyObject *freeze_code(void);

PyObject *freeze_handle(void) {
  PyObject *handle = spam_new_handle();
  if (handle == NULL)
    return NULL;
  _Py_SetImmortal(handle);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: '_Py_SetImmortal' is private to CPython
  // CHECK-FIXES-TOLD:   (void)PyUnstable_SetImmortal(handle);
  return handle;
}

PyObject *freeze_code(void) {
  PyObject *code = (PyObject *)PyCode_NewEmpty("spam.c", "spam", 1);
  if (code == NULL)
    return NULL;
  _Py_SetImmortal(code);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: '_Py_SetImmortal' is private to CPython
  // CHECK-FIXES-TOLD:   (void)PyUnstable_SetImmortal(code);
  return code;
}
