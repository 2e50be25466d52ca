// RUN: %tidy_case %s cpython-internal-immortalization -std=c++11,c++23

// Calls in C++: qualified, in namespaces, classes, lambdas and templates. Each
// is reported once, however often it is instantiated.
#define Py_BUILD_CORE 1
#include <Python.h>
#include "internal/pycore_object.h"
#include <algorithm>
#include <vector>

namespace spam {
inline void keep(PyObject *op) {
  ::_Py_SetImmortal(op);
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: '_Py_SetImmortal' is private to CPython; 'PyUnstable_SetImmortal' may refuse here: {{.*}} [cpython-internal-immortalization]
}

class Constants {
public:
  explicit Constants(PyObject *op) : Object(op) { _Py_SetImmortal(Object); }
  // CHECK-MESSAGES: :[[@LINE-1]]:51: warning: '_Py_SetImmortal' is private
  ~Constants() { Py_XDECREF(Object); }

private:
  PyObject *Object;
};
} // namespace spam

template <typename T> void keepAs(T *op) {
  _Py_SetImmortal(reinterpret_cast<PyObject *>(op));
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: '_Py_SetImmortal' is private
}

template <typename T> void keepDependent(T op) {
  _Py_SetImmortal(op);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: '_Py_SetImmortal' is private
}

template <typename T> void keepNever(T op) {
  _Py_SetImmortal(op);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: '_Py_SetImmortal' is private
}

template <void (*Visit)(PyObject *)> void visit(PyObject *op) { Visit(op); }

void use(PyObject *op, PyListObject *list, std::vector<PyObject *> &all) {
  spam::Constants constants(op);
  spam::keep(op);
  keepAs(list);
  keepAs(op);
  keepDependent(op);
  auto keep = [](PyObject *each) { _Py_SetImmortal(each); };
  // CHECK-MESSAGES: :[[@LINE-1]]:36: warning: '_Py_SetImmortal' is private
  std::for_each(all.begin(), all.end(), keep);
  std::for_each(all.begin(), all.end(), _Py_SetImmortal);
  // CHECK-MESSAGES: :[[@LINE-1]]:41: warning: the address of '_Py_SetImmortal'
  visit<_Py_SetImmortal>(op);
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: the address of '_Py_SetImmortal'
}

// Own names that sound alike: a function of a namespace, a method, a template.
namespace own {
inline void _Py_SetImmortal(PyObject *op) { Py_INCREF(op); }
} // namespace own
template <typename T> struct immortal {
  T *Value;
  void SetImmortal() { Py_XINCREF(Value); }
};
void useOwn(PyObject *op) {
  own::_Py_SetImmortal(op);
  immortal<PyObject>{op}.SetImmortal();
}
