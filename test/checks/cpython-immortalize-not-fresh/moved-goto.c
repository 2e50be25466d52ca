// RUN: %tidy_case %s cpython-immortalize-not-fresh -std=c99,c++17 -compile-with=3.15+

// A way out by goto between the test and the call is no obstacle where it ends in
// a failure; nor is an assignment to what outlives the function.

#include <Python.h>

extern PyObject *default_number;
int add_number(PyObject *list);
int add_default(PyObject *list);
int add_known(PyObject *list);
int add_or_not(PyObject *list);
int add_local(PyObject *list);

int add_number(PyObject *list) {
  PyObject *number = PyFloat_FromDouble(0.5);
  if (number == NULL)
    goto error;
  // CHECK-FIXES:     goto error;
  // CHECK-FIXES-NEXT:   (void)PyUnstable_SetImmortal(number);
  if (PyList_Append(list, number) == -1)
    goto error;
  PyUnstable_SetImmortal(number);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the object is not newly created and uniquely referenced here
  // CHECK-FIXES-NOT:   PyUnstable_SetImmortal(number);
  Py_DECREF(number);
  // CHECK-FIXES:   Py_DECREF(number);
  return 0;
error:
  Py_XDECREF(number);
  return -1;
}

int add_default(PyObject *list) {
  PyObject *number = PyFloat_FromDouble(1.5);
  if (number == NULL)
    return -1;
  // CHECK-FIXES:   (void)PyUnstable_SetImmortal(number);
  Py_INCREF(number);
  default_number = number;
  PyUnstable_SetImmortal(number);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the object is not newly created and uniquely referenced here
  // CHECK-FIXES-NOT:   PyUnstable_SetImmortal(number);
  Py_DECREF(number);
  // CHECK-FIXES:   Py_DECREF(number);
  return list == NULL;
}

/* The label leads on to another one. */
int add_known(PyObject *list) {
  PyObject *number = PyFloat_FromDouble(2.5);
  if (number == NULL)
    goto error;
  if (PyList_Append(list, number) < 0)
    goto error;
  PyUnstable_SetImmortal(number);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the object is not newly created and uniquely referenced here
  // CHECK-FIXES:   PyUnstable_SetImmortal(number);
  Py_DECREF(number);
out:
  return 0;
error:
  Py_XDECREF(number);
  goto out;
}

/* Nobody would hear that it failed, and the number is immortal. */
int add_or_not(PyObject *list) {
  PyObject *number = PyFloat_FromDouble(3.5);
  if (number == NULL)
    goto done;
  if (PyList_Append(list, number) < 0)
    goto done;
  PyUnstable_SetImmortal(number);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the object is not newly created and uniquely referenced here
  // CHECK-FIXES:   PyUnstable_SetImmortal(number);
done:
  Py_XDECREF(number);
  return 0;
}

/* A second name, with which anything may be done. */
int add_local(PyObject *list) {
  PyObject *number = PyFloat_FromDouble(4.5);
  PyObject *other;
  if (number == NULL)
    return -1;
  Py_INCREF(number);
  other = number;
  PyUnstable_SetImmortal(number);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the object is not newly created and uniquely referenced here
  // CHECK-FIXES:   PyUnstable_SetImmortal(number);
  Py_DECREF(other);
  Py_DECREF(number);
  return list == NULL;
}
