//! `role-date`: of the roles that the directory dates, a speaker has at least one on the day of the session. Those that
//! are not held then are not printed.

use super::desk::Desk;
use super::session::{PartEntry, Session};
use crate::diagnostic::Diagnostic;
use crate::model::{Attendance, RoleEntry, Text, TitleEntry, head};
use jiff::civil::Date;
use std::collections::BTreeSet;

pub fn check(desk: &mut Desk, session: &Session, day: Option<Date>) {
    let Some(day) = day else { return };
    let directory = &desk.house.directory;
    let mut seen = BTreeSet::new();
    for invitation in session.agenda().iter().flat_map(PartEntry::invitations) {
        let comes = invitation.status.as_ref().is_none_or(|said| said.value != Attendance::Declined);
        let Some(person) = directory.people.get(&invitation.person.plain()).filter(|_| comes) else {
            continue;
        };
        let holds_one = person.roles.is_empty() || person.roles.iter().any(|role| role.held_on(day));
        if !seen.insert(invitation.person.plain()) || holds_one {
            continue;
        }
        let held: Vec<_> = person.roles.iter().map(|role| told(role, day)).collect();
        let message = format!(
            "{} has no role on {day}, the day of the session: {}",
            person.name.full(),
            held.join(", ")
        );
        let lines: Vec<_> =
            person.roles.iter().map(|role| head(&role.span).line_column().0.to_string()).collect();
        let hint = format!(
            "write the role of that day in {}, or mend 'since' and 'until' there ({} {})",
            person.span.file.path,
            if lines.len() == 1 { "line" } else { "lines" },
            lines.join(", ")
        );
        desk.push(Diagnostic::warning("role-date", invitation.person.span().cloned(), message).hint(hint));
    }
}

/// A role that is not held on a day, and from when or until when it is.
fn told(role: &RoleEntry, day: Date) -> String {
    let called = called(role);
    match (role.since, role.until) {
        (Some(since), _) if day < since => format!("{called} only from {since}"),
        (_, Some(until)) => format!("{called} only until {until}"),
        _ => called,
    }
}

/// The role as the directory writes it.
fn called(role: &RoleEntry) -> String {
    let quoted = |words: &Text| format!("'{}'", words.plain());
    let title = match (&role.title, &role.phrase) {
        (Some(TitleEntry::Key(key)), _) => Some(key),
        (Some(TitleEntry::Words(words)), _) | (None, Some(words)) => words.values.values().next(),
        (None, None) => None,
    };
    let title = title.map_or_else(|| "in office".to_owned(), quoted);
    match &role.of {
        Some(of) => format!("{title} of {}", quoted(of)),
        None => title,
    }
}
