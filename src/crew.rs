//! A crew of threads that works through a list, each member one item at a time.
//!
//! The engine shares rayon's pool for its own work. A note made on that pool would, while it waits for the engine, take
//! up the next note on the same stack, and that one the next: so whole notes go to threads of their own.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// What the stack of a thread may hold, in bytes: deep layouts need more than the two mebibytes that threads get by default.
pub const STACK: usize = 16 << 20;

/// How many members a crew has when nobody says: one a processor.
pub fn default_size() -> usize {
    thread::available_parallelism().map_or(1, usize::from)
}

/// Does the work on each item, by at most `size` members at once; the results come in the order of the items.
///
/// # Panics
/// If the work does.
pub fn work<T: Sync, R: Send>(size: usize, items: &[T], task: impl Fn(&T) -> R + Sync) -> Vec<R> {
    if size <= 1 || items.len() <= 1 {
        return items.iter().map(task).collect();
    }
    let next = AtomicUsize::new(0);
    let done = Mutex::new(Vec::with_capacity(items.len()));
    thread::scope(|scope| {
        for _ in 0..size.min(items.len()) {
            let member = || {
                while let Some((index, item)) = take(&next, items) {
                    let result = task(item);
                    done.lock().expect("no member panics while it holds the list").push((index, result));
                }
            };
            thread::Builder::new().stack_size(STACK).spawn_scoped(scope, member).expect("a thread starts");
        }
    });
    let mut done = done.into_inner().expect("the crew has gone home");
    done.sort_by_key(|(index, _)| *index);
    done.into_iter().map(|(_, result)| result).collect()
}

/// Does two pieces of work, the second on a thread of its own.
///
/// # Panics
/// If one of them does.
pub fn beside<A, B: Send>(one: impl FnOnce() -> A, other: impl FnOnce() -> B + Send) -> (A, B) {
    thread::scope(|scope| {
        let other =
            thread::Builder::new().stack_size(STACK).spawn_scoped(scope, other).expect("a thread starts");
        (one(), other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
    })
}

fn take<'a, T>(next: &AtomicUsize, items: &'a [T]) -> Option<(usize, &'a T)> {
    let index = next.fetch_add(1, Ordering::Relaxed);
    items.get(index).map(|item| (index, item))
}

#[cfg(test)]
mod tests {
    #[test]
    fn results_come_in_the_order_of_the_items() {
        let items: Vec<usize> = (0..100).collect();
        for size in [1, 2, 7] {
            let squares = super::work(size, &items, |item| item * item);
            assert_eq!(squares, items.iter().map(|item| item * item).collect::<Vec<_>>());
        }
    }
}
