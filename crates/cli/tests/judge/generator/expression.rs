//! Expressions: mostly of the kind that is asked for.

use super::{Kind, Writer};

/// Options, of the kinds that Prosody wants and of others.
pub(super) const OPTIONS: [(&str, Kind); 16] = [
    ("modules_enabled", Kind::List),
    ("modules_disabled", Kind::List),
    ("admins", Kind::List),
    ("c2s_ports", Kind::List),
    ("http_ports", Kind::List),
    ("ssl", Kind::Map),
    ("storage", Kind::Map),
    ("log", Kind::Map),
    ("http_paths", Kind::Map),
    ("default_storage", Kind::Text),
    ("authentication", Kind::Text),
    ("motd_text", Kind::Text),
    ("name", Kind::Text),
    ("c2s_require_encryption", Kind::Bool),
    ("allow_registration", Kind::Bool),
    ("muc_log_expires_after", Kind::Number),
];

const MODULES: [&str; 12] = [
    "roster",
    "saslauth",
    "tls",
    "disco",
    "mam",
    "smacks",
    "vcard",
    "vcard_legacy",
    "posix",
    "offline",
    "muc",
    "c2s",
];

const TEXTS: [&str; 10] = [
    "example.com",
    "Example.ORG",
    "a, b;c",
    "x",
    "",
    "5222",
    " 12 ",
    "chat.example.com",
    "user@example.com",
    "50%",
];

impl Writer<'_> {
    pub(super) fn expression(&mut self, kind: Kind) -> String {
        // A mistake.
        let kind = if self.random.below(400) == 0 { self.kind() } else { kind };
        if self.random.percent(30)
            && let Some(local) = self.local(kind)
        {
            return local;
        }
        if self.depth == 0 {
            return self.literal(kind);
        }
        self.depth -= 1;
        let text = match kind {
            Kind::Text => self.text(),
            Kind::Number => self.number(),
            Kind::Bool => self.condition(),
            Kind::List => self.list(),
            Kind::Map => self.map(),
            Kind::Function => self.function(),
        };
        self.depth += 1;
        text
    }

    pub(super) fn kind(&mut self) -> Kind {
        match self.random.below(9) {
            0..=2 => Kind::Text,
            3 => Kind::Number,
            4 => Kind::Bool,
            5 | 6 => Kind::List,
            7 => Kind::Map,
            _ => Kind::Function,
        }
    }

    fn literal(&mut self, kind: Kind) -> String {
        match kind {
            Kind::Text => format!("{:?}", self.random.one(&TEXTS)),
            Kind::Number => self.random.one(&["0", "1", "-3", "2.5", "5280", "0x10", "1e3", "7"]).to_owned(),
            Kind::Bool => self.random.one(&["true", "false"]).to_owned(),
            Kind::List => {
                let count = self.random.between(0, 3);
                let items: Vec<String> =
                    (0..count).map(|_| format!("{:?}", self.random.one(&MODULES))).collect();
                format!("{{ {} }}", items.join(self.random.one(&[", ", "; "])))
            }
            Kind::Map => {
                let key = self.random.one(&["key", "info", "error", "cert"]);
                format!("{{ {key} = {:?} }}", self.random.one(&TEXTS))
            }
            Kind::Function => "function(x) return x end".to_owned(),
        }
    }

    /// The name of a function of Lua's library.
    pub(super) fn api(&mut self, name: &str) -> String {
        format!("{}{name}", self.lua)
    }

    fn text(&mut self) -> String {
        let lua = self.lua;
        match self.random.below(24) {
            0..=3 => self.literal(Kind::Text),
            4 | 5 => format!("{} .. {}", self.expression(Kind::Text), self.expression(Kind::Text)),
            6 => format!("{} .. {}", self.expression(Kind::Text), self.expression(Kind::Number)),
            7 => format!("({lua}os.getenv(\"{}\") or {})", self.variable(), self.literal(Kind::Text)),
            8 => format!("(ENV_{} or {})", self.variable(), self.expression(Kind::Text)),
            9 if self.random.percent(20) => format!("ENV_{}", self.variable()),
            10 => format!("({}):upper()", self.expression(Kind::Text)),
            11 => format!("{lua}string.lower({})", self.expression(Kind::Text)),
            12 => {
                let pattern = self.pattern();
                format!("(({}):match({pattern}) or \"none\")", self.expression(Kind::Text))
            }
            13 => {
                let pattern = self.pattern();
                let with = self.random.one(&[
                    "\"-\"",
                    "\"<%0>\"",
                    "\"%1\"",
                    "{ a = \"b\" }",
                    "function(m) return m .. m end",
                    "\"\"",
                ]);
                format!("(({}):gsub({pattern}, {with}))", self.expression(Kind::Text))
            }
            14 => {
                let format = self
                    .random
                    .one(&["%s", "%d", "%5.1f", "%q", "%x", "%-5s|", "%%", "%05d", "%s:%s", "%i", "%c"]);
                format!("{lua}string.format(\"{format}\", {})", self.expression(Kind::Number))
            }
            15 => format!(
                "(\"%s-%s\"):format({}, {})",
                self.expression(Kind::Text),
                self.expression(Kind::Text)
            ),
            16 => format!(
                "({}):sub({}, {})",
                self.expression(Kind::Text),
                self.expression(Kind::Number),
                self.random.one(&["-1", "2", "-2", "100"])
            ),
            17 => {
                format!("({}):rep({})", self.expression(Kind::Text), self.random.one(&["0", "2", "3, \",\""]))
            }
            18 => format!("{lua}table.concat({}, {})", self.expression(Kind::List), self.literal(Kind::Text)),
            19 => format!("{lua}tostring({})", self.expression(Kind::Number)),
            20 => format!("{lua}type({})", {
                let kind = self.kind();
                self.expression(kind)
            }),
            21 => format!(
                "({} and {} or {})",
                self.expression(Kind::Bool),
                self.expression(Kind::Text),
                self.expression(Kind::Text)
            ),
            22 => self
                .random
                .one(&[
                    "FileContents \"secret.txt\"",
                    "FileLine \"secret.txt\"",
                    "FileLine(\"secret.txt\", 3)",
                    "FileLine \"missing.txt\"",
                ])
                .to_owned(),
            _ => self.call_local().unwrap_or_else(|| "[[long\ntext]]".to_owned()),
        }
    }

    pub(super) fn variable(&mut self) -> &'static str {
        self.random.one(&["DOMAIN", "MODE", "PORT", "EMPTY", "NEVER_SET"])
    }

    fn pattern(&mut self) -> &'static str {
        self.random.one(&[
            "\"^[^.]+\"",
            "\"%w+\"",
            "\"(%a+)%.(%a+)\"",
            "\"%.\"",
            "\"^%s*(.-)%s*$\"",
            "\"[a-c]\"",
            "\"()x\"",
            "\"%d+$\"",
            "\"%f[%w]%w+\"",
            "\".*@\"",
        ])
    }

    fn number(&mut self) -> String {
        let lua = self.lua;
        match self.random.below(14) {
            0..=2 => self.literal(Kind::Number),
            3 | 4 => {
                let operator = self.random.one(&["+", "-", "*", "/", "//", "%", "^"]);
                format!("({} {operator} {})", self.expression(Kind::Number), self.expression(Kind::Number))
            }
            5 => format!("#{}", self.expression(Kind::List)),
            6 => format!("#({})", self.expression(Kind::Text)),
            7 if self.random.percent(10) => format!("{lua}tonumber({})", self.expression(Kind::Text)),
            7 | 8 => {
                format!("({lua}tonumber({}) or {})", self.expression(Kind::Text), self.literal(Kind::Number))
            }
            9 => format!("{lua}math.floor({})", self.expression(Kind::Number)),
            10 => {
                format!("{lua}math.max({}, {})", self.expression(Kind::Number), self.expression(Kind::Number))
            }
            11 => format!("-{}", self.expression(Kind::Number)),
            12 => format!("({}):len()", self.expression(Kind::Text)),
            _ => {
                let operator = self.random.one(&["&", "|", "~", "<<", ">>"]);
                format!("({} {operator} {})", self.literal(Kind::Number), self.literal(Kind::Number))
            }
        }
    }

    pub(super) fn condition(&mut self) -> String {
        match self.random.below(12) {
            0 => self.literal(Kind::Bool),
            1 | 2 => {
                let operator = self.random.one(&["==", "~="]);
                format!("ENV_{} {operator} \"production\"", self.variable())
            }
            3 => format!("ENV_{}", self.variable()),
            4 => format!("not {}", self.expression(Kind::Bool)),
            5 => {
                let operator = self.random.one(&["<", "<=", ">", ">=", "=="]);
                format!("{} {operator} {}", self.expression(Kind::Number), self.expression(Kind::Number))
            }
            6 => {
                let operator = self.random.one(&["<", "==", ">="]);
                format!("{} {operator} {}", self.expression(Kind::Text), self.expression(Kind::Text))
            }
            7 => {
                let pattern = self.pattern();
                format!("({}):find({pattern})", self.expression(Kind::Text))
            }
            8 => {
                let operator = self.random.one(&["and", "or"]);
                format!("({} {operator} {})", self.expression(Kind::Bool), self.expression(Kind::Bool))
            }
            9 => {
                let (lua, kind) = (self.lua, self.kind());
                format!("{lua}type({}) == \"table\"", self.expression(kind))
            }
            10 => self.option().to_owned(),
            _ => format!("{} == nil", self.option()),
        }
    }

    /// The name of an option, rather one that was set.
    pub(super) fn option(&mut self) -> &'static str {
        let set: Vec<&str> = self.options.iter().map(|(name, _)| *name).collect();
        if !set.is_empty() && self.random.percent(70) {
            self.random.one(&set)
        } else {
            OPTIONS[self.random.below(OPTIONS.len())].0
        }
    }

    fn list(&mut self) -> String {
        let lua = self.lua;
        match self.random.below(14) {
            0..=4 => self.literal(Kind::List),
            5 => format!("{{ {}, {} }}", self.expression(Kind::Text), self.expression(Kind::Text)),
            6 => format!("{{ {lua}table.unpack({}) }}", self.expression(Kind::List)),
            7 => format!(
                "{{ {}; {lua}table.unpack({}) }}",
                self.expression(Kind::Text),
                self.expression(Kind::List)
            ),
            8 => format!("{{ {}, nil, {} }}", self.expression(Kind::Text), self.expression(Kind::Number)),
            9 => {
                format!("{{ [1] = {}, [2] = {}, }}", self.expression(Kind::Text), self.expression(Kind::Text))
            }
            10 => format!("({} or {})", self.option(), self.literal(Kind::List)),
            11 => format!("{{ {}, {} }}", self.literal(Kind::Map), self.expression(Kind::Bool)),
            12 => self.random.one(&["FileLines \"secret.txt\"", "{ FileLine \"secret.txt\" }"]).to_owned(),
            _ => {
                // A list made by a function on the spot.
                format!(
                    "(function(...) local out = {{}} for i = 1, {lua}select(\"#\", ...) do out[i] = {lua}select(i, ...) end return out end)({}, {})",
                    self.literal(Kind::Text),
                    self.literal(Kind::Number)
                )
            }
        }
    }

    fn map(&mut self) -> String {
        match self.random.below(8) {
            0..=2 => self.literal(Kind::Map),
            3 => {
                format!("{{ key = {}, cert = {} }}", self.expression(Kind::Text), self.expression(Kind::Text))
            }
            4 => format!("{{ [{}] = {} }}", self.expression(Kind::Text), self.expression(Kind::Number)),
            5 => format!("{{ nested = {}, {} }}", self.expression(Kind::Map), self.expression(Kind::Text)),
            6 => format!(
                "{{ [{}] = {}; flag = {} }}",
                self.random.one(&["5", "1.5", "true", "-1", "2^53"]),
                self.literal(Kind::Text),
                self.expression(Kind::Bool)
            ),
            _ => {
                let lua = self.lua;
                format!("{lua}setmetatable({{}}, {{ __index = {} }})", self.literal(Kind::Map))
            }
        }
    }

    fn function(&mut self) -> String {
        match self.random.below(4) {
            0 => self.literal(Kind::Function),
            1 => "function(...) return ... end".to_owned(),
            2 => {
                let visible = self.locals.len();
                self.locals.push(("x".to_owned(), Kind::Text));
                let body = self.expression(Kind::Text);
                self.locals.truncate(visible);
                format!("function(x) return {body} end")
            }
            _ => self.api("tostring"),
        }
    }

    fn call_local(&mut self) -> Option<String> {
        let function = self.local(Kind::Function)?;
        Some(format!("{function}({})", self.expression(Kind::Text)))
    }
}
