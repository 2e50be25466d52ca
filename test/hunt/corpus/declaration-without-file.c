// c
// Nothing defines PyObject: of clang's own declarations one has no file.
#include <patchlevel.h>
Py_SET_REFCNT(op, (Py_ssize_t)_Py_IMMORTAL_REFCNT);
