// RUN: %tidy_case %s cpython-py-build-core -std=c17 -python=3.15,3.15t -compile-with=3.15+

// The recommended check of the ABI makes a module that was built under the macro
// fit exactly one release.
#define Py_BUILD_CORE 1
// CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'Py_BUILD_CORE' opens CPython's internals, and nothing here needs them; remove it
// CHECK-FIXES-NOT: #define Py_BUILD_CORE 1
#include <Python.h>
// CHECK-FIXES: #include <Python.h>

PyABIInfo_VAR(abi_info);
// CHECK-NOTES: :[[@LINE-1]]:1: note: under 'Py_BUILD_CORE', 'PyABIInfo_VAR' ties the module to one micro release: every other one refuses to import it

static PyModuleDef_Slot slots[] = {
    {Py_mod_abi, &abi_info},
    {0, NULL},
};

static PyModuleDef module = {
    PyModuleDef_HEAD_INIT,
    .m_name = "example",
    .m_slots = slots,
};

PyMODINIT_FUNC PyInit_example(void) { return PyModuleDef_Init(&module); }
