// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Project/ResultCache.h"
#include "Project/OutputFile.h"
#include "Project/ResultYaml.h"
#include "clang/Basic/Version.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/CachePruning.h"
#include "llvm/Support/Endian.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Process.h"
#include <tuple>

using clang::tooling::CompileCommand;

namespace immortal::project {

static constexpr llvm::StringLiteral ResultHeader =
    "# immortal-migrate result 1";
/// What pruneCache takes for an entry of a cache.
static constexpr llvm::StringLiteral Prefix = "llvmcache-";
/// A result has some kilobytes: enough for large projects in many versions.
static constexpr uint64_t MaxSizeBytes = 512U << 20;

std::string ResultCache::defaultFolder() {
  if (const auto Named = llvm::sys::Process::GetEnv("IMMORTAL_TIDY_CACHE"))
    return Named->empty() ? "" : *Named + "/results";
  llvm::SmallString<256> Path;
  if (!llvm::sys::path::cache_directory(Path))
    return "";
  llvm::sys::path::append(Path, "immortal-tidy", "results");
  return std::string(Path);
}

std::string ResultCache::pathOf(const Digest &Key) const {
  llvm::SmallString<256> Path(Folder);
  llvm::sys::path::append(Path, Prefix + llvm::toHex(Key, /*LowerCase=*/true));
  return std::string(Path);
}

std::optional<std::string> ResultCache::findText(const Digest &Key) const {
  const std::string Path = pathOf(Key);
  auto File = llvm::sys::fs::openNativeFileForRead(Path);
  if (!File) {
    llvm::consumeError(File.takeError());
    return std::nullopt;
  }
  const auto Buffer = llvm::MemoryBuffer::getOpenFile(
      *File, Path, /*FileSize=*/-1, /*RequiresNullTerminator=*/false);
  // Pruning goes by the last use, which not every file system keeps.
  const llvm::sys::TimePoint<> Now = std::chrono::system_clock::now();
  std::ignore = llvm::sys::fs::setLastAccessAndModificationTime(*File, Now);
  std::ignore = llvm::sys::fs::closeFile(*File);
  if (!Buffer)
    return std::nullopt;
  const auto Body = unsealed(ResultHeader, (*Buffer)->getBuffer());
  return Body ? std::optional(Body->str()) : std::nullopt;
}

std::optional<UnitResult> ResultCache::find(const Digest &Key) const {
  const std::optional<std::string> Text = findText(Key);
  return Text ? fromYaml(*Text) : std::nullopt;
}

llvm::Error ResultCache::storeText(const Digest &Key,
                                   llvm::StringRef Text) const {
  if (const std::error_code Wrong = llvm::sys::fs::create_directories(Folder))
    return llvm::createFileError(Folder, Wrong);
  return writeOutput(pathOf(Key), [&](llvm::raw_ostream &Out) {
    Out << sealed(ResultHeader, Text);
  });
}

/// All texts: what a lossy way through YAML would change.
static std::vector<llvm::StringRef> textsOf(const UnitResult &Result) {
  std::vector<llvm::StringRef> Texts;
  const auto Add = [&](const clang::tooling::DiagnosticMessage &Message) {
    Texts.push_back(Message.Message);
    Texts.push_back(Message.FilePath);
    for (const auto &File : Message.Fix)
      for (const clang::tooling::Replacement &Edit : File.second)
        Texts.push_back(Edit.getReplacementText());
  };
  for (const auto *List : {&Result.Findings, &Result.Doubts, &Result.Compiler})
    for (const clang::tooling::Diagnostic &D : *List) {
      Add(D.Message);
      llvm::for_each(D.Notes, Add);
    }
  return Texts;
}

llvm::Error ResultCache::store(const Digest &Key,
                               const UnitResult &Result) const {
  const std::string Body = toYaml(Result);
  const std::optional<UnitResult> Again = fromYaml(Body);
  // YAML has no way to write bytes that are not UTF-8.
  if (!Again || textsOf(*Again) != textsOf(Result))
    return llvm::Error::success();
  return storeText(Key, Body);
}

void ResultCache::prune() const {
  llvm::CachePruningPolicy Policy;
  Policy.MaxSizeBytes = MaxSizeBytes;
  llvm::pruneCache(Folder, Policy);
}

/// What this program is: its own bytes, the version of the clang that it uses,
/// and what that reads from the environment.
static const std::string &programIdentity() {
  static const std::string Identity = [] {
    const std::string Self = llvm::sys::fs::getMainExecutable(
        nullptr, reinterpret_cast<void *>(&hashText));
    const auto Buffer = llvm::MemoryBuffer::getFile(Self);
    std::string Text = clang::getClangFullVersion() +
                       (Buffer ? hashText((*Buffer)->getBuffer()) : "");
    // Where clang's driver finds headers besides what the command says.
    for (const char *Name : {"CPATH", "C_INCLUDE_PATH", "CPLUS_INCLUDE_PATH",
                             "COMPILER_PATH", "SDKROOT"})
      Text += "\n" + llvm::sys::Process::GetEnv(Name).value_or("");
    return Text;
  }();
  return Identity;
}

namespace {
/// A hash of texts, with their lengths, so that two are never one.
class TextsHash {
public:
  void add(llvm::StringRef Text) {
    uint8_t Size[sizeof(uint64_t)];
    llvm::support::endian::write64le(Size, Text.size());
    Hash.update(Size);
    Hash.update(Text);
  }
  void add(const CompileCommand &Command) {
    add(Command.Directory);
    add(Command.Filename);
    add(std::to_string(Command.CommandLine.size()));
    for (const llvm::StringRef Argument : Command.CommandLine)
      add(Argument);
  }
  void add(const Digest &Other) { Hash.update(Other); }
  Digest final() { return Hash.final(); }

private:
  llvm::BLAKE3 Hash;
};
} // namespace

std::optional<Digest> unitKey(const CompileCommand &Command,
                              const UnitInputs &Inputs,
                              llvm::StringRef Settings, FileFacts &Files) {
  if (!Inputs.Files)
    return std::nullopt;
  TextsHash Hash;
  Hash.add(programIdentity());
  Hash.add(Settings);
  Hash.add(Command);
  for (const llvm::StringRef File : *Inputs.Files) {
    const FileFact &Fact = Files.of(File);
    if (!Fact.IsReadable)
      return std::nullopt;
    Hash.add(File);
    Hash.add(Fact.Hash);
  }
  return Hash.final();
}

Digest scanKey(llvm::ArrayRef<CompileCommand> Commands, bool HasPrefilter) {
  TextsHash Hash;
  Hash.add(programIdentity());
  Hash.add(HasPrefilter ? "scan of words" : "scan");
  for (const CompileCommand &Command : Commands)
    Hash.add(Command);
  return Hash.final();
}

} // namespace immortal::project
