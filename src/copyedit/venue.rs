//! Where a session takes place, in one line.

use super::{Desk, joined};
use crate::model::{Text, Venue};

impl Desk<'_> {
    /// "En présentiel, salle Europe, Madrid. Interprétation : français et anglais"; `None` if nothing is known.
    pub fn venue_line(&self, venue: &Venue) -> Option<Text> {
        let mode = venue.mode.map(|mode| Text::supplied(self.terms.word(mode.as_str())));
        let room = venue.room.as_ref().map(|room| self.localized(room));
        let place = venue.place.as_ref().and_then(|place| self.of_language(&place.name));
        let site = joined([mode, room, place].into_iter().flatten(), self.terms.word("comma"));
        let languages = venue.interpretation.iter().map(|language| {
            Text::supplied(
                self.terms.languages.get(language.as_str()).map_or(language.as_str(), String::as_str),
            )
        });
        let languages = self.list(languages.collect());
        let interpretation = languages.map(|languages| self.line("interpretation", "languages", &languages));
        joined([site, interpretation].into_iter().flatten(), ". ")
    }
}
