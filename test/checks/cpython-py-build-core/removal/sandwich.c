// RUN: %tidy_case %s cpython-py-build-core -std=c17 -python=3.13,3.15

// The #undef goes too, and so does what is undefined for the headers' sake.
#include <Python.h>
#undef _PyGC_FINALIZED
#undef HAVE_STD_ATOMIC
#undef PY_MINE
#define Py_BUILD_CORE
// CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'Py_BUILD_CORE' opens CPython's internals, and nothing here needs them; remove it [cpython-py-build-core]
#include <internal/pycore_gc.h>
#undef Py_BUILD_CORE
// CHECK-FIXES: #include <Python.h>
// CHECK-FIXES-NEXT: #undef PY_MINE

#ifdef Py_BUILD_CORE
#undef Py_BUILD_CORE
#endif
#define Py_BUILD_CORE
#include <internal/pycore_object.h>
#undef Py_BUILD_CORE
#define PY_MINE 1
// CHECK-FIXES-NOT: #ifdef Py_BUILD_CORE
// CHECK-FIXES-NOT: #undef Py_BUILD_CORE
// CHECK-FIXES-NOT: #include <internal/pycore_object.h>
// CHECK-FIXES: #define PY_MINE 1

int mine(void);
int mine(void) { return PY_MINE; }
