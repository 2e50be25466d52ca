// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "FixFlags.h"
#include "Project/Paths.h"

namespace immortal::migrate {

using namespace llvm;

FixFlags::FixFlags()
    : Category("fixes"),
      Write("fix", cl::cat(Category),
            cl::desc("write the changes; without it they are only shown")),
      NoVerify("no-verify", cl::cat(Category),
               cl::desc("do not analyse again what the fixes would lead to")),
      Undo("undo", cl::cat(Category),
           cl::desc("take the last --fix in this project back, also one that "
                    "was interrupted")),
      CompileCheck("compile-check", cl::value_desc("COMMAND"),
                   cl::cat(Category),
                   cl::desc("run COMMAND with the shell after --fix, and take "
                            "all changes back if it fails")),
      ExportTo("export-fixes", cl::value_desc("FILE"), cl::cat(Category),
               cl::desc("write the changes as YAML for "
                        "clang-apply-replacements")),
      VendorHeader("vendor-header", cl::value_desc("DIR"), cl::cat(Category),
                   cl::desc("put py_immortal.h into DIR if a fix includes "
                            "it")) {}

Expected<FixOptions> FixFlags::parsed() const {
  const auto Usage = [](const char *Text) {
    return createStringError(inconvertibleErrorCode(), Text);
  };
  if (Undo && (Write || NoVerify || !ExportTo.empty() ||
               !VendorHeader.empty() || !CompileCheck.empty()))
    return Usage("--undo only takes back; run the rest by itself");
  if (!CompileCheck.empty() && !Write)
    return Usage("--compile-check needs --fix: without it there is nothing new "
                 "to build");
  FixOptions Result;
  Result.Write = Write;
  Result.Undo = Undo;
  Result.CompileCheck = CompileCheck;
  Result.ExportTo = ExportTo;
  Result.How.Verify = !NoVerify;
  if (!VendorHeader.empty())
    Result.How.VendorFolder = project::realPath(VendorHeader);
  return Result;
}

} // namespace immortal::migrate
