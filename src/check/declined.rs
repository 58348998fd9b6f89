//! `declined-speaker`: who declined is printed nowhere, neither in the agenda nor in the prose.

use super::desk::{Desk, at};
use super::prose::{Passage, visit};
use super::session::{PartEntry, Session};
use crate::diagnostic::Diagnostic;
use crate::model::{Attendance, BlockKind, Inline, Source, Text};
use std::collections::BTreeSet;

pub fn check(desk: &mut Desk, source: &Source, session: &Session) {
    let invitations = || session.agenda().iter().flat_map(PartEntry::invitations);
    let declined = |status: Option<Attendance>| status == Some(Attendance::Declined);
    let status = |invitation: &super::session::Invitation| invitation.status.as_ref().map(|said| said.value);
    // Who declined one part may still have another.
    let coming: BTreeSet<String> =
        invitations().filter(|one| !declined(status(one))).map(|one| one.person.plain()).collect();
    for invitation in
        invitations().filter(|one| declined(status(one)) && !coming.contains(&one.person.plain()))
    {
        let Some(person) = desk.house.directory.people.get(&invitation.person.plain()) else { continue };
        let name = person.name.full();
        let place = invitation.status.as_ref().map(|said| at(&said.span)).unwrap_or_default();
        let mut texts: Vec<Text> =
            session.summary.iter().flat_map(|summary| summary.values.values().cloned()).collect();
        for language in desk.languages.clone() {
            let Some(prose) = source.prose.get(&language) else { continue };
            let headings = prose.sections.iter().flat_map(|section| &section.heading);
            let mut see = |inline: &Inline| {
                if let Inline::Text(text) = inline {
                    texts.push(text.clone());
                }
            };
            prose.title.iter().chain(headings).for_each(&mut see);
            for section in &prose.sections {
                visit(&section.blocks, &mut |passage| match passage {
                    Passage::Inline(inline) => see(inline),
                    Passage::Block(block) => {
                        if let BlockKind::Figure { alternative, caption, .. } = &block.kind {
                            see(&Inline::Text(alternative.clone()));
                            caption.iter().for_each(|caption| see(&Inline::Text(caption.clone())));
                        }
                    }
                });
            }
        }
        for text in &texts {
            let plain = text.plain().replace(['\u{A0}', '\n'], " ");
            // Both signs are replaced by one; of another length than the text, only the whole has a place.
            let exact = plain.len() == text.plain().len();
            for (start, _) in plain.match_indices(&name) {
                let piece = text.pieces.first().filter(|_| exact && text.pieces.len() == 1);
                let span = piece.and_then(|piece| piece.span_of(start..start + name.len()));
                let span = span.or_else(|| text.span().cloned());
                let message = format!("{name} is named here, and declined in {place}");
                desk.push(
                    Diagnostic::warning("declined-speaker", span, message)
                        .hint("remove the name, or change 'status' in the agenda"),
                );
            }
        }
    }
}
