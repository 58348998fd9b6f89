//! The code of an address (ISO/IEC 18004): its modules, row by row, for whoever draws them.

use fast_qr::{ECL, QRBuilder};
use minijinja::{Value, context};

/// Light modules around the code, on each side (ISO/IEC 18004, 5.3.8): the templates draw them.
const QUIET: usize = 4;

/// The modules of a code: `rows` of 1 (dark) and 0; `size`, with the quiet zone, and `path`, for SVG. `None` if no code can hold
/// the address.
pub fn code(address: &str) -> Option<Value> {
    let code = QRBuilder::new(address).ecl(ECL::M).build().ok()?;
    let rows: Vec<Vec<bool>> =
        (0..code.size).map(|row| code[row].iter().map(|module| module.value()).collect()).collect();
    let written = |row: &Vec<bool>| row.iter().map(|dark| if *dark { '1' } else { '0' }).collect::<String>();
    let size = code.size + 2 * QUIET;
    Some(
        context! { rows => rows.iter().map(written).collect::<Vec<_>>(), quiet => QUIET, size, path => path(&rows) },
    )
}

/// Runs of dark modules as one path.
fn path(rows: &[Vec<bool>]) -> String {
    let mut path = String::new();
    for (y, row) in rows.iter().enumerate() {
        let mut x = 0;
        for run in row.chunk_by(|one, next| one == next) {
            if run[0] {
                let length = run.len();
                path.push_str(&format!("M{} {}h{length}v1h-{length}z", x + QUIET, y + QUIET));
            }
            x += run.len();
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_has_its_corners_and_a_quiet_zone() {
        let code = code("https://example.org").expect("a short address");
        let rows: Vec<String> = code
            .get_attr("rows")
            .and_then(|rows| rows.try_iter().map(|rows| rows.map(|row| row.to_string()).collect()))
            .expect("rows");
        assert!(rows.iter().all(|row| row.len() == rows.len()));
        // The pattern that finds a corner (ISO/IEC 18004, 6.3.3).
        for (line, pattern) in
            [(0, "1111111"), (1, "1000001"), (2, "1011101"), (6, "1111111"), (7, "0000000")]
        {
            assert!(rows[line].starts_with(pattern) && rows[line].ends_with(pattern), "{}", rows[line]);
        }
        let size = code.get_attr("size").expect("a size").to_string();
        assert_eq!(size, (rows.len() + 8).to_string());
        let path = code.get_attr("path").expect("a path").to_string();
        assert!(path.starts_with("M4 4h7v1h-7z"), "{path}");
    }

    #[test]
    fn the_longest_address_that_is_let_pass_has_a_code() {
        assert!(code(&"a".repeat(213)).is_some_and(|code| code.get_attr("size").is_ok()));
        assert!(code(&"a".repeat(4000)).is_none());
    }
}
