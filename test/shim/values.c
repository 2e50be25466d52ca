/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Asks the calls of py_immortal.h about every row of objects.def, and looks at
 * the object before and after. Compiled as C and as C++.
 */
#include "py_immortal.h"

#include "objects.h"

#if PY_VERSION_HEX < 0x030C0000
#define SUPPORTED 0
#else
#define SUPPORTED 1
#endif

/* A cheap call that the public function would never survive counting wrong:
 * the idiom of CPython's own tests of immortality. */
enum { MANY_DECREFS = 10000 };

typedef struct {
  const char *name;
  PyImmortal_Result answer;
  const char *kind;
} Row;

#define ANSWER(Name) PREFIXED(Name)
#define PREFIXED(Name) PyImmortal_##Name
static const Row rows[] = {
#define OBJECT(Name, Answer, Kind, New) {Name, ANSWER(Answer), Kind},
#include "objects.def"
#undef OBJECT
};
enum { ROWS = sizeof rows / sizeof *rows };

static PyObject *make(int row) {
  int next = 0;
#define OBJECT(Name, Answer, Kind, New)                                        \
  if (row == next++)                                                           \
    return New;
#include "objects.def"
#undef OBJECT
  return NULL;
}

#if PY_IMMORTAL_LEVEL_ > 1
/* What full verification says about objects that the call accepts. */
static const char *const only_full[] = {
    "borrowed",  "module-dict",        "module",    "dict",
    "exception", "capsule-destructor", "generator", "container"};

/** The kind that the verification this file is compiled with reports. */
static const char *expected_kind(int row) {
  size_t i;
  if (!SUPPORTED)
    return "";
  for (i = 0; i < sizeof only_full / sizeof *only_full; ++i)
    if (PY_IMMORTAL_LEVEL_ == 2 && strcmp(rows[row].kind, only_full[i]) == 0)
      return "";
  return rows[row].kind;
}

static const char *reported;
static int reports;

static void collect(const PyImmortal_Violation *violation) {
  reported = violation->kind;
  ++reports;
}
#endif

/** What is counted and found while the rows are asked. */
typedef struct {
  PyObject *failures;
  const char *subject;
  long facts;
} Report;

static void expect(Report *report, const char *fact, long expected,
                   long found) {
  ++report->facts;
  if (expected != found) {
    PyObject *text =
        PyUnicode_FromFormat("%s: %s: expected %ld, found %ld", report->subject,
                             fact, expected, found);
    PyList_Append(report->failures, text);
    Py_DECREF(text);
  }
}

/** The calls since the last time were reported as the row says. */
static void expect_report(Report *report, int row) {
#if PY_IMMORTAL_LEVEL_ > 1
  const char *kind = expected_kind(row);
  ++report->facts;
  if (reports != (*kind != '\0') || (reports && strcmp(reported, kind) != 0)) {
    PyObject *text = PyUnicode_FromFormat(
        "%s: expected [%s], reported %d times, last [%s]", report->subject,
        kind, reports, reports ? reported : "");
    PyList_Append(report->failures, text);
    Py_DECREF(text);
  }
  reports = 0;
#else
  (void)report;
  (void)row;
#endif
}

/** Calls that are not asked about. */
static void forget_reports(void) {
#if PY_IMMORTAL_LEVEL_ > 1
  reports = 0;
#endif
}

static long count_of(PyObject *op) { return (long)Py_REFCNT(op); }

static int is_tracked(PyObject *op) {
#if PY_VERSION_HEX >= 0x03090000
  return PyObject_GC_IsTracked(op);
#else
  return PyObject_IS_GC(op) && _PyObject_GC_IS_TRACKED(op);
#endif
}

static void expect_immortal(Report *report, PyObject *op) {
  long count = count_of(op);
  int i;
  for (i = 0; i < MANY_DECREFS; ++i)
    Py_DECREF(op);
  expect(report, "count after many decrefs", count, count_of(op));
  for (i = 0; i < MANY_DECREFS; ++i)
    Py_INCREF(op);
  expect(report, "count after many increfs", count, count_of(op));
  expect(report, "PyImmortal_Is after them", 1, PyImmortal_Is(op));
}

/** The state that the answer says `op` is in now. */
static void expect_state(Report *report, PyObject *op, PyImmortal_Result answer,
                         int tracked, long count) {
  expect(report, "PyImmortal_Is", answer >= 0, PyImmortal_Is(op));
  expect(report, "tracked", answer == PyImmortal_MADE ? 0 : tracked,
         is_tracked(op));
  if (PyImmortal_Is(op))
    expect_immortal(report, op);
  else
    expect(report, "count", count, count_of(op));
}

static void ask(Report *report, int row) {
  const PyImmortal_Result answer =
      SUPPORTED ? rows[row].answer : PyImmortal_UNSUPPORTED;
  const PyImmortal_Result again =
      answer == PyImmortal_MADE ? PyImmortal_ALREADY : answer;
  PyObject *first = make(row), *second = make(row), *third = make(row);
  long counts[3];
  int tracked[3];
  report->subject = rows[row].name;
  if (!first || !second || !third) {
    expect(report, "could be made", 1, 0);
    return;
  }
  /* Some rows return the same object thrice. */
  counts[0] = count_of(first), tracked[0] = is_tracked(first);
  counts[1] = count_of(second), tracked[1] = is_tracked(second);
  counts[2] = count_of(third), tracked[2] = is_tracked(third);

  expect(report, "PyImmortal_Set", answer == PyImmortal_MADE,
         PyImmortal_Set(first));
  expect_report(report, row);
  expect_state(report, first, answer, tracked[0], counts[0]);
  expect(report, "PyImmortal_Set again", 0, PyImmortal_Set(first));
  forget_reports();

  expect(report, "PyImmortal_Try", answer, PyImmortal_Try(second));
  expect_report(report, row);
  expect_state(report, second, answer, tracked[1], counts[1]);
  expect(report, "PyImmortal_Try again", again, PyImmortal_Try(second));
  forget_reports();

  expect(report, "PyUnstable_SetImmortal", answer == PyImmortal_MADE,
         PyUnstable_SetImmortal(third));
  expect_report(report, row);
  expect_state(report, third, answer, tracked[2], counts[2]);
}

/** ask_all() -> (number of facts, failures). */
static PyObject *ask_all(PyObject *self, PyObject *arguments) {
  Report report = {PyList_New(0), "", 0};
  int row;
  (void)self;
  (void)arguments;
#if PY_IMMORTAL_LEVEL_ > 1
  PyImmortal_SetHandler(collect);
#endif
  for (row = 0; row < ROWS; ++row)
    ask(&report, row);
  report.subject = "NULL";
  expect(&report, "PyImmortal_Try", PyImmortal_IS_NULL, PyImmortal_Try(NULL));
  return PyErr_Occurred() ? NULL
                          : Py_BuildValue("lN", report.facts, report.failures);
}

/** The calls neither look at an exception that is set nor change it. */
static PyObject *ask_with_exception(PyObject *self, PyObject *arguments) {
  (void)self;
  (void)arguments;
  PyErr_SetString(PyExc_LookupError, "set before the call");
  PyImmortal_Set(new_capsule());
  PyImmortal_Try(Py_None);
  PyImmortal_Is(Py_None);
  return NULL;
}

static PyObject *set_argument(PyObject *self, PyObject *argument) {
  (void)self;
  return PyLong_FromLong(PyImmortal_Set(argument));
}

static PyObject *describe(PyObject *self, PyObject *number) {
  (void)self;
  return PyUnicode_FromString(
      PyImmortal_Describe((PyImmortal_Result)PyLong_AsLong(number)));
}

static PyMethodDef methods[] = {
    {"ask_all", ask_all, METH_NOARGS, NULL},
    {"ask_with_exception", ask_with_exception, METH_NOARGS, NULL},
    {"set_argument", set_argument, METH_O, NULL},
    {"describe", describe, METH_O, NULL},
    {NULL, NULL, 0, NULL}};

static PyModuleDef definition = {
    PyModuleDef_HEAD_INIT, "values", NULL, -1, methods, NULL, NULL, NULL, NULL};

PyMODINIT_FUNC PyInit_values(void) {
  PyObject *module = PyModule_Create(&definition);
#ifdef Py_GIL_DISABLED
  if (module)
    PyUnstable_Module_SetGIL(module, Py_MOD_GIL_NOT_USED);
#endif
  return module;
}
