# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""The test format of lit that knows about skipped runs. A module of its own,
because lit sends it to its worker processes."""

import re

import lit.formats
import lit.Test


class CaseFormat(lit.formats.ShTest):
    """A shell test that is unsupported when a case found nothing to run with.
    What a passing case skipped is printed, where lit would drop its output."""

    def execute(self, test, lit_config):
        result = super().execute(test, lit_config)
        if not isinstance(result, lit.Test.Result):
            result = lit.Test.Result(*result)
        if result.code != lit.Test.PASS:
            return result
        if "tidy_case: nothing ran" in result.output:
            return lit.Test.Result(lit.Test.UNSUPPORTED, result.output)
        skipped = re.findall(r"^(?:# \| )?(skipped: .*)", result.output, re.M)
        for line in dict.fromkeys(skipped):
            print(line, flush=True)
        return result
