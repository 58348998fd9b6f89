//! `registration-link`: a registration has one link, to a page of the web, that a telephone reads off a small code.

use super::desk::Desk;
use crate::diagnostic::Diagnostic;
use crate::model::{Block, BlockKind, Span, links};

/// How many bytes a code of version 10 holds at level M (ISO/IEC 18004, table 7): its modules are still a third of a millimetre
/// wide where the code is 24 mm wide.
const LONGEST: usize = 213;

pub fn check(desk: &mut Desk, fence: &Span, blocks: &[Block]) {
    // What else stands there has a finding of its own.
    if blocks.is_empty() || !blocks.iter().all(|block| matches!(block.kind, BlockKind::Paragraph(_))) {
        return;
    }
    let links = links(blocks);
    let Some((target, _)) = links.first() else {
        return desk.push(
            Diagnostic::error("registration-link", fence.clone(), "this registration has no link")
                .hint("write one, such as [Register by 3 May](https://example.org/register)"),
        );
    };
    let place =
        |index: usize| links.get(index).and_then(|(target, _)| target.span()).unwrap_or(fence).clone();
    let address = target.plain();
    let is_web = ["http://", "https://"]
        .iter()
        .any(|scheme| address.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)));
    let (at, message, hint) = if links.len() > 1 {
        (1, "this registration has a second link".to_owned(), "keep one: the code leads to one page")
    } else if !is_web {
        (
            0,
            "the link of a registration leads to no page".to_owned(),
            "write an address that begins with https://",
        )
    } else if address.len() > LONGEST {
        let message = format!("an address of {} bytes makes a code too dense to be read", address.len());
        (0, message, "give a shorter address of the page: 213 bytes at most")
    } else {
        return;
    };
    desk.push(Diagnostic::error("registration-link", place(at), message).hint(hint));
}
