//! Profiles: what the house chooses, what a note chooses in its place, and what a house writes itself.

use super::Project;

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
