// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Project/LineDiff.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/STLExtras.h"
#include <algorithm>
#include <optional>

namespace immortal::project {

namespace {
using Lines = llvm::ArrayRef<llvm::StringRef>;

/// An edit of more lines is shown as the rest of the text removed and added:
/// the search takes memory and time by the square of their number.
constexpr int MostEdits = 2000;

/// This many equal lines end an edit for good, so that the next one is searched
/// by itself and the number of edits does not matter.
constexpr size_t EnoughEqual = 32;

/// Where the two texts are, counted in lines.
struct Point {
  size_t Before = 0, After = 0;
};
} // namespace

static std::vector<llvm::StringRef> split(llvm::StringRef Text) {
  std::vector<llvm::StringRef> Result;
  while (!Text.empty()) {
    const size_t End = std::min(Text.find('\n'), Text.size() - 1) + 1;
    Result.push_back(Text.take_front(End));
    Text = Text.drop_front(End);
  }
  return Result;
}

static size_t equalLines(Lines Before, Lines After) {
  const size_t Size = std::min(Before.size(), After.size());
  size_t Count = 0;
  while (Count < Size && Before[Count] == After[Count])
    ++Count;
  return Count;
}

namespace {
/// How far one gets in Before on each diagonal (line of Before less line of
/// After) with a number of edits; -1 where one gets nowhere.
class Front {
public:
  explicit Front(int Edits) : Edits(Edits), Reach(2 * Edits + 1, -1) {}

  int at(int Diagonal) const {
    return std::abs(Diagonal) > Edits ? -1 : Reach[Diagonal + Edits];
  }
  void set(int Diagonal, int X) { Reach[Diagonal + Edits] = X; }

private:
  int Edits;
  std::vector<int> Reach;
};

/// The last edit on the best way to a diagonal.
struct Step {
  /// The line of Before behind it; -1: there is no way.
  int X = -1;
  DiffLine::Kind What = DiffLine::Added;
};

/// The greedy algorithm of Myers ("An O(ND) difference algorithm", 1986), which
/// stops behind the first edit.
class EditSearch {
public:
  EditSearch(Lines Before, Lines After) : Before(Before), After(After) {}

  /// Appends the first edit and the equal lines around it; returns how many
  /// lines of each text that were.
  Point run(std::vector<DiffLine> &Out) {
    for (int Edits = 0; Edits <= MostEdits; ++Edits)
      if (const std::optional<Point> End = advance(Edits)) {
        walkBack(*End, Out);
        return *End;
      }
    for (const llvm::StringRef Line : Before)
      Out.push_back({DiffLine::Removed, Line});
    for (const llvm::StringRef Line : After)
      Out.push_back({DiffLine::Added, Line});
    return {Before.size(), After.size()};
  }

private:
  /// How to get to \p Diagonal with one edit more than \p Last.
  Step step(const Front &Last, int Diagonal) const {
    const int Removing = Last.at(Diagonal - 1);
    const int Adding = Last.at(Diagonal + 1);
    Step Result;
    if (Adding >= 0 && Adding - Diagonal <= static_cast<int>(After.size()))
      Result = {Adding, DiffLine::Added};
    // When both lead as far, the line is removed first.
    if (Removing >= 0 && Removing < static_cast<int>(Before.size()) &&
        Removing + 1 > Result.X)
      Result = {Removing + 1, DiffLine::Removed};
    return Result;
  }

  /// Makes the front of \p Edits edits; the end of the edit, if it is reached.
  std::optional<Point> advance(int Edits) {
    Front Next(Edits);
    for (int Diagonal = -Edits; Diagonal <= Edits; Diagonal += 2) {
      const int From = Edits == 0 ? 0 : step(Fronts.back(), Diagonal).X;
      if (From < 0)
        continue;
      const size_t Equal = equalLines(Before.drop_front(From),
                                      After.drop_front(From - Diagonal));
      const size_t X = From + Equal;
      Next.set(Diagonal, static_cast<int>(X));
      const Point Here{X, X - Diagonal};
      if (Equal >= EnoughEqual ||
          (Here.Before == Before.size() && Here.After == After.size()))
        return Here;
    }
    Fronts.push_back(std::move(Next));
    return std::nullopt;
  }

  void walkBack(Point End, std::vector<DiffLine> &Out) const {
    std::vector<DiffLine> Steps;
    int X = static_cast<int>(End.Before), Y = static_cast<int>(End.After);
    const auto TakeEqual = [&](int From) {
      for (; X > From; --X, --Y)
        Steps.push_back({DiffLine::Same, Before[X - 1]});
    };
    for (const Front &Last : llvm::reverse(Fronts)) {
      const Step Edit = step(Last, X - Y);
      TakeEqual(Edit.X);
      Steps.push_back(Edit.What == DiffLine::Added
                          ? DiffLine{Edit.What, After[--Y]}
                          : DiffLine{Edit.What, Before[--X]});
    }
    TakeEqual(0);
    llvm::append_range(Out, llvm::reverse(Steps));
  }

  Lines Before, After;
  /// After 0, 1, 2... edits.
  std::vector<Front> Fronts;
};
} // namespace

/// All lines of both texts, from the first difference on.
static std::vector<DiffLine> compare(Lines Before, Lines After) {
  std::vector<DiffLine> Result;
  while (!Before.empty() || !After.empty()) {
    const Point Done = EditSearch(Before, After).run(Result);
    Before = Before.drop_front(Done.Before);
    After = After.drop_front(Done.After);
  }
  return Result;
}

static void append(Hunk &To, const DiffLine &Line) {
  To.Lines.push_back(Line);
  To.CountBefore += Line.What != DiffLine::Added;
  To.CountAfter += Line.What != DiffLine::Removed;
}

std::vector<Hunk> diffLines(llvm::StringRef Before, llvm::StringRef After,
                            unsigned Context) {
  const std::vector<llvm::StringRef> Old = split(Before), New = split(After);
  const std::vector<DiffLine> Script = compare(Old, New);
  const auto Differs = [](const DiffLine &Line) {
    return Line.What != DiffLine::Same;
  };

  std::vector<Hunk> Result;
  unsigned LineBefore = 1, LineAfter = 1;
  size_t Shown = 0; // Lines up to here belong to the last hunk.
  for (size_t Next = 0; Next < Script.size(); ++Next) {
    if (Differs(Script[Next])) {
      const size_t First = Next - std::min<size_t>(Context, Next);
      if (Result.empty() || First > Shown) {
        const unsigned Lead = static_cast<unsigned>(Next - First);
        Result.push_back({LineBefore - Lead, LineAfter - Lead, 0, 0, {}});
        Shown = First;
      }
      // The equal lines before it, itself, and those behind it.
      size_t End = Next + 1;
      while (End < Script.size() && End <= Next + Context &&
             !Differs(Script[End]))
        ++End;
      for (; Shown < End; ++Shown)
        append(Result.back(), Script[Shown]);
    }
    LineBefore += Script[Next].What != DiffLine::Added;
    LineAfter += Script[Next].What != DiffLine::Removed;
  }
  return Result;
}

static void printRange(llvm::raw_ostream &Out, unsigned First, unsigned Count) {
  // An empty range is named by the line before it.
  Out << (Count == 0 ? First - 1 : First);
  if (Count != 1)
    Out << ',' << Count;
}

void printUnifiedDiff(llvm::raw_ostream &Out, llvm::StringRef File,
                      llvm::ArrayRef<Hunk> Hunks) {
  using llvm::raw_ostream;
  if (Hunks.empty())
    return;
  Out.changeColor(raw_ostream::SAVEDCOLOR, /*Bold=*/true)
      << "--- a/" << File << "\n+++ b/" << File << '\n';
  for (const Hunk &H : Hunks) {
    Out.resetColor().changeColor(raw_ostream::CYAN) << "@@ -";
    printRange(Out, H.FirstBefore, H.CountBefore);
    Out << " +";
    printRange(Out, H.FirstAfter, H.CountAfter);
    Out << " @@";
    Out.resetColor() << '\n';
    for (const DiffLine &Line : H.Lines) {
      if (Line.What != DiffLine::Same)
        Out.changeColor(Line.What == DiffLine::Added ? raw_ostream::GREEN
                                                     : raw_ostream::RED);
      llvm::StringRef Text = Line.Text;
      const bool Ended = Text.consume_back("\n");
      Out << static_cast<char>(Line.What) << Text;
      if (Line.What != DiffLine::Same)
        Out.resetColor();
      Out << '\n';
      if (!Ended)
        Out << "\\ No newline at end of file\n";
    }
  }
}

} // namespace immortal::project
