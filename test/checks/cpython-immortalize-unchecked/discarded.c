// RUN: %tidy_case %s cpython-immortalize-unchecked -python=3.15,3.15t -compile-with=3.15+
// RUN: %tidy_case %s cpython-immortalize-unchecked -std=c++11,c++20 -compile-with=3.15+

// A new capsule cannot be refused: best effort, said out loud.

#include <Python.h>

static struct { int hits; } handlers;

PyObject *make_handler(void);

PyObject *make_handler(void) {
  PyObject *capsule = PyCapsule_New(&handlers, "pkg._handlers", NULL);
  if (capsule == NULL)
    return NULL;
  PyUnstable_SetImmortal(capsule);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the result of 'PyUnstable_SetImmortal' is discarded, so that nobody notices when it refuses; handle it, or cast it to void for best effort [cpython-immortalize-unchecked]
  // CHECK-FIXES:   (void)PyUnstable_SetImmortal(capsule);
  return capsule;
}
