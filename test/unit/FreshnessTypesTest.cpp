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

INSTANTIATE_TEST_SUITE_P(Pythons, TypesTest, allPythons(), nameOfPython);

} // namespace
