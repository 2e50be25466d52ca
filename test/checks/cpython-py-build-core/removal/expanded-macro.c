// RUN: %tidy_case %s cpython-py-build-core -std=c17 -python=3.15

// The same macro, expanded with a struct of the file's own.
#define Py_BUILD_CORE 1
// CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'Py_BUILD_CORE' opens CPython's internals, and nothing here needs them; remove it [cpython-py-build-core]
#include <Python.h>
#include "internal/pycore_object.h"
// CHECK-NOTES: :[[@LINE-1]]:10: note: internal header
#define NEXT(node) ((node)->next)
// CHECK-FIXES-NOT: #define Py_BUILD_CORE 1
// CHECK-FIXES: #include <Python.h>
// CHECK-FIXES-NOT: #include "internal/pycore_object.h"
// CHECK-FIXES: #define NEXT(node) ((node)->next)

struct node {
  struct node *next;
};

void *next(struct node *node);
void *next(struct node *node) { return NEXT(node); }
