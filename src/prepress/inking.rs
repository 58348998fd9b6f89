//! All that is drawn: pages, the forms and patterns that they call, masks, gradients. In: a document in the colours of the
//! screen. Out: the same in inks.

use super::content::{self, Inked, Names, Overprint, Purpose, Space, overprint_name, spot_name};
use super::gradients;
use super::palette::Palette;
use super::pictures::{self, Picture};
use super::press::{Press, deflate};
use lopdf::{Dictionary, Document, Error, Object, ObjectId, Stream, dictionary};
use std::collections::BTreeMap;

/// What makes of an object the one that is printed.
type Change<'a, 'p> = fn(&mut Inking<'a, 'p>, Object, Purpose) -> Result<Object, Error>;

pub struct Inking<'a, 'p> {
    pub document: &'a mut Document,
    pub palette: &'a mut Palette<'p>,
    press: &'p Press,
    /// Forms, patterns, gradients, states, pictures and fonts, what they became, and whether something is seen through there.
    done: BTreeMap<(ObjectId, Purpose), (ObjectId, bool)>,
    spots: BTreeMap<usize, ObjectId>,
    overprints: BTreeMap<Overprint, ObjectId>,
    /// Whether something is seen through, which must be mixed in the colours of the press.
    is_seen_through: bool,
}

impl<'a, 'p> Inking<'a, 'p> {
    pub fn new(document: &'a mut Document, palette: &'a mut Palette<'p>, press: &'p Press) -> Self {
        Self {
            document,
            palette,
            press,
            done: BTreeMap::new(),
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
        let mut spaces = Dictionary::new();
        for (name, space) in self.named(&resources, b"ColorSpace") {
            let kind = self.space(&space);
            if kind == Space::Kept {
                spaces.set(name.clone(), gradients::separation(self, &space)?);
            }
            names.spaces.insert(name, kind);
        }
        let mut objects = Dictionary::new();
        for (name, object) in self.named(&resources, b"XObject") {
            let dict = &self.document.get_object(object.as_reference()?)?.as_stream()?.dict;
            let is_picture =
                dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|kind| kind == b"Image");
            let is_stencil = dict.get(b"ImageMask").and_then(Object::as_bool).unwrap_or(false);
            if is_picture && !is_stencil {
                names.pictures.insert(name.clone());
            }
            let change = if is_picture { Self::picture } else { Self::form };
            objects.set(name, self.once(&object, purpose, change)?);
        }
        let inked = content::ink(source, &names, self.palette, purpose, begins);
        for spot in &inked.spots {
            spaces.set(spot_name(*spot), self.spot(*spot));
        }
        let mut states = self.changed(&resources, b"ExtGState", purpose, Self::state)?;
        for overprint in &inked.overprints {
            states.set(overprint_name(*overprint), self.overprint(*overprint));
        }
        for (_, font) in self.named(&resources, b"Font") {
            self.font(&font, purpose)?;
        }
        for (key, entries) in [
            ("ColorSpace", spaces),
            ("XObject", objects),
            ("ExtGState", states),
            ("Pattern", self.changed(&resources, b"Pattern", purpose, Self::pattern)?),
            ("Shading", self.changed(&resources, b"Shading", purpose, gradients::shading)?),
        ] {
            resources.remove(key.as_bytes());
            if !entries.is_empty() {
                resources.set(key, entries);
            }
        }
        resources.remove(b"ProcSet");
        Ok((inked, resources))
    }

    /// The entries of one kind of resources, each of them changed.
    fn changed(
        &mut self,
        resources: &Dictionary,
        kind: &[u8],
        purpose: Purpose,
        change: Change<'a, 'p>,
    ) -> Result<Dictionary, Error> {
        let entries = self.named(resources, kind).into_iter();
        entries.map(|(name, object)| Ok((name, self.once(&object, purpose, change)?))).collect()
    }

    /// An object, changed for a purpose: once, however often it is named.
    fn once(&mut self, object: &Object, purpose: Purpose, change: Change<'a, 'p>) -> Result<Object, Error> {
        let Ok(id) = object.as_reference() else { return change(self, object.clone(), purpose) };
        if let Some((done, is_seen_through)) = self.done.get(&(id, purpose)) {
            self.is_seen_through |= is_seen_through;
            return Ok((*done).into());
        }
        let around = std::mem::take(&mut self.is_seen_through);
        // What was there stays until nothing names it any more: another purpose may need it.
        let original = self.document.get_object(id)?.clone();
        let changed = change(self, original, purpose)?;
        let changed = self.document.add_object(changed);
        self.done.insert((id, purpose), (changed, self.is_seen_through));
        self.is_seen_through |= around;
        Ok(changed.into())
    }

    /// A form, or a pattern of tiles: a content with resources of its own.
    fn form(&mut self, form: Object, purpose: Purpose) -> Result<Object, Error> {
        let stream = form.as_stream()?;
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
        Ok(compressed(dict, &inked.content).into())
    }

    fn picture(&mut self, picture: Object, purpose: Purpose) -> Result<Object, Error> {
        let Object::Stream(stream) = picture else { return Ok(picture) };
        self.is_seen_through |= stream.dict.has(b"SMask") && purpose == Purpose::Print;
        let Ok(space) = stream.dict.get(b"ColorSpace").cloned() else { return Ok(stream.into()) };
        let (_, resolved) = self.document.dereference(&space)?;
        // One that has few colours names them in a table.
        let (space, colors) = match resolved.as_array().map(Vec::as_slice) {
            Ok([kind, space, _, table]) if kind.as_name().is_ok_and(|kind| kind == b"Indexed") => {
                let table = match self.document.dereference(table)?.1 {
                    Object::Stream(table) => table.get_plain_content()?,
                    table => table.as_str()?.to_vec(),
                };
                (space.clone(), Some(table))
            }
            _ => (space, None),
        };
        let profile = self.profile(&space).map(|profile| profile.get_plain_content()).transpose()?;
        let picture = Picture { stream, space: self.space(&space), profile, colors };
        Ok(pictures::develop(picture, self.press, purpose)?.into())
    }

    fn state(&mut self, state: Object, purpose: Purpose) -> Result<Object, Error> {
        let mut dict = state.as_dict()?.clone();
        let sees = |key: &[u8]| dict.get(key).and_then(Object::as_float).is_ok_and(|part| part < 1.0);
        let blends = dict.get(b"BM").and_then(Object::as_name).is_ok_and(|mode| mode != b"Normal");
        let mask = dict.get(b"SMask").ok().filter(|mask| mask.as_name().is_err()).cloned();
        if purpose == Purpose::Print {
            self.is_seen_through |= sees(b"ca") || sees(b"CA") || blends || mask.is_some();
        }
        let Some(mask) = mask else { return Ok(state) };
        let mut mask = self.dictionary(Some(&mask));
        let group = mask.get(b"G")?.clone();
        mask.set("G", self.once(&group, Purpose::Mask, Self::form)?);
        dict.set("SMask", mask);
        Ok(dict.into())
    }

    fn pattern(&mut self, pattern: Object, purpose: Purpose) -> Result<Object, Error> {
        let Object::Dictionary(mut dict) = pattern else { return self.form(pattern, purpose) };
        for (key, change) in [("ExtGState", Self::state as Change), ("Shading", gradients::shading)] {
            if let Ok(object) = dict.get(key.as_bytes()).cloned() {
                dict.set(key, self.once(&object, purpose, change)?);
            }
        }
        Ok(dict.into())
    }

    /// The drawn signs of a font, which may have colours.
    fn font(&mut self, object: &Object, purpose: Purpose) -> Result<(), Error> {
        let Ok(id) = object.as_reference() else { return Ok(()) };
        let font = self.document.get_dictionary(id)?;
        let is_drawn = font.get(b"Subtype").and_then(Object::as_name).is_ok_and(|kind| kind == b"Type3");
        if !is_drawn {
            return Ok(());
        }
        if let Some((_, is_seen_through)) = self.done.get(&(id, purpose)) {
            self.is_seen_through |= is_seen_through;
            return Ok(());
        }
        let around = std::mem::take(&mut self.is_seen_through);
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
        self.done.insert((id, purpose), (id, self.is_seen_through));
        self.is_seen_through |= around;
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
                match self.profile(object).and_then(|profile| profile.dict.get(b"N").ok()?.as_i64().ok()) {
                    Some(1) => Space::Gray,
                    Some(3) => Space::Screen,
                    _ => Space::Process,
                }
            }
            _ => Space::Kept,
        }
    }

    /// The ICC profile of a colour space, if it has one.
    fn profile(&self, space: &Object) -> Option<&Stream> {
        let (_, space) = self.document.dereference(space).ok()?;
        match space.as_array().ok()?.as_slice() {
            [kind, profile] if kind.as_name().ok()? == b"ICCBased" => {
                self.document.get_object(profile.as_reference().ok()?).ok()?.as_stream().ok()
            }
            _ => None,
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
