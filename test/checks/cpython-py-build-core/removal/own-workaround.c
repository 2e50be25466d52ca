// RUN: %tidy_case %s cpython-py-build-core -std=c17 -python=3.15

// What the file asks for afterwards is not undefined for the headers' sake.
#include <Python.h>
#undef HAVE_STD_ATOMIC
#define Py_BUILD_CORE
// CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'Py_BUILD_CORE' opens CPython's internals, and nothing here needs them; remove it [cpython-py-build-core]
// CHECK-FIXES: #undef HAVE_STD_ATOMIC
// CHECK-FIXES-NOT: #define Py_BUILD_CORE
// CHECK-FIXES: #ifdef HAVE_STD_ATOMIC

#ifdef HAVE_STD_ATOMIC
#error "not on this compiler"
#endif

int one(void);
int one(void) { return 1; }
