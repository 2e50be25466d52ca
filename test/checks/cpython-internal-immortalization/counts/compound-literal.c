// RUN: %tidy_case %s cpython-internal-immortalization -python=3.12,3.15

// A compound literal is a static object, too.
#include <Python.h>

typedef struct {
  PyObject_HEAD
  long eggs;
} Spam;

static Spam *endless = &(Spam){{{999999999}, NULL}, 0};
// CHECK-MESSAGES: :[[@LINE-1]]:34: warning: setting a reference count by 'ob_refcnt{{.*}}' is a private way to immortalize
static Spam *counted = &(Spam){{{1}, NULL}, 999999999};

long sum(void) { return endless->eggs + counted->eggs; }
