// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "CAPI/ModelFile.h"
#include "gtest/gtest.h"

using namespace immortal::capi;

namespace {

const VersionRange All(py(3, 9), NewestKnown);

KnownArgument nothing(unsigned) { return {}; }

/// The error's text, "" if there is none.
std::string addTo(Model &M, llvm::StringRef Yaml) {
  return llvm::toString(M.add(llvm::MemoryBufferRef(Yaml, "model.yaml")));
}

std::string errorOf(llvm::StringRef Yaml) {
  Model M;
  return addTo(M, Yaml);
}

TEST(ModelFiles, DescribeFunctions) {
  Model M;
  ASSERT_EQ(addTo(M, R"(
functions:
  - name: new_handle
    returns: Fresh
    type: Capsule
    fails: Null
  - name: remember
    fails: Negative
    arguments:
      - {index: 1, effect: Keeps}
      - {index: 2, effect: MayKeep, and-following: true}
  - name: pack
    returns: MaybeShared
    fails: Null
    format: {kind: Build, index: 1, first-argument: 2}
  - name: make_immortal
    arguments:
      - {index: 0, effect: Immortalizes}
  - name: force_immortal
    arguments:
      - {index: 1, effect: ImmortalizesAlways}
  - name: die
    noreturn: true
)"),
            "");
  const ReturnInfo Handle = M.find("new_handle")->returns(All, nothing);
  EXPECT_EQ(Handle.What, Returns::Fresh);
  EXPECT_EQ(Handle.Type, TypeKey::Capsule);
  EXPECT_EQ(Handle.Fails, Failure::Null);
  const Function *Remember = M.find("remember");
  EXPECT_EQ(Remember->effectOn(0, All), Effect::Looks);
  EXPECT_EQ(Remember->effectOn(1, All), Effect::Keeps);
  EXPECT_EQ(Remember->effectOn(5, All), Effect::MayKeep);
  ASSERT_TRUE(M.find("pack")->format());
  EXPECT_EQ(M.find("pack")->format()->FirstArgument, 2u);
  EXPECT_EQ(M.find("make_immortal")->effectOn(0, All), Effect::Immortalizes);
  EXPECT_EQ(M.find("force_immortal")->effectOn(1, All),
            Effect::ImmortalizesAlways);
  EXPECT_TRUE(M.find("die")->isNoReturn());
  EXPECT_EQ(M.find("unknown"), nullptr);
}

TEST(ModelFiles, LieOnTopOfTheTables) {
  Model M;
  ASSERT_EQ(addTo(M, R"(
functions:
  - name: PyList_New
    returns: MaybeShared
)"),
            "");
  EXPECT_EQ(M.find("PyList_New")->returns(All, nothing).What,
            Returns::MaybeShared);
  EXPECT_EQ(M.find("PyDict_New"), findFunction("PyDict_New"));
}

TEST(ModelFiles, MaySayLike) {
  Model M;
  ASSERT_EQ(addTo(M, R"(
functions:
  - name: compat_AddObjectRef
    like: PyModule_AddObjectRef
)"),
            "");
  EXPECT_EQ(M.find("compat_AddObjectRef")->effectOn(2, All), Effect::Keeps);
}

TEST(ModelFileErrors, NameFileLineAndWords) {
  const std::string Error = errorOf("functions:\n"
                                    "  - name: f\n"
                                    "    returns: Fersh\n");
  EXPECT_EQ(Error.rfind("model.yaml:3:14: unknown word; write one of Nothing, "
                        "Fresh,",
                        0),
            0u)
      << Error;
  EXPECT_NE(Error.find("returns: Fersh"), std::string::npos) << Error;
}

TEST(ModelFileErrors, NameTheTableOfTypes) {
  const std::string Error = errorOf("functions:\n"
                                    "  - name: f\n"
                                    "    type: Capsul\n");
  EXPECT_EQ(Error.rfind("model.yaml:3:11: unknown word; write a key of "
                        "lib/CAPI/Types.def",
                        0),
            0u)
      << Error;
}

TEST(ModelFileErrors, NameUnknownKeysAndTheKnown) {
  const std::string Error = errorOf("functions:\n"
                                    "  - name: f\n"
                                    "    return: Fresh\n");
  EXPECT_EQ(Error.rfind("model.yaml:3:5: unknown key 'return'", 0), 0u)
      << Error;
  EXPECT_NE(Error.find("returns, type, fails"), std::string::npos) << Error;
}

TEST(ModelFileErrors, NameMissingKeys) {
  const std::string Error = errorOf("functions:\n"
                                    "  - returns: Fresh\n");
  EXPECT_EQ(
      Error.rfind("model.yaml:2:5: missing required key 'name'; add it", 0), 0u)
      << Error;
}

TEST(ModelFileErrors, NameUnknownFunctions) {
  const std::string Error = errorOf("functions:\n"
                                    "  - name: f\n"
                                    "    like: PyList_Nwe\n");
  EXPECT_EQ(Error.rfind("model.yaml:3:11: no function of the C API", 0), 0u)
      << Error;
}

TEST(ModelFileErrors, LikeReplacesTheOtherKeys) {
  const std::string Error = errorOf("functions:\n"
                                    "  - name: f\n"
                                    "    like: PyList_New\n"
                                    "    returns: Borrowed\n");
  EXPECT_NE(Error.find("'like' says everything"), std::string::npos) << Error;
}

TEST(ModelFileErrors, NameYamlItself) {
  EXPECT_EQ(errorOf("functions: [").rfind("model.yaml:1:", 0), 0u);
}

TEST(ModelFileErrors, NameTheMissingFile) {
  Model M;
  const std::string Error =
      llvm::toString(M.addFile("/nonexistent/model.yaml"));
  EXPECT_NE(Error.find("/nonexistent/model.yaml"), std::string::npos) << Error;
}

TEST(ModelFileErrors, ABadFileAddsNothing) {
  Model M;
  EXPECT_NE(addTo(M, "functions:\n"
                     "  - name: good\n"
                     "    returns: Fresh\n"
                     "  - name: bad\n"
                     "    returns: Bad\n"),
            "");
  EXPECT_EQ(M.find("good"), nullptr);
}

} // namespace
