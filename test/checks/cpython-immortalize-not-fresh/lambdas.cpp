// RUN: %tidy_case %s cpython-immortalize-not-fresh -std=c++14,c++23

// The body of a lambda is a function of its own, and so is a functor's. What a
// lambda captures, and may count, is not known any more.

#include <Python.h>

PyObject *by_lambda(PyObject *list);
PyObject *by_functor(PyObject *list);
PyObject *captured(PyObject *list);

struct Adder {
  PyObject *list;
  PyObject *operator()(double value) const {
    PyObject *number = PyFloat_FromDouble(value);
    if (number == nullptr)
      return nullptr;
    if (PyList_Append(list, number) < 0) {
      Py_DECREF(number);
      return nullptr;
    }
    if (PyUnstable_SetImmortal(number) == 0)
      // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: the object is not newly created and uniquely referenced here: another strong reference exists
      return nullptr;
    return number;
  }
};

struct Maker {
  PyObject *operator()(double value) const {
    PyObject *number = PyFloat_FromDouble(value);
    if (number == nullptr || PyUnstable_SetImmortal(number) == 0)
      return nullptr;
    return number;
  }
};

PyObject *by_functor(PyObject *list) {
  PyObject *first = Adder{list}(0.5);
  return first ? Maker()(0.25) : nullptr;
}

PyObject *by_lambda(PyObject *list) {
  const auto make = [](double value) -> PyObject * {
    PyObject *number = PyFloat_FromDouble(value);
    if (number == nullptr || PyUnstable_SetImmortal(number) == 0)
      return nullptr;
    return number;
  };
  const auto add = [list](double value) -> PyObject * {
    PyObject *number = PyFloat_FromDouble(value);
    if (number == nullptr)
      return nullptr;
    if (PyList_Append(list, number) < 0) {
      Py_DECREF(number);
      return nullptr;
    }
    if (PyUnstable_SetImmortal(number) == 0)
      // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: the object is not newly created and uniquely referenced here: another strong reference exists
      return nullptr;
    return number;
  };
  return make(0.5) ? add(0.25) : nullptr;
}

PyObject *captured(PyObject *list) {
  PyObject *number = PyFloat_FromDouble(0.5);
  if (number == nullptr)
    return nullptr;
  const auto add = [&] { return PyList_Append(list, number); };
  if (add() < 0 || PyUnstable_SetImmortal(number) == 0) {
    Py_DECREF(number);
    return nullptr;
  }
  return number;
}
