# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""One thread creates and immortalizes, eight that already run read."""

import sys
import threading

import shared

results = []
users = [threading.Thread(target=lambda: results.append(shared.use(20000))) for _ in range(8)]
for user in users:
    user.start()
made = []
creator = threading.Thread(target=lambda: made.append(shared.publish()))
creator.start()
for thread in [creator, *users]:
    thread.join()

print(f"made {made}, looked mortal {results}")
sys.exit(made != [1] or results != [0] * 8)
