#include <Python.h>

inline bool is_empty(PyObject *List) {
  if (List == nullptr)
    return true;
  // CHECK-MESSAGES: Inputs/guests.h:[[@LINE-2]]:23: warning: statement should be inside braces
  // CHECK-FIXES:   if (List == nullptr) {
  // CHECK-FIXES-NEXT:     return true;
  // CHECK-FIXES-NEXT: }
  return PyList_GET_SIZE(List) == 0;
}
