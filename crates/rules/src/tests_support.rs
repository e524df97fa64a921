//! Checks texts with their expected findings written under their lines.

use config::Profile;
use fixture::{File, Fixture, Remark, render};
use schema::Version;
use syntax::Encoding;

use crate::{Finding, Severity};

/// Expects exactly the findings of a rule that stand in the text, for the newest stable Prosody.
pub(crate) fn check(rule: &str, text: &str) {
    for_version(Version::default(), rule, text);
}

/// The same for some Prosody.
pub(crate) fn for_version(version: Version, rule: &str, text: &str) {
    let text = text.trim_start_matches('\n');
    let fixture = Fixture::with(text, Profile { version, ..Profile::default() });
    let found: Vec<File> = fixture.files.iter().map(|file| with_findings(&fixture, file, rule)).collect();
    pretty_equal(&render(&fixture.files), &render(&found));
}

/// A configuration of two layers, whose tables a loader merges key by key.
pub(crate) fn merging(first: &str, second: &str) -> String {
    let loader = r#"
//- prosody.cfg.lua
local all = {}
local env = _ENV
local function combine(old, new)
  if type(old) ~= "table" or type(new) ~= "table" then return new end
  local merged = {}
  for key, value in pairs(old) do merged[key] = value end
  for key, value in pairs(new) do merged[key] = combine(old[key], value) end
  return merged
end
local layer = setmetatable({}, { __newindex = function(_, name, value)
  all[name] = combine(all[name], value)
  env[name] = all[name]
end })
for _, name in ipairs { "first", "second" } do
  (Lua or _G).loadfile(prosody.paths.config .. "/core/" .. name .. ".cfg.lua", "t", layer)()
end
VirtualHost "example.org"
"#;
    format!("{loader}//- core/first.cfg.lua{first}//- core/second.cfg.lua{second}")
}

#[track_caller]
fn pretty_equal(expected: &str, actual: &str) {
    assert!(expected == actual, "expected:\n{expected}\nfound:\n{actual}");
}

/// The findings of a rule in a file of a fixture.
fn findings(fixture: &Fixture, path: &str, rule: &str) -> Vec<Finding> {
    let Some(file) = fixture.snapshot.file_id(&fixture.path(path)) else { return Vec::new() };
    crate::read_profiles(&fixture.snapshot, crate::Effort::Much);
    crate::check(&fixture.snapshot, file).into_iter().filter(|finding| finding.rule == rule).collect()
}

fn with_findings(fixture: &Fixture, file: &File, rule: &str) -> File {
    let directory = fixture.path("").to_string_lossy().trim_end_matches('/').to_owned();
    let found = findings(fixture, &file.path, rule);
    let remarks = found.iter().map(|finding| {
        let source = fixture.source(&file.path);
        let at = |offset| source.lines.position(&source.text, offset, Encoding::Utf32);
        let (start, end) = (at(finding.span.start), at(finding.span.end));
        assert_eq!(start.line, end.line, "more than a line: {finding:?}");
        Remark {
            line: start.line,
            start: start.column,
            end: end.column,
            text: format!(
                "{}[{}]: {}",
                severity(finding.severity),
                finding.rule,
                finding.message.replace(&directory, "$DIR")
            ),
        }
    });
    File { remarks: remarks.collect(), ..file.clone() }
}

const fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Hint => "hint",
        Severity::Info => "info",
        Severity::Warning => "warning",
        Severity::Error => "error",
    }
}

/// The entry file after the first fix of a rule.
pub(crate) fn fixed(rule: &str, text: &str) -> String {
    let fixture = Fixture::new(text);
    let fix = findings(&fixture, "prosody.cfg.lua", rule).into_iter().find_map(|finding| finding.fix);
    let mut edits = fix.expect("a fix").edits;
    edits.sort_by_key(|edit| std::cmp::Reverse(edit.span));
    let mut text = fixture.files[0].text.clone();
    for edit in edits {
        text.replace_range(std::ops::Range::from(edit.span), &edit.text);
    }
    text
}

/// The examples in the documentation: the first one has findings of its rule, the second one has none.
#[test]
fn examples_are_true() {
    for rule in crate::rules() {
        let examples: Vec<&str> = rule.doc.split("```").skip(1).step_by(2).collect();
        let count = |example: &str| {
            let fixture = Fixture::new(&with_headers(example.trim_start_matches("lua\n")));
            let paths: Vec<String> = fixture.files.iter().map(|file| file.path.clone()).collect();
            paths.iter().map(|path| findings(&fixture, path, rule.name).len()).sum::<usize>()
        };
        assert!(count(examples[0]) > 0, "{}: the bad example is fine:\n{}", rule.name, examples[0]);
        assert_eq!(count(examples[1]), 0, "{}: the good example is bad:\n{}", rule.name, examples[1]);
    }
}

/// Turns comments that name a file into what begins one in a fixture.
fn with_headers(example: &str) -> String {
    let lines = example.lines().map(|line| {
        let line = line.strip_prefix(' ').unwrap_or(line);
        match line.strip_prefix("-- ") {
            Some(path) if !path.contains(' ') && path.contains(".lua") => format!("//- {path}\n"),
            _ => format!("{line}\n"),
        }
    });
    lines.collect()
}
