//! The sweeper: it sees to it that every connection is attended to.
//!
//! tiny_http gives each connection a thread and keeps idle threads for the next. Where two connections come at once and one
//! thread is idle, it may count on that thread for both: the second waits until some thread has nothing to do, or until
//! one more connection comes. Browsers open several at once and keep them. So a short while after a request the sweeper
//! connects, and goes away again.

use std::net::{Ipv4Addr, TcpStream};
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread;
use std::time::Duration;

/// How long after a request others of the same page may wait.
const SHORTLY: Duration = Duration::from_millis(15);

#[derive(Clone)]
pub struct Sweeper(SyncSender<()>);

impl Sweeper {
    pub fn start(port: u16) -> Self {
        let (tell, told) = sync_channel(1);
        let sweep = move || {
            while told.recv() == Ok(()) {
                thread::sleep(SHORTLY);
                drop(TcpStream::connect((Ipv4Addr::LOCALHOST, port)));
            }
        };
        thread::Builder::new().name("sweeper".to_owned()).spawn(sweep).ok();
        Self(tell)
    }

    /// There was a request.
    pub fn request(&self) {
        self.0.try_send(()).ok();
    }
}
