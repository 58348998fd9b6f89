//! The rules' catalogue for people at a terminal: a page, and the list of all rules. Markdown's signs for headings are
//! left out, and lines are parted where eighty columns end.

use diptych::diagnostic::catalogue::{Rule, by_subject};

/// How many columns a terminal has, at the least.
const COLUMNS: usize = 80;

/// The page of a rule.
pub fn page(rule: &Rule) -> String {
    let weight = match rule.adjustable {
        true => "a house may weigh it, a note may waive it",
        false => "in every house",
    };
    let mut page = format!("{} ({}, {weight})\n\n", rule.code, rule.severity.as_str());
    page.push_str(&wrap(rule.title, 0));
    page.push('\n');
    for line in rule.body.lines() {
        match line.strip_prefix("## ") {
            Some(heading) => page.push_str(&format!("{heading}:\n")),
            // An example stands as it is written.
            None if line.is_empty() || line.starts_with(' ') => page.push_str(&format!("{line}\n")),
            None => page.push_str(&wrap(line, 0)),
        }
    }
    page
}

/// Every rule by subject, with its severity and what it asks for.
pub fn contents() -> String {
    const HEAD: usize = 34;
    let mut contents = "Rules by subject. 'diptych check --explain CODE' prints the page of one.\n\
                        * a house may weigh it in house.yaml, a note may waive it in session.yaml\n"
        .to_owned();
    for (subject, rules) in by_subject() {
        contents.push_str(&format!("\n{subject}\n"));
        for rule in rules {
            let severity = format!("{}{}", rule.severity.as_str(), if rule.adjustable { "*" } else { "" });
            let head = format!("  {:<21} {severity:<9}", rule.code);
            let title = wrap(rule.title, HEAD);
            contents.push_str(&format!("{head:<HEAD$}{}", title.trim_start()));
        }
    }
    contents
}

/// A paragraph in lines that begin in the column `indent`; what cannot be parted may be longer.
fn wrap(paragraph: &str, indent: usize) -> String {
    let mut lines = String::new();
    let mut room = 0;
    for word in paragraph.split(' ').filter(|word| !word.is_empty()) {
        let length = word.chars().count();
        if room < length + 1 {
            if !lines.is_empty() {
                lines.push('\n');
            }
            lines.push_str(&" ".repeat(indent));
            room = COLUMNS - indent;
        } else {
            lines.push(' ');
            room -= 1;
        }
        lines.push_str(word);
        room = room.saturating_sub(length);
    }
    lines.push('\n');
    lines
}

#[cfg(test)]
mod tests {
    use super::{COLUMNS, contents, page, wrap};
    use diptych::diagnostic::catalogue::{codes, rule};

    #[test]
    fn lines_end_before_the_column() {
        let wrapped = wrap(&"one two three ".repeat(20), 4);
        assert!(wrapped.lines().all(|line| line.starts_with("    o") || line.starts_with("    t")));
        assert!(wrapped.lines().all(|line| line.len() <= COLUMNS && !line.ends_with(' ')), "{wrapped}");
        assert_eq!(wrap(&"x".repeat(100), 0), format!("{}\n", "x".repeat(100)));
        assert_eq!(wrap(&"é".repeat(80), 0), format!("{}\n", "é".repeat(80)));
    }

    #[test]
    fn every_page_fits_a_terminal() {
        let pages = codes().into_iter().filter_map(rule).map(|rule| page(&rule));
        for page in pages.chain([contents()]) {
            let long = page.lines().find(|line| line.chars().count() > COLUMNS);
            assert_eq!(long, None);
        }
    }
}
