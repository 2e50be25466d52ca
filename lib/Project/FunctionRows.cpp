// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Project/FunctionRows.h"
#include "CAPI/Immortalizers.h"
#include "CAPI/Words.h"
#include "Freshness/Calls.h"
#include "Source/UserCode.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include <algorithm>
#include <set>

using namespace clang;
using immortal::capi::Effect;
using immortal::capi::Returns;

namespace immortal::project {

/// Whether the symbol says which function it is, for all of the project.
static bool isKnownByName(const FunctionDecl &Function) {
  return Function.getIdentifier() &&
         Function.getFormalLinkage() == Linkage::External &&
         !Function.isVariadic() && !Function.hasAttr<WeakAttr>() &&
         !isa<CXXMethodDecl>(Function) &&
         Function.getTemplatedKind() == FunctionDecl::TK_NonTemplate;
}

namespace {
class CalleeFinder : public RecursiveASTVisitor<CalleeFinder> {
public:
  explicit CalleeFinder(const source::UserCode &Code) : Code(Code) {}

  bool VisitCallExpr(CallExpr *Call) {
    const FunctionDecl *Callee = Call->getDirectCallee();
    if (!Callee || !Callee->getIdentifier())
      return true;
    const llvm::StringRef Name = Callee->getName();
    if (capi::findImmortalizer(Name))
      Immortalizes = true;
    else if (Callee->hasBody() || !isKnownByName(*Callee))
      Others.insert(Name.str());
    else if (Code.isUsers(Callee->getLocation()) && !capi::findFunction(Name)) {
      const std::string Symbol = freshness::symbolOf(*Callee);
      Names.insert(Symbol);
      if (Symbol != Name)
        Others.insert(Name.str());
    }
    return true;
  }

  /// The row of a function of C speaks of all functions of its name: of one
  /// only, if it may be used.
  std::vector<std::string> names() const {
    std::vector<std::string> Result;
    std::set_difference(Names.begin(), Names.end(), Others.begin(),
                        Others.end(), std::back_inserter(Result));
    return Result;
  }

  bool Immortalizes = false;

private:
  std::set<std::string> Names, Others;
  const source::UserCode &Code;
};
} // namespace

std::vector<std::string> unknownCallees(ASTContext &Context,
                                        const source::UserCode &Code,
                                        const llvm::StringSet<> *Among) {
  CalleeFinder Found(Code);
  for (Decl *D : Code.declarations(Context))
    Found.TraverseDecl(D);
  std::vector<std::string> Names = Found.names();
  if (Among)
    llvm::erase_if(
        Names, [&](const std::string &Name) { return !Among->contains(Name); });
  else if (!Found.Immortalizes)
    Names.clear();
  return Names;
}

namespace {
/// Calls a function with the definitions that other files may call.
class DefinitionFinder : public RecursiveASTVisitor<DefinitionFinder> {
public:
  explicit DefinitionFinder(llvm::function_ref<void(const FunctionDecl &)> Each)
      : Each(Each) {}

  bool TraverseStmt(Stmt *, DataRecursionQueue * = nullptr) { return true; }

  bool VisitFunctionDecl(FunctionDecl *Function) {
    if (Function->isThisDeclarationADefinition() && isKnownByName(*Function))
      Each(*Function);
    return true;
  }

private:
  llvm::function_ref<void(const FunctionDecl &)> Each;
};
} // namespace

static void
forDefinitions(ASTContext &Context, const source::UserCode &Code,
               llvm::function_ref<void(const FunctionDecl &)> Each) {
  DefinitionFinder Finder(Each);
  for (Decl *D : Code.declarations(Context))
    Finder.TraverseDecl(D);
}

template <typename T> static llvm::StringRef textOf(T Value) {
  for (const capi::Word<T> &Word : capi::wordsOf(T()))
    if (Word.Value == Value)
      return Word.Text;
  return "";
}

/// What a row can say of \p Summary: nothing about what is stored through a
/// pointer, and of what is returned only that it is the first argument.
static freshness::CallEffects asRow(const freshness::CallEffects &Summary) {
  freshness::CallEffects Row = Summary;
  for (Effect &What : Row.Arguments)
    if (What == Effect::OutNew)
      What = Effect::Unknown;
  if (Summary.Immortal != freshness::Immortalizes::No)
    Row.Arguments[Summary.ImmortalArgument] =
        Summary.Immortal == freshness::Immortalizes::Always
            ? Effect::ImmortalizesAlways
            : Effect::Immortalizes;
  if (Summary.ReturnedArgument != 0)
    Row.Returns = {};
  return Row;
}

/// The row of \p Function; empty if none says what it does.
static std::string rowOf(const FunctionDecl &Function,
                         const freshness::CallEffects &Summary) {
  const freshness::CallEffects Known = asRow(Summary);
  // A row whose effects run no code means that none runs.
  if (!Summary.IsQuiet && freshness::isQuiet(Known))
    return "";
  std::string Text;
  llvm::raw_string_ostream Row(Text);
  Row << "  - name: " << freshness::symbolOf(Function) << "\n";
  if (Known.Returns.What != Returns::Nothing)
    Row << "    returns: " << textOf(Known.Returns.What) << "\n"
        << "    type: " << capi::toString(Known.Returns.Type) << "\n"
        << "    fails: " << textOf(Known.Returns.Fails) << "\n";
  if (!Known.Arguments.empty())
    Row << "    arguments:\n";
  for (unsigned I = 0; I < Known.Arguments.size(); ++I)
    Row << "      - {index: " << I << ", effect: " << textOf(Known.Arguments[I])
        << "}\n";
  return Row.str();
}

std::map<std::string, std::string>
rowsOfDefinitions(ASTContext &Context, const source::UserCode &Code,
                  const llvm::StringSet<> &Names, capi::VersionRange When) {
  const capi::Model NoRows;
  const freshness::CallModel Model(Context, NoRows, When);
  std::map<std::string, std::string> Rows;
  forDefinitions(Context, Code, [&](const FunctionDecl &Function) {
    const std::string Symbol = freshness::symbolOf(Function);
    if (!Names.contains(Symbol))
      return;
    const freshness::CallEffects *Summary = Model.summaryOf(Function);
    // Empty is an answer, too: it is defined here, and nothing is known.
    Rows[Symbol] = Summary ? rowOf(Function, *Summary) : "";
  });
  return Rows;
}

std::vector<std::string> immortalizingDefinitions(ASTContext &Context,
                                                  const source::UserCode &Code,
                                                  capi::VersionRange When) {
  const capi::Model NoRows;
  const freshness::CallModel Model(Context, NoRows, When);
  std::vector<std::string> Symbols;
  forDefinitions(Context, Code, [&](const FunctionDecl &Function) {
    const freshness::CallEffects *Summary =
        Function.param_empty() ? nullptr : Model.summaryOf(Function);
    if (Summary && Summary->Immortal != freshness::Immortalizes::No)
      Symbols.push_back(freshness::symbolOf(Function));
  });
  return Symbols;
}

} // namespace immortal::project
