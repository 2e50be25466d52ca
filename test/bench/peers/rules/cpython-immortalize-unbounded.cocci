// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// In a loop, or in a function with the parameters of a method.
@@
expression X;
@@
  while (...) {
  <+...
* PyUnstable_SetImmortal(X)
  ...+>
  }

@@
expression X;
@@
  for (...; ...; ...) {
  <+...
* PyUnstable_SetImmortal(X)
  ...+>
  }

@@
typedef PyObject;
identifier f, self, arguments;
expression X;
@@
  f(PyObject *self, PyObject *arguments) {
  <...
* PyUnstable_SetImmortal(X)
  ...>
  }
