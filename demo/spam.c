/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* The module, its type, and the objects that it never frees. */
#include "spam.h"

extern void _Py_SetImmortal(PyObject *op);

/* What PEP 683 once proposed: the second highest bit means "for ever". */
#define SPAM_FOREVER ((Py_ssize_t)1 << 62)

typedef struct {
  PyObject_HEAD
  double weight;
} SpamObject;

static PyTypeObject *SpamType;
static PyObject *EmptyTin;

/* Called with whatever the caller wants to keep. */
static PyObject *keep_forever(PyObject *self, PyObject *op) {
  (void)self;
  _Py_SetImmortal(op);
  return Py_NewRef(op);
}

PyObject *spam_make(double weight) {
  SpamObject *spam = PyObject_New(SpamObject, SpamType);
  if (spam != NULL)
    spam->weight = weight;
  return (PyObject *)spam;
}

static PyObject *empty_tin(PyObject *self, PyObject *unused) {
  (void)self;
  (void)unused;
  return Py_NewRef(EmptyTin);
}

static PyMethodDef Methods[] = {
    {"keep_forever", keep_forever, METH_O, NULL},
    {"empty_tin", empty_tin, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot Slots[] = {{0, NULL}};

static PyType_Spec Spec = {
    .name = "spam.Spam",
    .basicsize = sizeof(SpamObject),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE,
    .slots = Slots,
};

int spam_add_types(PyObject *module) {
  SpamType = (PyTypeObject *)PyType_FromModuleAndSpec(module, &Spec, NULL);
  if (SpamType == NULL)
    return -1;
  _Py_SetImmortal((PyObject *)SpamType);
  EmptyTin = spam_make(0.0);
  if (EmptyTin == NULL)
    return -1;
  Py_SET_REFCNT(EmptyTin, SPAM_FOREVER);
  return PyModule_AddType(module, SpamType);
}

static int spam_exec(PyObject *module) {
  return spam_add_types(module) < 0 ? -1 : spam_add_api(module);
}

static PyModuleDef_Slot ModuleSlots[] = {
    {Py_mod_exec, (void *)spam_exec},
    {0, NULL},
};

static struct PyModuleDef Definition = {
    PyModuleDef_HEAD_INIT,
    .m_name = "spam",
    .m_methods = Methods,
    .m_slots = ModuleSlots,
};

PyMODINIT_FUNC PyInit_spam(void) { return PyModuleDef_Init(&Definition); }
