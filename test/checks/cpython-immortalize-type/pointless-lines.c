// RUN: %tidy_case %s cpython-immortalize-type

// Lines that go take nothing of the next line along, and neither does the one
// below the other.
#include <Python.h>
#include "py_immortal.h"

int freeze(int spam) {
  spam += 1;
  PyUnstable_SetImmortal(Py_None);
  (void)PyUnstable_SetImmortal(Py_True);
  spam += 2;
  return spam;
}
// CHECK-MESSAGES: :[[@LINE-5]]:3: warning: the object is immortal from the start
// CHECK-MESSAGES: :[[@LINE-5]]:9: warning: the object is immortal from the start
// CHECK-FIXES: int freeze(int spam) {
// CHECK-FIXES-NEXT:   spam += 1;
// CHECK-FIXES-NEXT:   spam += 2;
// CHECK-FIXES-NEXT:   return spam;
