//! The profiles that the house and its notes choose for their languages.

use crate::diagnostic::{Diagnostic, nearest};
use crate::model::{Language, Lexicon, PerLanguage, Text, head};

/// `unknown-profile`, and `unknown-language` for one of a language that has no terms.
pub fn check(lexicon: &Lexicon, chosen: Option<&PerLanguage<Text>>, found: &mut Vec<Diagnostic>) {
    let Some(chosen) = chosen else { return };
    for (language, name) in &chosen.values {
        if !lexicon.contains_key(language) {
            let known: Vec<&str> = lexicon.keys().map(Language::as_str).collect();
            let message = format!("a profile is chosen for '{language}', of which there are no terms");
            found.push(
                Diagnostic::error(
                    "unknown-language",
                    name.span().cloned().unwrap_or(head(&chosen.span)),
                    message,
                )
                .hint(format!("remove it, or choose a profile for one of: {}", known.join(", "))),
            );
        } else if lexicon.volume(*language, &name.plain()).is_none() {
            found.push(unknown(lexicon, *language, name));
        }
    }
}

fn unknown(lexicon: &Lexicon, language: Language, name: &Text) -> Diagnostic {
    let word = name.plain();
    let other = lexicon.keys().find(|other| **other != language && lexicon.volume(**other, &word).is_some());
    let message = match other {
        Some(other) => format!("the profile '{word}' is one of '{other}', not of '{language}'"),
        None => format!("unknown profile '{word}'"),
    };
    let known = lexicon.profiles(language);
    // A region in small letters, or with another sign before it: fr-ca, fr_CA.
    let alike = |typed: &str, name: &str| typed.replace('_', "-").eq_ignore_ascii_case(name);
    let meant = known.iter().find(|name| alike(&word, name)).copied();
    let hint = match meant.or_else(|| nearest(&word, known.iter().copied())) {
        Some(name) => format!("did you mean '{name}'?"),
        None if word.starts_with(&format!("{language}-")) => {
            format!("write one of: {}; or write templates/terms/{word}.yaml", known.join(", "))
        }
        None => format!("write one of: {}", known.join(", ")),
    };
    Diagnostic::error("unknown-profile", name.span().cloned(), message).hint(hint)
}
