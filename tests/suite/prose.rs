//! Whatever prose lacks, in one language or in all, in every layout: it is told of the prose, and never of a template.

use super::Project;
use std::fmt::Write;

/// Prose with a block of each kind that has parts, in any language.
const PROSE: &str = "\
# Title

## First {#first}

Words.

- one
- two

### Below

| A | B |
|---|---|
| c |   |
| d |

## Second {#second}

> Words.

::: callout
**Words**

Words.
:::

## Third {#third}

1. Words.[^1]

[^1]: Words.
";

/// The prose without each of its lines in turn, with each heading mistyped, at another level, without its id, and without any.
fn slips() -> Vec<String> {
    let lines: Vec<&str> = PROSE.lines().collect();
    let with = |at: usize, line: Option<String>| {
        let mut text = String::new();
        for (index, old) in lines.iter().enumerate() {
            let new = if index == at { line.as_deref() } else { Some(*old) };
            new.into_iter().for_each(|new| writeln!(text, "{new}").expect("memory"));
        }
        text
    };
    let mut slips = vec![String::new(), "# Title\n".to_owned()];
    slips.push(PROSE.lines().filter(|line| !line.starts_with('#')).collect::<Vec<_>>().join("\n"));
    slips.push(PROSE.lines().filter(|line| !line.starts_with("##")).collect::<Vec<_>>().join("\n"));
    slips.push(PROSE.replace("## ", "##"));
    slips.push(PROSE.replacen("\n## ", "\nStray words.\n\n## ", 1));
    for (at, line) in lines.iter().enumerate() {
        if !line.is_empty() {
            slips.push(with(at, None));
        }
        if line.starts_with('#') {
            let words = line.trim_start_matches('#').trim();
            for signs in ["##", "#", "# ", "### ", "#### ", "##\u{a0}", ""] {
                slips.push(with(at, Some(format!("{signs}{words}"))));
            }
            slips.push(with(at, line.split_once(" {").map(|(words, _)| words.to_owned())));
        }
    }
    slips
}

#[test]
fn no_prose_breaks_a_template() {
    let project = Project::copy_of("tests/house");
    let facts = String::from_utf8(project.read("sources/note/session.yaml")).expect("UTF-8");
    let (mut refused, mut built) = (0, 0);
    for (layout, slips) in [("columns", slips()), ("facing", slips()), ("sequence", slips().split_off(4))] {
        let editions = "languages: [fr, en, fr-en], media: [screen, epub]";
        project.write(
            "sources/note/session.yaml",
            &format!("{facts}\nlayout: {layout}\neditions: {{{editions}}}\n"),
        );
        for (index, slip) in slips.iter().enumerate() {
            for both in [false, true] {
                project.write("sources/note/fr.md", slip);
                project.write("sources/note/en.md", if both { slip } else { PROSE });
                let checked = project.run(&["check"]);
                if checked.status != 0 {
                    refused += 1;
                    continue;
                }
                built += 1;
                let run = project.run(&["build"]);
                assert_eq!(run.status, 0, "{layout}, slip {index}, both {both}:\n{slip}\n{}", run.stderr);
            }
        }
    }
    assert!(refused > 100 && built > 20, "{refused} refused, {built} built: are they slips?");
}
