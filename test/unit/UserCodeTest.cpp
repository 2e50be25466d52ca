// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Source/UserCode.h"
#include "clang/AST/ASTConsumer.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Frontend/FrontendAction.h"
#include "clang/Tooling/Tooling.h"
#include "gtest/gtest.h"
#include <map>

using namespace clang;
using immortal::source::Owner;
using immortal::source::UserCode;

namespace {
/// Notes who owns the files of a translation unit.
class OwnersAction : public ASTFrontendAction {
public:
  explicit OwnersAction(std::map<std::string, Owner> &Owners)
      : Owners(Owners) {}

protected:
  std::unique_ptr<ASTConsumer> CreateASTConsumer(CompilerInstance &,
                                                 llvm::StringRef) override {
    return std::make_unique<ASTConsumer>();
  }

  void EndSourceFileAction() override {
    const SourceManager &SM = getCompilerInstance().getSourceManager();
    const UserCode Code(SM, getCompilerInstance().getPreprocessor());
    for (unsigned I = 1; I < SM.local_sloc_entry_size(); ++I) {
      const FileID File = SM.getFileID(SourceLocation::getFromRawEncoding(
          SM.getLocalSLocEntry(I).getOffset()));
      if (const auto Entry = SM.getFileEntryRefForID(File))
        Owners[Entry->getName().str()] = Code.ownerOf(File);
    }
  }

private:
  std::map<std::string, Owner> &Owners;
};
} // namespace

// Debian keeps pyconfig.h in a folder for each architecture, away from the
// others; a project's own header of that name is the project's.
TEST(UserCode, KnowsPythonsConfigurationInAFolderOfItsOwn) {
  std::map<std::string, Owner> Owners;
  ASSERT_TRUE(tooling::runToolOnCodeWithArgs(
      std::make_unique<OwnersAction>(Owners),
      "#include <Python.h>\n#include \"own/pyconfig.h\"\n",
      {"-I/include/python3.15", "-I/include/arch/python3.15", "-I/src"},
      "/src/spam.c", "test", std::make_shared<PCHContainerOperations>(),
      {{"/include/python3.15/Python.h",
        "#include \"patchlevel.h\"\n#include \"pyconfig.h\"\n"},
       {"/include/python3.15/patchlevel.h", "#define PY_VERSION_HEX 0\n"},
       {"/include/arch/python3.15/pyconfig.h", "#define Py_PYCONFIG_H\n"},
       {"/src/own/pyconfig.h", "#define SPAM_CONFIG_H\n"}}));
  EXPECT_EQ(Owners["/include/python3.15/patchlevel.h"], Owner::CPython);
  EXPECT_EQ(Owners["/include/arch/python3.15/pyconfig.h"], Owner::CPython);
  EXPECT_EQ(Owners["/src/own/pyconfig.h"], Owner::User);
  EXPECT_EQ(Owners["/src/spam.c"], Owner::User);
}
