//! `empty-header-cell`: every column of a table has a name, which is read out before its cells (WCAG 2.2, 1.3.1; W3C, Tables
//! Tutorial). The corner above a column of names may stay empty; a table without any is `missing-table-header`.

use crate::check::desk::Desk;
use crate::diagnostic::Diagnostic;
use crate::model::{Inline, Span, plain};

pub fn check(desk: &mut Desk, span: &Span, header: &[Vec<Inline>]) {
    let is_empty = |cell: &Vec<Inline>| plain(cell).trim().is_empty();
    if header.iter().all(is_empty) {
        return;
    }
    let Some(column) = header.iter().skip(1).position(is_empty) else { return };
    let message = format!("column {} of this table has no name", column + 2);
    desk.push(
        Diagnostic::warning("empty-header-cell", span.clone(), message)
            .hint("name every column in the first row: the name is read out before each cell"),
    );
}
