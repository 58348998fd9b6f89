//! Displays: their blocks, what each of these is to the display, and the code of a registration.

use super::code::code;
use super::passages::Home;
use super::{Compositor, Spot};
use crate::model::{Block, Display, Inline, Text, links};
use minijinja::{Value, context};

impl Compositor<'_> {
    /// The values of a display.
    pub fn display(&mut self, display: Display, blocks: &[Block], spot: Spot, home: Home) -> Value {
        let link = links(blocks).first().copied().filter(|_| display == Display::Registration);
        let parts: Vec<_> =
            display.parts(blocks).into_iter().map(|part| part.map(|part| part.as_str())).collect();
        // Beside a code, the address stands for everyone to read: no note repeats it.
        let outside = std::mem::replace(&mut self.address_shown, link.is_some());
        let content = self.blocks(&[blocks], home).remove(0);
        self.address_shown = outside;
        let registration = link.map(|(target, words)| self.registration(target, words, spot));
        context! {
            kind => "display", form => display.as_str(), direction => self.terms(spot).direction.as_str(),
            id => spot.block, parts, blocks => content, ..registration.unwrap_or_else(|| context! {})
        }
    }

    /// The code of an address, the words for whoever does not see it, and the address, if the words of the link do not show it.
    fn registration(&mut self, target: &Text, words: &[Inline], spot: Spot) -> Value {
        let address = (!super::passages::shows(target, words)).then(|| self.isolated(target, spot));
        let address = address.map(|address| self.text(&address, spot));
        let code_words = self.terms(spot).word("code").to_owned();
        context! { code => code(&target.plain()), code_words, address, target => self.text(target, spot) }
    }
}
