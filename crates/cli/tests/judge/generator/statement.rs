//! Statements.

use super::expression::OPTIONS;
use super::{Kind, LONG, Writer};

const HOSTS: [&str; 12] = [
    "example.com",
    "Example.COM",
    "example.org",
    "anonymous.example.org",
    "bücher.example",
    "BÜCHER.example",
    "localhost",
    "192.0.2.1",
    "straße.example",
    "*",
    "a b",
    "xn--bcher-kva.example",
];

const SERVICES: [&str; 6] = [
    "rooms.example.com",
    "conference.example.org",
    "proxy.example.com",
    "upload.example.com",
    "example.org",
    "Rooms.example.com",
];

impl Writer<'_> {
    pub(super) fn statement(&mut self) {
        match self.random.below(40) {
            10..=12 => self.host(),
            13 | 14 => self.component(),
            15..=17 => self.include(),
            18..=21 => self.read_back(),
            22..=24 => self.declaration(),
            25 => self.mutation(),
            26 | 27 if self.depth > 0 => self.conditional(),
            28 | 29 if self.depth > 0 => self.numeric_loop(),
            30 if self.depth > 0 => self.list_loop(),
            31 if self.depth > 0 => self.other_loop(),
            32 => self.function_declaration(),
            33 => self.failure(),
            34 | 35 => self.protected(),
            36 => self.oddity(),
            37 | 38 => self.other_file(),
            _ => self.assignment(),
        }
    }

    fn assignment(&mut self) {
        let (name, kind) = OPTIONS[self.random.below(OPTIONS.len())];
        let value = self.expression(kind);
        match self.random.below(12) {
            0 => {
                let (other, kind) = OPTIONS[self.random.below(OPTIONS.len())];
                let second = self.expression(kind);
                self.line(&format!("{name}, {other} = {value}, {second}"));
                self.options.push((other, kind));
            }
            1 => self.line(&format!("{name} = {{\n\t\t{value},\n\t\t{value};\n\t}}")),
            2 => self.line(&format!("{name} =\n\t{value}")),
            3 => self.line(&format!("{name} = {value}; -- remark")),
            _ => self.line(&format!("{name} = {value}")),
        }
        self.options.push((name, kind));
    }

    fn host_name(&mut self) -> String {
        match self.random.below(10) {
            0 => format!("({})", self.expression(Kind::Text)),
            1 => format!("({}, 2)", self.literal_host()),
            2 => format!("(ENV_{} or {})", self.variable(), self.literal_host()),
            3 => format!("(\"sub.\" .. {})", self.literal_host()),
            _ => self.literal_host(),
        }
    }

    fn literal_host(&mut self) -> String {
        // Forbidden names are errors: rarely.
        let limit = if self.random.percent(4) { HOSTS.len() } else { 6 };
        format!("\"{}\"", HOSTS[self.random.below(limit)])
    }

    /// `{ option = value, ... }`
    fn option_table(&mut self) -> String {
        let count = self.random.between(0, 2);
        let mut fields: Vec<String> = Vec::new();
        for _ in 0..count {
            let (name, kind) = OPTIONS[self.random.below(OPTIONS.len())];
            let value = self.expression(kind);
            if !fields.iter().any(|field| field.starts_with(&format!("{name} "))) {
                fields.push(format!("{name} = {value}"));
            }
        }
        format!("{{ {} }}", fields.join(", "))
    }

    fn host(&mut self) {
        let word = self.random.one(&["VirtualHost", "VirtualHost", "VirtualHost", "Host", "host"]);
        let name = self.host_name();
        match self.random.below(12) {
            0 | 1 => {
                let options = self.option_table();
                self.line(&format!("{word} {name} {options}"));
            }
            2 if self.random.percent(20) => self.line(&format!("{word} {name} \"muc\"")),
            3 if self.random.percent(20) => self.line(&format!("{word}()")),
            4 => {
                self.line(&format!("local host = {word} {name}"));
                let options = self.option_table();
                self.line(&format!("host {options}"));
            }
            _ => self.line(&format!("{word} {name}")),
        }
    }

    fn component(&mut self) {
        let word = self.random.one(&["Component", "Component", "Component", "component"]);
        let limit = if self.random.percent(5) { SERVICES.len() } else { 4 };
        let name = format!("\"{}\"", SERVICES[self.random.below(limit)]);
        let module = self.random.one(&["muc", "proxy65", "http_file_share", "pubsub", "nowhere"]);
        match self.random.below(8) {
            0 | 1 => self.line(&format!("{word} {name}")),
            2 => self.line(&format!("{word}({name}, \"{module}\")")),
            3 => {
                let options = self.option_table();
                self.line(&format!("{word} {name} \"{module}\" {options}"));
            }
            4 => {
                let options = self.option_table();
                self.line(&format!("{word} {name} {options}"));
            }
            _ => self.line(&format!("{word} {name} \"{module}\"")),
        }
    }

    fn include(&mut self) {
        // Files do not include each other: that would never end.
        if self.path != crate::tree::ENTRY {
            return self.assignment();
        }
        let word = self.random.one(&["Include", "Include", "include"]);
        let path = self.random.one(&[
            "conf.d/*.cfg.lua",
            "conf.d/*.cfg.lua",
            "conf.d/a.cfg.lua",
            "conf.d/b.cfg.lua",
            "conf.d/?.cfg.lua",
            "hosts/*.lua",
            "hosts/site.cfg.lua",
            "./conf.d/a.cfg.lua",
            "missing.cfg.lua",
            "conf.d/*",
            "nowhere/*.cfg.lua",
            "conf.d/*/*.lua",
            "conf.d",
            LONG,
            "*.txt",
            "conf.d/[a]*.cfg.lua",
        ]);
        let path = if self.random.percent(60) { "conf.d/*.cfg.lua" } else { path };
        match self.random.below(6) {
            0 => self.line(&format!("{word}(\"{path}\")")),
            1 => {
                let file = self.random.one(&[
                    "\"a\" .. \".cfg.lua\"",
                    "(ENV_MODE or \"b\") .. \".cfg.lua\"",
                    "\"*.lua\"",
                ]);
                self.line(&format!("{word}(\"conf.d/\" .. {file})"));
            }
            _ => self.line(&format!("{word} \"{path}\"")),
        }
    }

    /// Options are read again, appended to, changed in place.
    fn read_back(&mut self) {
        let lists: Vec<&'static str> =
            self.options.iter().filter(|(_, kind)| *kind == Kind::List).map(|(name, _)| *name).collect();
        if lists.is_empty() && self.random.percent(80) {
            return self.assignment();
        }
        let option =
            if lists.is_empty() || self.random.percent(15) { self.option() } else { self.random.one(&lists) };
        let (other, _) = OPTIONS[self.random.below(OPTIONS.len())];
        let lua = self.lua;
        let list = self.expression(Kind::List);
        let text = match self.random.below(16) {
            0 | 1 => format!("{option} {list}"),
            2 => format!("{option}:append {list}"),
            3 => format!("{option} = {option} or {list}"),
            4 => format!("{other} = {option}"),
            5 => format!("{lua}table.insert({option}, \"bosh\")"),
            6 => format!("{option}:append({list}):append {{ \"last\" }}"),
            7 => format!("{other} = {option}:value()"),
            8 => format!("{other} = {{ {option}, {option} }}"),
            9 => format!("if {option} then {other} = \"set\" end"),
            10 => format!(
                "{option} {{ {} = {} }}",
                self.random.one(&["key", "extra"]),
                self.expression(Kind::Text)
            ),
            11 => format!("{other} = #{option}"),
            12 => format!("for item in {option}:values() do {other} = item end"),
            13 => format!("{option}.key = {}", self.expression(Kind::Text)),
            14 => format!("{option}[1] = {}", self.expression(Kind::Text)),
            _ => format!("{option} = nil"),
        };
        self.line(&text);
    }

    fn declaration(&mut self) {
        let kind = self.kind();
        let value = self.expression(kind);
        let attribute = if self.random.percent(10) { " <const>" } else { "" };
        let name = self.new_local(kind);
        self.line(&format!("local {name}{attribute} = {value}"));
        if !attribute.is_empty() {
            // Assigning to it would be a syntax error: nobody may.
            self.locals.pop();
        }
    }

    fn mutation(&mut self) {
        let lua = self.lua;
        if let Some(list) = self.local(Kind::List) {
            let value = self.expression(Kind::Text);
            let text = match self.random.below(7) {
                0 => format!("{lua}table.insert({list}, {value})"),
                1 => format!("{list}[#{list} + 1] = {value}"),
                2 => format!("{lua}table.insert({list}, 1, {value})"),
                3 => format!("{lua}table.remove({list})"),
                4 => format!("{lua}table.sort({list})"),
                5 => format!("{list}.key = {value}"),
                _ => format!("{list} = {}", self.expression(Kind::List)),
            };
            self.line(&text);
        } else if let Some(local) = self.local(Kind::Text) {
            let value = self.expression(Kind::Text);
            self.line(&format!("{local} = {local} .. {value}"));
        } else {
            self.assignment();
        }
    }

    fn conditional(&mut self) {
        let condition = self.condition();
        self.line(&format!("if {condition} then"));
        let count = self.random.between(1, 2);
        self.block(count);
        if self.random.percent(30) {
            let condition = self.condition();
            self.line(&format!("elseif {condition} then"));
            self.block(1);
        }
        if self.random.percent(50) {
            self.line("else");
            self.block(1);
        }
        self.line("end");
    }

    fn numeric_loop(&mut self) {
        let range = self.random.one(&["1, 3", "3, 1, -1", "1, 0", "0, 1, 0.5", "5222, 5223"]);
        self.line(&format!("for i = {range} do"));
        self.locals.push(("i".to_owned(), Kind::Number));
        if self.random.percent(30) {
            let domain = self.random.one(&[".example", ".test"]);
            self.line(&format!("\tVirtualHost(\"h\" .. i .. \"{domain}\")"));
        }
        self.block(2);
        if self.random.percent(10) {
            self.line("\tbreak");
        }
        self.locals.retain(|(name, _)| name != "i");
        self.line("end");
    }

    fn list_loop(&mut self) {
        let lua = self.lua;
        let list = self.expression(Kind::List);
        if self.random.percent(30) {
            return self.map_loop();
        }
        self.line(&format!("for key, item in {lua}ipairs({list}) do"));
        self.locals.push(("item".to_owned(), Kind::Text));
        if self.random.percent(40) {
            self.line("\tVirtualHost(item .. \".example\")");
        }
        self.block(2);
        self.locals.retain(|(name, _)| name != "item");
        self.line("end");
    }

    /// Lua walks a table in an order of its own: what depends on it differs from run to run.
    fn map_loop(&mut self) {
        let lua = self.lua;
        let map = self.random.one(&["{ a = 1, b = 2, c = 3 }", "{ one = \"x\" }", "{ 1, 2, key = 3 }"]);
        self.line(&format!("for key, item in {lua}pairs {map} do"));
        let body = self.random.one(&[
            "VirtualHost(key .. \".example\"); name = item",
            "name = item",
            "motd_text = \"the same\"",
            "VirtualHost(\"h\" .. item) { name = key }",
        ]);
        self.line(&format!("\t{body}"));
        self.line("end");
    }

    fn other_loop(&mut self) {
        let counter = self.new_local(Kind::Number);
        self.line(&format!("local {counter} = 0"));
        let body = format!("\t{counter} = {counter} + 1");
        match self.random.below(4) {
            0 => {
                self.line(&format!("while {counter} < 3 do"));
                self.line(&body);
                self.block(1);
                self.line("end");
            }
            1 => {
                self.line("repeat");
                self.line(&body);
                self.line(&format!("until {counter} >= 2"));
            }
            2 => {
                self.line("do");
                self.block(2);
                self.line("end");
            }
            _ => {
                let pattern = self.random.one(&["[^, ]+", "%a+", "(%a)(%a)"]);
                let text = self.expression(Kind::Text);
                self.line(&format!("for word in ({text}):gmatch(\"{pattern}\") do"));
                self.locals.push(("word".to_owned(), Kind::Text));
                self.block(1);
                self.locals.retain(|(name, _)| name != "word");
                self.line("end");
            }
        }
    }

    fn function_declaration(&mut self) {
        let name = self.new_local(Kind::Function);
        match self.random.below(3) {
            0 => {
                let visible = self.locals.len();
                self.line(&format!("local function {name}(x)"));
                self.locals.push(("x".to_owned(), Kind::Text));
                // It may not call itself: that might never end.
                self.locals.retain(|(other, _)| *other != name);
                self.block(1);
                self.line("\treturn x");
                self.locals.truncate(visible.saturating_sub(1));
                self.line("end");
                self.locals.push((name, Kind::Function));
            }
            1 => {
                let option = self.option();
                self.line(&format!("local function {name}(value) {option} = value; return value end"));
            }
            _ => {
                self.line(&format!("local {name} = (function() local count = 0; return function(x) count = count + 1; return x .. count end end)()"));
            }
        }
    }

    fn failure(&mut self) {
        let lua = self.lua;
        if self.random.percent(75) {
            return self.assignment();
        }
        let text = self.expression(Kind::Text);
        let line = match self.random.below(10) {
            0 => format!("{lua}error({text})"),
            1 => format!("{lua}error({text}, {})", self.random.one(&["0", "2", "3"])),
            2 => format!("{lua}assert({}, {text})", self.condition()),
            3 => format!("motd_text = undefined.{}", self.random.one(&["field", "a.b"])),
            4 => "undefined_function()".to_owned(),
            5 => "motd_text = {} .. \"x\"".to_owned(),
            6 => "name = 1 + {}".to_owned(),
            7 => "name = {} < {}".to_owned(),
            8 => "local t = {}; t[nil] = 1".to_owned(),
            _ => format!("{lua}error {{ code = 1 }}"),
        };
        self.line(&line);
    }

    fn protected(&mut self) {
        let lua = self.lua;
        let option = self.option();
        let text = self.expression(Kind::Text);
        let line = match self.random.below(7) {
            0 => format!("local ok, err = {lua}pcall({lua}error, {text}) {option} = err"),
            1 => format!(
                "local ok, err = {lua}pcall(function() {lua}error({text}) end) name, {option} = ok, err"
            ),
            2 => format!(
                "local ok, err = {lua}pcall(function() {option} = {text}; {option} {{ 1 }} end) motd_text = err"
            ),
            3 => format!(
                "local ok, err = {lua}pcall(Include, \"{}\") motd_text = err",
                self.random.one(&["missing.cfg.lua", "conf.d/missing/*.lua"])
            ),
            4 => format!("local ok, a, b = {lua}pcall(function(...) return ... end, {text}, 2) name = a"),
            5 => format!(
                "local ok, err = {lua}xpcall(function() {lua}error({text}, 2) end, function(m) return \"handled: \" .. {lua}tostring(m) end) motd_text = err"
            ),
            _ => {
                format!("local ok, err = {lua}pcall(function() VirtualHost({text}) end) authentication = err")
            }
        };
        self.line(&line);
    }

    fn oddity(&mut self) {
        let lua = self.lua;
        let text = match self.random.below(16) {
            0 => "__currenthost = \"*\"".to_owned(),
            1 => "name = __currenthost".to_string(),
            2 => "motd_text = unquoted".to_owned(),
            3 => "log = log".to_owned(),
            4 => "name = type(1)".to_owned(),
            5 => "prosody = 1; name = prosody".to_owned(),
            6 => "authentication = _VERSION".to_owned(),
            7 => "default_storage = _G ~= nil".to_owned(),
            8 => "modules_enabled = VirtualHost".to_owned(),
            9 => "storage = print".to_owned(),
            10 => "local _ENV = { name = 1 }; name = 2".to_owned(),
            11 => format!(
                "{lua}setmetatable({{}}, {{ __newindex = function(_, k, v) name = k .. v end }}).key = \"v\""
            ),
            12 => format!(
                "motd_text = {lua}tostring({lua}setmetatable({{}}, {{ __tostring = function() return \"shown\" end }}))"
            ),
            13 => "_ENV.name = \"through _ENV\"".to_owned(),
            14 => "_ENV[\"modules_enabled\"] = { \"x\" }".to_owned(),
            _ => "goto done; name = \"skipped\"; ::done::".to_owned(),
        };
        self.line(&format!("do {text} end"));
    }
}
