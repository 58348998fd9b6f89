//! What stands around the pages for the printing house, and how they are laid out on larger sheets: marks on every plate,
//! booklets that read in order once they are folded, and the report that goes with the file.

mod booklet;
mod report;
mod slug;

use super::Project;
use std::path::PathBuf;

/// The small house, which prints in these languages, with more lines of `house.yaml`.
fn printing(languages: &str, more: &str) -> Project {
    let project = Project::copy_of("tests/house");
    project.change("sources/house.yaml", "languages: [fr, en, fr-en]", &format!("languages: [{languages}]"));
    project.change("sources/house.yaml", "media: [screen, epub]", "media: [print]");
    project.change("sources/house.yaml", "issued:", &format!("{more}\nissued:"));
    project
}

/// The path of a file of the small house's note.
fn file(project: &Project, name: &str) -> PathBuf {
    project.root().join("out/note").join(name)
}
