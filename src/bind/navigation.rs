//! The pages that the binder adds: cover, contents (with landmarks and page list), and the NCX for old reading systems.

use super::markup::{abreast, document, escape, in_one_line};
use super::sheet::Sheet;
use super::{Book, Words};

pub const COVER: &str = "cover.xhtml";
pub const COVER_PICTURE: &str = "cover.png";
pub const NAVIGATION: &str = "nav.xhtml";
pub const NCX: &str = "toc.ncx";
pub const STYLESHEET: &str = "stylesheet.css";
/// The files that a book has beside its pages and plates, the cover's picture excepted.
pub const OWN_FILES: [&str; 5] = [COVER, NAVIGATION, NCX, STYLESHEET, "content.opf"];

/// The page that shows the cover's picture.
pub fn cover(book: &Book) -> String {
    let title = in_one_line(book.in_tongues(&book.metadata.titles));
    let body = format!(
        "<body epub:type=\"cover\" class=\"cover\">\n\
         <p class=\"cover\"><img src=\"{COVER_PICTURE}\" alt=\"{title}\" role=\"doc-cover\"/></p>\n\
         </body>"
    );
    document(book, &title, &body)
}

/// The navigation document: contents, landmarks, page list (EPUB 3.3, section 7).
pub fn contents(book: &Book) -> String {
    let word = |read: fn(&Words) -> String| -> String {
        book.leading().map(|tongue| escape(&read(&tongue.words))).unwrap_or_default()
    };
    let heading = abreast(book, book.tongues.iter().map(|tongue| (tongue, tongue.words.contents)));
    let title = in_one_line(book.tongues.iter().map(|tongue| (tongue, tongue.words.contents)));

    let link = |sheet: &Sheet| {
        format!("<a href=\"{}\">{}</a>", escape(&sheet.leaf.name), abreast(book, book.titles(sheet)))
    };
    let entry = |sheets: &[Sheet]| match sheets {
        [] => String::new(),
        [sheet] => format!("<li>{}</li>\n", link(sheet)),
        [head, inner @ ..] => {
            // A part, and what hangs from its title page.
            let inner: String = inner.iter().map(|sheet| format!("<li>{}</li>\n", link(sheet))).collect();
            format!("<li class=\"part\">{}\n<ol>\n{inner}</ol>\n</li>\n", link(head))
        }
    };
    let entries: String = book.entries().into_iter().map(entry).collect();
    let mut body = format!(
        "<body epub:type=\"frontmatter\">\n\
         <nav epub:type=\"toc\" role=\"doc-toc\" id=\"toc\" aria-labelledby=\"toc-title\">\n\
         <h1 id=\"toc-title\">{heading}</h1>\n<ol>\n{entries}</ol>\n</nav>\n"
    );

    let mut landmarks = format!(
        "<li><a epub:type=\"cover\" href=\"{COVER}\">{}</a></li>\n\
         <li><a epub:type=\"toc\" href=\"{NAVIGATION}#toc\">{}</a></li>\n",
        word(|words| words.cover.to_owned()),
        word(|words| words.contents.to_owned())
    );
    if let Some(sheet) = book.sheet_of_type("bodymatter") {
        let words = word(|words| words.start.to_owned());
        let name = escape(&sheet.leaf.name);
        landmarks.push_str(&format!("<li><a epub:type=\"bodymatter\" href=\"{name}\">{words}</a></li>\n"));
    }
    let label = word(|words| words.landmarks.to_owned());
    body.push_str(&format!(
        "<nav epub:type=\"landmarks\" id=\"landmarks\" aria-label=\"{label}\" hidden=\"hidden\">\n\
         <ol>\n{landmarks}</ol>\n</nav>\n"
    ));

    let pages: String = markers(book)
        .map(|(name, id, label)| format!("<li><a href=\"{name}#{id}\">{label}</a></li>\n"))
        .collect();
    if !pages.is_empty() {
        let label = word(|words| words.pages.to_owned());
        body.push_str(&format!(
            "<nav epub:type=\"page-list\" role=\"doc-pagelist\" id=\"page-list\" aria-label=\"{label}\" \
             hidden=\"hidden\">\n<ol>\n{pages}</ol>\n</nav>\n"
        ));
    }
    body.push_str("</body>");
    document(book, &title, &body)
}

/// The NCX of EPUB 2: the same contents and pages, every id once.
pub fn ncx(book: &Book, identifier: &str) -> String {
    let title = in_one_line(book.in_tongues(&book.metadata.titles));
    let language = book.leading().map(|tongue| tongue.language.to_string()).unwrap_or_default();
    let mut number = 0;
    let mut point = |sheet: &Sheet, inner: &str| {
        number += 1;
        let (words, name) = (in_one_line(book.titles(sheet)), escape(&sheet.leaf.name));
        format!(
            "<navPoint id=\"point-{number}\"><navLabel><text>{words}</text></navLabel>\
             <content src=\"{name}\"/>{inner}</navPoint>\n"
        )
    };
    let entries = book.entries();
    let depth = if entries.iter().any(|sheets| sheets.len() > 1) { 2 } else { 1 };
    let points: String = entries
        .into_iter()
        .filter_map(<[_]>::split_first)
        .map(|(head, inner)| {
            let inner: String = inner.iter().map(|sheet| point(sheet, "")).collect();
            point(head, &inner)
        })
        .collect();
    let targets: String = markers(book)
        .map(|(name, id, label)| {
            format!(
                "<pageTarget id=\"target-{id}\" type=\"normal\" value=\"{label}\"><navLabel><text>{label}</text>\
                 </navLabel><content src=\"{name}#{id}\"/></pageTarget>\n"
            )
        })
        .collect();
    let page_word = book.leading().map(|tongue| escape(tongue.words.pages)).unwrap_or_default();
    let pages = match targets.is_empty() {
        true => String::new(),
        false => format!("<pageList><navLabel><text>{page_word}</text></navLabel>\n{targets}</pageList>\n"),
    };
    let count = markers(book).count();
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/" version="2005-1" xml:lang="{language}">
<head>
<meta name="dtb:uid" content="{identifier}"/>
<meta name="dtb:depth" content="{depth}"/>
<meta name="dtb:totalPageCount" content="{count}"/>
<meta name="dtb:maxPageNumber" content="{count}"/>
</head>
<docTitle><text>{title}</text></docTitle>
<navMap>
{points}</navMap>
{pages}</ncx>
"#
    )
}

/// Every page marker: its file, its id and the page it names, escaped. They stand in the order of the book, which readers
/// that look for the page at hand count on: after the pages of one part come those of the next, also where these
/// alternate on facing pages.
fn markers<'b>(book: &'b Book) -> impl Iterator<Item = (String, String, String)> + 'b {
    book.sheets.iter().flat_map(|sheet| {
        let name = &sheet.leaf.name;
        sheet.markers.iter().map(move |(id, label)| (escape(name), escape(id), escape(label)))
    })
}
