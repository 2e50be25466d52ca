// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_CAPI_WORDS_H
#define IMMORTAL_TIDY_CAPI_WORDS_H

#include "CAPI/Functions.h"
#include <string>
#include <variant>

namespace immortal::capi {

/// A word of the model files and what it stands for (docs/models.md).
template <typename T> struct Word {
  llvm::StringLiteral Text;
  T Value;
};

// All words for values of the argument's type.
llvm::ArrayRef<Word<Returns>> wordsOf(Returns);
llvm::ArrayRef<Word<Failure>> wordsOf(Failure);
llvm::ArrayRef<Word<Effect>> wordsOf(Effect);
llvm::ArrayRef<Word<FormatKind>> wordsOf(FormatKind);

/// What annotations in the source start with: annotate("immortal::keeps").
inline constexpr llvm::StringLiteral AnnotationPrefix = "immortal::";

/// What an annotation is written at.
enum class Annotated : uint8_t { Function, Parameter };

/// What one annotation says: of a function, all but an Effect.
using Annotation = std::variant<Returns, Failure, TypeKey, Effect>;

/// Parses what follows the prefix: "returns_fresh", "steals_on_success".
std::optional<Annotation> parseAnnotation(llvm::StringRef Text, Annotated On);

/// The known words, for messages: "returns_fresh, returns_borrowed, ...". Of
/// the kinds of objects, only how they are written.
std::string annotationWords(Annotated On);

} // namespace immortal::capi

#endif
