//! A few threads with large stacks that compute answers.
//!
//! What somebody waits for (a hover, the file being typed in) goes before what nobody waits for (other files), and finds
//! a thread that has nothing else to do: all but one may be busy with the latter.

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

/// Configuration values nest, and so do those who walk them.
const STACK: usize = 16 * 1024 * 1024;

type Job = Box<dyn FnOnce() + Send>;

/// How soon a job is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Urgency {
    /// Somebody waits for it.
    Urgent,
    /// Whenever there is time.
    Background,
}

/// The threads. They end when this is dropped.
pub(crate) struct Pool(Arc<Shared>);

#[derive(Default)]
struct Shared {
    queues: Mutex<Queues>,
    wake: Condvar,
}

#[derive(Default)]
struct Queues {
    urgent: VecDeque<Job>,
    background: VecDeque<Job>,
    /// How many jobs nobody waits for are running, and may run at once.
    running: usize,
    most: usize,
    closed: bool,
}

impl Pool {
    /// As many threads as the machine has cores, and one that is kept for what somebody waits for.
    pub(crate) fn new() -> Self {
        let cores = thread::available_parallelism().map_or(1, usize::from);
        Self::with_threads(cores.clamp(1, 7) + 1)
    }

    fn with_threads(threads: usize) -> Self {
        let shared = Arc::new(Shared::default());
        shared.lock().most = threads.saturating_sub(1).max(1);
        for index in 0..threads {
            let shared = Arc::clone(&shared);
            let name = format!("worker-{index}");
            let spawned = thread::Builder::new().name(name).stack_size(STACK).spawn(move || shared.work());
            if let Err(error) = spawned {
                tracing::error!(%error, "no thread for a worker");
            }
        }
        Self(shared)
    }

    /// Queues a job.
    pub(crate) fn run(&self, urgency: Urgency, job: impl FnOnce() + Send + 'static) {
        let mut queues = self.0.lock();
        match urgency {
            Urgency::Urgent => queues.urgent.push_back(Box::new(job)),
            Urgency::Background => queues.background.push_back(Box::new(job)),
        }
        drop(queues);
        self.0.wake.notify_one();
    }
}

impl Drop for Pool {
    fn drop(&mut self) {
        self.0.lock().closed = true;
        self.0.wake.notify_all();
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, Queues> {
        self.queues.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn work(&self) {
        while let Some((urgency, job)) = self.next() {
            if catch_unwind(AssertUnwindSafe(job)).is_err() {
                tracing::error!("a job panicked");
            }
            if urgency == Urgency::Background {
                let mut queues = self.lock();
                queues.running = queues.running.saturating_sub(1);
            }
        }
    }

    fn next(&self) -> Option<(Urgency, Job)> {
        let mut queues = self.lock();
        loop {
            if queues.closed {
                return None;
            }
            if let Some(job) = queues.urgent.pop_front() {
                return Some((Urgency::Urgent, job));
            }
            if queues.running < queues.most
                && let Some(job) = queues.background.pop_front()
            {
                queues.running += 1;
                return Some((Urgency::Background, job));
            }
            queues = self.wake.wait(queues).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;

    #[test]
    fn urgent_jobs_go_first_and_a_panic_costs_one_job() {
        let pool = Pool::with_threads(1);
        let (open, gate) = mpsc::channel::<()>();
        let (sender, receiver) = mpsc::channel();
        pool.run(Urgency::Urgent, move || gate.recv().unwrap());
        for (urgency, name) in [(Urgency::Background, "later"), (Urgency::Urgent, "sooner")] {
            let sender = sender.clone();
            pool.run(urgency, move || sender.send(name).unwrap());
        }
        pool.run(Urgency::Urgent, || panic!("on purpose"));
        open.send(()).unwrap();
        let next = || receiver.recv_timeout(std::time::Duration::from_secs(10)).unwrap();
        assert_eq!([next(), next()], ["sooner", "later"]);
    }

    #[test]
    fn what_somebody_waits_for_finds_a_free_thread() {
        let pool = Pool::with_threads(2);
        let (open, gate) = mpsc::channel::<()>();
        let gate = Arc::new(Mutex::new(gate));
        for _ in 0..3 {
            let gate = Arc::clone(&gate);
            pool.run(Urgency::Background, move || gate.lock().unwrap().recv().unwrap());
        }
        let (sender, receiver) = mpsc::channel();
        pool.run(Urgency::Urgent, move || sender.send(()).unwrap());
        assert_eq!(receiver.recv_timeout(std::time::Duration::from_secs(10)), Ok(()));
        for _ in 0..3 {
            open.send(()).unwrap();
        }
    }
}
