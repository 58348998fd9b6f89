//! The allocator of the program. The engine makes and drops small values all the time; mimalloc does so in a fifth less
//! time than the system's.

use mimalloc::MiMalloc;
use std::alloc::{GlobalAlloc, Layout};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

#[global_allocator]
static ALLOCATOR: Frugal = Frugal;

/// How much memory the program may take, in bytes: some fifty times what a large house needs.
const MOST: usize = 4 << 30;

/// How many are watching that no more is taken.
static WATCHERS: AtomicUsize = AtomicUsize::new(0);
/// Whether more than all that was asked for at once.
static REFUSED: AtomicBool = AtomicBool::new(false);

/// What it cannot give it does not try to: where somebody watches, whoever asks is held until the program is ended with a
/// word on why. The system would end it without one.
struct Frugal;

impl Frugal {
    fn weigh(size: usize) {
        if size > MOST && WATCHERS.load(Ordering::Relaxed) > 0 {
            REFUSED.store(true, Ordering::Relaxed);
            loop {
                thread::sleep(Duration::from_secs(1));
            }
        }
    }
}

// SAFETY: all is left to mimalloc, with the very arguments.
unsafe impl GlobalAlloc for Frugal {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        Self::weigh(layout.size());
        // SAFETY: as above.
        unsafe { MiMalloc.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        Self::weigh(layout.size());
        // SAFETY: as above.
        unsafe { MiMalloc.alloc_zeroed(layout) }
    }

    unsafe fn realloc(&self, held: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        Self::weigh(size);
        // SAFETY: as above.
        unsafe { MiMalloc.realloc(held, layout, size) }
    }

    unsafe fn dealloc(&self, held: *mut u8, layout: Layout) {
        // SAFETY: as above.
        unsafe { MiMalloc.dealloc(held, layout) }
    }
}

/// Takes memory from the system by small pages from here on. Its large ones (two megabytes) are cleared whole before the first
/// byte is used: that takes longer than it spares, and half of them stay empty.
#[cfg(target_os = "linux")]
pub fn take_small_pages() {
    // SAFETY: it sets a flag of this process, and touches no memory.
    unsafe { libc::prctl(libc::PR_SET_THP_DISABLE, 1, 0, 0, 0) };
}

#[cfg(not(target_os = "linux"))]
pub fn take_small_pages() {}

/// How many notes are made before their pages are given back: the next note uses them again, if it may.
const NOTES: usize = 4;

/// Gives the pages that this thread no longer uses back to the system after every few notes, so that memory stays flat over
/// any number of them.
pub fn give_back() {
    static GIVEN: AtomicUsize = AtomicUsize::new(0);
    if !GIVEN.fetch_add(1, Ordering::Relaxed).is_multiple_of(NOTES) {
        return;
    }
    // SAFETY: `mi_collect` may be called at any time and from any thread; it frees nothing that is in use.
    unsafe { libmimalloc_sys::mi_collect(true) }
}

/// Watches over the memory, until it is dropped.
pub struct Watcher(());

impl Watcher {
    pub fn new() -> Self {
        WATCHERS.fetch_add(1, Ordering::Relaxed);
        Self(())
    }

    /// Whether the program took more than it may, or asked for more than that at once.
    pub fn sees_excess(&self) -> bool {
        let mut most = 0;
        let none = std::ptr::null_mut;
        // SAFETY: the one pointer that is not null leads to a number of this function; null ones are passed over.
        unsafe {
            libmimalloc_sys::mi_process_info(
                none(),
                none(),
                none(),
                none(),
                &raw mut most,
                none(),
                none(),
                none(),
            );
        }
        most > MOST || REFUSED.load(Ordering::Relaxed)
    }
}

impl Drop for Watcher {
    fn drop(&mut self) {
        WATCHERS.fetch_sub(1, Ordering::Relaxed);
    }
}
