//! Ids: what they may look like, and one that could be made of a heading.

/// Whether a word is an id: lower-case letters from a to z, figures and hyphens, not beginning with a hyphen.
pub fn is_slug(word: &str) -> bool {
    crate::load::is_id(word)
}

/// An id made of the first words of a heading: a proposal, for ids are the same in every language.
pub fn slug(words: &str) -> String {
    let plain: String = words.to_lowercase().chars().map(without_accent).collect();
    let words: Vec<&str> = plain
        .split(|character: char| !character.is_ascii_alphanumeric())
        .filter(|word| word.len() > 3)
        .take(2)
        .collect();
    if words.is_empty() { "context".to_owned() } else { words.join("-") }
}

/// A word or words as an id, all of them.
pub fn kebab(words: &str) -> String {
    let plain: String = words.to_lowercase().chars().map(without_accent).collect();
    let parts: Vec<&str> = plain
        .split(|character: char| !character.is_ascii_alphanumeric())
        .filter(|part| !part.is_empty())
        .collect();
    if parts.is_empty() { "context".to_owned() } else { parts.join("-") }
}

fn without_accent(letter: char) -> char {
    const LETTERS: [(&str, char); 8] = [
        ("àáâãäåā", 'a'),
        ("çćč", 'c'),
        ("èéêëē", 'e'),
        ("ìíîïī", 'i'),
        ("ñń", 'n'),
        ("òóôõöøō", 'o'),
        ("ùúûüū", 'u'),
        ("ýÿ", 'y'),
    ];
    LETTERS.iter().find(|(accented, _)| accented.contains(letter)).map_or(letter, |(_, plain)| *plain)
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_heading_becomes_an_id() {
        for (heading, id) in [
            ("Contexte et objectifs", "contexte-objectifs"),
            ("Événements à venir", "evenements-venir"),
            ("الخلفية", "context"),
        ] {
            assert_eq!(super::slug(heading), id);
        }
    }
}
