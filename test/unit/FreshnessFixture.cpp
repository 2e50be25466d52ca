// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "FreshnessFixture.h"

namespace immortal::freshness::testing {

static constexpr const char *Declarations = R"cc(
#include <assert.h>
#include <errno.h>
#include <stdint.h>
#include <setjmp.h>
#ifdef __cplusplus
extern "C" {
#endif
void _Py_SetImmortal(PyObject *op);
void use(void *anything);
int look(void);
extern int flag;
extern PyObject *global, *other_global;
struct state { PyObject *cap; PyObject *other; struct { PyObject *in; } sub;
               PyObject *items[4]; };
struct object { PyObject_HEAD int number; PyObject *field; char text[8]; };
PyObject *make(void);
void take(struct state by_value);
#ifdef __cplusplus
}
#endif
static PyObject *capsule(void) { return PyCapsule_New((void *)"", 0, 0); }
static PyObject *checked_capsule(void) {
  PyObject *made = capsule();
  if (!made)
    PyErr_SetString(PyExc_MemoryError, "no");
  return made;
}
static PyObject *cached(void) {
  static PyObject *cache;
  if (!cache)
    cache = capsule();
  return cache;
}
static PyObject *recorded(void) {
  PyObject *made = capsule();
  global = made;
  return made;
}
static PyObject *either(int which) {
  return which ? capsule() : PyList_New(0);
}
static PyObject *fresh_or_not(int which) { return which ? capsule() : global; }
static PyObject *same(PyObject *o) { return o; }
static PyObject *second(PyObject *a, PyObject *b) { return b; }
static PyObject *counted(PyObject *o) { Py_INCREF(o); return o; }
static int is_ok(PyObject *o) { return o != NULL && Py_REFCNT(o) > 0; }
static void keep(PyObject *list, PyObject *o) { PyList_Append(list, o); }
static void maybe_keep(PyObject *list, PyObject *o) {
  if (list)
    PyList_Append(list, o);
}
static int give(PyObject *list, PyObject *o) {
  return PyList_SetItem(list, 0, o);
}
static void incref(PyObject *o) { Py_XINCREF(o); }
static void decref(PyObject *o) { Py_XDECREF(o); }
static void store(PyObject *o) { global = o; }
static void make_immortal(PyObject *o) {
  if (o)
    _Py_SetImmortal(o);
}
static int fill(PyObject **out) {
  *out = capsule();
  return *out ? 0 : -1;
}
static int fill_shared(PyObject **out) {
  global = capsule();
  *out = global;
  return 0;
}
static int fill_sometimes(PyObject **out) {
  if (flag)
    *out = capsule();
  return 0;
}
static PyObject *forever(int n) { return n ? forever(n - 1) : capsule(); }
static PyObject *ping(int n);
static PyObject *pong(int n) { return n ? ping(n) : capsule(); }
static PyObject *ping(int n) { return n ? pong(n) : capsule(); }
#define IMMORTAL(x) _Py_SetImmortal((PyObject *)(x))
#define MAKE() PyCapsule_New((void *)"", 0, 0)

#ifdef __cplusplus
extern "C"
#endif
struct state *make_state(void);
#if PY_VERSION_HEX < 0x030D0000
#ifdef __cplusplus
extern "C"
#endif
int PyDict_GetItemRef(PyObject *, PyObject *, PyObject **);
#endif
)cc";

// Before the others, which use it.
static constexpr const char *Compatibility = R"cc(
#if PY_VERSION_HEX < 0x030A0000
static inline PyObject *Py_NewRef(PyObject *o) {
  Py_INCREF(o);
  return o;
}
#endif
)cc";

std::unique_ptr<clang::ASTUnit>
FreshnessTest::parseWithDeclarations(llvm::StringRef Code) {
  const auto [Name, In] = GetParam();
  const std::optional<Headers> Python = findHeaders(Name);
  if (!Python)
    return nullptr;
  return parse(*Python, In,
               Compatibility + std::string(Declarations) + Code.str());
}

void FreshnessTest::check(llvm::ArrayRef<Case> Cases, const Options &Opts,
                          const char *MoreDeclarations) {
  std::string Code = MoreDeclarations;
  Code += "\n";
  unsigned Number = 0;
  for (const Case &C : Cases)
    Code += "void *f" + std::to_string(Number++) +
            "(PyObject *arg, struct state *st, int n) {\n"
            "PyObject *p, *q, *r;\n" +
            C.Body + "\nreturn 0; }\n";
  const auto AST = parseWithDeclarations(Code);
  if (!AST)
    GTEST_SKIP() << "no headers of Python " << std::get<0>(GetParam());
  Analysis Judge(AST->getASTContext(), Opts);
  Number = 0;
  for (const Case &C : Cases)
    EXPECT_EQ(verdicts(*AST, Judge, "f" + std::to_string(Number++)), C.Expected)
        << C.Body;
}

void FreshnessTest::check(llvm::ArrayRef<Unit> Units, const Options &Opts) {
  std::string Code;
  for (const Unit &U : Units)
    Code += std::string(U.Code) + "\n";
  const auto AST = parseWithDeclarations(Code);
  if (!AST)
    GTEST_SKIP() << "no headers of Python " << std::get<0>(GetParam());
  Analysis Judge(AST->getASTContext(), Opts);
  for (const Unit &U : Units)
    EXPECT_EQ(verdicts(*AST, Judge, U.Name), U.Expected) << U.Code;
}

std::string
nameOfPython(const ::testing::TestParamInfo<FreshnessTest::ParamType> &Info) {
  std::string Name = std::string("Python") + std::get<0>(Info.param) +
                     (std::get<1>(Info.param) == Language::C ? "C" : "CXX");
  std::replace(Name.begin(), Name.end(), '.', '_');
  return Name;
}

} // namespace immortal::freshness::testing
