//! The gallery: `docs/gallery.md` is what `docs/gallery.py` writes, and each picture that a page of this repository shows is there,
//! with words for those who do not see it.

use super::{repository, tool};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

#[test]
fn the_gallery_is_what_its_generator_writes() {
    let generator = repository().join("docs/gallery.py");
    tool("python3", "python3", &[&generator.to_string_lossy(), "--check"]);
}

/// The pictures of a page, each with its words: `![words](path)` and `<img src="path" alt="words">`.
fn pictures(page: &Path) -> Vec<(PathBuf, String)> {
    let text = fs::read_to_string(page).unwrap_or_else(|error| panic!("{}: {error}", page.display()));
    // What is indented shows how a source is written.
    let text: String = text.split_inclusive('\n').filter(|line| !line.starts_with("    ")).collect();
    let folder = page.parent().expect("a page has a folder");
    let marked = text.split("![").skip(1).map(|rest| {
        let (words, rest) = rest.split_once("](").expect("a path follows the words of a picture");
        (rest.split_once(')').expect("a path ends").0, words)
    });
    let tagged = text.split("<img ").skip(1).map(|rest| {
        let tag = rest.split_once('>').expect("a tag ends").0;
        let value = |name| tag.split_once(name).and_then(|(_, rest)| rest.split('"').next());
        (value("src=\"").expect("a picture has a path"), value("alt=\"").unwrap_or_default())
    });
    marked.chain(tagged).map(|(path, words)| (folder.join(path), words.to_owned())).collect()
}

#[test]
fn pictures_of_the_documentation_are_there_and_described() {
    let pages = ["README.md", "docs/gallery.md"].map(|page| repository().join(page));
    let shown: Vec<(PathBuf, String)> = pages.iter().flat_map(|page| pictures(page)).collect();
    assert!(shown.len() > 10, "{shown:?}");
    for (path, words) in &shown {
        assert!(path.is_file(), "there is no {}", path.display());
        assert!(words.len() > 20, "{} has no words", path.display());
    }
    let shown: BTreeSet<PathBuf> = shown.into_iter().map(|(path, _)| path).collect();
    for folder in ["docs", "docs/gallery"] {
        let files = fs::read_dir(repository().join(folder)).expect("a folder");
        let files = files.map(|file| file.expect("a file").path());
        let idle: Vec<PathBuf> = files
            .filter(|path| path.extension().is_some_and(|extension| extension == "png"))
            .filter(|path| !shown.contains(path))
            .collect();
        assert!(idle.is_empty(), "no page shows {idle:?}");
    }
}
