//! A listener: a page in the browser that is told what changes, as server-sent events (HTML Standard, 9.2).

use super::bell::Bell;
use super::board::Board;
use super::choice::Wish;
use std::io::{self, ErrorKind, Write};
use std::sync::Arc;
use std::time::Duration;

/// How long nothing is sent at the most: so it is noticed that a listener has gone away.
const HEARTBEAT: Duration = Duration::from_secs(5);

const STILL_HERE: &[u8] = b": still here\n\n";

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
    pub fn attend(&self, mut stream: impl Write) {
        let mut place = Some(Place::take(self));
        let mut last = 0;
        loop {
            let news = self.board.news(&self.wish, self.reads, last, HEARTBEAT);
            let texts: Vec<&[u8]> = match news.is_empty() {
                true => vec![STILL_HERE],
                false => news.iter().map(|notice| notice.text.as_bytes()).collect(),
            };
            last = news.last().map_or(last, |notice| notice.number);
            // Whoever takes nothing is worked for no longer.
            let stuck = &mut || drop(place.take());
            let sent = texts.iter().try_for_each(|text| send(&mut stream, text, stuck));
            if sent.and_then(|()| patiently(stuck, || stream.flush())).is_err() {
                return;
            }
            if place.is_none() {
                place = Some(Place::take(self));
            }
        }
    }
}

fn send(stream: &mut impl Write, mut text: &[u8], stuck: &mut impl FnMut()) -> io::Result<()> {
    while !text.is_empty() {
        let sent = patiently(stuck, || stream.write(text))?;
        if sent == 0 {
            return Err(ErrorKind::WriteZero.into());
        }
        text = text.get(sent..).unwrap_or_default();
    }
    Ok(())
}

/// Tries again as long as the other side only takes its time.
fn patiently<T>(stuck: &mut impl FnMut(), mut act: impl FnMut() -> io::Result<T>) -> io::Result<T> {
    loop {
        match act() {
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => stuck(),
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            other => return other,
        }
    }
}
