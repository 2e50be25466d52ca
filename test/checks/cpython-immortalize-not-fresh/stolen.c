// RUN: %tidy_case %s cpython-immortalize-not-fresh -python=3.15,3.15t -compile-with=3.15+
// RUN: %tidy_case %s cpython-immortalize-not-fresh -std=c++17 -compile-with=3.15+

// The only reference is the container's: the call accepts it, and is too late
// all the same.

#include <Python.h>

PyObject *list_of(double value);

PyObject *list_of(double value) {
  PyObject *list = PyList_New(1);
  if (list == NULL)
    return NULL;
  PyObject *number = PyFloat_FromDouble(value);
  if (number == NULL) {
    Py_DECREF(list);
    return NULL;
  }
  // CHECK-FIXES:   }
  // CHECK-FIXES-NEXT:   (void)PyUnstable_SetImmortal(number);
  PyList_SET_ITEM(list, 0, number);
  PyUnstable_SetImmortal(number);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the object is not newly created and uniquely referenced here: the reference was given away to a container; make it immortal before its reference is given away
  // CHECK-NOTES: :[[@LINE-10]]:22: note: created here by 'PyFloat_FromDouble'
  // CHECK-NOTES: :[[@LINE-4]]:{{[0-9]+}}: note: the reference is given away here
  // CHECK-NOTES: :[[@LINE-4]]:3: note: 'PyUnstable_SetImmortal' may accept it all the same: it looks at the reference count only
  // CHECK-FIXES-NOT: {{^}}  PyUnstable_SetImmortal
  return list;
}
