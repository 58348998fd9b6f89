//! What `diptych accept` writes: the note's passages as they stand, or some of them, as accepted.

use super::Ledger;
use super::passages::{self, Group, Passage};
use crate::check::editions;
use crate::check::session::Session;
use crate::diagnostic::nearest;
use crate::model::{Accepted, AcceptedLine, House, Source, SourceFile};
use std::sync::Arc;

/// The lines of the file that accepts the passages at `places`, or all of them where no place is named: those of passages
/// that are gone are left out, and those of passages not named stay as they are. `None` for a note without translations.
/// The note must be free of errors.
///
/// # Errors
/// A sentence on a place that is none of the note's: places are `fr.md`, `fr.md#context`, `fr.md:12`.
pub fn accept(
    source: &Source,
    house: &House,
    places: &[String],
) -> Result<Option<Vec<AcceptedLine>>, String> {
    let Some(session) = Session::read(&source.session, &mut Vec::new()) else { return Ok(None) };
    let plan = editions::plan(source, &session, house, &mut Vec::new());
    let groups = passages::groups(source, &session, &plan.languages);
    if groups.is_empty() {
        return Ok(None);
    }
    let mut chosen = vec![places.is_empty(); groups.len()];
    for place in places {
        let place = Place::read(place, source)?;
        let mut any = false;
        for (group, chosen) in groups.iter().zip(&mut chosen) {
            let named = group.passages.iter().any(|(_, passage)| place.names(group, passage));
            *chosen |= named;
            any |= named;
        }
        if !any {
            return Err(place.unknown(&groups));
        }
    }
    let none = || Accepted {
        file: Arc::new(SourceFile { path: String::new(), text: String::new() }),
        lines: Vec::new(),
    };
    let accepted = source.accepted.clone().unwrap_or_else(none);
    let ledger = Ledger::open(&accepted, &groups);
    let lines = groups.iter().zip(chosen).flat_map(|(group, chosen)| match chosen {
        true => vec![AcceptedLine { place: group.place.clone(), prints: group.prints(), span: None }],
        false => ledger.lines_of(group).into_iter().cloned().collect(),
    });
    Ok(Some(lines.collect()))
}

/// A place as it is named on the command line.
struct Place<'a> {
    written: &'a str,
    file: &'a str,
    part: Part<'a>,
}

enum Part<'a> {
    Whole,
    /// A section by its id, or a key of `session.yaml`.
    Section(&'a str),
    Line(usize),
}

impl<'a> Place<'a> {
    /// A path as findings have it, `sources/note/fr.md:12:1`, is understood too.
    fn read(written: &'a str, source: &Source) -> Result<Self, String> {
        let name = written.rsplit('/').next().unwrap_or(written);
        let (file, part) = match (name.split_once('#'), name.split_once(':')) {
            (Some((file, section)), _) => (file, Part::Section(section)),
            (None, Some((file, line))) => {
                let number = line.split(':').next().and_then(|line| line.parse().ok());
                let number = number.ok_or_else(|| format!("'{written}' names no line: write {file}:12"))?;
                (file, Part::Line(number))
            }
            (None, None) => (name, Part::Whole),
        };
        let files = source.prose.keys().map(|language| format!("{language}.md"));
        let files: Vec<String> = files.chain(["session.yaml".to_owned()]).collect();
        if !files.iter().any(|known| known == file) {
            return Err(format!(
                "there is no '{file}' in the note '{}': write {}",
                source.id,
                files.join(" or ")
            ));
        }
        Ok(Self { written, file, part })
    }

    fn names(&self, group: &Group, passage: &Passage) -> bool {
        let in_file = passage.span.file.path.rsplit('/').next() == Some(self.file);
        in_file
            && match self.part {
                Part::Whole => true,
                Part::Section(section) => section_of(group) == section,
                Part::Line(line) => {
                    let (from, to) = (passage.span.line_column().0, passage.span.end_line_column().0);
                    (from..=to).contains(&line)
                }
            }
    }

    fn unknown(&self, groups: &[Group]) -> String {
        let Part::Section(section) = self.part else {
            return format!("no passage that is translated stands at {}", self.written);
        };
        let here = |group: &&Group| {
            group.passages.iter().any(|(_, passage)| passage.span.file.path.ends_with(self.file))
        };
        let mut known: Vec<&str> =
            groups.iter().filter(here).map(section_of).filter(|section| !section.is_empty()).collect();
        known.dedup();
        let mend = match nearest(section, known.iter().copied()) {
            Some(known) => format!("did you mean '{known}'?"),
            None => format!("there are {}", known.join(", ")),
        };
        format!("there is no part '{section}' in {} that is translated: {mend}", self.file)
    }
}

fn section_of(group: &Group) -> &str {
    group.place.split_once('#').map_or("", |(_, section)| section)
}
