// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The object was shared, given away, borrowed or made immortal before.
@@
expression X, E, C, I;
@@
(
  Py_INCREF(X)
|
  PyModule_AddObject(C, I, X)
|
  PyModule_AddObjectRef(C, I, X)
|
  PyTuple_SET_ITEM(C, I, X)
|
  PyList_SET_ITEM(C, I, X)
|
  PyList_Append(C, X)
|
  PyDict_SetItemString(C, I, X)
|
  PyUnstable_SetImmortal(X)
|
  X = PyDict_GetItem(...)
|
  X = PyDict_GetItemString(...)
|
  X = PyTuple_GET_ITEM(...)
|
  X = PyList_GetItem(...)
)
  ... when != X = E
* PyUnstable_SetImmortal(X)

@@
typedef PyObject;
identifier f, x;
@@
  f(..., PyObject *x, ...) {
  <...
* PyUnstable_SetImmortal(x)
  ...>
  }
