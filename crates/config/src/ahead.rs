//! Parsing ahead: while one of many files is evaluated, other threads parse those behind it.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use syntax::Parse;

use crate::SourceFile;

/// So many files are parsed as one task.
const BATCH: usize = 16;

/// So many files are parsed ahead at most: their trees need room.
const MOST: usize = 8 * BATCH;

/// Trees that are held until their files have had their turn.
type Made = Arc<Mutex<Vec<Arc<Parse>>>>;

/// Files that are evaluated one after the other.
pub(crate) struct Ahead {
    files: Arc<[Arc<SourceFile>]>,
    /// The file that is evaluated.
    reached: Arc<AtomicUsize>,
    /// The first file that no task has yet.
    next: usize,
    /// What the tasks have made, with the end of each one's files.
    made: VecDeque<(usize, Made)>,
}

impl Ahead {
    pub(crate) fn new(files: Vec<Arc<SourceFile>>) -> Self {
        Self { files: files.into(), reached: Arc::default(), next: 0, made: VecDeque::new() }
    }

    /// Says that the file of this number is evaluated next. Trees of files before it are let go.
    pub(crate) fn reach(&mut self, number: usize) {
        self.reached.store(number, Ordering::Relaxed);
        while self.made.front().is_some_and(|(end, _)| *end <= number) {
            self.made.pop_front();
        }
        while self.next < self.files.len() && self.next < number + MOST {
            let batch = self.next..self.files.len().min(self.next + BATCH);
            self.next = batch.end;
            let made = Made::default();
            self.made.push_back((batch.end, Arc::clone(&made)));
            let (files, reached) = (Arc::clone(&self.files), Arc::clone(&self.reached));
            rayon::spawn(move || {
                for (number, file) in batch.clone().zip(files.get(batch).unwrap_or_default()) {
                    if number > reached.load(Ordering::Relaxed) {
                        let parse = file.parse.for_now();
                        made.lock().unwrap_or_else(PoisonError::into_inner).push(parse);
                    }
                }
            });
        }
    }
}
