//! All that is drawn: pages, the forms and patterns that they call, masks, gradients. In: a document in the colours of the
//! screen. Out: the same in inks.

use super::content::{self, Inked, Names, Overprint, Purpose, Space, overprint_name, spot_name};
use super::gradients;
use super::palette::Palette;
use super::pictures::Pictures;
use super::press::deflate;
use lopdf::{Dictionary, Document, Error, Object, ObjectId, Stream, dictionary};
use std::collections::{BTreeMap, BTreeSet};

pub struct Inking<'a, 'p> {
    pub document: &'a mut Document,
    pub palette: &'a mut Palette<'p>,
    pub pictures: Pictures<'p>,
    /// Forms, patterns, gradients, states and pictures that are in inks already.
    done: BTreeSet<(ObjectId, Purpose)>,
    spots: BTreeMap<usize, ObjectId>,
    overprints: BTreeMap<Overprint, ObjectId>,
    /// Whether something is seen through, which must be mixed in the colours of the press.
    is_seen_through: bool,
}

impl<'a, 'p> Inking<'a, 'p> {
    pub fn new(document: &'a mut Document, palette: &'a mut Palette<'p>, pictures: Pictures<'p>) -> Self {
        Self {
            document,
            palette,
            pictures,
            done: BTreeSet::new(),
            spots: BTreeMap::new(),
            overprints: BTreeMap::new(),
            is_seen_through: false,
        }
    }

    /// Brings all pages into inks.
    pub fn work(&mut self) -> Result<(), Error> {
        for page in self.document.page_iter().collect::<Vec<_>>() {
            self.page(page)?;
        }
        Ok(())
    }

    fn page(&mut self, id: ObjectId) -> Result<(), Error> {
        let page = self.document.get_dictionary(id)?;
        let bleed = page.get(b"BleedBox")?.as_array()?.clone();
        let resources = self.dictionary(page.get(b"Resources").ok());
        let source = self.document.get_page_content(id);
        self.is_seen_through = false;
        let (inked, resources) = self.content(&source, resources, Purpose::Print, Some((false, false)))?;
        let content = clip(&inked.content, &bleed);
        let content = self.document.add_object(compressed(Dictionary::new(), &content));
        let is_seen_through = self.is_seen_through;
        let page = self.document.get_dictionary_mut(id)?;
        page.set("Contents", content);
        page.set("Resources", resources);
        page.remove(b"Group");
        if is_seen_through {
            page.set("Group", group("DeviceCMYK"));
        }
        Ok(())
    }

    /// A content and the resources that it names, in inks.
    fn content(
        &mut self,
        source: &[u8],
        mut resources: Dictionary,
        purpose: Purpose,
        begins: Option<Overprint>,
    ) -> Result<(Inked, Dictionary), Error> {
        let mut names = Names::default();
        let mut kept = Dictionary::new();
        for (name, space) in self.named(&resources, b"ColorSpace") {
            let kind = self.space(&space);
            if kind == Space::Kept {
                kept.set(name.clone(), gradients::separation(self, &space)?);
            }
            names.spaces.insert(name, kind);
        }
        for (name, object) in self.named(&resources, b"XObject") {
            let Ok(id) = object.as_reference() else { continue };
            let stream = self.document.get_object(id)?.as_stream()?;
            let is_picture =
                stream.dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|kind| kind == b"Image");
            let is_stencil = stream.dict.get(b"ImageMask").and_then(Object::as_bool).unwrap_or(false);
            if is_picture && !is_stencil {
                names.pictures.insert(name);
            }
            match is_picture {
                true => self.picture(id, purpose)?,
                false => self.form(id, purpose)?,
            }
        }
        let inked = content::ink(source, &names, self.palette, purpose, begins);
        let mut states = self.dictionary(resources.get(b"ExtGState").ok());
        for (_, state) in &states.clone() {
            self.state(state, purpose)?;
        }
        for overprint in &inked.overprints {
            states.set(overprint_name(*overprint), self.overprint(*overprint));
        }
        for spot in &inked.spots {
            kept.set(spot_name(*spot), self.spot(*spot));
        }
        for (_, object) in self.named(&resources, b"Pattern") {
            self.pattern(&object, purpose)?;
        }
        for (_, object) in self.named(&resources, b"Shading") {
            if let Ok(id) = object.as_reference()
                && self.done.insert((id, purpose))
            {
                gradients::shading(self, id, purpose)?;
            }
        }
        for (_, object) in self.named(&resources, b"Font") {
            self.font(&object, purpose)?;
        }
        resources.remove(b"ProcSet");
        for (key, entries) in [("ColorSpace", kept), ("ExtGState", states)] {
            resources.remove(key.as_bytes());
            if !entries.is_empty() {
                resources.set(key, entries);
            }
        }
        Ok((inked, resources))
    }

    /// A form, or a pattern of tiles: a content with resources of its own.
    fn form(&mut self, id: ObjectId, purpose: Purpose) -> Result<(), Error> {
        if !self.done.insert((id, purpose)) {
            return Ok(());
        }
        let stream = self.document.get_object(id)?.as_stream()?;
        let (mut dict, source) = (stream.dict.clone(), stream.get_plain_content()?);
        let resources = self.dictionary(dict.get(b"Resources").ok());
        let (inked, resources) = self.content(&source, resources, purpose, None)?;
        dict.set("Resources", resources);
        if dict.has(b"Group") {
            self.is_seen_through |= purpose == Purpose::Print;
            let mut group = self.dictionary(dict.get(b"Group").ok());
            group.set("CS", if purpose == Purpose::Print { "DeviceCMYK" } else { "DeviceGray" });
            dict.set("Group", group);
        }
        self.document.set_object(id, compressed(dict, &inked.content));
        Ok(())
    }

    fn picture(&mut self, id: ObjectId, purpose: Purpose) -> Result<(), Error> {
        if self.done.insert((id, purpose)) {
            self.is_seen_through |= self.document.get_object(id)?.as_stream()?.dict.has(b"SMask");
            self.pictures.develop(self.document, id)?;
        }
        Ok(())
    }

    fn state(&mut self, state: &Object, purpose: Purpose) -> Result<(), Error> {
        let dict = self.dictionary(Some(state));
        let sees = |key: &[u8]| dict.get(key).and_then(Object::as_float).is_ok_and(|part| part < 1.0);
        let blends = dict.get(b"BM").and_then(Object::as_name).is_ok_and(|mode| mode != b"Normal");
        let mask = dict.get(b"SMask").ok().filter(|mask| mask.as_name().is_err()).cloned();
        if purpose == Purpose::Print {
            self.is_seen_through |= sees(b"ca") || sees(b"CA") || blends || mask.is_some();
        }
        let Some(mask) = mask else { return Ok(()) };
        let group = self.dictionary(Some(&mask)).get(b"G").and_then(Object::as_reference)?;
        self.form(group, Purpose::Mask)
    }

    fn pattern(&mut self, object: &Object, purpose: Purpose) -> Result<(), Error> {
        let Ok(id) = object.as_reference() else { return Ok(()) };
        if matches!(self.document.get_object(id)?, Object::Stream(_)) {
            return self.form(id, purpose);
        }
        if !self.done.insert((id, purpose)) {
            return Ok(());
        }
        let pattern = self.document.get_dictionary(id)?.clone();
        if let Ok(state) = pattern.get(b"ExtGState") {
            self.state(state, purpose)?;
        }
        match pattern.get(b"Shading") {
            Ok(Object::Reference(shading)) if self.done.insert((*shading, purpose)) => {
                gradients::shading(self, *shading, purpose)
            }
            _ => Ok(()),
        }
    }

    /// The drawn signs of a font, which may have colours.
    fn font(&mut self, object: &Object, purpose: Purpose) -> Result<(), Error> {
        let Ok(id) = object.as_reference() else { return Ok(()) };
        let font = self.document.get_dictionary(id)?;
        let is_drawn = font.get(b"Subtype").and_then(Object::as_name).is_ok_and(|kind| kind == b"Type3");
        if !is_drawn || !self.done.insert((id, purpose)) {
            return Ok(());
        }
        let signs = self.dictionary(font.get(b"CharProcs").ok());
        let mut all = self.dictionary(font.get(b"Resources").ok());
        for (_, sign) in &signs {
            let sign = sign.as_reference()?;
            let source = self.document.get_object(sign)?.as_stream()?.get_plain_content()?;
            let (inked, resources) = self.content(&source, all.clone(), purpose, None)?;
            for (key, entries) in &resources {
                let mut joined = self.dictionary(all.get(key).ok());
                joined.extend(&self.dictionary(Some(entries)));
                all.set(key.clone(), joined);
            }
            self.document.set_object(sign, compressed(Dictionary::new(), &inked.content));
        }
        self.document.get_dictionary_mut(id)?.set("Resources", all);
        Ok(())
    }

    /// The dictionary that an object is or names; an empty one, if it is none.
    pub fn dictionary(&self, object: Option<&Object>) -> Dictionary {
        let found = object.and_then(|object| self.document.dereference(object).ok());
        found.and_then(|(_, object)| object.as_dict().ok()).cloned().unwrap_or_default()
    }

    /// The entries of one kind of resources.
    fn named(&self, resources: &Dictionary, kind: &[u8]) -> Vec<(Vec<u8>, Object)> {
        let entries = self.dictionary(resources.get(kind).ok());
        entries.iter().map(|(name, object)| (name.clone(), object.clone())).collect()
    }

    /// What the numbers of a colour space mean.
    pub fn space(&self, object: &Object) -> Space {
        let Ok((_, object)) = self.document.dereference(object) else { return Space::Kept };
        let array: &[Object] = object.as_array().map_or(&[], Vec::as_slice);
        match array.first().unwrap_or(object).as_name() {
            Ok(b"DeviceGray" | b"CalGray") => Space::Gray,
            Ok(b"DeviceRGB" | b"CalRGB") => Space::Screen,
            Ok(b"DeviceCMYK") => Space::Process,
            Ok(b"Pattern") => Space::Pattern,
            Ok(b"ICCBased") => {
                let profile = array.get(1).and_then(|profile| profile.as_reference().ok());
                let profile = profile.and_then(|id| self.document.get_object(id).ok()?.as_stream().ok());
                match profile.and_then(|profile| profile.dict.get(b"N").ok()?.as_i64().ok()) {
                    Some(1) => Space::Gray,
                    Some(3) => Space::Screen,
                    _ => Space::Process,
                }
            }
            _ => Space::Kept,
        }
    }

    pub fn spot(&mut self, spot: usize) -> ObjectId {
        if let Some(id) = self.spots.get(&spot) {
            return *id;
        }
        let ink = &self.palette.spots[spot];
        let space = vec![
            "Separation".into(),
            Object::Name(ink.name.clone().into_bytes()),
            "DeviceCMYK".into(),
            Object::Dictionary(gradients::between(&[0.0; 4], &ink.process)),
        ];
        let id = self.document.add_object(space);
        self.spots.insert(spot, id);
        id
    }

    fn overprint(&mut self, overprint: Overprint) -> ObjectId {
        let (lines, fills) = overprint;
        // No ink of what is above means that what is below stays (ISO 32000-1, 8.6.7: mode 1).
        let state = || dictionary! { "Type" => "ExtGState", "OP" => lines, "op" => fills, "OPM" => 1 };
        *self.overprints.entry(overprint).or_insert_with(|| self.document.add_object(state()))
    }
}

fn group(space: &str) -> Dictionary {
    dictionary! { "S" => "Transparency", "CS" => space, "I" => true, "K" => false }
}

fn compressed(mut dict: Dictionary, content: &[u8]) -> Stream {
    dict.remove(b"DecodeParms");
    dict.set("Filter", "FlateDecode");
    Stream::new(dict, deflate(content))
}

/// A content that is cut where the bleed ends: components draw far beyond it.
fn clip(content: &[u8], bleed: &[Object]) -> Vec<u8> {
    let numbers: Vec<f32> = bleed.iter().filter_map(|number| number.as_float().ok()).collect();
    let [left, bottom, right, top] = numbers.as_slice() else { return content.to_vec() };
    let before = format!("q {left} {bottom} {} {} re W n\n", right - left, top - bottom);
    [before.as_bytes(), content, b"\nQ\n"].concat()
}
