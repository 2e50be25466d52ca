// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "FreshnessOwnersFixture.h"

using namespace immortal::freshness;
using namespace immortal::freshness::testing;

namespace {

const Case Fresh[] = {
    {"PyRef x(MAKE()); if (!x) return; IMMORTAL(x.get());", "proven"},
    {"PyRef x(MAKE()); if (!x.get()) return; IMMORTAL(x.get());", "proven"},
    {"PyRef x(MAKE()); if (x) IMMORTAL(x.get());", "proven"},
    {"PyRef x{MAKE()}; PyObject *p = x.get(); if (p == nullptr) return; "
     "IMMORTAL(p);",
     "proven"},
    {"auto x = PyRef::steal(MAKE()); if (!x) return; IMMORTAL(x.get());",
     "proven"},
    {"PyObject *p = MAKE(); if (!p) return; auto x = PyRef::steal(p); "
     "IMMORTAL(p);",
     "proven"},
    {"PyRef x; x.reset(MAKE()); if (!x) return; IMMORTAL(x.get());", "proven"},
    {"PyRef x; x = PyRef(MAKE()); if (!x) return; IMMORTAL(x.get());",
     "proven"},
    {"PyRef x(MAKE()), y; if (!x) return; y = std::move(x); IMMORTAL(y.get());",
     "proven"},
    {"PyRef x(MAKE()); if (!x) return; PyRef y = std::move(x); "
     "IMMORTAL(y.get());",
     "proven"},
    {"PyRef x(MAKE()), y; if (!x) return; y.swap(x); IMMORTAL(y.get());",
     "proven"},
    {"PyRef x(MAKE()); if (!x) return; { PyRef y = x; } IMMORTAL(x.get());",
     "proven"},
    {"PyRef x(MAKE()); if (!x) return; PyRef &r = x; IMMORTAL(r.get());",
     "proven"},
    {"const PyRef &r = PyRef(MAKE()); if (!r) return; IMMORTAL(r.get());",
     "proven"},
    {"PyRef x(MAKE()); PyObject *p = x.release(); if (!p) return; "
     "IMMORTAL(p);",
     "proven"},
    {"PyRef x(MAKE()); if (!x) return; IMMORTAL(static_cast<PyObject *>(x));",
     "proven"},
    {"Guard g{MAKE()}; if (!g.held) return; IMMORTAL(g.held);", "proven"},
    {"Derived x(MAKE(), 1); if (!x) return; IMMORTAL(x.get());", "proven"},
    {"Ref<PyObject> x(MAKE()); if (!x.get()) return; IMMORTAL(x.get());",
     "proven"},
    {"PyRef x(MAKE()); PyRef *p = nullptr; if (!x) return; IMMORTAL(x.get());",
     "proven"},
    {"Unique x(MAKE()); if (!x) return; IMMORTAL(x.get());", "proven"},
    {"Unique x; x.reset(MAKE()); if (x) IMMORTAL(x.get());", "proven"},
    {"Unique x(MAKE()); if (!x) return; Unique y = std::move(x); "
     "IMMORTAL(y.get());",
     "proven"},
    {"Unique x(MAKE()); if (!x) return; PyObject *p = x.release(); "
     "IMMORTAL(p);",
     "proven"},
    {"Swapped x(MAKE()); Swapped y; y = x; y = Swapped(); if (!x.get()) "
     "return; IMMORTAL(x.get());",
     "proven"},
    {"Late x(MAKE()); if (!x.get()) return; IMMORTAL(x.get());", "proven"},
    {"PyRef x = make_ref(); if (!x) return; IMMORTAL(x.get());", "proven"},
    {"PyRef x(MAKE()); if (!x) return; PyRef *p = &x; IMMORTAL(p->get());",
     "proven"},
    {"PyRef x(MAKE()); PyRef y(n ? MAKE() : nullptr); if (!x) return; x = "
     "std::move(y); if (x) IMMORTAL(x.get());",
     "proven"},
    {"for (int i = 0; i < n; i++) { PyRef x(MAKE()); if (!x) return; "
     "IMMORTAL(x.get()); }",
     "proven"},
};

// The comparison of a std::unique_ptr with nullptr is a function.
const Case Compared[] = {
    {"Unique x(MAKE()); if (x == nullptr) return; IMMORTAL(x.get());",
     "proven"},
    {"Unique x(MAKE()); if (x != nullptr) IMMORTAL(x.get());", "proven"},
    {"Unique x(MAKE()); if (nullptr == x) return; IMMORTAL(x.get());",
     "proven"},
    {"Unique x(MAKE()); if (nullptr != x) IMMORTAL(x.get());", "proven"},
    {"Unique x(MAKE()); if (nullptr == x) IMMORTAL(x.get());", "unknown: null"},
    {"Unique x(MAKE()); if (nullptr != x) return; IMMORTAL(x.get());",
     "unknown: null"},
    {"Unique x(MAKE()); if (x != nullptr) return; IMMORTAL(x.get());",
     "unknown: null"},
    {"Unique x(MAKE()); if (x == nullptr) IMMORTAL(x.get());", "unknown: null"},
    {"Unique x(MAKE()), y(MAKE()); if (y == nullptr) return; "
     "IMMORTAL(x.get());",
     "unknown: null"},
};

// A deleter that is a function pointer gets what was held before.
const Case Deleters[] = {
    {"std::unique_ptr<PyObject, void (*)(PyObject *)> x(MAKE(), Py_DecRef); if "
     "(!x) return; IMMORTAL(x.get());",
     "proven"},
    {"std::unique_ptr<PyObject, void (*)(PyObject *)> x(MAKE(), Py_DecRef); if "
     "(!x) return; x.reset(MAKE()); if (!x) return; IMMORTAL(x.get());",
     "proven"},
    {"std::unique_ptr<PyObject, void (*)(PyObject *)> x(MAKE(), Py_DecRef); if "
     "(!x) return; PyObject *p = x.get(); x.reset(MAKE()); IMMORTAL(p);",
     "unknown: unknown"},
};

const Case Refused[] = {
    {"PyRef x(MAKE()); if (!x) return; PyRef y = x; IMMORTAL(x.get());",
     "never: not-unique"},
    {"Swapped x(MAKE()); if (!x.get()) return; Swapped y; y = x; "
     "IMMORTAL(x.get());",
     "never: not-unique"},
    {"PyRef x(MAKE()); if (!x) return; PyRef y; y = x; IMMORTAL(x.get());",
     "never: not-unique"},
    {"PyObject *p = MAKE(); if (!p) return; Holder x(p); IMMORTAL(x.get());",
     "never: not-unique"},
    {"PyObject *p = MAKE(); if (!p) return; Holder x(p); Holder y("
     "std::move(x)); IMMORTAL(y.get());",
     "never: not-unique"},
    {"PyObject *p = MAKE(); if (!p) return; auto x = PyRef::borrow(p); "
     "IMMORTAL(p);",
     "never: not-unique"},
    {"PyRef x(MAKE()); if (!x) return; PyList_Append(arg, x.get()); "
     "IMMORTAL(x.get());",
     "never: not-unique"},
    {"PyRef x(MAKE()); if (!x) return; Py_INCREF(x.get()); "
     "IMMORTAL(x.get());",
     "never: not-unique"},
    {"PyRef x(MAKE()); if (!x) return; PyList_SetItem(arg, 0, x.release()); "
     "IMMORTAL(x.get());",
     "unknown: null"},
    {"PyObject *p = MAKE(); if (!p) return; { PyRef x(p); } IMMORTAL(p);",
     "never: released"},
    {"PyObject *p = MAKE(); if (!p) return; { auto x = ({ PyRef{p}; }); } "
     "IMMORTAL(p);",
     "never: released"},
    {"PyObject *p = MAKE(); if (!p) return; { Unique x(p); } IMMORTAL(p);",
     "never: released"},
    {"PyObject *p = MAKE(); if (!p) return; { Guard g{p}; } IMMORTAL(p);",
     "never: released"},
    {"PyObject *p = PyRef(MAKE()).get(); if (!p) return; IMMORTAL(p);",
     "never: released"},
    {"PyRef x(MAKE()); PyObject *p = x.get(); if (!p) return; x.reset(); "
     "IMMORTAL(p);",
     "never: released"},
    {"PyRef x(PyUnicode_FromString(\"a\")); if (!x) return; "
     "IMMORTAL(x.get());",
     "never: str"},
};

TEST_P(OwnersTest, OfAFreshObjectProveIt) { check(Fresh); }
TEST_P(OwnersTest, AreComparedWithNull) { check(Compared); }
TEST_P(OwnersTest, WithFunctionsAsDeleters) { check(Deleters); }
TEST_P(OwnersTest, WithAnotherReferenceAreRefused) { check(Refused); }

INSTANTIATE_TEST_SUITE_P(Pythons, OwnersTest, pythonsForOwners(), nameOfPython);

} // namespace
