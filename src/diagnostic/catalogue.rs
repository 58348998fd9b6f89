//! The rules' catalogue: one page a code, `docs/rules/<code>.md`, compiled into the program.
//!
//! A page says, at its head, how grave its findings are by default, and whether a house may weigh the rule anew and a
//! note may waive it: `adjustable: true`. Only rules whose findings are warnings by default are adjustable: without what
//! the others ask for, nothing can be printed.

use include_dir::{Dir, include_dir};

static PAGES: Dir = include_dir!("$CARGO_MANIFEST_DIR/docs/rules");

/// A rule, as its page tells of it.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    pub code: &'static str,
    pub adjustable: bool,
    /// What the rule asks for, in one line.
    pub title: &'static str,
    /// The page without its head.
    pub page: &'static str,
}

/// The rule of this code; `None` if the catalogue has no such page.
pub fn rule(code: &str) -> Option<Rule> {
    let file = PAGES.get_file(format!("{code}.md"))?;
    let (head, page) = file.contents_utf8()?.strip_prefix("---\n")?.split_once("\n---\n")?;
    let title = page.lines().find_map(|line| line.strip_prefix("# "))?;
    let code = file.path().file_stem()?.to_str()?;
    Some(Rule {
        code,
        adjustable: head.lines().any(|line| line == "adjustable: true"),
        title,
        page: page.trim(),
    })
}

/// Every code that has a page, in alphabetical order.
pub fn codes() -> Vec<&'static str> {
    let stems = PAGES.files().filter_map(|file| file.path().file_stem()?.to_str());
    let mut codes: Vec<_> = stems.filter(|code| *code != "README").collect();
    codes.sort_unstable();
    codes
}

#[cfg(test)]
mod tests {
    use super::{codes, rule};

    #[test]
    fn every_page_can_be_read() {
        assert!(!codes().is_empty());
        for code in codes() {
            let rule = rule(code).unwrap_or_else(|| panic!("docs/rules/{code}.md has no head or no title"));
            assert_eq!(rule.code, code);
            assert!(
                rule.page.contains("## Instead of") && rule.page.contains("## Write"),
                "{code} shows no example"
            );
        }
    }
}
