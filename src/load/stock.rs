//! Templates and fonts. In: the press's own, which are in the binary, and the project's. Out: one set of each, in which
//! a file of the project takes the place of the press's file of the same name.

use super::disk::{Project, Trouble, place};
use super::yaml;
use crate::diagnostic::Diagnostic;
use crate::model::{FontFile, SourceFile};
use include_dir::{Dir, File, include_dir};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

static TEMPLATES: Dir = include_dir!("$CARGO_MANIFEST_DIR/templates");
static FONTS: Dir = include_dir!("$CARGO_MANIFEST_DIR/fonts");

/// What a template may be: all of them are text.
const TEMPLATE_ENDINGS: [&str; 5] = ["j2", "typ", "css", "yaml", "svg"];

/// What the engine reads; web fonts it does not.
const FONT_ENDINGS: [&str; 2] = ["ttf", "otf"];

/// The templates by their path below `templates/`.
pub fn templates(project: &Project, found: &mut Vec<Diagnostic>) -> BTreeMap<String, Arc<SourceFile>> {
    let own = own_templates().map(|(path, text)| {
        let file = SourceFile { path: format!("templates/{path}"), text: text.to_owned() };
        (path, Arc::new(file))
    });
    let mut templates: BTreeMap<_, _> = own.collect();
    for path in project.walk("templates", found) {
        if !ends_in(&path, &TEMPLATE_ENDINGS) {
            continue;
        }
        let below_root = format!("templates/{path}");
        if let Some(file) = project.text(&below_root, found) {
            if project.is_noted() && path.ends_with(".yaml") {
                let node = yaml::parse(&file, &mut Vec::new());
                node.into_iter().for_each(|node| project.note_values(&below_root, &node));
            }
            templates.insert(path, file);
        }
    }
    templates
}

/// The press's own templates.
pub fn own_templates() -> impl Iterator<Item = (String, &'static str)> {
    let own = files(&TEMPLATES).filter(|(path, _)| ends_in(path, &TEMPLATE_ENDINGS));
    own.filter_map(|(path, file)| Some((path, file.contents_utf8()?)))
}

/// The press's own text of a template, which a file of the project may have replaced.
pub fn own_template(path: &str) -> Option<Arc<SourceFile>> {
    let text = TEMPLATES.get_file(path)?.contents_utf8()?.to_owned();
    Some(Arc::new(SourceFile { path: format!("templates/{path}"), text }))
}

/// Whether a template is the press's own, or reads like it.
pub fn is_own(path: &str, file: &SourceFile) -> bool {
    TEMPLATES.get_file(path).and_then(|own| own.contents_utf8()).is_some_and(|own| own == file.text)
}

/// The fonts, sorted by path.
pub fn fonts(project: &Project, found: &mut Vec<Diagnostic>) -> Vec<FontFile> {
    let own = files(&FONTS).filter(|(path, _)| ends_in(path, &FONT_ENDINGS));
    let mut fonts: BTreeMap<String, Cow<'static, [u8]>> =
        own.map(|(path, file)| (path, Cow::Borrowed(file.contents()))).collect();
    for path in project.walk("fonts", found) {
        let below_root = format!("fonts/{path}");
        if ends_in(&path, &["woff", "woff2", "ttc", "otc", "eot"]) {
            let message = format!("'{below_root}' is left out: the engine reads only .ttf and .otf files");
            let hint =
                "get the family as .ttf or .otf files; most sources of fonts offer them as desktop fonts";
            found.push(Diagnostic::warning("font-format", place(&below_root), message).hint(hint));
            continue;
        }
        if !ends_in(&path, &FONT_ENDINGS) {
            continue;
        }
        match project.bytes(&below_root) {
            Ok(bytes) if ttf_parser::Face::parse(&bytes, 0).is_ok() => {
                fonts.insert(path, Cow::Owned(bytes));
            }
            Ok(_) => {
                let message = format!("'{below_root}' is no font, or a damaged one");
                let hint = "copy the file again from where it came, or delete it";
                found.push(Diagnostic::error("font-format", place(&below_root), message).hint(hint));
            }
            Err(trouble) => found.push(Trouble::diagnostic(&trouble, &below_root)),
        }
    }
    fonts.into_iter().map(|(path, bytes)| FontFile { path, bytes }).collect()
}

/// Whether the engine can read a file as a font.
pub fn is_font(path: &str, bytes: &[u8]) -> bool {
    ends_in(path, &FONT_ENDINGS) && ttf_parser::Face::parse(bytes, 0).is_ok()
}

/// The families of the fonts, each once, in alphabetical order.
pub fn families(fonts: &[FontFile]) -> Vec<String> {
    let mut families: Vec<_> = fonts.iter().filter_map(|font| family(&font.bytes)).collect();
    families.sort();
    families.dedup();
    families
}

/// The family as typographers name it (OpenType name 16), else as the oldest programs do (name 1).
fn family(bytes: &[u8]) -> Option<String> {
    let face = ttf_parser::Face::parse(bytes, 0).ok()?;
    let name =
        |id| face.names().into_iter().filter(|name| name.name_id == id).find_map(|name| name.to_string());
    name(ttf_parser::name_id::TYPOGRAPHIC_FAMILY).or_else(|| name(ttf_parser::name_id::FAMILY))
}

/// All files of an embedded folder, with `/` in their paths on every system.
fn files(folder: &'static Dir) -> Box<dyn Iterator<Item = (String, &'static File<'static>)>> {
    let own = folder.files().filter_map(|file| Some((file.path().to_str()?.replace('\\', "/"), file)));
    Box::new(own.chain(folder.dirs().flat_map(files)))
}

fn ends_in(path: &str, endings: &[&str]) -> bool {
    path.rsplit_once('.').is_some_and(|(_, ending)| endings.contains(&ending.to_ascii_lowercase().as_str()))
}
