// RUN: %tidy_case %s cpython-py-build-core -std=c++17 -python=3.13,3.15

// Names that an internal header happens to have, too: words that a list of the
// project's own hands to a macro, and operators that every type has. Used where
// the list is expanded, one counts there.
#define Py_BUILD_CORE 1
// CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'Py_BUILD_CORE' opens CPython's internals; replace what needs them
#include <Python.h>
#include "internal/pycore_ast.h"
// CHECK-NOTES: :[[@LINE-1]]:10: note: internal header

#define FOREACH_OPERATOR(V) V(Add) V(Sub)
#define FOREACH_CONTEXT(V) V(Load) V(Store)
// CHECK-NOTES: :[[@LINE-1]]:30: note: 'Load' is used here;
// CHECK-NOTES: :[[@LINE-2]]:38: note: 'Store' is used here;

#define DECLARE(name) k##name,
enum Kind { FOREACH_OPERATOR(DECLARE) };

#define VALUE(name) +name
int contexts() { return 0 FOREACH_CONTEXT(VALUE); }

template <typename T> struct Ref {
  T *ptr;
  bool operator==(const Ref &other) const { return ptr == other.ptr; }
};

bool same(Ref<int> a, Ref<int> b) { return a == b && kAdd != kSub; }
