// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Propagation: the order in which blocks are looked at, and which are not.

#include "Freshness/Propagation.h"
#include "clang/Analysis/FlowSensitive/DataflowWorklist.h"

using namespace clang;

namespace immortal::freshness {

BlockNumbers::BlockNumbers(const CFG &Graph, const PostOrderCFGView &Order)
    : Blocks(Graph.getNumBlockIDs()),
      Numbers(Graph.getNumBlockIDs(), Unreachable) {
  unsigned Size = 0;
  for (const CFGBlock *Block : Order) {
    Blocks[Block->getBlockID()] = Block;
    Numbers[Block->getBlockID()] = Size++;
  }
  // All between the ends of an edge that leads back have one number.
  std::vector<unsigned> Last(Size);
  for (const CFGBlock *Block : Order)
    for (const CFGBlock *Next : Block->succs())
      if (Next) {
        unsigned &End = Last[of(Next->getBlockID())];
        End = std::max(End, of(Block->getBlockID()));
      }
  unsigned Start = 0, End = 0;
  for (const CFGBlock *Block : Order) {
    unsigned &Number = Numbers[Block->getBlockID()];
    if (Number > End)
      Start = Number;
    End = std::max({End, Number, Last[Number]});
    Number = Start;
  }
}

/// What is true at the start of the blocks that were asked about.
class Propagation::Solver {
public:
  explicit Solver(const Propagation &Of)
      : Of(Of), Entry(Of.atEntry()),
        Worklist(*Of.Graph, const_cast<PostOrderCFGView *>(Of.Order)),
        Marks(Of.Graph->getNumBlockIDs()) {}

  const FlowState *atStart(const CFGBlock &Block) {
    const unsigned Number = Of.Numbers->of(Block.getBlockID());
    if (Number == BlockNumbers::Unreachable)
      return nullptr;
    if (Number < Of.FirstNumber)
      return &Entry;
    if (Marks[Block.getBlockID()] != Solved)
      solve(Block);
    return AtStart[Block.getBlockID()].get();
  }

private:
  enum Mark : uint8_t { Unknown, Open, Solved };

  /// All blocks that lead to \p Last and are not solved yet. No block that is
  /// solved comes behind one of them.
  void solve(const CFGBlock &Last) {
    llvm::SmallVector<const CFGBlock *, 16> Blocks = {&Last};
    Marks[Last.getBlockID()] = Open;
    for (size_t I = 0; I < Blocks.size(); ++I)
      for (const CFGBlock *Before : Blocks[I]->preds())
        if (Before && isLookedAt(*Before) &&
            Marks[Before->getBlockID()] == Unknown) {
          Marks[Before->getBlockID()] = Open;
          Blocks.push_back(Before);
        }
    for (const CFGBlock *Block : Blocks)
      start(*Block);
    while (const CFGBlock *Block = Worklist.dequeue())
      flowFrom(*Block);
    for (const CFGBlock *Block : Blocks)
      Marks[Block->getBlockID()] = Solved;
  }

  bool isLookedAt(const CFGBlock &Block) const {
    const unsigned Number = Of.Numbers->of(Block.getBlockID());
    return Number != BlockNumbers::Unreachable && Number >= Of.FirstNumber;
  }

  /// What comes into \p Block from blocks that are not open.
  void start(const CFGBlock &Block) {
    bool IsFirst = &Block == &Of.Graph->getEntry();
    for (const CFGBlock *Before : Block.preds()) {
      if (!Before)
        continue;
      const unsigned ID = Before->getBlockID();
      if (Marks[ID] == Solved)
        flowFrom(*Before);
      else
        IsFirst |= Of.Numbers->of(ID) < Of.FirstNumber;
    }
    if (IsFirst)
      flowInto(Block, Entry);
  }

  void flowFrom(const CFGBlock &Block) {
    const FlowState *Start = AtStart[Block.getBlockID()].get();
    if (!Start)
      return;
    const BlockFacts &Here = Of.Facts.Blocks[Block.getBlockID()];
    const auto AtEnd = [&](uint16_t Edge) {
      FlowState Result = *Start;
      for (uint32_t I = Here.FirstFact; I < Here.EndFact; ++I)
        Of.step(Of.Facts.Facts[I], Edge, Result);
      return Result;
    };
    FlowState Now = AtEnd(0);
    unsigned Edge = 0;
    for (const CFGBlock *Next : Block.succs()) {
      const unsigned This = Edge++;
      if (!Next || Marks[Next->getBlockID()] != Open)
        continue;
      if (This != 0 && Here.SuccessEdge != Fact::Surely)
        Now = AtEnd(This);
      const auto IsHere = [&](const Condition &C) { return C.Edge == This; };
      if (llvm::none_of(Here.Conditions, IsHere)) {
        flowInto(*Next, Now);
        continue;
      }
      FlowState There = Now;
      if (llvm::all_of(Here.Conditions, [&](const Condition &C) {
            return !IsHere(C) || Of.restrict(C, There);
          }))
        flowInto(*Next, There);
    }
  }

  void flowInto(const CFGBlock &Block, const FlowState &What) {
    std::unique_ptr<FlowState> &Start = AtStart[Block.getBlockID()];
    if (!Start)
      Start = std::make_unique<FlowState>(What);
    else if (!Start->join(What))
      return;
    Worklist.enqueueBlock(&Block);
  }

  const Propagation &Of;
  const FlowState Entry;
  ForwardDataflowWorklist Worklist;
  std::vector<Mark> Marks;
  llvm::DenseMap<unsigned, std::unique_ptr<FlowState>> AtStart;
};

Propagation::Propagation(const FunctionFacts &Facts, const Places &AllPlaces,
                         const Groups &AllGroups,
                         llvm::ArrayRef<unsigned> Wanted, Assumptions Assumed)
    : Facts(Facts), AllPlaces(AllPlaces), AllGroups(AllGroups),
      Assumed(Assumed) {
  for (PlaceID P = 0; P < AllPlaces.size(); ++P)
    if (llvm::is_contained(Wanted, AllGroups.ofPlace(P))) {
      PlaceIndex[P] = LocalPlaces.size();
      LocalPlaces.push_back(P);
    }
  for (OriginID O = 0; O < Facts.Origins.size(); ++O)
    if (llvm::is_contained(Wanted, AllGroups.ofOrigin(O))) {
      OriginIndex[O] = LocalOrigins.size();
      LocalOrigins.push_back(O);
    }
  FirstNumber = BlockNumbers::Unreachable;
  for (unsigned Group : Wanted)
    FirstNumber = std::min(FirstNumber, AllGroups.firstNumber(Group));
  Possible =
      LocalPlaces.size() <= MaxPlaces && LocalOrigins.size() <= MaxOrigins;
}

Propagation::~Propagation() = default;

void Propagation::run(const CFG &Graph, const PostOrderCFGView &Order,
                      const BlockNumbers &Numbers) {
  this->Graph = &Graph;
  this->Order = &Order;
  this->Numbers = &Numbers;
  // Where code runs that is not known, all places and objects may change.
  FlowState Entry = atEntry();
  FlowState Later = Entry;
  runCode(nullptr, Later);
  smearMemory(Later);
  if (Entry.join(Later))
    FirstNumber = 0;
  Solution = std::make_unique<Solver>(*this);
}

const FlowState *Propagation::atStart(unsigned BlockID) const {
  const CFGBlock *Block = Numbers->block(BlockID);
  return Block ? Solution->atStart(*Block) : nullptr;
}

std::optional<FlowState> Propagation::atExit() const {
  const FlowState *Exit = Solution->atStart(Graph->getExit());
  return Exit ? std::optional(*Exit) : std::nullopt;
}

} // namespace immortal::freshness
