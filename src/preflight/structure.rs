//! The clauses on what a file is made of: its form, its marks, its boxes, its fonts, and what no press can use.
//!
//! Numbers of clauses are given where they were looked up; the parts of ISO 15930-7 are named by their subjects.

mod actions;
mod alternate_images;
mod annotations;
mod attachments;
mod blank_pages;
mod bleed_box;
mod blend_space;
mod box_order;
mod dates;
mod encryption;
mod font_names;
mod fonts_embedded;
mod forms;
mod identifiers;
mod layers;
mod output_intent;
mod output_profile;
mod outside_content;
mod page_count;
mod page_size;
mod page_turn;
mod postscript;
mod readable;
mod screening;
mod spot_colours;
mod standard;
mod title;
mod transfer_functions;
mod trapped;
mod trim_box;
mod version;

mod faults;
mod holdings;
mod xmp;

use super::clause::Clause;
pub use spot_colours::spots;

/// What can be said of a file that cannot be opened, too.
pub const OUTSIDE: &[&Clause] = &[&readable::READABLE, &encryption::ENCRYPTION];

/// The others, in the order in which they are told.
pub const CLAUSES: &[&Clause] = &[
    &version::VERSION,
    &standard::STANDARD,
    &output_intent::OUTPUT_INTENT,
    &output_profile::OUTPUT_PROFILE,
    &trapped::TRAPPED,
    &title::TITLE,
    &dates::DATES,
    &identifiers::IDENTIFIERS,
    &trim_box::TRIM_BOX,
    &bleed_box::BLEED_BOX,
    &box_order::BOX_ORDER,
    &page_size::PAGE_SIZE,
    &page_turn::PAGE_TURN,
    &page_count::PAGE_COUNT,
    &blank_pages::BLANK_PAGES,
    &fonts_embedded::FONTS_EMBEDDED,
    &font_names::FONT_NAMES,
    &spot_colours::SPOT_COLOURS,
    &blend_space::BLEND_SPACE,
    &transfer_functions::TRANSFER_FUNCTIONS,
    &screening::SCREENING,
    &alternate_images::ALTERNATE_IMAGES,
    &outside_content::OUTSIDE_CONTENT,
    &postscript::POSTSCRIPT,
    &layers::LAYERS,
    &annotations::ANNOTATIONS,
    &actions::ACTIONS,
    &attachments::ATTACHMENTS,
    &forms::FORMS,
];
