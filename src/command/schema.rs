//! `diptych schema`: JSON Schemas of the YAML files, for editors, and of the report of preflight.

use super::Outcome;
use crate::terminal;
use clap::{Args, ValueEnum};
use diptych::model::{Decode, Directory, Glossary, HouseProfile, Terms, form};
use diptych::{check, load};
use serde_json::{Map, Value};

/// What programs find in a report of preflight.
const PREFLIGHT: &str = include_str!("../../docs/preflight.schema.json");

#[derive(Debug, Args)]
pub struct SchemaArguments {
    /// The file whose schema is wanted; without it, all of them in one object, by these names
    #[arg(value_enum, value_name = "FILE")]
    file: Option<Form>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum Form {
    /// sources/ID/session.yaml
    Session,
    /// sources/house.yaml
    House,
    /// sources/_brand.yml
    Brand,
    /// sources/directory.yaml
    Directory,
    /// sources/glossary.yaml
    Glossary,
    /// templates/terms/LANGUAGE.yaml
    Terms,
    /// templates/terms/LANGUAGE-PROFILE.yaml
    Profile,
    /// out/ID/ID.LANGUAGES.print.preflight.json, which the press writes itself
    Preflight,
}

impl Form {
    /// The word for it on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Session => "session",
            Self::House => "house",
            Self::Brand => "brand",
            Self::Directory => "directory",
            Self::Glossary => "glossary",
            Self::Terms => "terms",
            Self::Profile => "profile",
            Self::Preflight => "preflight",
        }
    }

    pub fn schema(self) -> Value {
        let form = match self {
            Self::Session => check::session_form(),
            Self::House => HouseProfile::form(),
            Self::Brand => load::brand_form(),
            Self::Directory => Directory::form(),
            Self::Glossary => Glossary::form(),
            Self::Terms => Terms::form(),
            Self::Profile => form::overlay(Terms::form()),
            Self::Preflight => return serde_json::from_str(PREFLIGHT).expect("the schema is JSON"),
        };
        form::schema(&format!("Diptych: {}", self.name()), form)
    }
}

pub fn schema(arguments: &SchemaArguments) -> Outcome {
    let schema = match arguments.file {
        Some(form) => form.schema(),
        None => {
            let schemas = Form::value_variants().iter().map(|form| (form.name().to_owned(), form.schema()));
            Value::Object(schemas.collect::<Map<_, _>>())
        }
    };
    terminal::print(&format!("{schema:#}\n"));
    Outcome { well: true, ..Outcome::default() }
}
