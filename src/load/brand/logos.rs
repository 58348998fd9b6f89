//! Logos and other pictures of the brand.

use super::Reader;
use crate::diagnostic::Diagnostic;
use crate::load::pictures;
use crate::model::{Brand, Entry, Logo, Node, NodeValue, Partner, PartnerEntry, Span, Text};

/// What a logo is printed on.
#[derive(Clone, Copy, PartialEq)]
enum Ground {
    Light,
    Dark,
}

impl Reader<'_> {
    /// The logos for a masthead, on light and on dark ground: the medium one, else the large, else the small.
    pub fn logos(&mut self, node: &Node, brand: &mut Brand) {
        let name = brand.name.clone();
        let name = name.as_deref();
        let NodeValue::Mapping(entries) = &node.value else {
            brand.logo = self.resource(node, &[], name);
            return;
        };
        let entry = |key: &str| entries.iter().find(|entry| entry.key == key);
        if entry("path").is_some() {
            brand.logo = self.resource(node, &[], name);
            return;
        }
        self.keys(node, &["images", "small", "medium", "large"]);
        let images = entry("images").map_or(&[][..], |images| match &images.value.value {
            NodeValue::Mapping(images) => images,
            _ => &[],
        });
        let Some(chosen) = entry("medium").or_else(|| entry("large")).or_else(|| entry("small")) else {
            return;
        };
        brand.logo = self.on(Ground::Light, &chosen.value, images, name);
        // One logo for all grounds is not repeated.
        if let NodeValue::Mapping(_) = chosen.value.value {
            brand.reversed_logo = self.on(Ground::Dark, &chosen.value, images, name);
        }
    }

    fn on(&mut self, ground: Ground, node: &Node, images: &[Entry], name: Option<&str>) -> Option<Logo> {
        let NodeValue::Mapping(forms) = &node.value else { return self.resource(node, images, name) };
        let form = |key: &str| forms.iter().find(|form| form.key == key);
        if form("path").is_some() {
            return (ground == Ground::Light).then(|| self.resource(node, images, name)).flatten();
        }
        if ground == Ground::Light {
            self.keys(node, &["light", "dark"]);
        }
        let form = form(if ground == Ground::Light { "light" } else { "dark" })?;
        self.resource(&form.value, images, name)
    }

    /// A picture: the name of one of the images, a path, or path and alt.
    fn resource(&mut self, node: &Node, images: &[Entry], name: Option<&str>) -> Option<Logo> {
        if let NodeValue::Mapping(_) = node.value {
            return self.image(node, &node.span, name);
        }
        let word = self.words(node, "the name of one of the images, or a path")?;
        let Some(image) = images.iter().find(|image| image.key == word) else {
            return self.picture(word, &node.span, None, name);
        };
        match image.value.value {
            NodeValue::Mapping(_) => self.image(&image.value, &image.key_span, name),
            _ => {
                let path = self.words(&image.value, "the path of a picture")?;
                self.picture(path, &image.value.span, None, name)
            }
        }
    }

    fn image(&mut self, node: &Node, place: &Span, name: Option<&str>) -> Option<Logo> {
        let facts = self.keys(node, &["path", "alt"]);
        let fact = |key: &str| facts.iter().find(|entry| entry.key == key).map(|entry| &entry.value);
        let Some(path) = fact("path") else {
            let message = "this image has no path";
            self.found
                .push(Diagnostic::error("missing-key", place.clone(), message).hint("add 'path: …' to it"));
            return None;
        };
        let alternative = match fact("alt") {
            Some(node) => self.words(node, "a description").map(|words| Text::new(words, node.span.clone())),
            None => None,
        };
        let written = self.words(path, "the path of a picture")?;
        self.picture(written, &path.span, alternative, name)
    }

    fn picture(
        &mut self,
        path: &str,
        span: &Span,
        alternative: Option<Text>,
        name: Option<&str>,
    ) -> Option<Logo> {
        if path.starts_with("https://") || path.starts_with("http://") {
            let message = "the logo is on the web, and is not fetched";
            let hint = "save it beside _brand.yml and write its name here";
            self.found.push(Diagnostic::warning("unused-brand-key", span.clone(), message).hint(hint));
            return None;
        }
        let image = pictures::read(self.project, "sources", path, Some(span), self.found);
        let alternative = alternative.or_else(|| name.map(Text::supplied));
        if alternative.is_none() {
            self.found.push(
                Diagnostic::error("image-alt", span.clone(), "the logo has no description").hint(
                    "write the brand's name under meta, or the logo under logo.images with path and alt",
                ),
            );
        }
        Some(Logo { image: image?, alternative: alternative? })
    }

    /// The pictures that stand under `defaults.diptych`.
    pub fn stationery_pictures(&mut self, brand: &mut Brand) {
        let Some(own) = &brand.stationery else { return };
        let mut read =
            |path: &Text| pictures::read(self.project, "sources", &path.plain(), path.span(), self.found);
        let partner = |PartnerEntry { image, alt, link, .. }: &PartnerEntry| {
            Some(Partner { image: read(image)?, alternative: alt.clone(), link: link.clone() })
        };
        let partners = own.partners.iter().filter_map(partner).collect();
        let cover = own
            .cover
            .as_ref()
            .and_then(|path| pictures::read(self.project, "sources", &path.plain(), path.span(), self.found));
        (brand.partners, brand.cover) = (partners, cover);
    }
}
