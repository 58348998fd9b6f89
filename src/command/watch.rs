//! Nothing runs for ever. The engine cannot be stopped from outside while it sets a page, so the program ends itself when
//! work goes on too long or takes too much memory; what is in `out/` stays as it was.

use crate::allocator::Watcher;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

/// How long the work on one note may take, in seconds, when nobody says: some hundred times what a long one needs.
pub const SECONDS: u64 = 60;

/// How often it is looked.
const GLANCE: Duration = Duration::from_millis(50);

/// What there was too much of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Excess {
    Time,
    Memory,
}

impl Excess {
    /// What there was too much of, of a piece of work: `setting the note 'harbour'`.
    pub fn told(self, work: &str, limit: Duration) -> String {
        match self {
            Self::Time => format!("{work} took longer than {} seconds", limit.as_secs()),
            Self::Memory => format!("{work} took more memory than any note needs"),
        }
    }
}

/// Does the work, and calls `stop` if that goes beyond a limit. The glances are counted, no clock is read: a machine that
/// sleeps meanwhile does no harm.
pub fn watch<R>(limit: Duration, stop: impl FnOnce(Excess) + Send, work: impl FnOnce() -> R) -> R {
    let (done, waiting) = channel::<()>();
    thread::scope(|scope| {
        scope.spawn(move || {
            let mut waited = Duration::ZERO;
            let watcher = Watcher::new();
            while waiting.recv_timeout(GLANCE) == Err(RecvTimeoutError::Timeout) {
                waited += GLANCE;
                if watcher.sees_excess() {
                    return stop(Excess::Memory);
                }
                if waited >= limit {
                    return stop(Excess::Time);
                }
            }
        });
        let result = work();
        drop(done);
        result
    })
}

/// What mends work without an end, told of the project's own templates.
pub fn mend(replaced: &[&str]) -> String {
    match replaced {
        [] => "this is a fault of the program, not of the sources: please report it".to_owned(),
        files => format!("look for a loop without an end in {}", files.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::{Excess, watch};
    use std::sync::mpsc::channel;
    use std::thread::sleep;
    use std::time::Duration;

    #[test]
    fn only_work_without_an_end_is_stopped() {
        for (limit, length, expected) in [(60_000, 120, None), (100, 400, Some(Excess::Time))] {
            let (tell, told) = channel();
            let stop = move |excess| tell.send(excess).expect("a listener");
            watch(Duration::from_millis(limit), stop, || sleep(Duration::from_millis(length)));
            assert_eq!(told.recv().ok(), expected);
        }
    }
}
