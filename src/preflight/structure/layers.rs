//! `layers`: all that the file draws is printed, whoever opens it.

use super::faults::{Faults, count};
use crate::model::Demands;
use crate::preflight::clause::{Clause, Finding};
use crate::preflight::file::File;
use crate::preflight::node::Node;

pub const LAYERS: Clause = Clause {
    name: "layers",
    asks: "no layer is hidden, or changes by itself",
    source: "ISO 15930-7 (optional content); ISO 32000-1, 8.11.4",
    threshold: |_| None,
    examine,
};

fn examine(file: &File, _: &Demands) -> Finding {
    let Some(layers) = file.catalog().and_then(|catalog| catalog.get("OCProperties")) else {
        return Finding::Pass("no layers".to_owned());
    };
    let mut faults = Faults::default();
    let number = |node: Option<Node>| node.iter().flat_map(Node::items).count();
    let ways = layers.get("Configs");
    for configuration in layers.get("D").into_iter().chain(ways.iter().flat_map(Node::items)) {
        match number(configuration.get("OFF")) {
            0 => {}
            hidden => faults.add(format!("{} hidden", count(hidden, "layer"))),
        }
        if configuration.named("BaseState").is_some_and(|state| state != "ON") {
            faults.add("layers are hidden at first");
        }
        if number(configuration.get("AS")) > 0 {
            faults.add("layers come and go by themselves");
        }
    }
    faults.finding(format!("{}, all shown", count(number(layers.get("OCGs")), "layer")))
}
