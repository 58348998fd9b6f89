//! A stable share of the notes: each is in one of them by its id alone, so that a new note moves no other.

use diptych::model::Digest;
use std::str::FromStr;

#[derive(Clone, Copy, Debug)]
pub struct Shard {
    number: u64,
    of: u64,
}

impl Shard {
    pub fn holds(self, id: &str) -> bool {
        let digest = Digest::of(id.as_bytes());
        let figures = digest.as_str().get(..15).unwrap_or_default();
        u64::from_str_radix(figures, 16).is_ok_and(|figure| figure % self.of == self.number - 1)
    }
}

impl FromStr for Shard {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        let form = || "write the number of the share and how many there are, such as 2/8".to_owned();
        let (number, of) = word.split_once('/').ok_or_else(form)?;
        let read = |figures: &str| figures.parse::<u64>().map_err(|_| form());
        let (number, of) = (read(number)?, read(of)?);
        match number {
            _ if of == 0 => Err("there must be one share at the least".to_owned()),
            0 => Err(format!("the first share is 1/{of}")),
            _ if number > of => Err(format!("the last share is {of}/{of}")),
            _ => Ok(Self { number, of }),
        }
    }
}
