// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "FreshnessFixture.h"
#include "clang/AST/Stmt.h"

using namespace immortal::freshness;
using namespace immortal::freshness::testing;

namespace {

struct Move {
  const char *Body;
  bool IsPossible;
  bool LeavesBetween;
};

const Move Moves[] = {
    {"p = MAKE(); if (!p) return 0; PyList_Append(arg, p); IMMORTAL(p);", true,
     false},
    {"if (!(p = MAKE())) return 0; PyList_Append(arg, p); IMMORTAL(p);", true,
     false},
    {"PyObject *made = MAKE(); if (made == NULL) goto out; Py_INCREF(made); "
     "IMMORTAL(made); out: return 0;",
     true, false},
    {"p = MAKE(); if (!p) return 0; if (PyList_Append(arg, p) < 0) { "
     "Py_DECREF(p); return 0; } IMMORTAL(p);",
     true, true},
    // Nothing was tested, or something else happens first.
    {"p = MAKE(); PyList_Append(arg, p); if (!p) return 0; IMMORTAL(p);", false,
     false},
    {"p = MAKE(); if (!p) look(); PyList_Append(arg, p); IMMORTAL(p);", false,
     false},
    // Reached from elsewhere as well.
    {"p = MAKE(); if (!p) return 0; again: PyList_Append(arg, p); IMMORTAL(p); "
     "if (n--) goto again;",
     false, false},
    // Not on all paths.
    {"p = MAKE(); if (!p) return 0; PyList_Append(arg, p); if (n) IMMORTAL(p);",
     true, false},
    {"p = MAKE(); if (!p) return 0; PyList_Append(arg, p); while (n--) "
     "IMMORTAL(p);",
     false, false},
    // No place makes a str immortal.
    {"p = PyUnicode_FromString(\"a\"); if (!p) return 0; PyList_Append(arg, "
     "p); "
     "IMMORTAL(p);",
     false, false},
};

class MoveUp : public FreshnessTest {};

TEST_P(MoveUp, IsOfferedBehindTheNullTest) {
  std::string Code;
  unsigned Number = 0;
  for (const Move &M : Moves)
    Code += "void *f" + std::to_string(Number++) +
            "(PyObject *arg, struct state *st, int n) {\nPyObject *p;\n" +
            M.Body + "\nreturn 0; }\n";
  const auto AST = parseWithDeclarations(Code);
  if (!AST)
    GTEST_SKIP() << "no headers of Python " << std::get<0>(GetParam());
  Analysis Judge(AST->getASTContext(), Options());
  Number = 0;
  for (const Move &M : Moves) {
    const Verdict V = onlyVerdict(*AST, Judge, "f" + std::to_string(Number++));
    EXPECT_EQ(V.MoveBehind != nullptr, M.IsPossible) << M.Body;
    EXPECT_EQ(V.LeavesBetween, M.LeavesBetween) << M.Body;
  }
}

INSTANTIATE_TEST_SUITE_P(Pythons, MoveUp,
                         ::testing::Combine(::testing::Values("3.12", "3.15t"),
                                            ::testing::Values(Language::C,
                                                              Language::CXX)),
                         nameOfPython);

} // namespace
