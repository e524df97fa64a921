;;; emacs.el --- what a user of Emacs sees of prosody-ls -*- lexical-binding: t -*-
;; Run by emacs.sh, once with CLIENT=eglot and once with CLIENT=lsp-mode, in a copy of tests/editors/tree.

(require 'ert)
(require 'cl-lib)
(require 'flymake)
(require 'xref)
(require 'prosody-ls)

(defvar tree default-directory)
(defvar client (intern (getenv "CLIENT")))
;; This Emacs came without a compiler.
(setq native-comp-jit-compilation nil native-comp-enable-subr-trampolines nil)
(require client)
;; What a package's autoloads would load.
(when (eq client 'lsp-mode)
  (mapc #'require '(lsp-modeline lsp-diagnostics lsp-completion lsp-headerline)))
(setq create-lockfiles nil make-backup-files nil
      eglot-sync-connect 10 eglot-autoshutdown t eglot-send-changes-idle-time 0
      lsp-auto-guess-root t lsp-warn-no-matched-clients nil lsp-enable-snippet nil lsp-enable-suggest-server-download nil
      lsp-session-file (expand-file-name "session" (getenv "HOME")) lsp-diagnostics-provider :flymake
      lsp-headerline-breadcrumb-enable nil lsp-idle-delay 0.05 lsp-enable-file-watchers nil lsp-lens-enable nil)
(add-hook 'prosody-cfg-mode-hook (if (eq client 'eglot) #'eglot-ensure #'lsp))

(defun wait-for (what condition)
  "Wait until CONDITION holds, letting the server's messages in; fail naming WHAT."
  (let ((end (+ (float-time) 15)) seen)
    (while (and (not (setq seen (funcall condition))) (< (float-time) end))
      (accept-process-output nil 0.05))
    (unless seen (ert-fail (list "timed out" what (buffer-string))))
    (message "ok   %s: %s" client what)
    seen))

(defun visit (name)
  (switch-to-buffer (find-file-noselect (expand-file-name name tree)))
  ;; Batch mode has no command loop, in which both clients wait.
  (run-hooks 'post-command-hook)
  (wait-for (concat name " is served")
            (lambda () (if (eq client 'eglot) (eglot-managed-p)
                         (and (bound-and-true-p lsp-mode) (lsp-workspaces)))))
  (flymake-mode 1))

(defun finding-p (line text)
  (flymake-start)
  (cl-some (lambda (found)
             (and (= line (line-number-at-pos (flymake-diagnostic-beg found)))
                  (string-search text (flymake-diagnostic-text found))))
           (flymake-diagnostics)))

(defun contains-p (name &rest parts)
  (let ((buffer (get-buffer name)))
    (and buffer (with-current-buffer buffer
                  (cl-every (lambda (part) (string-search part (buffer-string))) parts)))))

(defun at (text)
  "Put point behind the first TEXT of the buffer."
  (goto-char (point-min))
  (search-forward text))

(defun act (title)
  "Take the code action at point whose title has TITLE in it."
  (let ((is-it (lambda (it) (string-search title it)))
        (last-nonmenu-event ?a)) ; menus are for mice
    (if (eq client 'lsp-mode)
        (lsp-execute-code-action (cl-find-if (lambda (it) (funcall is-it (gethash "title" it))) (lsp-code-actions-at-point)))
      (let ((completing-read-function
             (lambda (_ choices &rest _)
               (let ((all (all-completions "" choices)))
                 (or (cl-find-if is-it all) (ert-fail (list "no such action" title all)))))))
        (call-interactively #'eglot-code-actions)))))

(defun show-hints ()
  "Switch inlay hints on, and do what redisplay does, which batch mode lacks."
  (if (eq client 'eglot)
      (progn (eglot-inlay-hints-mode 1) (eglot--update-hints-1 (point-min) (point-max)))
    (lsp-inlay-hints-mode 1)
    (lsp-update-inlay-hints (point-min) (point-max))))

(defun hints ()
  "The words that are shown between those of the buffer."
  (mapconcat (lambda (overlay) (concat (overlay-get overlay 'before-string) (overlay-get overlay 'after-string)))
             (overlays-in (point-min) (point-max)) "\n"))

(defun text-of (name)
  (with-current-buffer (find-file-noselect (expand-file-name name tree)) (buffer-string)))

(ert-deftest prosody-ls-in-emacs ()
  (visit "core/network.cfg.lua")
  (wait-for "a misspelt option is found"
            (lambda () (finding-p 3 "nothing reads an option `s2s_require_encrpytion`")))
  (at "s2s_require_enc")
  (act "s2s_require_encryption")
  (wait-for "its fix is applied" (lambda () (string-search "\ns2s_require_encryption = true" (buffer-string))))
  (set-buffer-modified-p nil)

  (visit "prosody.cfg.lua")
  (goto-char (point-min))
  (search-forward "\narchive_exp")
  (let (card)
    (if (eq client 'eglot)
        (eglot-hover-eldoc-function (lambda (text &rest _) (setq card text)))
      (setq card (gethash "value" (gethash "contents" (lsp-request "textDocument/hover" (lsp--text-document-position-params))))))
    (wait-for "hover shows the value in effect and the XEP"
              (lambda () (and card (string-search "\"1y\"" card) (string-search "https://xmpp.org/extensions/xep-0313.html" card)))))

  (save-window-excursion (prosody-ls-chain))
  (wait-for "the chain" (lambda () (contains-p "*prosody option*" "archive_expires_after = \"1y\"" "prosody.cfg.lua:5:"
                                               "overridden by 2" "production.cfg.lua:2:" "in staging")))
  (save-window-excursion (prosody-ls-effective-configuration))
  (wait-for "the effective configuration" (lambda () (contains-p "*prosody effective*" "archive_expires_after = \"1y\"")))
  (show-hints)
  (wait-for "a hint says what an assignment comes to" (lambda () (string-search "\"1y\" in environments/production.cfg.lua" (hints))))
  (prosody-ls-choose-profile "staging")
  (wait-for "another profile changes it" (lambda () (contains-p "*prosody effective*" "archive_expires_after = \"1d\"")))
  (wait-for "and the hint" (lambda () (string-search "\"1d\" in environments/staging.cfg.lua" (hints))))
  (prosody-ls-choose-profile "default")
  (wait-for "and back" (lambda () (contains-p "*prosody effective*" "archive_expires_after = \"1y\"")))

  (at "\"roster")
  (act "Sort the modules by name")
  (wait-for "a refactoring is applied"
            (lambda () (string-search "{ \"disco\"; \"mam\"; \"register\"; \"roster\"; \"saslauth\"; \"tls\" }" (buffer-string))))
  (set-buffer-modified-p nil)

  (at "\narchive_exp")
  (let ((xref-prompt-for-identifier nil))
    (call-interactively #'xref-find-definitions))
  (when (get-buffer "*xref*") (with-current-buffer "*xref*" (goto-char (point-min)) (xref-next-line) (xref-goto-xref)))
  (wait-for "definition goes to the file that wins"
            (lambda () (with-current-buffer (window-buffer) (string-suffix-p "environments/production.cfg.lua" buffer-file-name))))

  (visit "hosts/example.org.cfg.lua")
  (wait-for "a wrong type is found" (lambda () (finding-p 3 "takes true or false")))
  (at "example.o")
  (if (eq client 'eglot) (eglot-rename "example.net") (lsp-rename "example.net"))
  (wait-for "a host is renamed in all files"
            (lambda () (and (string-search "VirtualHost \"example.net\"" (text-of "hosts/example.org.cfg.lua"))
                            (string-search "\"admin@example.net\"" (text-of "prosody.cfg.lua")))))

  (at "authentication")
  (delete-region (point) (search-forward "\""))
  (insert "=\"")
  (if (eq client 'eglot) (eglot-format-buffer) (lsp-format-buffer))
  (wait-for "formatting lays out the file"
            (lambda () (string-search "\nauthentication = \"internal_hashed\"\nallow_registration" (buffer-string))))
  (set-buffer-modified-p nil)

  (goto-char (point-min))
  (forward-line 3)
  (insert "\tmodules_enabled = { \"csi_sim\" }\n")
  (search-backward "\" }")
  (completion-at-point)
  (wait-for "completion inserts the name of a module" (lambda () (string-search "\"csi_simple\"" (buffer-string))))
  (set-buffer-modified-p nil)
  (should-not (with-temp-buffer (setq buffer-file-name "/x/other.lua") (set-auto-mode) (prog1 (derived-mode-p 'prosody-cfg-mode) (setq buffer-file-name nil)))))
