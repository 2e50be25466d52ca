// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "CAPI/ReferenceCount.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/Twine.h"
#include <algorithm>

namespace immortal::capi {

namespace {
struct CountRule {
  Build Kind;
  Version First;
  Version Last;
  uint64_t Mask;
  uint64_t Low;
  uint64_t High;
  CountMeaning Meaning;
};

/// A run of minor versions in which a count means the same.
struct VersionRun {
  Version First;
  Version Last;
  CountMeaning Meaning;
};
} // namespace

static constexpr CountRule CountRules[] = {
#define COUNT_RULE(Kind, First, Last, Mask, Low, High, Meaning)                \
  {Build::Kind, First, Last, Mask, Low, High, CountMeaning::Meaning},
#include "CAPI/ReferenceCount.def"
};

static constexpr uint64_t HugeCounts[] = {
#define HUGE_COUNT(Value, Source) Value,
#include "CAPI/ReferenceCount.def"
};

std::optional<CountMeaning> meaningOfCount(uint64_t Count, Version Python,
                                           Build Kind) {
  // Rows speak about minor versions: 3.13.5 is 3.13.
  const Version Minor = Python & 0xFFFF0000;
  for (const CountRule &Rule : CountRules)
    if (Rule.Kind == Kind && Rule.First <= Minor && Minor <= Rule.Last &&
        Rule.Low <= (Count & Rule.Mask) && (Count & Rule.Mask) <= Rule.High)
      return Rule.Meaning;
  return std::nullopt;
}

bool isImmortalizingCount(uint64_t Count) {
  return llvm::any_of(HugeCounts, [&](uint64_t Huge) { return Count >= Huge; });
}

static llvm::SmallVector<VersionRun, 4> runsOf(uint64_t Count, Build Kind,
                                               const CountScope &Scope) {
  llvm::SmallVector<VersionRun, 4> Runs;
  for (Version V = Scope.First; V <= std::min(NewestKnown, Scope.Last);
       V += py(0, 1)) {
    const std::optional<CountMeaning> Meaning = meaningOfCount(Count, V, Kind);
    if (!Meaning)
      continue;
    if (!Runs.empty() && Runs.back().Meaning == *Meaning)
      Runs.back().Last = V;
    else
      Runs.push_back({V, V, *Meaning});
  }
  return Runs;
}

static std::string verbOf(CountMeaning Meaning) {
  switch (Meaning) {
  case CountMeaning::Mortal:
    return "is mortal";
  case CountMeaning::ImmortalAfterIncref:
    return "is mortal until the next Py_INCREF";
  case CountMeaning::Immortal:
    return "is immortal";
  case CountMeaning::HalfImmortal:
    return "sets only the local count";
  case CountMeaning::Zero:
    return "becomes reference count 0";
  }
  return "";
}

static std::string nameOf(const VersionRun &Run) {
  if (Run.Last == NewestKnown)
    return toString(Run.First) + (Run.First == NewestKnown ? "" : " and later");
  if (Run.First == Run.Last)
    return toString(Run.First);
  return toString(Run.First) +
         (Run.Last == Run.First + py(0, 1) ? " and " : " to ") +
         toString(Run.Last);
}

std::string describeCount(uint64_t Count, const CountScope &Scope) {
  std::string Text;
  const auto Add = [&](const llvm::Twine &Part) {
    Text += (Text.empty() ? "" : "; ") + Part.str();
  };
  if (Scope.Kind != Build::FreeThreaded)
    for (const VersionRun &Run : runsOf(Count, Build::GIL, Scope))
      Add(verbOf(Run.Meaning) + " on " + nameOf(Run) +
          (Run.Meaning == CountMeaning::Zero ? ": use after free" : ""));
  if (Scope.Kind == Build::GIL)
    return Text;
  for (const VersionRun &Run : runsOf(Count, Build::FreeThreaded, Scope)) {
    if (Run.Meaning == CountMeaning::Immortal ||
        (Run.Meaning == CountMeaning::HalfImmortal && Scope.IsComplete))
      Add("is immortal on the free-threaded build");
    else if (Run.Meaning == CountMeaning::HalfImmortal)
      Add("sets only the local count on the free-threaded build");
    else
      Add("is not immortal on the free-threaded build");
  }
  return Text;
}

static constexpr llvm::StringLiteral CountingWords[] = {
#define COUNTING_WORD(Word, Source) Word,
#include "CAPI/CountingNames.def"
};

bool isCountingName(llvm::StringRef Name) {
  std::string Plain = Name.lower();
  Plain.erase(std::remove(Plain.begin(), Plain.end(), '_'), Plain.end());
  return llvm::any_of(CountingWords, [&](llvm::StringRef Word) {
    return llvm::StringRef(Plain).contains(Word);
  });
}

} // namespace immortal::capi
