//! `role-date`: a role that the directory dates is held on the day of the session.

use super::desk::Desk;
use super::session::Session;
use crate::diagnostic::Diagnostic;
use crate::model::{Attendance, RoleEntry, Text, head};
use jiff::civil::Date;
use std::collections::BTreeSet;

pub fn check(desk: &mut Desk, session: &Session, day: Option<Date>) {
    let Some(day) = day else { return };
    let directory = &desk.house.directory;
    let mut seen = BTreeSet::new();
    for invitation in session.agenda().iter().flat_map(|part| &part.people.0) {
        let comes = invitation.status.as_ref().is_none_or(|said| said.value != Attendance::Declined);
        let Some(person) = directory.people.get(&invitation.person.plain()).filter(|_| comes) else {
            continue;
        };
        if !seen.insert(invitation.person.plain()) {
            continue;
        }
        let name = person.name.full();
        for role in &person.roles {
            let held = match (role.since, role.until) {
                (Some(since), _) if day < since => format!("only from {since}"),
                (_, Some(until)) if day > until => format!("only until {until}"),
                _ => continue,
            };
            let message = format!("{name} is {} {held}, not on {day}, the day of the session", called(role));
            let place = invitation.person.span().cloned();
            let hint = format!(
                "write the role of that day in {}, or mend 'since' and 'until' there (line {})",
                role.span.file.path,
                head(&role.span).line_column().0
            );
            desk.push(Diagnostic::warning("role-date", place, message).hint(hint));
        }
    }
}

/// The role as the directory writes it.
fn called(role: &RoleEntry) -> String {
    match (&role.title, &role.of, &role.phrase) {
        (Some(title), Some(of), _) => format!("'{}' of '{}'", title.plain(), of.plain()),
        (Some(title), None, _) => format!("'{}'", title.plain()),
        (None, _, Some(phrase)) => {
            format!("'{}'", phrase.values.values().next().map(Text::plain).unwrap_or_default())
        }
        _ => "in office".to_owned(),
    }
}
