// RUN: %tidy_case %s cpython-internal-immortalization -python=3.12,3.15

// A static object may be initialized with a bare number: no name of CPython's
// stands in the file.
#include <Python.h>

namespace spam {
struct Spam {
  PyObject_HEAD
  long eggs;
};

static Spam endless[] = {{{{999999999}, nullptr}, 0}, {{{1}, nullptr}, 1}};
// CHECK-MESSAGES: :[[@LINE-1]]:29: warning: setting a reference count by 'ob_refcnt{{.*}}' is a private way to immortalize: 0x3b9ac9ff is mortal on 3.12 and later; use 'PyObject_HEAD_INIT', which is immortal from 3.13 on
static Spam counted = {{{1}, nullptr}, 999999999};
static long numbers[] = {999999999, 0xffffffff};
} // namespace spam

long sum() { return spam::endless[0].eggs + spam::counted.eggs + spam::numbers[0]; }
