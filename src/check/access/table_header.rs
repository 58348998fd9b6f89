//! `missing-table-header`: a table names its columns, which are read out before each cell (WCAG 2.2, 1.3.1).

use crate::check::desk::Desk;
use crate::check::prose::wordless;
use crate::diagnostic::Diagnostic;
use crate::model::{Inline, Span};

pub fn check(desk: &mut Desk, span: &Span, header: &[Vec<Inline>]) {
    if header.iter().all(|cell| wordless(cell)) {
        let message = "the first row of this table names no columns";
        desk.push(
            Diagnostic::error("missing-table-header", span.clone(), message)
                .hint("name the columns in the first row: it is read out before each cell"),
        );
    }
}
