//! Diptych: a publishing press for bilingual session documents.
//!
//! The house is one row of rooms; this file alone knows their order:
//!
//! ```text
//! load → check → copyedit → proofread → merge → typeset ┐
//!                                         ↑       │ PageMap  ├→ publish
//!                                         └───────┴─ merge (XHTML) → bind ┘
//! ```
//!
//! Each room is one file with one public function of its name. No room imports another; all share `model` and
//! `diagnostic`.

pub mod bind;
pub mod check;
pub mod copyedit;
pub mod diagnostic;
pub mod load;
pub mod merge;
pub mod model;
pub mod proofread;
pub mod publish;
pub mod typeset;
