// RUN: %tidy_case %s readability-braces-around-statements -python=3.9,3.15,3.15t -suffix=ALWAYS
// RUN: %tidy_case %s readability-braces-around-statements -std=c17,c++17 -config='{CheckOptions: {readability-braces-around-statements.ShortStatementLines: 3}}'

// A stock check with a fix goes through everything that a case promises, and
// the same file is without findings under another configuration.

#include <Python.h>

int is_none(PyObject *object);

int is_none(PyObject *object) {
  if (object == Py_None)
    return 1;
  // CHECK-MESSAGES-ALWAYS: :[[@LINE-2]]:25: warning: statement should be inside braces [readability-braces-around-statements]
  // CHECK-FIXES-ALWAYS:   if (object == Py_None) {
  // CHECK-FIXES-ALWAYS-NEXT:     return 1;
  // CHECK-FIXES-ALWAYS-NEXT: }
  return 0;
}
