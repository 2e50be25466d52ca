// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The best that a semantic patch can say without headers: private calls, and
// stores of known counts.
@@
expression E;
@@
(
* _Py_SetImmortal(E)
|
* _Py_SetImmortalUntracked(E)
|
* Py_SET_REFCNT(E, _Py_IMMORTAL_REFCNT)
|
* E->ob_refcnt = _Py_IMMORTAL_REFCNT
|
* PyUnstable_SetImmortal(E)
)
