//! The ground floor: the nouns that all rooms share. Nothing here reads, writes, prints or decides.

mod accepted;
mod brand;
pub mod contrast;
mod display;
mod edition;
pub mod form;
mod glossary;
mod house;
mod language;
mod legibility;
mod manuscript;
mod note;
mod programme;
mod record;
mod register;
mod reproductions;
mod source;
mod terms;
mod text;

pub use accepted::*;
pub use brand::*;
pub use display::*;
pub use edition::*;
pub use glossary::*;
pub use house::*;
pub use language::*;
pub use legibility::*;
pub use manuscript::*;
pub use note::*;
pub use programme::*;
pub use record::*;
pub use register::*;
pub use reproductions::*;
pub use source::*;
pub use terms::*;
pub use text::*;
