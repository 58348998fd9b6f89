//! What preflight says, in another language: phrases with gaps, by their English form. A gap is named after what it takes:
//! `number`, `numbers` (one or several, parted by commas), `name` (anything, left as it is), `quote` (words of the file, in
//! marks of quotation), `inks` (names and amounts), `phrase` (another phrase). A figure after its name tells two of a kind apart.

use super::Terms;

/// Longer words are not read: those of the press are shorter.
const MOST: usize = 600;

/// How many phrases may stand in each other.
const DEPTH: usize = 6;

/// What was made out of some words: a phrase, and what stands in its gaps.
pub struct Reading<'a> {
    terms: &'a Terms,
    pattern: &'a str,
    phrase: &'a str,
    gaps: Vec<(&'a str, Gap<'a>)>,
}

enum Gap<'a> {
    Number(&'a str),
    Name(&'a str),
    Quote(&'a str),
    Phrases(Vec<Reading<'a>>),
    /// Each with its phrase, if it is an ink of the process, and its amount.
    Inks(Vec<(Result<Reading<'a>, &'a str>, &'a str)>),
}

impl Terms {
    /// Reads words of preflight; nothing if this language has no phrase for all of them.
    pub fn reading<'a>(&'a self, words: &'a str) -> Option<Reading<'a>> {
        if words.len() > MOST {
            return None;
        }
        self.read(words, DEPTH)
    }

    fn read<'a>(&'a self, words: &'a str, depth: usize) -> Option<Reading<'a>> {
        let depth = depth.checked_sub(1)?;
        let of =
            |pattern: &'a String, phrase: &'a String, gaps| Reading { terms: self, pattern, phrase, gaps };
        if let Some((pattern, phrase)) = self.findings.get_key_value(words) {
            return Some(of(pattern, phrase, Vec::new()));
        }
        // Of several that fit, the one that says most of it.
        let mut fitting: Option<(usize, Reading)> = None;
        for (pattern, phrase) in &self.findings {
            let end = pattern.rsplit('}').next().unwrap_or_default();
            let mut gaps = Vec::new();
            if !pattern.contains('{') || !words.ends_with(end) || !self.fit(pattern, words, depth, &mut gaps)
            {
                continue;
            }
            let reading = of(pattern, phrase, gaps);
            let said = reading.letters();
            if fitting.as_ref().is_none_or(|(most, _)| *most < said) {
                fitting = Some((said, reading));
            }
        }
        fitting.map(|(_, reading)| reading)
    }

    /// Lays a pattern on words, gap by gap.
    fn fit<'a>(
        &'a self,
        pattern: &'a str,
        words: &'a str,
        depth: usize,
        gaps: &mut Vec<(&'a str, Gap<'a>)>,
    ) -> bool {
        let Some((before, rest)) = pattern.split_once('{') else { return pattern == words };
        let Some(words) = words.strip_prefix(before) else { return false };
        let Some((name, rest)) = rest.split_once('}') else { return false };
        let after = rest.split('{').next().unwrap_or_default();
        let ends = match (after.is_empty(), rest.is_empty()) {
            (_, true) => vec![words.len()],
            (true, false) => return false,
            _ => words.match_indices(after).map(|(end, _)| end).collect(),
        };
        let held = gaps.len();
        for end in ends {
            let (own, further) = words.split_at(end);
            let Some(gap) = self.gap(name, own, depth) else { continue };
            gaps.push((name, gap));
            if self.fit(rest, further, depth, gaps) {
                return true;
            }
            gaps.truncate(held);
        }
        false
    }

    fn gap<'a>(&'a self, name: &str, words: &'a str, depth: usize) -> Option<Gap<'a>> {
        let is_number = |words: &str| words.trim_start_matches('-').parse::<f64>().is_ok_and(f64::is_finite);
        match name.trim_end_matches(|ch: char| ch.is_ascii_digit()) {
            "number" => is_number(words).then_some(Gap::Number(words)),
            "numbers" => words.split(", ").all(is_number).then_some(Gap::Number(words)),
            "name" => (!words.is_empty()).then_some(Gap::Name(words)),
            "quote" => match words.strip_prefix('\'').and_then(|words| words.strip_suffix('\'')) {
                Some(quoted) => Some(Gap::Quote(quoted)),
                None if words == "words" => Some(Gap::Phrases(vec![self.read(words, depth)?])),
                None => None,
            },
            // Of a row of phrases, only the last gap holds several: each row is read in one way.
            "phrase" if name == "phrase" => Some(Gap::Phrases(vec![self.read(words, depth.min(2))?])),
            "phrase" => Some(Gap::Phrases(vec![self.read(words, depth)?])),
            "inks" => {
                let ink = |ink: &'a str| {
                    let (name, amount) = ink.rsplit_once(' ')?;
                    let process = ["Cyan", "Magenta", "Yellow", "Black"].contains(&name);
                    let phrase = process.then(|| self.read(name, depth)).flatten();
                    is_number(amount).then_some((phrase.ok_or(name), amount))
                };
                words.split(", ").map(ink).collect::<Option<Vec<_>>>().map(Gap::Inks)
            }
            _ => None,
        }
    }

    /// A number in the figures of the language, with its decimal sign.
    pub fn figures(&self, number: &str) -> String {
        let decimal = self.figures.as_ref().and_then(|figures| figures.decimal.as_deref()).unwrap_or(".");
        // The decimal sign of Arabic-Indic figures is none among others (CLDR, ar, latn).
        let decimal = if decimal.is_ascii() || self.profile.numerals.is_some() { decimal } else { "." };
        let own = |ch: char| self.profile.numerals.map_or(ch, |numerals| numerals.figure(ch));
        number.replace('.', decimal).replace(", ", self.word("comma")).chars().map(own).collect()
    }

    /// A name in the midst of words, whichever way it runs. Figures alone go with the word before them: PDF 1.6.
    pub fn set_apart(&self, name: &str) -> String {
        match self.direction.as_str() {
            "rtl" if name.contains(char::is_alphabetic) => format!("\u{2068}{name}\u{2069}"),
            _ => name.to_owned(),
        }
    }

    fn quoted(&self, words: &str) -> String {
        let Some(pair) = self.profile.quotes.double.first() else { return format!("'{words}'") };
        let inner = pair.inner.as_deref().unwrap_or_default();
        format!("{}{inner}{}{inner}{}", pair.open, self.set_apart(words), pair.close)
    }
}

impl<'a> Reading<'a> {
    /// What was read, in the language of the terms.
    pub fn said(&self) -> String {
        let mut said = String::new();
        let mut rest = self.phrase;
        let mut number = false;
        while let Some((before, (name, after))) =
            rest.split_once('{').and_then(|(before, rest)| Some((before, rest.split_once('}')?)))
        {
            tie(&mut said, before, number);
            let gap = self.gaps.iter().find(|(own, _)| *own == name).map(|(_, gap)| gap);
            number = matches!(gap, Some(Gap::Number(_)));
            said.push_str(&gap.map_or_else(String::new, |gap| self.fill(gap)));
            rest = after;
        }
        tie(&mut said, rest, number);
        said
    }

    fn fill(&self, gap: &Gap) -> String {
        let terms = self.terms;
        match gap {
            Gap::Number(number) => terms.figures(number),
            Gap::Name(name) => terms.set_apart(name),
            Gap::Quote(words) => terms.quoted(words),
            Gap::Phrases(readings) => readings.iter().map(Reading::said).collect(),
            Gap::Inks(inks) => {
                let ink = |(name, amount): &(Result<Reading, &str>, &str)| {
                    let name = match name {
                        Ok(reading) => reading.said(),
                        Err(name) => terms.set_apart(name),
                    };
                    format!("{name}\u{A0}{}", terms.figures(amount))
                };
                inks.iter().map(ink).collect::<Vec<_>>().join(terms.word("comma"))
            }
        }
    }

    /// How many letters it understood: those outside of names and numbers.
    fn letters(&self) -> usize {
        let own = |part: &str| part.split('{').next().unwrap_or_default().len();
        self.patterns().into_iter().flat_map(|pattern| pattern.split('}')).map(own).sum()
    }

    /// The English forms of all phrases in it.
    pub fn patterns(&self) -> Vec<&'a str> {
        let within = self.gaps.iter().flat_map(|(_, gap)| match gap {
            Gap::Phrases(readings) => readings.iter().flat_map(Self::patterns).collect(),
            Gap::Inks(inks) => {
                inks.iter().filter_map(|(ink, _)| ink.as_ref().ok()).flat_map(Self::patterns).collect()
            }
            _ => Vec::new(),
        });
        [self.pattern].into_iter().chain(within).collect()
    }
}

/// Adds words after a gap: a unit stays with its number.
fn tie(said: &mut String, words: &str, number: bool) {
    match words.strip_prefix(' ').filter(|words| number && !words.is_empty() && !words.starts_with('(')) {
        Some(words) => {
            said.push('\u{A0}');
            said.push_str(words);
        }
        None => said.push_str(words),
    }
}

#[cfg(test)]
mod tests {
    use super::super::Terms;

    #[test]
    fn words_are_said_in_the_figures_and_signs_of_a_language() {
        for (language, words, said) in [
            ("fr", "at most 262.5 %", Some("au plus 262,5\u{A0}%")),
            ("fr", "within each other", Some("emboîtés")),
            ("fr", "'a; b' 2.5 mm from the edge", Some("«\u{A0}a; b\u{A0}» à 2,5\u{A0}mm du bord")),
            ("fr", "Black Sans is missing; none of it", None),
            (
                "fr",
                "Black Sans is missing; A is damaged",
                Some("Black Sans manque\u{202F}; A est endommagée"),
            ),
            (
                "fr",
                "110 % on page 1 (Yellow 100, PANTONE Yellow C 10)",
                Some("110\u{A0}% en page 1 (Jaune\u{A0}100, PANTONE Yellow C\u{A0}10)"),
            ),
            ("ar", "at most 262.5 %", Some("٢٦٢٫٥٪ على الأكثر")),
            ("ar", "X is missing", Some("الخط \u{2068}X\u{2069} غير موجود")),
            ("es", "made up", None),
        ] {
            let terms = Terms::stock(language);
            assert_eq!(terms.reading(words).map(|reading| reading.said()).as_deref(), said, "{words}");
        }
    }
}
