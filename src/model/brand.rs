//! The brand: `_brand.yml` in the brand.yml form, roles resolved, and what the press needs beyond that form.

use super::{Decode, Edition, Image, Medium, Node, NodeValue, PerLanguage, Span, Text, wrong_type};
use crate::diagnostic::Diagnostic;
use crate::{choice, record};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The roles that colours may have in brand.yml.
pub const COLOR_ROLES: [&str; 12] = [
    "foreground",
    "background",
    "primary",
    "secondary",
    "tertiary",
    "success",
    "info",
    "warning",
    "danger",
    "light",
    "dark",
    "link",
];

/// The brand, as pages and books wear it.
#[derive(Clone, Debug)]
pub struct Brand {
    pub name: Option<String>,
    /// The name where there is little room.
    pub short_name: Option<String>,
    /// The brand's home on the web.
    pub link: Option<String>,
    /// Roles (`foreground`, `background`, `primary`, `secondary`, …) and palette names to `#rrggbb`, lower case.
    pub colors: BTreeMap<String, String>,
    /// Where the brand's file names the colour of each of these; nothing for the press's own.
    pub places: BTreeMap<String, Span>,
    /// The family of running text.
    pub base_font: String,
    pub heading_font: String,
    pub typography: Typography,
    pub logo: Option<Logo>,
    /// The logo for dark grounds.
    pub reversed_logo: Option<Logo>,
    pub partners: Vec<Partner>,
    /// The picture on covers.
    pub cover: Option<Image>,
    /// What stands under `defaults.diptych`.
    pub stationery: Option<Stationery>,
}

/// Colours of a house that chose none: black on white, and an ink blue.
const COLORS: [(&str, &str); 4] =
    [("foreground", "#000000"), ("background", "#ffffff"), ("primary", "#1f3a5f"), ("secondary", "#5b6470")];

impl Default for Brand {
    /// The press's own sober brand.
    fn default() -> Self {
        Self {
            name: None,
            short_name: None,
            link: None,
            colors: COLORS.iter().map(|(role, color)| ((*role).to_owned(), (*color).to_owned())).collect(),
            places: BTreeMap::new(),
            base_font: "Source Serif 4".to_owned(),
            heading_font: "Source Sans 3".to_owned(),
            typography: Typography::default(),
            logo: None,
            reversed_logo: None,
            partners: Vec::new(),
            cover: None,
            stationery: None,
        }
    }
}

impl Brand {
    /// All pictures of the brand: logos, those of partners, the cover's.
    pub fn pictures(&self) -> impl Iterator<Item = &Image> {
        let logos = self.logo.iter().chain(&self.reversed_logo).map(|logo| &logo.image);
        let partners = self.partners.iter().map(|partner| &partner.image);
        logos.chain(partners).chain(&self.cover)
    }

    /// The ground of mastheads.
    pub fn band(&self) -> Band {
        self.stationery.as_ref().and_then(|own| own.masthead).unwrap_or(Band::Light)
    }

    /// The numbers and names of the house's publications.
    pub fn imprint(&self) -> Option<&Imprint> {
        self.stationery.as_ref()?.imprint.as_ref()
    }

    /// How much room the logo needs.
    pub fn logo_room(&self) -> Option<&LogoRoom> {
        self.stationery.as_ref()?.logo.as_ref()
    }
}

impl Imprint {
    /// The number of an edition, by its languages and its medium.
    pub fn isbn(&self, edition: &Edition) -> Option<&Text> {
        let isbns = self.isbn.get(&edition.language_tag())?;
        match edition.medium {
            Medium::Screen => isbns.screen.as_ref(),
            Medium::Print => isbns.print.as_ref(),
            Medium::Epub => isbns.epub.as_ref(),
        }
    }
}

/// What a brand says of its type beside the two families; `None` leaves it to the templates.
#[derive(Clone, Debug, Default)]
pub struct Typography {
    pub base: Setting,
    pub headings: Setting,
    pub monospace: Setting,
    pub inline_code: Setting,
    pub code_block: Setting,
    pub links: Setting,
}

/// How one kind of words is set.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Setting {
    pub family: Option<String>,
    /// 100 to 900.
    pub weight: Option<u16>,
    /// To the size of the words around it.
    pub size: Option<f64>,
    /// The distance of two lines to the size of the type.
    pub line_height: Option<f64>,
    pub italic: Option<bool>,
    pub underlined: Option<bool>,
    /// As `#rrggbb`.
    pub color: Option<String>,
    pub background: Option<String>,
}

#[derive(Clone, Debug)]
pub struct Logo {
    pub image: Image,
    pub alternative: Text,
}

/// An organisation that stands beside the publisher: its logo, and its address on the web.
#[derive(Clone, Debug)]
pub struct Partner {
    pub image: Image,
    pub alternative: PerLanguage<Text>,
    pub link: Option<Text>,
}

record! {
    /// `defaults.diptych` of `_brand.yml`: what the brand.yml form has no keys for.
    pub struct Stationery {
        /// The ground of the masthead.
        pub masthead: Option<Band>,
        /// What each colour is in the printing house, by its name in the palette or its role.
        pub inks: BTreeMap<String, Ink>,
        /// How much room the logo needs, in millimetres.
        pub logo: Option<LogoRoom>,
        /// Logos of partners, in the order in which they are printed.
        pub partners: Vec<PartnerEntry>,
        /// Who the publisher is, in a few lines.
        pub boilerplate: Option<PerLanguage<Text>>,
        pub disclaimer: Option<PerLanguage<Text>>,
        pub imprint: Option<Imprint>,
        /// The path of a picture for covers.
        pub cover: Option<Text>,
    }
}

choice! {
    /// The ground of a masthead.
    pub enum Band {
        /// The paper itself.
        Light = "light",
        /// A band in the brand's dark colour, with the logo for dark grounds.
        Dark = "dark",
    }
}

record! {
    /// A colour in the printing house.
    pub struct Ink {
        /// Cyan, magenta, yellow and black, in per cent: [90, 60, 20, 30].
        pub cmyk: Option<Cmyk>,
        /// The name of a spot colour: PANTONE 302 C.
        pub spot: Option<Text>,
    }
}

/// Cyan, magenta, yellow and black, each 0 to 100.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cmyk(pub [f64; 4]);

impl Decode for Cmyk {
    fn decode(node: &Node, found: &mut Vec<Diagnostic>) -> Option<Self> {
        let parts = Vec::<f64>::decode(node, &mut Vec::new()).unwrap_or_default();
        let parts = <[f64; 4]>::try_from(parts).ok();
        let parts = parts.filter(|parts| parts.iter().all(|part| (0.0..=100.0).contains(part)));
        if parts.is_none() {
            let finding = wrong_type(node, "four numbers from 0 to 100");
            found
                .push(finding.hint("write cyan, magenta, yellow and black in per cent, as [90, 60, 20, 30]"));
        }
        parts.map(Self)
    }

    fn form() -> Value {
        json!({
            "type": "array", "items": { "type": "number", "minimum": 0, "maximum": 100 },
            "minItems": 4, "maxItems": 4,
        })
    }
}

record! {
    /// How much room a logo needs, in millimetres.
    pub struct LogoRoom {
        /// What stays free on each side.
        pub clear: Option<Millimetres>,
        /// The least width and height at which it is printed.
        pub width: Option<Millimetres>,
        pub height: Option<Millimetres>,
    }
}

/// A length on paper, up to that of a sheet.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Millimetres(pub f64);

impl Decode for Millimetres {
    fn decode(node: &Node, found: &mut Vec<Diagnostic>) -> Option<Self> {
        let length = match &node.value {
            NodeValue::Scalar { text, .. } => {
                text.trim_end_matches("mm").trim().parse().ok().filter(|length| (0.0..=60.0).contains(length))
            }
            _ => None,
        };
        if length.is_none() {
            let finding = wrong_type(node, "a length from 0 to 60 millimetres");
            found.push(finding.hint("write the millimetres alone, such as 4"));
        }
        length.map(Self)
    }

    fn form() -> Value {
        json!({ "type": "number", "minimum": 0, "maximum": 60 })
    }
}

record! {
    pub struct PartnerEntry {
        /// The path of the logo.
        pub image: Text,
        /// What the logo says, in each language.
        pub alt: PerLanguage<Text>,
        /// The partner's address on the web.
        pub link: Option<Text>,
    }
}

record! {
    /// The numbers and names by which libraries and readers know a publication.
    pub struct Imprint {
        /// The publishing house, where it is not the organisation that publishes.
        pub publisher: Option<PerLanguage<Text>>,
        /// The number of a series: 2049-3630.
        pub issn: Option<Text>,
        /// The number of each edition, by its languages and its medium: {fr-en: {screen: 978-…, epub: 978-…}}.
        pub isbn: BTreeMap<String, Isbns>,
        /// The digital object identifier: 10.1000/182.
        pub doi: Option<Text>,
        pub licence: Option<Licence>,
    }
}

record! {
    /// The numbers of an edition, one a medium.
    pub struct Isbns {
        pub screen: Option<Text>,
        /// The printed one.
        pub print: Option<Text>,
        pub epub: Option<Text>,
    }
}

record! {
    /// Under what terms others may use the publication.
    pub struct Licence {
        /// What it is called: CC BY 4.0.
        pub name: Text,
        /// Where its words stand.
        pub link: Option<Text>,
    }
}
