// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Project/Patch.h"
#include "CAPI/PrivateNames.h"
#include "llvm/ADT/STLExtras.h"

using clang::tooling::Replacement;
using clang::tooling::Replacements;

namespace immortal::project {

/// The names of headers that a fix may include.
static constexpr llvm::StringLiteral CompatHeaders[] = {
#define VENDORED_HEADER(Name, Guard) Name,
#include "CAPI/KnownFiles.def"
};

bool includesCompatHeader(const Replacement &Edit) {
  const llvm::StringRef Text = Edit.getReplacementText();
  return llvm::any_of(CompatHeaders, [&](llvm::StringRef Name) {
    return Text.contains(("#include \"" + Name + "\"").str());
  });
}

static bool callsPublicName(const Replacements &Edits) {
  return llvm::any_of(Edits, [](const Replacement &Edit) {
    return Edit.getReplacementText().contains(
        capi::publicImmortalizer().Public);
  });
}

static void shareIncludes(std::vector<Fix> &Fixes) {
  std::map<std::string, Replacement> Includes;
  for (const Fix &F : Fixes)
    for (const auto &[File, Edits] : F.Edits)
      for (const Replacement &Edit : Edits)
        if (includesCompatHeader(Edit))
          Includes.try_emplace(File, Edit);
  for (Fix &F : Fixes)
    for (auto &[File, Edits] : F.Edits) {
      const auto Include = Includes.find(File);
      if (Include != Includes.end() && callsPublicName(Edits))
        // In the way of an edit of its own: then it does without.
        llvm::consumeError(Edits.add(Include->second));
    }
}

static bool onlyRemoves(const Fix &F) {
  return llvm::all_of(F.Edits, [](const auto &Entry) {
    return llvm::all_of(Entry.second, [](const Replacement &Edit) {
      return Edit.getReplacementText().empty();
    });
  });
}

std::vector<Fix> fixesOf(llvm::ArrayRef<Finding> Findings) {
  std::vector<Fix> Fixes;
  for (size_t I = 0; I < Findings.size(); ++I) {
    Fix New = {I, {}};
    for (const auto &Entry : Findings[I].Diag.Message.Fix)
      if (!Entry.getValue().empty())
        New.Edits[Entry.getKey().str()] = Entry.getValue();
    if (!New.Edits.empty())
      Fixes.push_back(std::move(New));
  }
  shareIncludes(Fixes);
  std::vector<Fix> Removals;
  for (Fix &F : Fixes)
    if (onlyRemoves(F))
      Removals.push_back(std::move(F));
  llvm::erase_if(Fixes, onlyRemoves);
  llvm::append_range(Fixes, std::move(Removals));
  return Fixes;
}

Patch Patch::of(llvm::ArrayRef<const Fix *> Chosen) {
  Patch Result;
  for (const Fix *F : Chosen)
    (void)Result.add(*F);
  return Result;
}

std::optional<std::string> Patch::add(const Fix &F) {
  FileEdits All = Edits;
  for (const auto &[File, New] : F.Edits)
    for (const Replacement &Edit : New)
      if (llvm::Error Conflict = All[File].add(Edit)) {
        llvm::consumeError(std::move(Conflict));
        return File;
      }
  Edits = std::move(All);
  return std::nullopt;
}

llvm::Expected<std::string> Patch::apply(const std::string &File,
                                         llvm::StringRef Before) const {
  const auto Found = Edits.find(File);
  if (Found == Edits.end())
    return Before.str();
  // Asked first, because not every version of the library notices.
  if (llvm::any_of(Found->second, [&](const Replacement &Edit) {
        return Edit.getOffset() + Edit.getLength() > Before.size();
      }))
    return llvm::createStringError(llvm::inconvertibleErrorCode(),
                                   File + " is shorter than when it was read");
  return clang::tooling::applyAllReplacements(Before, Found->second);
}

unsigned lineOf(llvm::StringRef Text, unsigned Offset) {
  return Text.take_front(Offset).count('\n');
}

/// Visits each edit with the offset that its text has after all of them.
template <typename Visitor>
static void forEachPlaced(const Replacements &All, Visitor Visit) {
  long Growth = 0;
  for (const Replacement &Edit : All) {
    Visit(Edit, static_cast<unsigned>(Edit.getOffset() + Growth));
    Growth += static_cast<long>(Edit.getReplacementText().size()) -
              static_cast<long>(Edit.getLength());
  }
}

unsigned shifted(unsigned Offset, const Replacements &Edits) {
  long Result = Offset;
  forEachPlaced(Edits, [&](const Replacement &Edit, unsigned Begin) {
    if (Edit.getOffset() + Edit.getLength() <= Offset)
      Result += static_cast<long>(Edit.getReplacementText().size()) -
                static_cast<long>(Edit.getLength());
    else if (Edit.getOffset() <= Offset)
      Result = Begin;
  });
  return static_cast<unsigned>(Result);
}

std::vector<LineRange> linesBefore(const Replacements &Some,
                                   llvm::StringRef Before) {
  std::vector<LineRange> Lines;
  for (const Replacement &Edit : Some)
    Lines.push_back({lineOf(Before, Edit.getOffset()),
                     lineOf(Before, Edit.getOffset() + Edit.getLength())});
  return Lines;
}

/// Edits next to each other may have become one.
static bool overlap(const Replacement &A, const Replacement &B) {
  return A.getOffset() <= B.getOffset() + B.getLength() &&
         B.getOffset() <= A.getOffset() + A.getLength();
}

std::vector<LineRange> linesAfter(const Replacements &Some,
                                  const Replacements &All,
                                  llvm::StringRef After) {
  std::vector<LineRange> Lines;
  forEachPlaced(All, [&](const Replacement &Edit, unsigned Begin) {
    if (llvm::none_of(
            Some, [&](const Replacement &One) { return overlap(One, Edit); }))
      return;
    const size_t Size = Edit.getReplacementText().size();
    Lines.push_back({lineOf(After, Begin), lineOf(After, Begin + Size)});
  });
  return Lines;
}

bool contains(llvm::ArrayRef<LineRange> Ranges, unsigned Line) {
  return llvm::any_of(Ranges, [Line](const LineRange &Range) {
    return Range.first <= Line && Line <= Range.second;
  });
}

} // namespace immortal::project
