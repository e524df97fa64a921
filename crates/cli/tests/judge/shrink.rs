//! Makes a tree that is understood wrongly as small as it gets.

use crate::class;
use crate::tree::{ENTRY, Tree};

/// A small tree, and what is wrong about it.
#[derive(Debug)]
pub(crate) struct Small {
    pub(crate) tree: Tree,
    pub(crate) place: String,
}

/// Drops files, lines and parts of lines as long as the answers differ in the same way. Whatever is left is still a
/// configuration: a broken one is as good as any.
pub(crate) fn shrink(tree: Tree, place: &str, mut wrong: impl FnMut(&Tree) -> Option<String>) -> Small {
    let wanted = class(place);
    let mut small = Small { tree, place: place.to_owned() };
    let mut attempt = |small: &mut Small, tree: Tree| match wrong(&tree) {
        Some(place) if class(&place) == wanted => {
            *small = Small { tree, place };
            true
        }
        _ => false,
    };
    loop {
        let before = small.tree.render().len();
        for index in (0..small.tree.files.len()).rev() {
            let mut tree = small.tree.clone();
            if tree.files.remove(index).path != ENTRY {
                attempt(&mut small, tree);
            }
        }
        for index in (0..small.tree.env.len()).rev() {
            let mut tree = small.tree.clone();
            tree.env.remove(index);
            attempt(&mut small, tree);
        }
        for split in [lines, tokens] {
            for index in 0..small.tree.files.len() {
                let parts = split(&small.tree.files[index].text);
                minimise(parts, |parts| {
                    let mut tree = small.tree.clone();
                    tree.files[index].text = parts.concat();
                    attempt(&mut small, tree)
                });
            }
        }
        if small.tree.render().len() == before {
            return small;
        }
    }
}

/// Drops runs of parts, long ones first.
fn minimise(mut parts: Vec<String>, mut still: impl FnMut(&[String]) -> bool) {
    let mut length = parts.len().div_ceil(2);
    while length > 0 {
        let mut start = 0;
        while start < parts.len() {
            let mut fewer = parts.clone();
            fewer.drain(start..(start + length).min(parts.len()));
            if still(&fewer) {
                parts = fewer;
            } else {
                start += length;
            }
        }
        length /= 2;
    }
}

fn lines(text: &str) -> Vec<String> {
    text.split_inclusive('\n').map(str::to_owned).collect()
}

/// Words, and all other characters one by one.
fn tokens(text: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for char in text.chars() {
        let is_word = |char: char| char.is_alphanumeric() || char == '_';
        match out.last_mut() {
            Some(last) if is_word(char) && last.ends_with(is_word) => last.push(char),
            _ => out.push(char.to_string()),
        }
    }
    out
}
