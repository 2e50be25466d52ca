// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What calls do on success only, and where containers end.

#include "FreshnessFixture.h"

using namespace immortal::freshness;
using namespace immortal::freshness::testing;

namespace {

/// How code asks whether a call failed that may keep or steal `p`, where `@`
/// stands. `FAILED` and `DONE` are where it did and where it did not.
const char *const Questions[] = {
    "if (@ < 0) { FAILED } else { DONE }",
    "if (@ != 0) { FAILED } else { DONE }",
    "if (@) { FAILED } else { DONE }",
    "if (@ == -1) { FAILED } else { DONE }",
    "if (-1 == @) { FAILED } else { DONE }",
    "if (0 > @) { FAILED } else { DONE }",
    "if (!@) { DONE } else { FAILED }",
    "if (@ == 0) { DONE } else { FAILED }",
    "if (@ >= 0) { DONE } else { FAILED }",
    "if (@ > -1) { DONE } else { FAILED }",
    "if (@ != -1) { DONE } else { FAILED }",
    "if (__builtin_expect(!!(@ < 0), 0)) { FAILED } else { DONE }",
    "int rc = @; if (rc < 0) { FAILED } else { DONE }",
    "int rc; if ((rc = @) < 0) { FAILED } else { DONE }",
    "int rc; rc = @; if (rc) { FAILED } else { DONE }",
    "int ok = @ == 0; if (!ok) { FAILED } else { DONE }",
    "int rc = @; look(); if (rc == -1) { FAILED } else { DONE }",
    "if (n || @ < 0) { if (n) return 0; FAILED } else { DONE }",
    "switch (n) { default: if (@ < 0) { FAILED } else { DONE } }",
    "@ < 0 ? (FAILED_VALUE) : (DONE_VALUE);",
};

/// Where the question is not understood, or is not one about the call.
const char *const Riddles[] = {
    "if (@ == !look()) { FAILED } else { DONE }",
    "if (@ == n) { FAILED } else { DONE }",
    "if (@ < 0 + n) { FAILED } else { DONE }",
    "int rc = @; rc = look(); if (rc < 0) { FAILED } else { DONE }",
    "int rc = @; ++rc; if (rc < 0) { FAILED } else { DONE }",
    "int rc = @; use(&rc); if (rc < 0) { FAILED } else { DONE }",
    "int rc = @; int *r2 = &rc; *r2 = n; if (rc < 0) { FAILED } else { DONE }",
    "int rc = n; if (n) rc = @; if (rc < 0) { FAILED } else { DONE }",
    "unsigned rc = (unsigned)@; if (rc > 5u + n) { FAILED } else { DONE }",
    "if (@ + look()) { FAILED } else { DONE }",
};

std::string replace(std::string In, llvm::StringRef Old, llvm::StringRef New) {
  for (size_t At = In.find(Old.str()); At != std::string::npos;
       At = In.find(Old.str(), At + New.size()))
    In.replace(At, Old.size(), New.str());
  return In;
}

class Outcomes : public FreshnessTest {
protected:
  /// Checks the call with each question, once on either side.
  void ask(llvm::ArrayRef<const char *> All, llvm::StringRef Call,
           const char *IfFailed, const char *IfDone) {
    std::vector<std::string> Bodies;
    for (llvm::StringRef Question : All)
      for (const bool OnFailure : {true, false}) {
        const std::string Before = "p = MAKE(); if (!p) return 0; ";
        std::string Body = replace(Before + Question.str(), "@", Call);
        Body = replace(Body, "FAILED_VALUE",
                       OnFailure ? "IMMORTAL(p)" : "(void)0");
        Body =
            replace(Body, "DONE_VALUE", OnFailure ? "(void)0" : "IMMORTAL(p)");
        Body =
            replace(Body, "FAILED", OnFailure ? "IMMORTAL(p);" : "return 0;");
        Bodies.push_back(
            replace(Body, "DONE", OnFailure ? "return 0;" : "IMMORTAL(p);"));
      }
    std::vector<Case> Cases;
    for (size_t I = 0; I < Bodies.size(); ++I)
      Cases.push_back({Bodies[I].c_str(), I % 2 == 0 ? IfFailed : IfDone});
    check(Cases);
  }
};

TEST_P(Outcomes, KeepOnSuccess) {
  ask(Questions, "PyList_Append(arg, p)", "proven", "never: not-unique");
  ask(Questions, "PyDict_SetItemString(arg, \"a\", p)", "proven",
      "never: not-unique");
}

TEST_P(Outcomes, StealOnSuccess) {
  ask(Questions, "PyModule_AddObject(arg, \"a\", p)", "proven",
      "never: stolen");
}

TEST_P(Outcomes, AreUnknownIfTheQuestionIs) {
  ask(Riddles, "PyList_Append(arg, p)", "unknown: not-unique",
      "unknown: not-unique");
  ask(Riddles, "PyModule_AddObject(arg, \"a\", p)", "unknown: stolen",
      "unknown: stolen");
}

const Case Pointers[] = {
    {"p = MAKE(); if (!p) return 0; q = PyTuple_Pack(1, p); if (!q) { "
     "IMMORTAL(p); return 0; } IMMORTAL(p);",
     "proven; never: not-unique"},
    {"p = MAKE(); if (!p) return 0; if ((q = PyTuple_Pack(1, p)) == NULL) "
     "IMMORTAL(p); else IMMORTAL(p);",
     "proven; never: not-unique"},
    {"p = MAKE(); if (!p) return 0; q = Py_BuildValue(\"(O)\", p); if (q != "
     "NULL) IMMORTAL(p); else IMMORTAL(p);",
     "never: not-unique; proven"},
    {"p = MAKE(); if (!p) return 0; q = PyTuple_Pack(1, p); r = "
     "PyTuple_Pack(1, arg); if (!q || !r) IMMORTAL(p);",
     "unknown: not-unique"},
    // The test is not about the pointer any more.
    {"p = MAKE(); if (!p) return 0; q = PyTuple_Pack(1, p); q = make(); if "
     "(!q) IMMORTAL(p);",
     "unknown: not-unique"},
    // Nobody asks, so it counts on success.
    {"p = MAKE(); if (!p) return 0; if ((PyList_Append(arg, p), look()) < 0) "
     "IMMORTAL(p);",
     "never: not-unique"},
    {"p = MAKE(); if (!p) return 0; q = PyTuple_Pack(1, p); IMMORTAL(p);",
     "never: not-unique"},
    {"p = MAKE(); if (!p) return 0; q = PyTuple_Pack(1, p); IMMORTAL(p); "
     "return "
     "q;",
     "never: not-unique"},
    {"p = MAKE(); if (!p) return 0; (void)PyList_Append(arg, p); IMMORTAL(p);",
     "never: not-unique"},
    {"p = MAKE(); if (!p) return 0; int rc = PyList_Append(arg, p); (void)rc; "
     "IMMORTAL(p);",
     "never: not-unique"},
    {"p = MAKE(); if (!p) return 0; if (PyList_Append(arg, p) < 0) goto out; "
     "if (PyList_Append(arg, p) < 0) IMMORTAL(p); out: return 0;",
     "never: not-unique"},
    {"p = MAKE(); if (!p) return 0; if (PyList_Append(arg, p) < 0 || "
     "PyList_Append(st->cap, arg) < 0) IMMORTAL(p);",
     "unknown: not-unique"},
    // Both objects have one name when the question is asked.
    {"p = MAKE(); q = MAKE(); if (!p || !q) return 0; int rc = "
     "PyList_Append(arg, p); r = p; p = q; if (rc < 0) { IMMORTAL(p); "
     "IMMORTAL(r); } else { IMMORTAL(r); }",
     "proven; proven; never: not-unique"},
};
TEST_P(Outcomes, OfCallsThatReturnPointers) { check(Pointers); }

const Unit Returned[] = {
    {"returned_late",
     "int returned_late(PyObject *list) { PyObject *p = MAKE(); if (!p) return "
     "-1; int rc = PyList_Append(list, p); IMMORTAL(p); return rc; }",
     "never: not-unique"},
};
TEST_P(Outcomes, OfWhatIsReturned) { check(Returned); }

const Case Containers[] = {
    {"p = MAKE(); q = PyList_New(0); if (!p || !q) return 0; if "
     "(PyList_Append(q, p) < 0) return 0; IMMORTAL(p);",
     "never: not-unique"},
    {"p = MAKE(); q = PyList_New(0); if (!p || !q) return 0; if "
     "(PyList_Append(q, p) < 0) return 0; Py_DECREF(q); IMMORTAL(p);",
     "unknown: unknown"},
    {"p = MAKE(); q = PyList_New(0); if (!p || !q) return 0; "
     "PyList_Append(q, p); r = q; Py_CLEAR(r); IMMORTAL(p);",
     "unknown: not-unique"},
    {"p = MAKE(); if (!p) return 0; q = PyTuple_Pack(1, p); if (!q) return 0; "
     "n = PyObject_Size(q) > 0; Py_DECREF(q); IMMORTAL(p);",
     "unknown: unknown"},
    {"p = MAKE(); if (!p) return 0; q = PyTuple_New(1); if (!q) return 0; "
     "PyTuple_SET_ITEM(q, 0, Py_NewRef(p)); Py_DECREF(q); IMMORTAL(p);",
     "unknown: unknown"},
    // Code that is not known gets a list of this function's.
    {"p = MAKE(); q = PyList_New(0); if (!p || !q) return 0; "
     "PyList_Append(q, p); use(q); IMMORTAL(p);",
     "unknown: unknown"},
    // Another object's end is none of the container's.
    {"p = MAKE(); q = PyList_New(0); if (!p || !q) return 0; "
     "PyList_Append(arg, p); Py_DECREF(q); IMMORTAL(p);",
     "never: not-unique"},
    {"p = MAKE(); if (!p) return 0; PyList_Append(arg, p); use(arg); "
     "IMMORTAL(p);",
     "never: not-unique"},
    {"p = MAKE(); if (!p) return 0; PyDict_SetItemString(arg, \"a\", p); "
     "PyDict_DelItemString(arg, \"a\"); IMMORTAL(p);",
     "unknown: unknown"},
    {"p = MAKE(); if (!p) return 0; PyDict_SetItemString(arg, \"a\", p); "
     "PyDict_SetItemString(arg, \"b\", Py_None); IMMORTAL(p);",
     "never: not-unique"},
    {"p = MAKE(); if (!p) return 0; PyList_Append(st->cap, p); "
     "Py_CLEAR(st->cap); IMMORTAL(p);",
     "unknown: not-unique"},
};
TEST_P(Outcomes, EndWithTheContainer) { check(Containers); }

const char *const Helpers = R"cc(
static int add(PyObject *list, PyObject *o) { return PyList_Append(list, o); }
static int add_checked(PyObject *list, PyObject *o) {
  if (PyList_Append(list, o) < 0)
    return -1;
  look();
  return 0;
}
static int add_object(PyObject *module, PyObject *o) {
  int rc = PyModule_AddObject(module, "o", o);
  return rc;
}
static int add_or_not(PyObject *list, PyObject *o) {
  if (PyList_Append(list, o) < 0)
    return flag;
  return 0;
}
static int add_before(PyObject *list, PyObject *o) {
  if (PyList_Append(list, o) < 0)
    return -1;
  return look() ? -1 : 0;
}
)cc";

const Case OfHelpers[] = {
    {"p = MAKE(); if (!p) return 0; if (add(arg, p) < 0) IMMORTAL(p); else "
     "IMMORTAL(p);",
     "proven; never: not-unique"},
    {"p = MAKE(); if (!p) return 0; if (add_checked(arg, p) < 0) IMMORTAL(p); "
     "else IMMORTAL(p);",
     "proven; never: not-unique"},
    {"p = MAKE(); if (!p) return 0; if (add_object(arg, p) < 0) IMMORTAL(p); "
     "else IMMORTAL(p);",
     "proven; never: stolen"},
    {"p = MAKE(); if (!p) return 0; if (add_or_not(arg, p) < 0) IMMORTAL(p); "
     "else IMMORTAL(p);",
     "unknown: unknown; unknown: unknown"},
    {"p = MAKE(); if (!p) return 0; if (add_before(arg, p) < 0) IMMORTAL(p); "
     "else IMMORTAL(p);",
     "unknown: unknown; unknown: unknown"},
};
TEST_P(Outcomes, OfHelpers) { check(OfHelpers, {}, Helpers); }

INSTANTIATE_TEST_SUITE_P(Pythons, Outcomes, allPythons(), nameOfPython);

} // namespace
