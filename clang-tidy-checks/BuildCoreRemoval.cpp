// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "BuildCoreReport.h"
#include "Fixes/Removal.h"
#include "Fixes/RemoveBuildCore.h"
#include "Source/HiddenUses.h"
#include "clang/AST/ASTContext.h"

using namespace clang;

namespace immortal::tidy {

using freshness::WitnessStep;
using source::Dependence;

/// What holds beyond this file: only its own directives are removed.
std::optional<WitnessStep>
BuildCoreReport::obstacleInOtherFiles(const Finding &F) const {
  const FileID Main = SM.getMainFileID();
  for (const source::InternalInclude &Include : Use.Includes)
    if (SM.getFileID(Include.Loc) != Main)
      return WitnessStep{Include.Loc, "'" + Include.Written +
                                          "' is included by a header, which "
                                          "other files may use"};
  if (const std::string Name = Headers.suspect(); !Name.empty())
    return WitnessStep{F.Loc, "'" + Name +
                                  "', which is included, may need "
                                  "'Py_BUILD_CORE'"};
  return std::nullopt;
}

/// What would be another thing or missing, seen or not.
std::optional<WitnessStep> BuildCoreReport::obstacleInNames() const {
  for (const source::InternalName &Name : Uses.Names)
    if (Name.How == Dependence::ThroughInternal)
      return WitnessStep{Name.Uses.front().Loc,
                         "'" + Name.Name +
                             "' comes from a header that only an internal one "
                             "includes; include that header itself"};
  if (const auto Hidden =
          source::firstHiddenUse(Context, Headers, Files, Skipped, Uses))
    return WitnessStep{Hidden->Loc, "'" + Hidden->Name +
                                        "' may need it in another "
                                        "configuration"};
  for (FileID ID : Headers.userFiles())
    for (const source::Directive &D : Files.get(ID).Directives)
      if (D.Kind == source::DirectiveKind::Define &&
          !capi::isBuildCoreMacro(D.Name) && Headers.isSwitchedName(D.Name))
        return WitnessStep{
            Files.get(ID).location(D.NameOffset),
            "public headers define '" + D.Name.str() +
                "' depending on 'Py_BUILD_CORE', and so does this"};
  for (const capi::BuildCoreEffect &Effect : capi::buildCoreEffects()) {
    SourceLocation Place = SM.getLocForStartOfFile(SM.getMainFileID());
    if (Effect.Keeps && applies(Effect, Place))
      return WitnessStep{Place, "an object may be immortal only because of it; "
                                "set the option MinimumPython to 3.13 if 3.12 "
                                "does not matter"};
  }
  return std::nullopt;
}

std::optional<WitnessStep> BuildCoreReport::obstacle(const Finding &F) const {
  if (SM.getFileID(F.Loc) != SM.getMainFileID())
    return WitnessStep{F.Loc, "other files may include this header"};
  if (!SM.getFileOffset(F.Loc) && Use.Includes.empty())
    return WitnessStep{F.Loc, "the build script defines it"};
  if (auto Found = obstacleInOtherFiles(F))
    return Found;
  return obstacleInNames();
}

void BuildCoreReport::addFix(Finding &F) const {
  if (const auto Found = obstacle(F)) {
    F.Notes.push_back(
        {Found->Loc, "not removed automatically: " + Found->Text});
    return;
  }
  const FileID Main = SM.getMainFileID();
  const source::LexedFile &File = Files.get(Main);
  const auto Removal = fixes::removeBuildCore(
      File, [&](unsigned Offset) { return Skipped.contains(File, Offset); });
  for (const fixes::Obstacle &Found : Removal.Obstacles) {
    F.Notes.push_back({File.location(Found.Offset),
                       "not removed automatically: " + Found.Text});
    return;
  }
  for (const auto &[Begin, End] : Removal.Lines)
    F.Fix.push_back(fixes::removeLines(Main, Begin, End, SM));
}

} // namespace immortal::tidy
