// RUN: %tidy_case %s cpython-internal-immortalization -std=c99,c++11 -compile-with=3.15
// RUN: %tidy_case %s cpython-internal-immortalization -std=c23,c++23 -compile-with=3.15

// Whatever the private call was given, the public one gets a PyObject pointer.
#include <Python.h>

typedef struct {
  PyObject_HEAD
  double weight;
} Spam;
extern PyTypeObject Spam_Type;

#ifdef __cplusplus
extern "C" {
#endif
PyAPI_FUNC(void) _Py_SetImmortal(PyObject *op);
// CHECK-MESSAGES: :[[@LINE-1]]:18: warning: '_Py_SetImmortal' is private to CPython and declared by hand here
// CHECK-FIXES-NOT: _Py_SetImmortal(PyObject
#ifdef __cplusplus
}
#endif

PyObject *cast_already(void) {
  Spam *spam = PyObject_New(Spam, &Spam_Type);
  if (spam == NULL)
    return NULL;
  spam->weight = 1.0;
  _Py_SetImmortal((PyObject *)spam);
  // CHECK-FIXES:   (void)PyUnstable_SetImmortal((PyObject *)spam);
  return (PyObject *)spam;
}

PyObject *base(void) {
  Spam *spam = PyObject_New(Spam, &Spam_Type);
  if (spam == NULL)
    return NULL;
  spam->weight = 1.0;
  _Py_SetImmortal(&spam->ob_base);
  // CHECK-FIXES:   (void)PyUnstable_SetImmortal(&spam->ob_base);
  return (PyObject *)spam;
}
