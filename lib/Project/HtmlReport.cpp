// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Project/HtmlReport.h"
#include "Project/CheckDocs.h"
#include "Project/Fingerprint.h"
#include "Project/LineDiff.h"
#include "Project/PageTemplate.h"
#include "Project/Places.h"
#include "Project/Tally.h"
#include "clang/Lex/Lexer.h"
#include "clang/Tooling/Core/Replacement.h"
#include "llvm/Support/Path.h"

namespace immortal::project {

using clang::tooling::DiagnosticMessage;
using llvm::StringRef;
using llvm::json::Array;
using llvm::json::fixUTF8;
using llvm::json::Object;

#include "Page.inc"

/// The lines around a place that are shown with it.
static constexpr unsigned LinesAround = 2;

/// As many are shown at once; more only when asked for.
static constexpr unsigned FewNotes = 3;

namespace {
/// Makes what Page.html shows out of a migration. An object has all its keys,
/// for a missing one would be looked up in the object around it.
class PageData {
public:
  explicit PageData(const Migration &M)
      : M(M), Numbers(M), Prints(fingerprints(M)), Where(M) {}

  Object make();

private:
  Array excerpt(const DiagnosticMessage &At, unsigned Around);
  Array edits(const DiagnosticMessage &Of) const;
  Object message(const DiagnosticMessage &Message, unsigned Around);
  Object finding(size_t Index);
  Array fileGroups();
  Array buildCore();
  Array checks() const;
  Array changes() const;
  Array reasons() const;
  Array problems() const;

  const Migration &M;
  const Tally Numbers;
  const std::vector<std::string> Prints;
  Places Where;
};
} // namespace

static Object counts(const Counts &Of) {
  return Object{{"all", Of.all()},
                {"fixed", Of.Fixed},
                {"offered", Of.Offered},
                {"left", Of.Left},
                {"known", Of.Known}};
}

static Object named(StringRef Name, const Counts &Of) {
  Object Result = counts(Of);
  Result["name"] = fixUTF8(Name);
  return Result;
}

static StringRef kind(DiffLine::Kind What) {
  switch (What) {
  case DiffLine::Same:
    return "same";
  case DiffLine::Removed:
    return "removed";
  case DiffLine::Added:
    return "added";
  }
  llvm_unreachable("not a line of a diff");
}

static Object hunk(const Hunk &H) {
  Array Lines;
  unsigned Before = H.FirstBefore, After = H.FirstAfter;
  for (const DiffLine &Line : H.Lines) {
    const bool Gone = Line.What == DiffLine::Removed;
    Lines.push_back(
        Object{{"kind", kind(Line.What)},
               {"number", Gone ? Before : After},
               {"sign", std::string(1, static_cast<char>(Line.What))},
               {"text", fixUTF8(Line.Text.rtrim("\r\n"))}});
    Before += Line.What != DiffLine::Added;
    After += !Gone;
  }
  return Object{{"lines", std::move(Lines)}};
}

static StringRef lineAt(StringRef Text, size_t Begin) {
  return Text.drop_front(Begin).take_until(
      [](char C) { return C == '\n' || C == '\r'; });
}

/// The line of \p At with its token marked, and lines around it.
Array PageData::excerpt(const DiagnosticMessage &At, unsigned Around) {
  const auto Location = Where.location(At.FilePath, At.FileOffset);
  if (!Location)
    return {};
  const StringRef Text = M.Texts.find(At.FilePath)->second;
  const unsigned Number = Location->getSpellingLineNumber();
  const unsigned Column = Location->getSpellingColumnNumber() - 1;
  const unsigned Token = clang::Lexer::MeasureTokenLength(
      *Location, Location->getManager(), clang::LangOptions());
  size_t Begin = At.FileOffset - Column;
  unsigned First = Number;
  for (; Begin > 0 && Number - First < Around; --First)
    Begin = Text.rfind('\n', Begin - 1) + 1;
  Array Result;
  for (unsigned Line = First; Line <= Number + Around; ++Line) {
    const StringRef Code = lineAt(Text, Begin);
    const bool Here = Line == Number;
    const size_t Mark = Here ? Column : Code.size();
    Result.push_back(Object{
        {"number", Line},
        {"here", Here},
        {"before", fixUTF8(Code.take_front(Mark))},
        {"mark", fixUTF8(Code.drop_front(Mark).take_front(Here ? Token : 0))},
        {"after", fixUTF8(Code.drop_front(Mark).drop_front(std::min<size_t>(
                      Here ? Token : 0, Code.size() - Mark)))}});
    const size_t End = Text.find('\n', Begin);
    if (End >= Text.size() - 1)
      break;
    Begin = End + 1;
  }
  return Result;
}

/// What the edits of a message do to its own file.
Array PageData::edits(const DiagnosticMessage &Of) const {
  const auto Edits = Of.Fix.find(Of.FilePath);
  const auto Text = M.Texts.find(Of.FilePath);
  if (Edits == Of.Fix.end() || Text == M.Texts.end())
    return {};
  llvm::Expected<std::string> After =
      clang::tooling::applyAllReplacements(Text->second, Edits->second);
  if (!After) {
    llvm::consumeError(After.takeError());
    return {};
  }
  Array Result;
  for (const Hunk &H : diffLines(Text->second, *After, /*Context=*/1))
    Result.push_back(hunk(H));
  return Result;
}

Object PageData::message(const DiagnosticMessage &Message, unsigned Around) {
  const Place Here = Message.FilePath.empty()
                         ? Place()
                         : Where.at(Message.FilePath, Message.FileOffset);
  return Object{{"message", fixUTF8(Message.Message)},
                {"file", fixUTF8(Here.File)},
                {"line", Here.Line},
                {"column", Here.Column},
                {"excerpt", excerpt(Message, Around)}};
}

Object PageData::finding(size_t Index) {
  const Finding &F = M.Findings[Index];
  Object Result = message(F.Diag.Message, LinesAround);
  Array Notes, Configurations;
  for (const DiagnosticMessage &Note : F.Diag.Notes) {
    Notes.push_back(message(Note, 0));
    (*Notes.back().getAsObject())["edits"] = edits(Note);
  }
  for (const std::string &Name : F.Configurations)
    Configurations.push_back(Object{{"python", Name}});
  Result["notEverywhere"] = F.Configurations.size() < M.Configurations.size();
  Result["noteCount"] = static_cast<int64_t>(Notes.size());
  Result["oneNote"] = Notes.size() == 1;
  Result["fewNotes"] = Notes.size() <= FewNotes;
  Result["notes"] = std::move(Notes);
  Result["pythons"] = std::move(Configurations);
  Result["id"] = Prints[Index];
  Result["check"] = F.Diag.DiagnosticName;
  Result["state"] = name(F.State);
  Result["reason"] = fixUTF8(F.Reason);
  Result["accepted"] = F.Known;
  return Result;
}

/// The findings, file by file, in the order of the migration.
Array PageData::fileGroups() {
  Array Result;
  StringRef Last;
  for (size_t Index = 0; Index < M.Findings.size(); ++Index) {
    const StringRef File = M.Findings[Index].Diag.Message.FilePath;
    if (Result.empty() || File != Last)
      Result.push_back(
          Object{{"group", fixUTF8(Where.name(File))}, {"findings", Array()}});
    Last = File;
    Result.back()
        .getAsObject()
        ->getArray("findings")
        ->push_back(finding(Index));
  }
  return Result;
}

/// What opens CPython's internals, and what needs that.
Array PageData::buildCore() {
  Array Result;
  for (size_t Index = 0; Index < M.Findings.size(); ++Index)
    if (M.Findings[Index].Diag.DiagnosticName == "cpython-py-build-core")
      Result.push_back(finding(Index));
  return Result;
}

Array PageData::checks() const {
  Array Result;
  for (const auto &[Name, Of] : Numbers.Checks) {
    Object Row = named(Name, Of);
    const auto *Doc =
        llvm::find_if(checkDocs(), [&, &Name = Name](const auto &D) {
          return D.Check == Name;
        });
    Row["about"] = Doc == checkDocs().end() ? "" : Doc->summary();
    Result.push_back(std::move(Row));
  }
  return Result;
}

Array PageData::changes() const {
  Array Result;
  for (const Change &C : M.Changes) {
    Array Hunks;
    unsigned Added = 0, Removed = 0;
    for (const Hunk &H : diffLines(C.Before, C.After)) {
      for (const DiffLine &Line : H.Lines) {
        Added += Line.What == DiffLine::Added;
        Removed += Line.What == DiffLine::Removed;
      }
      Hunks.push_back(hunk(H));
    }
    Result.push_back(Object{{"changed", fixUTF8(Where.name(C.File))},
                            {"isNew", C.IsNew},
                            {"added", Added},
                            {"removed", Removed},
                            {"hunks", std::move(Hunks)}});
  }
  return Result;
}

Array PageData::reasons() const {
  Array Result;
  for (const LeftBecause &Reason : Numbers.Reasons)
    Result.push_back(Object{{"count", Reason.Count},
                            {"why", fixUTF8(Reason.Why)},
                            {"whose", Reason.Check}});
  return Result;
}

Array PageData::problems() const {
  Array Result;
  for (const Problem &P : M.Problems)
    Result.push_back(
        Object{{"place", P.File.empty() ? "" : fixUTF8(Where.name(P.File))},
               {"placeLine", P.Line},
               {"problem", fixUTF8(P.Text)}});
  return Result;
}

Object PageData::make() {
  Array Files, Configurations;
  for (const auto &[Name, Of] : Numbers.Files)
    Files.push_back(named(Name, Of));
  for (const std::string &Name : M.Configurations)
    Configurations.push_back(Object{{"configuration", Name}});
  Object Result = counts(Numbers.Total);
  Result["project"] = fixUTF8(llvm::sys::path::filename(M.Root));
  Result["version"] = IMMORTAL_TIDY_VERSION;
  Result["clang"] = IMMORTAL_TIDY_CLANG_VERSION;
  Result["written"] = M.Written;
  Result["several"] = M.Configurations.size() > 1;
  Result["configurations"] = std::move(Configurations);
  Result["checks"] = checks();
  Result["files"] = std::move(Files);
  Result["groups"] = fileGroups();
  Result["buildCore"] = buildCore();
  Result["changes"] = changes();
  Result["reasons"] = reasons();
  Result["hasProblems"] = !M.Problems.empty();
  Result["problems"] = problems();
  return Result;
}

void writeHtml(const Migration &M, llvm::raw_ostream &Out) {
  fillTemplate(Html, PageData(M).make(), Out);
}

} // namespace immortal::project
