//! The numbers that a printing house names, each with its unit and within what a press can do. What lies outside is a slip of
//! the pen: 30 for 300, or points for millimetres.

use super::super::{Decode, Node, NodeValue, wrong_type};
use crate::diagnostic::Diagnostic;
use serde_json::{Value, json};

/// Declares a number that is written alone or before its unit.
macro_rules! measure {
    ($(#[doc = $doc:literal])* $Name:ident, $least:literal to $most:literal, $what:literal, $($unit:literal)|+, $example:literal) => {
        $(#[doc = $doc])*
        #[derive(Clone, Copy, Debug, PartialEq)]
        pub struct $Name(pub f64);

        impl Decode for $Name {
            fn decode(node: &Node, found: &mut Vec<Diagnostic>) -> Option<Self> {
                number(node, [$($unit),+].as_slice(), [$least, $most], ($what, $example), found).map(Self)
            }

            fn form() -> Value {
                json!({ "type": "number", "minimum": $least, "maximum": $most })
            }
        }
    };
}

measure! {
    /// The most ink on one spot: the sum of the four inks, in per cent.
    InkLimit, 100.0 to 400.0, "an amount of ink from 100 to 400 per cent", "%", "300"
}

measure! {
    /// Pixels an inch.
    Resolution, 72.0 to 2400.0, "a resolution from 72 to 2400 pixels an inch", "ppi" | "dpi", "300"
}

measure! {
    /// How thick a line is, in points.
    LineWeight, 0.05 to 3.0, "a line from 0.05 to 3 points", "pt", "0.25"
}

measure! {
    /// How large type is, in points.
    TypeSize, 3.0 to 16.0, "a size of type from 3 to 16 points", "pt", "6"
}

measure! {
    /// How far words stay away from the edge at which the sheet is cut, in millimetres.
    Margin, 0.0 to 20.0, "a distance from 0 to 20 millimetres", "mm", "5"
}

fn number(
    node: &Node,
    units: &[&str],
    [least, most]: [f64; 2],
    (what, example): (&str, &str),
    found: &mut Vec<Diagnostic>,
) -> Option<f64> {
    let NodeValue::Scalar { text, .. } = &node.value else {
        found.push(wrong_type(node, what));
        return None;
    };
    let bare = units.iter().find_map(|unit| text.strip_suffix(unit)).unwrap_or(text).trim();
    let number = bare.parse().ok().filter(|number| (least..=most).contains(number));
    if number.is_none() {
        let mut finding = wrong_type(node, what);
        finding.message = format!("expected {what}, found '{text}'");
        found.push(finding.hint(format!("write the number alone, such as {example}")));
    }
    number
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{SourceFile, Span};
    use std::sync::Arc;

    fn read<T: Decode>(text: &str) -> Result<T, String> {
        let span = Span::top(&Arc::new(SourceFile { path: "house.yaml".to_owned(), text: text.to_owned() }));
        let value = NodeValue::Scalar { text: text.to_owned(), quoted: false };
        let mut found = Vec::new();
        let read = T::decode(&Node { value, span }, &mut found);
        read.ok_or_else(|| found.remove(0).message)
    }

    #[test]
    fn a_measure_is_read_with_its_unit_and_within_its_bounds() {
        for text in ["300", "300 %", "300%", "100", "400"] {
            assert!(read::<InkLimit>(text).is_ok(), "{text}");
        }
        for text in ["30", "401", "-300", "NaN", "inf", "much", "", "300 mm"] {
            let message = read::<InkLimit>(text).expect_err(text);
            assert_eq!(
                message,
                format!("expected an amount of ink from 100 to 400 per cent, found '{text}'")
            );
        }
        assert_eq!(read::<Resolution>("250 dpi"), Ok(Resolution(250.0)));
        assert!(read::<Resolution>("71").is_err() && read::<Resolution>("2401").is_err());
        assert_eq!(read::<LineWeight>("0.25pt"), Ok(LineWeight(0.25)));
        assert!(read::<LineWeight>("0").is_err() && read::<TypeSize>("2").is_err());
        assert_eq!(read::<Margin>("0"), Ok(Margin(0.0)));
        assert!(read::<Margin>("21 mm").is_err());
    }
}
