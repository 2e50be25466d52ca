#ifndef Py_BUILD_CORE
#error "define Py_BUILD_CORE first"
#endif
