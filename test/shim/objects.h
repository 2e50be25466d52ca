/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * The helpers behind the rows of objects.def. Each returns a new object; the
 * owners that some of them create live forever, like the objects.
 */
#ifndef IMMORTAL_TIDY_TEST_SHIM_OBJECTS_H
#define IMMORTAL_TIDY_TEST_SHIM_OBJECTS_H

#include <Python.h>
#include <string.h>

static char anchor[1];

/* Immortal: it never runs for those. */
static void capsule_destructor(PyObject *capsule) { (void)capsule; }

static PyObject *no_arguments(PyObject *self, PyObject *arguments) {
  (void)self;
  (void)arguments;
  Py_RETURN_NONE;
}

static PyMethodDef no_arguments_method = {"no_arguments", no_arguments,
                                          METH_NOARGS, NULL};

static PyObject *get_none(PyObject *self, void *closure) {
  (void)self;
  (void)closure;
  Py_RETURN_NONE;
}

static PyGetSetDef getset = {"attribute", get_none, NULL, NULL, NULL};

static PyModuleDef empty_module = {
    PyModuleDef_HEAD_INIT, "empty", NULL, 0, NULL, NULL, NULL, NULL, NULL};

static PyType_Slot no_slots[] = {{0, NULL}};
static PyType_Spec bare_spec = {"shim.Bare", (int)sizeof(PyObject), 0,
                                Py_TPFLAGS_DEFAULT, no_slots};

static PyMethodDef two_methods[] = {{"a", no_arguments, METH_NOARGS, NULL},
                                    {"b", no_arguments, METH_NOARGS, NULL},
                                    {NULL, NULL, 0, NULL}};
static PyType_Slot method_slots[] = {{Py_tp_methods, two_methods}, {0, NULL}};
static PyType_Spec methods_spec = {"shim.Methods", (int)sizeof(PyObject), 0,
                                   Py_TPFLAGS_DEFAULT, method_slots};

static PyStructSequence_Field structseq_fields[] = {{"field", NULL},
                                                    {NULL, NULL}};
static PyStructSequence_Desc structseq_desc = {"shim.Sequence", NULL,
                                               structseq_fields, 1};

static PyObject *new_capsule(void) {
  return PyCapsule_New(anchor, "shim", NULL);
}

static PyObject *incref(PyObject *op) {
  Py_INCREF(op);
  return op;
}

static PyObject *incref_decref(PyObject *op) {
  Py_INCREF(op);
  Py_DECREF(op);
  return op;
}

static PyObject *list_of_none(void) {
  PyObject *list = PyList_New(1);
  Py_INCREF(Py_None);
  PyList_SET_ITEM(list, 0, Py_None);
  return list;
}

static PyObject *new_dict_proxy(void) { return PyDictProxy_New(PyDict_New()); }

/* Runs a statement that binds `made`. */
static PyObject *made_by(const char *statement) {
  PyObject *globals = PyDict_New();
  PyObject *result;
  PyDict_SetItemString(globals, "__builtins__", PyEval_GetBuiltins());
  Py_XDECREF(PyRun_String(statement, Py_file_input, globals, globals));
  result = PyDict_GetItemString(globals, "made");
  Py_XINCREF(result);
  PyDict_DelItemString(globals, "made");
  return result;
}

static PyObject *new_instance(void) {
  return made_by("class C: pass\nmade = C()");
}

static PyObject *new_str_subclass_instance(void) {
  return made_by("class S(str): pass\nmade = S('text')");
}

/* An object can be made immortal once; each question takes the next one. */
enum { STATICS = 4 };

static PyTypeObject static_types[STATICS];

static PyObject *ready_static_type(void) {
  static const PyTypeObject initial = {PyVarObject_HEAD_INIT(NULL, 0)};
  static int next;
  PyTypeObject *type = &static_types[next++];
  memcpy(type, &initial, sizeof initial);
  type->tp_name = "shim.Static";
  type->tp_basicsize = (Py_ssize_t)sizeof(PyObject);
  type->tp_flags = Py_TPFLAGS_DEFAULT;
  return PyType_Ready(type) < 0 ? NULL : (PyObject *)type;
}

/* As if PyObject_HEAD_INIT had initialized it in place. */
static PyObject *head_init_static(void) {
  static const PyObject initial[] = {PyObject_HEAD_INIT(&PyBaseObject_Type)};
  static PyObject objects[STATICS];
  static int next;
  PyObject *op = &objects[next++];
  memcpy(op, initial, sizeof initial);
  return op;
}

static PyObject *initialized_static(void) {
  static PyObject objects[STATICS];
  static int next;
  return PyObject_Init(&objects[next++], &PyBaseObject_Type);
}

static PyObject *zeroed_static(void) {
  static PyObject objects[STATICS];
  static int next;
  PyObject *op = &objects[next++];
#if PY_VERSION_HEX >= 0x03090000
  Py_SET_TYPE(op, &PyBaseObject_Type);
#else
  Py_TYPE(op) = &PyBaseObject_Type;
#endif
  return op;
}

static PyObject *added_to_module(void) {
  PyObject *op = new_capsule();
  PyObject *module = PyModule_New("keeper");
  Py_INCREF(op);
  return PyModule_AddObject(module, "capsule", op) < 0 ? NULL : op;
}

static PyObject *stored_in_dict(void) {
  PyObject *op = new_capsule();
  return PyDict_SetItemString(PyDict_New(), "key", op) < 0 ? NULL : op;
}

static PyObject *appended_to_list(void) {
  PyObject *op = new_capsule();
  return PyList_Append(PyList_New(0), op) < 0 ? NULL : op;
}

static PyObject *stolen_by_list(void) {
  PyObject *op = new_capsule();
  PyObject *list = PyList_New(1);
  PyList_SET_ITEM(list, 0, op);
  return op;
}

static PyObject *stolen_by_module(void) {
  PyObject *op = new_capsule();
  return PyModule_AddObject(PyModule_New("keeper"), "capsule", op) < 0 ? NULL
                                                                       : op;
}

/* A module that visits what its state refers to, as each one should. */
static int keeper_traverse(PyObject *module, visitproc visit, void *arg) {
  PyObject **state = (PyObject **)PyModule_GetState(module);
  Py_VISIT(*state);
  return 0;
}

static PyModuleDef keeper_definition = {PyModuleDef_HEAD_INIT, "keeper", NULL,
                                        sizeof(PyObject *),    NULL,     NULL,
                                        keeper_traverse,       NULL,     NULL};

static PyObject *kept_in_module_state(void) {
  PyObject *module = PyModule_Create(&keeper_definition);
  PyObject **state = (PyObject **)PyModule_GetState(module);
  *state = new_capsule();
  return *state;
}

static PyObject *borrowed_from_list(void) {
  PyObject *list = PyList_New(1);
  PyList_SET_ITEM(list, 0, new_capsule());
  return PyList_GetItem(list, 0);
}

static PyObject *borrowed_from_dict(void) {
  PyObject *op = new_capsule();
  PyObject *dict = PyDict_New();
  if (PyDict_SetItemString(dict, "key", op) < 0)
    return NULL;
  Py_DECREF(op);
  return PyDict_GetItemString(dict, "key");
}

static PyObject *dict_of_new_module(void) {
  return PyModule_GetDict(PyModule_New("keeper"));
}

static PyObject *item_of_list(void) {
  PyObject *list = PyList_New(1);
  PyObject *index = PyLong_FromLong(0);
  PyList_SET_ITEM(list, 0, new_capsule());
  return PyObject_GetItem(list, index);
}

static PyObject *weakly_referenced(void) {
  PyObject *op = new_instance();
  return PyWeakref_NewRef(op, NULL) ? op : NULL;
}

#endif
