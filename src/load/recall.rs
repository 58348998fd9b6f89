//! Whether what was read is still so. In: an account. Out: whether the disk gives the same answers, and where only what
//! the system says of files is another, the account as it is now. Content is read only where that leaves a doubt.

use super::disk::Project;
use super::register;
use crate::model::{Account, Answer, Digest};
use std::path::Path;

/// What became of an account.
#[derive(Debug, PartialEq, Eq)]
pub enum Recall {
    Same,
    /// The same, but it is known in another way: the account was renewed.
    Renewed,
    Changed,
}

/// Puts the questions of an account again. `now` is a moment before that, by the clock of the file system.
pub fn recall(root: &Path, account: &mut Account, now: i64, numbers: &dyn Fn() -> Digest) -> Recall {
    let Some(project) = Project::open(root, &mut Vec::new()) else { return Recall::Changed };
    let mut renewed = false;
    for (path, answer) in &mut account.answers {
        let same = match answer {
            Answer::File { stamp, digest } => {
                let found = project.stamp(path);
                if found.is_some()
                    && found == *stamp
                    && found.is_some_and(|found| found.is_before(account.began))
                {
                    true
                } else {
                    let same = project.bytes(path).is_ok_and(|bytes| Digest::of(&bytes) == *digest);
                    renewed |= stamp.is_some() || found.is_some();
                    *stamp = found;
                    same
                }
            }
            Answer::Lost(trouble) => project.bytes(path).is_err_and(|found| format!("{found:?}") == *trouble),
            Answer::There(there) => project.exists(path) == *there,
            Answer::Folder(digest) => project.listing(path) == *digest,
            Answer::Numbers(digest) => numbers() == *digest,
        };
        if !same {
            return Recall::Changed;
        }
    }
    if renewed {
        account.began = now;
        return Recall::Renewed;
    }
    Recall::Same
}

/// The digest of the facts of all notes that may bear numbers.
pub fn numbers(root: &Path) -> Digest {
    let project = Project::open(root, &mut Vec::new());
    project.map_or_else(Digest::default, |project| register::digest(&project))
}
