//! From a template to a file: lines that begin with `--@` are instructions.
//!
//! | line | does |
//! |---|---|
//! | `--@ since 13.0` | the lines down to `--@ end` are for that Prosody and later ones |
//! | `--@ before 13.0` | they are for earlier ones |
//! | `--@ part NAME…` | they are for trees that have one of these folders |
//! | `--@ layout NAME` | they are for trees of that layout |
//! | `--@ use PATH` | stands for the text of a file of the layout `hybrid` |
//! | `--@ modules PATH…` | stands for the items of `modules_enabled` in such files |
//! | `--@ settings PATH` | stands for the rest of such a file, behind its first comment |
//!
//! `example.org` stands for the users' domain.

use schema::Version;

use crate::{FILES, Layout};

/// What a template is filled with.
pub(crate) struct Template<'a> {
    pub(crate) version: Version,
    pub(crate) layout: Layout,
    pub(crate) domain: &'a str,
    /// Whether the tree has a folder.
    pub(crate) has: &'a dyn Fn(&str) -> bool,
}

impl Template<'_> {
    /// The text of a file.
    pub(crate) fn render(&self, text: &str) -> String {
        let mut text = self.fill(text).replace("example.org", self.domain);
        // Where something was left out, its blank lines are left over.
        while text.contains("\n\n\n") {
            text = text.replace("\n\n\n", "\n\n");
        }
        text.trim_matches('\n').to_owned() + "\n"
    }

    fn fill(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        // For each open block, whether its lines are wanted.
        let mut open: Vec<bool> = Vec::new();
        for line in text.split_inclusive('\n') {
            let Some(instruction) = line.trim().strip_prefix("--@ ") else {
                if open.iter().all(|wanted| *wanted) {
                    out.push_str(line);
                }
                continue;
            };
            let (word, rest) = instruction.split_once(' ').unwrap_or((instruction, ""));
            match word {
                "since" => open.push(rest.parse::<Version>().is_ok_and(|since| self.version >= since)),
                "before" => open.push(rest.parse::<Version>().is_ok_and(|until| self.version < until)),
                "part" => open.push(rest.split(' ').any(self.has)),
                "layout" => open.push(self.layout.name() == rest),
                "end" => {
                    open.pop();
                }
                _ if open.contains(&false) => {}
                "use" => out.push_str(&self.fill(part(rest))),
                "modules" => {
                    for path in rest.split(' ') {
                        let text = self.fill(part(path));
                        let (modules, _) = split(&text);
                        for line in modules {
                            out.push_str(&line);
                        }
                    }
                }
                "settings" => {
                    let text = self.fill(part(rest));
                    out.push_str(split(&text).1.trim_start_matches('\n'));
                }
                _ => out.push_str(line),
            }
        }
        out
    }
}

/// The text of a file of the layout `hybrid`.
fn part(path: &str) -> &'static str {
    let of_hybrid = |known: &str| known.strip_prefix("hybrid/") == Some(path);
    FILES.iter().find(|(known, _)| of_hybrid(known)).map_or("", |(_, text)| text)
}

/// The items of a layer's `modules_enabled`, a line each, and everything else but the comment at its beginning.
fn split(text: &str) -> (Vec<String>, String) {
    let mut modules = Vec::new();
    let mut rest = String::new();
    let mut in_list = false;
    let body = text.split_inclusive('\n').skip_while(|line| line.starts_with("--"));
    for line in body {
        if let Some(items) =
            line.strip_prefix("modules_enabled = { ").and_then(|items| items.split_once(" }"))
        {
            let comment = items.1.trim_end();
            modules.push(format!("\t{},{comment}\n", items.0));
        } else if line.starts_with("modules_enabled = {") {
            in_list = true;
        } else if in_list && line.starts_with('}') {
            in_list = false;
        } else if in_list {
            modules.push(line.to_owned());
        } else {
            rest.push_str(line);
        }
    }
    (modules, rest)
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::*;

    fn render(version: Version, text: &str) -> String {
        Template { version, layout: Layout::Hybrid, domain: "chat.test", has: &|part| part == "core" }
            .render(text)
    }

    #[test]
    fn blocks_are_for_versions_and_parts() {
        let text = "a\n--@ since 13.0\nnew\n--@ end\n--@ before 13.0\nold\n--@ end\n--@ part core\ncore\n--@ end\n\
            --@ part policies\npolicies\n--@ since 0.12\nnot wanted either\n--@ end\n--@ end\nexample.org\n";
        assert_eq!(render(Version::V13_0, text), "a\nnew\ncore\nchat.test\n");
        assert_eq!(render(Version::V0_12, text), "a\nold\ncore\nchat.test\n");
    }

    #[test]
    fn files_of_the_hybrid_layout_can_be_used() {
        let text = "modules_enabled = {\n--@ modules features/mobile/smacks.cfg.lua core/security.cfg.lua\n}\n\n\
            --@ settings features/mobile/smacks.cfg.lua\n";
        expect![[r#"
            modules_enabled = {
            	"smacks", -- XEP-0198
            	"tls", -- RFC 6120: STARTTLS for clients and servers
            	"limits", -- slows connections down that send too much
            }

            smacks_hibernation_time = 600 -- seconds that a session waits for its client to come back
            smacks_max_queue_size = 500 -- stanzas that may wait for it
            smacks_max_old_sessions = 10 -- per user
        "#]]
        .assert_eq(&render(Version::V13_0, text));
    }

    #[test]
    fn every_instruction_can_be_followed() {
        for (path, text) in FILES {
            let mut open = 0;
            for line in text.lines().filter_map(|line| line.trim().strip_prefix("--@ ")) {
                let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
                match word {
                    "since" | "before" => assert!(rest.parse::<Version>().is_ok(), "{path}: {line}"),
                    "part" | "end" => {}
                    "layout" => assert!(rest.parse::<Layout>().is_ok(), "{path}: {line}"),
                    "use" | "modules" | "settings" => {
                        assert!(rest.split(' ').all(|used| !part(used).is_empty()), "{path}: {line}");
                    }
                    _ => panic!("{path}: {line}"),
                }
                open += match word {
                    "since" | "before" | "part" | "layout" => 1,
                    "end" => -1,
                    _ => 0,
                };
            }
            assert_eq!(open, 0, "{path}");
        }
    }
}
