//! XHTML and XML that the binder writes itself: escaped words, never raw ones.

use super::{Book, Tongue};

/// Escapes for text and for attributes with either quote.
pub fn escape(text: &str) -> String {
    quick_xml::escape::escape(text).into_owned()
}

/// Words in languages of a book: bare where they are the same from the leading language on, else one element a language.
pub fn abreast<'b>(book: &Book, words: impl Iterator<Item = (&'b Tongue<'b>, &'b str)>) -> String {
    let words: Vec<_> = words.collect();
    let leads = |tongue: &Tongue| book.leading().is_some_and(|lead| lead.language == tongue.language);
    match words.as_slice() {
        [(tongue, word), others @ ..] if leads(tongue) && others.iter().all(|(_, other)| other == word) => {
            escape(word)
        }
        _ => words
            .iter()
            .map(|(tongue, word)| {
                let (language, dir) = (tongue.language, tongue.dir());
                let word = escape(word);
                format!("<span lang=\"{language}\" xml:lang=\"{language}\" dir=\"{dir}\">{word}</span>")
            })
            .collect::<Vec<_>>()
            .join(" "),
    }
}

/// Words in the languages of a book, for places that take text alone.
pub fn in_one_line<'b>(words: impl Iterator<Item = (&'b Tongue<'b>, &'b str)>) -> String {
    let mut words: Vec<String> = words.map(|(_, word)| escape(word)).collect();
    words.dedup();
    words.join(" · ")
}

/// An XHTML document in the leading language of a book.
pub fn document(book: &Book, title: &str, body: &str) -> String {
    let (language, dir) = book
        .leading()
        .map_or_else(|| ("und".to_owned(), "ltr"), |tongue| (tongue.language.to_string(), tongue.dir()));
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" lang="{language}" xml:lang="{language}" dir="{dir}">
<head>
<title>{title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1"/>
<link rel="stylesheet" type="text/css" href="stylesheet.css"/>
</head>
{body}
</html>
"#
    )
}
