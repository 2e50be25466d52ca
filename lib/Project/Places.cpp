// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Project/Places.h"
#include "llvm/Support/ConvertUTF.h"
#include "llvm/Support/Path.h"

namespace immortal::project {

std::string Places::name(llvm::StringRef File) const {
  llvm::StringRef Relative = File;
  if (!M.Root.empty() && Relative.consume_front(M.Root) && !Relative.empty() &&
      (llvm::sys::path::is_separator(M.Root.back()) ||
       llvm::sys::path::is_separator(Relative.front())))
    return llvm::sys::path::convert_to_slash(Relative.drop_while(
        [](char C) { return llvm::sys::path::is_separator(C); }));
  return llvm::sys::path::convert_to_slash(File);
}

std::optional<clang::FullSourceLoc> Places::location(llvm::StringRef File,
                                                     unsigned Offset) {
  const auto Text = M.Texts.find(File);
  if (Text == M.Texts.end() || Offset > Text->second.size())
    return std::nullopt;
  std::unique_ptr<clang::SourceManagerForFile> &Manager = Managers[File];
  if (!Manager)
    Manager =
        std::make_unique<clang::SourceManagerForFile>(name(File), Text->second);
  const clang::SourceManager &Sources = Manager->get();
  return clang::FullSourceLoc(
      Sources.getLocForStartOfFile(Sources.getMainFileID())
          .getLocWithOffset(static_cast<int>(Offset)),
      Sources);
}

Place Places::at(llvm::StringRef File, unsigned Offset) {
  Place Result{name(File)};
  const std::optional<clang::FullSourceLoc> Location = location(File, Offset);
  if (!Location)
    return Result;
  Result.Line = Location->getSpellingLineNumber();
  Result.Column = Location->getSpellingColumnNumber();
  const llvm::StringRef Text = M.Texts.find(File)->second;
  Result.Column16 = utf16Length(Text.substr(Offset - (Result.Column - 1),
                                            Result.Column - 1)) +
                    1;
  return Result;
}

llvm::StringRef Places::line(llvm::StringRef File, unsigned Offset) {
  const Place Where = at(File, Offset);
  if (Where.Line == 0)
    return {};
  const llvm::StringRef Text = M.Texts.find(File)->second;
  return Text.drop_front(Offset - (Where.Column - 1)).take_until([](char C) {
    return C == '\n' || C == '\r';
  });
}

unsigned utf16Length(llvm::StringRef Text) {
  unsigned Length = 0;
  const auto *Next = Text.bytes_begin();
  while (Next < Text.bytes_end()) {
    const unsigned Bytes = llvm::getUTF8SequenceSize(Next, Text.bytes_end());
    // What lies outside the basic plane takes four bytes, and is a pair.
    Length += Bytes == 4 ? 2 : 1;
    Next += std::max(Bytes, 1U);
  }
  return Length;
}

} // namespace immortal::project
