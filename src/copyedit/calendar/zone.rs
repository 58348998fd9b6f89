//! Time zones: by their city and distance from UTC, their letters, or the name of their time.

use super::{Almanac, figures, fill};
use crate::model::{Calendar, Pattern, Text, Zone, ZoneStyle};

impl Almanac<'_> {
    /// Words with the zone that they hold for, if anything is known of it.
    pub fn zoned(&self, mut words: Text, zone: &Zone) -> Text {
        if let Some(label) = self.label(zone) {
            words.push(Text::supplied(" "));
            words.push(label);
        }
        words
    }

    /// The first of the language's labels for a zone whose fields are known: of those that the house prefers, else of all.
    fn label(&self, zone: &Zone) -> Option<Text> {
        let written = |words: &str| Text::new(words, zone.name.span().cloned());
        let name = zone.name.plain();
        let mut fields = vec![("offset", offset(zone.offset, &self.terms.calendar))];
        fields.extend(self.terms.zones.get(&name).map(|city| ("city", written(city))));
        // Where a zone has no letters of its own, IANA's abbreviation repeats the offset.
        if zone.abbreviation.chars().all(|ch| ch.is_ascii_alphabetic()) {
            fields.push(("abbreviation", written(&zone.abbreviation)));
        }
        fields.extend(self.terms.clock(&name, &zone.abbreviation).map(|name| ("name", written(name))));
        let fields: Vec<_> = fields.iter().map(|(name, text)| (*name, text)).collect();
        let labels = || self.terms.calendar.zone.iter();
        let preferred = labels().filter(|label| self.is_preferred(label));
        preferred.chain(labels()).find_map(|label| label.fill(&fields))
    }

    fn is_preferred(&self, label: &Pattern) -> bool {
        let field = self.style.map(|style| match style {
            ZoneStyle::Place => "city",
            ZoneStyle::Abbreviation => "abbreviation",
            ZoneStyle::Name => "name",
        });
        field.is_some_and(|field| label.has(field))
    }
}

/// The distance from UTC; `offset` in minutes east of Greenwich.
fn offset(offset: i32, calendar: &Calendar) -> Text {
    let style = &calendar.offset;
    let (hours, minutes) = (offset.abs() / 60, offset.abs() % 60);
    let fields = [
        ("sign", &Text::supplied(if offset < 0 { &style.minus } else { &style.plus })),
        ("hours", &figures(hours, 1)),
        ("minutes", &figures(minutes, 2)),
    ];
    match (hours, minutes) {
        (0, 0) => Text::supplied(&style.none),
        (_, 0) => fill(&style.hours, &fields),
        _ => fill(&style.minutes, &fields),
    }
}
