//! Loaders that users write: files that run in environments of a configuration's own making.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail")]

use std::fmt::Write as _;

use config::{How, LoadKind, Value};
use expect_test::{Expect, expect};
use fixture::Fixture;

/// Who sets what, where a person would look for it; then what each call loads.
fn check(text: &str, expected: &Expect) {
    let fixture = Fixture::new(text);
    let tree = fixture.snapshot.trees().next().unwrap();
    let settings = &tree.settings;
    let name = |file| {
        let path = &fixture.snapshot.file(file).unwrap().path;
        let index = fixture.files.iter().position(|file| path.ends_with(&file.path));
        index.map_or_else(|| path.display().to_string(), |index| fixture.files[index].path.clone())
    };
    let mut out = String::new();
    if let Some(error) = &settings.error {
        let message = error.message.rsplit('/').next().unwrap();
        writeln!(out, "error: {message}").unwrap();
    }
    for (_, set) in settings.assignments().filter(|(_, set)| set.how != How::Internal) {
        let source = fixture.snapshot.file(set.file).unwrap();
        let text = &source.text[set.span.start as usize..set.span.end as usize];
        let value = match &set.value {
            Value::Table(table) => {
                table.items().map(|item| item.value.as_str().unwrap_or("?")).collect::<Vec<_>>().join(" ")
            }
            value => value.as_str().unwrap_or(value.describe()).to_owned(),
        };
        let text = String::from_utf8_lossy(text);
        writeln!(out, "{} {} = {value} by {}: {text}", set.host, set.option, name(set.file)).unwrap();
    }
    for load in settings.includes() {
        let kind = match load.kind {
            LoadKind::Include => "includes",
            LoadKind::Loader => "loads",
            LoadKind::Script => "runs",
        };
        let targets: Vec<String> = load.targets.iter().map(|&file| name(file)).collect();
        writeln!(out, "{} {kind} {}", name(load.file), targets.join(" ")).unwrap();
    }
    expected.assert_eq(&out);
}

const MERGING: &str = "//- tools/core/loader.lua
local M = {}
local lists = {}
local function environment()
	local level = 2
	while true do
		local info = debug.getinfo(level, 'f')
		if not info then return nil end
		local name, value = debug.getupvalue(info.func, 1)
		if name == '_ENV' and value ~= _G then return value end
		level = level + 1
	end
end
function M.load_file(path)
	local env = environment()
	local merging = setmetatable({}, {
		__index = function(_, name)
			if lists[name] then return lists[name] end
			return env[name]
		end;
		__newindex = function(_, name, value)
			if type(value) == 'table' then
				local merged = {}
				for _, item in ipairs(lists[name] or {}) do table.insert(merged, item) end
				if value ~= lists[name] then
					for _, item in ipairs(value) do table.insert(merged, item) end
				end
				lists[name] = merged
				value = merged
			end
			env[name] = value
		end;
	})
	local chunk, err = loadfile(prosody.paths.config .. '/' .. path, 't', merging)
	if not chunk then error(err, 0) end
	chunk()
end
return M
";

#[test]
fn a_merging_loader_is_followed_and_its_files_get_the_credit() {
    check(
        &format!(
            "{MERGING}//- prosody.cfg.lua
require 'tools.core.loader'.load_file('core/a.cfg.lua')
require 'tools.core.loader'.load_file('core/b.cfg.lua')
//- core/a.cfg.lua
modules_enabled = {{ 'roster' }}
//- core/b.cfg.lua
modules_enabled = {{ 'mam' }}
VirtualHost 'example.org'
	admins = {{ 'a@example.org' }}
"
        ),
        &expect![[r"
            * modules_enabled = roster by core/a.cfg.lua: modules_enabled = { 'roster' }
            * modules_enabled = roster mam by core/b.cfg.lua: modules_enabled = { 'mam' }
            example.org admins = a@example.org by core/b.cfg.lua: admins = { 'a@example.org' }
            prosody.cfg.lua runs tools/core/loader.lua
            prosody.cfg.lua loads core/a.cfg.lua
            prosody.cfg.lua loads core/b.cfg.lua
        "]],
    );
}

#[test]
fn loops_over_directories_include_in_their_order() {
    check(
        "//- prosody.cfg.lua
local lfs = require 'lfs'
local names = {}
for name in lfs.dir(prosody.paths.config .. '/core') do
	if name:match('%.cfg%.lua$') then table.insert(names, name) end
end
table.sort(names)
for _, name in ipairs(names) do Include('core/' .. name) end
//- core/b.cfg.lua
b = 'b'
//- core/a.cfg.lua
a = 'a'
",
        &expect![[r"
            * a = a by core/a.cfg.lua: a = 'a'
            * b = b by core/b.cfg.lua: b = 'b'
            prosody.cfg.lua includes core/a.cfg.lua
            prosody.cfg.lua includes core/b.cfg.lua
        "]],
    );
}

#[test]
fn an_environment_can_be_passed_around() {
    check(
        "//- prosody.cfg.lua
local env = _ENV
local function set(name, value) env[name] = value end
set('a', 'x')
local chunk = loadfile(prosody.paths.config .. '/part.lua', 't', _ENV)
chunk()
//- part.lua
b = 'y'
",
        &expect![[r"
            * a = x by prosody.cfg.lua: env[name] = value
            * b = y by part.lua: b = 'y'
            prosody.cfg.lua loads part.lua
        "]],
    );
}

#[test]
fn the_loader_of_layered_layouts_is_understood_where_it_is_missing() {
    check(
        "//- prosody.cfg.lua
require 'tools.core.loader'.load_directory('core')
require 'tools.core.loader'.load_environment(ENV_E or 'production')
require 'tools.core.loader'.apply_policies()
//- core/z.cfg.lua
a = 'core'
//- core/inner/x.cfg.lua
b = 'inner'
//- environments/production/x.cfg.lua
a = 'production'
",
        &expect![[r"
            error: prosody.cfg.lua:1: module 'tools.core.loader' not found
            * b = inner by core/inner/x.cfg.lua: b = 'inner'
            * a = core by core/z.cfg.lua: a = 'core'
            * a = production by environments/production/x.cfg.lua: a = 'production'
            prosody.cfg.lua loads core/inner/x.cfg.lua core/z.cfg.lua
            prosody.cfg.lua loads environments/production/x.cfg.lua
        "]],
    );
}
