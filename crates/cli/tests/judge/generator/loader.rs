//! Files that are loaded by other means than `Include`, and what loads them.

use super::{Kind, Writer};

impl Writer<'_> {
    /// A plain Lua file: what a configuration gets with `dofile`, `RunScript`, `require` or `loadfile`.
    pub(super) fn helper(mut self) -> String {
        match self.random.below(4) {
            0 => "leaked = \"from the helper\"\nreturn \"returned\"\n".to_owned(),
            1 => "local M = {}\nfunction M.name(x) return \"helper:\" .. x end\nM.list = { \"one\", \"two\" }\nreturn M\n".to_owned(),
            2 => "name = \"set by the helper\"\nmodules_enabled = { \"helper\" }\nreturn ...\n".to_owned(),
            _ => {
                let text = self.expression(Kind::Text);
                format!("local text = {text}\nreturn {{ list = {{ text }}, name = function(x) return x .. text end }}\n")
            }
        }
    }

    /// A module that loads configuration files in environments of its own making.
    pub(super) fn loader(self) -> String {
        let merge = self.random.one(&[
            // Lists add up, other values are set.
            "local old = known[key]; if type(value) == \"table\" and type(old) == \"table\" then for _, item in ipairs(value) do old[#old + 1] = item end value = old end known[key] = value; env[key] = value",
            "known[key] = value; env[key] = value",
            "rawset(known, key, value); env[key .. \"_copy\"] = value",
        ]);
        let read = self.random.one(&[
            "return known[key] or env[key]",
            "return env[key]",
            "if known[key] ~= nil then return known[key] end return env[key]",
        ]);
        let find = self.random.one(&[
            "local name, value = debug.getupvalue(debug.getinfo(3, \"f\").func, 1); env = value",
            "env = given",
            "for level = 2, 6 do local info = debug.getinfo(level, \"f\"); if info then local name, value = debug.getupvalue(info.func, 1); if name == \"_ENV\" and value ~= _G then env = value break end end end",
        ]);
        format!(
            "local known = {{}}\nlocal env\nlocal function find(given)\n\t{find}\nend\nlocal M = {{}}\nfunction M.load(path, given)\n\tfind(given)\n\tlocal around = setmetatable({{}}, {{\n\t\t__index = function(_, key) {read} end,\n\t\t__newindex = function(_, key, value) {merge} end,\n\t}})\n\tlocal chunk, err = loadfile(path, \"t\", around)\n\tif not chunk then error(err, 2) end\n\treturn chunk()\nend\nfunction M.include(path, given) find(given); env.Include(path) end\nreturn M\n"
        )
    }

    /// A statement that uses another file.
    pub(super) fn other_file(&mut self) {
        let lua = self.lua;
        let root = format!("{lua}os.getenv(\"ROOT\")");
        let option = self.option();
        let env = self.random.one(&["_ENV", "_ENV", "{}", "nil"]);
        let file =
            self.random.one(&["conf.d/a.cfg.lua", "hosts/site.cfg.lua", "lib/helper.lua", "missing.lua"]);
        // From the entry file only: nothing may load itself.
        let file = if self.path == crate::tree::ENTRY { file } else { "lib/helper.lua" };
        let text = match self.random.below(14) {
            0 => format!("{option} = RunScript \"{file}\""),
            1 => format!("{option} = {lua}dofile({root} .. \"/{file}\")"),
            2 => format!(
                "local chunk, err = {lua}loadfile({root} .. \"/{file}\", \"t\", {env}) if chunk then {option} = chunk({root} and 1) else motd_text = err end"
            ),
            3 => format!(
                "{lua}loadfile({root} .. \"/{file}\", \"t\", {lua}setmetatable({{}}, {{ __index = _ENV, __newindex = function(_, k, v) _ENV[k] = v end }}))()"
            ),
            4 if self.path == crate::tree::ENTRY => {
                format!("{lua}require(\"tools.loader\").load({root} .. \"/{file}\", _ENV)")
            }
            5 if self.path == crate::tree::ENTRY => {
                format!("{lua}require \"tools.loader\".include(\"{file}\", _ENV)")
            }
            6 => format!(
                "local helper = {lua}require \"lib.helper\"; {option} = {lua}type(helper) == \"table\" and helper.list or helper"
            ),
            7 => format!("local helper = {lua}require \"lib.helper\"; name = helper.name(\"x\")"),
            8 => format!("{option} = {lua}package.loaded[\"lib.helper\"] ~= nil"),
            9 => format!("for line in {lua}io.lines({root} .. \"/secret.txt\") do {option} = line end"),
            10 => format!(
                "local file = {lua}io.open({root} .. \"/{}\") if file then {option} = file:read(\"{}\") file:close() end",
                self.random.one(&["secret.txt", "missing.txt"]),
                self.random.one(&["*a", "l", "n"])
            ),
            11 => format!("local set = function() name = 5 end {lua}debug.setupvalue(set, 1, {{}}) set()"),
            12 => format!(
                "local get = function() return {option} end local _, env = {lua}debug.getupvalue(get, 1) env.name = \"through an upvalue\""
            ),
            _ => format!(
                "motd_text = {lua}debug.getinfo(1, \"S\").short_src .. {lua}debug.getinfo(1, \"l\").currentline"
            ),
        };
        self.line(&format!("do {text} end"));
    }
}
