//! What the brand says of its type, as rules of a stylesheet. They follow `brand/book.css`, whose rules they change, and come
//! before a designer's own files.

use crate::model::contrast::{self, DARK, LIGHT, Rgb};
use crate::model::{Brand, Setting};

/// Kinds of words, by the elements that hold them.
const HEADINGS: &str = "h1, h2, h3, h4, h5, h6";
const LINKS: &str = "a";
const INLINE_CODE: &str = "code";
const CODE_BLOCK: &str = "pre, pre code";

/// The rules; nothing where the brand leaves all to the styles.
pub fn rules(brand: &Brand) -> String {
    let own = &brand.typography;
    let mut sheet = rule("body", &Setting { family: None, ..own.base.clone() });
    sheet += &rule(HEADINGS, &Setting { family: None, ..own.headings.clone() });
    let link = own.links.color.clone().or_else(|| brand.colors.get("link").cloned());
    sheet += &rule(LINKS, &Setting { color: link, ..own.links.clone() });
    sheet += &rule(INLINE_CODE, &own.inline_code);
    sheet += &rule(CODE_BLOCK, &Setting { size: None, ..own.code_block.clone() });
    if let Some(size) = own.code_block.size {
        sheet += &format!("pre {{ font-size: {size}em; }}\npre code {{ font-size: 1em; }}\n");
    }
    sheet
}

fn rule(words: &str, setting: &Setting) -> String {
    let mut lines = Vec::new();
    if let Some(family) = &setting.family {
        lines.push(format!("font-family: {}, monospace", super::style::quoted(family)));
    }
    lines.extend(setting.weight.map(|weight| format!("font-weight: {weight}")));
    lines.extend(setting.size.map(|size| format!("font-size: {size}em")));
    lines.extend(setting.line_height.map(|height| format!("line-height: {height}")));
    let either = |on: bool, yes: &str, no: &str| (if on { yes } else { no }).to_owned();
    lines.extend(setting.italic.map(|on| format!("font-style: {}", either(on, "italic", "normal"))));
    lines
        .extend(setting.underlined.map(|on| format!("text-decoration: {}", either(on, "underline", "none"))));
    let ground = setting.background.as_deref().and_then(contrast::parse);
    let color = setting.color.as_deref().and_then(contrast::parse);
    lines.extend(ground.map(|ground| format!("background-color: {}", contrast::hex(ground))));
    // Words on a ground of their own need no second colour by night, but one that is seen on it.
    let on =
        |paper: Rgb| color.map(|color| contrast::hex(contrast::legible_on(ground.unwrap_or(paper), color)));
    let ink =
        on(LIGHT).or_else(|| ground.map(|ground| contrast::hex(contrast::legible_on(ground, [0x24; 3]))));
    lines.extend(ink.map(|ink| format!("color: {ink}")));
    if lines.is_empty() {
        return String::new();
    }
    let mut rules = format!("{words} {{ {}; }}\n", lines.join("; "));
    if let Some(night) = on(DARK).filter(|_| ground.is_none()) {
        rules +=
            &format!("@media all and (prefers-color-scheme: dark) {{ {words} {{ color: {night}; }} }}\n");
    }
    rules
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Typography;

    #[test]
    fn a_brand_that_says_nothing_changes_nothing() {
        assert_eq!(rules(&Brand::default()), "");
    }

    #[test]
    fn what_the_brand_says_is_a_rule() {
        let links =
            Setting { color: Some("#ffdd00".to_owned()), underlined: Some(false), ..Setting::default() };
        let code =
            Setting { background: Some("#101010".to_owned()), weight: Some(500), ..Setting::default() };
        let typography = Typography { links, inline_code: code, ..Typography::default() };
        let sheet = rules(&Brand { typography, ..Brand::default() });
        assert!(sheet.starts_with("a { text-decoration: none; color: #"), "{sheet}");
        assert!(sheet.contains("dark) { a { color: #ffdd00; } }"), "yellow is legible by night: {sheet}");
        assert!(sheet.contains("code { font-weight: 500; background-color: #101010; color: #"), "{sheet}");
        assert!(!sheet.contains("color: #242424"), "dark on dark: {sheet}");
    }
}
