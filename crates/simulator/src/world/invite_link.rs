//! Invite links and join requests.

/// [`ChatInviteLink`](https://core.telegram.org/bots/api#chatinvitelink).
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct InviteLink {
    /// `https://t.me/+…`
    pub url: String,
    /// The user who made it.
    pub creator: i64,
    /// What the creator called it.
    pub name: Option<String>,
    /// Whether it leads to a request that an administrator decides.
    pub creates_join_request: bool,
    /// Whether it is its creator's main link.
    pub is_primary: bool,
    /// Whether it works no more.
    pub is_revoked: bool,
    /// When it stops working, Unix seconds.
    pub expire_date: Option<i64>,
    /// How many may come in by it.
    pub member_limit: Option<i64>,
    /// How many have.
    pub uses: i64,
}

impl InviteLink {
    /// Whether somebody can still come in by it.
    #[must_use]
    pub fn works_at(&self, now: i64) -> bool {
        let is_full = self.member_limit.is_some_and(|limit| self.uses >= limit);
        let is_over = self.expire_date.is_some_and(|date| date <= now);
        !self.is_revoked && !is_full && !is_over
    }
}

/// Somebody who waits to be let in.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct JoinRequest {
    /// The person who waits.
    pub user: i64,
    /// Since when, Unix seconds.
    pub date: i64,
    /// The link that they followed.
    pub invite_link: Option<String>,
    /// What the guard bot answers under; `None` once answered, or without a guard.
    pub query_id: Option<String>,
}
