//! `lua-api`

use schema::Version;
use syntax::Span;

use super::environment::EnvironmentRead;
use super::registry::declare_action;
use super::{Actions, Context};

declare_action! {
    /// Reads an environment variable by `Lua.os.getenv`, the form that Prosody 13.0 wants.
    ///
    /// It is for configurations that need not be read by 0.12, which does not know `Lua`.
    ///
    /// Before:
    /// ```lua
    /// pidfile = os.get$0env("PIDFILE")
    /// ```
    /// After:
    /// ```lua
    /// pidfile = Lua.os.getenv("PIDFILE")
    /// ```
    LUA_API = "lua-api", Rewrite, offer
}

fn offer(context: &Context<'_>, actions: &mut Actions<'_>) {
    if context.place.schema.version() < Version::V13_0 {
        return;
    }
    if let Some(read) = EnvironmentRead::at(&context.place).filter(|read| read.root == "os") {
        actions
            .add("Write `Lua.os.getenv`", || vec![context.edit(Span::empty(read.call.start), "Lua.")].into());
    }
}
