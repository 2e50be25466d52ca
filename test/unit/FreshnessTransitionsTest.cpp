// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What statements make of an object, for each state that it may be in before:
// the rows of Transitions.def, as code.

#include "FreshnessFixture.h"

using namespace immortal::freshness;
using namespace immortal::freshness::testing;

namespace {

/// What may happen to `p`.
const char *const Events[] = {
    "Py_INCREF(p);",
    "Py_DECREF(p);",
    "PyList_Append(other_global, p);",
    "PyTuple_SET_ITEM(other_global, 0, p);",
    "global = p;",
    "look();",
    "use(p);",
    "PyWeakref_NewRef(p, NULL);",
    "PyUnstable_Object_EnableDeferredRefcount(p);",
    "PyObject_Free(p);",
    "PyUnstable_SetImmortal(p);",
    "_Py_SetImmortal(p);",
};

/// How `p` gets into a state, and what is said about a call behind each event.
struct Row {
  const char *Before;
  const char *After[std::size(Events)];
};

constexpr const char *Proven = "proven";
constexpr const char *NotUnique = "never: not-unique";
constexpr const char *Released = "never: released";
constexpr const char *Published = "never: published";
constexpr const char *Stolen = "never: stolen";
constexpr const char *Unknown = "unknown: unknown";
constexpr const char *Weak = "never: weakly-referenced";
constexpr const char *Deferred = "never: deferred";
constexpr const char *Immortal = "never: already-immortal";
constexpr const char *MaybeImmortal = "unknown: already-immortal";
constexpr const char *MaybeShared = "unknown: maybe-shared";
constexpr const char *Parameter = "unknown: parameter";
constexpr const char *Borrowed = "never: borrowed";
constexpr const char *ZeroStatic = "never: zero-static";
constexpr const char *MaybeNotUnique = "unknown: not-unique";

// At once.
const Row AtOnce[] = {
    {"p = MAKE(); if (!p) return;",
     {NotUnique, Released, NotUnique, Stolen, Proven, Proven, Unknown, Weak,
      Deferred, Released, Immortal, Immortal}},
    {"p = MAKE(); if (!p) return; Py_INCREF(p);",
     {NotUnique, Proven, NotUnique, NotUnique, NotUnique, NotUnique, Unknown,
      NotUnique, NotUnique, Released, NotUnique, Immortal}},
    {"p = MAKE(); if (!p) return; Py_INCREF(p); Py_INCREF(p);",
     {NotUnique, NotUnique, NotUnique, NotUnique, NotUnique, NotUnique, Unknown,
      NotUnique, NotUnique, Released, NotUnique, Immortal}},
    {"p = MAKE(); if (!p) return; global = p;",
     {NotUnique, Released, NotUnique, Stolen, Proven, Unknown, Unknown, Weak,
      Deferred, Released, Immortal, Immortal}},
    {"p = MAKE(); if (!p) return; global = p; Py_INCREF(p);",
     {NotUnique, Unknown, NotUnique, NotUnique, NotUnique, Unknown, Unknown,
      Unknown, NotUnique, Released, NotUnique, Immortal}},
    {"p = MAKE(); if (!p) return; PyList_Append(arg, p);",
     {NotUnique, Published, NotUnique, NotUnique, NotUnique, NotUnique,
      NotUnique, NotUnique, NotUnique, Released, NotUnique, Immortal}},
    {"p = MAKE(); if (!p) return; PyList_Append(arg, p); Py_DECREF(p);",
     {NotUnique, Unknown, NotUnique, Unknown, Published, Published, Published,
      Published, Published, Released, Published, Immortal}},
    {"p = MAKE(); if (!p) return; PyTuple_SET_ITEM(arg, 0, p);",
     {NotUnique, Unknown, NotUnique, Stolen, Stolen, Stolen, Stolen, Stolen,
      Stolen, Released, Immortal, Immortal}},
    {"p = MAKE(); if (!p) return; PyUnstable_EnableTryIncRef(p);",
     {NotUnique, Released, NotUnique, Stolen, Deferred, Deferred, Deferred,
      Deferred, Deferred, Released, Deferred, Immortal}},
    {"p = MAKE(); if (!p) return; watch(p);",
     {NotUnique, Released, NotUnique, Stolen, Weak, Weak, Weak, Weak, Deferred,
      Released, Weak, Immortal}},
    {"p = MAKE(); if (!p) return; PyWeakref_NewRef(p, NULL);",
     {NotUnique, Unknown, NotUnique, Stolen, Weak, Weak, Weak, Weak, Weak,
      Released, Weak, Immortal}},
    {"p = MAKE(); if (!p) return; PyWeakref_NewRef(p, NULL); use(p);",
     {NotUnique, Unknown, NotUnique, Stolen, Weak, Weak, Weak, Weak, Weak,
      Released, Weak, Immortal}},
    {"p = MAKE(); if (!p) return; PyUnstable_Object_EnableDeferredRefcount(p);",
     {NotUnique, Released, NotUnique, Stolen, Deferred, Deferred, Deferred,
      Deferred, Deferred, Released, Deferred, Immortal}},
    {"p = MAKE(); if (!p) return; PyUnstable_Object_EnableDeferredRefcount(p); "
     "use(p);",
     {NotUnique, Unknown, NotUnique, Stolen, Deferred, Deferred, Deferred,
      Deferred, Deferred, Released, Deferred, Immortal}},
    {"p = MAKE(); if (!p) return; use(p);",
     {Unknown, Unknown, Unknown, Unknown, Unknown, Unknown, Unknown, Unknown,
      Unknown, Unknown, MaybeImmortal, Immortal}},
    {"p = PyObject_GetAttrString(arg, \"limit\"); if (!p) return;",
     {NotUnique, Published, NotUnique, Stolen, MaybeShared, MaybeShared,
      MaybeShared, MaybeShared, MaybeShared, Released, MaybeImmortal,
      Immortal}},
    {"p = PyObject_GetAttrString(arg, \"limit\"); if (!p) return; "
     "Py_INCREF(p);",
     {NotUnique, MaybeShared, NotUnique, NotUnique, NotUnique, NotUnique,
      MaybeShared, NotUnique, NotUnique, NotUnique, NotUnique, Immortal}},
    {"p = PyImport_ImportModule(\"spam\"); if (!p) return;",
     {NotUnique, Published, NotUnique, Stolen, MaybeShared, MaybeShared,
      MaybeShared, MaybeShared, MaybeShared, Released, MaybeImmortal,
      Immortal}},
    {"p = PyList_GetItem(arg, 0); if (!p) return;",
     {NotUnique, Unknown, NotUnique, Unknown, Borrowed, Borrowed, Borrowed,
      Borrowed, Borrowed, Released, Immortal, Immortal}},
    {"p = arg; if (!p) return;",
     {NotUnique, Unknown, NotUnique, Unknown, Parameter, Parameter, Parameter,
      Parameter, Parameter, Released, MaybeImmortal, Immortal}},
    {"p = arg; if (!p) return; Py_INCREF(p);",
     {NotUnique, Parameter, NotUnique, NotUnique, NotUnique, NotUnique,
      Parameter, NotUnique, NotUnique, NotUnique, NotUnique, Immortal}},
    {"static struct object zeroed; p = &zeroed.ob_base;",
     {Unknown, Unknown, Unknown, Unknown, ZeroStatic, ZeroStatic, Unknown,
      ZeroStatic, ZeroStatic, ZeroStatic, ZeroStatic, Immortal}},
    {"p = (PyObject *)PyObject_Malloc(sizeof *p); if (!p) return;",
     {Unknown, Unknown, Unknown, Unknown, Unknown, Unknown, Unknown, Unknown,
      Unknown, Released, Unknown, Unknown}},
    {"p = MAKE(); if (!p) return; _Py_SetImmortal(p);",
     {Immortal, Immortal, Immortal, Immortal, Immortal, Immortal, Immortal,
      Immortal, Immortal, Immortal, Immortal, Immortal}},
    {"p = MAKE(); if (!p) return; Py_DECREF(p);",
     {Released, Released, Released, Released, Released, Released, Released,
      Released, Released, Released, Released, Released}},
};

// When code that is not known has run, and a reference is given back: this
// tells apart what is the same at once.
const Row Later[] = {
    {"p = MAKE(); if (!p) return;",
     {Proven, Released, Published, Unknown, Unknown, Released, Unknown, Unknown,
      Released, Released, Immortal, Immortal}},
    {"p = MAKE(); if (!p) return; Py_INCREF(p);",
     {NotUnique, Released, Published, Published, Unknown, Proven, Unknown,
      Proven, Proven, Released, Proven, Immortal}},
    {"p = MAKE(); if (!p) return; Py_INCREF(p); Py_INCREF(p);",
     {NotUnique, MaybeNotUnique, Published, Published, Unknown, NotUnique,
      Unknown, NotUnique, NotUnique, Released, NotUnique, Immortal}},
    {"p = MAKE(); if (!p) return; global = p;",
     {Unknown, Released, Published, Unknown, Unknown, Unknown, Unknown, Unknown,
      Unknown, Released, Immortal, Immortal}},
    {"p = MAKE(); if (!p) return; global = p; Py_INCREF(p);",
     {Unknown, Unknown, Published, Published, Unknown, Unknown, Unknown,
      Unknown, Unknown, Released, Unknown, Immortal}},
    {"p = MAKE(); if (!p) return; PyList_Append(arg, p);",
     {Published, Unknown, Published, Published, Published, Published, Published,
      Published, Published, Released, Published, Immortal}},
    {"p = MAKE(); if (!p) return; PyList_Append(arg, p); Py_DECREF(p);",
     {Published, Unknown, Published, Unknown, Unknown, Unknown, Unknown,
      Unknown, Unknown, Released, MaybeImmortal, Immortal}},
    {"p = MAKE(); if (!p) return; PyTuple_SET_ITEM(arg, 0, p);",
     {Published, Unknown, Published, Unknown, Unknown, Unknown, Unknown,
      Unknown, Unknown, Released, Immortal, Immortal}},
    {"p = MAKE(); if (!p) return; PyUnstable_EnableTryIncRef(p);",
     {Published, Released, Published, Unknown, Unknown, Released, Unknown,
      Released, Released, Released, Immortal, Immortal}},
    {"p = MAKE(); if (!p) return; watch(p);",
     {Published, Released, Published, Unknown, Unknown, Unknown, Unknown,
      Unknown, Unknown, Released, MaybeImmortal, Immortal}},
    {"p = MAKE(); if (!p) return; PyWeakref_NewRef(p, NULL);",
     {Published, Unknown, Published, Unknown, Unknown, Unknown, Unknown,
      Unknown, Unknown, Released, MaybeImmortal, Immortal}},
    {"p = MAKE(); if (!p) return; PyWeakref_NewRef(p, NULL); use(p);",
     {Published, Unknown, Published, Unknown, Unknown, Unknown, Unknown,
      Unknown, Unknown, Released, MaybeImmortal, Immortal}},
    {"p = MAKE(); if (!p) return; PyUnstable_Object_EnableDeferredRefcount(p);",
     {Published, Released, Published, Unknown, Unknown, Released, Unknown,
      Released, Released, Released, Immortal, Immortal}},
    {"p = MAKE(); if (!p) return; PyUnstable_Object_EnableDeferredRefcount(p); "
     "use(p);",
     {Published, Unknown, Published, Unknown, Unknown, Unknown, Unknown,
      Unknown, Unknown, Released, MaybeImmortal, Immortal}},
    {"p = MAKE(); if (!p) return; use(p);",
     {Unknown, Unknown, Unknown, Unknown, Unknown, Unknown, Unknown, Unknown,
      Unknown, Unknown, MaybeImmortal, Immortal}},
    {"p = PyObject_GetAttrString(arg, \"limit\"); if (!p) return;",
     {MaybeShared, Unknown, Published, Unknown, Published, Published, Published,
      Published, Published, Released, Published, Immortal}},
    {"p = PyObject_GetAttrString(arg, \"limit\"); if (!p) return; "
     "Py_INCREF(p);",
     {MaybeShared, Published, Published, Published, MaybeShared, MaybeShared,
      Published, MaybeShared, MaybeShared, MaybeShared, MaybeShared, Immortal}},
    {"p = PyImport_ImportModule(\"spam\"); if (!p) return;",
     {MaybeShared, Unknown, Published, Unknown, Published, Published, Published,
      Published, Published, Released, Published, Immortal}},
    {"p = PyList_GetItem(arg, 0); if (!p) return;",
     {Published, Unknown, Published, Unknown, Unknown, Unknown, Unknown,
      Unknown, Unknown, Released, MaybeImmortal, Immortal}},
    {"p = arg; if (!p) return;",
     {Parameter, Unknown, Published, Unknown, Unknown, Unknown, Unknown,
      Unknown, Unknown, Released, MaybeImmortal, Immortal}},
    {"p = arg; if (!p) return; Py_INCREF(p);",
     {Parameter, Unknown, Published, Published, Parameter, Parameter, Unknown,
      Parameter, Parameter, Parameter, Parameter, Immortal}},
    {"static struct object zeroed; p = &zeroed.ob_base;",
     {Unknown, Unknown, Unknown, Unknown, Unknown, Unknown, Unknown, Unknown,
      Unknown, Unknown, Unknown, Immortal}},
    {"p = (PyObject *)PyObject_Malloc(sizeof *p); if (!p) return;",
     {Unknown, Unknown, Unknown, Unknown, Unknown, Unknown, Unknown, Unknown,
      Unknown, Released, Unknown, Unknown}},
    {"p = MAKE(); if (!p) return; _Py_SetImmortal(p);",
     {Immortal, Immortal, Immortal, Immortal, Immortal, Immortal, Immortal,
      Immortal, Immortal, Immortal, Immortal, Immortal}},
    {"p = MAKE(); if (!p) return; Py_DECREF(p);",
     {Released, Released, Released, Released, Released, Released, Released,
      Released, Released, Released, Released, Released}},
};

// When it becomes an object only then.
const Row Initialized[] = {
    {"static struct object zeroed; p = &zeroed.ob_base;",
     {Unknown, Unknown, Unknown, Unknown, Proven, Proven, Unknown, Proven,
      Proven, Proven, Proven, Immortal}},
    {"p = (PyObject *)PyObject_Malloc(sizeof *p); if (!p) return;",
     {Unknown, Unknown, Unknown, Unknown, Unknown, Proven, Unknown, Unknown,
      Unknown, Unknown, Unknown, Unknown}},
    {"p = MAKE(); if (!p) return; Py_DECREF(p);",
     {Unknown, Unknown, Unknown, Unknown, Unknown, Unknown, Unknown, Unknown,
      Unknown, Unknown, Unknown, Unknown}},
};

// CPython has no function that makes a weak reference and runs no other code.
const char *const Watch = "void watch(PyObject *o __attribute__((annotate("
                          "\"immortal::weakly_references\"))));\n";

class Transitions : public FreshnessTest {
protected:
  void checkAll(llvm::ArrayRef<Row> Rows, const char *Then) {
    std::string Code = Watch;
    unsigned Number = 0;
    for (const Row &R : Rows)
      for (const char *E : Events)
        Code += "void f" + std::to_string(Number++) +
                "(PyObject *arg) { PyObject *p; " + R.Before + E + Then +
                " IMMORTAL(p); }\n";
    const auto AST = parseWithDeclarations(Code);
    if (!AST)
      GTEST_SKIP() << "no headers of Python " << std::get<0>(GetParam());
    Analysis Judge(AST->getASTContext(), {});
    Number = 0;
    for (const Row &R : Rows)
      for (unsigned I = 0; I < std::size(Events); ++I) {
        const std::string All =
            verdicts(*AST, Judge, "f" + std::to_string(Number++));
        // An event may be a call that is judged, too.
        const llvm::StringRef Last = llvm::StringRef(All).rsplit("; ").second;
        EXPECT_EQ(Last.empty() ? llvm::StringRef(All) : Last, R.After[I])
            << R.Before << Events[I] << Then;
      }
  }
};

TEST_P(Transitions, AreSeenAtOnce) { checkAll(AtOnce, ""); }
TEST_P(Transitions, AreSeenLater) { checkAll(Later, "look(); Py_DECREF(p);"); }
TEST_P(Transitions, OfWhatIsNoObjectYet) {
  checkAll(Initialized, "PyObject_Init(p, &PyBaseObject_Type);");
}

INSTANTIATE_TEST_SUITE_P(Pythons, Transitions,
                         ::testing::Combine(::testing::Values("3.15"),
                                            ::testing::Values(Language::C,
                                                              Language::CXX)),
                         nameOfPython);

} // namespace
