//! Lua scripts, which Redis runs atomically.

use std::sync::OnceLock;

use fred::{
    error::Error,
    interfaces::LuaInterface,
    types::{FromValue, scripts},
};

use super::client::FailFastClient;

/// A Lua script.
pub(super) struct Script {
    lua: &'static str,
    hash: OnceLock<scripts::Script>,
}

impl Script {
    pub(super) const fn new(lua: &'static str) -> Self {
        Self { lua, hash: OnceLock::new() }
    }

    /// Runs it by its hash, and in full where the server does not have it, as after a restart.
    pub(super) async fn run<T: FromValue>(
        &self,
        redis: &FailFastClient,
        keys: &[String],
        arguments: &[String],
    ) -> Result<T, Error> {
        let hash = self.hash.get_or_init(|| scripts::Script::from_lua(self.lua)).sha1().clone();
        match redis.evalsha(hash, keys.to_vec(), arguments.to_vec()).await {
            Err(error) if error.details().starts_with("NOSCRIPT") => {
                redis.eval(self.lua, keys.to_vec(), arguments.to_vec()).await
            }
            answer => answer,
        }
    }
}
