// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "FreshnessFixture.h"

using namespace immortal::freshness;
using namespace immortal::freshness::testing;

namespace {

// What projects write themselves, each in a style of its own.
const char *const Classes = R"cc(
#include <memory>
#include <utility>

class PyRef {
public:
  PyRef() noexcept : p_(nullptr) {}
  explicit PyRef(PyObject *p) noexcept : p_(p) {}
  PyRef(const PyRef &o) noexcept : p_(o.p_) { Py_XINCREF(p_); }
  PyRef(PyRef &&o) noexcept : p_(o.p_) { o.p_ = nullptr; }
  ~PyRef() { Py_XDECREF(p_); }
  PyRef &operator=(const PyRef &o) {
    if (this != &o) {
      PyObject *old = p_;
      p_ = o.p_;
      Py_XINCREF(p_);
      Py_XDECREF(old);
    }
    return *this;
  }
  PyRef &operator=(PyRef &&o) noexcept {
    if (this == &o)
      return *this;
    PyObject *old = p_;
    p_ = o.p_;
    o.p_ = nullptr;
    Py_XDECREF(old);
    return *this;
  }
  static PyRef steal(PyObject *p) { return PyRef(p); }
  static PyRef borrow(PyObject *p) {
    Py_XINCREF(p);
    return PyRef(p);
  }
  PyObject *get() const { return p_; }
  PyObject *release() {
    PyObject *p = p_;
    p_ = nullptr;
    return p;
  }
  void reset(PyObject *p = nullptr) {
    PyObject *old = p_;
    p_ = p;
    Py_XDECREF(old);
  }
  void swap(PyRef &o) { std::swap(p_, o.p_); }
  operator PyObject *() const { return p_; }
  explicit operator bool() const { return p_ != nullptr; }
  PyObject **address() { return &p_; }
  PyObject *&reference() { return p_; }
  void publish() const { global = p_; }
  void opaque();

private:
  PyObject *p_;
};

// Takes a further reference.
class Holder {
public:
  Holder(PyObject *held) : held(held) { Py_INCREF(held); }
  Holder(Holder &&o) : held(std::exchange(o.held, nullptr)) {}
  ~Holder() { Py_CLEAR(held); }
  PyObject *get() { return this->held; }

private:
  PyObject *held = nullptr;
};

// A guard, whose member all may see.
struct Guard {
  PyObject *held;
  ~Guard() {
    if (held)
      Py_DECREF(held);
  }
};

class Derived : public PyRef {
public:
  using PyRef::PyRef;
  Derived(PyObject *p, int) : PyRef(p) {}
};

template <typename T> class Ref {
public:
  explicit Ref(T *p) : ptr(p) {}
  Ref(const Ref &) = delete;
  ~Ref() { Py_XDECREF(reinterpret_cast<PyObject *>(ptr)); }
  T *get() const { return ptr; }
  T *operator->() const { return ptr; }
  bool operator!() const { return !ptr; }

private:
  T *ptr;
};

// Its members are defined elsewhere.
class Hidden {
public:
  explicit Hidden(PyObject *p);
  ~Hidden();
  PyObject *get() const;

private:
  PyObject *p;
};

// Remembers itself.
class Registered {
public:
  explicit Registered(PyObject *p) : p(p) { use(this); }
  ~Registered() { Py_XDECREF(p); }
  PyObject *get() const { return p; }

private:
  PyObject *p;
};

// Remembers itself by another name.
class Known {
public:
  explicit Known(PyObject *p) : p(p) {
    Known *self = this;
    use(self);
  }
  ~Known() { Py_XDECREF(p); }
  PyObject *get() const { return p; }

private:
  PyObject *p;
};

// Copies and swaps.
class Swapped {
public:
  explicit Swapped(PyObject *p = nullptr) : p(p) {}
  Swapped(const Swapped &o) : p(o.p) { Py_XINCREF(p); }
  ~Swapped() { Py_XDECREF(p); }
  Swapped &operator=(Swapped o) {
    std::swap(p, o.p);
    return *this;
  }
  PyObject *get() const { return p; }

private:
  PyObject *p;
};

// Counts only if it is told so.
class Told {
public:
  Told(PyObject *p, bool counts) : p(p) {
    if (counts)
      Py_XINCREF(p);
  }
  ~Told() { Py_XDECREF(p); }
  PyObject *get() const { return p; }

private:
  PyObject *p;
};

// Gives back only while the interpreter lives.
class Late {
public:
  explicit Late(PyObject *p) : p(p) {}
  ~Late() {
    if (Py_IsInitialized())
      Py_XDECREF(p);
  }
  PyObject *get() const { return p; }

private:
  PyObject *p;
};

struct Decref {
  void operator()(PyObject *p) const { Py_DECREF(p); }
};
using Unique = std::unique_ptr<PyObject, Decref>;
static PyRef make_ref() {
  PyRef x(MAKE());
  return x;
}
static PyRef make_published(PyObject *list) {
  PyRef x(MAKE());
  PyList_Append(list, x.get());
  return x;
}
static PyObject *get_dangling() {
  PyRef x(MAKE());
  return x.get();
}
static void sink(PyRef owner, PyObject *o) { owner.reset(o); }
void other_code(const PyRef &);
void other_code(const Unique &);
void take_over(PyRef);
)cc";

/// The body of a function, and what is said about the calls in it.
class OwnersTest : public FreshnessTest {
protected:
  void check(llvm::ArrayRef<Case> Cases) {
    std::string Code = Classes;
    unsigned Number = 0;
    for (const Case &C : Cases)
      Code += "void f" + std::to_string(Number++) + "(PyObject *arg, int n) {" +
              C.Body + "\n}\n";
    const auto AST = parseWithDeclarations(Code);
    if (!AST)
      GTEST_SKIP() << "no headers of Python " << std::get<0>(GetParam());
    Analysis Judge(AST->getASTContext(), Options());
    Number = 0;
    for (const Case &C : Cases)
      EXPECT_EQ(verdicts(*AST, Judge, "f" + std::to_string(Number++)),
                C.Expected)
          << C.Body;
  }
};

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
};

TEST_P(OwnersTest, OfAFreshObjectProveIt) { check(Fresh); }
TEST_P(OwnersTest, WithAnotherReferenceAreRefused) { check(Refused); }
TEST_P(OwnersTest, OfWhichAnythingIsHiddenEndInUnknown) { check(Unknowns); }

INSTANTIATE_TEST_SUITE_P(Pythons, OwnersTest,
                         ::testing::Combine(::testing::Values("3.12", "3.14",
                                                              "3.15", "3.15t"),
                                            ::testing::Values(Language::CXX)),
                         nameOfPython);

} // namespace
