// RUN: %tidy_case %s cpython-immortalize-unchecked -- -Wno-unused-but-set-variable -Wno-unused-variable
// RUN: %tidy_case %s cpython-immortalize-unchecked -std=c++17 -- -Wno-unused-but-set-variable -Wno-unused-variable

// A variable that nothing reads is no look at the result.

#include <Python.h>

void freeze(PyObject *object);

void freeze(PyObject *object) {
  int made = PyUnstable_SetImmortal(object);
  // CHECK-MESSAGES: :[[@LINE-1]]:14: warning: the result of 'PyUnstable_SetImmortal' is stored in 'made' and never looked at, so that nobody notices when it refuses [cpython-immortalize-unchecked]
  made = PyUnstable_SetImmortal(object);
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: the result of 'PyUnstable_SetImmortal' is stored in 'made' and never looked at
}
