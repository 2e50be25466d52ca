// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// cpython-internal-immortalization: what the preprocessor hid from the syntax
// tree, in skipped branches and in macros that nobody expands.

#include "ImmortalizationReport.h"
#include "clang/Lex/Preprocessor.h"

using namespace clang;

namespace immortal::tidy {

SourceLocation ImmortalizationReport::placeOf(SourceLocation Loc) const {
  Loc = Code.userLocation(Loc);
  const auto [File, Offset] = SM.getDecomposedLoc(Loc);
  const OptionalFileEntryRef Entry = SM.getFileEntryRefForID(File);
  const FileID First = Entry ? SM.translateFile(*Entry) : FileID();
  return First.isValid() ? SM.getComposedLoc(First, Offset) : Loc;
}

bool ImmortalizationReport::isUnseen(const source::NameUse &Use) const {
  if (Explained.contains(Use.Loc) || Explained.contains(Use.NameLoc))
    return false;
  if (Use.IsCount)
    return true;
  // A test of the private name for older versions is what one should write.
  return capi::findPrivateFunction(Use.Name)->Role !=
         capi::PrivateRole::TestsImmortal;
}

bool ImmortalizationReport::isGone(const source::NameUse &Use) const {
  // Somebody may have defined it again, for all versions.
  return Use.IsCount &&
         capi::findPrivateCount(Use.Name)->Last <
             (Code.pythonVersion() & 0xFFFF0000) &&
         !PP.isMacroDefined(Use.Name);
}

/// What to write instead, where nothing but the name is known.
static std::string remedyForUnseen(const source::NameUse &Use) {
  if (Use.IsInitializer)
    return "use 'PyObject_HEAD_INIT', which is immortal from 3.13 on";
  const capi::PrivateFunction *Row = capi::findPrivateFunction(Use.Name);
  if (Row && Row->Public.empty())
    return "it has no public replacement";
  return "use '" + capi::publicImmortalizer().Public.str() +
         "', which py_immortal.h gives to older versions";
}

void ImmortalizationReport::reportUnseen() {
  /// One finding for each name in each branch or macro.
  llvm::MapVector<std::tuple<llvm::StringRef, llvm::StringRef, SourceLocation>,
                  Finding>
      Found;
  for (const source::NameUse &Use : NameUses) {
    const bool InSkipped = Skipped.contains(Use.Loc, SM);
    // A macro in a header is reported where a translation unit expands it.
    const bool IsUnused = !Use.Macro.empty() && SM.isInMainFile(Use.Loc);
    const bool IsMissing = !InSkipped && isGone(Use);
    if (!isUnseen(Use) || (!InSkipped && !IsUnused && !IsMissing))
      continue;
    const SourceLocation Branch =
        Use.Conditions.empty() ? SourceLocation() : Use.Conditions.back().Loc;
    auto [Entry, Inserted] =
        Found.insert({{Use.Name, Use.Macro, Branch}, Finding()});
    Finding &F = Entry->second;
    if (!Inserted) {
      F.Notes.push_back({Use.NameLoc, "and here"});
      continue;
    }
    F.Loc = Use.Loc;
    F.Text = ("'" + Use.Name + "' is private to CPython").str();
    if (!Use.Macro.empty())
      F.Text += (" and used in macro '" + Use.Macro + "'").str();
    if (IsMissing)
      F.Text += "; this Python has no such name";
    else if (!InSkipped)
      F.Text += ", which nothing here expands";
    else
      F.Text += "; this code was skipped (" +
                (Use.Conditions.empty() ? "" : Use.Conditions.back().Text) +
                ")";
    F.Text += "; " + remedyForUnseen(Use);
    addGuardNotes(F, &Use);
  }
  for (auto &[Key, F] : Found)
    Reported.push_back(std::move(F));
}

} // namespace immortal::tidy
