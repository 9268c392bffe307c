//! The command `groups`: the groups that the bot knows, for its operator.

use std::{
    io::{self, BufWriter, ErrorKind, Write},
    sync::Arc,
};

use portcullis_domain::{
    GroupId,
    group::Group,
    ports::{GroupMemberRepository, GroupRepository},
    tenancy::{AllowedGroups, Denial, TenantState},
};
use portcullis_storage::{
    COUNTED_UP_TO, Database, ListedTenant, SqlGroupMemberRepository, SqlGroupRepository, TenantCount, TenantCursor,
};
use serde_json::{Value, json};

use crate::{RunError, Settings, SystemClock, moment::in_words};

/// How many groups are read at once.
const GROUPS_AT_ONCE: u64 = 100;

/// Writes a line for each group, those that were protected first, by age, and then those that are blocked and never were.
pub(super) async fn list_groups(settings: &Settings, database: &Database, is_json: bool) -> Result<(), RunError> {
    let mut out = Output(BufWriter::new(io::stdout()));
    if !is_json && !out.line(HEADER)? {
        return Ok(());
    }
    let mut cursor = Some(TenantCursor::Beginning);
    while let Some(from) = cursor {
        let (page, next) = database.list_tenants(from, GROUPS_AT_ONCE).await.map_err(RunError::Groups)?;
        for tenant in &page {
            let line = if is_json { json_line(tenant, settings).to_string() } else { line(tenant, settings) };
            if !out.line(&line)? {
                return Ok(());
            }
        }
        cursor = next;
    }
    out.flush()
}

/// Writes everything there is to tell of one group.
pub(super) async fn show_group(
    settings: &Settings,
    database: &Database,
    id: GroupId,
    is_json: bool,
) -> Result<(), RunError> {
    let tenant = database.find_tenant(id).await.map_err(RunError::Groups)?.ok_or(RunError::UnknownGroup(id))?;
    let groups = SqlGroupRepository::serving(settings.allowed_groups.clone(), database.clone(), Arc::new(SystemClock));
    let group = groups.find(id).await.map_err(RunError::Groups)?;
    let members = SqlGroupMemberRepository::new(database.clone()).count(id).await.map_err(RunError::Groups)?;
    let detail = Detail { tenant: &tenant, group: group.as_deref(), members, allowed: &settings.allowed_groups };
    let mut out = Output(BufWriter::new(io::stdout()));
    out.line(&if is_json { detail.json().to_string() } else { detail.lines().join("\n") })?;
    out.flush()
}

/// Standard output, which its reader may close at any time.
struct Output<W: Write>(BufWriter<W>);

impl<W: Write> Output<W> {
    /// `false`: nobody reads any more.
    fn line(&mut self, line: &str) -> Result<bool, RunError> {
        Self::unless_closed(writeln!(self.0, "{line}"))
    }

    fn flush(&mut self) -> Result<(), RunError> {
        Self::unless_closed(self.0.flush()).map(drop)
    }

    fn unless_closed(written: io::Result<()>) -> Result<bool, RunError> {
        match written {
            Ok(()) => Ok(true),
            Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(false),
            Err(error) => Err(RunError::Output(error)),
        }
    }
}

const HEADER: &str = "ID              STATE             CHANNELS  SEEN    MUTED   LAST ACTIVITY         TITLE";

fn line(tenant: &ListedTenant, settings: &Settings) -> String {
    let state = state(tenant, &settings.allowed_groups).word();
    let (seen, muted) = (tenant.members_seen.to_string(), tenant.open_restrictions.to_string());
    let active = last_activity(tenant).unwrap_or_else(|| "-".to_owned());
    let (id, channels, title) = (tenant.group.0, tenant.channels, on_one_line(&tenant.title));
    format!("{id:<15} {state:<17} {channels:<9} {seen:<7} {muted:<7} {active:<21} {title}")
}

fn json_line(tenant: &ListedTenant, settings: &Settings) -> Value {
    let state = state(tenant, &settings.allowed_groups);
    json!({
        "id": tenant.group.0,
        "title": tenant.title,
        "state": state.word(),
        "protected": state == TenantState::Protected,
        "channels": tenant.channels,
        "members_seen": number(tenant.members_seen),
        "members_seen_is_more": tenant.members_seen == TenantCount::More,
        "open_restrictions": number(tenant.open_restrictions),
        "open_restrictions_is_more": tenant.open_restrictions == TenantCount::More,
        "last_activity": last_activity(tenant),
        "block_reason": tenant.tenancy.block.as_ref().and_then(|block| block.reason.as_deref()),
    })
}

const fn number(count: TenantCount) -> u64 {
    match count {
        TenantCount::Exactly(count) => count,
        TenantCount::More => COUNTED_UP_TO,
    }
}

fn state(tenant: &ListedTenant, allowed: &AllowedGroups) -> TenantState {
    let denial = tenant.tenancy.denial(tenant.group, allowed);
    TenantState::of(denial, tenant.enabled, tenant.channels, tenant.can_enforce)
}

fn last_activity(tenant: &ListedTenant) -> Option<String> {
    tenant.last_seen.map(in_words)
}

/// A title without what would end the line, steer the terminal or turn the direction of what follows.
fn on_one_line(title: &str) -> String {
    let steers = |one: char| {
        one.is_control()
            || matches!(one, '\u{061C}' | '\u{200E}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
    };
    title.chars().filter(|one| !steers(*one)).collect()
}

/// One group with everything there is to tell of it.
struct Detail<'a> {
    tenant: &'a ListedTenant,
    /// `None`: nobody has ever protected it.
    group: Option<&'a Group>,
    members: u64,
    allowed: &'a AllowedGroups,
}

impl Detail<'_> {
    fn lines(&self) -> Vec<String> {
        let Self { tenant, group, members, allowed } = *self;
        let mut lines = vec![
            format!("id            {}", tenant.group),
            format!("title         {}", on_one_line(&tenant.title)),
            format!("state         {}", state_in_words(state(tenant, allowed))),
        ];
        if let Some(block) = &tenant.tenancy.block {
            let reason = block.reason.as_deref().map_or_else(|| "no reason was given".to_owned(), on_one_line);
            lines.push(format!("blocked       since {}: {reason}", in_words(block.at)));
        }
        if let Some(former) = tenant.tenancy.former_id {
            lines.push(format!("former id     {former}"));
        }
        if let Some(former) = tenant.tenancy.allowed_as(tenant.group, allowed) {
            lines.push(format!("allowed as    {former}: add {} to ALLOWED_GROUPS instead", tenant.group));
        }
        if let Some(group) = group {
            lines.push(format!("set up        {} by {}", in_words(group.created_at), group.owner));
            lines.extend(group.channels.iter().map(|channel| {
                let sight = if channel.can_check { "" } else { ", into which the bot may not look" };
                format!("channel       {} {}{sight}", channel.id, on_one_line(&channel.title))
            }));
        }
        lines.push(format!("members seen  {members}"));
        lines.push(format!("restrictions  {} open", tenant.open_restrictions));
        lines.push(format!("last activity {}", last_activity(tenant).unwrap_or_else(|| "none".to_owned())));
        lines
    }

    fn json(&self) -> Value {
        let Self { tenant, group, members, allowed } = *self;
        let state = state(tenant, allowed);
        let block = tenant.tenancy.block.as_ref();
        json!({
            "id": tenant.group.0,
            "title": tenant.title,
            "state": state.word(),
            "protected": state == TenantState::Protected,
            "blocked_at": block.map(|block| in_words(block.at)),
            "block_reason": block.and_then(|block| block.reason.as_deref()),
            "former_id": tenant.tenancy.former_id.map(|former| former.0),
            "owner": group.map(|group| group.owner.0),
            "set_up_at": group.map(|group| in_words(group.created_at)),
            "channels": group.map_or_else(Vec::new, |group| group.channels.iter().map(|channel| json!({
                "id": channel.id.0,
                "title": channel.title,
                "can_check": channel.can_check,
            })).collect::<Vec<_>>()),
            "members_seen": members,
            "open_restrictions": number(tenant.open_restrictions),
            "open_restrictions_is_more": tenant.open_restrictions == TenantCount::More,
            "last_activity": last_activity(tenant),
        })
    }
}

const fn state_in_words(state: TenantState) -> &'static str {
    match state {
        TenantState::Protected => "protected",
        TenantState::Denied(Denial::Blocked) => "blocked: `unblock` has it served again",
        TenantState::Denied(Denial::NotAllowed) => "not allowed: it is not in ALLOWED_GROUPS",
        TenantState::Off => "off: its admins have the gate switched off",
        TenantState::WithoutChannels => "off: no channel is left that anybody must be in",
        TenantState::WithoutRights => "not enforced: the bot lacks a right in the group",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_can_neither_end_its_line_nor_steer_a_terminal() {
        assert_eq!(on_one_line("Tea\n\u{1b}[2Jlovers\u{202E}"), "Tea[2Jlovers");
    }

    /// A reader that has gone.
    struct Gone;

    impl Write for Gone {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(ErrorKind::BrokenPipe.into())
        }

        fn flush(&mut self) -> io::Result<()> {
            Err(ErrorKind::BrokenPipe.into())
        }
    }

    #[test]
    fn a_reader_that_has_gone_ends_the_list_and_is_no_error() {
        let mut out = Output(BufWriter::with_capacity(8, Gone));
        assert!(!out.line("longer than the buffer").unwrap());
        out.flush().unwrap();
    }

    #[test]
    fn the_columns_stand_under_their_heads() {
        assert_eq!(
            HEADER.find("TITLE"),
            Some(format!("{:<15} {:<17} {:<9} {:<7} {:<7} {:<21} ", "", "", "", "", "", "").len())
        );
    }
}
