// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Project/SarifReport.h"
#include "Project/CheckDocs.h"
#include "Project/Fingerprint.h"
#include "Project/Places.h"
#include "Project/Tally.h"
#include "clang/Lex/Lexer.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Path.h"
#include <set>

namespace immortal::project {

using clang::tooling::DiagnosticMessage;
using clang::tooling::Replacement;
using llvm::json::Array;
using llvm::json::fixUTF8;
using llvm::json::Object;
using llvm::json::Value;
using Edits = llvm::StringMap<clang::tooling::Replacements>;

/// What relative addresses are relative to.
static constexpr char Root[] = "SRCROOT";

/// A path as the path of a URI (RFC 3986): what is not allowed there, and bytes
/// outside of ASCII, by number.
static std::string encode(llvm::StringRef Path) {
  std::string Result;
  for (const char C : Path) {
    if (llvm::isAlnum(C) || llvm::StringRef("/-._~").contains(C))
      Result += C;
    else
      Result += '%' + llvm::toHex(llvm::StringRef(&C, 1));
  }
  return Result;
}

static Object text(llvm::StringRef Text) {
  return Object{{"text", fixUTF8(Text)}};
}

namespace {
/// Builds the parts that need to know places.
class Writer {
public:
  explicit Writer(const Migration &M) : M(M), Where(M) {}

  Array results(const std::vector<std::string> &Rules);
  Array notifications() const;

private:
  Object artifact(llvm::StringRef File) const;
  Object region(llvm::StringRef File, unsigned Offset, unsigned Length);
  Object physical(const DiagnosticMessage &Message);
  Object result(const Finding &F);
  Array related(const Finding &F);
  std::optional<Object> fix(const DiagnosticMessage &Message,
                            llvm::StringRef Description);
  Array fixes(const Finding &F);

  const Migration &M;
  Places Where;
};
} // namespace

Object Writer::artifact(llvm::StringRef File) const {
  const std::string Name = Where.name(File);
  if (!llvm::sys::path::is_absolute(Name))
    return Object{{"uri", encode(Name)}, {"uriBaseId", Root}};
  return Object{{"uri", "file://" + encode(Name)}};
}

/// Nothing if the text of the file is not known.
Object Writer::region(llvm::StringRef File, unsigned Offset, unsigned Length) {
  const Place Begin = Where.at(File, Offset);
  const Place End = Where.at(File, Offset + Length);
  if (!Begin.Line || !End.Line)
    return {};
  return Object{{"startLine", Begin.Line},
                {"startColumn", Begin.Column16},
                {"endLine", End.Line},
                {"endColumn", End.Column16}};
}

Object Writer::physical(const DiagnosticMessage &Message) {
  Object Result{{"artifactLocation", artifact(Message.FilePath)}};
  const auto At = Where.location(Message.FilePath, Message.FileOffset);
  if (!At)
    return Result;
  // A place is the token there.
  const unsigned Length = clang::Lexer::MeasureTokenLength(
      *At, At->getManager(), clang::LangOptions());
  Result["region"] = region(Message.FilePath, Message.FileOffset, Length);
  return Result;
}

/// The notes: the path on which the object is shared, or the uses of a name.
Array Writer::related(const Finding &F) {
  Array Result;
  for (const DiagnosticMessage &Note : F.Diag.Notes)
    if (!Note.FilePath.empty())
      Result.push_back(Object{{"id", static_cast<int64_t>(Result.size()) + 1},
                              {"message", text(Note.Message)},
                              {"physicalLocation", physical(Note)}});
  return Result;
}

std::optional<Object> Writer::fix(const DiagnosticMessage &Message,
                                  llvm::StringRef Description) {
  std::vector<Replacement> All;
  for (const auto &File : Message.Fix)
    llvm::append_range(All, File.second);
  // By file, then by offset.
  llvm::sort(All);
  Array Changes;
  for (size_t Next = 0; Next < All.size();) {
    const std::string File = All[Next].getFilePath().str();
    Array Replacements;
    for (; Next < All.size() && All[Next].getFilePath() == File; ++Next) {
      const Replacement &R = All[Next];
      Object Deleted = region(File, R.getOffset(), R.getLength());
      if (Deleted.empty())
        return std::nullopt;
      Replacements.push_back(
          Object{{"deletedRegion", std::move(Deleted)},
                 {"insertedContent", text(R.getReplacementText())}});
    }
    Changes.push_back(Object{{"artifactLocation", artifact(File)},
                             {"replacements", std::move(Replacements)}});
  }
  if (Changes.empty())
    return std::nullopt;
  return Object{{"description", text(Description)},
                {"artifactChanges", std::move(Changes)}};
}

Array Writer::fixes(const Finding &F) {
  Array Result;
  if (F.State == Outcome::Fixed)
    if (auto Own = fix(F.Diag.Message, "what '--fix' does"))
      Result.push_back(std::move(*Own));
  for (const DiagnosticMessage &Note : F.Diag.Notes)
    if (auto Offered = fix(Note, Note.Message))
      Result.push_back(std::move(*Offered));
  return Result;
}

Object Writer::result(const Finding &F) {
  Object Properties{{"state", name(F.State)}};
  if (!F.Configurations.empty())
    Properties["configurations"] = Array(F.Configurations);
  if (!F.Reason.empty())
    Properties["reason"] = fixUTF8(F.Reason);
  const bool Error = F.Diag.DiagLevel == clang::tooling::Diagnostic::Error;
  return Object{{"ruleId", F.Diag.DiagnosticName},
                {"level", Error ? "error" : "warning"},
                {"message", text(F.Diag.Message.Message)},
                {"locations",
                 Array{Object{{"physicalLocation", physical(F.Diag.Message)}}}},
                {"relatedLocations", related(F)},
                {"fixes", fixes(F)},
                {"baselineState", F.Known ? "unchanged" : "new"},
                {"properties", std::move(Properties)}};
}

Array Writer::results(const std::vector<std::string> &Rules) {
  Array Result;
  for (const auto &[F, Fingerprint] : llvm::zip(M.Findings, fingerprints(M))) {
    if (!isOpen(M, F))
      continue;
    Object Entry = result(F);
    Entry["ruleIndex"] =
        llvm::lower_bound(Rules, F.Diag.DiagnosticName) - Rules.begin();
    Entry["partialFingerprints"] = Object{{"immortalMigrate/v1", Fingerprint}};
    Result.push_back(std::move(Entry));
  }
  return Result;
}

Array Writer::notifications() const {
  Array Result;
  for (const Problem &P : M.Problems) {
    Object Entry{{"level", "error"}, {"message", text(P.Text)}};
    if (!P.File.empty()) {
      Object Location{{"artifactLocation", artifact(P.File)}};
      if (P.Line)
        Location["region"] = Object{{"startLine", P.Line}};
      Entry["locations"] =
          Array{Object{{"physicalLocation", std::move(Location)}}};
    }
    Result.push_back(std::move(Entry));
  }
  return Result;
}

static Value rule(const std::string &Check) {
  Object Result{{"id", Check},
                {"defaultConfiguration", Object{{"level", "warning"}}}};
  const auto *Doc = llvm::find_if(
      checkDocs(), [&](const CheckDoc &D) { return D.Check == Check; });
  if (Doc == checkDocs().end())
    return Result;
  Result["shortDescription"] = text(Doc->summary());
  Result["fullDescription"] = text(Doc->summary());
  Result["help"] = Object{{"text", Doc->help()}, {"markdown", Doc->help()}};
  Result["properties"] =
      Object{{"tags", Array{"cpython", "correctness"}}, {"precision", "high"}};
  return Result;
}

/// The checks that were run: all of ours, and whose findings there are.
static std::vector<std::string> ruleNames(const Migration &M) {
  std::set<std::string> Names;
  for (const CheckDoc &Doc : checkDocs())
    Names.insert(Doc.Check.str());
  for (const Finding &F : M.Findings)
    Names.insert(F.Diag.DiagnosticName);
  return {Names.begin(), Names.end()};
}

Value toSarif(const Migration &M) {
  const std::vector<std::string> Names = ruleNames(M);
  Array Rules;
  for (const std::string &Name : Names)
    Rules.push_back(rule(Name));
  Writer Write(M);
  Object Run{
      {"tool",
       Object{{"driver", Object{{"name", "immortal-migrate"},
                                {"semanticVersion", IMMORTAL_TIDY_VERSION},
                                {"rules", std::move(Rules)}}}}},
      {"columnKind", "utf16CodeUnits"},
      {"originalUriBaseIds",
       Object{{Root, Object{{"description", text("the project's folder")}}}}},
      {"invocations", Array{Object{{"executionSuccessful", M.Problems.empty()},
                                   {"exitCode", exitCode(M)},
                                   {"toolConfigurationNotifications",
                                    Write.notifications()}}}},
      {"results", Write.results(Names)}};
  return Object{{"version", "2.1.0"},
                {"$schema",
                 "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/"
                 "schemas/sarif-schema-2.1.0.json"},
                {"runs", Array{std::move(Run)}}};
}

} // namespace immortal::project
