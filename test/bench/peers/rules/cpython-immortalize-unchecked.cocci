// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
@@
expression E;
@@
* PyUnstable_SetImmortal(E);
