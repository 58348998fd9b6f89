//! Colours as markers name them: spaces, flat colours, shadings and tiles, each by its place in the tables.

use super::{Marking, Paint, Scope};
use crate::preflight::survey::inks::{Flat, Space, resource};
use crate::preflight::survey::signs::Operand;
use lopdf::{Dictionary, Object, ObjectId};
use std::sync::Arc;

impl<'a> Marking<'a> {
    pub(super) fn picture(&mut self, id: ObjectId, dictionary: &'a Dictionary, scope: &Scope<'a>) {
        if let Ok(space) = dictionary.get(b"ColorSpace") {
            let space = self.space(space, scope);
            let space = self.space_at(space);
            self.tables.pictures.insert(id, space);
        }
    }

    /// The place of a space among those that are known.
    pub(super) fn space(&mut self, object: &'a Object, scope: &Scope<'a>) -> usize {
        let id = object.as_reference().ok();
        if let Some(known) = id.and_then(|id| self.named_spaces.get(&id)) {
            return *known;
        }
        let space = self.tables.inks.space(self.document, object, scope);
        let known = self.spaces.iter().position(|known| **known == space).unwrap_or_else(|| {
            self.spaces.push(Arc::new(space));
            self.spaces.len() - 1
        });
        if let Some(id) = id {
            self.named_spaces.insert(id, known);
        }
        known
    }

    pub(super) fn named_space(&mut self, name: &[u8], scope: &Scope<'a>) -> usize {
        match name {
            b"DeviceGray" | b"G" => 0,
            b"DeviceCMYK" | b"CMYK" => 1,
            b"DeviceRGB" | b"RGB" => 2,
            name => match resource(self.document, scope, b"ColorSpace", name) {
                Some(object) => self.space(object, scope),
                None if name == b"Pattern" => {
                    let known = self.spaces.iter().position(|known| **known == Space::Pattern(None));
                    known.unwrap_or_else(|| {
                        self.spaces.push(Arc::new(Space::Pattern(None)));
                        self.spaces.len() - 1
                    })
                }
                None => 0,
            },
        }
    }

    pub(super) fn flat(&mut self, space: usize, components: &[f32]) -> u32 {
        let key = (space, components.iter().map(|value| value.to_bits()).collect::<Vec<_>>());
        if let Some(known) = self.known_paints.get(&key) {
            return *known;
        }
        let space = self.space_at(space);
        let mut amounts = vec![0.0; self.tables.inks.len()];
        space.lay(components, &self.tables.conversion, &mut amounts);
        let paint = self.paint(Paint::Flat(Flat { space, amounts }));
        self.known_paints.insert(key, paint);
        paint
    }

    pub(super) fn paint(&mut self, paint: Paint) -> u32 {
        self.tables.paints.push(paint);
        (self.tables.paints.len() - 1) as u32
    }

    /// A pattern, by its name.
    pub(super) fn pattern(
        &mut self,
        name: &[u8],
        space: usize,
        components: &[f32],
        scope: &Scope<'a>,
    ) -> u32 {
        let pattern = resource(self.document, scope, b"Pattern", name)
            .map(|object| (object.as_reference().ok(), object));
        let key = (usize::MAX, vec![pattern.and_then(|(id, _)| id).map_or(u32::MAX, |id| id.0)]);
        if components.is_empty()
            && key.1 != [u32::MAX]
            && let Some(known) = self.known_paints.get(&key)
        {
            return *known;
        }
        let shading = pattern.and_then(|(_, object)| {
            let (_, object) = self.document.dereference(object).ok()?;
            let dictionary = object.as_dict().ok()?;
            dictionary.get(b"Shading").ok()
        });
        let paint = match shading {
            Some(shading) => Paint::Shading(self.shading(shading, scope)),
            None => {
                let under = self.spaces.get(space).and_then(|space| match space.as_ref() {
                    Space::Pattern(Some(under)) => Some(under.clone()),
                    _ => None,
                });
                let under = under.filter(|_| !components.is_empty()).map(|space| {
                    let mut amounts = vec![0.0; self.tables.inks.len()];
                    space.lay(components, &self.tables.conversion, &mut amounts);
                    self.paint(Paint::Flat(Flat { space, amounts }))
                });
                Paint::Tiles(under)
            }
        };
        let paint = self.paint(paint);
        if components.is_empty() {
            self.known_paints.insert(key, paint);
        }
        paint
    }

    /// The space of a shading.
    pub(super) fn shading(&mut self, object: &'a Object, scope: &Scope<'a>) -> Arc<Space> {
        let space = self.document.dereference(object).ok().and_then(|(_, object)| {
            let dictionary =
                object.as_dict().or_else(|_| object.as_stream().map(|stream| &stream.dict)).ok()?;
            dictionary.get(b"ColorSpace").ok()
        });
        let space = space.map_or(0, |space| self.space(space, scope));
        self.space_at(space)
    }

    pub(super) fn space_at(&self, place: usize) -> Arc<Space> {
        self.spaces.get(place).cloned().unwrap_or_else(|| Arc::new(Space::Gray))
    }

    /// The colour that an operator of colour names.
    pub(super) fn colour(
        &mut self,
        name: &[u8],
        operands: &[Operand],
        scope: &Scope<'a>,
        space: &mut usize,
    ) -> u32 {
        let numbers = operands.iter().filter_map(|operand| match operand {
            Operand::Number(number) => Some(*number),
            _ => None,
        });
        let mut components: Vec<f32> = numbers.collect();
        let named = operands.iter().rev().find_map(|operand| match operand {
            Operand::Name(name) => Some(*name),
            _ => None,
        });
        match name.to_ascii_lowercase().as_slice() {
            b"g" => *space = 0,
            b"k" => *space = 1,
            b"rg" => *space = 2,
            b"cs" => {
                *space = self.named_space(named.unwrap_or_default(), scope);
                components = self.space_at(*space).initial();
            }
            _ => {
                if let Some(pattern) = named {
                    return self.pattern(pattern, *space, &components, scope);
                }
            }
        }
        self.flat(*space, &components)
    }

    /// The space of a picture that stands in the stream itself.
    pub(super) fn inline_space(&mut self, operands: &[Operand], scope: &Scope<'a>) -> Arc<Space> {
        let named = operands.windows(2).find_map(|pair| match pair {
            [Operand::Name(b"CS" | b"ColorSpace"), Operand::Name(name)] => Some(*name),
            _ => None,
        });
        // An array can be of indexed colours alone: its base cannot be told apart here, so that it counts as grey.
        let space = named.map_or(0, |name| self.named_space(name, scope));
        self.space_at(space)
    }
}
