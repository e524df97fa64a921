//! What environment variables choose, by the entry file of the proposal, word for word.

use expect_test::expect;

use crate::{check, check_for};

/// The proposal's entry file, word for word: 13.0 has its own opinion about `os` and `require` without `Lua.`.
const AS_WRITTEN: &str = r#"
//- prosody.cfg.lua
local environment = os.getenv("PROSODY_ENVIRONMENT") or "production"
local use_case = os.getenv("PROSODY_USECASE") or nil
local client_optimizations = os.getenv("PROSODY_CLIENT_OPTS") or nil

-- Load core (always required)
require "tools.core.loader".load_directory("core")

-- Load all features (everything enabled)
require "tools.core.loader".load_directory("features")

-- Optional: Load client-specific optimizations
if client_optimizations then
    require "tools.core.loader".load_client_optimizations(client_optimizations)
end

-- Optional: Load use-case templates
if use_case then
    require "tools.core.loader".load_usecase(use_case)
end

-- Apply environment-specific overrides
require "tools.core.loader".load_environment(environment)

-- Apply policies
require "tools.core.loader".apply_policies()
//- core/server.cfg.lua
modules_enabled = { "roster" }
//- features/messaging/mam.cfg.lua
modules_enabled = { "mam" }
local use_case = prosody.use_case or "general"

if use_case:match("team%-collaboration") then
    -- Team chat needs longer retention
    archive_expires_after = "2y"
elseif use_case:match("customer%-support") then
    archive_expires_after = "never"
else
    archive_expires_after = "1y"
end
//- clients/mobile-apps/conversations.cfg.lua
if prosody.client_optimizations and 
   prosody.client_optimizations:match("conversations") then
    c2s_timeout = 300  -- 5 minutes instead of default
    modules_enabled = modules_enabled or {}
    table.insert(modules_enabled, "bookmarks")
end
//- clients/web-clients/converse.cfg.lua
modules_enabled = { "websocket" }
//- usecases/team-collaboration/slack-like.cfg.lua
modules_enabled = { "muc_defaults" }
//- usecases/team-collaboration/irc-gateway.cfg.lua
modules_enabled = { "irc" }
//- environments/production/security.cfg.lua
c2s_require_encryption = true
//- environments/local.cfg.lua
c2s_require_encryption = false
//- policies/security-levels/enhanced.cfg.lua
modules_enabled = { "limits" }
//- policies/performance-tiers/medium.cfg.lua
limits = { c2s = { rate = "10kb/s" } }
"#;

const TEAM: &str = "PROSODY_ENVIRONMENT=production PROSODY_USECASE=team-collaboration/slack-like \
    PROSODY_CLIENT_OPTS=mobile-apps/conversations,web-clients/converse PROSODY_SECURITY_LEVEL=enhanced \
    PROSODY_PERFORMANCE_TIER=medium";

#[test]
fn the_entry_file_can_be_written_plainly() {
    check_for(
        &["0.12.3"],
        AS_WRITTEN,
        TEAM,
        &expect![[r#"
        *: archive_expires_after = "2y"
        *: c2s_require_encryption = true
        *: c2s_timeout = 300
        *: limits = { c2s = { rate = "10kb/s" } }
        *: modules_enabled = { "roster", "mam", "bookmarks", "websocket", "muc_defaults", "limits" }
    "#]],
    );
    check_for(
        &["13.0.1", "13.0.7"],
        AS_WRITTEN,
        TEAM,
        &expect![[r#"
        warning: prosody.cfg.lua:1: direct usage of the Lua API is deprecated - replace `os` with `Lua.os`
        warning: prosody.cfg.lua:2: direct usage of the Lua API is deprecated - replace `os` with `Lua.os`
        warning: prosody.cfg.lua:3: direct usage of the Lua API is deprecated - replace `os` with `Lua.os`
        warning: prosody.cfg.lua:6: direct usage of the Lua API is deprecated - replace `require` with `Lua.require`
        warning: prosody.cfg.lua:9: direct usage of the Lua API is deprecated - replace `require` with `Lua.require`
        warning: prosody.cfg.lua:13: direct usage of the Lua API is deprecated - replace `require` with `Lua.require`
        warning: prosody.cfg.lua:18: direct usage of the Lua API is deprecated - replace `require` with `Lua.require`
        warning: prosody.cfg.lua:22: direct usage of the Lua API is deprecated - replace `require` with `Lua.require`
        warning: prosody.cfg.lua:25: direct usage of the Lua API is deprecated - replace `require` with `Lua.require`
        *: archive_expires_after = "2y"
        *: c2s_require_encryption = true
        *: c2s_timeout = 300
        *: limits = { c2s = { rate = "10kb/s" } }
        *: modules_enabled = { "roster", "mam", "bookmarks", "websocket", "muc_defaults", "limits" }
    "#]],
    );
}

#[test]
fn a_file_or_a_whole_folder_can_be_chosen() {
    let env = "PROSODY_ENVIRONMENT=local PROSODY_USECASE=team-collaboration";
    check_for(
        &["0.12.3"],
        AS_WRITTEN,
        env,
        &expect![[r#"
        *: archive_expires_after = "2y"
        *: c2s_require_encryption = false
        *: modules_enabled = { "roster", "mam", "irc", "muc_defaults" }
    "#]],
    );
}

#[test]
fn what_cannot_be_chosen_is_told_with_the_choices() {
    for (env, expected) in [
        (
            "PROSODY_ENVIRONMENT=prod",
            expect![[r#"
            error: prosody.cfg.lua:22: there is no environment 'prod'; there is local, production, production/security
        "#]],
        ),
        (
            "PROSODY_USECASE=team-collaboration/slack",
            expect![[r#"
            error: prosody.cfg.lua:18: there is no use case 'team-collaboration/slack'; there is team-collaboration, team-collaboration/irc-gateway, team-collaboration/slack-like
        "#]],
        ),
        (
            "PROSODY_CLIENT_OPTS=conversations",
            expect![[r#"
            error: prosody.cfg.lua:13: there is no client 'conversations'; there is mobile-apps, mobile-apps/conversations, web-clients, web-clients/converse
        "#]],
        ),
        (
            "PROSODY_SECURITY_LEVEL=../../secret",
            expect![[r#"
            error: prosody.cfg.lua:25: there is no security level '../../secret'; there is enhanced
        "#]],
        ),
        (
            "PROSODY_COMPLIANCE=gdpr",
            expect![[r#"
            error: prosody.cfg.lua:25: there is no compliance policy 'gdpr'; there is nothing: there is no policies/compliance
        "#]],
        ),
    ] {
        check_for(&["0.12.3"], AS_WRITTEN, env, &expected);
    }
    let entry = "//- prosody.cfg.lua\nRunScript \"tools/core/loader.lua\"\nlocal Lua = Lua or _G\nLua.require \"tools.core.loader\".load_directory \"cor\"\n";
    check(
        entry,
        "",
        &expect![[r#"
        error: prosody.cfg.lua:3: there is no directory 'cor' in 
    "#]],
    );
}
