//! The tokens of a content stream (ISO 32000-1, 7.2.2 and 7.8.2). An array or a dictionary is one token, and so is a picture
//! that stands within the content.

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    pub start: usize,
    pub end: usize,
    pub is_operator: bool,
}

pub struct Tokens<'a> {
    source: &'a [u8],
    at: usize,
}

impl<'a> Tokens<'a> {
    pub fn new(source: &'a [u8]) -> Self {
        Self { source, at: 0 }
    }

    fn peek(&self) -> Option<u8> {
        self.source.get(self.at).copied()
    }

    fn skip_while(&mut self, accepts: impl Fn(u8) -> bool) {
        while self.peek().is_some_and(&accepts) {
            self.at += 1;
        }
    }

    fn skip_blanks(&mut self) {
        self.skip_while(is_blank);
        while self.peek() == Some(b'%') {
            self.skip_while(|sign| sign != b'\n' && sign != b'\r');
            self.skip_while(is_blank);
        }
    }

    /// Passes one object or operator, whose first sign is at hand.
    fn pass(&mut self, first: u8) {
        self.at += 1;
        match first {
            b'(' => self.pass_string(),
            b'<' if self.peek() == Some(b'<') => self.pass_until(b'>'),
            b'<' => {
                self.skip_while(|sign| sign != b'>');
                self.at += 1;
            }
            b'[' => self.pass_until(b']'),
            b'/' => self.skip_while(is_regular),
            first if is_regular(first) => self.skip_while(is_regular),
            _ => {}
        }
    }

    fn pass_string(&mut self) {
        let mut depth = 1;
        while let Some(sign) = self.peek() {
            self.at += 1;
            match sign {
                b'\\' => self.at += 1,
                b'(' => depth += 1,
                b')' => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                return;
            }
        }
    }

    /// Passes objects until the sign that ends an array or, twice, a dictionary.
    fn pass_until(&mut self, end: u8) {
        if end == b'>' {
            self.at += 1;
        }
        loop {
            self.skip_blanks();
            let Some(sign) = self.peek() else { return };
            if sign == end {
                self.at += if end == b'>' { 2 } else { 1 };
                return;
            }
            self.pass(sign);
        }
    }

    /// Passes the bytes of a picture within the content, to the end of the operator after them.
    fn pass_picture(&mut self) {
        while self.at < self.source.len() {
            let rest = &self.source[self.at..];
            let ends = rest.len() >= 3 && is_blank(rest[0]) && &rest[1..3] == b"EI";
            if ends && rest.get(3).is_none_or(|sign| !is_regular(*sign)) {
                self.at += 3;
                return;
            }
            self.at += 1;
        }
    }
}

impl Iterator for Tokens<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        self.skip_blanks();
        let (start, first) = (self.at, self.peek()?);
        self.pass(first);
        self.at = self.at.min(self.source.len());
        let word = &self.source[start..self.at];
        let is_number = first.is_ascii_digit() || b"+-.".contains(&first);
        let is_operator =
            is_regular(first) && !is_number && ![&b"true"[..], b"false", b"null"].contains(&word);
        if word == b"ID" {
            self.pass_picture();
        }
        Some(Token { start, end: self.at, is_operator })
    }
}

fn is_blank(sign: u8) -> bool {
    matches!(sign, b' ' | b'\n' | b'\r' | b'\t' | 0x0c | 0)
}

fn is_regular(sign: u8) -> bool {
    !is_blank(sign) && !b"()<>[]{}/%".contains(&sign)
}
