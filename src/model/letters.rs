//! Which signs are letters and figures. The tables of the standard library are searched anew for each sign beyond ASCII, and
//! every rule of typography and wording asks for every sign: the letters of Europe are told by their place.

/// The same as [`char::is_alphabetic`].
pub fn is_letter(sign: char) -> bool {
    match sign {
        '\0'..='\u{7F}' => sign.is_ascii_alphabetic(),
        // Latin letters (Unicode, Latin-1 Supplement, Latin Extended-A and B) but for two signs of arithmetic.
        '\u{C0}'..='\u{24F}' => !matches!(sign, '×' | '÷'),
        // Arabic, and the older half of Cyrillic.
        '\u{620}'..='\u{64A}' | '\u{400}'..='\u{481}' => true,
        // Quotation marks, dashes, spaces, marks of direction (General Punctuation).
        '\u{2000}'..='\u{206F}' => false,
        _ => sign.is_alphabetic(),
    }
}

/// The same as [`char::is_alphanumeric`].
pub fn is_letter_or_figure(sign: char) -> bool {
    match sign {
        '\0'..='\u{7F}' => sign.is_ascii_alphanumeric(),
        '\u{A0}' => false,
        '\u{C0}'..='\u{24F}' | '\u{400}'..='\u{481}' | '\u{620}'..='\u{64A}' | '\u{2000}'..='\u{206F}' => {
            is_letter(sign)
        }
        _ => sign.is_alphanumeric(),
    }
}

/// The first sign of a word, made small: where it differs, so do the words, whatever their capitals.
pub fn head(word: &str) -> Option<char> {
    word.chars().next().and_then(|sign| sign.to_lowercase().next())
}

#[cfg(test)]
mod tests {
    #[test]
    fn all_signs_are_what_unicode_says() {
        for sign in '\0'..=char::MAX {
            assert_eq!(super::is_letter(sign), sign.is_alphabetic(), "{sign:?}");
            assert_eq!(super::is_letter_or_figure(sign), sign.is_alphanumeric(), "{sign:?}");
        }
    }
}
