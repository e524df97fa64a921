use crate::tests_support::{check, fixed, for_version};
use schema::Version;

#[test]
fn what_is_disabled_by_a_slip_of_the_pen_stays_enabled() {
    check(
        "unknown-module",
        r#"
modules_disabled = { "s2s", "dailback", "our_own_thing", "compression" }
                            ^^^^^^^^^^ warning[unknown-module]: "dailback" is not a module of Prosody, nor of the community collection as it is known here
"#,
    );
}

#[test]
fn on_hosts_whose_names_come_from_elsewhere() {
    check(
        "unknown-module",
        r#"
VirtualHost(ENV_DOMAIN)
modules_enabled = { "time", "moods" }
                            ^^^^^^^ warning[unknown-module]: "moods" is not a module of Prosody, nor of the community collection as it is known here
authentication = "internal_hash"
                 ^^^^^^^^^^^^^^^ warning[unknown-module]: "auth_internal_hash" is not a module of Prosody, nor of the community collection as it is known here
Component(ENV_ROOMS) "mucc"
^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning[unknown-module]: "mucc" is not a module of Prosody, nor of the community collection as it is known here
VirtualHost "example.com"
"#,
    );
}

#[test]
fn lists_that_an_environment_variable_chooses() {
    check(
        "unknown-module",
        r#"
local stage = ENV_STAGE or "production"
local extra = { production = { "tombstones" }, staging = { "load_testing" } }
                                                           ^^^^^^^^^^^^^^ warning[unknown-module]: "load_testing" is not a module of Prosody, nor of the community collection as it is known here
local all = { "roster" }
for _, name in Lua.ipairs(extra[stage] or {}) do all[#all + 1] = name end
modules_enabled = all
"#,
    );
}

#[test]
fn lists_that_are_chosen_or_filled_by_functions() {
    check(
        "unknown-module",
        r#"
local stage = ENV_STAGE or "production"
local stable, all = { "roster" }, {}
local function add(name, when)
    if when then all[#all + 1] = name end
end
add("load_testing", stage ~= "production")
    ^^^^^^^^^^^^^^ warning[unknown-module]: "load_testing" is not a module of Prosody, nor of the community collection as it is known here
for name, is_on in Lua.pairs { time = true, moods = true } do
    if is_on then all[#all + 1] = name end
end
modules_enabled = all
                  ^^^ warning[unknown-module]: "moods" is not a module of Prosody, nor of the community collection as it is known here
VirtualHost "example.com"
modules_enabled = stage == "production" and stable or { "debug_everything" }
                                                        ^^^^^^^^^^^^^^^^^^ warning[unknown-module]: "debug_everything" is not a module of Prosody, nor of the community collection as it is known here
"#,
    );
}

#[test]
fn modules_that_exist_nowhere() {
    check(
        "unknown-module",
        r#"
modules_enabled = { "roster", "carbon", "firewall", "mod_blub" }
                              ^^^^^^^^ warning[unknown-module]: "carbon" is not a module of Prosody, nor of the community collection as it is known here
                                                    ^^^^^^^^^^ warning[unknown-module]: "mod_blub" is not a module of Prosody, nor of the community collection as it is known here
authentication = "internal"
                 ^^^^^^^^^^ warning[unknown-module]: "auth_internal" is not a module of Prosody, nor of the community collection as it is known here
storage = { archive = "sql", accounts = "null" }
Component "x.example.com" "no_such_thing"
^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning[unknown-module]: "no_such_thing" is not a module of Prosody, nor of the community collection as it is known here
Component "y.example.com"
"#,
    );
}

#[test]
fn modules_of_other_products() {
    check(
        "unknown-module",
        r#"
modules_enabled = { "polls" }
                    ^^^^^^^ warning[unknown-module]: the module "polls" comes with Jitsi Meet, but no directory in `plugin_paths` has it
"#,
    );
    check(
        "unknown-module",
        r#"
plugin_paths = { "/usr/share/jitsi-meet/prosody-plugins/" }
modules_enabled = { "polls" }
"#,
    );
}

#[test]
fn lists_are_followed_from_where_they_are_written() {
    check(
        "unknown-module",
        r#"
local stable = { "roster", "carbon" }
                           ^^^^^^^^ warning[unknown-module]: "carbon" is not a module of Prosody, nor of the community collection as it is known here
local all, domains = {}, { "invented.example.com" }
for _, name in Lua.ipairs(stable) do Lua.table.insert(all, name) end
Lua.table.insert(all, "invented")
                      ^^^^^^^^^^ warning[unknown-module]: "invented" is not a module of Prosody, nor of the community collection as it is known here
if ENV_STAGE == "test" then
  Lua.table.insert(stable, "testing_tools")
                           ^^^^^^^^^^^^^^^ warning[unknown-module]: "testing_tools" is not a module of Prosody, nor of the community collection as it is known here
  all[#all + 1] = "more_tools"
                  ^^^^^^^^^^^^ warning[unknown-module]: "more_tools" is not a module of Prosody, nor of the community collection as it is known here
  Lua.table.insert(domains, "testing.example.com")
end
modules_enabled = all
"#,
    );
}

#[test]
fn lists_that_are_merged_in_branches_count() {
    check(
        "unknown-module",
        r#"
local stable = { "roster", "saslauth" }
local beta = { "carbons", "invented_by_beta" }
                          ^^^^^^^^^^^^^^^^^^ warning[unknown-module]: "invented_by_beta" is not a module of Prosody, nor of the community collection as it is known here
local alpha = { "mam", "invented_by_alpha" }
                       ^^^^^^^^^^^^^^^^^^^ warning[unknown-module]: "invented_by_alpha" is not a module of Prosody, nor of the community collection as it is known here
local names = { "roster", "a.name.of.something" }
local function merge(...)
  local all = {}
  for _, list in Lua.ipairs({ ... }) do
    for _, name in Lua.ipairs(list) do all[#all + 1] = name end
  end
  return all
end
local all = merge(stable)
if ENV_STAGE == "beta" then
  for _, name in Lua.ipairs(beta) do Lua.table.insert(all, name) end
elseif ENV_STAGE == "alpha" then
  all = merge(stable, alpha)
end
modules_enabled = all
"#,
    );
}

#[test]
fn branches_that_are_not_taken_count() {
    check(
        "unknown-module",
        r#"
if ENV_STAGE == "test" then
  modules_enabled = { "carbon" }
                      ^^^^^^^^ warning[unknown-module]: "carbon" is not a module of Prosody, nor of the community collection as it is known here
else
  modules_enabled = { "carbons" }
end
"#,
    );
}

#[test]
fn own_modules_are_found() {
    check(
        "unknown-module",
        r#"
//- prosody.cfg.lua
plugin_paths = { "plugins", "modules" }
modules_enabled = { "ours", "mine" }
//- plugins/mod_ours.lua
return
//- modules/mod_mine/mod_mine.lua
return
"#,
    );
}

#[test]
fn directories_that_cannot_be_seen_may_hold_it() {
    check(
        "unknown-module",
        r#"
plugin_paths = { "/no/such/directory" }
modules_enabled = { "ours" }
                    ^^^^^^ hint[unknown-module]: "ours" is not a module of Prosody, nor of the community collection as it is known here
"#,
    );
}

#[test]
fn modules_of_other_releases() {
    for_version(
        Version::V0_11,
        "unknown-module",
        r#"
modules_enabled = { "http_file_share" }
                    ^^^^^^^^^^^^^^^^^ warning[unknown-module]: Prosody 0.11 does not have the module "http_file_share": it came with 0.12
"#,
    );
}

#[test]
fn slips_are_mended() {
    assert_eq!(
        fixed("unknown-module", "modules_enabled = { 'carbon' }\n"),
        "modules_enabled = { 'carbons' }\n"
    );
}

#[test]
fn private_modules_are_known_wherever_they_lie_and_guessed() {
    check(
        "unknown-module",
        r#"
//- prosody.cfg.lua
modules_enabled = { "ours", "ours_too", "ours_toe" }
                                        ^^^^^^^^^^ warning[unknown-module]: "ours_toe" is not a module of Prosody, nor of the community collection as it is known here
authentication = "ours"
Component "x.example.com" "our_gateway"
//- plugins/mod_ours.lua
//- lua/mod_ours_too/mod_ours_too.lua
//- lua/mod_our_gateway.lua
local broken = (
//- lua/auth/mod_auth_ours.lua
module:provides("auth", provider)
"#,
    );
    assert_eq!(
        fixed(
            "unknown-module",
            "//- prosody.cfg.lua\nmodules_enabled = { \"ours_toe\" }\n//- lua/mod_ours_too.lua\n"
        ),
        "modules_enabled = { \"ours_too\" }\n"
    );
}

#[test]
fn what_a_loader_merges_is_told_where_it_is_written() {
    check(
        "unknown-module",
        r#"
//- prosody.cfg.lua
local all = {}
local env = _ENV
local layer = setmetatable({}, { __newindex = function(_, name, value)
  local merged = {}
  for _, list in ipairs { all[name] or {}, value } do
    for _, item in ipairs(list) do merged[#merged + 1] = item end
  end
  all[name] = merged
  env[name] = merged
end })
for _, name in ipairs { "a", "b", "c" } do
  (Lua or _G).loadfile(prosody.paths.config .. "/core/" .. name .. ".cfg.lua", "t", layer)()
end
VirtualHost "example.org"
//- core/a.cfg.lua
modules_enabled = { "carbon" }
                    ^^^^^^^^ warning[unknown-module]: "carbon" is not a module of Prosody, nor of the community collection as it is known here
//- core/b.cfg.lua
modules_enabled = { "mam" }
//- core/c.cfg.lua
modules_enabled = { "pep", "smack" }
                           ^^^^^^^ warning[unknown-module]: "smack" is not a module of Prosody, nor of the community collection as it is known here
"#,
    );
}
