// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_TEST_UNIT_MIGRATIONFIXTURE_H
#define IMMORTAL_TIDY_TEST_UNIT_MIGRATIONFIXTURE_H

#include "Project/Migration.h"

namespace immortal::project {

/// A migration that is built by hand. Places in a text are where a word is.
class MigrationBuilder {
public:
  MigrationBuilder() { Result.Root = "/project"; }

  MigrationBuilder &file(llvm::StringRef Name, llvm::StringRef Text) {
    Result.Texts[path(Name)] = Text.str();
    return *this;
  }

  /// A finding at the first \p Word of the file \p Name.
  Finding &finding(llvm::StringRef Name, llvm::StringRef Word,
                   llvm::StringRef Message = "'x' is private; use 'y'",
                   llvm::StringRef Check = "cpython-internal-immortalization") {
    Finding F;
    F.Diag.DiagnosticName = Check.str();
    F.Diag.DiagLevel = clang::tooling::Diagnostic::Warning;
    F.Diag.Message = message(Name, Word, Message);
    Result.Findings.push_back(std::move(F));
    return Result.Findings.back();
  }

  clang::tooling::DiagnosticMessage
  message(llvm::StringRef Name, llvm::StringRef Word, llvm::StringRef Text) {
    clang::tooling::DiagnosticMessage M(Text);
    M.FilePath = path(Name);
    M.FileOffset = offset(Name, Word);
    return M;
  }

  /// Replaces the first \p Word of the file \p Name.
  void replace(clang::tooling::DiagnosticMessage &M, llvm::StringRef Name,
               llvm::StringRef Word, llvm::StringRef By) {
    llvm::cantFail(
        M.Fix[path(Name)].add({path(Name), offset(Name, Word),
                               static_cast<unsigned>(Word.size()), By}));
  }

  static std::string path(llvm::StringRef Name) {
    return Name.starts_with("/") ? Name.str() : ("/project/" + Name).str();
  }

  Migration Result;

private:
  unsigned offset(llvm::StringRef Name, llvm::StringRef Word) const {
    const auto Text = Result.Texts.find(path(Name));
    if (Text == Result.Texts.end())
      return 0;
    return static_cast<unsigned>(Text->second.find(Word.str()));
  }
};

/// One source with a call that is fixed, one that is left, and a diff.
inline Migration smallMigration() {
  MigrationBuilder B;
  const char Before[] = "void f(PyObject *a) {\n"
                        "  _Py_SetImmortal(a);\n"
                        "  keep(/* \xC3\xA4 */ a, 1);\n"
                        "}\n";
  const char After[] = "void f(PyObject *a) {\n"
                       "  (void)PyUnstable_SetImmortal(a);\n"
                       "  keep(/* \xC3\xA4 */ a, 1);\n"
                       "}\n";
  B.file("src/a.c", Before);
  Finding &Fixed =
      B.finding("src/a.c", "_Py_SetImmortal", "'_Py_SetImmortal' is private");
  Fixed.State = Outcome::Fixed;
  Fixed.Configurations = {"3.14", "3.15t"};
  B.replace(Fixed.Diag.Message, "src/a.c", "_Py_SetImmortal",
            "(void)PyUnstable_SetImmortal");
  Fixed.Diag.Notes.push_back(B.message("src/a.c", "f(", "created here"));
  Finding &Left = B.finding("src/a.c", "a, 1", "'a' is kept",
                            "cpython-immortalize-not-fresh");
  Left.Configurations = {"3.15t"};
  Left.Reason = "the fixed file does not compile";
  B.Result.Configurations = {"3.14", "3.15t"};
  B.Result.Changes.push_back({B.path("src/a.c"), Before, After});
  return std::move(B.Result);
}

} // namespace immortal::project

#endif
