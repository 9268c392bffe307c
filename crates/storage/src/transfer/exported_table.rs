//! What an export holds: which tables and columns, as the entities tell, in which version of the format.

use sea_orm::{ColumnTrait, ColumnType, EntityTrait, IdenStatic, Iterable, PrimaryKeyToColumn, PrimaryKeyTrait};

use crate::entities::{
    brake, enforced_channel, exemption, group_channel_link, group_member, inbox_update, job, message_deletion,
    notice_refusal, opt_out, opt_out_key, owner, pending_join_request, protected_group, restriction, tenancy, username,
};

/// The version of the format that this program writes, and the newest that it reads.
pub(crate) const FORMAT: u64 = 1;

/// Columns that older versions exported, by table. What they said is no longer asked for: whatever waited in the inbox is
/// carried out once a bot runs.
const FORMER_COLUMNS: [(&str, &str); 3] =
    [("inbox", "not_before"), ("inbox", "lease_holder"), ("inbox", "lease_until")];

/// A table that is exported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ExportedTable {
    pub(crate) name: &'static str,
    pub(crate) columns: Vec<ExportedColumn>,
    /// The columns of the primary key, all of them numbers.
    pub(crate) key: Vec<&'static str>,
    /// Whether the database numbers its rows.
    pub(crate) is_numbered: bool,
}

/// A column that is exported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ExportedColumn {
    pub(crate) name: &'static str,
    pub(crate) kind: ColumnKind,
    pub(crate) may_be_null: bool,
}

impl ExportedTable {
    /// Whether an export of this version or of an older one may have a value under this name.
    pub(crate) fn may_hold(&self, column: &str) -> bool {
        self.columns.iter().any(|known| known.name == column) || FORMER_COLUMNS.contains(&(self.name, column))
    }
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ColumnKind {
    BigInteger,
    Integer,
    Boolean,
    Text,
    Json,
}

/// All tables, those first that others refer to. Leases are left out: they belong to running processes.
pub(crate) fn exported_tables() -> Vec<ExportedTable> {
    vec![
        of::<owner::Entity>(),
        of::<protected_group::Entity>(),
        of::<tenancy::Entity>(),
        of::<brake::Entity>(),
        of::<enforced_channel::Entity>(),
        of::<group_channel_link::Entity>(),
        of::<restriction::Entity>(),
        of::<group_member::Entity>(),
        of::<exemption::Entity>(),
        of::<username::Entity>(),
        of::<inbox_update::Entity>(),
        of::<job::Entity>(),
        of::<message_deletion::Entity>(),
        of::<notice_refusal::Entity>(),
        of::<pending_join_request::Entity>(),
        of::<opt_out_key::Entity>(),
        of::<opt_out::Entity>(),
    ]
}

fn of<E: EntityTrait>() -> ExportedTable {
    ExportedTable {
        name: E::default().table_name(),
        columns: E::Column::iter().map(column).collect(),
        key: E::PrimaryKey::iter().map(|key| key.into_column().as_str()).collect(),
        is_numbered: E::PrimaryKey::auto_increment(),
    }
}

fn column<C: ColumnTrait>(column: C) -> ExportedColumn {
    let definition = column.def();
    let kind = match definition.get_column_type() {
        ColumnType::BigInteger => ColumnKind::BigInteger,
        ColumnType::Integer => ColumnKind::Integer,
        ColumnType::Boolean => ColumnKind::Boolean,
        ColumnType::JsonBinary => ColumnKind::Json,
        _ => ColumnKind::Text,
    };
    ExportedColumn { name: column.as_str(), kind, may_be_null: definition.is_null() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_entities_tell_columns_keys_and_numbering() {
        let tables = exported_tables();
        let table = |name: &str| tables.iter().find(|table| table.name == name).unwrap();
        let restrictions = table("restrictions");
        assert_eq!((restrictions.key.as_slice(), restrictions.is_numbered), (&["id"][..], true));
        let column = |name: &str| restrictions.columns.iter().find(|column| column.name == name).unwrap();
        assert_eq!((column("id").kind, column("id").may_be_null), (ColumnKind::BigInteger, false));
        assert_eq!(column("missing_channels").kind, ColumnKind::Json);
        assert_eq!((column("notice_message_id").kind, column("lift_reason").may_be_null), (ColumnKind::Integer, true));
        assert_eq!(table("group_members").key, ["group_id", "user_id"]);
        assert!(!table("inbox").is_numbered);
        assert_eq!(table("protected_groups").columns[3].kind, ColumnKind::Boolean);
    }
}
