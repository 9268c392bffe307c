//! `ALLOWED_GROUPS`: the groups that may use the bot.

use portcullis_domain::{GroupId, tenancy::AllowedGroups};

use super::{InvalidSettings, values::Values, variables};

/// Reads the list: ids with commas or spaces between them, or a list in the file. Where the variable is not set, every group is
/// allowed.
///
/// # Errors
///
/// [`InvalidSettings`]: something in it is no group's id, or there is none in it.
pub(super) fn allowed_groups(values: &Values) -> Result<AllowedGroups, InvalidSettings> {
    let Some(words) = values.list(variables::ALLOWED_GROUPS)? else { return Ok(AllowedGroups::All) };
    let words = words.iter().flat_map(|word| word.split([',', ' ', '\t', '\n'])).filter(|word| !word.is_empty());
    let groups = (1..).zip(words).map(|(number, word)| group(number, word)).collect::<Result<Vec<_>, _>>()?;
    if groups.is_empty() {
        // Nobody means to run a bot that serves no group.
        return Err(InvalidSettings::new(
            variables::ALLOWED_GROUPS,
            "names no group; leave it out to allow every group",
        ));
    }
    Ok(groups.into_iter().collect())
}

/// Reads the entry of that number. A wrong one is not repeated: it may have been meant for another variable, and be a secret.
fn group(number: usize, word: &str) -> Result<GroupId, InvalidSettings> {
    let wrong =
        |reason: &str| InvalidSettings::wrong(variables::ALLOWED_GROUPS, format!("entry {number} of it {reason}"));
    match word.parse::<i64>() {
        Ok(id) if id < 0 => Ok(GroupId(id)),
        Ok(id) if id > 1_000_000_000 => Err(wrong("is no group's id: that of a supergroup begins with -100")),
        Ok(_) => Err(wrong("is no group's id, which is a negative number")),
        Err(_) => Err(wrong("is no group's id, which is a number; a @name does not do, since it can change hands")),
    }
}

#[cfg(test)]
mod tests {
    use std::{collections::HashMap, path::Path};

    use super::*;

    fn read(environment: Option<&str>, file: Option<&str>) -> Result<AllowedGroups, InvalidSettings> {
        let folder = tempfile::tempdir().unwrap();
        if let Some(file) = file {
            std::fs::write(folder.path().join("portcullis.toml"), file).unwrap();
        }
        let environment = environment.map(|value| ("ALLOWED_GROUPS".to_owned(), value.to_owned()));
        allowed_groups(&Values::read(environment.into_iter().collect::<HashMap<_, _>>(), Path::new(folder.path()))?)
    }

    fn these(groups: &[i64]) -> AllowedGroups {
        groups.iter().copied().map(GroupId).collect()
    }

    #[test]
    fn where_it_is_not_set_or_empty_every_group_is_allowed() {
        assert_eq!(read(None, None), Ok(AllowedGroups::All));
        assert_eq!(read(Some(""), None), Ok(AllowedGroups::All));
    }

    #[test]
    fn ids_stand_in_a_list_or_between_commas_or_spaces() {
        let two = these(&[-1_001_234_567_890, -42]);
        for text in ["-1001234567890,-42", " -1001234567890 , -42 ,", "-42 -1001234567890", "-42\n-1001234567890"] {
            assert_eq!(read(Some(text), None), Ok(two.clone()), "{text}");
        }
        for file in [
            "allowed_groups = [-1001234567890, -42]",
            "allowed_groups = [\"-1001234567890\", \"-42\"]",
            "allowed_groups = \"-1001234567890, -42\"",
        ] {
            assert_eq!(read(None, Some(file)), Ok(two.clone()), "{file}");
        }
        assert_eq!(read(None, Some("allowed_groups = -42")), Ok(these(&[-42])));
        assert_eq!(read(Some("-7"), Some("allowed_groups = [-42]")), Ok(these(&[-7])), "the environment wins");
    }

    #[test]
    fn what_is_no_groups_id_is_named_with_what_is_wrong_and_an_example() {
        for (value, why) in [
            ("@tea_lovers", "a @name does not do"),
            ("-1001,tea", "entry 2 of it is no group's id"),
            ("1001234567890", "begins with -100"),
            ("0", "a negative number"),
            ("-99999999999999999999", "is no group's id"),
            (" , ", "names no group"),
        ] {
            let error = read(Some(value), None).unwrap_err();
            assert_eq!(error.variable, "ALLOWED_GROUPS");
            let said = error.to_string();
            assert!(!said.contains("tea"), "{said}");
            assert!(said.contains(why) && said.contains("Example: ALLOWED_GROUPS=-100"), "{value}: {said}");
        }
        for file in
            ["allowed_groups = [\"tea\"]", "allowed_groups = [[-1]]", "allowed_groups = {}", "allowed_groups = []"]
        {
            assert_eq!(read(None, Some(file)).unwrap_err().variable, "ALLOWED_GROUPS", "{file}");
        }
    }
}
