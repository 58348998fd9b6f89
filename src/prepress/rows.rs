//! The rows of a picture, each told by how it differs from what stands to its left or above (PNG, third edition, clause 9): what
//! changes little from point to point takes less room so.

use super::press::deflate;

/// How many rows are tried.
const SAMPLE: usize = 24;

/// Whether rows take much less room when they are told by their differences.
pub fn is_photograph(points: &[u8], row: usize, parts: usize) -> bool {
    let rows: Vec<&[u8]> = points.chunks_exact(row).collect();
    let middle = rows.len() / 2;
    let sample = rows[middle.saturating_sub(SAMPLE / 2)..(middle + SAMPLE / 2).min(rows.len())].concat();
    deflate(&predicted(&sample, row, parts)).len() * 10 < deflate(&sample).len() * 9
}

/// Each row after the number of the filter that leaves the smallest differences.
pub fn predicted(points: &[u8], row: usize, parts: usize) -> Vec<u8> {
    let mut told = Vec::with_capacity(points.len() + points.len() / row.max(1) + 1);
    let mut above: &[u8] = &[];
    let nothing = vec![0; row];
    let (mut best, mut tried) = (vec![0; row], vec![0; row]);
    for line in points.chunks_exact(row) {
        let up = if above.is_empty() { &nothing[..] } else { above };
        let mut filter = 1;
        left(line, parts, &mut best);
        for (number, predict) in [(2, up_only as Filter), (4, paeth)] {
            predict(line, up, parts, &mut tried);
            if weight(&tried) < weight(&best) {
                std::mem::swap(&mut best, &mut tried);
                filter = number;
            }
        }
        told.push(filter);
        told.extend_from_slice(&best);
        above = line;
    }
    told
}

type Filter = fn(&[u8], &[u8], usize, &mut [u8]);

/// How much differences weigh: those below zero count as much as those above.
fn weight(differences: &[u8]) -> u64 {
    differences.iter().map(|difference| u64::from((*difference as i8).unsigned_abs())).sum()
}

fn left(line: &[u8], parts: usize, differences: &mut [u8]) {
    for (at, value) in line.iter().enumerate() {
        let before = if at < parts { 0 } else { line[at - parts] };
        differences[at] = value.wrapping_sub(before);
    }
}

fn up_only(line: &[u8], up: &[u8], _: usize, differences: &mut [u8]) {
    for ((difference, value), above) in differences.iter_mut().zip(line).zip(up) {
        *difference = value.wrapping_sub(*above);
    }
}

fn paeth(line: &[u8], up: &[u8], parts: usize, differences: &mut [u8]) {
    for (at, value) in line.iter().enumerate() {
        let (left, corner) = if at < parts { (0, 0) } else { (line[at - parts], up[at - parts]) };
        let (a, b, c) = (i16::from(left), i16::from(up[at]), i16::from(corner));
        let [to_left, to_up, to_corner] = [b - c, a - c, a + b - 2 * c].map(i16::abs);
        let predicted = if to_left <= to_up && to_left <= to_corner {
            left
        } else if to_up <= to_corner {
            up[at]
        } else {
            corner
        };
        differences[at] = value.wrapping_sub(predicted);
    }
}
