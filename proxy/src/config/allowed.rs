//! Which of those who are known may come in.

use std::collections::BTreeSet;
use std::fmt;

use super::mistakes::Noted;
use super::{Args, Mistakes};

/// Who may come in among those who are known: by name or by group, or all of them.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Allowed {
    users: Option<BTreeSet<String>>,
    groups: Option<BTreeSet<String>>,
}

impl Allowed {
    /// Everybody who is known.
    pub fn everybody() -> Self {
        Self::default()
    }

    /// The same, and only these users and the members of the groups.
    #[must_use]
    pub fn with_users(self, users: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self { users: Some(users.into_iter().map(Into::into).collect()), ..self }
    }

    /// The same, and only the members of these groups and the users.
    #[must_use]
    pub fn with_groups(self, groups: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self { groups: Some(groups.into_iter().map(Into::into).collect()), ..self }
    }

    /// Whether somebody may come in. Names are compared exactly.
    pub(crate) fn admits<'g>(&self, user: &str, groups: impl IntoIterator<Item = &'g str>) -> bool {
        let by_name = self.users.as_ref().map(|it| it.contains(user));
        let by_group =
            self.groups.as_ref().map(|it| groups.into_iter().any(|group| it.contains(group)));
        match (by_name, by_group) {
            (None, None) => true,
            (by_name, by_group) => by_name == Some(true) || by_group == Some(true),
        }
    }

    /// Whether it matters in which groups somebody is.
    pub(crate) fn asks_for_groups(&self) -> bool {
        self.groups.is_some()
    }
}

/// Names are personal data: they stay out of whatever is written down.
impl fmt::Debug for Allowed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Allowed { .. }")
    }
}

/// Reads `ROOSTED_ALLOW_USERS` and `ROOSTED_ALLOW_GROUPS`.
pub(super) fn read(args: &Args, mistakes: &mut Mistakes) -> Result<Allowed, Noted> {
    let users = mistakes.read_if_set("ROOSTED_ALLOW_USERS", args.allow_users.as_deref(), names);
    let groups = mistakes.read_if_set("ROOSTED_ALLOW_GROUPS", args.allow_groups.as_deref(), names);
    Ok(Allowed { users: users?, groups: groups? })
}

/// Reads a list of names, by commas. A list with a hole is one of a template that went wrong.
fn names(list: &str) -> Result<BTreeSet<String>, String> {
    let names: BTreeSet<_> = list.split(',').map(|it| it.trim().to_owned()).collect();
    if names.contains("") {
        return Err("one of the names is empty".to_owned());
    }
    Ok(names)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_name_or_a_group_is_enough() {
        let groups = ["staff", "night"];
        let everybody = Allowed::everybody();
        assert!(everybody.admits("ada", []) && everybody.admits("ada", groups));
        let users = everybody.clone().with_users(["ada"]);
        assert!(users.admits("ada", []));
        assert!(!users.admits("Ada", groups) && !users.admits("", groups));
        let night = everybody.with_groups(["night"]);
        assert!(night.admits("bob", groups) && !night.admits("night", ["Night", "nigh", ""]));
        let either = night.with_users(["ada"]);
        assert!(either.admits("ada", []) && either.admits("bob", groups));
        assert!(!either.admits("bob", ["staff"]));
    }

    #[test]
    fn no_debug_prints_a_name() {
        let allowed = Allowed::everybody().with_users(["ada"]).with_groups(["night"]);
        assert_eq!(format!("{allowed:?}"), "Allowed { .. }");
    }

    proptest! {
        #[test]
        fn a_list_is_read_as_it_was_meant(list in proptest::collection::vec("[^,\\s]{1,8}", 1..6)) {
            let read = names(&list.join(" ,\t")).unwrap();
            prop_assert_eq!(read, list.into_iter().collect());
        }

        #[test]
        fn a_hole_in_a_list_is_refused(list in "[a-c, ]{0,12}") {
            let has_hole = list.split(',').any(|it| it.trim().is_empty());
            prop_assert_eq!(names(&list).is_err(), has_hole);
        }
    }
}
