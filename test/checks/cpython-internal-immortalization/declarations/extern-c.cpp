// RUN: %tidy_case %s cpython-internal-immortalization -std=c++11,c++23

// In C++ the declaration needs C linkage, written with braces or without.
#include <Python.h>

extern "C" {
void _Py_SetImmortal(PyObject *op);
// CHECK-MESSAGES: :[[@LINE-1]]:6: warning: '_Py_SetImmortal' is private to CPython and declared by hand here; use 'PyUnstable_SetImmortal' [cpython-internal-immortalization]
}

extern "C" void _Py_SetImmortalUntracked(PyObject *);
// CHECK-MESSAGES: :[[@LINE-1]]:17: warning: '_Py_SetImmortalUntracked' is private to CPython and declared by hand here

namespace spam {
extern "C" PyAPI_FUNC(void) _Py_ClearImmortal(PyObject *);
// CHECK-MESSAGES: :[[@LINE-1]]:29: warning: '_Py_ClearImmortal' is private to CPython and declared by hand here; it has no public replacement

void keep(PyObject *op) {
  _Py_SetImmortal(op);
  ::_Py_SetImmortalUntracked(op);
  _Py_ClearImmortal(op);
}
} // namespace spam

// These are no functions of C: CPython's are something else.
namespace own {
void _Py_SetImmortal(PyObject *op);
struct Keeper {
  void _Py_SetImmortalUntracked(PyObject *op);
};
void keep(PyObject *op) {
  own::_Py_SetImmortal(op);
  Keeper()._Py_SetImmortalUntracked(op);
}
} // namespace own
