# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""An aspect that runs immortal-tidy on the C and C++ sources of a build:

    bazel build //... --aspects=//tools:immortal.bzl%immortal_tidy \
      --output_groups=immortal_tidy

Each source is one action, so it is cached and may run remotely like a compilation.
A finding fails its action and is in Bazel's output. `//tools:immortal-tidy` is the
executable: the one of the archive for your LLVM, or of the wheel.
"""

load("@rules_cc//cc:action_names.bzl", "C_COMPILE_ACTION_NAME", "CPP_COMPILE_ACTION_NAME")
load("@rules_cc//cc:find_cc_toolchain.bzl", "find_cpp_toolchain", "use_cc_toolchain")
load("@rules_cc//cc/common:cc_common.bzl", "cc_common")
load("@rules_cc//cc/common:cc_info.bzl", "CcInfo")

_C = ["c"]
_CPP = ["cc", "cpp", "cxx"]

def _toolchain_flags(ctx, is_c):
    toolchain = find_cpp_toolchain(ctx)
    features = cc_common.configure_features(
        ctx = ctx,
        cc_toolchain = toolchain,
        requested_features = ctx.features,
        unsupported_features = ctx.disabled_features,
    )
    language_flags = ctx.fragments.cpp.conlyopts if is_c else ctx.fragments.cpp.cxxopts
    flags = cc_common.get_memory_inefficient_command_line(
        feature_configuration = features,
        action_name = C_COMPILE_ACTION_NAME if is_c else CPP_COMPILE_ACTION_NAME,
        variables = cc_common.create_compile_variables(
            feature_configuration = features,
            cc_toolchain = toolchain,
            user_compile_flags = ctx.fragments.cpp.copts + language_flags,
        ),
    )
    return flags, toolchain.all_files

def _check(ctx, source, compilation):
    flags, toolchain_files = _toolchain_flags(ctx, source.extension in _C)
    report = ctx.actions.declare_file(
        "{}.immortal-tidy/{}.txt".format(ctx.label.name, source.path.replace("/", "_")),
    )
    arguments = ctx.actions.args()
    arguments.add(report)
    arguments.add(ctx.executable._tool)
    arguments.add_all(["--quiet", "--checks=-*,cpython-*", "--warnings-as-errors=*"])
    arguments.add(source)
    arguments.add("--")
    arguments.add_all(flags)
    arguments.add_all(getattr(ctx.rule.attr, "copts", []))
    arguments.add_all(compilation.defines, before_each = "-D")
    arguments.add_all(compilation.local_defines, before_each = "-D")
    arguments.add_all(compilation.includes, before_each = "-I")
    arguments.add_all(compilation.quote_includes, before_each = "-iquote")
    arguments.add_all(compilation.system_includes, before_each = "-isystem")
    arguments.add_all(compilation.external_includes, before_each = "-isystem")
    ctx.actions.run_shell(
        mnemonic = "ImmortalTidy",
        progress_message = "Checking %{input}",
        command = 'report=$1; shift; "$@" > "$report" || { cat "$report"; exit 1; }',
        arguments = [arguments],
        inputs = depset([source], transitive = [compilation.headers, toolchain_files]),
        tools = [ctx.executable._tool],
        outputs = [report],
    )
    return report

def _immortal_tidy_impl(target, ctx):
    if CcInfo not in target or not hasattr(ctx.rule.files, "srcs"):
        return []
    compilation = target[CcInfo].compilation_context
    reports = [
        _check(ctx, source, compilation)
        for source in ctx.rule.files.srcs
        if source.extension in _C + _CPP
    ]
    return [OutputGroupInfo(immortal_tidy = depset(reports))]

immortal_tidy = aspect(
    implementation = _immortal_tidy_impl,
    attrs = {
        "_tool": attr.label(
            default = "//tools:immortal-tidy",
            allow_single_file = True,
            executable = True,
            cfg = "exec",
        ),
    },
    fragments = ["cpp"],
    toolchains = use_cc_toolchain(),
)
