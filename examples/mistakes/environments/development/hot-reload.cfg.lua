-- `prosodyctl reload` reads the whole configuration again, the loader and all layers included; what modules read at their
-- start takes effect with `prosodyctl shell module reload NAME`.

force_module_reload = true -- even if a module could not save its state

modules_enabled = { "admin_shell" }
