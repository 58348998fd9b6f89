//! The clauses on what is drawn: inks, pictures, lines, letters, and where they stand. Each looks at the `survey`.

mod black_text;
mod bleed_reached;
mod hairlines;
mod ink_coverage;
mod picture_resolution;
mod process_colours;
mod safe_margin;
mod type_size;
mod white_overprint;

mod faults;

use super::clause::Clause;

/// In the order in which they are told.
pub const CLAUSES: &[&Clause] = &[
    &process_colours::PROCESS_COLOURS,
    &ink_coverage::INK_COVERAGE,
    &black_text::BLACK_TEXT,
    &white_overprint::WHITE_OVERPRINT,
    &picture_resolution::PICTURE_RESOLUTION,
    &hairlines::HAIRLINES,
    &type_size::TYPE_SIZE,
    &safe_margin::SAFE_MARGIN,
    &bleed_reached::BLEED_REACHED,
];
