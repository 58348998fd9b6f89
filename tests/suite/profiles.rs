//! Profiles: what the house chooses, what a note chooses in its place, and what a house writes itself.

use super::Project;
use super::tongues::files;

/// The text of the house's one note in French and in English, as it goes to the engine.
fn printed(project: &Project) -> [String; 2] {
    project.run(&["build", "--media", "screen", "--manuscript", "m", "--deny-warnings"]).expect(0);
    ["fr", "en"].map(|language| {
        String::from_utf8(project.read(&format!("m/note.{language}/note.typ"))).expect("a merged text")
    })
}

fn project() -> Project {
    let project = Project::copy_of("tests/house");
    let fr = "Les villes changent vite : \"le \"soin\" d'abord\" - et 12 000 habitants ?";
    project.change("sources/note/fr.md", "Les villes changent vite.", fr);
    let en = "The mayor of 12,000 people said \"the 'care' plan\", and left - at last.";
    project.change("sources/note/en.md", "Cities are changing fast.", en);
    project
}

fn choose(project: &Project, file: &str, profiles: &str) {
    let text = String::from_utf8(project.read(file)).expect("UTF-8");
    project.write(file, &format!("{text}profiles: {profiles}\n"));
}

/// Each text holds its words, in which `~` and `^` stand for the no-break spaces.
fn assert_holds(texts: &[String; 2], expected: [&str; 2]) {
    for (text, words) in texts.iter().zip(expected) {
        let words = words.replace('~', "\u{A0}").replace('^', "\u{202F}");
        assert!(text.contains(&words), "{words:?} is not in\n{text}");
    }
}

#[test]
fn a_note_is_printed_by_the_profile_that_is_chosen_for_it() {
    let own = printed(&project());
    assert_holds(
        &own,
        [
            "vite~: «~le “soin” d’abord~»~– et 12^000 habitants^?",
            "said ‘the “care” plan’, and left~– at last.",
        ],
    );

    let project = project();
    choose(&project, "sources/house.yaml", "{fr: fr-CA, en: en-UN}");
    let of_house = printed(&project);
    let un = "said “the ‘care’ plan”, and left~– at last.";
    assert_holds(&of_house, ["vite~: «~le “soin” d’abord~»~– et 12~000 habitants?", un]);

    // The note's choice goes before that of the house, language by language.
    choose(&project, "sources/note/session.yaml", "{en: en-US}");
    let of_note = printed(&project);
    assert_eq!(of_note[0], of_house[0]);
    assert_holds(&of_note, ["", "said “the ‘care’ plan,” and left—at last."]);
    assert_ne!(of_note[1], of_house[1]);

    // The language itself goes by the name of its region.
    project.change("sources/note/session.yaml", "{en: en-US}", "{fr: fr-FR, en: en-GB}");
    assert_eq!(printed(&project), own);
}

#[test]
fn a_profile_of_the_house_lies_over_its_language() {
    let project = project();
    choose(&project, "sources/house.yaml", "{fr: fr-league, en: en-UN}");
    project.write(
        "templates/terms/fr-league.yaml",
        "words: {agenda: Ordre du jour}\nprofile:\n  thousands: ~\n  dash: {mark: —}\n",
    );
    let expected = "vite~: «~le “soin” d’abord~»~— et 12 000 habitants^?";
    let texts = printed(&project);
    assert_holds(&texts, [expected, "said “the ‘care’ plan”"]);
    assert_holds(&texts, ["Ordre du jour", "Agenda"]);

    // A file of the same name takes the place of the press's.
    project.write("templates/terms/en-UN.yaml", "words: {agenda: Order of business}\n");
    assert_holds(&printed(&project), [expected, "Order of business"]);
}

#[test]
fn the_type_and_the_figures_of_a_language_are_those_that_the_note_chose() {
    let project = Project::copy_of("tests/house");
    let prose = String::from_utf8(project.read("sources/note/fr.md")).expect("UTF-8");
    // One passage says which language it is in; the other stands in the type that the note's French has.
    project.write("sources/note/fr.md", &prose.replace("vite.", "vite, dit [مدينة](lang:ar) et مدينة."));
    project.write(
        "templates/terms/fr-naskh.yaml",
        "type: {base: Amiri, headings: Amiri, size: 1, leading: 1.7}\n",
    );
    project.write("templates/terms/ar-west.yaml", "profile: {numerals: latn}\n");
    choose(&project, "sources/note/session.yaml", "{fr: fr-naskh, ar: ar-west}");
    project.run(&["build", "--languages", "fr", "--manuscript", "m"]).expect(0);
    let page = String::from_utf8(project.read("m/note.fr/note.typ")).expect("a merged text");
    let types =
        page.lines().find(|line| line.contains("figures: (")).expect("languages with type of their own");
    let (ar, fr) = types.split_once("\"fr\": (").expect("French among them");
    assert!(ar.contains("\"ar\": (") && ar.contains(r#"figures: ("0","1""#), "{types}");
    assert!(fr.contains(r#"base: "Amiri""#), "{types}");
    let book = files(&project.read("out/note/note.fr.epub"));
    let sheet = book.iter().find(|(name, _)| name.ends_with("stylesheet.css"));
    let sheet = sheet.map(|(_, bytes)| String::from_utf8_lossy(bytes).into_owned()).unwrap_or_default();
    assert!(sheet.contains("ol:lang(ar) {\n  list-style-type: decimal"), "{sheet}");
    assert!(sheet.contains(":lang(fr):lang(fr) {\n  font-family: \"Amiri\""), "{sheet}");
    // A book that speaks none but languages with type of their own goes without the brand's faces.
    assert!(!book.iter().any(|(name, _)| name.contains("/source-")), "the brand's faces");
}
