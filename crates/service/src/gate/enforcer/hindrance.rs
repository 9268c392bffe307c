//! What keeps everybody from being muted, and anything from being deleted.

use portcullis_domain::{group::Group, settings::Mode};

use super::Enforcer;
use crate::Setback;

impl Enforcer {
    /// Whether no notice can be posted in a group: nobody is deleted or muted there without a word. Whoever is only
    /// observed hears of nothing anyway.
    pub(super) async fn cannot_tell(&self, group: &Group) -> Result<bool, Setback> {
        Ok(group.settings.mode == Mode::Enforce && self.notices.is_refused(group.id).await?)
    }

    /// A mute's end is by this machine's clock: by one that is wrong it might have none. Then nobody is muted, what they
    /// write stands, and they are gated at their next message once the clock is right.
    pub(super) fn must_not_mute(&self) -> bool {
        self.clock.is_known_to_be_wrong()
    }
}
