//! `bad-isbn`: the numbers of editions are ISBNs (ISO 2108), and no edition bears that of another.

use crate::diagnostic::Diagnostic;
use crate::model::Text;

pub fn check(isbns: &[&Text]) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (at, isbn) in isbns.iter().enumerate() {
        let error = |message: String, hint: String| {
            Diagnostic::error("bad-isbn", isbn.span().cloned(), message).hint(hint)
        };
        let word = isbn.plain();
        let Some(digits) = digits(&word) else {
            let message = format!("'{word}' is no ISBN");
            found.push(error(
                message,
                "write its 13 figures with hyphens, such as 978-92-1-130395-7".to_owned(),
            ));
            continue;
        };
        let (sum, last) = (check_digit(&digits[..12]), digits[12]);
        if sum != last {
            let message = format!("'{word}' is no ISBN: its last figure does not belong to the others");
            found.push(error(
                message,
                format!("compare it figure by figure: these twelve would end in {sum}"),
            ));
        } else if isbns[..at].iter().any(|other| self::digits(&other.plain()) == Some(digits)) {
            let message = format!("two editions have the ISBN '{word}'");
            // ISBN Users' Manual, seventh edition, section 5: each language and each format has a number of its own.
            found.push(error(message, "give each language and each medium a number of its own".to_owned()));
        }
    }
    found
}

/// The thirteen figures of an ISBN, which begin with 978 or 979.
fn digits(word: &str) -> Option<[u8; 13]> {
    let figures: Option<Vec<u8>> = word
        .chars()
        .filter(|sign| !"- ".contains(*sign))
        .map(|sign| sign.to_digit(10).and_then(|digit| u8::try_from(digit).ok()))
        .collect();
    let figures = <[u8; 13]>::try_from(figures?).ok()?;
    matches!(figures[..3], [9, 7, 8 | 9]).then_some(figures)
}

/// Weights of one and three by turns (ISO 2108, annex C).
fn check_digit(digits: &[u8]) -> u8 {
    let sum: u32 =
        digits.iter().zip([1, 3].into_iter().cycle()).map(|(digit, by)| u32::from(*digit) * by).sum();
    u8::try_from((10 - sum % 10) % 10).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_figure_is_that_of_the_standard() {
        for sound in ["978-92-1-130395-7", "9780306406157", "979-10-90636-07-1"] {
            let digits = digits(sound).expect("thirteen figures");
            assert_eq!(check_digit(&digits[..12]), digits[12], "{sound}");
        }
    }

    #[test]
    fn old_numbers_and_words_are_none() {
        for wrong in
            ["0-306-40615-2", "978-0-306-40615", "978-0-306-40615-77", "ISBN 978-0-306-40615-7", "none", ""]
        {
            assert_eq!(digits(wrong), None, "{wrong}");
        }
    }
}
