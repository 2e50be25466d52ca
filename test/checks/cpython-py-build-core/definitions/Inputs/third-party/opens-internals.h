#define Py_BUILD_CORE 1
