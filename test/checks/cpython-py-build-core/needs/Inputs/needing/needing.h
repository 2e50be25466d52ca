#include <Python.h>
#include "internal/pycore_runtime.h"
static inline void *runtime(void) { return &_PyRuntime; }
