// RUN: %tidy_case %s cpython-immortalize-unchecked -compile-with=3.15+

// One finding for a template, however often it is instantiated, and none for
// what only a dependent body says.

#include <Python.h>

template <typename T> PyObject *make(T value) {
  PyObject *number = PyFloat_FromDouble(static_cast<double>(value));
  if (number == nullptr)
    return nullptr;
  PyUnstable_SetImmortal(number);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the result of 'PyUnstable_SetImmortal' is discarded
  // CHECK-FIXES:   (void)PyUnstable_SetImmortal(number);
  return number;
}

template PyObject *make<int>(int);
template PyObject *make<float>(float);

template <typename T> void never_instantiated(T *object) {
  PyUnstable_SetImmortal(object);
}

void in_a_lambda(PyObject *object);

void in_a_lambda(PyObject *object) {
  auto freeze = [object] {
    static_cast<void>(PyUnstable_SetImmortal(object));
    ::PyUnstable_SetImmortal(object);
    // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: the result of 'PyUnstable_SetImmortal' is discarded
  };
  freeze();
}
