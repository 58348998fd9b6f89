//! What becomes of small files.

use super::*;

fn read(text: &str) -> (Option<Node>, Vec<Diagnostic>) {
    let file = Arc::new(SourceFile { path: "x.yaml".into(), text: text.into() });
    let mut found = Vec::new();
    (parse(&file, &mut found), found)
}

/// A tree on one line, each value with its place.
fn show(node: &Node) -> String {
    let place = format!("{}..{}", node.span.start, node.span.end);
    match &node.value {
        NodeValue::Empty => format!("∅ {place}"),
        NodeValue::Scalar { text, quoted } => {
            format!("{text:?}{} {place}", if *quoted { "q" } else { "" })
        }
        NodeValue::Sequence(items) => {
            format!("[{}] {place}", items.iter().map(show).collect::<Vec<_>>().join(", "))
        }
        NodeValue::Mapping(entries) => {
            let entries: Vec<_> =
                entries.iter().map(|entry| format!("{}: {}", entry.key, show(&entry.value))).collect();
            format!("{{{}}} {place}", entries.join(", "))
        }
    }
}

#[test]
fn values_keep_their_places() {
    for (text, tree) in [
        ("", "∅ 0..0"),
        ("# only\n", "∅ 0..0"),
        (
            "a: 1\nb:\n  c: x y\n  d:\n\n# c\ne: \"q\"\n",
            r#"{a: "1" 3..4, b: {c: "x y" 13..16, d: ∅ 19..20} 10..20, e: "q"q 30..33} 0..33"#,
        ),
        (
            "a: [é, {f: ~}]\r\nb: no\r\n",
            r#"{a: ["é" 4..6, {f: ∅ 12..13} 8..14] 3..15, b: "no" 20..22} 0..22"#,
        ),
        ("a: |\r\n  x\r\n  y\r\n\r\nb: null\n", r#"{a: "x\ny"q 8..14, b: ∅ 21..25} 0..25"#),
        ("- a\n- b: c\n  d: e\n", r#"["a" 2..3, {b: "c" 9..10, d: "e" 16..17} 6..17] 0..17"#),
    ] {
        let (node, found) = read(text);
        assert!(found.is_empty(), "{text:?}: {found:?}");
        assert_eq!(node.map(|node| show(&node)).as_deref(), Some(tree), "{text:?}");
    }
}

#[test]
fn what_the_form_leaves_out_is_refused() {
    for (text, place, code, readable) in [
        ("a: 1\nb: 2\na: 3\n", "3:1", "duplicate-key", true),
        ("a: 1\n\tb: 2\n", "2:1", "yaml-tab", false),
        ("a: &x 1\n", "1:4", "yaml-alias", true),
        ("a: *x\n", "1:4", "yaml-alias", true),
        ("a: **gras**\n", "1:4", "yaml-alias", true),
        ("a: **Un débat** sur\n", "1:4", "yaml-alias", false),
        ("a: {x: **Un débat** sur, y: z}\n", "1:8", "yaml-alias", false),
        ("<<: {a: 1}\n", "1:1", "yaml-alias", true),
        ("a: !str 1\n", "1:4", "yaml-tag", true),
        ("a: 1\n---\nb: 2\n", "2:1", "yaml-documents", true),
        ("a: {mode:online}\n", "1:5", "yaml-syntax", true),
        ("? [a]\n: b\n", "1:3", "yaml-syntax", true),
        ("a:\n- b\n - c\n", "3:2", "yaml-syntax", true),
        ("a: Objectif #3\n", "1:13", "yaml-comment", true),
        ("a: \"\\u0007\"\n", "1:4", "control-character", true),
    ] {
        let (node, found) = read(text);
        assert_eq!(node.is_some(), readable, "{text:?}");
        let shown: Vec<_> = found
            .iter()
            .map(|finding| {
                let (line, column) = finding.span.as_ref().expect("a place").line_column();
                (format!("{line}:{column}"), finding.code)
            })
            .collect();
        assert_eq!(shown, [(place.to_owned(), code)], "{text:?}");
    }
    let deep = "[".repeat(1000);
    assert_eq!(read(&deep).1[0].code, "yaml-depth");
    let deep: String = (0..100).map(|level| format!("{}a:\n", " ".repeat(level))).collect();
    assert_eq!(read(&deep).1[0].code, "yaml-depth");
}
