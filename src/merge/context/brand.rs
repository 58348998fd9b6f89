//! What templates get of the brand.

use crate::model::{
    Asset, Brand, Direction, House, Image, Language, Logo, PortraitShape, Setting, Terms, Text,
    TypeOfLanguage,
};
use minijinja::{Value, context};

/// `brand`: names, colours, families, type, logos; `tongues` are the languages in a type of their own, `portraits` the
/// form of portraits.
pub fn brand(house: &House, assets: &[Asset], tongues: Vec<Value>) -> Value {
    let brand = &house.brand;
    let logo = |logo: &Logo| {
        context! { path => name(assets, &logo.image), alternative => logo.alternative.plain() }
    };
    let room = brand.logo_room();
    let typography = &brand.typography;
    context! {
        name => brand.name.clone(), short_name => brand.short_name.clone(), link => brand.link.clone(),
        colors => brand.colors.clone(),
        masthead => brand.band().as_str(),
        logo => brand.logo.as_ref().map(logo), reversed_logo => brand.reversed_logo.as_ref().map(logo),
        // In millimetres.
        room => context! {
            clear => room.and_then(|room| room.clear).map_or(0.0, |length| length.0),
            width => room.and_then(|room| room.width).map_or(0.0, |length| length.0),
            height => room.and_then(|room| room.height).map_or(0.0, |length| length.0),
        },
        cover => brand.cover.as_ref().map(|image| name(assets, image)),
        base_font => brand.base_font.clone(), heading_font => brand.heading_font.clone(),
        typography => context! {
            base => setting(&typography.base), headings => setting(&typography.headings), links => setting(&typography.links),
            inline_code => setting(&typography.inline_code), code_block => setting(&typography.code_block),
        },
        tongues,
        portraits => house.profile.portraits.unwrap_or(PortraitShape::Round).as_str(),
    }
}

/// Whether a language is not set as the brand's type is: from right to left, in a type or with figures of its own.
pub fn differs(terms: &Terms) -> bool {
    terms.direction == Direction::RightToLeft || terms.r#type.is_some() || terms.profile.numerals.is_some()
}

/// The type of a language that differs.
pub fn tongue(brand: &Brand, language: Language, terms: &Terms) -> Value {
    let own = terms.r#type.as_ref();
    context! {
        language => language.to_string(), direction => terms.direction.as_str(),
        figures => (0..10).map(|value| terms.profile.number(value)).collect::<Vec<_>>(),
        base_font => own.map_or(&brand.base_font, |own| &own.base).clone(),
        heading_font => own.map_or(&brand.heading_font, |own| &own.headings).clone(),
        size => own.map(TypeOfLanguage::size), leading => own.map(TypeOfLanguage::leading),
        upright => own.is_some_and(TypeOfLanguage::is_upright), kerning => own.is_none_or(TypeOfLanguage::is_kerned),
    }
}

/// The partners in their order, as a language names them.
pub fn partners(brand: &Brand, assets: &[Asset], language: Language) -> Vec<Value> {
    let partner = |partner: &crate::model::Partner| {
        context! {
            path => name(assets, &partner.image),
            alternative => partner.alternative.values.get(&language).map(Text::plain).unwrap_or_default(),
            link => partner.link.as_ref().map(Text::plain),
        }
    };
    brand.partners.iter().map(partner).collect()
}

fn setting(setting: &Setting) -> Value {
    context! {
        family => setting.family.clone(), weight => setting.weight, size => setting.size,
        line_height => setting.line_height, italic => setting.italic, underlined => setting.underlined,
        color => setting.color.clone(), background => setting.background.clone(),
    }
}

fn name(assets: &[Asset], image: &Image) -> Option<String> {
    assets.iter().find(|asset| asset.path == image.path).map(|asset| asset.name.clone())
}
