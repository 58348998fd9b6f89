//! `bad-issn`: the number of a series is an ISSN (ISO 3297).

use crate::diagnostic::Diagnostic;
use crate::model::Text;

pub fn check(issn: &Text) -> Option<Diagnostic> {
    let word = issn.plain();
    let error = |message: String| Diagnostic::error("bad-issn", issn.span().cloned(), message);
    let Some((figures, last)) = parts(&word) else {
        let hint = "write its eight figures in two halves, such as 2049-3630";
        return Some(error(format!("'{word}' is no ISSN")).hint(hint));
    };
    let wanted = check_digit(&figures);
    (wanted != last).then(|| {
        error(format!("'{word}' is no ISSN: its last figure does not belong to the others"))
            .hint(format!("compare it figure by figure: these seven would end in {wanted}"))
    })
}

/// The seven figures and the check digit, which may be an X, of `dddd-dddd`.
fn parts(word: &str) -> Option<([u32; 7], char)> {
    let (one, other) = word.split_once('-')?;
    if one.len() != 4 || other.len() != 4 {
        return None;
    }
    let signs: Vec<char> = one.chars().chain(other.chars()).collect();
    let (last, figures) = signs.split_last()?;
    let figures: Option<Vec<u32>> = figures.iter().map(|sign| sign.to_digit(10)).collect();
    let sound = last.is_ascii_digit() || *last == 'X';
    Some((<[u32; 7]>::try_from(figures?).ok()?, *last)).filter(|_| sound)
}

/// Weights from eight down to two, modulo eleven (ISO 3297, annex A).
fn check_digit(figures: &[u32; 7]) -> char {
    let sum: u32 = figures.iter().zip((2..=8).rev()).map(|(digit, weight)| digit * weight).sum();
    match (11 - sum % 11) % 11 {
        10 => 'X',
        digit => char::from_digit(digit, 10).unwrap_or('X'),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_figure_is_that_of_the_standard() {
        for sound in ["2049-3630", "0317-8471", "2434-561X"] {
            assert!(check(&Text::supplied(sound)).is_none(), "{sound}");
        }
        for wrong in ["2049-3631", "20493630", "2434-561x", "204-93630", "X049-3630", ""] {
            assert!(check(&Text::supplied(wrong)).is_some(), "{wrong}");
        }
    }
}
