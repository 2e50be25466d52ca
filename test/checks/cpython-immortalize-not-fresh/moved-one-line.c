// RUN: %tidy_case %s cpython-immortalize-not-fresh -compile-with=3.15+

// The layout of a call that moves up: behind a test on one line, behind one with
// braces, and with what stands on its own line.

#include <Python.h>

int one_line(PyObject *list);
int braces(PyObject *list);

int one_line(PyObject *list) {
  PyObject *number = PyFloat_FromDouble(0.5);
  if (number == NULL) return -1;
  // CHECK-FIXES:   if (number == NULL) return -1;
  // CHECK-FIXES-NEXT:   (void)PyUnstable_SetImmortal(number);
  int rc = PyList_Append(list, number);
  PyUnstable_SetImmortal(number); /* for ever */
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the object is not newly created and uniquely referenced here
  // CHECK-FIXES:   int rc = PyList_Append(list, number);
  // CHECK-FIXES-NOT:   PyUnstable_SetImmortal(number);
  // CHECK-FIXES-NEXT:   /* for ever */
  Py_DECREF(number);
  return rc;
}

int braces(PyObject *list) {
	PyObject *number = PyFloat_FromDouble(0.5);
	if (number == NULL) {
		return -1;
	}
	// CHECK-FIXES: 	(void)PyUnstable_SetImmortal(number);
	int rc = PyList_Append(list, number);
	PyUnstable_SetImmortal(number);
	// CHECK-MESSAGES: :[[@LINE-1]]:2: warning: the object is not newly created and uniquely referenced here
	// CHECK-FIXES-NOT: 	PyUnstable_SetImmortal(number);
	Py_DECREF(number);
	return rc;
}
