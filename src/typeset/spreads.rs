//! A document on facing pages opens in spreads: its catalog says so, which the engine cannot write itself.
//!
//! The engine writes the catalog as the last object before the table of objects: words added to it move nothing but that
//! table, whose place is the last number of the file (ISO 32000-1, 7.5.5).

/// Odd pages on the right, the first one by itself (ISO 32000-1, 7.7.2, table 28); where the document runs from right to
/// left, readers mirror this.
const LAYOUT: &[u8] = b"/PageLayout/TwoPageRight";

/// The file, opening in spreads; as it was, if it is not laid out as described above.
pub fn open_in_spreads(pdf: Vec<u8>) -> Vec<u8> {
    spread(&pdf).unwrap_or(pdf)
}

fn spread(pdf: &[u8]) -> Option<Vec<u8>> {
    const CATALOG: &[u8] = b"<</Type/Catalog";
    const START: &[u8] = b"startxref\n";
    let start = find_last(pdf, START)? + START.len();
    let digits = pdf[start..].iter().take_while(|sign| sign.is_ascii_digit()).count();
    let table: usize = str::from_utf8(&pdf[start..start + digits]).ok()?.parse().ok()?;
    let catalog = find_last(pdf.get(..table)?, CATALOG)?;
    let rest = str::from_utf8(&pdf[catalog..table]).ok()?;
    let is_last = rest.matches("endobj").count() == 1 && rest.ends_with("endobj\n");
    if !is_last || rest.contains("/PageLayout") {
        return None;
    }
    let at = catalog + CATALOG.len();
    let place = (table + LAYOUT.len()).to_string();
    Some([&pdf[..at], LAYOUT, &pdf[at..start], place.as_bytes(), &pdf[start + digits..]].concat())
}

fn find_last(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).rposition(|window| window == wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_catalog_says_so_and_the_table_is_found() {
        let pdf = "1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\nxref\ntrailer\nstartxref\n45\n%%EOF";
        assert_eq!(&pdf[45..49], "xref");
        let spread = String::from_utf8(open_in_spreads(pdf.into())).unwrap_or_default();
        let expected = "1 0 obj\n<</Type/Catalog/PageLayout/TwoPageRight/Pages 2 0 R>>\nendobj\nxref\ntrailer\nstartxref\n69\n%%EOF";
        assert_eq!(spread, expected);
        assert_eq!(&spread[69..73], "xref");
        for other in ["", "startxref\n", "startxref\n999\n", "startxref\n0\n%%EOF", expected] {
            assert_eq!(open_in_spreads(other.into()), other.as_bytes());
        }
    }
}
