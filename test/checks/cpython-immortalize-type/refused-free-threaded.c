// RUN: %tidy_case %s cpython-immortalize-type,cpython-immortalize-not-fresh -python=3.13,3.15,3.15t -suffix=FT
// RUN: %tidy_case %s cpython-immortalize-type,cpython-immortalize-not-fresh -python=3.15 -config='{CheckOptions: {Builds: gil}}'

// The free-threaded build defers the counting of code objects when it makes
// them: it is the type that is refused, and no place is early enough.
#include <Python.h>
#include "py_immortal.h"

int freeze_code(void);
int freeze_capsule(void *data);

int freeze_code(void) {
  PyCodeObject *code = PyCode_NewEmpty("spam.c", "spam", 1);
  if (code == NULL)
    return -1;
  return PyUnstable_SetImmortal((PyObject *)code);
  // CHECK-MESSAGES-FT: :[[@LINE-1]]:10: warning: cannot make a code object immortal: deferred reference counting is on, so the free-threaded build refuses, and only that one [cpython-immortalize-type]
  // CHECK-NOTES-FT: :[[@LINE-5]]:24: note: created here by 'PyCode_NewEmpty'
}

int freeze_capsule(void *data) {
  PyObject *capsule = PyCapsule_New(data, "spam", NULL);
  if (capsule == NULL)
    return -1;
  return PyUnstable_SetImmortal(capsule);
}
