// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "CAPI/ModelFile.h"
#include "CAPI/Words.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Demangle/Demangle.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/SourceMgr.h"
#include "llvm/Support/YAMLTraits.h"
#include <cstdlib>

using namespace immortal::capi;

namespace {

/// A name that has a row in the built-in tables.
struct KnownName {
  std::string Name;
};

/// A function as the user writes it.
struct UserFunction {
  std::string Name;
  KnownName Like;
  ReturnInfo Result;
  std::vector<ArgumentRow> Arguments;
  std::optional<FormatRow> Format;
  bool NoReturn = false;
};

struct UserModel {
  std::vector<UserFunction> Functions;
};

} // namespace

LLVM_YAML_IS_SEQUENCE_VECTOR(UserFunction)
LLVM_YAML_IS_SEQUENCE_VECTOR(ArgumentRow)

namespace llvm::yaml {

/// The enumerations, with an error that tells the words.
template <typename T> struct WordTraits {
  static void output(const T &, void *, raw_ostream &) {}
  static QuotingType mustQuote(StringRef) { return QuotingType::None; }
  static StringRef input(StringRef Text, void *, T &Value) {
    static const std::string Error =
        "unknown word; write one of " +
        join(map_range(wordsOf(T()), [](auto &W) { return W.Text.str(); }),
             ", ");
    for (const Word<T> &W : wordsOf(T()))
      if (W.Text == Text) {
        Value = W.Value;
        return {};
      }
    return Error;
  }
};
template <> struct ScalarTraits<Returns> : WordTraits<Returns> {};
template <> struct ScalarTraits<Failure> : WordTraits<Failure> {};
template <> struct ScalarTraits<Effect> : WordTraits<Effect> {};
template <> struct ScalarTraits<FormatKind> : WordTraits<FormatKind> {};

template <> struct ScalarTraits<TypeKey> {
  static void output(const TypeKey &, void *, raw_ostream &) {}
  static QuotingType mustQuote(StringRef) { return QuotingType::None; }
  static StringRef input(StringRef Text, void *, TypeKey &Value) {
    const std::optional<TypeKey> Key = parseTypeKey(Text);
    if (!Key)
      return "unknown word; write a key of lib/CAPI/Types.def, such as Capsule "
             "or List, or Any";
    Value = *Key;
    return {};
  }
};

template <> struct ScalarTraits<KnownName> {
  static void output(const KnownName &, void *, raw_ostream &) {}
  static QuotingType mustQuote(StringRef) { return QuotingType::None; }
  static StringRef input(StringRef Text, void *, KnownName &Value) {
    if (!findFunction(Text))
      return "no function of the C API that the tables know; check the "
             "spelling, or describe the function with the other keys";
    Value.Name = Text.str();
    return {};
  }
};

template <> struct MappingTraits<ArgumentRow> {
  static void mapping(IO &In, ArgumentRow &Row) {
    In.mapRequired("index", Row.Index);
    In.mapRequired("effect", Row.What);
    In.mapOptional("and-following", Row.AndFollowing);
  }
};

template <> struct MappingTraits<FormatRow> {
  static void mapping(IO &In, FormatRow &Row) {
    In.mapRequired("kind", Row.Kind);
    In.mapRequired("index", Row.FormatIndex);
    In.mapRequired("first-argument", Row.FirstArgument);
  }
};

template <> struct MappingTraits<UserFunction> {
  static void mapping(IO &In, UserFunction &Row) {
    In.mapRequired("name", Row.Name);
    In.mapOptional("like", Row.Like);
    In.mapOptional("returns", Row.Result.What);
    In.mapOptional("type", Row.Result.Type);
    In.mapOptional("fails", Row.Result.Fails);
    In.mapOptional("arguments", Row.Arguments);
    In.mapOptional("format", Row.Format);
    In.mapOptional("noreturn", Row.NoReturn);
  }
  static std::string validate(IO &, UserFunction &Row) {
    const bool SaysMore = Row.Result.What != Returns::Nothing ||
                          Row.Result.Type != TypeKey::Any ||
                          Row.Result.Fails != Failure::Never ||
                          !Row.Arguments.empty() || Row.Format || Row.NoReturn;
    if (!Row.Like.Name.empty() && SaysMore)
      return "'like' says everything; remove the other keys, or 'like'";
    return "";
  }
};

template <> struct MappingTraits<UserModel> {
  static void mapping(IO &In, UserModel &Rows) {
    In.mapRequired("functions", Rows.Functions);
  }
};

} // namespace llvm::yaml

namespace immortal::capi {

/// Keeps the first error as FILE:LINE:COLUMN: TEXT; CURE.
static void collectError(const llvm::SMDiagnostic &Diagnostic, void *Context) {
  auto &Error = *static_cast<std::string *>(Context);
  if (!Error.empty() || Diagnostic.getKind() != llvm::SourceMgr::DK_Error)
    return;
  const llvm::StringRef Text = Diagnostic.getMessage();
  Error =
      (Diagnostic.getFilename() + ":" + llvm::Twine(Diagnostic.getLineNo()) +
       ":" + llvm::Twine(Diagnostic.getColumnNo() + 1) + ": " + Text)
          .str();
  if (Text.contains("unknown key"))
    Error += "; the keys of a function are name, like, returns, type, fails, "
             "arguments, format and noreturn (docs/models.md)";
  else if (Text.contains("missing required key"))
    Error += "; add it";
  // The line shows the key of a wrong value.
  if (!Diagnostic.getLineContents().empty())
    Error += " (in \"" + Diagnostic.getLineContents().trim().str() + "\")";
}

static Function toFunction(const UserFunction &Row) {
  if (!Row.Like.Name.empty())
    return *findFunction(Row.Like.Name);
  Function Result;
  Result.ReturnRows.push_back({Row.Result, {Always, Newest}});
  Result.ArgumentRows.append(Row.Arguments.begin(), Row.Arguments.end());
  Result.Format = Row.Format;
  Result.NoReturn = Row.NoReturn;
  return Result;
}

llvm::Error Model::add(llvm::MemoryBufferRef File) {
  std::string Error;
  llvm::yaml::Input In(File, nullptr, collectError, &Error);
  UserModel Rows;
  In >> Rows;
  if (In.error())
    return llvm::createStringError(In.error(), Error.c_str());
  for (const UserFunction &Row : Rows.Functions) {
    Users[Row.Name] = toFunction(Row);
    HasSymbols |= identifierOf(Row.Name) != Row.Name;
  }
  return llvm::Error::success();
}

llvm::Error Model::addFile(llvm::StringRef Path) {
  auto Buffer = llvm::MemoryBuffer::getFile(Path);
  if (!Buffer)
    return llvm::createFileError(Path, Buffer.getError());
  return add(**Buffer);
}

std::string identifierOf(llvm::StringRef Symbol) {
  // The parts point into the text.
  std::string Text = Symbol.str();
  llvm::ItaniumPartialDemangler Parts;
  if (!Symbol.starts_with("_Z") || Parts.partialDemangle(Text.c_str()))
    return Text;
  char *Name = Parts.getFunctionBaseName(nullptr, nullptr);
  std::string Result = Name ? Name : Text;
  std::free(Name);
  return Result;
}

bool Model::mayImmortalize(llvm::StringRef Text) const {
  return llvm::any_of(Users, [&](const auto &Entry) {
    return Text.contains(identifierOf(Entry.first())) &&
           llvm::any_of(Entry.second.ArgumentRows, [](const ArgumentRow &Row) {
             return Row.What == Effect::Immortalizes ||
                    Row.What == Effect::ImmortalizesAlways;
           });
  });
}

const Function *Model::find(llvm::StringRef Name) const {
  const auto Found = Users.find(Name);
  return Found == Users.end() ? findFunction(Name) : &Found->second;
}

} // namespace immortal::capi
