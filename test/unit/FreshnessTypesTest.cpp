// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "FreshnessFixture.h"

using namespace immortal;
using namespace immortal::freshness;
using namespace immortal::freshness::testing;

namespace {

#define NEW_MODULE "p = PyModule_New(\"m\"); if (!p) return 0; IMMORTAL(p);"
#define NEW_CODE                                                               \
  "p = (PyObject *)PyCode_NewEmpty(\"f\", \"n\", 1); if (!p) return 0; "       \
  "IMMORTAL(p);"

// The free-threaded build marks them when it makes them.
const Case BothBuilds[] = {
    {NEW_MODULE, "never: deferred"},
    {NEW_CODE, "never: deferred"},
    {"p = n ? PyModule_New(\"m\") : MAKE(); if (!p) return 0; IMMORTAL(p);",
     "unknown: deferred"},
};
const Case Unmarked[] = {{NEW_MODULE, "proven"}, {NEW_CODE, "proven"}};
const Case OnlyGIL[] = {
    {NEW_MODULE, "proven"},
    {NEW_CODE, "proven"},
    {"p = MAKE(); if (!p) return 0; q = PyWeakref_NewRef(p, NULL); "
     "IMMORTAL(p);",
     "unknown: unknown"},
    // Refused by both builds.
    {"p = PyUnicode_FromString(\"x\"); if (!p) return 0; IMMORTAL(p);",
     "never: str"},
    {"p = MAKE(); if (!p) return 0; Py_INCREF(p); IMMORTAL(p);",
     "never: not-unique"},
};

const Case OfGivenType[] = {
    {"p = PyObject_New(PyObject, &PyUnicode_Type); if (!p) return 0; "
     "IMMORTAL(p);",
     "never: str"},
    {"p = PyType_GenericAlloc(&PyUnicode_Type, 0); if (!p) return 0; "
     "IMMORTAL(p);",
     "never: str"},
    {"p = PyType_GenericAlloc(&PyBaseObject_Type, 0); if (!p) return 0; "
     "IMMORTAL(p);",
     "proven"},
    {"p = (PyObject *)malloc(sizeof *p); if (!p) return 0; PyObject_Init(p, "
     "&PyUnicode_Type); IMMORTAL(p);",
     "unknown: unknown"},
    {"p = (PyObject *)malloc(sizeof *p); if (!p) return 0; PyObject_Init(p, "
     "&PyBaseObject_Type); IMMORTAL(p);",
     "proven"},
    // Who asks derives nothing.
    {"p = PyType_GenericAlloc((PyTypeObject *)arg, 0); if (!p) return 0; if "
     "(Py_TYPE(p) == &PyUnicode_Type) return 0; IMMORTAL(p);",
     "proven"},
};

#define NEW(Type)                                                              \
  "int of_" Type "(void) { PyObject *p = PyType_GenericAlloc(&" Type ", 0); "  \
  "if (!p) return 1; IMMORTAL(p); return 0; }"

const Unit OfOwnTypes[] = {
    {"of_text_type",
     "static PyTypeObject text_type = {.ob_base = {.ob_size = 0}, .tp_base = "
     "&PyUnicode_Type};\n" NEW("text_type"),
     "never: str"},
    {"of_subtext_type",
     "static PyTypeObject subtext_type = {.ob_base = {.ob_size = 0}, .tp_base "
     "= &text_type};\n" NEW("subtext_type"),
     "never: str"},
    {"of_object_type",
     "static PyTypeObject object_type = {.ob_base = {.ob_size = 0}, .tp_base = "
     "&PyBaseObject_Type};\n" NEW("object_type"),
     "proven"},
    {"of_plain_type", "static PyTypeObject plain_type;\n" NEW("plain_type"),
     "proven"},
    {"of_late_type",
     "static PyTypeObject late_type;\nvoid set_base(void) { late_type.tp_base "
     "= &PyUnicode_Type; }\n" NEW("late_type"),
     "never: str"},
    {"of_unknown_base",
     "static PyTypeObject any_type;\nvoid set_any(PyTypeObject *t) { "
     "any_type.tp_base = t; }\nint of_unknown_base(void) { PyObject *p = "
     "PyType_GenericAlloc(&any_type, 0); if (!p) return 1; IMMORTAL(p); "
     "return 0; }",
     "unknown: unknown-type"},
};

// Something derives from str, and nobody sees what.
const Unit OfUnseenTypes[] = {
    {"of_some_type",
     "void derive(PyTypeObject *t) { t->tp_base = &PyUnicode_Type; }\n"
     "static PyTypeObject some_type;\n" NEW("some_type"),
     "unknown: unknown-type"},
    {"of_a_given_type",
     "int of_a_given_type(PyTypeObject *t) { PyObject *p = "
     "PyType_GenericAlloc(t, 0); if (!p) return 1; IMMORTAL(p); return 0; }",
     "unknown: unknown-type"},
};

const Unit Wrapped[] = {
    {"from_wrapper",
     "static PyObject *wrapped_module(void) { return PyModule_New(\"m\"); }\n"
     "int from_wrapper(void) { PyObject *p = wrapped_module(); if (!p) return "
     "1; IMMORTAL(p); return 0; }",
     "never: deferred"},
    {"from_joining_wrapper",
     "static PyObject *module_or_capsule(int n) { return n ? "
     "PyModule_New(\"m\") : capsule(); }\n"
     "int from_joining_wrapper(int n) { PyObject *p = module_or_capsule(n); if "
     "(!p) return 1; IMMORTAL(p); return 0; }",
     "unknown: unknown-type"},
    {"from_harmless_wrapper",
     "static PyObject *list_or_capsule(int n) { return n ? "
     "PyList_New(1) : capsule(); }\n"
     "int from_harmless_wrapper(int n) { PyObject *p = list_or_capsule(n); if "
     "(!p) return 1; IMMORTAL(p); return 0; }",
     "proven"},
    {"filled_by_wrapper",
     "static int fill_either(PyObject **out, int n) { *out = n ? "
     "PyModule_New(\"m\") : capsule(); return 0; }\n"
     "int filled_by_wrapper(int n) { PyObject *p; fill_either(&p, n); if "
     "(!p) return 1; IMMORTAL(p); return 0; }",
     "unknown: unknown-type"},
    {"module_immortalizer",
     "static void module_immortalizer(PyObject *o) { if (o) IMMORTAL(o); }\n"
     "int passes_module(void) { module_immortalizer(PyModule_New(\"m\")); "
     "return 0; }",
     "unknown: parameter"},
    {"capsule_immortalizer",
     "static void capsule_immortalizer(PyObject *o) { if (o) IMMORTAL(o); }\n"
     "int passes_capsule(void) { capsule_immortalizer(capsule()); return 0; }",
     "proven"},
};

class TypesTest : public FreshnessTest {};

TEST_P(TypesTest, AreRefusedByTheFreeThreadedBuild) { check(BothBuilds); }

TEST_P(TypesTest, AreNoMatterForTheBuildWithTheGIL) {
  Options Opts;
  Opts.ForFreeThreaded = false;
  check(OnlyGIL, Opts);
}

TEST_P(TypesTest, AreRefusedFromTheVersionThatMarksThem) {
  Options Opts;
  Opts.MaximumPython = capi::py(3, 12);
  check(Unmarked, Opts);
}

TEST_P(TypesTest, SurviveWrappers) { check(Wrapped); }

TEST_P(TypesTest, KnowsTheTypeThatIsGiven) { check(OfGivenType); }
TEST_P(TypesTest, FollowsBases) {
  if (std::get<1>(GetParam()) == Language::CXX)
    GTEST_SKIP() << "designated initializers of nested members are C";
  check(OfOwnTypes);
}
TEST_P(TypesTest, DoubtsTypesThatMayDeriveFromStr) { check(OfUnseenTypes); }

INSTANTIATE_TEST_SUITE_P(Pythons, TypesTest, allPythons(), nameOfPython);

} // namespace
