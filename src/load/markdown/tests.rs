//! Prose as data: what a file becomes, and what is refused.

use super::read;
use crate::diagnostic::Diagnostic;
use crate::model::{Block, BlockKind, Inline, Prose, SourceFile, Text};
use std::sync::Arc;

fn prose(text: &str) -> (Prose, Vec<Diagnostic>) {
    let file = Arc::new(SourceFile { path: "fr.md".into(), text: text.into() });
    let mut found = Vec::new();
    let (prose, _) = read(&file, &mut found);
    (prose, found)
}

/// Words as they were read; a piece that is not exactly what stands at its place is shown with that place's text.
fn show_text(text: &Text) -> String {
    text.pieces
        .iter()
        .map(|piece| match piece.span.as_ref().map(|span| span.text()) {
            Some(written) if written == piece.text => piece.text.clone(),
            Some(written) => format!("⟨{}={written:?}⟩", piece.text),
            None => format!("⟨{}⟩", piece.text),
        })
        .collect::<Vec<_>>()
        .join("·")
}

fn show(inlines: &[Inline]) -> String {
    inlines
        .iter()
        .map(|inline| match inline {
            Inline::Text(text) => show_text(text),
            Inline::Strong(content) => format!("strong({})", show(content)),
            Inline::Emphasis(content) => format!("em({})", show(content)),
            Inline::Link { target, content } => format!("link({} → {})", show(content), show_text(target)),
            Inline::Foreign { language, content } => format!("{language}({})", show(content)),
            Inline::Code(text) => format!("code({})", show_text(text)),
            Inline::Footnote(blocks) => format!("note({})", show_blocks(blocks)),
            Inline::Break => "break".into(),
        })
        .collect::<Vec<_>>()
        .join("|")
}

fn show_block(block: &Block) -> String {
    let row = |cells: &Vec<Vec<Inline>>| cells.iter().map(|cell| show(cell)).collect::<Vec<_>>().join(" & ");
    match &block.kind {
        BlockKind::Paragraph(content) => format!("p({})", show(content)),
        BlockKind::Heading { level, content } => format!("h{level}({})", show(content)),
        BlockKind::List { start, items } => {
            let items: Vec<_> = items.iter().map(|item| show_blocks(item)).collect();
            format!("list{}({})", start.map(|start| start.to_string()).unwrap_or_default(), items.join(" / "))
        }
        BlockKind::Quote(blocks) => format!("quote({})", show_blocks(blocks)),
        BlockKind::Table { alignment, header, rows } => {
            format!(
                "table({alignment:?} {} // {})",
                row(header),
                rows.iter().map(row).collect::<Vec<_>>().join(" / ")
            )
        }
        BlockKind::Figure { path, alternative, caption } => format!(
            "figure({}, {}, {})",
            show_text(path),
            show_text(alternative),
            caption.as_ref().map(show_text).unwrap_or_default()
        ),
        BlockKind::Display { display, blocks } => format!("{}({})", display.as_str(), show_blocks(blocks)),
        BlockKind::Verbatim(text) => format!("verbatim({})", show_text(text)),
        BlockKind::Agenda => format!("agenda({})", block.span.text().replace('\n', "↵")),
        BlockKind::Cards => format!("cards({})", block.span.text().replace('\n', "↵")),
    }
}

fn show_blocks(blocks: &[Block]) -> String {
    blocks.iter().map(show_block).collect::<Vec<_>>().join(" ")
}

const HEAD: &str = "# Titre\n\n## Contexte {#context}\n\n";

#[test]
fn blocks_keep_their_words_and_places() {
    for (text, blocks) in [
        ("Une *ville* **sûre**.", "p(Une |em(ville)| |strong(sûre)|.)"),
        ("l’un\nl'autre  \nfin\\\nsuite", "p(l’un·⟨ =\"\\n\"⟩·l'autre|break|fin|break|suite)"),
        ("a &amp; b \\* c `d e` `` ` ``", "p(a ·⟨&=\"&amp;\"⟩· b ·* c |code(d e)| |code(`))"),
        ("Une [smart *city*](lang:en) ici", "p(Une |en(smart |em(city))| ici)"),
        (
            "[ONU](https://un.org/a) <https://x.org>",
            "p(link(ONU → https://un.org/a)| |link(https://x.org → https://x.org))",
        ),
        (
            "<a@b.org> [c][d]\n\n[d]: https://y.org",
            "p(link(a@b.org → ⟨mailto:a@b.org=\"a@b.org\"⟩)| |link(c → ⟨https://y.org=\"[c][d]\"⟩))",
        ),
        ("- a\n- b", "list(p(a) / p(b))"),
        ("3. a\n\n   b\n4. c\n   - d", "list3(p(a) p(b) / p(c) list(p(d)))"),
        ("> a\n> b", "quote(p(a·⟨ =\"\\n\"⟩·b))"),
        ("|a|b|\n|-|:-:|\n|c \\| d|*e*|", "table([Start, Center] a & b // c ·| d & em(e))"),
        ("```\na\n\n  b\n```", "verbatim(a\n\n  b)"),
        ("### Sous-titre", "h3(Sous-titre)"),
        ("![Un *plan*](images/a.png \"Légende\")", "figure(images/a.png, Un ·plan, Légende)"),
        ("a[^1] b\n\n[^1]: Note *une*.\n\n    Suite.", "p(a|note(p(Note |em(une)|.) p(Suite.))| b)"),
        ("- a[^n]\n\n[^n]: b", "list(p(a|note(p(b))))"),
        ("a\n::: agenda\n:::\nb", "p(a) agenda(::: agenda↵:::) p(b)"),
        ("- a\n\n::: agenda\n\n:::\n\n- b", "list(p(a)) agenda(::: agenda↵↵:::) list(p(b))"),
        ("a\n::: callout\n**b**\n\nc\nd\n:::\ne", "p(a) callout(p(strong(b)) p(c·⟨ =\"\\n\"⟩·d)) p(e)"),
        ("::: key-figure\n64 %\na\nb\n:::", "key-figure(p(64 %) p(a|⟨ ⟩|b))"),
        ("::: key-figure\n64 %\n\na\n:::", "key-figure(p(64 %) p(a))"),
        ("::: pull-quote\na\nb\n— *c*\n:::", "pull-quote(p(a|⟨ ⟩|b) p(— |em(c)))"),
        ("::: pull-quote\na\n\n— c\n:::", "pull-quote(p(a) p(— c))"),
        (
            "::: contact\na\n<b@c.org>\\\nd\n:::",
            "contact(p(a|break|link(b@c.org → ⟨mailto:b@c.org=\"b@c.org\"⟩)|break|d))",
        ),
        ("::: references\n- a\n- b\n:::", "references(list(p(a) / p(b)))"),
        ("::: callout\n:::\n", "callout()"),
        ("```\n::: agenda\n```", "verbatim(::: agenda)"),
    ] {
        for ends in ["\n", "\r\n"] {
            let (prose, found) = prose(&format!("{HEAD}{text}\n").replace('\n', ends));
            assert!(found.is_empty(), "{text:?}: {found:?}");
            let shown = show_blocks(&prose.sections[0].blocks).replace("\\r", "").replace('\r', "");
            // With line ends of Windows, each line of code is a piece of its own.
            let shown = if text.contains("```") { shown.replace('·', "") } else { shown };
            assert_eq!(shown, blocks, "{text:?}");
        }
    }
}

#[test]
fn sections_are_found() {
    let (prose, found) = prose("# Titre *un*\n\n## A {#a}\n\nx\n\n### B\n\n## C d {#c-1}\n");
    assert!(found.is_empty(), "{found:?}");
    assert_eq!(show(&prose.title), "Titre |em(un)");
    assert_eq!(prose.title_span.text(), "# Titre *un*");
    let sections: Vec<_> = prose
        .sections
        .iter()
        .map(|section| {
            let id = section.id.as_ref().map(show_text).unwrap_or_default();
            (id, show(&section.heading), section.span.text().to_owned(), show_blocks(&section.blocks))
        })
        .collect();
    let expected = [("a", "A", "## A {#a}", "p(x) h3(B)"), ("c-1", "C d", "## C d {#c-1}", "")];
    assert_eq!(
        sections,
        expected.map(|(id, heading, span, blocks)| (id.into(), heading.into(), span.into(), blocks.into()))
    );
}

/// Each case stands below a title and a section, so that its first line is the fifth.
#[test]
fn what_would_not_be_printed_well_is_refused() {
    for (text, findings) in [
        ("# Encore", "5:1 second-title"),
        ("##### Loin", "5:1 heading-skip"),
        ("### A\n\n##### B", "7:1 heading-skip"),
        ("## Sans", "5:1 missing-section-id"),
        ("## A {#context}", "5:8 duplicate-section-id"),
        ("## A {#Événement}", "5:8 section-id"),
        ("## A {a}", "5:6 section-id"),
        ("### A {#a}", "5:7 section-id"),
        ("## {#a}", "5:1 empty-heading"),
        ("<div>\na\n</div>", "5:1 raw-html"),
        ("a <b>c</b> <!-- d --> e", "5:3 raw-html 5:12 raw-html"),
        ("[a](javascript:x)", "5:5 link-scheme"),
        ("[a](javascript&#58;x)", "5:1 link-scheme"),
        ("[a](b.html)", "5:5 relative-link"),
        ("[a](#context)", "5:5 relative-link"),
        ("[](https://x.org)", "5:1 empty-link"),
        ("[a](https://x.org \"b\")", "5:20 link-title"),
        ("[a](lang:EN)", "5:5 unknown-language"),
        ("[a](https://x y)", "5:1 broken-link"),
        ("a[^1]", "5:2 undefined-footnote"),
        ("a\n\n[^1]: b", "7:1 unused-footnote"),
        ("a[^1] b[^1]\n\n[^1]: c", "5:8 repeated-footnote"),
        ("a[^1]\n\n[^1]: b\n[^1]: c", "8:1 duplicate-footnote"),
        ("a[^1]\n\n[^1]: b[^2]\n\n[^2]: c", "7:8 misplaced-footnote"),
        ("### A[^1]\n\n[^1]: b", "5:6 misplaced-footnote"),
        ("a ![b](c.png) d", "5:3 image-in-text"),
        ("![](c.png)", "5:1 image-alt"),
        ("***", "5:1 unknown-block"),
        ("- [ ] a", "5:3 unknown-block"),
        ("a\n: b", "5:1 unknown-block"),
        ("> [!NOTE]\n> a", "5:1 unknown-block"),
        ("~~a~~", "5:1 unknown-mark"),
        ("- # a", "5:3 nested-heading"),
        ("- a\n-\n- b", "6:1 empty-item"),
        ("    a", "5:5 indented-code"),
        ("a ** b ** c", "5:3 stray-mark"),
        ("##Titre", "5:1 mistyped-heading"),
        ("##\u{a0}Titre {#t}", "5:1 mistyped-heading"),
        ("Titre {#t}", "5:1 mistyped-heading"),
        ("a *b c", "5:3 stray-mark"),
        ("a _b c", "5:3 stray-mark"),
        ("*a b c", "5:1 stray-mark"),
        ("a **b *c** d", "5:3 stray-mark"),
        ("a **b c", "5:3 stray-mark"),
        ("a « *b » c", "5:5 stray-mark"),
        ("### A *b", "5:7 stray-mark"),
        ("3 * 4, 3 *4, a \\*b, `*a`, `**`, a_b, _a.yml, a*, b**c**", ""),
        ("* a\n* b", ""),
        ("a* b\n\n*c", ""),
        ("* a* b\n\n*c", ""),
        ("- a *b* c*\n- a's *b*.", ""),
        ("• a", "5:1 stray-mark"),
        ("– a\n– b", "5:1 stray-mark"),
        ("| a | b |\n| c | d |", "5:1 stray-mark"),
        ("a\tb\nc\td", "5:1 stray-mark"),
        ("a[1]\n\n[1] b", "5:2 stray-mark"),
        ("l'oﬃce", "5:3 ligature"),
        ("[a] (https://x.org)", "5:1 broken-link"),
        ("(a)[https://x.org]", "5:1 broken-link"),
        ("```\na", "5:1 unclosed-fence"),
        ("-Texte", "5:1 stray-mark"),
        ("1.Texte", "5:1 stray-mark"),
        ("::: figures\na\n:::", "5:1 unknown-fence"),
        ("::: callout\na", "5:1 unclosed-fence"),
        ("::: callout\n## A {#a}\n:::", "6:1 nested-heading"),
        ("::: callout\n::: contact\n:::", "6:1 nested-fence"),
        ("::: agenda", "5:1 unclosed-fence"),
        ("::: agenda\n::: agenda\n:::", "6:1 nested-fence"),
        (":::", "5:1 stray-fence"),
        ("::: agenda\nx\n:::", "6:1 agenda-body"),
        ("- a\n  ::: agenda", "6:3 misplaced-fence"),
        ("a &#7; b", "5:3 control-character"),
        ("a &#x202E; b", "5:3 control-character"),
        ("| a | b |\n|---|---|\n| c | d | e | f |\n", "7:11 table-cells"),
        ("| a |\n|---|\n| c | `d", "7:7 table-cells"),
        ("a | b\n-|-\nc | `d|e` |", "7:8 table-cells"),
        ("> | a | b |\n> |---|---|\n> | c | d | **e** |", "7:13 table-cells"),
        ("| a | b |\n|---|---|\n| c \\| x | `d\\|e` |\n| f |\n| g | h | |\n| | |", ""),
        (&("> ".repeat(8) + "a"), ""),
        (&("> ".repeat(9) + "a"), "5:17 too-deep"),
        (&("> ".repeat(20_000) + "a"), "5:17 too-deep"),
        (&("- ".repeat(9) + "a"), "5:17 too-deep"),
        (&("*a **b ".repeat(4) + &"c** d*".repeat(4)), ""),
        (&("*a **b ".repeat(5) + &"c** d*".repeat(5)), "5:30 too-deep"),
    ] {
        let (_, found) = prose(&format!("{HEAD}{text}\n"));
        let shown: Vec<_> = found
            .iter()
            .map(|finding| {
                let (line, column) = finding.span.as_ref().expect("a place").line_column();
                format!("{line}:{column} {}", finding.code)
            })
            .collect();
        assert_eq!(shown.join(" "), findings, "{text:?}: {found:?}");
    }
}

#[test]
fn the_file_as_a_whole_is_judged() {
    for (text, codes) in [
        ("", vec!["missing-title"]),
        ("#Titre\n", vec!["missing-title"]),
        ("## A {#a}\n", vec!["missing-title"]),
        ("## A {#a}\n\n# T\n", vec!["misplaced-title"]),
        ("# T\n\na\n\nb\n\n## A {#a}\n", vec!["text-before-section"]),
        ("# T\n\n### A\n\nb\n", vec!["heading-skip"]),
        ("# T\n\n##A {#a}\n\nb\n", vec!["mistyped-heading"]),
        ("# T\n\nA {#a}\n\nb\n", vec!["mistyped-heading"]),
        ("##A {#a}\n\nb\n", vec!["mistyped-heading", "missing-title"]),
        ("---\ntitle: T\n---\n\n# T\n", vec!["unknown-block"]),
        (
            "# 1.5 million de \\*signes\\* à 2.5 %\n\n## A {#a}\n\n1.5 million, a \\*\\* b, #ODD, -5 °C.\n",
            vec![],
        ),
    ] {
        let (_, found) = prose(text);
        assert_eq!(found.iter().map(|finding| finding.code).collect::<Vec<_>>(), codes, "{text:?}");
    }
}
