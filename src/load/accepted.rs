//! `accepted.txt` → the translations that somebody accepted. In: the file. Out: its lines, and findings on its form.
//!
//! Whatever can be read is taken: a line is a statement by itself, and one that is left out only makes its passages wait
//! to be accepted again. Where git left a conflict, the lines of both sides count.

use crate::diagnostic::Diagnostic;
use crate::model::{
    ACCEPTED_FORM, ACCEPTED_HEAD, Accepted, AcceptedLine, Fingerprint, Language, SourceFile, Span,
};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// `None` for a file in a form that this press does not know: its fingerprints may be of another kind.
pub fn read(file: &Arc<SourceFile>, found: &mut Vec<Diagnostic>) -> Option<Accepted> {
    let mut lines = Vec::new();
    let mut seen = BTreeSet::new();
    let mut headed = false;
    let mut start = 0;
    for written in file.text.split_inclusive('\n') {
        let text = written.trim();
        let at = start + written.len() - written.trim_start().len();
        let span = Span::new(file, at..at + text.len());
        start += written.len();
        if text.is_empty() {
            continue;
        }
        if is_mark(text) {
            find_conflict(text, span, found);
            continue;
        }
        if let Some(rest) = text.strip_prefix(ACCEPTED_HEAD) {
            let form = rest.split(':').next().unwrap_or_default();
            if form != ACCEPTED_FORM {
                let message = format!("this file is in form '{form}', which this press does not know");
                let hint = format!("use a newer press, or write the file anew with {}", command(file));
                found.push(Diagnostic::warning("accepted-form", span, message).hint(hint));
                return None;
            }
            headed = true;
            continue;
        }
        match line(text, &span) {
            // What git merged with the lines of both sides may say a thing twice.
            Some(line) => lines.extend(seen.insert(line.prints.clone()).then_some(line)),
            None => found.push(
                Diagnostic::warning(
                    "accepted-form",
                    span,
                    "this line is not as 'diptych accept' writes lines",
                )
                .hint(format!("delete it; if its passages then want to be accepted, run {}", command(file))),
            ),
        }
    }
    if !headed {
        let message = "the head of this file is missing, which says its form";
        found.push(Diagnostic::warning("accepted-form", Span::top(file), message).hint(format!(
            "begin it with '{ACCEPTED_HEAD}{ACCEPTED_FORM}:', or write it anew with {}",
            command(file)
        )));
    }
    Some(Accepted { file: Arc::clone(file), lines })
}

/// `#context fr:1f0a9c2e en:77b0c1d4`
fn line(text: &str, span: &Span) -> Option<AcceptedLine> {
    let mut words = text.split_whitespace();
    let place = words.next()?.to_owned();
    let mut prints = BTreeMap::new();
    for word in words {
        let (language, figures) = word.split_once(':')?;
        if prints.insert(Language::new(language)?, Fingerprint::parse(figures)?).is_some() {
            return None;
        }
    }
    (prints.len() > 1).then(|| AcceptedLine { place, prints, span: Some(span.clone()) })
}

/// Whether git wrote this line between two sides that it could not merge.
fn is_mark(text: &str) -> bool {
    ["<<<<<<<", "|||||||", "=======", ">>>>>>>"].iter().any(|mark| text.starts_with(mark))
}

/// `accepted-conflict`, once a conflict.
fn find_conflict(text: &str, span: Span, found: &mut Vec<Diagnostic>) {
    if !text.starts_with('<') {
        return;
    }
    let message = "git could not merge two branches here, and left both sides";
    found.push(Diagnostic::warning("accepted-conflict", span, message).hint(
        "keep the lines of both sides and delete the marks (<<<<<<<, =======, >>>>>>>): \
         no line is wrong, and 'diptych check' says what is still to be accepted",
    ));
}

/// The command that writes the file.
fn command(file: &SourceFile) -> String {
    let note = file.path.rsplit('/').nth(1).unwrap_or_default();
    format!("'diptych accept --note {note}'")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(text: &str) -> (Option<usize>, Vec<(&'static str, usize)>) {
        let file = Arc::new(SourceFile { path: "sources/note/accepted.txt".into(), text: text.into() });
        let mut found = Vec::new();
        let accepted = read(&file, &mut found);
        let place = |finding: &Diagnostic| finding.span.as_ref().map_or(0, |span| span.line_column().0);
        let found = found.iter().map(|finding| (finding.code, place(finding))).collect();
        (accepted.map(|accepted| accepted.lines.len()), found)
    }

    #[test]
    fn a_file_is_read_as_far_as_it_goes() {
        let form = "accepted-form";
        for (text, lines, found) in [
            ("accepted, form 1: x\n\n# fr:00000001 en:00000002\n", Some(1), vec![]),
            ("accepted, form 1: x\r\n\r\n# fr:00000001 en:00000002\r\n", Some(1), vec![]),
            ("accepted, form 2: x\n# fr:00000001 en:00000002\n", None, vec![(form, 1)]),
            ("", Some(0), vec![(form, 1)]),
            ("# fr:00000001 en:00000002", Some(1), vec![(form, 1)]),
            ("accepted, form 1:\n# fr:00000001\n", Some(0), vec![(form, 2)]),
            ("accepted, form 1:\n# fr:00000001 fr:00000002\n", Some(0), vec![(form, 2)]),
            ("accepted, form 1:\n# fr:0000001 en:00000002\n", Some(0), vec![(form, 2)]),
            ("accepted, form 1:\n#\n", Some(0), vec![(form, 2)]),
            ("accepted, form 1:\n# fr:00000001 en:00000002\n#a en:00000002 fr:00000001\n", Some(1), vec![]),
            (
                "accepted, form 1:\n<<<<<<< a\n# fr:00000001 en:00000002\n||||||| b\n=======\n# fr:00000003 \
                 en:00000002\n>>>>>>> c\n",
                Some(2),
                vec![("accepted-conflict", 2)],
            ),
        ] {
            assert_eq!(codes(text), (lines, found), "{text}");
        }
    }
}
