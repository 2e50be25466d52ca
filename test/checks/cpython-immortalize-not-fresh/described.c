// RUN: rm -rf %t && split-file %s %t
// RUN: %tidy_case %t/main.c cpython-immortalize-not-fresh -compile-with=none -config='{CheckOptions: {ModelFiles: "%t/model.yaml"}}'
// RUN: %tidy_case %t/main.c cpython-immortalize-not-fresh -std=c++17 -compile-with=none -config='{CheckOptions: {ModelFiles: "%t/model.yaml"}}'

// Functions of another file, of which an annotation or a model file says that
// they make an argument immortal: their callers answer for the object.

//--- model.yaml
functions:
  - name: freeze_second
    arguments:
      - {index: 1, effect: Immortalizes}
  - name: look_at
//--- main.c
#include <Python.h>

#ifdef __cplusplus
extern "C" {
#endif
int freeze_it(PyObject *op __attribute__((annotate("immortal::immortalizes"))));
int freeze_second(PyObject *module, PyObject *op);
int look_at(PyObject *op);
int unknown(PyObject *op);
int shared(PyObject *module);
int fresh(PyObject *module);
#ifdef __cplusplus
}
#endif

int shared(PyObject *module) {
  PyObject *list = PyList_New(0), *other = PyList_New(0);
  if (list == NULL || PyModule_AddObjectRef(module, "spam", list) < 0)
    return -1;
  if (other == NULL || PyModule_AddObjectRef(module, "eggs", other) < 0)
    return -1;
  freeze_it(list);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the object is not newly created and uniquely referenced here: another strong reference exists
  look_at(other);
  unknown(other);
  return freeze_second(module, other);
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: the object is not newly created and uniquely referenced here: another strong reference exists
}

int fresh(PyObject *module) {
  PyObject *list = PyList_New(0), *other = PyList_New(0);
  if (list == NULL || other == NULL)
    return -1;
  freeze_it(list);
  return freeze_second(module, other);
}
