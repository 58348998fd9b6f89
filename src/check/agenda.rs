//! The agenda: its parts, the people in them, whether they come.

use super::breakouts;
use super::desk::Desk;
use super::roles;
use super::session::{Invitation, PartEntry, Placed, Session};
use super::terms::{PARTS, form_name, form_of};
use crate::diagnostic::Diagnostic;
use crate::model::{AgendaItem, Attendance, PersonEntry, Speaker, Status, Text, head};
use jiff::civil::{Date, Time};
use std::collections::BTreeSet;

/// The parts as they will be printed, each with its times, its people with the roles that they have on the day of the
/// session. `None` if a person could not be made out.
pub fn check(
    desk: &mut Desk,
    session: &Session,
    times: Vec<Option<(Time, Option<Time>)>>,
    day: Option<Date>,
) -> Option<Vec<AgendaItem>> {
    let timed = session.agenda().iter().zip(times);
    let parts: Vec<_> = timed
        .map(|(entry, times)| {
            let part = read_part(desk, entry, session.status(), day)?;
            Some(part.map(|part| AgendaItem { times, ..part }))
        })
        .collect();
    let parts: Vec<_> = parts.into_iter().collect::<Option<_>>()?;
    Some(parts.into_iter().flatten().collect())
}

/// A part; `Some(None)` if nothing is left of it.
fn read_part(
    desk: &mut Desk,
    entry: &PartEntry,
    status: Status,
    day: Option<Date>,
) -> Option<Option<AgendaItem>> {
    let heading =
        entry.heading.as_ref().and_then(|heading| desk.complete(heading, "the heading of this part"));
    if entry.part.is_none() && entry.heading.is_none() {
        desk.push(
            Diagnostic::error("nameless-part", head(&entry.span), "this part of the agenda has no name")
                .hint("add 'part: …', such as 'part: moderator', or a 'heading' in every language"),
        );
    }
    check_repeats(desk, &entry.people.0);
    let people: Vec<_> =
        entry.people.0.iter().map(|invitation| read_speaker(desk, invitation, status, day)).collect();
    let people: Option<Vec<_>> = people.into_iter().collect();
    let people: Option<Vec<Speaker>> = people.map(|people| people.into_iter().flatten().collect());
    if let Some(part) = &entry.part {
        check_part_name(desk, part, people.as_deref());
    }
    let breakouts = breakouts::check(desk, entry, status, day);
    let (people, breakouts) = (people?, breakouts?);
    if people.is_empty() && breakouts.is_empty() {
        if !entry.people.1 {
            check_deserted(desk, entry);
        }
        if entry.heading.is_none() {
            return Some(None);
        }
    }
    // A function that nobody has is not printed.
    let part = entry.part.clone().filter(|_| !people.is_empty() || !breakouts.is_empty());
    Some(Some(AgendaItem { times: None, part, heading, people, breakouts }))
}

/// `unknown-part` and `missing-form`: the name of a part in the form that its people take together.
fn check_part_name(desk: &mut Desk, part: &Text, people: Option<&[Speaker]>) {
    let known = PARTS.check(desk, part);
    if let Some(people) = people.filter(|people| known && !people.is_empty()) {
        let genders: Vec<_> = people.iter().map(|speaker| speaker.gender).collect();
        PARTS.check_form(desk, part, &genders, "its people need", None);
    }
}

/// `empty-part` where a function is given to nobody, `deserted-part` where all who had it declined.
fn check_deserted(desk: &mut Desk, entry: &PartEntry) {
    if !entry.people.0.is_empty() {
        desk.push(
            Diagnostic::warning(
                "deserted-part",
                head(&entry.span),
                "everybody in this part of the agenda declined",
            )
            .hint("remove the part, or add who takes their place"),
        );
    } else if let Some(part) = &entry.part {
        let message = format!("nobody is named for the part '{}'", part.plain());
        desk.push(
            Diagnostic::error("empty-part", part.span().cloned(), message)
                .hint("add 'people' with at least one '- person: …', or remove the part"),
        );
    }
}

/// `repeated-speaker`: one person twice in a part.
pub fn check_repeats(desk: &mut Desk, people: &[Invitation]) {
    let mut seen = BTreeSet::new();
    for Invitation { person, .. } in people {
        if !seen.insert(person.plain()) {
            let message = format!("'{}' stands twice in this part of the agenda", person.plain());
            desk.push(
                Diagnostic::error("repeated-speaker", person.span().cloned(), message)
                    .hint("remove one of the two"),
            );
        }
    }
}

/// A person with all roles that are held on the day; `Some(None)` for one who declined and stands nowhere.
pub fn read_speaker(
    desk: &mut Desk,
    invitation: &Invitation,
    status: Status,
    day: Option<Date>,
) -> Option<Option<Speaker>> {
    let directory = &desk.house.directory;
    let id = &invitation.person;
    let Some(person) = directory.people.get(&id.plain()) else {
        let known = directory.people.keys().map(String::as_str);
        desk.miss("unknown-person", "person", id, known);
        return None;
    };
    let said = invitation.status.as_ref();
    let attendance = said.map_or(Attendance::Confirmed, |said| said.value);
    if attendance == Attendance::Declined {
        return Some(None);
    }
    if let Some(said) = said.filter(|_| attendance != Attendance::Confirmed) {
        check_unconfirmed(desk, person, said, status);
    }
    let held = person.roles.iter().filter(|role| day.is_none_or(|day| role.held_on(day)));
    let roles: Vec<_> = held.map(|role| roles::check(desk, person, role)).collect();
    let roles = roles.into_iter().collect::<Option<_>>()?;
    let spelled = person.spelled.iter().flat_map(|names| &names.values);
    let spelled = spelled.map(|(language, name)| (*language, name.text())).collect();
    Some(Some(Speaker { name: person.name.text(), spelled, gender: person.gender, roles, attendance }))
}

/// `unconfirmed-speaker` in a note that is final; in others, `missing-form` if the terms cannot say how matters stand.
fn check_unconfirmed(desk: &mut Desk, person: &PersonEntry, said: &Placed<Attendance>, status: Status) {
    let (name, word) = (person.name.full(), said.value.as_str());
    if status == Status::Final {
        let message = format!("{name} is '{word}' in a note that is final");
        desk.push(Diagnostic::error("unconfirmed-speaker", said.span.clone(), message).hint(
            "write 'status: confirmed' once the person has agreed, or 'status: provisional' for the note",
        ));
        return;
    }
    for (language, terms) in desk.terms() {
        // That the key is there at all is for `check_required` to say.
        if terms.attendance.get(word).is_none_or(|forms| forms.one(person.gender).is_some()) {
            continue;
        }
        let form = form_of(&[person.gender]);
        let message = format!("'{word}' has no {} in '{language}', which {name} needs", form_name(form));
        desk.push(
            Diagnostic::error("missing-form", said.span.clone(), message)
                .hint(format!("add '{form}: …' under 'attendance', '{word}' in {}", terms.span.file.path)),
        );
    }
}
