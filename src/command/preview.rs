//! `diptych preview`: a page in the browser that shows a note as it will print, and follows every save.

mod bell;
mod board;
mod book;
mod choice;
mod desk;
mod doors;
mod listener;
mod reply;
mod server;
mod stopwatch;
mod sweeper;
mod watcher;
mod words;

use super::watch::SECONDS;
use super::{Outcome, misled};
use crate::terminal::{self, Terminal};
use bell::Bell;
use board::Board;
use clap::Args;
use desk::Order;
use diptych::crew;
use diptych::diagnostic::nearest;
use diptych::notes;
use jiff::civil::Date;
use server::Counter;
use std::path::PathBuf;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

#[derive(Debug, Args)]
pub struct PreviewArguments {
    /// The folder that holds sources/
    #[arg(default_value = ".")]
    root: PathBuf,
    /// The note that is shown first, by the name of its folder; others are chosen on the page
    #[arg(long, value_name = "ID")]
    note: Option<String>,
    /// The port of this machine at which the page is; 0 takes any that is free
    #[arg(long, value_name = "N", default_value_t = 0)]
    port: u16,
    /// Open no browser: the address of the page is printed
    #[arg(long)]
    no_browser: bool,
    /// How long the work on one note may take before the program gives up: a template may have no end
    #[arg(long, value_name = "SECONDS", default_value_t = SECONDS, value_parser = clap::value_parser!(u64).range(1..))]
    time_limit: u64,
    /// Says what the pieces of each round take
    #[arg(long, hide = true)]
    timings: bool,
}

pub fn preview(arguments: &PreviewArguments, source_date: Option<Date>) -> Result<Outcome, String> {
    let root = &arguments.root;
    if let Some(sentence) = misled(root) {
        return Err(sentence);
    }
    let listing = notes(root);
    let Some(ids) = listing.value else {
        return Ok(Outcome { found: listing.diagnostics, ..Outcome::default() });
    };
    if let Some(id) = arguments.note.as_ref().filter(|id| !ids.contains(id)) {
        let mend = match nearest(id, ids.iter().map(String::as_str)) {
            Some(known) => format!("did you mean '{known}'?"),
            None => format!("the notes are: {}", ids.join(", ")),
        };
        return Err(format!("there is no note '{id}': {mend}"));
    }
    let port = arguments.port;
    let taken = |error: std::io::Error| format!("the port {port} cannot be opened: {error}");
    let listener = server::open(port).map_err(taken)?;
    let port = listener.local_addr().map_err(taken)?.port();
    let (board, bell) = (Arc::<Board>::default(), Arc::<Bell>::default());
    let counter = Counter::new(port, Arc::clone(&board), Arc::clone(&bell));
    let order = Order {
        root: root.clone(),
        source_date,
        first: arguments.note.clone(),
        limit: Duration::from_secs(arguments.time_limit),
        timings: arguments.timings,
    };
    let work = move || desk::attend(&order, &board, &bell);
    thread::Builder::new()
        .name("desk".to_owned())
        .stack_size(crew::STACK)
        .spawn(work)
        .map_err(|error| error.to_string())?;
    let address = format!("http://127.0.0.1:{port}/");
    terminal::print(&format!("{address}\n"));
    if !arguments.no_browser
        && let Err(error) = open::that_detached(&address)
    {
        let remark = format!("no browser could be opened ({error}): open {address} in one");
        Terminal::plain().remark(&[remark]);
    }
    counter.serve(&listener)?;
    Ok(Outcome::default())
}
