//! The outline of a PDF (its bookmarks): the title, its sections below it, their parts below them, one entry each. It has the
//! same form in every layout, whatever order the engine meets the headings of two languages in.

use super::{Project, repository};
use std::collections::HashMap;
use std::fs;

/// An entry as the file has it: the entry after it, and the first one below it.
#[derive(Default)]
struct Entry {
    next: Option<u32>,
    first: Option<u32>,
    title: Vec<u8>,
}

/// The entries of a PDF in their order, each with its depth and its title, from the dictionaries in plain sight.
fn outline(pdf: &[u8]) -> Vec<(usize, String)> {
    let text: String = pdf.iter().map(|byte| char::from(*byte)).collect();
    let reference = |dictionary: &str, key: &str| -> Option<u32> {
        let (_, rest) = dictionary.split_once(&format!("/{key} "))?;
        rest.split(' ').next()?.parse().ok()
    };
    let mut entries: HashMap<u32, Entry> = HashMap::new();
    let mut root = None;
    for object in text.split(" 0 obj").zip(text.split(" 0 obj").skip(1)) {
        let (before, dictionary) = object;
        let number = before.rsplit(|sign: char| !sign.is_ascii_digit()).next().and_then(|n| n.parse().ok());
        let dictionary = dictionary.split("endobj").next().unwrap_or_default();
        if dictionary.contains("/Type/Outlines") {
            root = reference(dictionary, "First");
        } else if let (Some(number), Some((_, title))) = (number, dictionary.split_once("/Title"))
            && dictionary.contains("/Dest ")
        {
            let title = title.split("/Dest").next().unwrap_or_default();
            let entry = Entry {
                next: reference(dictionary, "Next"),
                first: reference(dictionary, "First"),
                title: title.chars().map(|sign| sign as u8).collect(),
            };
            entries.insert(number, entry);
        }
    }
    let mut found = Vec::new();
    let mut open: Vec<(u32, usize)> = root.map(|number| (number, 1)).into_iter().collect();
    while let Some((number, depth)) = open.pop() {
        let entry = entries.get(&number).expect("an entry");
        found.push((depth, String::from_utf8_lossy(&entry.title).into_owned()));
        open.extend(entry.next.map(|next| (next, depth)));
        open.extend(entry.first.map(|first| (first, depth + 1)));
    }
    found
}

/// How deep each entry of an edition lies, in a layout of two languages.
fn depths(layout: &str, change: Option<(&str, &str, &str)>, edition: &str) -> Vec<usize> {
    let project = Project::copy_of("tests/pages/in");
    let house = fs::read_to_string(repository().join("tests/pages/in/sources/house.yaml")).expect("a house");
    project.write("sources/house.yaml", &format!("{house}layout: {layout}\n"));
    if let Some((file, old, new)) = change {
        project.write(file, &fs::read_to_string(repository().join(file)).expect("a template"));
        project.change(file, old, new);
    }
    project.run(&["build", "--note", "twelve-speakers", "--languages", edition]).expect(0);
    let pdf = project.read(&format!("out/twelve-speakers/twelve-speakers.{edition}.pdf"));
    outline(&pdf).into_iter().map(|(depth, _)| depth).collect()
}

#[test]
fn sections_hang_from_the_title_in_every_layout() {
    // The title; two sections and the agenda; the two parts of the agenda.
    let form = [1, 2, 2, 2, 3, 3];
    for (layout, edition) in [("columns", "fr"), ("columns", "en"), ("columns", "fr-en"), ("facing", "fr-en")]
    {
        assert_eq!(depths(layout, None, edition), form, "{layout} {edition}");
    }
    // One part a language.
    assert_eq!(depths("sequence", None, "fr-en"), form.repeat(2));
    // With an entry for each heading, sections leave their title.
    let all = ("templates/brand/page.typ", "set heading(bookmarked: false)", "set heading(bookmarked: true)");
    for layout in ["columns", "facing"] {
        assert_ne!(depths(layout, Some(all), "fr-en"), form, "{layout}");
    }
}

#[test]
fn an_entry_names_its_section_in_both_languages() {
    let project = Project::copy_of("tests/house");
    project.run(&["build", "--languages", "fr-en", "--media", "screen"]).expect(0);
    let entries = outline(&project.read("out/note/note.fr-en.pdf"));
    let titles: Vec<&str> = entries.iter().map(|(_, title)| title.as_str()).collect();
    assert_eq!(titles[..2], ["(Les villes de demain / The cities of tomorrow)", "(Contexte / Background)"]);
    // What is the same in both languages is said once.
    assert_eq!(titles[2..4], ["(Questions)", "(Programme / Agenda)"]);
}
