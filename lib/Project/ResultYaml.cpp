// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Project/ResultYaml.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/BLAKE3.h"

using namespace immortal::project;

namespace llvm::yaml {

void MappingTraits<ReachedFile>::mapping(IO &Io, ReachedFile &File) {
  Io.mapRequired("Path", File.Path);
  Io.mapRequired("Hash", File.Hash);
  std::vector<unsigned> Bounds;
  for (const auto &[Begin, End] : File.Skipped)
    Bounds.insert(Bounds.end(), {Begin, End});
  Io.mapRequired("Skipped", Bounds);
  if (Io.outputting())
    return;
  if (Bounds.size() % 2)
    return Io.setError("an odd number of bounds");
  for (size_t I = 0; I < Bounds.size(); I += 2)
    File.Skipped.push_back({Bounds[I], Bounds[I + 1]});
}

void MappingTraits<UnitResult>::mapping(IO &Io, UnitResult &Result) {
  Io.mapRequired("Findings", Result.Findings);
  Io.mapRequired("Doubts", Result.Doubts);
  Io.mapRequired("Compiler", Result.Compiler);
  Io.mapRequired("WrongSettings", Result.WrongSettings);
  Io.mapRequired("Reached", Result.Facts.Reached);
  Io.mapRequired("MayReachMore", Result.Facts.MayReachMore);
  Io.mapRequired("Missing", Result.Facts.Missing);
  Io.mapRequired("Wrappers", Result.Facts.Wrappers);
  Io.mapRequired("HeadersFound", Result.Facts.Questions.Found);
  Io.mapRequired("HeadersMissed", Result.Facts.Questions.Missed);
  Io.mapRequired("Crashed", Result.Crashed);
}

} // namespace llvm::yaml

namespace immortal::project {

std::string toYaml(const UnitResult &Result) {
  std::string Text;
  llvm::raw_string_ostream Out(Text);
  // Long lines are not broken: nobody reads them.
  llvm::yaml::Output Yaml(Out, nullptr, /*WrapColumn=*/0);
  // The traits for replacements write into what they read.
  UnitResult Copy = Result;
  Yaml << Copy;
  return Text;
}

std::optional<UnitResult> fromYaml(llvm::StringRef Text) {
  UnitResult Result;
  llvm::yaml::Input Yaml(Text, nullptr,
                         [](const llvm::SMDiagnostic &, void *) {});
  Yaml >> Result;
  if (Yaml.error())
    return std::nullopt;
  return Result;
}

std::string hashText(llvm::StringRef Text) {
  return llvm::toHex(
      llvm::BLAKE3::hash(llvm::arrayRefFromStringRef<uint8_t>(Text)),
      /*LowerCase=*/true);
}

std::string sealed(llvm::StringRef Header, llvm::StringRef Body) {
  return (Header + " " + hashText(Body) + "\n" + Body).str();
}

std::optional<llvm::StringRef> unsealed(llvm::StringRef Header,
                                        llvm::StringRef Text) {
  const auto [First, Body] = Text.split('\n');
  if (First != (Header + " " + hashText(Body)).str())
    return std::nullopt;
  return Body;
}

} // namespace immortal::project
