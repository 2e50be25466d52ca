// RUN: %tidy_case %s readability-braces-around-statements -compile-with=3.12+ -python=3.13,3.15 -header=Inputs/guests.h -- -DGUESTS=2

// Headers below Inputs/ come along and are fixed like the case itself; flags
// after -- reach every compiler.

#include <Python.h>
#include "Inputs/guests.h"

int guests(PyObject *List) {
  if (is_empty(List))
    return GUESTS;
  // CHECK-MESSAGES: :[[@LINE-2]]:22: warning: statement should be inside braces
  // CHECK-FIXES:   if (is_empty(List)) {
  // CHECK-FIXES-NEXT:     return GUESTS;
  // CHECK-FIXES-NEXT: }
  return 0;
}
