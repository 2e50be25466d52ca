/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
#include "py_immortal.h"

#ifdef __cplusplus
extern "C"
#else
extern
#endif
    int
    set_in_second_unit(PyObject *op);

int set_in_second_unit(PyObject *op) { return PyImmortal_Set(op); }
