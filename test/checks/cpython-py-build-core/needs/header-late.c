// RUN: %tidy_case %s cpython-py-build-core -std=c17 -python=3.15 -compile-with=none -- -I Inputs/needing

// As header-first.c, behind a preamble that knows nothing of it.
#include <stddef.h>
typedef int first;
#define Py_BUILD_CORE 1
// CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'Py_BUILD_CORE' opens CPython's internals; replace what needs them, then remove it
#include "needing.h"
first use(void);
first use(void) { return runtime() != 0; }
