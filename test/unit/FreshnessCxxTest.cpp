// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "FreshnessFixture.h"

using namespace immortal::freshness;
using namespace immortal::freshness::testing;

namespace {

const Unit CxxUnits[] = {
    {"in_condition",
     "void in_condition() { if (PyObject *p = capsule()) IMMORTAL(p); }",
     "proven"},
    {"by_auto",
     "void by_auto() { auto *p = capsule(); if (p == nullptr) return; "
     "IMMORTAL(p); }",
     "proven"},
    {"by_reference",
     "void by_reference() { PyObject *p = capsule(); PyObject *&r = p; if (!r) "
     "return; IMMORTAL(r); }",
     "proven"},
    {"changed_by_reference",
     "void changed_by_reference(PyObject *o) { PyObject *p = capsule(); "
     "PyObject *&r = p; if (!p) return; r = o; IMMORTAL(p); }",
     "unknown: parameter"},
    {"instantiated",
     "template <typename T> void instantiated(T) { PyObject *p = capsule(); if "
     "(p) IMMORTAL(p); }\ntemplate void instantiated<int>(int);",
     "proven"},
    {"captured",
     "void captured() { PyObject *p = capsule(); if (!p) return; auto f = [&] "
     "{ "
     "Py_INCREF(p); }; f(); IMMORTAL(p); }",
     "unknown: unknown"},
    {"copied_capture",
     "void copied_capture() { PyObject *p = capsule(); if (!p) return; auto f "
     "= "
     "[p] { Py_INCREF(p); }; f(); IMMORTAL(p); }",
     "unknown: unknown"},
    {"init_capture",
     "void init_capture() { PyObject *p = capsule(); if (!p) return; auto f = "
     "[&r = p] { r = global; }; f(); IMMORTAL(p); }",
     "unknown: unknown"},
    {"caught",
     "void may_throw();\nvoid caught() { PyObject *p = capsule(); if (!p) "
     "return; try { Py_INCREF(p); may_throw(); Py_DECREF(p); } catch (...) {} "
     "IMMORTAL(p); }",
     "unknown: not-unique"},
    {"static_once",
     "void static_once() { static PyObject *p = capsule(); if (p) IMMORTAL(p); "
     "}",
     "unknown: unknown"},
    {"per_thread",
     "void per_thread() { static thread_local PyObject *p; if (!p) p = "
     "capsule(); if (p) IMMORTAL(p); }",
     "unknown: unknown"},
    {"dynamic",
     "struct Base : PyObject { virtual void f(); };\nstruct Derived : Base "
     "{};\n"
     "void dynamic(Base *b) { b = (Base *)capsule(); if (!b) return; Derived "
     "*d "
     "= dynamic_cast<Derived *>(b); Py_INCREF((PyObject *)d); IMMORTAL(b); }",
     "unknown: unknown"},
    {"constructed",
     "struct Owner { PyObject *held; Owner(PyObject *o); ~Owner(); };\n"
     "void constructed() { PyObject *p = capsule(); if (!p) return; Owner "
     "o(p); IMMORTAL(p); }",
     "unknown: unknown"},
    {"aggregate",
     "struct Pair { PyObject *a, *b; };\nvoid aggregate() { PyObject *p = "
     "capsule(); if (!p) return; Pair x{p, nullptr}; Pair y = x; "
     "Py_INCREF(y.a); IMMORTAL(p); }",
     "unknown: unknown"},
    {"bound",
     "struct Two { PyObject *a, *b; };\nvoid bound() { PyObject *p = "
     "capsule(); "
     "if (!p) return; Two x{p, nullptr}; auto &[a, b] = x; Py_INCREF(a); "
     "IMMORTAL(p); }",
     "never: not-unique"},
    {"bound_to_all",
     "void bound_to_all() { PyObject *all[] = {capsule()}; auto &[a] = all; if "
     "(a) IMMORTAL(a); }",
     "unknown: unknown"},
    {"bound_to_copy",
     "void bound_to_copy() { PyObject *p = capsule(); if (!p) return; Two x{p, "
     "nullptr}; auto [a, b] = x; Py_INCREF(a); IMMORTAL(p); }",
     "unknown: unknown"},
    {"ranged",
     "void ranged() { PyObject *all[] = {capsule(), capsule()}; for (PyObject "
     "*p : all) Py_INCREF(p); if (all[0]) IMMORTAL(all[0]); }",
     "unknown: unknown"},
    {"made_by_new",
     "struct Node { PyObject *held; };\nvoid made_by_new() { PyObject *p = "
     "capsule(); if (!p) return; Node *n = new Node{p}; use(n); IMMORTAL(p); }",
     "unknown: unknown"},
    {"passed_by_reference",
     "void change(PyObject *&o);\nvoid passed_by_reference() { PyObject *p = "
     "capsule(); if (!p) return; change(p); IMMORTAL(p); }",
     "unknown: unknown"},
    {"chosen_reference",
     "void chosen_reference(bool b) { PyObject *p = capsule(), *q = capsule(); "
     "if (!p || !q) return; (b ? p : q) = global; IMMORTAL(p); }",
     "unknown: unknown"},
    {"by_member_pointer",
     "struct Cell { PyObject *a; };\nvoid by_member_pointer(PyObject "
     "*Cell::*m) "
     "{ Cell c; c.a = capsule(); if (!c.a) return; c.*m = global; "
     "IMMORTAL(c.a); }",
     "unknown: unknown"},
    {"returned_reference",
     "PyObject *&slot(PyObject *&o) { return o; }\nvoid returned_reference() { "
     "PyObject *p = capsule(); if (!p) return; slot(p) = global; IMMORTAL(p); "
     "}",
     "unknown: unknown"},
    {"set_by_destructor",
     "struct Setter { PyObject **to; ~Setter() { *to = global; } };\nvoid "
     "set_by_destructor() { PyObject *p = capsule(); if (!p) return; { Setter "
     "s{&p}; } IMMORTAL(p); }",
     "unknown: unknown"},
};

class Cxx : public FreshnessTest {};

TEST_P(Cxx, IsJudgedLikeC) { check(CxxUnits); }

INSTANTIATE_TEST_SUITE_P(Pythons, Cxx,
                         ::testing::Combine(::testing::Values("3.12", "3.15",
                                                              "3.15t"),
                                            ::testing::Values(Language::CXX)),
                         nameOfPython);

} // namespace
