// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "CAPI/Owners.h"
#include "gtest/gtest.h"

using namespace immortal::capi;

namespace {

const OwnerRow *find(llvm::StringRef Class, llvm::StringRef Member,
                     llvm::ArrayRef<llvm::StringRef> Parameters) {
  return findOwnerRow(Class, Member, /*IsFunction=*/false, Parameters);
}

TEST(Owners, AreKnownByClass) {
  EXPECT_EQ(findOwner("nanobind::object"), OwnerEnd::Releases);
  EXPECT_EQ(findOwner("pybind11::object"), OwnerEnd::Releases);
  EXPECT_EQ(findOwner("nanobind::handle"), OwnerEnd::LeavesAlone);
  EXPECT_EQ(findOwner("pybind11::handle"), OwnerEnd::LeavesAlone);
  EXPECT_EQ(findOwner("std::unique_ptr"), OwnerEnd::CallsDeleter);
  EXPECT_EQ(findOwner("std::shared_ptr"), std::nullopt);
}

TEST(Owners, MembersAreToldApartByTheirParameters) {
  for (const llvm::StringRef Class : {"nanobind::object", "pybind11::object"}) {
    EXPECT_EQ(find(Class, "", {"owner&"})->What, OwnerEffect::Shares);
    EXPECT_EQ(find(Class, "", {"owner&&"})->What, OwnerEffect::Moves);
    EXPECT_EQ(find(Class, "operator=", {"owner&"})->What, OwnerEffect::Shares);
    EXPECT_EQ(find(Class, "", {"owner", "other"}), nullptr);
  }
  EXPECT_EQ(find("std::unique_ptr", "", {"pointer", "Decref"})->What,
            OwnerEffect::Takes);
  EXPECT_EQ(find("std::unique_ptr", "", {"owner&"}), nullptr);
}

TEST(Owners, FunctionsAreNoMembers) {
  const llvm::StringRef Parameters[] = {"owner"};
  EXPECT_EQ(findOwnerRow("nanobind::steal", "", true, Parameters)->What,
            OwnerEffect::Takes);
  EXPECT_EQ(findOwnerRow("nanobind::borrow", "", true, Parameters)->What,
            OwnerEffect::Shares);
  EXPECT_EQ(find("nanobind::steal", "", Parameters), nullptr);
}

} // namespace
