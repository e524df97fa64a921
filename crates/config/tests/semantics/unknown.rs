//! What can not be known, and what stays certain beside it.

use expect_test::expect;

use crate::check;

#[test]
fn what_can_not_be_known_is_unknown_and_stays_so() {
    check(
        "13.0",
        "//- prosody.cfg.lua
a = Lua.os.time() .. \"x\"
if Lua.os.time() > 5 then b = 1 else b = 2 end
c = 3
for key, value in Lua.pairs { x = 1, y = 2 } do d = value end
for key, value in Lua.pairs { x = 1, [1] = 2 } do e = value end
for key, value in Lua.pairs { 1, 2, 3, x = 4 } do if key == 3 then f = value end end
",
        &expect![[r"
            warning: prosody.cfg.lua:4: Duplicate option 'd'
            warning: prosody.cfg.lua:5: Duplicate option 'e'
            * a = unknown: the time
            * b = unknown: the time
            * c = 3
            * d = unknown: depends on the order in which Lua walks a table
            * e = unknown: depends on the order in which Lua walks a table
            * f = 3
        "]],
    );
}

#[test]
fn what_somebody_unknown_may_call_may_have_run() {
    check(
        "13.0",
        "//- prosody.cfg.lua
local mode, list = \"a\", { \"x\" }
a = 1
Lua.coroutine.wrap(function() a = 2; mode = \"b\" end)()
b = mode
Lua.require(\"util.timer\").add_task(5, { callback = function() c = 1 end, lists = { list } })
d = list
",
        &expect![[r#"
            * a = unknown: the table may hold entries that are not known
            * b = unknown: the table may hold entries that are not known
            * c = unknown: the Lua module "util.timer"
            * d = {unknown: the Lua module "util.timer"}
        "#]],
    );
}

#[test]
fn behind_what_may_fail_all_is_undecided_until_it_is_caught() {
    check(
        "13.0",
        "//- prosody.cfg.lua
a, b = 1, 1
local found = Lua.pcall(Lua.require, \"somewhere.else\")
if found then a = 2 end
local function try()
	local ldap = Lua.require \"lualdap\"
	b = 2
end
local ok = Lua.pcall(function() try(); c = 1 end)
d = ok
e = 1
",
        &expect![[r#"
            * b = unknown: the Lua module "lualdap"
            * a = unknown: whether the call fails is not known
            * c = unknown: the Lua module "lualdap"
            * d = unknown: whether the call fails is not known
            * e = 1
        "#]],
    );
}

#[test]
fn hosts_may_be_made_in_any_order() {
    check(
        "13.0",
        "//- prosody.cfg.lua
for domain, tenant in Lua.pairs { [\"a.example\"] = { 1 }, [\"b.example\"] = { 2 } } do
	VirtualHost(domain) { name = domain, limits = tenant }
	Component(\"rooms.\" .. domain) \"muc\" { name = \"Rooms of \" .. domain }
	shared = 5
	shared = 6
end
authentication = \"ldap\"
copy = shared
",
        &expect![[r#"
            warning: prosody.cfg.lua:5: Duplicate option 'shared'
            warning: prosody.cfg.lua:4: Duplicate option 'shared'
            warning: prosody.cfg.lua:5: Duplicate option 'shared'
            a.example defined = true
            a.example name = "a.example"
            a.example limits = {1}
            rooms.a.example component_module = "muc"
            rooms.a.example load_global_modules = false
            rooms.a.example name = "Rooms of a.example"
            * shared = 6
            * authentication = "ldap"
            * copy = 6
            b.example defined = true
            b.example name = "b.example"
            b.example limits = {2}
            rooms.b.example component_module = "muc"
            rooms.b.example load_global_modules = false
            rooms.b.example name = "Rooms of b.example"
        "#]],
    );
}

#[test]
fn what_depends_on_the_order_of_a_table_is_unknown() {
    check(
        "13.0",
        "//- prosody.cfg.lua
local first, found, count, entries = true, nil, 0, {}
for key, value in Lua.pairs { x = 1, y = 2, z = 3 } do
	if first then a = key; first = false end
	if value == 2 then found = key end
	count = count + 1
	entries.last, entries.same, entries[key] = key, \"same\", value
end
b, c = found, count
d, e, f = entries.last, entries.same, entries.z
for key, value in Lua.next, { x = 1, y = 2 } do _ENV[key] = value end
",
        &expect![[r#"
            * a = unknown: depends on the order in which Lua walks a table
            * c = unknown: depends on the order in which Lua walks a table
            * b = "y"
            * f = 3
            * e = "same"
            * d = unknown: depends on the order in which Lua walks a table
            * x = 1
            * y = 2
        "#]],
    );
}

#[test]
fn of_what_a_call_gives_nothing_is_known() {
    check(
        "13.0",
        "//- prosody.cfg.lua
local from, to = Lua.os.date():find(\":\")
a = to
b = { \"x\", Lua.os.date() }
for _, word in Lua.ipairs { Lua.os.date() } do c = word end
",
        &expect![[r#"
            * a = unknown: the date
            * b = {"x", unknown: the date}
            * c = unknown: the date
        "#]],
    );
}

#[test]
fn a_loop_that_may_be_left_ends() {
    check(
        "13.0",
        "//- prosody.cfg.lua
local function find(level)
	while true do
		if Lua.os.time() > level then return level end
		level = level + 1
		if level == 3 then a = 1 end
	end
end
b = find(1)
repeat
	if Lua.os.time() > 5 then break end
	c = 1
until false
d = 1
",
        &expect![[r"
            * a = unknown: the time
            * b = unknown: the time
            * c = unknown: the time
            * d = 1
        "]],
    );
}
