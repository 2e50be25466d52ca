// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Private calls, and stores of known counts.
@@
expression E;
symbol _Py_IMMORTAL_REFCNT, _Py_IMMORTAL_INITIAL_REFCNT;
@@
(
* _Py_SetImmortal(E)
|
* _Py_SetImmortalUntracked(E)
|
* Py_SET_REFCNT(E, _Py_IMMORTAL_REFCNT)
|
* Py_SET_REFCNT(E, _Py_IMMORTAL_INITIAL_REFCNT)
|
* E->ob_refcnt = _Py_IMMORTAL_REFCNT
|
* E->ob_refcnt = _Py_IMMORTAL_INITIAL_REFCNT
)
