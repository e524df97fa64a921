//! Texts that are broken in random ways.

use super::corpus;

/// A small generator of pseudo-random numbers (xorshift), so that failures can be repeated.
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    /// A number below `sides`.
    pub(crate) fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % sides.max(1) as u64) as usize
    }
}

const WORDS: &[&str] = &[
    "x", "=", "{", "}", "(", ")", "[", "]", ",", ";", ":", ".", "..", "...", "end", "then", "do", "if",
    "function", "local", "return", "\"a\"", "'", "\"", "1", "0x", "nil", "not", "-", "--", "--[[", "[[",
    "]]", "::", "goto a", "<const>", "and", "==", "@", "\n", "until", "repeat", "break", "else", "elseif",
    "for", "in", "while", "\\", "#",
];

/// A text with one token damaged.
pub(crate) fn mutate(text: &[u8], dice: &mut Dice) -> Vec<u8> {
    let tokens = syntax::tokenize(text).tokens;
    let pick = |dice: &mut Dice| tokens[dice.roll(tokens.len())].span;
    let (one, other) = (pick(dice), pick(dice));
    let (start, end) = (one.start as usize, one.end as usize);
    let [before, token, behind] = [&text[..start], &text[start..end], &text[end..]];
    let word = WORDS[dice.roll(WORDS.len())].as_bytes();
    match dice.roll(6) {
        0 => [before, behind].concat(),
        1 => [before, word, b" ", token, behind].concat(),
        2 => [before, word, behind].concat(),
        3 => [before, token, b" ", token, behind].concat(),
        4 => before.to_vec(),
        _ => [before, other.slice(text), behind].concat(),
    }
}

/// Configurations of the corpus with some tokens damaged.
pub(crate) fn damaged(count: usize, seed: u64) -> Vec<Vec<u8>> {
    let mut dice = Dice(seed);
    let files: Vec<Vec<u8>> =
        corpus().into_iter().map(|(_, text)| text).filter(|text| text.len() < 40_000).collect();
    if files.is_empty() {
        return Vec::new();
    }
    let texts = (0..count).map(|_| {
        let mut text = files[dice.roll(files.len())].clone();
        for _ in 0..=dice.roll(2) {
            text = mutate(&text, &mut dice);
        }
        text
    });
    texts.collect()
}

/// Random words in a row, now and then on a new line.
pub(crate) fn soups(count: usize, seed: u64) -> Vec<Vec<u8>> {
    let mut dice = Dice(seed);
    let soups = (0..count).map(|_| {
        let words = (0..=dice.roll(14)).map(|_| {
            let blank = if dice.roll(5) == 0 { "\n" } else { " " };
            [WORDS[dice.roll(WORDS.len())], blank].concat()
        });
        words.collect::<String>().into_bytes()
    });
    soups.collect()
}
