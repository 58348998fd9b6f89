//! One slip, one finding: where the form of the prose is in doubt, the languages are not said to differ as well.

use crate::diagnostic::{self, Diagnostic};
use crate::model::{Source, Span, Text};

/// Takes back what was found from `told` on about sections and blocks that do not pair up, where a finding on the form of
/// one of the files may be the reason.
pub fn withdraw(found: &mut Vec<Diagnostic>, told: usize, source: &Source) {
    let sections = source.prose.values().any(|prose| prose.doubts.sections);
    let doubtful: Vec<String> = source
        .prose
        .values()
        .flat_map(|prose| prose.doubts.blocks.iter().filter_map(|place| section(source, place)))
        .collect();
    let doubtful = |finding: &Diagnostic| match finding.code {
        "misaligned-sections" => sections,
        "misaligned-blocks" => {
            let place = finding.span.as_ref().and_then(|span| section(source, span));
            place.is_some_and(|id| doubtful.contains(&id))
        }
        _ => false,
    };
    diagnostic::withdraw(found, told, doubtful);
}

/// The id of the section in which a place lies.
fn section(source: &Source, place: &Span) -> Option<String> {
    let prose = source.prose.values().find(|prose| prose.file == place.file)?;
    let section = prose.sections.iter().rev().find(|section| section.span.start <= place.start)?;
    section.id.as_ref().map(Text::plain)
}
