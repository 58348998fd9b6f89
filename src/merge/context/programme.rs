//! The agenda and its people: parts with their times, break-out sessions, the cards of the speakers.

use super::{Compositor, Spot};
use crate::model::{AgendaCopy, BreakoutCopy, CardCopy, FairCopy, SpeakerCopy, Text};
use minijinja::{Value, context};

/// The signs of the longest bio whose card is never broken over two pages.
const KEPT: usize = 1200;

impl Compositor<'_> {
    /// Composes the agendas here, side by side, part beside part and person beside person.
    pub fn place_agendas(&mut self) {
        let copies = self.copies;
        let headings: Vec<(Spot, Vec<usize>)> = self.tongues().map(|(tongue, _)| self.open(tongue)).collect();
        let mut parts: Vec<Vec<Value>> = vec![Vec::new(); copies.len()];
        for index in 0..copies.iter().map(|copy| copy.agenda.len()).max().unwrap_or(0) {
            let abreast: Vec<Option<&AgendaCopy>> =
                copies.iter().map(|copy| copy.agenda.get(index)).collect();
            for (column, part) in parts.iter_mut().zip(self.agenda_part(&abreast)) {
                column.push(part);
            }
        }
        let agendas = headings
            .into_iter()
            .zip(parts)
            .zip(copies)
            .map(|(((spot, agenda_pages), agenda), copy)| {
                let heading = Text::supplied(self.word(copy, "agenda"));
                context! {
                    agenda, agenda_pages, agenda_block => spot.block, agenda_heading => self.text(&heading, spot)
                }
            })
            .collect();
        self.agendas = Some(agendas);
    }

    fn agenda_part(&mut self, abreast: &[Option<&AgendaCopy>]) -> Vec<Value> {
        let heads: Vec<Value> = abreast
            .iter()
            .enumerate()
            .map(|(column, part)| {
                let (spot, pages) = self.open(self.first + column);
                let heading = self.optional(part.and_then(|part| part.heading.as_ref()), spot);
                let times = self.optional(part.and_then(|part| part.times.as_ref()), spot);
                context! { block => spot.block, pages, heading, times }
            })
            .collect();
        let lists: Vec<&[SpeakerCopy]> =
            abreast.iter().map(|part| part.map_or(&[][..], |part| &part.people)).collect();
        let people = self.people(&lists);
        let mut breakouts: Vec<Vec<Value>> = vec![Vec::new(); abreast.len()];
        for index in 0..abreast.iter().flatten().map(|part| part.breakouts.len()).max().unwrap_or(0) {
            let row: Vec<Option<&BreakoutCopy>> =
                abreast.iter().map(|part| part.and_then(|part| part.breakouts.get(index))).collect();
            for (column, breakout) in breakouts.iter_mut().zip(self.breakout(&row)) {
                column.push(breakout);
            }
        }
        let parts = heads.into_iter().zip(people.into_iter().zip(breakouts));
        parts.map(|(head, (people, breakouts))| context! { people, breakouts, ..head }).collect()
    }

    fn breakout(&mut self, abreast: &[Option<&BreakoutCopy>]) -> Vec<Value> {
        let heads: Vec<Value> = abreast
            .iter()
            .enumerate()
            .map(|(column, breakout)| {
                let (spot, pages) = self.open(self.first + column);
                let heading = self.optional(breakout.map(|breakout| &breakout.heading), spot);
                let room = self.optional(breakout.and_then(|breakout| breakout.room.as_ref()), spot);
                context! { block => spot.block, pages, heading, room }
            })
            .collect();
        let lists: Vec<&[SpeakerCopy]> =
            abreast.iter().map(|breakout| breakout.map_or(&[][..], |breakout| &breakout.people)).collect();
        let people = self.people(&lists);
        heads.into_iter().zip(people).map(|(head, people)| context! { people, ..head }).collect()
    }

    /// People in one list a language, numbered person beside person.
    fn people(&mut self, lists: &[&[SpeakerCopy]]) -> Vec<Vec<Value>> {
        let mut people: Vec<Vec<Value>> = vec![Vec::new(); lists.len()];
        for index in 0..lists.iter().map(|list| list.len()).max().unwrap_or(0) {
            for (tongue, (column, list)) in (self.first..).zip(people.iter_mut().zip(lists)) {
                let Some(person) = list.get(index) else { continue };
                let (spot, pages) = self.open(tongue);
                column.push(self.person(person, spot, pages));
            }
        }
        people
    }

    fn person(&mut self, person: &SpeakerCopy, spot: Spot, pages: Vec<usize>) -> Value {
        context! {
            block => spot.block, pages,
            name => self.text(&person.name, spot),
            roles => person.roles.iter().map(|role| self.text(role, spot)).collect::<Vec<_>>(),
            attendance => self.optional(person.attendance.as_ref(), spot),
        }
    }

    /// The cards of the speakers, one list a language, numbered card beside card.
    pub fn cards(&mut self) -> Vec<Value> {
        let copies = self.copies;
        let mut cards: Vec<Vec<Value>> = vec![Vec::new(); copies.len()];
        for index in 0..copies.iter().map(|copy| copy.cards.len()).max().unwrap_or(0) {
            for (tongue, (column, copy)) in (self.first..).zip(cards.iter_mut().zip(copies)) {
                let Some(card) = copy.cards.get(index) else { continue };
                let (spot, pages) = self.open(tongue);
                column.push(self.card(card, spot, pages));
            }
        }
        let with_comma = |(cards, copy): (Vec<Value>, &&FairCopy)| {
            context! { cards, comma => copy.terms.word("comma") }
        };
        cards.into_iter().zip(copies).map(with_comma).collect()
    }

    fn card(&mut self, card: &CardCopy, spot: Spot, pages: Vec<usize>) -> Value {
        let portrait = card.portrait.as_ref().map(|(path, alternative)| {
            let name = self.pictures.get(&path.plain()).cloned().unwrap_or_default();
            let path = Text::new(name, path.span().cloned());
            context! { path => self.text(&path, spot), alternative => self.text(alternative, spot) }
        });
        let length = card.bio.as_ref().map_or(0, |bio| bio.plain().chars().count());
        context! {
            portrait, initials => self.text(&card.initials, spot),
            bio => self.optional(card.bio.as_ref(), spot),
            keep => length <= KEPT,
            ..self.person(&card.person, spot, pages)
        }
    }
}
