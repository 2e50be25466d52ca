// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The object was made by a function whose objects cannot or should not be immortal.
@@
expression X;
expression E;
identifier make =~ "^(PyUnicode_(From|New|Intern|Decode|Concat)|PyType_From|PyDict_(New|Copy)|PyModule_(New|Create|GetDict)|PyImport_|PyErr_NewException|PyBool_From)";
@@
  X = make(...)
  ... when != X = E
* PyUnstable_SetImmortal(X)
