// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Source/InternalUses.h"
#include "Source/GlobalNames.h"
#include "Source/TopLevel.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/ExternalASTSource.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include "clang/Basic/CharInfo.h"
#include "clang/Lex/MacroInfo.h"
#include "llvm/ADT/MapVector.h"
#include "llvm/ADT/SetVector.h"

using namespace clang;

namespace immortal::source {

namespace {
/// Gathers uses under their names.
class UseCollector {
public:
  UseCollector(const SourceManager &SM, const InternalHeaders &Headers)
      : SM(SM), Headers(Headers) {}

  /// The name that people know: PyFrameObject rather than struct _frame.
  std::string nameOf(const NamedDecl &D) {
    const auto *Tag = llvm::dyn_cast<TagDecl>(&D);
    if (!Tag || isPythonName(D.getName()))
      return D.getNameAsString();
    std::string Name =
        Headers.kept() ? Headers.kept()->Typedefs.lookup(D.getName()) : "";
    if (Name.empty())
      Name = typedefs(D.getASTContext()).lookup(Tag->getCanonicalDecl());
    return Name.empty() ? D.getNameAsString() : Name;
  }

  void add(llvm::StringRef Name, llvm::StringRef Record, Dependence How,
           const InternalUse &Use) {
    if (Name.empty() || !Places.insert(Use.Loc).second)
      return;
    InternalName &Entry = Names[{Name.str(), Record.str()}];
    Entry.Name = Name.str();
    Entry.Record = Record.str();
    Entry.How = How;
    Entry.Uses.push_back(Use);
  }

  bool knows(SourceLocation Loc) const { return Places.contains(Loc); }

  std::vector<InternalName> take() {
    std::vector<InternalName> All;
    for (auto &[Key, Entry] : Names) {
      llvm::sort(Entry.Uses, [&](const InternalUse &A, const InternalUse &B) {
        return SM.isBeforeInTranslationUnit(A.Loc, B.Loc);
      });
      All.push_back(std::move(Entry));
    }
    llvm::sort(All, [&](const InternalName &A, const InternalName &B) {
      return SM.isBeforeInTranslationUnit(A.Uses.front().Loc,
                                          B.Uses.front().Loc);
    });
    return All;
  }

  const SourceManager &SM;
  const InternalHeaders &Headers;

private:
  using TypedefNames = llvm::DenseMap<const TagDecl *, std::string>;

  const TypedefNames &typedefs(const ASTContext &Context) {
    if (Typedefs)
      return *Typedefs;
    Typedefs.emplace();
    for (const Decl *D : Headers.declarations(Context))
      forEachTypedef(*D,
                     [&](const TypedefNameDecl &Typedef, const TagDecl &Named) {
                       Typedefs->try_emplace(Named.getCanonicalDecl(),
                                             Typedef.getNameAsString());
                     });
    return *Typedefs;
  }

  /// The first typedef of each struct, union and enum; made when asked for.
  std::optional<TypedefNames> Typedefs;
  llvm::MapVector<std::pair<std::string, std::string>, InternalName,
                  std::map<std::pair<std::string, std::string>, unsigned>>
      Names;
  llvm::DenseSet<SourceLocation> Places;
};

// Hiding the methods of its base is how a visitor overrides them.
// NOLINTBEGIN(bugprone-derived-method-shadowing-base-method)

/// Walks the user's declarations and asks of each name where it comes from.
class UseVisitor : public RecursiveASTVisitor<UseVisitor> {
public:
  UseVisitor(UseCollector &Out, InternalUses &Uses) : Out(Out), Uses(Uses) {}

  bool TraverseFunctionDecl(FunctionDecl *D) {
    const FunctionDecl *Outer = std::exchange(Caller, D);
    const bool Result = RecursiveASTVisitor::TraverseFunctionDecl(D);
    Caller = Outer;
    return Result;
  }

  bool VisitCallExpr(CallExpr *Call) {
    // On 3.12 a macro of CPython's stands around the call: the user's place is
    // where that is used.
    const SourceLocation Begin = Call->getCallee()->getExprLoc();
    const InternalUse Use{SourceLocation(), /*IsDefinition=*/false, Call,
                          Caller};
    Calls[Out.Headers.usersPlace(Begin)] = Use;
    if (Begin.isMacroID())
      Calls[Out.Headers.usersPlace(Out.SM.getExpansionLoc(Begin))] = Use;
    return true;
  }

  bool VisitDeclRefExpr(DeclRefExpr *E) {
    use(*E->getDecl(), E->getLocation());
    return true;
  }

  bool VisitMemberExpr(MemberExpr *E) {
    Uses.SeenMembers.insert(Out.Headers.usersPlace(E->getMemberLoc()));
    use(*E->getMemberDecl(), E->getMemberLoc());
    return true;
  }

  bool VisitDesignatedInitExpr(DesignatedInitExpr *E) {
    for (const DesignatedInitExpr::Designator &D : E->designators())
      if (D.isFieldDesignator() && D.getFieldDecl())
        use(*D.getFieldDecl(), D.getFieldLoc());
    return true;
  }

  bool VisitOffsetOfExpr(OffsetOfExpr *E) {
    for (unsigned I = 0; I < E->getNumComponents(); ++I)
      if (E->getComponent(I).getKind() == OffsetOfNode::Field)
        use(*E->getComponent(I).getField(), E->getComponent(I).getEndLoc());
    return true;
  }

  bool VisitTypedefTypeLoc(TypedefTypeLoc TL) {
    use(*TL.getTypePtr()->getDecl(), TL.getNameLoc());
    return true;
  }

  bool VisitTagTypeLoc(TagTypeLoc TL) {
    use(*TL.getDecl(), TL.getNameLoc());
    return true;
  }

  bool VisitUnresolvedLookupExpr(UnresolvedLookupExpr *E) {
    // An operator is looked up everywhere, and may be the built-in one.
    if (!E->getName().isIdentifier())
      return true;
    // One candidate from outside may be the one that is meant.
    const NamedDecl *Internal = nullptr;
    for (const NamedDecl *D : E->decls()) {
      if (Out.Headers.dependenceOf(*D) == Dependence::None)
        return true;
      Internal = D;
    }
    if (Internal)
      use(*Internal, E->getNameLoc());
    return true;
  }

  bool VisitCXXDependentScopeMemberExpr(CXXDependentScopeMemberExpr *E) {
    const IdentifierInfo *Name = E->getMember().getAsIdentifierInfo();
    const SourceLocation Loc = Out.Headers.usersPlace(E->getMemberLoc());
    if (Name && Loc.isValid())
      Uses.DependentMembers.push_back({Name->getName(), Loc});
    return true;
  }

  // How a function is exported stands where the internal header declares it.
  bool VisitFunctionDecl(FunctionDecl *D) {
    if (D->isThisDeclarationADefinition())
      define(*D);
    return true;
  }
  bool VisitVarDecl(VarDecl *D) {
    if (D->isFileVarDecl() && D->isThisDeclarationADefinition())
      define(*D);
    return true;
  }

  // A struct that is declared in public and defined in an internal header is
  // needed where its size matters.
  bool VisitUnaryExprOrTypeTraitExpr(UnaryExprOrTypeTraitExpr *E) {
    complete(E->getTypeOfArgument(), E->getOperatorLoc());
    return true;
  }
  bool VisitDeclaratorDecl(DeclaratorDecl *D) {
    complete(D->getType(), D->getTypeSpecStartLoc());
    return true;
  }
  bool VisitUnaryOperator(UnaryOperator *E) {
    if (E->getOpcode() == UO_Deref || E->isIncrementDecrementOp())
      complete(pointee(E->getSubExpr()), E->getOperatorLoc());
    return true;
  }
  bool VisitArraySubscriptExpr(ArraySubscriptExpr *E) {
    complete(E->getType(), E->getBase()->getExprLoc());
    return true;
  }
  bool VisitBinaryOperator(BinaryOperator *E) {
    if (E->isAdditiveOp() || E->isCompoundAssignmentOp()) {
      complete(pointee(E->getLHS()), E->getOperatorLoc());
      complete(pointee(E->getRHS()), E->getOperatorLoc());
    }
    return true;
  }

  /// The call that is spelled at \p Loc, for uses that are macros.
  InternalUse callAt(SourceLocation Loc) const {
    InternalUse Use = Calls.lookup(Loc);
    Use.Loc = Loc;
    return Use;
  }

private:
  static QualType pointee(const Expr *E) {
    const auto *Pointer = E->getType()->getAs<PointerType>();
    return Pointer ? Pointer->getPointeeType() : QualType();
  }

  void use(const NamedDecl &D, SourceLocation Spelled) {
    const Dependence How = Out.Headers.dependenceOf(D);
    // What the compiler declared is not written in the header: its type is.
    if (How == Dependence::None || D.isImplicit())
      return;
    SourceLocation Loc = Out.Headers.usersPlace(Spelled);
    // A name that '##' made stands nowhere; its macro's use does.
    if (Loc.isInvalid() &&
        Out.SM.isWrittenInScratchSpace(Out.SM.getSpellingLoc(Spelled)))
      Loc = Out.Headers.usersPlace(Out.SM.getExpansionLoc(Spelled));
    if (Loc.isInvalid())
      return;
    std::string Record;
    if (const auto *Field = llvm::dyn_cast<FieldDecl>(&D)) {
      const RecordDecl *Owner = Field->getParent();
      while (const auto *Outer =
                 Owner->getName().empty()
                     ? llvm::dyn_cast<RecordDecl>(Owner->getParent())
                     : nullptr)
        Owner = Outer;
      Record = Out.nameOf(*Owner);
    }
    Out.add(Out.nameOf(D), Record, How, callAt(Loc));
  }

  void define(const NamedDecl &D) {
    const bool IsDeclared = llvm::any_of(D.redecls(), [&](const Decl *Other) {
      return Out.Headers.dependenceOf(Other->getLocation()) ==
             Dependence::Internal;
    });
    const SourceLocation Loc = Out.Headers.usersPlace(D.getLocation());
    if (IsDeclared && Loc.isValid())
      Out.add(Out.nameOf(D), "", Dependence::Internal,
              {Loc, /*IsDefinition=*/true});
  }

  void complete(QualType Type, SourceLocation Spelled) {
    if (Type.isNull())
      return;
    const RecordDecl *Record =
        Type->getBaseElementTypeUnsafe()->getAsRecordDecl();
    const RecordDecl *Definition = Record ? Record->getDefinition() : nullptr;
    if (!Definition)
      return;
    const Dependence How = Out.Headers.dependenceOf(Definition->getLocation());
    if (How == Dependence::None ||
        Out.Headers.dependenceOf(*Definition) != Dependence::None)
      return;
    if (const SourceLocation Loc = Out.Headers.usersPlace(Spelled);
        Loc.isValid())
      Out.add(Out.nameOf(*Definition), "", How, {Loc});
  }

  UseCollector &Out;
  InternalUses &Uses;
  const FunctionDecl *Caller = nullptr;
  llvm::DenseMap<SourceLocation, InternalUse> Calls;
};
// NOLINTEND(bugprone-derived-method-shadowing-base-method)
} // namespace

/// Looks up a name that only a macro's body spells, and that the translation
/// unit may never expand.
static Dependence dependenceOfName(ASTContext &Context,
                                   const InternalHeaders &Headers,
                                   llvm::StringRef Name) {
  for (const NamedDecl *D :
       globalDeclarations(Name, Context, Headers.preprocessor()))
    if (const Dependence How = Headers.dependenceOf(*D);
        How != Dependence::None)
      return How;
  return Dependence::None;
}

/// Whether \p W, in the body of a macro, is handed to one of the macro's
/// parameters: `#define OPERATORS(V) V(Add) V(Sub)`. What becomes of it is seen
/// where the macro is expanded.
static bool isHandedToParameter(const Word &W, const LexedFile &File,
                                const InternalHeaders &Headers) {
  const auto Next = llvm::upper_bound(
      File.Directives, W.Offset,
      [](unsigned Offset, const Directive &D) { return Offset < D.Hash; });
  if (Next == File.Directives.begin())
    return false;
  const Directive &Definition = *std::prev(Next);
  const MacroInfo *Macro = Headers.lastDefinition(Definition.Name);
  llvm::StringRef Before = File.text().slice(Definition.NameOffset, W.Offset);
  unsigned Closed = 0;
  while (!Before.empty() && (Closed || Before.back() != '(')) {
    Closed += Before.back() == ')';
    Closed -= Before.back() == '(';
    Before = Before.drop_back();
  }
  Before = Before.drop_back(!Before.empty()).rtrim();
  return Macro && llvm::any_of(Macro->params(), [&](const IdentifierInfo *P) {
           llvm::StringRef Rest = Before;
           return Rest.consume_back(P->getName()) &&
                  (Rest.empty() || !isAsciiIdentifierContinue(Rest.back()));
         });
}

static void addWords(ASTContext &Context, const LexedFile &File,
                     const SkippedCode &Skipped, const UseVisitor &Visitor,
                     UseCollector &Out) {
  for (const Word &W : File.Words) {
    const SourceLocation Loc = File.location(W.Offset);
    if (Out.knows(Loc))
      continue;
    Dependence How = Dependence::None;
    if (const MacroInfo *Macro = Out.Headers.lastDefinition(W.Text)) {
      if (W.IsCalled || Macro->isObjectLike() ||
          W.Place == WordPlace::Condition)
        How = Out.Headers.dependenceOfMacro(W.Text).value_or(How);
    } else if (W.Place == WordPlace::MacroBody && !W.IsMember &&
               !isHandedToParameter(W, File, Out.Headers)) {
      How = dependenceOfName(Context, Out.Headers, W.Text);
    }
    if (How != Dependence::None && !Skipped.contains(File, W.Offset))
      Out.add(W.Text, "", How, Visitor.callAt(Loc));
  }
}

/// Calls \p Visit with each declaration that stands outside of others in one of
/// the user's files, headers in a preamble included.
static void forEachDeclaration(ASTContext &Context,
                               const InternalHeaders &Headers,
                               llvm::function_ref<void(Decl &)> Visit) {
  const SourceManager &SM = Context.getSourceManager();
  if (llvm::is_contained(Context.getTraversalScope(),
                         Context.getTranslationUnitDecl())) {
    for (Decl *D : TopLevel::of(Context)->in([&](FileID File) {
           return Headers.usersPlace(SM.getLocForStartOfFile(File)).isValid();
         }))
      Visit(*D);
    return;
  }
  // clangd's scope has no headers. To ask for all would load all of Python.h.
  llvm::DenseSet<const Decl *> Seen;
  const auto VisitUsers = [&](Decl &D) {
    if (D.getLexicalDeclContext()->isTranslationUnit() &&
        Headers.usersPlace(SM.getExpansionLoc(D.getBeginLoc())).isValid() &&
        Seen.insert(&D).second)
      Visit(D);
  };
  if (ExternalASTSource *Preamble = Context.getExternalSource())
    for (FileID File : Headers.userFiles())
      if (SM.isLoadedFileID(File)) {
        llvm::SmallVector<Decl *, 64> Loaded;
        Preamble->FindFileRegionDecls(File, 0, SM.getFileIDSize(File), Loaded);
        for (Decl *D : Loaded)
          VisitUsers(*D);
      }
  for (Decl *D : Context.getTranslationUnitDecl()->noload_decls())
    VisitUsers(*D);
}

InternalUses internalUsesIn(ASTContext &Context, const InternalHeaders &Headers,
                            LexedFiles &Files, const SkippedCode &Skipped) {
  const SourceManager &SM = Context.getSourceManager();
  InternalUses Uses;
  UseCollector Out(SM, Headers);
  UseVisitor Visitor(Out, Uses);
  forEachDeclaration(Context, Headers,
                     [&](Decl &D) { Visitor.TraverseDecl(&D); });
  for (FileID File : Headers.userFiles())
    addWords(Context, Files.get(File), Skipped, Visitor, Out);
  Uses.Names = Out.take();
  return Uses;
}

} // namespace immortal::source
