//! Days and times as people write them, for the mend of one that the form does not know.

use super::mends;
use jiff::civil::{Date, Time};

/// A day, and a time if one was written, in the way of the form: `2021-05-19`, `12:00`.
pub type DayAndTime = (String, Option<String>);

/// Every day that "19/05/2021", "19 mai 2021 à 12h30", "May 19, 2021" or "2021-5-19 12:00" can stand for: two where day and
/// month cannot be told apart. Of a time alone, "12h30", nothing.
pub fn days_and_times(word: &str) -> Vec<DayAndTime> {
    let tokens = tokens(word);
    let month = tokens.iter().find_map(|token| match token.parse::<u32>() {
        Err(_) => mends::meant(token, MONTHS)?.parse::<u32>().ok(),
        Ok(_) => None,
    });
    let numbers: Vec<&str> = tokens
        .iter()
        .copied()
        .filter(|token| token.starts_with(|sign: char| sign.is_ascii_digit()))
        .collect();
    let number = |at: usize| numbers.get(at).and_then(|number| number.parse::<u32>().ok());
    let four = |at: usize| numbers.get(at).is_some_and(|number| number.len() == 4);
    let mut found = Vec::new();
    let mut add = |year: Option<u32>, month: Option<u32>, day: Option<u32>, rest: usize| {
        let day = || {
            let day = format!("{:04}-{:02}-{:02}", year?, month?, day?);
            day.parse::<Date>().ok().map(|_| day)
        };
        let time = || {
            let time = format!("{:02}:{:02}", number(rest)?, number(rest + 1).unwrap_or(0));
            time.parse::<Time>().ok().map(|_| time)
        };
        if let Some(day) = day()
            && !found.iter().any(|(other, _)| *other == day)
        {
            found.push((day, time()));
        }
    };
    match month {
        Some(_) if four(1) => add(number(1), month, number(0), 2),
        Some(_) if four(0) => add(number(0), month, number(1), 2),
        Some(_) => {}
        None if four(0) => add(number(0), number(1), number(2), 3),
        None if four(2) => {
            add(number(2), number(1), number(0), 3);
            add(number(2), number(0), number(1), 3);
        }
        None => {}
    }
    found
}

const MONTHS: [&str; 12] = ["01", "02", "03", "04", "05", "06", "07", "08", "09", "10", "11", "12"];

/// Runs of figures, and runs of letters.
fn tokens(word: &str) -> Vec<&str> {
    let kind = |sign: char| (sign.is_ascii_digit(), sign.is_alphabetic());
    let mut tokens = Vec::new();
    let mut start = 0;
    for (at, sign) in word.char_indices() {
        let before = word[..at].chars().next_back();
        if before.is_some_and(|before| kind(before) != kind(sign)) {
            tokens.push(&word[start..at]);
            start = at;
        }
    }
    tokens.push(&word[start..]);
    tokens.retain(|token| token.starts_with(char::is_alphanumeric));
    tokens
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_as_people_write_them() {
        for (word, read) in [
            ("19/05/2021", "2021-05-19"),
            ("19.5.2021", "2021-05-19"),
            ("05/19/2021", "2021-05-19"),
            ("5/6/2021", "2021-06-05 2021-05-06"),
            ("2021/05/19", "2021-05-19"),
            ("2021-5-9", "2021-05-09"),
            ("19 mai 2021", "2021-05-19"),
            ("mercredi 19 mai 2021 à 12h30", "2021-05-19T12:30"),
            ("1er août 2021", "2021-08-01"),
            ("May 19, 2021", "2021-05-19"),
            ("19 de mayo de 2021", "2021-05-19"),
            ("2021-05-19 12:00", "2021-05-19T12:00"),
            ("2021-05-19T12h00+02:00", "2021-05-19T12:00"),
            ("2021-05-19T12:00:00", "2021-05-19T12:00"),
            ("31/02/2021", ""),
            ("12:30", ""),
            ("demain", ""),
        ] {
            let days = days_and_times(word).into_iter().map(|(day, time)| match time {
                Some(time) => format!("{day}T{time}"),
                None => day,
            });
            assert_eq!(days.collect::<Vec<_>>().join(" "), read, "{word}");
        }
    }
}
