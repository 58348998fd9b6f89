//! Translations that somebody accepted: what makes them stale and what does not, and how two branches come together.

use super::{Project, repository, tool};
use std::fs;
use std::path::Path;
use std::process::Command;

const FILE: &str = "sources/note/accepted.txt";
const FR: &str = "sources/note/fr.md";
const EN: &str = "sources/note/en.md";

/// The house of the cases, with its note accepted.
fn accepted() -> Project {
    let project = Project::copy_of("tests/house");
    assert_eq!(project.run(&["accept"]).expect(0).stdout, format!("{FILE}\n"));
    project
}

fn text(project: &Project, path: &str) -> String {
    String::from_utf8(project.read(path)).expect("UTF-8")
}

/// The places of what is stale, as `en.md:5`.
fn stale(project: &Project) -> Vec<String> {
    let run = project.run(&["check", "--diagnostics", "json"]).expect(0);
    let report: serde_json::Value = serde_json::from_str(&run.stderr).expect("one JSON document");
    let findings = report["diagnostics"].as_array().expect("findings").iter();
    let place = |finding: &serde_json::Value| {
        let path = finding["place"]["file"].as_str().expect("a file");
        format!("{}:{}", path.rsplit('/').next().unwrap_or_default(), finding["place"]["line"])
    };
    findings.filter(|finding| finding["code"] == "stale-translation").map(place).collect()
}

#[test]
fn a_note_that_nobody_accepted_is_not_watched() {
    let project = Project::copy_of("tests/house");
    project.change(FR, "vite", "lentement");
    assert_eq!(project.run(&["check", "--deny-warnings"]).expect(0).stderr, "");
}

#[test]
fn what_is_accepted_is_fresh_and_written_once() {
    let project = accepted();
    let run = project.run(&["check", "--deny-warnings"]).expect(0);
    assert_eq!(run.stderr, "");
    let first = project.read(FILE);
    assert_eq!(project.run(&["accept", "--note", "note"]).expect(0).stdout, format!("{FILE}\n"));
    assert_eq!(project.read(FILE), first);
    // No date of a file is looked at, and line ends of Windows say nothing.
    project.write(FILE, &text(&project, FILE).replace('\n', "\r\n"));
    assert_eq!(project.run(&["check", "--deny-warnings"]).expect(0).stderr, "");
    // Nothing is left of the desk.
    assert_eq!(project.files(".diptych"), [""; 0]);
}

#[test]
fn typography_and_place_are_no_change() {
    let project = accepted();
    project.change(FR, "Que faire d’abord ?", "Que   faire d'abord\u{202F}?");
    project.change(FR, "Les villes changent vite.", "Les *villes*\nchangent vite.");
    project.change(EN, "\n\nCities", "\n\n### Now\n\nWords that are new.\n\nCities");
    project.change(FR, "\n\nLes *villes", "\n\n### Maintenant\n\nDes mots nouveaux.\n\nLes *villes");
    // The new passages alone: what stands below them is known by its words.
    assert_eq!(stale(&project), ["en.md:5", "en.md:7"]);
}

#[test]
fn the_side_that_stayed_behind_is_pointed_at() {
    let project = accepted();
    project.change(FR, "vite", "lentement");
    project.change(EN, "What comes next?", "What is next?");
    project.change("sources/note/session.yaml", "Un débat sur", "Un grand débat sur");
    assert_eq!(stale(&project), ["en.md:5", "fr.md:10", "session.yaml:6"]);
    let run = project.run(&["check"]).expect(0);
    for words in [
        "this paragraph is a stale translation: the 'fr' has changed",
        "::: sources/note/fr.md:5:1",
        "this item is a stale translation: the 'en' has changed",
        "::: sources/note/en.md:10:4",
        "this summary is a stale translation: the 'fr' has changed",
    ] {
        assert!(run.stderr.contains(words), "{words} is missing from\n{}", run.stderr);
    }

    // What was changed back is fresh again.
    project.change(FR, "lentement", "vite");
    assert_eq!(stale(&project), ["fr.md:10", "session.yaml:6"]);
    // One passage is accepted, by the very place that the finding names; the others wait.
    let run = project.run(&["accept", "--note", "note", "--at", "sources/note/fr.md:10:1"]).expect(0);
    assert_eq!(run.stdout, format!("{FILE}\n"));
    assert_eq!(stale(&project), ["session.yaml:6"]);
    project.run(&["accept", "--note", "note", "--at", "session.yaml#summary"]).expect(0);
    assert_eq!(project.run(&["check", "--deny-warnings"]).expect(0).stderr, "");
}

/// Short words stand in many places: what is still accepted somewhere else says nothing of this place.
#[test]
fn words_that_return_do_not_mislead() {
    let project = Project::copy_of("tests/house");
    for (file, first, second, yes, no) in [
        (FR, "Que faire d’abord ?", "Que faire ensuite ?", "Oui", "Non"),
        (EN, "What comes first?", "What comes next?", "Yes", "No"),
    ] {
        project.change(file, first, yes);
        project.change(file, second, no);
    }
    project.run(&["accept"]).expect(0);
    project.change(FR, "2. Non", "2. Oui");
    let run = project.run(&["check"]).expect(0);
    assert!(run.stderr.contains("this item is a stale translation: the 'fr'"), "{}", run.stderr);
    assert_eq!(stale(&project), ["en.md:10"]);
    project.change(EN, "2. No", "2. Yes");
    // Accepted before, in another place.
    assert!(stale(&project).is_empty());
}

#[test]
fn a_section_is_accepted_without_the_others() {
    let project = accepted();
    let before = text(&project, FILE);
    project.change(FR, "vite", "lentement");
    project.change(FR, "ensuite", "après");
    project.run(&["accept", "--note", "note", "--at", "fr.md#context"]).expect(0);
    // The other section is stale as before, and still says which side changed.
    let run = project.run(&["check"]).expect(0);
    assert!(run.stderr.contains("this item is a stale translation: the 'fr'"), "{}", run.stderr);
    assert_eq!(stale(&project), ["en.md:10"]);
    // One line of the file has changed.
    let after = text(&project, FILE);
    assert_eq!(before.lines().zip(after.lines()).filter(|(before, after)| before != after).count(), 1);
    for (place, words) in [
        ("fr.md#contxt", "did you mean 'context'?"),
        ("de.md", "there is no 'de.md' in the note 'note': write en.md or fr.md or session.yaml"),
        ("fr.md:4", "no passage that is translated stands at fr.md:4"),
        ("fr.md:x", "'fr.md:x' names no line"),
    ] {
        let run = project.run(&["accept", "--note", "note", "--at", place]).expect(2);
        assert!(run.stderr.contains(words), "{}", run.stderr);
        assert_eq!(text(&project, FILE), after);
    }
}

#[test]
fn lines_of_what_is_gone_are_left_out() {
    let project = accepted();
    for (file, item) in [(FR, "2. Que faire ensuite ?\n"), (EN, "2. What comes next?\n")] {
        project.change(file, item, "");
    }
    assert_eq!(project.run(&["check", "--deny-warnings"]).expect(0).stderr, "");
    let before = text(&project, FILE);
    project.run(&["accept"]).expect(0);
    let after = text(&project, FILE);
    assert_eq!(before.lines().count() - after.lines().count(), 2);
    assert!(after.lines().all(|line| before.lines().any(|old| old == line)), "{after}");
}

#[test]
fn a_note_with_errors_is_not_accepted() {
    let project = Project::copy_of("tests/house");
    project.overlay(&repository().join("tests/rules/misaligned-blocks/in"));
    project.write("sources/other/session.yaml", "id: other\nkind: session\n");
    for language in ["fr", "en"] {
        project.write(&format!("sources/other/{language}.md"), "# Ports\n\n## Ports {#a}\n\nPorts.\n");
    }
    let run = project.run(&["accept"]).expect(1);
    assert!(run.stderr.contains("error[misaligned-blocks]"), "{}", run.stderr);
    assert_eq!(run.stdout, "sources/other/accepted.txt\n");
    assert!(!project.exists(FILE));
}

#[test]
fn what_is_to_be_accepted_keeps_nobody_from_accepting() {
    let project = accepted();
    project.change("sources/house.yaml", "publisher:", "severities: {stale-translation: error}\npublisher:");
    project.change(FR, "vite", "lentement");
    let run = project.run(&["build"]).expect(1);
    assert!(run.stderr.contains("error[stale-translation]") && run.stdout.is_empty(), "{}", run.stderr);
    project.run(&["accept", "--deny-warnings"]).expect(0);
    project.run(&["check", "--deny-warnings"]).expect(0);
    // Nor does a file that is out of order.
    project.write(FILE, "<<<<<<< a\n");
    project.run(&["accept", "--deny-warnings"]).expect(0);
    assert_eq!(project.run(&["check", "--deny-warnings"]).expect(0).stderr, "");
}

#[test]
fn a_stale_passage_can_be_waived() {
    let project = accepted();
    project.change(FR, "vite", "lentement");
    let waiver = "id: note\nwaive: [{rule: stale-translation, at: \"en.md#context\", reason: On purpose.}]";
    project.change("sources/note/session.yaml", "id: note", waiver);
    assert_eq!(project.run(&["check", "--deny-warnings"]).expect(0).stderr, "");
}

#[test]
fn a_note_in_one_language_has_nothing_to_accept() {
    let project = Project::copy_of("tests/house");
    fs::remove_file(project.root().join(EN)).expect("a file");
    project.change("sources/note/session.yaml", "id: note", "id: note\neditions: {languages: [fr]}");
    assert_eq!(project.run(&["accept"]).expect(0).stdout, "");
    let run = project.run(&["accept", "--note", "note"]).expect(2);
    assert!(run.stderr.contains("the note 'note' has no translation"), "{}", run.stderr);
    assert!(!project.exists(FILE));
}

/// Sections of languages that share no edition need not have the same passages: they are accepted as a whole.
#[test]
fn sections_that_do_not_pair_are_watched_as_a_whole() {
    let project = Project::copy_of("tests/house");
    project.change("sources/house.yaml", "[fr, en, fr-en]", "[fr, en]");
    project.change(FR, "Les villes changent vite.", "Les villes changent.\n\nElles changent vite.");
    project.run(&["accept"]).expect(0);
    assert_eq!(project.run(&["check", "--deny-warnings"]).expect(0).stderr, "");
    project.change(FR, "Elles changent vite.", "Elles changent lentement.");
    assert_eq!(stale(&project), ["en.md:3"]);
}

#[test]
fn a_third_language_joins_the_others() {
    let project = accepted();
    // Any language is a file of terms.
    let terms = fs::read_to_string(repository().join("templates/terms/en.yaml")).expect("terms");
    project.write("templates/terms/it.yaml", &terms);
    for file in ["house.yaml", "directory.yaml", "note/session.yaml"] {
        let path = format!("sources/{file}");
        let third = |line: &str| match (line.find("{fr: "), line.find(", en: ")) {
            (Some(at), Some(_)) if !line.contains("languages") => {
                let (_, english) = line[at..].split_once(", en: ").expect("English");
                let english = &english[..english.find('}').expect("an end")];
                line.replacen(", en: ", &format!(", it: {english}, en: "), 1)
            }
            _ => line.to_owned(),
        };
        let lines: Vec<String> = text(&project, &path).lines().map(third).collect();
        project.write(&path, &(lines.join("\n") + "\n"));
    }
    project.change("sources/house.yaml", "[fr, en, fr-en]", "[fr, en, it, fr-en]");
    project.write("sources/note/it.md", &text(&project, EN).replace("Cities are", "Le città are"));
    let run = project.run(&["check"]).expect(0);
    // It is told of once, not passage by passage.
    assert!(run.stderr.contains("nothing in 'it' has been accepted as a translation yet"), "{}", run.stderr);
    assert_eq!(stale(&project), ["it.md:1"]);

    project.run(&["accept", "--note", "note", "--at", "it.md#context"]).expect(0);
    let found = stale(&project);
    assert!(found.contains(&"it.md:9".to_owned()) && !found.contains(&"it.md:5".to_owned()), "{found:?}");
    project.run(&["accept"]).expect(0);
    assert!(stale(&project).is_empty());
    assert!(
        text(&project, FILE).lines().skip(1).all(|line| line.is_empty() || line.matches(':').count() == 3)
    );

    // One of three changes: both others are stale. Two of three: the third.
    project.change(FR, "vite", "lentement");
    assert_eq!(stale(&project), ["en.md:5", "it.md:5"]);
    project.change(EN, "fast", "slowly");
    assert_eq!(stale(&project), ["it.md:5"]);
    project.change("sources/note/it.md", "fast", "slowly");
    assert_eq!(stale(&project), ["en.md:5"]);
    // A language that leaves the note takes nothing with it.
    project.run(&["accept"]).expect(0);
    project.change("sources/house.yaml", "[fr, en, it, fr-en]", "[fr, en, fr-en]");
    fs::remove_file(project.root().join("sources/note/it.md")).expect("a file");
    assert!(stale(&project).is_empty());
}

/// Merges a file of two branches with git; `None`, said aloud, where git is not installed. Says how many conflicts are left.
fn merge(base: &Project, ours: &Project, theirs: &Project, path: &str, options: &[&str]) -> Option<i32> {
    let at = |project: &Project| project.root().join(path);
    let mut command = Command::new("git");
    command.arg("merge-file").args(["-L", "ours", "-L", "base", "-L", "theirs"]).args(options);
    match command.args([at(ours), at(base), at(theirs)]).status() {
        Ok(status) => Some(status.code().expect("git ends")),
        Err(error) => {
            assert!(std::env::var_os("DIPTYCH_REQUIRE_TOOLS").is_none(), "git cannot be run: {error}");
            eprintln!("skipped: install git");
            None
        }
    }
}

/// A branch in which words are changed, and the note is accepted.
fn branch(changes: &[(&str, &str, &str)]) -> Project {
    let project = accepted();
    for (path, old, new) in changes {
        project.change(path, old, new);
    }
    project.run(&["accept"]).expect(0);
    project
}

#[test]
fn branches_that_change_neighbours_merge_without_a_word() {
    let ours = branch(&[(FR, "Contexte", "Cadre"), (EN, "Background", "Setting")]);
    // The paragraph below, a new one after it, and the last item.
    let theirs = branch(&[
        (FR, "vite.", "vite.\n\nOn le voit."),
        (EN, "fast.", "fast.\n\nOne sees it."),
        (FR, "vite.", "lentement."),
        (EN, "fast.", "slowly."),
    ]);
    let base = accepted();
    for path in [FR, EN, FILE] {
        let Some(conflicts) = merge(&base, &ours, &theirs, path, &[]) else { return };
        assert_eq!(conflicts, 0, "{}", text(&ours, path));
    }
    assert_eq!(ours.run(&["check", "--deny-warnings"]).expect(0).stderr, "");
    let merged = text(&ours, FILE);
    ours.run(&["accept"]).expect(0);
    assert_eq!(text(&ours, FILE), merged, "accepted as it came out of git");
}

#[test]
fn branches_that_accept_one_passage_differently_are_told_apart() {
    let ours = branch(&[(FR, "vite", "lentement")]);
    let theirs = branch(&[(EN, "fast", "slowly")]);
    let base = accepted();
    for path in [FR, EN] {
        let Some(conflicts) = merge(&base, &ours, &theirs, path, &[]) else { return };
        assert_eq!(conflicts, 0);
    }
    let union = Project::copy_of("tests/house");
    union.overlay(ours.root());
    assert_eq!(merge(&base, &ours, &theirs, FILE, &[]), Some(1));
    assert_eq!(merge(&base, &union, &theirs, FILE, &["--union"]), Some(0));

    let run = ours.run(&["check"]).expect(0);
    let place = format!("{FILE}:{}", 1 + line_of(&text(&ours, FILE), "<<<<<<<"));
    assert!(
        run.stderr.contains("warning[accepted-conflict]: git could not merge two branches here"),
        "{}",
        run.stderr
    );
    assert!(run.stderr.contains(&place), "{place}: {}", run.stderr);
    // Each side was accepted with what the other no longer says: nobody has read these two together.
    let unread = "it and the 'fr' are new, or have both changed";
    assert!(run.stderr.contains(unread), "{}", run.stderr);
    // So does a file that git merged with both sides' lines, as .gitattributes lets it.
    let run = union.run(&["check"]).expect(0);
    assert!(!run.stderr.contains("accepted-conflict") && run.stderr.contains(unread), "{}", run.stderr);
    for project in [ours, union] {
        project.run(&["accept"]).expect(0);
        assert_eq!(project.run(&["check", "--deny-warnings"]).expect(0).stderr, "");
    }
}

fn line_of(text: &str, start: &str) -> usize {
    text.lines().position(|line| line.starts_with(start)).expect("the line")
}

#[test]
fn a_new_house_lets_git_merge_what_is_accepted() {
    let project = Project::copy_of("tests/house");
    project.run(&["new", "my-house"]).expect(0);
    let attributes = text(&project, "my-house/.gitattributes");
    assert!(attributes.contains("sources/*/accepted.txt merge=union"), "{attributes}");
    project.run(&["accept", "my-house"]).expect(0);
    project.run(&["check", "my-house", "--deny-warnings"]).expect(0);
}

/// Two branches of a new house, merged by git as its `.gitattributes` says.
#[test]
fn git_merges_what_two_branches_accepted() {
    let project = Project::copy_of("tests/house");
    project.run(&["new", "house"]).expect(0);
    let git = |arguments: &[&str]| {
        let root = project.root().join("house");
        let path = root.to_string_lossy();
        let who = [
            "-C",
            &*path,
            "-c",
            "user.name=x",
            "-c",
            "user.email=x@example.org",
            "-c",
            "core.autocrlf=false",
        ];
        tool("git", "git", &[&who, arguments].concat())
    };
    let commit = || {
        project.run(&["accept", "house"]).expect(0);
        git(&["add", "-A"])?;
        git(&["commit", "-q", "-m", "x"])
    };
    if git(&["init", "-q", "-b", "main"]).is_none() {
        return;
    }
    commit();
    git(&["checkout", "-q", "-b", "french"]);
    project.change("house/sources/first-session/fr.md", "# ", "# Neuf : ");
    commit();
    git(&["checkout", "-q", "main"]);
    project.change("house/sources/first-session/en.md", "# ", "# New: ");
    commit();
    git(&["merge", "-q", "--no-edit", "french"]);
    let run = project.run(&["check", "house"]).expect(0);
    let path = "house/sources/first-session";
    assert!(run.stderr.contains(&format!("--> {path}/en.md:1:1")), "{}", run.stderr);
    assert!(run.stderr.contains("this title is not accepted as it stands"), "{}", run.stderr);
    assert!(!run.stderr.contains("accepted-"), "{}", run.stderr);
}

/// Notes of the sample house are watched.
#[test]
fn the_sample_house_is_accepted() {
    for note in ["inclusive-digitalisation", "smart-territories"] {
        assert!(Path::new(repository()).join("sources").join(note).join("accepted.txt").is_file(), "{note}");
    }
}
