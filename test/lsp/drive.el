;;; drive.el --- What a user of Emacs does, without the user  -*- lexical-binding: t -*-
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

;;; Commentary:
;; Waits for the findings, takes a quick fix on one of them, and saves.

;;; Code:

(require 'cl-lib)
(require 'eglot)
(require 'flymake)

(defvar drive-wanted (getenv "WANTED_CHECK"))

(defun drive-say (format &rest arguments)
  "Print a line made of FORMAT and ARGUMENTS."
  (princ (concat (apply #'format format arguments) "\n")))

(defun drive-findings ()
  "The findings of the wanted check."
  (cl-remove-if-not
   (lambda (diagnostic)
     (string-match-p (regexp-quote drive-wanted) (flymake-diagnostic-text diagnostic)))
   (flymake-diagnostics)))

(defun drive-wait-for (condition what)
  "Wait until CONDITION holds, or fail for WHAT."
  (let ((end (+ (float-time) 120)))
    (while (and (not (funcall condition)) (< (float-time) end))
      (accept-process-output nil 0.1)
      (when (bound-and-true-p flymake-mode) (flymake-start)))
    (unless (funcall condition)
      (drive-say "error: %s" what)
      (kill-emacs 1))))

(setq eglot-sync-connect t
      eglot-connect-timeout 120
      eglot-confirm-server-initiated-edits nil)
(find-file (getenv "SOURCE_FILE"))
(call-interactively #'eglot)
(drive-wait-for #'drive-findings "no finding")
(drive-say "shown: %s" (flymake-diagnostic-text (car (drive-findings))))
(let* ((finding (car (drive-findings)))
       (actions (eglot-code-actions (flymake-diagnostic-beg finding)
                                    (flymake-diagnostic-end finding) nil))
       (fix (cl-find "quickfix" actions :test #'string= :key (lambda (a) (plist-get a :kind)))))
  (drive-say "offered: %S" (mapcar (lambda (a) (plist-get a :title)) actions))
  (eglot--apply-workspace-edit (plist-get fix :edit))
  ;; Sent when Emacs is idle, which it never is in batch mode.
  (eglot--signal-textDocument/didChange))
(drive-wait-for (lambda () (null (drive-findings))) "the finding is still shown")
(save-buffer)
(drive-say "saved: %s" (buffer-file-name))
(kill-emacs 0)

;;; drive.el ends here
