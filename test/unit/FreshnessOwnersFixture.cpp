// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "FreshnessOwnersFixture.h"

namespace immortal::freshness::testing {

// What projects write themselves, each in a style of its own.
static const char *const Classes = R"cc(
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

void OwnersTest::check(llvm::ArrayRef<Case> Cases) {
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
    EXPECT_EQ(verdicts(*AST, Judge, "f" + std::to_string(Number++)), C.Expected)
        << C.Body;
}

} // namespace immortal::freshness::testing
