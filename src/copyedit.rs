//! copyedit: `Note`, a language's terms → `FairCopy`.

use crate::model::{FairCopy, House, Language, Note};

/// The note as one language prints it.
pub fn copyedit(_note: &Note, _house: &House, _language: Language) -> FairCopy {
    todo!()
}
