// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Project/ScanRecord.h"
#include "llvm/ADT/MapVector.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/JSON.h"

namespace json = llvm::json;

namespace immortal::project {

static std::string textOf(const Digest &Hash) {
  return llvm::toHex(Hash, /*LowerCase=*/true);
}

std::optional<std::string> writeScan(llvm::ArrayRef<ScannedUnit> Units,
                                     Prefilter &Filter) {
  llvm::MapVector<llvm::StringRef, int64_t, llvm::StringMap<unsigned>> Places;
  const auto PlaceOf = [&](llvm::StringRef File) {
    return Places.insert({File, static_cast<int64_t>(Places.size())})
        .first->second;
  };
  json::Array All;
  for (const ScannedUnit &Unit : Units) {
    json::Value Files = nullptr;
    if (Unit.Inputs.Files)
      Files = json::Array(llvm::map_range(*Unit.Inputs.Files, PlaceOf));
    All.push_back(
        json::Object{{"files", std::move(Files)}, {"finds", Unit.MayFind}});
  }
  const Lookups &Asked = Filter.lookups();
  const std::vector<std::string> Read = Asked.readFiles();
  llvm::for_each(Read, PlaceOf);
  json::Array Texts;
  for (const auto &[File, Place] : Places) {
    const FileFact &Fact = Filter.files().of(File);
    if (!Fact.IsReadable || !Filter.files().isUnchanged(File))
      return std::nullopt;
    Texts.push_back(json::Array{File, textOf(Fact.Hash)});
  }
  if (!Asked.areReadFilesUnchanged())
    return std::nullopt;
  std::string Result = llvm::formatv(
      "{0}", json::Value(json::Object{{"lookups", Asked.toJson()},
                                      {"texts", std::move(Texts)},
                                      {"units", std::move(All)}}));
  return Result;
}

namespace {
/// Reads a record again.
class Reader {
public:
  explicit Reader(FileFacts &Facts) : Facts(Facts) {}

  /// Whether the files of \p Texts are as they were.
  bool readTexts(const json::Array *Texts) {
    return Texts && llvm::all_of(*Texts, [&](const json::Value &Entry) {
             const json::Array *Pair = Entry.getAsArray();
             const auto File = Pair ? (*Pair)[0].getAsString() : std::nullopt;
             if (!File)
               return false;
             Files.push_back(File->str());
             const FileFact &Fact = Facts.of(*File);
             return Fact.IsReadable &&
                    (*Pair)[1].getAsString() == textOf(Fact.Hash);
           });
  }

  bool readUnits(const json::Array *Units) {
    return Units && llvm::all_of(*Units, [&](const json::Value &Entry) {
             const json::Object *Unit = Entry.getAsObject();
             const auto MayFind =
                 Unit ? Unit->getBoolean("finds") : std::nullopt;
             if (!MayFind)
               return false;
             Result.push_back({{}, *MayFind});
             const json::Array *Places = Unit->getArray("files");
             return !Places || readPlaces(*Places);
           });
  }

  std::vector<ScannedUnit> Result;

private:
  bool readPlaces(const json::Array &Places) {
    std::vector<std::string> &Into =
        Result.back().Inputs.Files.emplace(std::vector<std::string>());
    return llvm::all_of(Places, [&](const json::Value &Entry) {
      const auto Place = Entry.getAsInteger();
      if (!Place || *Place < 0 || static_cast<size_t>(*Place) >= Files.size())
        return false;
      Into.push_back(Files[*Place]);
      return true;
    });
  }

  FileFacts &Facts;
  std::vector<std::string> Files;
};
} // namespace

std::optional<std::vector<ScannedUnit>> readScan(llvm::StringRef Text,
                                                 FileFacts &Files) {
  llvm::Expected<json::Value> Whole = json::parse(Text);
  if (!Whole) {
    llvm::consumeError(Whole.takeError());
    return std::nullopt;
  }
  const json::Object *All = Whole->getAsObject();
  const json::Value *Asked = All ? All->get("lookups") : nullptr;
  Reader Parts(Files);
  if (!Asked || !haveSameAnswers(*Asked) ||
      !Parts.readTexts(All->getArray("texts")) ||
      !Parts.readUnits(All->getArray("units")))
    return std::nullopt;
  return std::move(Parts.Result);
}

} // namespace immortal::project
