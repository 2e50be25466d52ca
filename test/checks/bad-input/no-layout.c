// RUN: %tidy_case %s cpython-immortalize-not-fresh -std=c17,c++17 -expect-errors

// A union with a member of an unknown type has no layout, and what holds it has
// none either; clang ends the process if it is asked for one.
#include <Python.h>

union address {
  char bytes[16];
  struct unknown peer;
  // CHECK-MESSAGES: :[[@LINE-1]]:18: error: field has incomplete type 'struct unknown'
};

struct connection {
  long number;
  union address to;
};

void look_up(void *where);
int name_address(union address *found);
int name_connection(struct connection *found);

int name_address(union address *found) {
  PyObject *name = PyList_New(0);
  if (!name)
    return -1;
  look_up(&found->bytes);
  Py_INCREF(name);
  return PyUnstable_SetImmortal(name);
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: the object is not newly created and uniquely referenced here
}

int name_connection(struct connection *found) {
  PyObject *name = PyList_New(0);
  if (!name)
    return -1;
  look_up(&found->to.bytes);
  // Nothing is said about what such code makes.
  return PyUnstable_SetImmortal(name);
}
