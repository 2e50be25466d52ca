/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * What a sanitizer must find: an object is used after its only reference is
 * gone.
 */
#include <Python.h>

static PyModuleDef definition = {PyModuleDef_HEAD_INIT,
                                 "use_after_free",
                                 NULL,
                                 0,
                                 NULL,
                                 NULL,
                                 NULL,
                                 NULL,
                                 NULL};

PyMODINIT_FUNC PyInit_use_after_free(void) {
  PyObject *op = PyBytes_FromString("a bytes object");
  Py_DECREF(op);
  return Py_REFCNT(op) == 1234 ? NULL : PyModule_Create(&definition);
}
