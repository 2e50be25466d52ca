// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// nanobind's owners, as an extension uses them. Each call says what it is:
// proven, unknown or never.

#define Py_BUILD_CORE 1
#include <nanobind/nanobind.h>

#include "internal/pycore_object.h"

namespace nb = nanobind;

static PyObject *capsule() {
  return PyCapsule_New((void *)"", "spam", nullptr);
}

void stolen() {
  nb::object o = nb::steal(capsule());
  if (!o)
    return;
  _Py_SetImmortal(o.ptr()); // proven
}

void stolen_as_list() {
  auto o = nb::steal<nb::list>(PyList_New(0));
  if (!o.ptr())
    return;
  _Py_SetImmortal(o.ptr()); // proven
}

void borrowed() {
  PyObject *p = capsule();
  if (!p)
    return;
  nb::object o = nb::borrow(p);
  _Py_SetImmortal(p); // never
}

void copied() {
  nb::object o = nb::steal(capsule());
  if (!o)
    return;
  nb::object again = o;
  _Py_SetImmortal(o.ptr()); // never
}

void copied_for_a_while() {
  nb::object o = nb::steal(capsule());
  if (!o)
    return;
  {
    nb::object again = o;
  }
  _Py_SetImmortal(o.ptr()); // proven
}

void assigned() {
  nb::object o;
  o = nb::steal(capsule());
  if (!o)
    return;
  _Py_SetImmortal(o.ptr()); // proven
  nb::object other;
  other = o;
}

void assigned_copy() {
  nb::object o = nb::steal(capsule()), other;
  if (!o)
    return;
  other = o;
  _Py_SetImmortal(o.ptr()); // never
}

void moved() {
  nb::object o = nb::steal(capsule());
  if (!o)
    return;
  nb::object other = std::move(o);
  _Py_SetImmortal(other.ptr()); // proven
}

void released() {
  nb::object o = nb::steal(capsule());
  nb::handle h = o.release();
  if (!h)
    return;
  _Py_SetImmortal(h.ptr()); // proven
}

void counted() {
  nb::handle h(capsule());
  if (!h || h.is_none())
    return;
  h.inc_ref();
  _Py_SetImmortal(h.ptr()); // never
  h.dec_ref();
}

void counted_back() {
  nb::handle h = capsule();
  if (!h)
    return;
  h.inc_ref();
  h.dec_ref();
  _Py_SetImmortal(h.ptr()); // proven
}

void reset() {
  nb::object o = nb::steal(capsule());
  PyObject *p = o.ptr();
  if (!p)
    return;
  o.reset();
  _Py_SetImmortal(p); // never
}

void ended() {
  PyObject *p = capsule();
  if (!p)
    return;
  {
    nb::object o = nb::steal(p);
  }
  _Py_SetImmortal(p); // never
}

void untested() {
  nb::object o = nb::steal(capsule());
  _Py_SetImmortal(o.ptr()); // unknown
}

void made_elsewhere() {
  nb::list o;
  _Py_SetImmortal(o.ptr()); // unknown
}

void known_to_python(nb::module_ &m) {
  nb::object o = nb::steal(capsule());
  if (!o)
    return;
  m.attr("spam") = o;
  _Py_SetImmortal(o.ptr()); // unknown
}

void parameter(nb::object o) {
  _Py_SetImmortal(o.ptr()); // unknown
}
