// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "CAPI/Words.h"
#include "Freshness/Annotations.h"
#include "FreshnessFixture.h"
#include "llvm/ADT/StringExtras.h"

using namespace immortal;
using namespace immortal::freshness;
using namespace immortal::freshness::testing;

namespace {

// Functions of other translation units.
constexpr const char *Declarations = R"cc(
#ifdef __cplusplus
extern "C" {
#endif
#define SAYS(word) __attribute__((annotate("immortal::" #word)))
SAYS(returns_fresh) SAYS(type_capsule) PyObject *new_handle(void);
SAYS(returns_fresh) SAYS(type_capsule) SAYS(fails_never)
PyObject *surely_new_handle(void);
SAYS(returns_fresh) PyObject *new_something(void);
SAYS(returns_fresh) SAYS(type_module) PyObject *new_module(void);
SAYS(returns_fresh) SAYS(type_capsule) PyObject *new_from(PyObject *from);
SAYS(returns_borrowed) PyObject *lent(void);
SAYS(returns_maybe_shared) PyObject *interned(void);
SAYS(returns_first_argument) PyObject *itself(PyObject *o SAYS(looks));
int look_at(PyObject *o SAYS(looks));
int remember(PyObject *o SAYS(keeps));
int remember_other(PyObject *o SAYS(looks), PyObject *other SAYS(keeps));
int eat(PyObject *o SAYS(steals));
void drop(PyObject *o SAYS(releases));
void publish(PyObject *o SAYS(publishes_without_reference));
void weaken(PyObject *o SAYS(weakly_references));
int immortalize(PyObject *o SAYS(immortalizes));
void always_immortalize(PyObject *o SAYS(immortalizes_always));
int fill_new(PyObject **out SAYS(out_new));
int fill_lent(PyObject **out SAYS(out_borrowed));
int half_known(PyObject *o SAYS(looks), PyObject *other);
void misspelled(PyObject *o SAYS(kepes));
SAYS(keeps) int misplaced(PyObject *o SAYS(returns_fresh));
int declared_again(PyObject *o SAYS(looks));
int declared_again(PyObject *o);
__attribute__((annotate("other::tool"))) int of_others(PyObject *o);
#ifdef __cplusplus
}
#endif
// What the body does is not what counts.
SAYS(returns_maybe_shared) static PyObject *promised_less(void) {
  return capsule();
}
static void promised_more(PyObject *o SAYS(looks)) { use(o); }
)cc";

#define NEW "p = MAKE(); if (!p) return 0; "

const Case Results[] = {
    {"p = new_handle(); if (!p) return 0; IMMORTAL(p);", "proven"},
    {"p = new_handle(); IMMORTAL(p);", "unknown: null"},
    {"p = surely_new_handle(); IMMORTAL(p);", "proven"},
    {"p = new_something(); if (!p) return 0; IMMORTAL(p);",
     "unknown: unknown-type"},
    {"p = new_module(); if (!p) return 0; IMMORTAL(p);", "never: deferred"},
    {"p = lent(); if (!p) return 0; IMMORTAL(p);", "never: borrowed"},
    {"p = interned(); if (!p) return 0; IMMORTAL(p);", "unknown: maybe-shared"},
    {NEW "q = itself(p); Py_INCREF(q); IMMORTAL(p);", "never: not-unique"},
    {"p = promised_less(); if (!p) return 0; IMMORTAL(p);",
     "unknown: maybe-shared"},
};

const Case Arguments[] = {
    {NEW "look_at(p); IMMORTAL(p);", "proven"},
    {NEW "remember(p); IMMORTAL(p);", "never: not-unique"},
    {NEW "remember_other(arg, p); IMMORTAL(p);", "never: not-unique"},
    {NEW "remember_other(p, arg); IMMORTAL(p);", "proven"},
    {NEW "eat(p); IMMORTAL(p);", "never: stolen"},
    {NEW "drop(p); IMMORTAL(p);", "never: released"},
    {NEW "publish(p); IMMORTAL(p);", "proven"},
    {NEW "publish(p); look(); IMMORTAL(p);", "unknown: unknown"},
    {NEW "weaken(p); IMMORTAL(p);", "never: weakly-referenced"},
    {NEW "immortalize(p); IMMORTAL(p);", "never: already-immortal"},
    {NEW "Py_INCREF(p); immortalize(p); IMMORTAL(p);", "never: not-unique"},
    {NEW "Py_INCREF(p); always_immortalize(p); IMMORTAL(p);",
     "never: already-immortal"},
    {"fill_new(&p); if (!p) return 0; IMMORTAL(p);", "unknown: maybe-shared"},
    {"fill_lent(&p); if (!p) return 0; IMMORTAL(p);", "never: borrowed"},
    {NEW "half_known(p, arg); IMMORTAL(p);", "proven"},
    {NEW "declared_again(p); IMMORTAL(p);", "proven"},
    {NEW "promised_more(p); IMMORTAL(p);", "proven"},
    // What is not said is not known.
    {NEW "half_known(arg, p); IMMORTAL(p);", "unknown: unknown"},
    {NEW "q = new_from(p); IMMORTAL(p);", "unknown: unknown"},
    {NEW "misspelled(p); IMMORTAL(p);", "unknown: unknown"},
    {NEW "misplaced(p); IMMORTAL(p);", "unknown: unknown"},
    {NEW "of_others(p); IMMORTAL(p);", "unknown: unknown"},
    // Code runs in half_known, as its other argument is not described.
    {NEW "st->cap = p; half_known(p, arg); IMMORTAL(p);", "unknown: unknown"},
    {NEW "st->cap = p; look_at(p); IMMORTAL(p);", "proven"},
};

// Bodies say whether they refuse what is shared.
const Case Wrappers[] = {
    {NEW "Py_INCREF(p); make_immortal(p); IMMORTAL(p);",
     "never: already-immortal"},
    {NEW "Py_INCREF(p); set_immortal(p); IMMORTAL(p);", "never: not-unique"},
    {NEW "set_immortal(p); IMMORTAL(p);", "never: already-immortal"},
};

class AnnotationsTest : public FreshnessTest {};

TEST_P(AnnotationsTest, TellWhatIsReturned) {
  check(Results, {}, Declarations);
}
TEST_P(AnnotationsTest, TellWhatHappensToArguments) {
  check(Arguments, {}, Declarations);
}
TEST_P(AnnotationsTest, WrappersRefuseAsWhatTheyCall) {
  check(Wrappers, {}, R"cc(
#if PY_VERSION_HEX < 0x030F0000
#ifdef __cplusplus
extern "C"
#endif
int PyUnstable_SetImmortal(PyObject *o);
#endif
static void set_immortal(PyObject *o) {
  if (o)
    (void)PyUnstable_SetImmortal(o);
})cc");
}

TEST_P(AnnotationsTest, WithUnknownWordsAreFound) {
  const auto AST = parseWithDeclarations(Declarations);
  if (!AST)
    GTEST_SKIP() << "no headers of Python " << std::get<0>(GetParam());
  const auto Wrong =
      findWrongAnnotations(*AST->getASTContext().getTranslationUnitDecl());
  ASSERT_EQ(Wrong.size(), 3u);
  EXPECT_EQ(Wrong[0].Text.rfind("unknown word 'kepes' at a parameter; write "
                                "one of looks, runs_methods, ",
                                0),
            0u)
      << Wrong[0].Text;
  EXPECT_EQ(Wrong[1].Text.rfind("unknown word 'keeps' at a function; write one "
                                "of returns_nothing, returns_fresh, ",
                                0),
            0u)
      << Wrong[1].Text;
  EXPECT_EQ(
      Wrong[2].Text.rfind("unknown word 'returns_fresh' at a parameter", 0), 0u)
      << Wrong[2].Text;
}

INSTANTIATE_TEST_SUITE_P(Pythons, AnnotationsTest, allPythons(), nameOfPython);

TEST(Words, AllHaveAnAnnotation) {
  using namespace capi;
  for (const Word<Effect> &W : wordsOf(Effect()))
    EXPECT_NE(annotationWords(Annotated::Parameter)
                  .find(llvm::convertToSnakeFromCamelCase(W.Text)),
              std::string::npos);
  EXPECT_EQ(parseAnnotation("returns_not_unique", Annotated::Function),
            Annotation(Returns::NotUnique));
  EXPECT_EQ(parseAnnotation("fails_negative", Annotated::Function),
            Annotation(Failure::Negative));
  EXPECT_EQ(
      parseAnnotation("type_capsule_with_destructor", Annotated::Function),
      Annotation(TypeKey::CapsuleWithDestructor));
  EXPECT_EQ(parseAnnotation("steals_on_success", Annotated::Parameter),
            Annotation(Effect::StealsOnSuccess));
  EXPECT_EQ(parseAnnotation("steals_on_success", Annotated::Function),
            std::nullopt);
  EXPECT_EQ(parseAnnotation("Keeps", Annotated::Parameter), std::nullopt);
}

} // namespace
