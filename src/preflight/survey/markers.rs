//! Markers in content streams. In: the file. Out: a copy of it in which each stream says, before it paints, which colours,
//! overprint and opacity hold; and what those are.
//!
//! The interpreter tells where marks come to lie, but neither the components of their colours nor their overprint. So
//! both are read here, from the same streams, and written into them as marked content, which the interpreter hands on
//! and which paints nothing.

mod colours;
mod copy;

use super::conversion::Conversion;
use super::inks::{Flat, Inks, Light, Space, resource};
use super::signs::{Operand, Operator, Signs};
use copy::Copy;
use lopdf::{Dictionary, Document, Object, ObjectId};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::io::Write;
use std::sync::Arc;

/// The tags of markers.
pub const STATE: &[u8] = b"DP.S";
pub const CALL: &[u8] = b"DP.C";
pub const RETURN: &[u8] = b"DP.R";
pub const INLINE: &[u8] = b"DP.I";

/// More bytes than the content of a page has.
const LARGEST_STREAM: usize = 128 << 20;

/// What is painted with.
#[derive(Clone, Debug)]
pub enum Paint {
    Flat(Flat),
    /// A shading, with the space of its colours.
    Shading(Arc<Space>),
    /// Tiles, with the place of the colour that they take on where they have none of their own.
    Tiles(Option<u32>),
}

/// What a stream has said of the state so far: `None` where the stream that called it has the say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Local {
    pub fill: Option<u32>,
    pub stroke: Option<u32>,
    /// The opacity of fills and of strokes, in 255ths.
    pub alpha: [Option<u8>; 2],
    /// Whether fills and strokes overprint.
    pub overprint: [Option<bool>; 2],
    /// Whether components of 0 leave an ink as it is (overprint mode 1).
    pub nonzero: Option<bool>,
}

/// What markers speak of.
pub struct Tables {
    pub paints: Vec<Paint>,
    pub states: Vec<Local>,
    /// The spaces of pictures that stand in a stream.
    pub inline: Vec<Arc<Space>>,
    /// The spaces of picture objects.
    pub pictures: HashMap<ObjectId, Arc<Space>>,
    pub inks: Inks,
    pub conversion: Conversion,
}

pub struct Marking<'a> {
    document: &'a Document,
    pub tables: Tables,
    known_states: HashMap<Local, u32>,
    known_paints: HashMap<(usize, Vec<u32>), u32>,
    spaces: Vec<Arc<Space>>,
    named_spaces: HashMap<ObjectId, usize>,
    /// The streams as they are to be read.
    streams: BTreeMap<ObjectId, Vec<u8>>,
    seen: HashSet<ObjectId>,
    bytes: usize,
    /// Whether states are saved within each other without an end.
    deep: bool,
}

/// The colour of a page before any is named: black, as DeviceGray (ISO 32000-2, table 51).
pub const INITIAL_PAINT: u32 = 0;

#[derive(Clone, Default)]
struct Now {
    local: Local,
    /// The spaces in which fills and strokes are told.
    spaces: [usize; 2],
}

type Scope<'a> = Vec<&'a Dictionary>;

impl<'a> Marking<'a> {
    pub fn new(document: &'a Document) -> Self {
        let gray = Arc::new(Space::Gray);
        let tables = Tables {
            paints: vec![Paint::Flat(Flat { space: gray.clone(), amounts: vec![0.0, 0.0, 0.0, 1.0] })],
            states: vec![Local::default()],
            inline: Vec::new(),
            pictures: HashMap::new(),
            inks: Inks::default(),
            conversion: Conversion::of(document),
        };
        let basic = [Space::Gray, Space::Cmyk(true), Space::Foreign("DeviceRGB", Light::Rgb)];
        Self {
            document,
            tables,
            known_states: HashMap::from([(Local::default(), 0)]),
            known_paints: HashMap::new(),
            spaces: basic.into_iter().map(Arc::new).collect(),
            named_spaces: HashMap::new(),
            streams: BTreeMap::new(),
            seen: HashSet::new(),
            bytes: 0,
            deep: false,
        }
    }

    /// Marks the content of a page, and all that it calls.
    pub fn page(&mut self, id: ObjectId) -> Result<Vec<u8>, String> {
        let document = self.document;
        let dictionary = document.get_dictionary(id).map_err(|error| error.to_string())?;
        let mut scope = Scope::new();
        let (own, inherited) = document.get_page_resources(id).map_err(|error| error.to_string())?;
        scope.extend(own);
        scope.extend(inherited.iter().filter_map(|id| document.get_dictionary(*id).ok()));
        let content = document
            .get_page_content_with_limit(id, LARGEST_STREAM)
            .map_err(|_| "the content of a page cannot be read".to_owned())?;
        self.take(content.len())?;
        let marked = self.mark(&content, &scope);
        self.resources(&scope)?;
        for annotation in
            dictionary.get_deref(b"Annots", document).and_then(Object::as_array).into_iter().flatten()
        {
            self.appearance(annotation, &scope)?;
        }
        Ok(marked)
    }

    fn take(&mut self, bytes: usize) -> Result<(), String> {
        self.bytes += bytes;
        if self.bytes > 4 * LARGEST_STREAM {
            Err("its pages hold more than can be looked at".to_owned())
        } else {
            Ok(())
        }
    }

    fn appearance(&mut self, annotation: &'a Object, scope: &Scope<'a>) -> Result<(), String> {
        let document = self.document;
        let normal = document.dereference(annotation).ok().and_then(|(_, annotation)| {
            let look = annotation.as_dict().ok()?.get_deref(b"AP", document).ok()?.as_dict().ok()?;
            look.get(b"N").ok()
        });
        normal.map_or(Ok(()), |normal| self.stream(normal, scope, 0))
    }

    /// Marks all streams that resources lead to.
    fn resources(&mut self, scope: &Scope<'a>) -> Result<(), String> {
        self.resources_within(scope, 0)
    }

    fn resources_within(&mut self, scope: &Scope<'a>, depth: usize) -> Result<(), String> {
        let document = self.document;
        let entries = |kind: &[u8]| -> Vec<&'a Object> {
            let kinds = scope.iter().filter_map(|own| own.get_deref(kind, document).ok()?.as_dict().ok());
            kinds.flat_map(|kind| kind.iter().map(|(_, entry)| entry)).collect()
        };
        for entry in entries(b"XObject").into_iter().chain(entries(b"Pattern")) {
            self.stream(entry, scope, depth)?;
        }
        for state in entries(b"ExtGState") {
            let group = document.dereference(state).ok().and_then(|(_, state)| {
                let mask = state.as_dict().ok()?.get_deref(b"SMask", document).ok()?.as_dict().ok()?;
                mask.get(b"G").ok()
            });
            if let Some(group) = group {
                self.stream(group, scope, depth)?;
            }
        }
        for font in entries(b"Font") {
            let Ok((_, font)) = document.dereference(font) else { continue };
            let Ok(font) = font.as_dict() else { continue };
            let glyphs = font.get_deref(b"CharProcs", document).and_then(Object::as_dict);
            let Ok(glyphs) = glyphs else { continue };
            let mut scope = scope.clone();
            if let Ok(own) = font.get_deref(b"Resources", document).and_then(Object::as_dict) {
                scope.insert(0, own);
            }
            for (_, glyph) in glyphs.iter() {
                self.stream(glyph, &scope, depth)?;
            }
        }
        Ok(())
    }

    /// Marks the stream of a form, of tiles or of a glyph, and notes the space of a picture.
    fn stream(&mut self, object: &'a Object, scope: &Scope<'a>, depth: usize) -> Result<(), String> {
        let Ok((Some(id), Object::Stream(stream))) = self.document.dereference(object) else { return Ok(()) };
        if depth > 64 || !self.seen.insert(id) {
            return Ok(());
        }
        if stream.dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|kind| kind == b"Image") {
            self.picture(id, &stream.dict, scope);
            return Ok(());
        }
        if stream.dict.get(b"PatternType").is_ok_and(|kind| kind.as_i64().ok() == Some(2)) {
            return Ok(());
        }
        // What cannot be read, readers leave away, too.
        let Ok(content) = stream.get_plain_content_with_limit(LARGEST_STREAM) else {
            self.streams.insert(id, Vec::new());
            return Ok(());
        };
        self.take(content.len())?;
        let mut scope = scope.clone();
        let own = stream.dict.get_deref(b"Resources", self.document).and_then(Object::as_dict).ok();
        if let Some(own) = own {
            scope.insert(0, own);
            scope.truncate(16);
        }
        let marked = self.mark(&content, &scope);
        self.streams.insert(id, marked);
        if let Some(own) = own {
            self.resources_within(&vec![own], depth + 1)?;
        }
        Ok(())
    }

    fn state(&mut self, local: Local) -> u32 {
        *self.known_states.entry(local).or_insert_with(|| {
            self.tables.states.push(local);
            (self.tables.states.len() - 1) as u32
        })
    }

    /// A content stream with its markers.
    fn mark(&mut self, content: &[u8], scope: &Scope<'a>) -> Vec<u8> {
        let mut marked = Vec::with_capacity(content.len() + content.len() / 4);
        let (mut copied, mut told) = (0, 0);
        let mut now = Now::default();
        let mut saved: Vec<Now> = Vec::new();
        let mut signs = Signs::new(content);
        while let Some(Operator { name, start, end }) = signs.read() {
            let before = |marked: &mut Vec<u8>, copied: &mut usize, tag: &[u8], value: u32| {
                marked.extend(content.get(*copied..start).unwrap_or_default());
                *copied = start;
                marker(marked, tag, value);
            };
            let mut painting = now.local;
            match name {
                b"q" if saved.len() < 1024 => saved.push(now.clone()),
                b"q" => {
                    self.deep = true;
                    return Vec::new();
                }
                b"Q" => now = saved.pop().unwrap_or_default(),
                b"gs" => self.graphics_state(&signs.operands, scope, &mut now.local),
                b"g" | b"k" | b"rg" | b"cs" | b"sc" | b"scn" => {
                    now.local.fill = Some(self.colour(name, &signs.operands, scope, &mut now.spaces[0]));
                }
                b"G" | b"K" | b"RG" | b"CS" | b"SC" | b"SCN" => {
                    now.local.stroke = Some(self.colour(name, &signs.operands, scope, &mut now.spaces[1]));
                }
                b"f" | b"F" | b"f*" | b"B" | b"B*" | b"b" | b"b*" | b"S" | b"s" | b"Tj" | b"TJ" | b"'"
                | b"\"" | b"Do" | b"BI" | b"sh" => {
                    if name == b"sh"
                        && let Some(Operand::Name(shading)) = signs.operands.last()
                    {
                        let shading = resource(self.document, scope, b"Shading", shading);
                        let space = match shading {
                            Some(shading) => self.shading(shading, scope),
                            None => self.space_at(0),
                        };
                        painting.fill = Some(self.paint(Paint::Shading(space)));
                    }
                    let state = self.state(painting);
                    if state != told {
                        before(&mut marked, &mut copied, STATE, state);
                        told = state;
                    }
                    if name == b"BI" {
                        let space = self.inline_space(&signs.operands, scope);
                        self.tables.inline.push(space);
                        before(&mut marked, &mut copied, INLINE, (self.tables.inline.len() - 1) as u32);
                    }
                    if name == b"Do" {
                        before(&mut marked, &mut copied, CALL, 0);
                        marked.extend(content.get(copied..end).unwrap_or_default());
                        copied = end;
                        marker(&mut marked, RETURN, 0);
                    }
                }
                _ => {}
            }
        }
        marked.extend(content.get(copied..).unwrap_or_default());
        marked
    }

    fn graphics_state(&self, operands: &[Operand], scope: &Scope<'a>, local: &mut Local) {
        let Some(Operand::Name(name)) = operands.last() else { return };
        let state = resource(self.document, scope, b"ExtGState", name)
            .and_then(|state| self.document.dereference(state).ok()?.1.as_dict().ok());
        let Some(state) = state else { return };
        let value = |key: &[u8]| state.get_deref(key, self.document).ok();
        let flag = |key| value(key).and_then(|value| value.as_bool().ok());
        let opacity = |key| {
            let opacity = value(key).and_then(|value| value.as_float().ok());
            opacity.map(|opacity| (opacity.clamp(0.0, 1.0) * 255.0).round() as u8)
        };
        // What is said of strokes holds for fills, too, unless they are spoken of (ISO 32000-2, table 57).
        local.overprint[1] = flag(b"OP").or(local.overprint[1]);
        local.overprint[0] = flag(b"op").or_else(|| flag(b"OP")).or(local.overprint[0]);
        local.nonzero =
            value(b"OPM").and_then(|mode| mode.as_i64().ok()).map(|mode| mode == 1).or(local.nonzero);
        local.alpha = [opacity(b"ca").or(local.alpha[0]), opacity(b"CA").or(local.alpha[1])];
    }

    /// The file with its marked streams, and what the markers speak of. `pages` are the contents of pages.
    pub fn finish(self, pages: Vec<(ObjectId, Vec<u8>)>) -> Result<(Vec<u8>, Tables), String> {
        // The interpreter keeps all of them in memory (readers need not keep more than 28: ISO 32000-1, Annex C).
        if self.deep {
            return Err("its graphics states are nested too deep".to_owned());
        }
        let copy = Copy { document: self.document, streams: &self.streams }.write(pages);
        Ok((copy.map_err(|error| error.to_string())?, self.tables))
    }
}

fn marker(stream: &mut Vec<u8>, tag: &[u8], value: u32) {
    // A name that ends a word before it needs no blank; an operator does.
    stream.extend(b" /");
    stream.extend(tag);
    let _ = write!(stream, "<</MCID {value}>>BDC EMC ");
}
