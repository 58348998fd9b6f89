//! Files that are damaged, or made to do harm: each comes to a verdict, soon and in little memory.

use super::control::{control, plant_bytes};
use crate::{Project, repository};
use diptych::model::{Demands, Outcome};
use diptych::preflight::preflight;
use lopdf::{Document, Object, SaveOptions, Stream, dictionary};
use std::process::Command;
use std::time::{Duration, Instant};

/// How often the sound file is damaged: half of the times in its bytes, half in its objects.
const TIMES: u64 = 4000;

/// The sound file without what is large in it, as its tables are written in two ways.
fn small() -> [Vec<u8>; 2] {
    let edits = ["set 23 << >> stream a font".to_owned(), "set 6 << /N 4 >> stream a profile".to_owned()];
    let edits = [&edits[..], &["set 26 << /Type /XObject /Subtype /Image /Width 2 /Height 2 /BitsPerComponent 8 /ColorSpace /DeviceGray >> stream abcd".to_owned()]].concat();
    let plain = control(&edits).bytes;
    let mut document = Document::load_mem(&plain).expect("the control");
    let mut packed = Vec::new();
    let options = SaveOptions::builder().use_object_streams(true).use_xref_streams(true).build();
    document.save_with_options(&mut packed, options).expect("a file that can be written");
    [plain, packed]
}

/// Numbers that come in the same order each time (Knuth's generator).
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % limit.max(1)
    }
}

fn damage(bytes: &mut Vec<u8>, dice: &mut Dice) {
    let at = dice.below(bytes.len());
    match dice.below(6) {
        0 => bytes.truncate(at),
        1 => {
            let end = (at + dice.below(200)).min(bytes.len());
            bytes.drain(at..end);
        }
        2 => {
            let end = (at + dice.below(2000)).min(bytes.len());
            let copied = bytes[at..end].to_vec();
            let to = dice.below(bytes.len());
            bytes.splice(to..to, copied);
        }
        // A figure becomes another: lengths, offsets and references go astray.
        3 | 4 => {
            let figures: Vec<usize> = (0..bytes.len()).filter(|at| bytes[*at].is_ascii_digit()).collect();
            for _ in 0..=dice.below(4) {
                let Some(figure) = figures.get(dice.below(figures.len())).copied() else { break };
                bytes[figure] = b'0' + dice.below(10) as u8;
            }
        }
        _ => {
            for _ in 0..=dice.below(8) {
                let (at, byte) = (dice.below(bytes.len()), dice.below(256) as u8);
                bytes[at..].iter_mut().take(1).for_each(|old| *old = byte);
            }
        }
    }
}

/// Puts things of the wrong kind into a file that is sound in its form.
fn confuse(document: &mut Document, dice: &mut Dice) {
    let ids: Vec<_> = document.objects.keys().copied().collect();
    for _ in 0..=dice.below(4) {
        let strange = match dice.below(10) {
            0 => Object::Null,
            1 => Object::Integer(-1),
            2 => Object::Integer(i64::MAX),
            3 => Object::Real(f32::INFINITY),
            4 => Object::Name(b"DeviceN".to_vec()),
            5 => Object::string_literal("\u{FEFF}("),
            6 => Object::Array(Vec::new()),
            7 => Object::Array(vec![Object::Reference(ids[dice.below(ids.len())]); 3]),
            8 => Object::Dictionary(dictionary! {}),
            _ => Object::Reference(ids[dice.below(ids.len())]),
        };
        let object = document.objects.get_mut(&ids[dice.below(ids.len())]).expect("an object");
        let dictionary = match object {
            Object::Stream(stream) => &mut stream.dict,
            Object::Dictionary(dictionary) => dictionary,
            object => {
                *object = strange;
                continue;
            }
        };
        let keys: Vec<Vec<u8>> = dictionary.iter().map(|(key, _)| key.clone()).collect();
        match (keys.is_empty(), dice.below(8)) {
            (true, _) | (_, 0) => *object = strange,
            _ => dictionary.set(keys[dice.below(keys.len())].clone(), strange),
        }
    }
}

#[test]
fn damaged_files_come_to_a_verdict() {
    let sound = small();
    let clauses = preflight(&sound[0], &Demands::default()).checks.len();
    let mut failed = 0;
    let begun = Instant::now();
    for seed in 0..TIMES {
        let mut dice = Dice(seed);
        let mut bytes = sound[seed as usize % 2].clone();
        if seed % 4 < 2 {
            for _ in 0..=dice.below(3) {
                damage(&mut bytes, &mut dice);
            }
        } else {
            let mut document = Document::load_mem(&bytes).expect("the control");
            confuse(&mut document, &mut dice);
            bytes.clear();
            document.save_to(&mut bytes).expect("a file that can be written");
        }
        let one = Instant::now();
        let verdict = preflight(&bytes, &Demands::default());
        assert!(one.elapsed() < Duration::from_secs(5), "seed {seed} takes {:?}", one.elapsed());
        assert_eq!(verdict.checks.len(), clauses, "seed {seed}");
        failed += u64::from(verdict.outcome() == Outcome::Fail);
    }
    assert!(begun.elapsed() < Duration::from_secs(120), "{:?}", begun.elapsed());
    assert!(failed > TIMES / 2, "only {failed} of {TIMES} fail");
}

/// Files that are small and mean harm.
fn traps() -> Vec<(&'static str, Vec<u8>)> {
    let with =
        |edits: &[&str]| control(&edits.iter().map(|edit| (*edit).to_owned()).collect::<Vec<_>>()).bytes;
    let bomb = |level: u8, bytes: usize| {
        let mut stream = Stream::new(dictionary! {}, vec![level; bytes]);
        stream.compress().expect("a stream");
        Object::from(stream)
    };
    let deep = format!("set root/Deep {}{}", "[".repeat(90), "]".repeat(90));
    let names = |count: usize| (0..count).map(|n| format!("/N{n} 20 0 R")).collect::<Vec<_>>().join(" ");
    let many = format!("set 20/Pattern << {} >>", names(20_000));
    let entities = "replace root/Metadata <?xpacket begin=\"\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?> => <!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;\"><!ENTITY d \"&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;\"><!ENTITY e \"&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;\"><!ENTITY f \"&e;&e;&e;&e;&e;&e;&e;&e;&e;&e;\"><!ENTITY g \"&f;&f;&f;&f;&f;&f;&f;&f;&f;&f;\">]>";
    // Each form draws the next one: twice, forty levels deep, and once, some thousand.
    let forms = |levels: u32, content: &str| {
        let form = |at: u32| {
            let next = 100 + (at + 1) % levels;
            format!(
                "set {} << /Subtype /Form /BBox [0 0 20 20] /Resources << /XObject << /A {next} 0 R >> >> >> stream {content}",
                100 + at
            )
        };
        let edits: Vec<String> = (0..levels - 1).map(form).collect();
        let last = format!("set {} << /Subtype /Form /BBox [0 0 20 20] >> stream 0 0 9 9 re f", 99 + levels);
        let first = "set 20/XObject/Fm1 100 0 R".to_owned();
        control(&[&edits[..], &[last, first]].concat()).bytes
    };
    vec![
        ("forms that draw each other twice", forms(40, "/A Do /A Do")),
        ("forms within forms", forms(3000, "/A Do")),
        (
            "a pattern of tiles without size",
            with(&[
                "set 60 << /PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 1 1] /XStep 0.0001 /YStep 0.0001 /Resources << >> >> stream 0 0 1 1 re f",
                "set 20/Pattern << /P1 60 0 R >>",
                "replace 12 /Cs1 cs 1 scn => /Pattern cs /P1 scn",
            ]),
        ),
        (
            "a shading of endless colours",
            with(&[
                "set 61 << /FunctionType 4 /Domain [0 1] /Range [0 1 0 1 0 1 0 1] >> stream { dup dup dup }",
                "set 20/Shading << /Sh1 << /ShadingType 2 /ColorSpace /DeviceCMYK /Coords [0 0 0.0000000001 0] /Extend [true true] /Function 61 0 R >> >>",
                "replace 12 /Cs1 cs 1 scn => /Sh1 sh /Cs1 cs 1 scn",
            ]),
        ),
        (
            "states within states",
            plant_bytes(&[((12, 0), Stream::new(dictionary! {}, b"q ".repeat(1_000_000)).into())]),
        ),
        ("a line of a million dashes", with(&["replace 12 0.5 w => 0.5 w [0.00001 0.00001] 0 d"])),
        (
            "a sheet of many kilometres",
            with(&[
                "set root/Pages/MediaBox [0 0 1000000000 1000000000]",
                "set page1/TrimBox [0 0 1000000000 1000000000]",
                "set page1/BleedBox [0 0 1000000000 1000000000]",
            ]),
        ),
        ("nothing", Vec::new()),
        ("a header alone", b"%PDF-1.6\n".to_vec()),
        ("another kind of file", std::fs::read(repository().join("Cargo.toml")).expect("a file")),
        ("pages within themselves", with(&["push root/Pages/Kids 2 0 R", "push root/Pages/Kids 2 0 R"])),
        ("a page that is its own parent", with(&["set page1/Parent 10 0 R", "delete page1/TrimBox"])),
        ("resources within themselves", with(&["set 20/XObject/Self 20 0 R", "set 29/Resources 20 0 R"])),
        (
            "a form that draws itself",
            with(&["set 29/Resources << /XObject << /Fm1 29 0 R >> >>", "replace 29 f => f /Fm1 Do"]),
        ),
        (
            "references that turn in a circle",
            with(&["set 50 51 0 R", "set 51 50 0 R", "set page1/Contents 50 0 R"]),
        ),
        ("the same page ten thousand times", with(&["repeat root/Pages/Kids 10000"])),
        ("many names", with(&[many.as_str(), "repeat root/Pages/Kids 300"])),
        ("a deep object", with(&[deep.as_str()])),
        ("brackets without an end", [&with(&[])[..], "[".repeat(300_000).as_bytes()].concat()),
        ("a content that unpacks to much", plant_bytes(&[((12, 0), bomb(b' ', 400 << 20))])),
        ("metadata that unpack to much", plant_bytes(&[((4, 0), bomb(b'<', 200 << 20))])),
        ("entities within entities", with(&[entities])),
        ("a picture without an end", with(&["set 26/Width 2000000000", "set 26/Height 2000000000"])),
    ]
}

/// Asks the program itself, with no more than a gigabyte and a half of memory and ten seconds.
#[test]
#[cfg(target_os = "linux")]
fn traps_do_no_harm() {
    let project = Project::copy_of("tests/house");
    for (name, bytes) in traps() {
        std::fs::write(project.root().join("trap.pdf"), &bytes).expect("a file");
        let begun = Instant::now();
        let program = env!("CARGO_BIN_EXE_diptych");
        let line =
            format!("ulimit -v 1500000; ulimit -t 20; exec '{program}' preflight trap.pdf --format json");
        let output = Command::new("sh").args(["-c", &line]).current_dir(project.root()).output();
        let output = output.expect("the program starts");
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(matches!(output.status.code(), Some(0 | 1)), "{name}: {:?} {said}", output.status);
        assert_eq!(said, "", "{name}");
        assert!(begun.elapsed() < Duration::from_secs(10), "{name} takes {:?}", begun.elapsed());
        let report: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
        assert_eq!(report.as_array().map(Vec::len), Some(1), "{name}");
        eprintln!("{name}: {:?} {}", begun.elapsed(), report[0]["verdict"]);
    }
}
