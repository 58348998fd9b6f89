//! A listener: a page in the browser that is told what changes, as server-sent events (HTML Standard, 9.2).

use super::bell::Bell;
use super::board::Board;
use super::choice::Wish;
use hyper::body::Bytes;
use std::sync::Arc;
use std::thread::sleep;
use std::time::Duration;
use tokio::sync::mpsc::Sender;
use tokio::sync::mpsc::error::TrySendError;

/// How long nothing is sent at the most: so it is noticed that a listener has gone away.
const HEARTBEAT: Duration = Duration::from_secs(5);

const STILL_HERE: &str = ": still here\n\n";

/// How often it is tried to send what the other side does not take, and how often in vain before nothing is set for it
/// any more: ten seconds.
const AGAIN: Duration = Duration::from_millis(20);
const IN_VAIN: usize = 500;

pub struct Listener {
    pub board: Arc<Board>,
    pub bell: Arc<Bell>,
    pub wish: Wish,
    /// Whether it shows the book.
    pub reads: bool,
}

/// A place at the board, as long as it is held.
struct Place<'a>(&'a Listener);

impl<'a> Place<'a> {
    fn take(listener: &'a Listener) -> Self {
        listener.board.sit_down(&listener.wish, listener.reads);
        listener.bell.call();
        Self(listener)
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.0.board.get_up(&self.0.wish, self.0.reads);
    }
}

impl Listener {
    /// Tells all news until the listener has gone. One that does not take them is sent the newest when it does.
    pub fn attend(&self, events: &Sender<Bytes>) {
        let mut place = Some(Place::take(self));
        let mut last = 0;
        while !events.is_closed() {
            let news = self.board.news(&self.wish, self.reads, last, HEARTBEAT);
            last = news.last().map_or(last, |notice| notice.number);
            let text: String = news.iter().map(|notice| &*notice.text).collect();
            let text = if text.is_empty() { STILL_HERE.to_owned() } else { text };
            // Whoever takes nothing is worked for no longer.
            if !send(events, text.into(), || drop(place.take())) {
                return;
            }
            if place.is_none() {
                place = Some(Place::take(self));
            }
        }
    }
}

/// Whether it could be sent. `stuck` is called when the other side does not take anything for long.
fn send(events: &Sender<Bytes>, mut text: Bytes, mut stuck: impl FnMut()) -> bool {
    let mut tried = 0;
    loop {
        text = match events.try_send(text) {
            Ok(()) => return true,
            Err(TrySendError::Closed(_)) => return false,
            Err(TrySendError::Full(text)) => text,
        };
        tried += 1;
        if tried == IN_VAIN {
            stuck();
        }
        sleep(AGAIN);
    }
}
