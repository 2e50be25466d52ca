/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* What the generated probes share. */

#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include <datetime.h>
#include "py_immortal.h"
#include <frameobject.h>
#include <marshal.h>
#include <stdio.h>
#include <structmember.h>

/* Factories makes objects by name; K is in every container that they make. */
static PyObject *Seven, *Byte, *Letter;
static PyObject *Factories, *K, *Exception, *Keep, *Holder;
static int Out;

static char Buffer[64] = "text";
static char *Text;
static wchar_t Wide[64];
static Py_UCS4 UCS4[64];
static Py_ssize_t S1, S2, S3, S4;
static int I1;
static int32_t Int32;
static int64_t Int64;
static uint32_t UInt32;
static uint64_t UInt64;
static void *Pointer;
static Py_hash_t Hash;
static Py_complex Complex = {1.0, 2.0};
static Py_buffer View, Temporary;
static Py_tss_t Key = Py_tss_NEEDS_INIT;
static int OldKey;
static FILE *Sink;
static PyObject Zeroed;
static PyVarObject ZeroedVar;
static char *Keywords[] = {"key", NULL};

_Py_IDENTIFIER(key);
_Py_IDENTIFIER(append);

#if PY_VERSION_HEX >= 0x030D0000
#define LONG_WITH_EXCEPTIONS , 1
#else
#define LONG_WITH_EXCEPTIONS
#endif
#ifdef Py_GIL_DISABLED
static PyCriticalSection Section;
static PyCriticalSection2 Section2;
#define SECTION &Section
#define SECTION2 &Section2
#define SETTLE() (PyGC_Enable(), PyGC_Collect(), PyGC_Disable())
#else
#define SECTION NULL
#define SECTION2 NULL
#define SETTLE() (void)0
#endif
#if PY_VERSION_HEX >= 0x030E0000
static PyUnicodeWriter *Writer;
static PyLongWriter *writer_of_7(void) {
  void *Digits;
  PyLongWriter *W = PyLongWriter_Create(0, 1, &Digits);
  *(uint32_t *)Digits = 7;
  return W;
}
#endif
#if PY_VERSION_HEX >= 0x030F0000
static PyBytesWriter *BytesWriter;
static PySlot Slots[] = {PySlot_STATIC_DATA(Py_tp_name, "probe.FromSlots"),
                         PySlot_END};
#endif

static PyObject *none(PyObject *Self, PyObject *Ignored) {
  Py_INCREF(Py_None);
  return Py_None;
}
static PyObject *none_method(PyObject *Self, PyTypeObject *Defining,
                             PyObject *const *Args, Py_ssize_t Count,
                             PyObject *Names) {
  return none(Self, NULL);
}
static PyMethodDef MethodDef = {"method", none, METH_NOARGS, NULL};
static PyMethodDef CMethodDef = {"method", (PyCFunction)(void *)none_method,
                                 METH_METHOD | METH_FASTCALL | METH_KEYWORDS,
                                 NULL};
static PyMethodDef NoMethods[] = {{NULL, NULL, 0, NULL}};
static PyObject *get_none(PyObject *Self, void *Closure) {
  return none(Self, NULL);
}
static PyGetSetDef GetSetDef = {"getset", get_none, NULL, NULL, NULL};
static PyMemberDef MemberDef = {"member", T_OBJECT, 0, 0, NULL};
static struct wrapperbase WrapperBase = {"__wrapper__", 0, NULL, NULL,
                                         NULL,          0, NULL};
static PyModuleDef PlainDef = {PyModuleDef_HEAD_INIT,
                               "plain",
                               NULL,
                               -1,
                               NoMethods,
                               NULL,
                               NULL,
                               NULL,
                               NULL};
static PyModuleDef_Slot NoSlots[] = {{0, NULL}};
static PyModuleDef ModuleDef = {PyModuleDef_HEAD_INIT,
                                "probe_def",
                                NULL,
                                8,
                                NoMethods,
                                NoSlots,
                                NULL,
                                NULL,
                                NULL};
static PyType_Slot TypeSlots[] = {{0, NULL}};
static PyType_Spec Spec = {"probe.FromSpec", 0, 0,
                           Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, TypeSlots};
static PyStructSequence_Field Fields[] = {{"field", NULL}, {NULL, NULL}};
static PyStructSequence_Desc StructDescription = {"probe.struct", NULL, Fields,
                                                  1};
static void destructor_of_capsule(PyObject *Capsule) {}
#define destructor destructor_of_capsule
static int no_trace(PyObject *Object, PyFrameObject *Frame, int What,
                    PyObject *Argument) {
  return 0;
}
static PyObject *no_vectorcall(PyObject *Callable, PyObject *const *Args,
                               size_t Count, PyObject *Names) {
  return none(Callable, NULL);
}
static int no_visit(PyObject *Object, void *Argument) { return 0; }

static PyObject *mk(const char *Name) {
  PyObject *Made =
      PyObject_CallObject(PyDict_GetItemString(Factories, Name), NULL);
  if (!Made) {
    PyErr_Print();
    fprintf(stderr, "the factory %s failed\n", Name);
    exit(3);
  }
  return Made;
}

static void say(const char *What, long long Value) {
  dprintf(Out, " %s=%lld", What, Value);
}

static void say_result(PyObject *Result) {
  say("count", (long long)Py_REFCNT(Result));
  say("immortal", PyImmortal_Is(Result));
  say("isK", Result == K);
}

#define IDENTITY(Object) (Object)
static PyObject *convert(void *Object) { return Py_BuildValue("O", Object); }
static int convert_from(PyObject *Object, void *Address) { return 1; }
/* The address of a NULL, so that "es" allocates. */
static char **no_text(void) {
  static char *Text;
  Text = NULL;
  return &Text;
}
static Py_ssize_t *zero(void) {
  static Py_ssize_t Position;
  Position = 0;
  return &Position;
}
static Py_hash_t keyhash(void) {
  PyObject *Text = PyUnicode_FromString("key");
  Py_hash_t Result = PyObject_Hash(Text);
  Py_DECREF(Text);
  return Result;
}
static long long weak_references(PyObject *Object) {
  PyObject *Module = PyImport_ImportModule("weakref");
  PyObject *Count = PyObject_CallMethod(Module, "getweakrefcount", "O", Object);
  long long Result = PyLong_AsLongLong(Count);
  Py_DECREF(Count);
  Py_DECREF(Module);
  return Result;
}
#if PY_VERSION_HEX >= 0x030C0000
static int watch_dict(PyDict_WatchEvent Event, PyObject *Dict, PyObject *Key,
                      PyObject *Value) {
  return 0;
}
static int watcher(void) {
  static int Watcher = -1;
  if (Watcher < 0)
    Watcher = PyDict_AddWatcher(watch_dict);
  return Watcher;
}
static int watch_type(PyTypeObject *Type) { return 0; }
static int type_watcher(void) {
  static int Watcher = -1;
  if (Watcher < 0)
    Watcher = PyType_AddWatcher(watch_type);
  return Watcher;
}
static Py_ssize_t extra_index(void) {
  static Py_ssize_t Index = -1;
  if (Index < 0)
    Index = PyUnstable_Eval_RequestCodeExtraIndex(NULL);
  return Index;
}
#endif
