;;; prosody-ls.el --- Prosody configuration, with eglot or lsp-mode -*- lexical-binding: t -*-

;; SPDX-License-Identifier: MIT OR Apache-2.0
;; Version: 0.1.0
;; Package-Requires: ((emacs "28.1"))
;; Keywords: languages, tools

;;; Commentary:

;; Connects the language server prosody-ls, which has to be on `exec-path', with eglot and with lsp-mode.
;; Files named *.cfg.lua get the mode `prosody-cfg-mode', derived from `lua-mode' where that is installed.
;;
;;   (require 'prosody-ls)
;;   (add-hook 'prosody-cfg-mode-hook #'eglot-ensure)   ; or #'lsp

;;; Code:

(require 'cl-lib)
(require 'project)
(require 'lua-mode nil t)

(defgroup prosody-ls nil
  "Prosody configuration."
  :group 'languages)

(defcustom prosody-ls-command '("prosody-ls")
  "The server's program and its arguments."
  :type '(repeat string))

(defcustom prosody-ls-version nil
  "The Prosody that reads the configuration, such as \"13.0\"; nil is what prosody-ls.toml says."
  :type '(choice (const nil) string))

(defcustom prosody-ls-profile nil
  "The name of the profile to begin with; nil is what prosody-ls.toml says."
  :type '(choice (const nil) string))

(declare-function lua-mode "lua-mode")
(defalias 'prosody-ls--parent-mode (if (fboundp 'lua-mode) #'lua-mode #'prog-mode))

;;;###autoload
(define-derived-mode prosody-cfg-mode prosody-ls--parent-mode "Prosody"
  "Major mode for the configuration of Prosody."
  (setq-local comment-start "-- ")
  (add-hook 'project-find-functions #'prosody-ls--project nil t))

;;;###autoload
(add-to-list 'auto-mode-alist '("\\.cfg\\.lua\\'" . prosody-cfg-mode))

(defun prosody-ls--project (directory)
  "The tree of configuration that DIRECTORY is in."
  (let ((root (or (locate-dominating-file directory "prosody-ls.toml")
                  (locate-dominating-file directory "prosody.cfg.lua"))))
    (when root (cons 'transient root))))

;;; With eglot

(defvar eglot-server-programs)
(declare-function eglot-current-server "eglot")
(declare-function jsonrpc-async-request "jsonrpc")
(declare-function jsonrpc-request "jsonrpc")

(with-eval-after-load 'eglot
  (add-to-list 'eglot-server-programs '(prosody-cfg-mode . prosody-ls--contact))
  (cl-defmethod eglot-handle-notification (_server (_method (eql prosody-ls/changed)) &rest _)
    "The answers to our requests may have changed."
    (prosody-ls--refresh)))

(defun prosody-ls--contact (&rest _)
  "What eglot starts."
  (append prosody-ls-command (list :initializationOptions (prosody-ls--settings))))

(defun prosody-ls--settings ()
  "Our settings as a plist for JSON."
  (append (when prosody-ls-version `(:prosody (:version ,prosody-ls-version)))
          (when prosody-ls-profile `(:profile ,prosody-ls-profile))
          ;; Never an empty list, which would be null.
          '(:diagnostics (:workspace :json-false))))

;;; With lsp-mode

(defvar lsp-language-id-configuration)
(declare-function lsp-register-client "lsp-mode")
(declare-function lsp-register-custom-settings "lsp-mode")
(declare-function make-lsp-client "lsp-mode")
(declare-function lsp-stdio-connection "lsp-mode")
(declare-function lsp-request "lsp-mode")
(declare-function lsp-request-async "lsp-mode")
(declare-function lsp--uri-to-path "lsp-mode")

(with-eval-after-load 'lsp-mode
  (add-to-list 'lsp-language-id-configuration '(prosody-cfg-mode . "lua"))
  (lsp-register-custom-settings '(("prosody-ls.prosody.version" prosody-ls-version)
                                  ("prosody-ls.profile" prosody-ls-profile)))
  (lsp-register-client
   (make-lsp-client :new-connection (lsp-stdio-connection (lambda () prosody-ls-command))
                    :major-modes '(prosody-cfg-mode)
                    :priority 1
                    :server-id 'prosody-ls
                    :synchronize-sections '("prosody-ls")
                    :notification-handlers
                    (let ((handlers (make-hash-table :test #'equal)))
                      (puthash "prosody-ls/changed" (lambda (&rest _) (prosody-ls--refresh)) handlers)
                      handlers))))

;;; Requests of the server's own

(defun prosody-ls--request (method params)
  "What the server of the current buffer answers to METHOD with PARAMS, as a plist or a string."
  (cond ((and (fboundp 'eglot-current-server) (eglot-current-server))
         (jsonrpc-request (eglot-current-server) method params))
        ((bound-and-true-p lsp-mode)
         (prosody-ls--plain (lsp-request (substring (symbol-name method) 1) params)))
        (t (user-error "No prosody-ls serves this buffer"))))

(defun prosody-ls--request-async (method params take)
  "Call TAKE with what `prosody-ls--request' would return for METHOD and PARAMS, once it has come.
What runs while a client waits for an answer must not wait itself: lsp-mode would drop the first request."
  (cond ((and (fboundp 'eglot-current-server) (eglot-current-server))
         (jsonrpc-async-request (eglot-current-server) method params :success-fn take))
        ((bound-and-true-p lsp-mode)
         (lsp-request-async (substring (symbol-name method) 1) params
                            (lambda (answer) (funcall take (prosody-ls--plain answer)))
                            :mode 'detached))))

(defun prosody-ls--plain (answer)
  "ANSWER of lsp-mode, which is made of hash tables unless it was built with plists, as plists."
  (cond ((hash-table-p answer)
         (let (plist)
           (maphash (lambda (key value)
                      (setq plist (append plist (list (intern (concat ":" key)) (prosody-ls--plain value)))))
                    answer)
           plist))
        ((vectorp answer) (vconcat (mapcar #'prosody-ls--plain answer)))
        (t answer)))

(defun prosody-ls--document ()
  "The parameters that name the current buffer's document; the server sees a remote file as one of its own."
  (let ((path (file-local-name (file-truename buffer-file-name))))
    (list :textDocument
          (list :uri (concat (if (string-prefix-p "/" path) "file://" "file:///")
                             (url-hexify-string path (cons ?/ url-unreserved-chars)))))))

(defvar-local prosody-ls--source nil "The buffer that this view is about.")
(defvar-local prosody-ls--query nil
  "What this view shows: a method, what returns its parameters in the source, what makes text of the answer.")

(defun prosody-ls--view (name mode method params render)
  "Show an answer in a buffer NAME in MODE that follows edits.
It is that to METHOD with what PARAMS returns; RENDER makes a text of it."
  (let ((source (current-buffer))
        (text (funcall render (prosody-ls--request method (funcall params))))
        (buffer (get-buffer-create name)))
    (with-current-buffer buffer
      (unless (derived-mode-p mode) (let ((prog-mode-hook nil)) (delay-mode-hooks (funcall mode))))
      (setq prosody-ls--source source prosody-ls--query (list method params render) buffer-read-only t)
      (prosody-ls--fill text))
    (display-buffer buffer)))

(defun prosody-ls--fill (text)
  "Make TEXT the current view's text, with the cursor where it was."
  (let ((inhibit-read-only t) (at (point)))
    (erase-buffer)
    (insert text)
    (goto-char (min at (point-max)))))

(defvar prosody-ls--timer nil)

(defun prosody-ls--refresh ()
  "Bring hints and all views up to date, soon: not while a message of the server is being handled."
  (unless prosody-ls--timer
    (setq prosody-ls--timer
          (run-at-time 0.2 nil
                       (lambda ()
                         (setq prosody-ls--timer nil)
                         (prosody-ls--refresh-hints)
                         (mapc #'prosody-ls--refresh-view (buffer-list)))))))

(defun prosody-ls--refresh-view (view)
  "Bring the buffer VIEW up to date, if it is a view."
  (let ((source (buffer-local-value 'prosody-ls--source view))
        (query (buffer-local-value 'prosody-ls--query view)))
    (when (buffer-live-p source)
      (with-current-buffer source
        (ignore-errors
          (prosody-ls--request-async
           (nth 0 query) (funcall (nth 1 query))
           (lambda (answer)
             (let ((text (ignore-errors (funcall (nth 2 query) answer))))
               (when (and text (buffer-live-p view))
                 (with-current-buffer view (prosody-ls--fill text)))))))))))

(declare-function eglot--update-hints-1 "eglot")
(declare-function lsp-update-inlay-hints "lsp-mode")

(defun prosody-ls--refresh-hints ()
  "Ask for the hints of all buffers again: the clients do so only where the text has changed."
  (dolist (buffer (buffer-list))
    (with-current-buffer buffer
      (when (derived-mode-p 'prosody-cfg-mode)
        (ignore-errors
          (cond ((bound-and-true-p lsp-inlay-hints-mode) (lsp-update-inlay-hints (point-min) (point-max)))
                ((not (bound-and-true-p eglot-inlay-hints-mode)))
                ;; Not public, but what is public passes over a region that it has just shown.
                ((fboundp 'eglot--update-hints-1) (eglot--update-hints-1 (point-min) (point-max)))))))))

;;;###autoload
(defun prosody-ls-effective-configuration ()
  "Show what all files together amount to, as one file."
  (interactive)
  (prosody-ls--view
   "*prosody effective*" #'prosody-ls--parent-mode :prosody-ls/effectiveConfiguration #'prosody-ls--document
   (lambda (answer)
     (concat (plist-get answer :text)
             (mapconcat (lambda (reason) (format "-- left out: %s\n" reason)) (plist-get answer :leftOut) "")))))

;;;###autoload
(defun prosody-ls-chain ()
  "Show all assignments of the option at point, from the first to the one that wins."
  (interactive)
  (let ((at (copy-marker (point))))
    (prosody-ls--view
     "*prosody option*" #'special-mode :prosody-ls/chain
     (lambda () (append (prosody-ls--document) (list :position (prosody-ls--position at))))
     (lambda (chain)
       (unless chain (user-error "No option at point"))
       (prosody-ls--chain-text chain)))))

(defun prosody-ls--position (at)
  "The place AT as the protocol counts it: in UTF-16, which both clients speak; names of options are ASCII."
  (save-excursion
    (goto-char at)
    (list :line (1- (line-number-at-pos nil t))
          :character (/ (length (encode-coding-string
                                 (buffer-substring-no-properties (line-beginning-position) (point))
                                 'utf-16le))
                        2))))

(defun prosody-ls--chain-text (chain)
  "CHAIN for people; places are such that `compilation-minor-mode' and `ffap' find them."
  (let ((number 0))
    (concat
     (format "%s = %s  (%s)\n\n" (plist-get chain :option) (plist-get chain :value)
             (if (equal (plist-get chain :host) "*") "the global section" (plist-get chain :host)))
     (mapconcat (lambda (step)
                  (let ((location (plist-get step :location)))
                    (format "%d. %s:%d: %s%s [%s]\n" (cl-incf number)
                            (url-unhex-string (string-remove-prefix "file://" (plist-get location :uri)))
                            (1+ (plist-get (plist-get (plist-get location :range) :start) :line))
                            (if (eq (plist-get step :adds) t) "adds " "")
                            (plist-get step :value) (plist-get step :fate))))
                (plist-get chain :steps) "")
     (mapconcat (lambda (group)
                  (format "in %s: %s\n" (mapconcat #'identity (plist-get group :profiles) ", ")
                          (or (plist-get group :value) "not set")))
                (plist-get chain :elsewhere) ""))))

;;;###autoload
(defun prosody-ls-choose-profile (name)
  "Read the configuration under the profile NAME; nil is the default."
  (interactive
   (let* ((answer (prosody-ls--request :prosody-ls/profiles (prosody-ls--document)))
          (prompt (format "Profile (now %s, Prosody %s): " (plist-get answer :active) (plist-get answer :prosody))))
     (list (completing-read prompt (mapcar (lambda (profile) (plist-get profile :name)) (plist-get answer :profiles)) nil t))))
  (prosody-ls--request :workspace/executeCommand
                       (list :command "prosody-ls.chooseProfile"
                             :arguments (vector (if (equal name "default") nil name))))
  ;; lsp-mode drops what comes together with the answer to a request that it waits for.
  (prosody-ls--refresh))

(require 'url-util)
(require 'subr-x)
(provide 'prosody-ls)
;;; prosody-ls.el ends here
