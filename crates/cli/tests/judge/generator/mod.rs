//! Random configuration trees: what people write in configurations, in new combinations, with some mistakes.

mod expression;
mod loader;
mod random;
mod statement;

use fixture::File;

use crate::tree::{ENTRY, Tree};
use random::Random;

/// The tree of that number. Trees of a seed do not depend on each other.
pub(crate) fn tree(seed: u64, index: u64) -> Tree {
    let mut random =
        Random::new(seed.wrapping_mul(0x9e37_79b9).wrapping_add(index).wrapping_mul(0x85eb_ca6b));
    let mut tree =
        Tree { question: format!("What does tree {index} of seed {seed} mean?"), ..Tree::default() };
    for name in ["DOMAIN", "MODE", "PORT", "EMPTY"] {
        if random.percent(50) {
            let value = match name {
                "PORT" => "5280",
                "EMPTY" => "",
                "MODE" => random.one(&["production", "test"]),
                _ => "example.com",
            };
            tree.env.push((name.to_owned(), value.to_owned()));
        }
    }
    if random.percent(30) {
        tree.cwd = Some(".".to_owned());
    }
    let paths = [
        ENTRY,
        "conf.d/a.cfg.lua",
        "conf.d/b.cfg.lua",
        "hosts/site.cfg.lua",
        LONG,
        "lib/helper.lua",
        "tools/loader.lua",
    ];
    for path in paths {
        if path == ENTRY || random.percent(50) {
            let text = match path {
                "lib/helper.lua" => Writer::new(&mut random, path).helper(),
                "tools/loader.lua" => Writer::new(&mut random, path).loader(),
                _ => Writer::new(&mut random, path).configuration(),
            };
            tree.files.push(file(path, text));
        }
    }
    tree.env.push(("ROOT".to_owned(), "$ROOT".to_owned()));
    tree.files.push(file("secret.txt", "first\nsecond\n".to_owned()));
    if random.percent(10) {
        tree.files.push(file("conf.d/.hidden.cfg.lua", "hidden = true\n".to_owned()));
    }
    if random.percent(10) {
        tree.files.push(file("conf.d/broken.cfg.lua", broken(&mut random).to_owned()));
    }
    tree
}

/// Longer than what Lua shows of a file's name.
const LONG: &str = "conf.d/a-directory-with-a-long-name/and-another-one/configuration.cfg.lua";

fn file(path: &str, text: String) -> File {
    File { path: path.to_owned(), text, remarks: Vec::new() }
}

fn broken(random: &mut Random) -> &'static str {
    random.one(&[
        "x = \n",
        "modules_enabled = { \"a\" \"b\" }\n",
        "if x then\n",
        "x = \"not closed\ny = 2\n",
        "VirtualHost example.com\n",
        "{{ template }}\n",
        "x = 1 y = = 2\n",
        "--[[ never closed\n",
        "goto nowhere\n",
        "for i = 1 do end\n",
        "local x <const> = 1\nx = 2\n",
        "x = 'a\\q'\n",
        "x = 0x\n",
        "break\n",
        "return 1\nx = 2\n",
        "x = a.b:c\n",
        "x = }\n",
    ])
}

/// What a local variable holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Text,
    Number,
    Bool,
    List,
    Map,
    /// A function of one argument.
    Function,
}

/// Writes one file.
#[derive(Debug)]
struct Writer<'r> {
    random: &'r mut Random,
    path: &'r str,
    out: String,
    indent: usize,
    /// The locals that are visible, and what they hold.
    locals: Vec<(String, Kind)>,
    /// Options that this file has set, and to what.
    options: Vec<(&'static str, Kind)>,
    /// What the file writes before the names of Lua's functions: nothing, `Lua.` or `L.`.
    lua: &'static str,
    /// How much may still be nested.
    depth: usize,
    next_local: usize,
}

impl<'r> Writer<'r> {
    fn new(random: &'r mut Random, path: &'r str) -> Self {
        Self {
            random,
            path,
            out: String::new(),
            indent: 0,
            locals: Vec::new(),
            options: Vec::new(),
            lua: "",
            depth: 3,
            next_local: 0,
        }
    }

    /// A configuration file.
    fn configuration(mut self) -> String {
        self.lua = self.random.one(&["", "", "L.", "L.", "L.", "L.", "Lua."]);
        if self.lua == "L." {
            self.line("local L = Lua or _G");
        }
        if self.path == ENTRY && self.random.percent(60) {
            let lua = self.lua;
            self.line(&format!(
                "{lua}package.path = {lua}os.getenv(\"ROOT\") .. \"/?.lua;\" .. {lua}package.path"
            ));
        }
        let count = if self.path == ENTRY { self.random.between(4, 14) } else { self.random.between(1, 7) };
        for _ in 0..count {
            self.statement();
        }
        self.out
    }

    fn line(&mut self, text: &str) {
        self.out += &"\t".repeat(self.indent);
        self.out += text;
        self.out.push('\n');
    }

    /// Lines inside a block: its locals end with it.
    fn block(&mut self, count: usize) {
        let visible = self.locals.len();
        self.indent += 1;
        self.depth = self.depth.saturating_sub(1);
        for _ in 0..count {
            self.statement();
        }
        self.depth += 1;
        self.indent -= 1;
        self.locals.truncate(visible);
    }

    fn new_local(&mut self, kind: Kind) -> String {
        self.next_local += 1;
        let name = format!("v{}", self.next_local);
        self.locals.push((name.clone(), kind));
        name
    }

    /// A visible local of that kind.
    fn local(&mut self, kind: Kind) -> Option<String> {
        let fitting: Vec<&String> =
            self.locals.iter().filter(|(_, other)| *other == kind).map(|(name, _)| name).collect();
        let chosen = self.random.below(fitting.len());
        fitting.get(chosen).map(|name| (*name).clone())
    }
}
