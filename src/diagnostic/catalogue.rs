//! The rules' catalogue: one page a code, `docs/rules/<code>.md`, compiled into the program.
//!
//! A page says, at its head, how grave its findings are by default, what they are about, and whether a house may weigh
//! the rule anew and a note may waive it: `adjustable: true`. Only rules are that whose findings are warnings by default,
//! and may have been meant by whoever wrote so: an editor's judgement. What the others find is a slip in every house.

use super::Severity;
use include_dir::{Dir, include_dir};

static PAGES: Dir = include_dir!("$CARGO_MANIFEST_DIR/docs/rules");

/// What rules are about: the word at the head of a page, and the heading of the index, in its order.
pub const SUBJECTS: [(&str, &str); 18] = [
    ("files", "Files and folders"),
    ("yaml", "The form of YAML"),
    ("facts", "Facts"),
    ("time", "Day and time"),
    ("agenda", "Agenda"),
    ("people", "People and their titles"),
    ("editions", "Editions and languages"),
    ("structure", "Structure of the prose"),
    ("links", "Links and addresses"),
    ("parity", "Languages side by side"),
    ("wording", "Wording"),
    ("access", "Access"),
    ("pictures", "Pictures"),
    ("looks", "Brand and fonts"),
    ("print", "Print"),
    ("templates", "Templates and terms"),
    ("rules", "Rules and waivers"),
    ("program", "The program itself"),
];

/// A rule, as its page tells of it.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    pub code: &'static str,
    pub severity: Severity,
    pub adjustable: bool,
    /// The first word of one of the [`SUBJECTS`].
    pub subject: &'static str,
    /// What the rule asks for, in one line.
    pub title: &'static str,
    /// What follows the title.
    pub body: &'static str,
}

/// The rule of this code; `None` if the catalogue has no such page.
pub fn rule(code: &str) -> Option<Rule> {
    let file = PAGES.get_file(format!("{code}.md"))?;
    let (head, page) = file.contents_utf8()?.strip_prefix("---\n")?.split_once("\n---\n")?;
    let says = |key| head.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(": "));
    let (title, body) = page.trim().strip_prefix("# ")?.split_once('\n')?;
    Some(Rule {
        code: file.path().file_stem()?.to_str()?,
        severity: match says("severity")? {
            "error" => Severity::Error,
            "warning" => Severity::Warning,
            _ => return None,
        },
        adjustable: says("adjustable")? == "true",
        subject: says("subject")?,
        title,
        body: body.trim(),
    })
}

/// Every code that has a page, in alphabetical order.
pub fn codes() -> Vec<&'static str> {
    let stems = PAGES.files().filter_map(|file| file.path().file_stem()?.to_str());
    let mut codes: Vec<_> = stems.filter(|code| *code != "README").collect();
    codes.sort_unstable();
    codes
}

/// All rules by subject: the heading, and its rules in alphabetical order.
pub fn by_subject() -> Vec<(&'static str, Vec<Rule>)> {
    let rules: Vec<Rule> = codes().into_iter().filter_map(rule).collect();
    let on = |subject: &str| rules.iter().filter(|rule| rule.subject == subject).copied().collect();
    SUBJECTS.iter().map(|(subject, heading)| (*heading, on(subject))).collect()
}

#[cfg(test)]
mod tests {
    use super::{SUBJECTS, Severity, codes, rule};

    #[test]
    fn every_page_can_be_read() {
        assert!(!codes().is_empty());
        for code in codes() {
            let rule = rule(code).unwrap_or_else(|| {
                panic!("docs/rules/{code}.md lacks a title, or a severity, adjustable or subject at its head")
            });
            assert_eq!(rule.code, code);
            let subjects = SUBJECTS.map(|(subject, _)| subject);
            assert!(subjects.contains(&rule.subject), "the subject of {code} is none of {subjects:?}");
            assert!(!rule.title.ends_with('.'), "the title of {code} ends with a full stop");
            // A fault of the program has no example, and is no fault of those who read of it.
            let told = match rule.subject {
                "program" => vec!["\n## What to do\n"],
                _ => vec!["\n## Instead of\n", "\n## Write\n"],
            };
            for heading in told {
                assert!(rule.body.contains(heading), "the page of {code} lacks {}", heading.trim());
            }
            assert!(!rule.body.starts_with('#'), "the page of {code} does not say why");
        }
    }

    #[test]
    fn only_warnings_are_adjustable() {
        for rule in codes().into_iter().filter_map(rule).filter(|rule| rule.adjustable) {
            assert_eq!(rule.severity, Severity::Warning, "{} is an error and adjustable", rule.code);
        }
    }
}
