/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* The module around the generated probes. */

static PyObject *untracked(void) {
  PyObject *List = PyList_New(0);
  PyObject_GC_UnTrack(List);
  return List;
}

/* Types of uninitialised instances: nothing but a header to free. */
static void free_plain(PyObject *Object) {
  PyTypeObject *Type = Py_TYPE(Object);
  PyObject_Free(Object);
  Py_DECREF(Type);
}
static void free_collected(PyObject *Object) {
  PyTypeObject *Type = Py_TYPE(Object);
  PyObject_GC_Del(Object);
  Py_DECREF(Type);
}
static int traverse(PyObject *Object, visitproc visit, void *arg) { return 0; }
static PyType_Slot PlainSlots[] = {{Py_tp_dealloc, free_plain}, {0, NULL}};
static PyType_Spec PlainSpec = {"probe.Plain", sizeof(PyVarObject), 0,
                                Py_TPFLAGS_DEFAULT, PlainSlots};
static PyType_Slot GCSlots[] = {
    {Py_tp_dealloc, free_collected}, {Py_tp_traverse, traverse}, {0, NULL}};
static PyType_Spec GCSpec = {"probe.Collected", sizeof(PyVarObject), 0,
                             Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, GCSlots};

/* Objects that only C can make, for the factories. */
static PyObject *make(PyObject *Self, PyObject *Argument) {
  const char *Name = PyUnicode_AsUTF8(Argument);
#define MAKE(What, Call)                                                       \
  if (!strcmp(Name, What))                                                     \
  return Call
  MAKE("newtuple", PyTuple_New(2));
  MAKE("newlist", PyList_New(2));
  MAKE("newcell", PyCell_New(NULL));
  MAKE("newbytes", PyBytes_FromStringAndSize(NULL, 8));
  MAKE("cell", PyCell_New(K));
  MAKE("structtype", (PyObject *)PyStructSequence_NewType(&StructDescription));
  MAKE("capsule", PyCapsule_New(K, NULL, NULL));
  MAKE("named_capsule", PyCapsule_New(K, "name", destructor_of_capsule));
  MAKE("cfunction", PyCFunction_New(&MethodDef, NULL));
  MAKE("boundcfunction", PyCFunction_New(&MethodDef, K));
  MAKE("instancemethod", PyInstanceMethod_New(K));
  MAKE("plainmodule", PyModule_Create(&PlainDef));
  MAKE("defmodule", PyModule_FromDefAndSpec(&ModuleDef, Keep));
  MAKE("untracked", untracked());
  MAKE("plaintype", PyType_FromSpec(&PlainSpec));
  MAKE("gctype", PyType_FromSpec(&GCSpec));
  MAKE("context", PyContext_New());
  MAKE("contextvar", PyContextVar_New("name", NULL));
#undef MAKE
  return PyErr_Format(PyExc_KeyError, "no factory %s", Name);
}

static PyObject *structseq(PyObject *Self, PyObject *Type) {
  PyObject *Result = PyStructSequence_New((PyTypeObject *)Type);
  Py_INCREF(K);
  if (Result)
    PyStructSequence_SetItem(Result, 0, K);
  return Result;
}
static PyObject *newstruct(PyObject *Self, PyObject *Type) {
  return PyStructSequence_New((PyTypeObject *)Type);
}
static PyObject *heaptype(PyObject *Self, PyObject *Module) {
  return PyType_FromModuleAndSpec(Module, &Spec, NULL);
}

static PyObject *setup(PyObject *Self, PyObject *Args) {
  if (!PyArg_ParseTuple(Args, "OOOOi", &Factories, &K, &Exception, &Keep, &Out))
    return NULL;
  Py_INCREF(Factories);
  Py_INCREF(K);
  Py_INCREF(Exception);
  Py_INCREF(Keep);
  PyDateTime_IMPORT;
  Seven = PyLong_FromLong(7);
  Byte = PyBytes_FromString("a");
  Letter = PyUnicode_FromString("a");
  Sink = fopen("/dev/null", "w");
  PyThread_tss_create(&Key);
  OldKey = PyThread_create_key();
  PyBuffer_FillInfo(&View, NULL, Buffer, 4, 1, PyBUF_SIMPLE);
#if PY_VERSION_HEX >= 0x030E0000
  Writer = PyUnicodeWriter_Create(0);
#endif
  (void)I1, (void)S1, (void)S2, (void)S3, (void)S4, (void)Int32, (void)Int64;
  return none(NULL, NULL);
}

/* Runs the probe and writes its line; the line's start tells who crashed. */
static PyObject *probe(PyObject *Self, PyObject *Number) {
  const long Index = PyLong_AsLong(Number);
  memset(&Zeroed, 0, sizeof(Zeroed));
  memset(&ZeroedVar, 0, sizeof(ZeroedVar));
  dprintf(Out, "%ld", Index);
  Probes[Index]();
  dprintf(Out, "\n");
  if (PyErr_Occurred())
    return NULL;
  return none(NULL, NULL);
}

static PyMethodDef Methods[] = {{"make", make, METH_O, NULL},
                                {"structseq", structseq, METH_O, NULL},
                                {"newstruct", newstruct, METH_O, NULL},
                                {"heaptype", heaptype, METH_O, NULL},
                                {"setup", setup, METH_VARARGS, NULL},
                                {"probe", probe, METH_O, NULL},
                                {NULL, NULL, 0, NULL}};
static PyModuleDef Definition = {PyModuleDef_HEAD_INIT,
                                 "capi_probe",
                                 NULL,
                                 -1,
                                 Methods,
                                 NULL,
                                 NULL,
                                 NULL,
                                 NULL};

PyMODINIT_FUNC PyInit_capi_probe(void) { return PyModule_Create(&Definition); }
