//! Ghostscript's separations, as the judge of the ink that preflight measures.

use super::{control, examine, table};
use crate::{editions, sample, tool};
use diptych::model::{Demands, Verdict};
use diptych::preflight::preflight;
use std::fs;
use std::path::Path;

/// How far both may be apart, in per cent of full coverage: eight bits an ink, and what each makes of an edge.
const APART: f64 = 3.0;

/// A plane in points of a 72nd of an inch: 0 none of the ink, 255 all of it.
struct Separation {
    wide: usize,
    points: Vec<u8>,
}

/// A picture in greys as `tiffsep` writes it without compression (TIFF 6.0, section 4): white is no ink.
fn separation(path: &Path) -> Separation {
    let bytes = fs::read(path).expect("a separation");
    let short = |at: usize| u16::from_le_bytes([bytes[at], bytes[at + 1]]) as usize;
    let long = |at: usize| short(at) | short(at + 2) << 16;
    assert_eq!(&bytes[..2], b"II");
    let folder = long(4);
    let values = |tag: usize| -> Vec<usize> {
        let entry =
            (0..short(folder)).map(|index| folder + 2 + 12 * index).find(|entry| short(*entry) == tag);
        let entry = entry.unwrap_or_else(|| panic!("no tag {tag}"));
        let (wide, count) = (if short(entry + 2) == 3 { 2 } else { 4 }, long(entry + 4));
        let start = if wide * count <= 4 { entry + 8 } else { long(entry + 8) };
        (0..count)
            .map(|index| start + wide * index)
            .map(|at| if wide == 2 { short(at) } else { long(at) })
            .collect()
    };
    let strips = values(273).into_iter().zip(values(279));
    let points =
        strips.flat_map(|(start, length)| bytes[start..start + length].iter().map(|light| 255 - light));
    Separation { wide: values(256)[0], points: points.collect() }
}

/// The most ink that a spot of three points by three has on a page, in per cent.
fn heaviest(planes: &[Separation]) -> f64 {
    let wide = planes[0].wide;
    let totals: Vec<u32> = (0..planes[0].points.len())
        .map(|at| planes.iter().map(|plane| u32::from(plane.points[at])).sum())
        .collect();
    let high = totals.len() / wide;
    let spot = |x: usize, y: usize| {
        (y..y + 3).flat_map(|y| (x..x + 3).map(move |x| y * wide + x)).map(|at| totals[at]).min()
    };
    let most =
        (0..high - 2).flat_map(|y| (0..wide - 2).map(move |x| (x, y))).filter_map(|(x, y)| spot(x, y)).max();
    f64::from(most.unwrap_or_default()) / 2.55
}

/// What Ghostscript separates each page of a file into; nothing where it is missing.
fn judged(bytes: &[u8]) -> Option<Vec<f64>> {
    let folder = tempfile::tempdir().expect("a folder");
    let (file, output) = (folder.path().join("file.pdf"), folder.path().join("%03d.tif"));
    fs::write(&file, bytes).expect("a file");
    let output = format!("-sOutputFile={}", output.display());
    let options = [
        "-q",
        "-dSAFER",
        "-dBATCH",
        "-dNOPAUSE",
        "-sDEVICE=tiffsep",
        "-sCompression=none",
        "-dUseBleedBox",
        "-r72",
    ];
    let path = file.to_string_lossy();
    tool("gs", "ghostscript", &[&options[..], &[&output, &path]].concat())?;
    let mut names: Vec<_> =
        fs::read_dir(folder.path()).expect("a folder").map(|entry| entry.expect("an entry").path()).collect();
    names.retain(|name| name.to_string_lossy().ends_with(").tif"));
    names.sort();
    let page = |name: &Path| name.file_name().expect("a name").to_string_lossy()[..3].to_owned();
    let pages = names.chunk_by(|one, other| page(one) == page(other));
    Some(
        pages
            .map(|planes| heaviest(&planes.iter().map(|plane| separation(plane)).collect::<Vec<_>>()))
            .collect(),
    )
}

/// What preflight measured: the number before the first sign for per cent.
fn measured(verdict: &Verdict) -> f64 {
    let check = verdict.checks.iter().find(|check| check.clause == "ink-coverage").expect("the clause");
    let number = check.measured.split(' ').next().and_then(|number| number.parse().ok());
    number.unwrap_or_else(|| panic!("{}", check.measured))
}

#[test]
fn ghostscript_lays_as_much_ink() {
    let mut defects = table("inks.tsv");
    defects.extend(
        table("content.tsv").into_iter().filter(|defect| defect.clauses.contains("ink-coverage@1+2")),
    );
    let mut wrong = Vec::new();
    for defect in &defects {
        let planted = control(&defect.edits);
        let Some(judged) = judged(&planted.bytes) else { return };
        let judged = judged.into_iter().fold(0.0, f64::max);
        let own = measured(&examine(&planted));
        if (own - judged).abs() > APART {
            wrong.push(format!("{}: {own} %, and Ghostscript lays {judged:.1} %", defect.words));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(defects.len() >= 15);
}

/// Two judges that cannot tell heavy from light would agree as well.
#[test]
fn what_is_laid_more_is_told_more() {
    let edits = ["replace 12 0.1 0.05 0 0 k => 0.5 0.45 0.4 0.4 k".to_owned()];
    let (light, heavy) = (control(&[]), control(&edits));
    let Some((one, other)) = judged(&light.bytes).zip(judged(&heavy.bytes)) else { return };
    assert!(other[0] - one[0] > 20.0 * APART, "{one:?} {other:?}");
    assert!(measured(&examine(&heavy)) - measured(&examine(&light)) > 20.0 * APART);
}

#[test]
fn ghostscript_lays_as_much_ink_in_print_editions() {
    for name in editions(".print.pdf") {
        let bytes = sample().read(&name);
        let Some(judged) = judged(&bytes) else { return };
        let judged = judged.into_iter().fold(0.0, f64::max);
        let own = measured(&preflight(&bytes, &Demands::default()));
        assert!((own - judged).abs() <= APART, "{name}: {own} %, and Ghostscript lays {judged:.1} %");
    }
}
