// RUN: %tidy_case %s cpython-internal-immortalization -std=c++11,c++23 -python=3.13
// RUN: %tidy_case %s cpython-internal-immortalization -std=c++17 -python=3.15

// Objects of C++ classes that derive from PyObject, and templates of them.
#include <Python.h>
#include <climits>

struct Spam : PyObject {
  int eggs;
};
struct Eggs : Spam {
  void keep() {
    ob_refcnt = UINT_MAX;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: setting a reference count by 'ob_refcnt' is a private way to immortalize: 0xffffffff is immortal
    this->ob_refcnt = UINT_MAX;
    // CHECK-MESSAGES: :[[@LINE-1]]:11: warning: setting a reference count by 'ob_refcnt'
  }
};

void keep(Spam *spam, Eggs &eggs) {
  spam->ob_refcnt = UINT_MAX;
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: setting a reference count by 'ob_refcnt'
  eggs.PyObject::ob_refcnt = UINT_MAX;
  // CHECK-MESSAGES: :[[@LINE-1]]:18: warning: setting a reference count by 'ob_refcnt'
  Py_SET_REFCNT(spam, UINT_MAX);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: setting a reference count by 'Py_SET_REFCNT'
  reinterpret_cast<PyObject *>(spam)->ob_refcnt = UINT_MAX;
  // CHECK-MESSAGES: :[[@LINE-1]]:39: warning: setting a reference count by 'ob_refcnt'
}

template <typename T> void keepAs(T *op) {
  op->ob_refcnt = UINT_MAX;
  // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: setting a reference count by 'ob_refcnt'
}

struct Own {
  unsigned ob_refcnt;
};
template <typename T> void countAs(T *op) { op->ob_refcnt = UINT_MAX - 1; }

void use(Spam *spam, Eggs *eggs, Own *own) {
  keepAs(spam);
  keepAs(eggs);
  countAs(own);
  own->ob_refcnt = UINT_MAX;
}
