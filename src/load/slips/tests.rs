//! Slips, where they were made, and what is said of them.

use crate::load::yaml;
use crate::model::SourceFile;
use std::sync::Arc;

#[test]
fn slips_are_shown_where_they_were_made() {
    for (text, place, words) in [
        ("titre: égalité: suite\n", "1:8", "a value with a colon must stand in quotes"),
        ("titre: « x » : y\n", "1:8", "a value with a colon"),
        ("a: @x\n", "1:4", "may not begin with '@'"),
        ("a: %x\n", "1:4", "may not begin with '%'"),
        ("a: `x`\n", "1:4", "may not begin with '`'"),
        ("%x: y\n", "1:1", "may not begin with '%'"),
        ("a: * x\n", "1:4", "may not begin with '*'"),
        ("a: & b\n", "1:4", "may not begin with '*' or '&'"),
        ("a: , b\n", "1:4", "may not begin with ','"),
        ("a: [x, y\nb: c\n", "1:4", "'[' is opened here and not closed"),
        ("a: {x: y\nb: c\n", "1:4", "'{' is opened here and not closed"),
        ("a: [x\n", "1:4", "'[' is opened here and not closed"),
        ("a: {x: l'un, y: b: c}\n", "1:17", "a value with a colon"),
        ("a: [{b: c]\n", "1:5", "'{' is opened here, but ']' closes it"),
        ("a: ]\n", "1:4", "never opened"),
        ("a: \"x\nb: c\n", "1:4", "a quote is opened here and not closed"),
        ("a: 'x\n", "1:4", "a quote is opened here and not closed"),
        ("a: 'l'Afrique'\n", "1:6", "this apostrophe ends the quoted value"),
        ("a: \"x\" y\n", "1:8", "words follow the closing quote"),
        ("a: \"\\q\"\n", "1:5", "a backslash in double quotes"),
        ("a: 1\n  b: 2\n", "2:3", "indented further than the form allows"),
        ("a:\n  b: 1\n c: 2\n", "3:2", "in a column in which no line above began"),
        ("a:\n    b: 1\n  c: 2\n", "3:3", "in a column in which no line above began"),
        ("a: 1\nkey:value\nb: 2\n", "2:1", "a space is missing after the colon"),
        ("a: 1\nb\n", "2:1", "neither a key with a value nor an item"),
        ("- a\nb: c\n", "2:1", "does not fit the group of lines above"),
        ("a: - b\n", "1:4", "a list begins on the line of its key"),
        ("a: |x\n  b\n", "1:4", "words follow '|' or '>'"),
    ] {
        let file = Arc::new(SourceFile { path: "x.yaml".into(), text: text.into() });
        let mut found = Vec::new();
        assert!(yaml::parse(&file, &mut found).is_none(), "{text:?}");
        let finding = &found[0];
        let (line, column) = finding.span.as_ref().expect("a place").line_column();
        assert_eq!(
            (format!("{line}:{column}").as_str(), finding.code),
            (place, "yaml-syntax"),
            "{text:?}: {}",
            finding.message
        );
        assert!(finding.message.contains(words), "{text:?}: {}", finding.message);
    }
}
