//! The operators of a content stream, each with its operands and where it stands (ISO 32000-2, 7.8.2). What is no
//! operator is passed over: a stream is read as far as it can be.

/// What an operator is told.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Operand<'a> {
    Number(f32),
    Name(&'a [u8]),
    /// A string, an array or a dictionary.
    Other,
}

/// An operator, with where its operands begin and where it ends.
#[derive(Debug)]
pub struct Operator<'a> {
    pub name: &'a [u8],
    pub start: usize,
    pub end: usize,
}

pub struct Signs<'a> {
    bytes: &'a [u8],
    at: usize,
    /// The operands of the operator that was read last.
    pub operands: Vec<Operand<'a>>,
}

/// More operands than an operator of colour can have.
const MOST_OPERANDS: usize = 64;

impl<'a> Signs<'a> {
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0, operands: Vec::new() }
    }

    pub fn read(&mut self) -> Option<Operator<'a>> {
        self.operands.clear();
        let mut start = None;
        loop {
            self.skip_blanks();
            let at = self.at;
            let operand = match *self.bytes.get(at)? {
                b'/' => Operand::Name(self.name()),
                b'(' => {
                    self.string();
                    Operand::Other
                }
                b'<' | b'[' => {
                    self.nested();
                    Operand::Other
                }
                b'+' | b'-' | b'.' | b'0'..=b'9' => Operand::Number(self.number()),
                b')' | b'>' | b']' | b'{' | b'}' => {
                    self.at += 1;
                    continue;
                }
                _ => {
                    let name = self.word();
                    if name == b"BI" {
                        self.inline_picture();
                    }
                    return Some(Operator { name, start: start.unwrap_or(at), end: self.at });
                }
            };
            start.get_or_insert(at);
            if self.operands.len() < MOST_OPERANDS {
                self.operands.push(operand);
            }
        }
    }

    fn skip_blanks(&mut self) {
        while let Some(&byte) = self.bytes.get(self.at) {
            match byte {
                b'%' => {
                    let rest = self.bytes.get(self.at..).unwrap_or_default();
                    self.at +=
                        rest.iter().position(|byte| matches!(byte, b'\r' | b'\n')).unwrap_or(rest.len());
                }
                _ if is_blank(byte) => self.at += 1,
                _ => return,
            }
        }
    }

    fn word(&mut self) -> &'a [u8] {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let length =
            rest.iter().position(|byte| is_blank(*byte) || is_delimiter(*byte)).unwrap_or(rest.len());
        self.at += length.max(1);
        rest.get(..length).unwrap_or_default()
    }

    fn name(&mut self) -> &'a [u8] {
        self.at += 1;
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let length =
            rest.iter().position(|byte| is_blank(*byte) || is_delimiter(*byte)).unwrap_or(rest.len());
        self.at += length;
        rest.get(..length).unwrap_or_default()
    }

    fn number(&mut self) -> f32 {
        let word = self.word();
        let (mut whole, mut scale, mut point) = (0f32, 1f32, false);
        for byte in word {
            match byte {
                b'0'..=b'9' => {
                    whole = whole * 10.0 + f32::from(byte - b'0');
                    if point {
                        scale *= 10.0;
                    }
                }
                b'.' => point = true,
                _ => {}
            }
        }
        if word.first() == Some(&b'-') { -whole / scale } else { whole / scale }
    }

    fn string(&mut self) {
        let mut depth = 0usize;
        while let Some(byte) = self.bytes.get(self.at) {
            self.at += 1;
            match byte {
                b'\\' => self.at += 1,
                b'(' => depth += 1,
                b')' if depth <= 1 => return,
                b')' => depth -= 1,
                _ => {}
            }
        }
    }

    /// An array, a dictionary or a string of hexadecimal digits.
    fn nested(&mut self) {
        let mut depth = 0usize;
        while let Some(byte) = self.bytes.get(self.at) {
            match byte {
                b'(' => {
                    self.string();
                    continue;
                }
                b'[' | b'<' => depth += 1,
                b']' | b'>' if depth <= 1 => {
                    self.at += 1;
                    return;
                }
                b']' | b'>' => depth -= 1,
                _ => {}
            }
            self.at += 1;
        }
    }

    /// The keys and values of a picture in the stream itself become operands; its points are passed over.
    fn inline_picture(&mut self) {
        self.operands.clear();
        loop {
            self.skip_blanks();
            let operand = match self.bytes.get(self.at) {
                None => return,
                Some(b'/') => Operand::Name(self.name()),
                Some(b'(') => {
                    self.string();
                    Operand::Other
                }
                Some(b'<' | b'[') => {
                    self.nested();
                    Operand::Other
                }
                Some(b'+' | b'-' | b'.' | b'0'..=b'9') => Operand::Number(self.number()),
                Some(_) => {
                    if self.word() == b"ID" {
                        break;
                    }
                    Operand::Other
                }
            };
            if self.operands.len() < MOST_OPERANDS {
                self.operands.push(operand);
            }
        }
        let mut at = self.at + 1;
        while let Some(window) = self.bytes.get(at..at + 2) {
            let before = self.bytes.get(at.wrapping_sub(1)).is_none_or(|byte| is_blank(*byte));
            let after = self.bytes.get(at + 2).is_none_or(|byte| is_blank(*byte));
            let text = self.bytes.get(at + 2..).unwrap_or_default().iter().take(16);
            if window == b"EI" && before && after && text.copied().all(|byte| byte.is_ascii() && byte != 0) {
                self.at = at + 2;
                return;
            }
            at += 1;
        }
        self.at = self.bytes.len();
    }
}

fn is_blank(byte: u8) -> bool {
    matches!(byte, 0 | b'\t' | b'\n' | b'\x0c' | b'\r' | b' ')
}

fn is_delimiter(byte: u8) -> bool {
    matches!(byte, b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(stream: &str) -> Vec<String> {
        let mut signs = Signs::new(stream.as_bytes());
        let mut told = Vec::new();
        while let Some(operator) = signs.read() {
            let name = String::from_utf8_lossy(operator.name);
            told.push(format!("{name} {} {}", signs.operands.len(), &stream[operator.start..operator.end]));
        }
        told
    }

    #[test]
    fn operators_are_told_with_their_operands() {
        assert_eq!(told("q .5 -1 +2 0 k%x\n/G1 gs"), ["q 0 q", "k 4 .5 -1 +2 0 k", "gs 1 /G1 gs"]);
        assert_eq!(told("[(a]\\)) -3 <41>] TJ (x(y)) '"), ["TJ 1 [(a]\\)) -3 <41>] TJ", "' 1 (x(y)) '"]);
        assert_eq!(
            told("/P <</MCID 1/A[<</B(>>)>>]>> BDC\nf"),
            ["BDC 2 /P <</MCID 1/A[<</B(>>)>>]>> BDC", "f 0 f"]
        );
    }

    #[test]
    fn pictures_in_the_stream_are_passed_over() {
        assert_eq!(told("BI /W 2/H 1/CS/G/BPC 8 ID q EI\nf").len(), 2);
        assert!(told("BI /W 2 ID ").len() == 1 && told("(").is_empty() && told("<<").is_empty());
    }
}
