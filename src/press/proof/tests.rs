//! What one save costs, room by room: a measurement, which nothing depends on.
//!
//!     cargo test --release --lib -- --ignored --nocapture rooms_of_a_save
//!
//! `DIPTYCH_HOUSE`, `DIPTYCH_NOTE` and `DIPTYCH_EDITION` (`fr-en.screen`) name another house, note and edition;
//! `DIPTYCH_DRAWINGS` a folder for its drawings and its PDF.

#![expect(
    clippy::disallowed_methods,
    reason = "a measurement asks the clock, and which house it is told to measure"
)]

use crate::model::{Edition, Language, Medium, Source};
use crate::typeset::{self, Standing};
use crate::{Copy, Press, check, copyedit, load, merge, proofread};
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// Times by the name of what took them, in the order in which they were first taken.
#[derive(Default)]
struct Watch(Vec<(&'static str, Vec<(Duration, Duration)>)>);

impl Watch {
    fn time<T>(&mut self, room: &'static str, work: impl FnOnce() -> T) -> T {
        let begun = (Instant::now(), busy());
        let value = work();
        let took = (begun.0.elapsed(), busy().saturating_sub(begun.1));
        match self.0.iter_mut().find(|(name, _)| *name == room) {
            Some((_, times)) => times.push(took),
            None => self.0.push((room, vec![took])),
        }
        value
    }

    fn tell(&mut self) {
        let mut whole = 0.0;
        for (room, times) in &mut self.0 {
            let first = milliseconds(times[0].0);
            times.sort();
            let (median, late) = (times[times.len() / 2].0, times[times.len() * 95 / 100].0);
            // The system counts it in steps of some milliseconds: only the mean says something.
            let busy =
                milliseconds(times.iter().map(|(_, busy)| *busy).sum::<Duration>() / times.len() as u32);
            let (median, late) = (milliseconds(median), milliseconds(late));
            whole += median;
            println!(
                "{room:>10} {median:8.2} ms, on its own thread {busy:8.2} (mean); 19 of 20 below {late:8.2}, the first {first:8.2}"
            );
        }
        println!("{:>10} {whole:8.2} ms", "together");
    }
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

/// How long this thread has had a processor, which other programs on the machine do not lengthen; Linux alone knows.
fn busy() -> Duration {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    Duration::from_nanos(told.split(' ').next().and_then(|time| time.parse().ok()).unwrap_or_default())
}

#[test]
#[ignore = "a measurement"]
fn rooms_of_a_save() {
    let told = |name: &str| std::env::var(name).ok();
    let root = told("DIPTYCH_HOUSE").map_or(PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    let id = told("DIPTYCH_NOTE").unwrap_or_else(|| "smart-territories".to_owned());
    let wanted = told("DIPTYCH_EDITION").unwrap_or_else(|| "fr-en.screen".to_owned());
    let press = Press::open(&root, None).value.expect("a house");
    let mut standing = Standing::default();
    let mut watch = Watch::default();
    let (mut redrawn, mut last) = (0, Vec::new());
    for round in 0..60 {
        let source = watch.time("load", || load::load_note(&root, &id, None).value.expect("a note"));
        let source = with_another_word(source, round);
        let note = watch.time("check", || check::check(&source, &press.house).value.expect("a sound note"));
        let edition = note
            .editions
            .iter()
            .find(|edition| format!("{}.{}", edition.language_tag(), edition.medium.as_str()) == wanted);
        let edition: Edition = edition.expect("an edition").clone();
        let mut languages: Vec<Language> =
            note.editions.iter().flat_map(|edition| edition.languages.iter().copied()).collect();
        languages.sort();
        languages.dedup();
        let copies = watch.time("copyedit", || {
            languages
                .iter()
                .map(|language| copyedit::copyedit(&note, &press.house, *language))
                .collect::<Vec<_>>()
        });
        watch.time("proofread", || proofread::proofread(&copies, &press.house, 1));
        let copy = Copy { note, copies, profiled: None };
        let copies = press.copies_of(&copy, &[&edition]);
        let shown = watch.time("reproduce", || press.reproduce_again(&copy, edition.medium, &mut Vec::new()));
        let manuscript = watch.time("merge", || {
            merge::merge(&copies, &shown, &press.house, press.templates(), &edition, None)
                .value
                .expect("a text")
        });
        let sheets = watch.time("typeset", || {
            let leaf = &manuscript.leaves[0];
            typeset::typeset_standing(leaf, &manuscript, press.engine(), &mut standing).value.expect("sheets")
        });
        let map = watch.time("page map", || sheets.page_map());
        watch.time("contrast", || sheets.contrast(&press.house.brand));
        let regions = watch.time("regions", || sheets.regions());
        let pages = watch.time("drawings", || sheets.drawings(&mut standing));
        if edition.medium == Medium::Screen {
            watch.time("(PDF)", || sheets.pdf());
        }
        if round == 0 {
            let bytes: Vec<usize> = pages.iter().map(|page| page.drawing.len()).collect();
            println!("{} regions, drawings of {bytes:?} bytes", regions.len());
            if let Some(folder) = told("DIPTYCH_DRAWINGS") {
                for (index, page) in pages.iter().enumerate() {
                    std::fs::write(format!("{folder}/{id}.{wanted}.{index}.svg"), &*page.drawing)
                        .expect("a file");
                }
                if let Some(pdf) = sheets.pdf().value {
                    std::fs::write(format!("{folder}/{id}.{wanted}.pdf"), pdf).expect("a file");
                }
            }
        }
        redrawn += pages.iter().filter(|page| !last.contains(&page.digest)).count();
        last = pages.into_iter().map(|page| page.digest).collect();
        let book = copy
            .note
            .editions
            .iter()
            .find(|book| book.medium == Medium::Epub && book.languages == edition.languages);
        if let Some(book) = book {
            watch.time("(book)", || press.proof_book(&copy, book, &map));
        }
        typeset::age();
    }
    watch.tell();
    println!("{redrawn} pages drawn in 60 rounds");
}

/// The note with another last word in a paragraph of its leading language, as if it had been saved so.
fn with_another_word(mut source: Source, round: usize) -> Source {
    use crate::model::{BlockKind, Inline};
    let prose = source.prose.values_mut().next_back().expect("prose");
    let blocks = prose.sections.iter_mut().flat_map(|section| &mut section.blocks);
    for block in blocks {
        if let BlockKind::Paragraph(content) = &mut block.kind
            && let Some(Inline::Text(text)) = content.last_mut()
            && let Some(piece) = text.pieces.last_mut()
        {
            piece.text.push_str(&format!(" mot{round}"));
            break;
        }
    }
    source
}
