//! `diptych accept`: the translations of notes, accepted as they stand, in a file beside each note.

use super::{CommonArguments, Outcome};
use clap::Args;
use diptych::publish::{Store, publish};
use diptych::{crew, stops};
use jiff::civil::Date;

#[derive(Debug, Args)]
pub struct AcceptArguments {
    #[command(flatten)]
    pub(super) common: CommonArguments,
    /// Only what stands here: fr.md, fr.md#context or fr.md:12, with its counterparts; wants one --note
    #[arg(long = "at", value_name = "PLACE", requires = "notes")]
    places: Vec<String>,
}

pub fn accept(arguments: &AcceptArguments, source_date: Option<Date>) -> Result<Outcome, String> {
    let common = &arguments.common;
    let desk = common.open(source_date)?;
    if !arguments.places.is_empty() && desk.ids.len() != 1 {
        return Err("--at names a place in one note: name that note alone with --note".to_owned());
    }
    let sound = !stops(&desk.house, common.deny_warnings);
    let Some(press) = desk.press.as_ref().filter(|_| sound) else {
        let found = desk.house.into_iter().chain(desk.listing).collect();
        return Ok(Outcome { found, ..Outcome::default() });
    };
    let accept = |id: &String| press.accept(id, &arguments.places, common.deny_warnings);
    let mut outcome = Outcome { well: !stops(&desk.listing, common.deny_warnings), ..Outcome::default() };
    outcome.found.extend(desk.listing);
    let mut artefacts = Vec::new();
    for (id, report) in desk.ids.iter().zip(crew::work(crew::default_size(), &desk.ids, accept)) {
        let mut found = Vec::new();
        let artefact = report?.collect(&mut found);
        let refused = stops(&found, common.deny_warnings);
        outcome.well &= !refused;
        outcome.found.extend(found);
        if artefact.is_none() && !refused && common.notes.contains(id) {
            outcome.failures.push(format!("the note '{id}' has no translation: it is in one language"));
        }
        artefacts.extend(artefact);
    }
    let failed = |error| format!("cannot write to {}: {error}", common.root.display());
    let store = Store::open(&common.root, &common.root).map_err(failed)?;
    outcome.paths = publish(&artefacts, &store).map_err(failed)?;
    Ok(outcome)
}
