/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Every name of py_immortal.h in use, with pythoncapi_compat.h before it, after
 * it, or not at all.
 */
#include <Python.h>

#ifdef COMPAT_FIRST
#include "pythoncapi_compat.h"
#endif
#include "py_immortal.h"
#ifdef COMPAT_LAST
#include "pythoncapi_compat.h"
#endif

#ifdef __cplusplus
#define LINKAGE extern "C"
#else
#define LINKAGE extern
#endif

LINKAGE int set(PyObject *op);
LINKAGE int set_by_public_name(PyObject *op);
LINKAGE int (*address_of_set(void))(PyObject *);
LINKAGE const char *say(PyObject *op);

int set(PyObject *op) { return PyImmortal_Set(op); }

int set_by_public_name(PyObject *op) { return PyUnstable_SetImmortal(op); }

int (*address_of_set(void))(PyObject *) { return PyUnstable_SetImmortal; }

const char *say(PyObject *op) {
  return PyImmortal_Is(op) ? "immortal"
                           : PyImmortal_Describe(PyImmortal_Try(op));
}
