#include <Python.h>

PyAPI_FUNC(void) _Py_SetImmortal(PyObject *op);

/* Ä and 🐍 are one and two UTF-16 code units before the call. */
static PyObject *make_registry(void *data) {
  PyObject *capsule = PyCapsule_New(data, "spam.registry", NULL);
  if (capsule == NULL)
    return NULL;
  /* Ä 🐍 */ _Py_SetImmortal(capsule);
  return capsule;
}

static PyObject *keep(PyObject *self, PyObject *op) {
  (void)self;
#if defined(Py_GIL_DISABLED) && PY_VERSION_HEX >= 0x030F0000
  PyUnstable_SetImmortal(op);
#endif
  return Py_NewRef(op);
}

static PyMethodDef methods[] = {{"keep", keep, METH_O, "</script><b>"},
                                {NULL, NULL, 0, NULL}};

static struct PyModuleDef module = {.m_name = "calls", .m_methods = methods};

PyMODINIT_FUNC PyInit_calls(void) {
  PyObject *made = PyModule_Create(&module);
  if (made == NULL)
    return NULL;
  PyObject *registry = make_registry(&module);
  if (PyModule_AddObjectRef(made, "registry", registry) < 0) {
    Py_XDECREF(registry);
    Py_DECREF(made);
    return NULL;
  }
  return made;
}
