// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// pybind11's owners, as an extension uses them. Each call says what it is:
// proven, unknown or never.

#define Py_BUILD_CORE 1
#include <pybind11/pybind11.h>

#include "internal/pycore_object.h"

namespace py = pybind11;

static PyObject *capsule() {
  return PyCapsule_New((void *)"", "spam", nullptr);
}

void stolen() {
  py::object o = py::reinterpret_steal<py::object>(capsule());
  if (!o)
    return;
  _Py_SetImmortal(o.ptr()); // proven
}

void stolen_as_list() {
  auto o = py::reinterpret_steal<py::list>(PyList_New(0));
  if (!o.ptr())
    return;
  _Py_SetImmortal(o.ptr()); // proven
}

void borrowed() {
  PyObject *p = capsule();
  if (!p)
    return;
  py::object o = py::reinterpret_borrow<py::object>(p);
  _Py_SetImmortal(p); // never
}

void copied() {
  py::object o = py::reinterpret_steal<py::object>(capsule());
  if (!o)
    return;
  py::object again = o;
  _Py_SetImmortal(o.ptr()); // never
}

void copied_for_a_while() {
  py::object o = py::reinterpret_steal<py::object>(capsule());
  if (!o)
    return;
  {
    py::object again = o;
  }
  _Py_SetImmortal(o.ptr()); // proven
}

void assigned() {
  py::object o;
  o = py::reinterpret_steal<py::object>(capsule());
  if (!o)
    return;
  _Py_SetImmortal(o.ptr()); // proven
  py::object other;
  other = o;
}

void assigned_copy() {
  py::object o = py::reinterpret_steal<py::object>(capsule()), other;
  if (!o)
    return;
  other = o;
  _Py_SetImmortal(o.ptr()); // never
}

void moved() {
  py::object o = py::reinterpret_steal<py::object>(capsule());
  if (!o)
    return;
  py::object other = std::move(o);
  _Py_SetImmortal(other.ptr()); // proven
}

void released() {
  py::object o = py::reinterpret_steal<py::object>(capsule());
  py::handle h = o.release();
  if (!h)
    return;
  _Py_SetImmortal(h.ptr()); // proven
}

void counted() {
  py::handle h(capsule());
  if (!h || h.is_none())
    return;
  h.inc_ref();
  _Py_SetImmortal(h.ptr()); // never
  h.dec_ref();
}

void counted_back() {
  py::handle h = capsule();
  if (!h)
    return;
  h.inc_ref();
  h.dec_ref();
  _Py_SetImmortal(h.ptr()); // proven
}

void ended() {
  PyObject *p = capsule();
  if (!p)
    return;
  {
    py::object o = py::reinterpret_steal<py::object>(p);
  }
  _Py_SetImmortal(p); // never
}

void untested() {
  py::object o = py::reinterpret_steal<py::object>(capsule());
  _Py_SetImmortal(o.ptr()); // unknown
}

void made_elsewhere() {
  py::list o;
  _Py_SetImmortal(o.ptr()); // unknown
}

void known_to_python(py::module_ &m) {
  py::object o = py::reinterpret_steal<py::object>(capsule());
  if (!o)
    return;
  m.attr("spam") = o;
  _Py_SetImmortal(o.ptr()); // unknown
}

// pybind11 gives out a reference to the pointer itself.
void pointer_replaced(PyObject *other) {
  py::object o = py::reinterpret_steal<py::object>(capsule());
  if (!o)
    return;
  o.release();
  o.ptr() = other;
  _Py_SetImmortal(o.ptr()); // unknown
}

void checked() {
  auto o = py::reinterpret_steal<py::object>(capsule());
  if (o.ref_count() != 1 || !o)
    return;
  _Py_SetImmortal(o.ptr()); // proven
}

void parameter(py::object o) {
  _Py_SetImmortal(o.ptr()); // unknown
}
