// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "FreshnessOwnersFixture.h"

using namespace immortal::freshness;
using namespace immortal::freshness::testing;

namespace {

class OwnerDoubts : public OwnersTest {};

const Case Unknowns[] = {
    {"PyRef x(MAKE()); IMMORTAL(x.get());", "unknown: null"},
    {"PyRef x(MAKE()); if (!x) return; PyObject **a = x.address(); "
     "Py_INCREF(*a); IMMORTAL(x.get());",
     "unknown: unknown"},
    {"PyRef x = make_published(arg); if (!x) return; IMMORTAL(x.get());",
     "unknown: unknown"},
    {"Known x(MAKE()); if (!x.get()) return; use(nullptr); IMMORTAL(x.get());",
     "unknown: unknown"},
    {"Told x(MAKE(), false); if (!x.get()) return; IMMORTAL(x.get());",
     "unknown: unknown"},
    {"PyObject *p = MAKE(); if (!p) return; { Late x(p); } IMMORTAL(p);",
     "unknown: unknown"},
    {"PyObject *p = MAKE(); if (!p) return; const PyRef &r = n ? PyRef(p) : "
     "PyRef(); Py_INCREF(r.get()); IMMORTAL(p);",
     "unknown: unknown"},
    {"PyObject *p = MAKE(); if (!p) return; std::pair<PyRef, int> both(PyRef("
     "p), 1); IMMORTAL(p);",
     "unknown: unknown"},
    {"struct Pair { PyRef a; int b; }; PyObject *p = MAKE(); if (!p) return; { "
     "Pair x{PyRef(p), 1}; } IMMORTAL(p);",
     "unknown: unknown"},
    {"PyObject *p = MAKE(); if (!p) return; { PyRef all[] = {PyRef(p), "
     "PyRef()}; } IMMORTAL(p);",
     "unknown: unknown"},
    {"PyObject *p = MAKE(); if (!p) return; auto owner = "
     "std::make_unique<PyRef>(p); IMMORTAL(p);",
     "unknown: unknown"},
    {"PyRef x(MAKE()); if (!x) return; PyRef &r = n ? x : x; r = PyRef(arg); "
     "IMMORTAL(x.get());",
     "unknown: unknown"},
    {"PyRef x(MAKE()); if (!x) return; reinterpret_cast<PyObject *&>(x) = arg; "
     "IMMORTAL(x.get());",
     "unknown: parameter"},
    {"PyObject *p = get_dangling(); if (!p) return; IMMORTAL(p);",
     "unknown: unknown"},
    {"PyObject *p = MAKE(); if (!p) return; sink(PyRef(), p); IMMORTAL(p);",
     "unknown: unknown"},
    {"PyRef x(MAKE()); if (!x) return; x.reference() = arg; "
     "IMMORTAL(x.get());",
     "unknown: unknown"},
    {"PyRef x(MAKE()); if (!x) return; PyRef *p = &x; p->opaque(); "
     "IMMORTAL(x.get());",
     "unknown: unknown"},
    {"Guard g{MAKE()}; if (!g.held) return; g.held = arg; IMMORTAL(g.held);",
     "unknown: parameter"},
    {"PyObject *p = MAKE(); if (!p) return; try { PyRef y(p); use(nullptr); "
     "y.release(); } catch (...) {} IMMORTAL(p);",
     "unknown: unknown"},
    {"PyRef x(MAKE()); if (!x) return; x.opaque(); IMMORTAL(x.get());",
     "unknown: unknown"},
    {"PyRef x(MAKE()); if (!x) return; x.publish(); use(nullptr); "
     "IMMORTAL(x.get());",
     "unknown: unknown"},
    {"PyRef x(MAKE()); if (!x) return; other_code(x); IMMORTAL(x.get());",
     "unknown: unknown"},
    {"PyObject *p = MAKE(); if (!p) return; take_over(PyRef(p)); IMMORTAL(p);",
     "unknown: unknown"},
    {"PyObject *p = MAKE(); if (!p) return; other_code(n ? PyRef(p) : "
     "PyRef()); IMMORTAL(p);",
     "unknown: released"},
    {"Hidden x(MAKE()); IMMORTAL(x.get());", "unknown: unknown"},
    {"Registered x(MAKE()); if (!x.get()) return; use(nullptr); "
     "IMMORTAL(x.get());",
     "unknown: unknown"},
    {"static PyRef x(MAKE()); if (!x) return; IMMORTAL(x.get());",
     "unknown: unknown"},
    {"PyRef x(MAKE()); if (!x) return; auto f = [&x] { x.reset(); }; f(); "
     "IMMORTAL(x.get());",
     "unknown: unknown"},
    {"PyRef x(MAKE()); if (!x) return; auto f = [x] { return x; }; "
     "IMMORTAL(x.get());",
     "unknown: unknown"},
    {"PyRef x(MAKE()); if (!x) return; auto *kept = new PyRef(x); use(kept); "
     "IMMORTAL(x.get());",
     "unknown: unknown"},
    {"PyRef all[] = {PyRef(MAKE()), PyRef(MAKE())}; for (PyRef &x : all) if "
     "(x) IMMORTAL(x.get());",
     "unknown: unknown"},
    {"PyRef x(n ? MAKE() : Py_NewRef(arg)); if (!x) return; "
     "IMMORTAL(x.get());",
     "unknown: parameter"},
    {"PyRef x(MAKE()); if (!x) return; x = x; IMMORTAL(x.get());",
     "unknown: unknown"},
    {"PyRef x(MAKE()); if (!x) return; (n ? x : x).reset(arg); "
     "IMMORTAL(x.get());",
     "unknown: unknown"},
    {"std::unique_ptr<PyObject, void (*)(PyObject *)> x(MAKE(), Py_DecRef); "
     "if (!x) return; PyObject *p = x.get(); x.reset(); IMMORTAL(p);",
     "unknown: unknown"},
    {"std::shared_ptr<PyObject> x(MAKE(), Decref()); if (!x) return; "
     "IMMORTAL(x.get());",
     "unknown: unknown"},
    {"PyRef x(MAKE()); if (!x) return; try { PyRef y = x; use(nullptr); "
     "y.reset(); } catch (...) {} IMMORTAL(x.get());",
     "unknown: unknown"},
    // What a deleter does that is a function pointer is not known.
    {"void (*keep)(PyObject *) = (void (*)(PyObject *))use; PyObject *p = "
     "MAKE(); if (!p) "
     "return; { std::unique_ptr<PyObject, void (*)(PyObject *)> x(p, keep); } "
     "IMMORTAL(p);",
     "unknown: unknown"},
    {"auto x = std::make_shared<Unique>(MAKE()); if (!*x) return; "
     "IMMORTAL(x->get());",
     "unknown: unknown"},
    {"std::shared_ptr<PyObject> x(MAKE(), Decref()), y = x; if (!x) return; "
     "y.reset(); IMMORTAL(x.get());",
     "unknown: unknown"},
};

TEST_P(OwnerDoubts, EndInUnknown) { check(Unknowns); }

INSTANTIATE_TEST_SUITE_P(Pythons, OwnerDoubts, pythonsForOwners(),
                         nameOfPython);

} // namespace
