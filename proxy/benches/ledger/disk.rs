//! How long the disk takes to keep something.

use std::fs::File;
use std::os::unix::fs::FileExt as _;
use std::path::Path;
use std::time::{Duration, Instant};

use crate::load::percentile;

/// What is written at once: a page of the databases.
const BLOCK: [u8; 4096] = [1; 4096];

/// Blocks of the file. It is written anew from its beginning, like the log of a database.
const BLOCKS: u64 = 1000;

/// How often it is timed at once.
const TIMES: u64 = 40;

/// A file, and how long writing to it took.
pub(crate) struct Disk {
    file: File,
    next: u64,
    times: Vec<Duration>,
}

impl Disk {
    /// The disk that this folder lies on.
    pub(crate) fn in_folder(folder: &Path) -> Self {
        let file = File::create(folder.join("blocks")).unwrap();
        for number in 0..BLOCKS {
            file.write_all_at(&BLOCK, number * BLOCK.len() as u64).unwrap();
        }
        file.sync_all().unwrap();
        Self { file, next: 0, times: Vec::new() }
    }

    /// Writes some blocks, each of them durably.
    pub(crate) fn measure(&mut self) {
        for _ in 0..TIMES {
            let begun = Instant::now();
            self.file.write_all_at(&BLOCK, self.next * BLOCK.len() as u64).unwrap();
            self.file.sync_data().unwrap();
            self.times.push(begun.elapsed());
            self.next = (self.next + 1) % BLOCKS;
        }
    }

    /// The time that so many of a hundred writes did not exceed.
    pub(crate) fn percentile(&self, percent: usize) -> Duration {
        percentile(&self.times, percent)
    }
}
