//! `vague-link`: the words of a link say where it leads, also to those who hear links alone, one after another (WCAG 2.2,
//! 2.4.4, "Link Purpose", and 2.4.9).

use crate::check::desk::Desk;
use crate::diagnostic::Diagnostic;
use crate::model::{Inline, Text, plain};

pub fn check(desk: &mut Desk, target: &Text, content: &[Inline], vague: &[String]) {
    let words = plain(content).replace(['\u{A0}', '\u{202F}'], " ").replace('\'', "’");
    let bare = words.trim_matches(|sign: char| !sign.is_alphanumeric()).to_lowercase();
    if !vague.contains(&bare) {
        return;
    }
    let place = first_place(content).or_else(|| target.span().cloned());
    let message = format!("the words “{}” do not say where the link leads", words.trim());
    desk.push(
        Diagnostic::warning("vague-link", place, message)
            .hint("make a link of the words that name what stands there: [the report of 2021](…)"),
    );
}

fn first_place(content: &[Inline]) -> Option<crate::model::Span> {
    content.iter().find_map(|inline| match inline {
        Inline::Text(text) | Inline::Code(text) => text.span().cloned(),
        Inline::Strong(content) | Inline::Emphasis(content) | Inline::Foreign { content, .. } => {
            first_place(content)
        }
        _ => None,
    })
}
