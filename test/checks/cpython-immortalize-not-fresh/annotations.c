// RUN: %tidy_case %s cpython-immortalize-not-fresh -compile-with=3.15+ -compilers=clang
// Annotations describe functions of other translation units.
#include <Python.h>

#define SAYS(word) __attribute__((annotate("immortal::" #word)))

SAYS(returns_borrowed) PyObject *registry_find(const char *name);
SAYS(returns_fresh) SAYS(type_capsule) PyObject *handle_new(void);
int registry_add(const char *name, PyObject *object SAYS(keeps));
int registry_look(PyObject *object SAYS(looks));

int immortalize_found(void);
int immortalize_found(void) {
  PyObject *found = registry_find("handlers");
  if (found == NULL)
    return -1;
  (void)PyUnstable_SetImmortal(found);
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: the object is not newly created and uniquely referenced here: the reference is borrowed from its owner; leave that to the code that created the object [cpython-immortalize-not-fresh]
  return 0;
}

int immortalize_added(void);
int immortalize_added(void) {
  PyObject *handle = handle_new();
  if (handle == NULL || registry_add("handle", handle) < 0)
    return -1;
  (void)PyUnstable_SetImmortal(handle);
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: the object is not newly created and uniquely referenced here: another strong reference exists, so the public call refuses; make it immortal before it is shared [cpython-immortalize-not-fresh]
  return 0;
}

int immortalize_new(void);
int immortalize_new(void) {
  PyObject *handle = handle_new();
  if (handle == NULL || registry_look(handle) < 0)
    return -1;
  (void)PyUnstable_SetImmortal(handle);
  return 0;
}
