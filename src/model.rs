//! The ground floor: the nouns that all rooms share. Nothing here reads, writes, prints or decides.

mod accepted;
mod brand;
mod edition;
pub mod form;
mod glossary;
mod house;
mod language;
mod manuscript;
mod note;
mod record;
mod source;
mod terms;
mod text;

pub use accepted::*;
pub use brand::*;
pub use edition::*;
pub use glossary::*;
pub use house::*;
pub use language::*;
pub use manuscript::*;
pub use note::*;
pub use record::*;
pub use source::*;
pub use terms::*;
pub use text::*;
