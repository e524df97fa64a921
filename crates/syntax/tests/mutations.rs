//! Damaged configurations: our first error must be Lua's, and nothing else must break.

#![allow(clippy::indexing_slicing, clippy::print_stdout, reason = "these are tests")]

mod support;

use support::{ask_lua, corpus, first_error};

/// A small generator of pseudo-random numbers (xorshift), so that failures can be repeated.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
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

fn mutate(text: &[u8], dice: &mut Dice) -> Vec<u8> {
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

fn damaged(count: usize, seed: u64) -> Vec<Vec<u8>> {
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
fn soups(count: usize, seed: u64) -> Vec<Vec<u8>> {
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

#[test]
fn the_first_error_of_a_damaged_configuration_is_that_of_lua() {
    compare(&damaged(4000, 0x5DEE_CE66_D1CE_5EED));
}

#[test]
fn the_first_error_of_random_words_is_that_of_lua() {
    compare(&soups(40_000, 0x0DD5_0CCE_5EED_F00D));
}

fn compare(texts: &[Vec<u8>]) {
    let Some(verdicts) = ask_lua(texts) else { return };
    let mut wrong = Vec::new();
    for (text, verdict) in texts.iter().zip(verdicts) {
        let parse = syntax::parse(text);
        // A quoted token may be a whole long string, which we cut.
        let quoted_whole = verdict.as_ref().is_none_or(|(message, _)| message.len() < 200);
        let analysed = !parse.errors.iter().any(|e| e.message.contains("could not be analysed"));
        if !analysed || (quoted_whole && first_error(&parse) != verdict) {
            wrong.push(format!(
                "lua:  {verdict:?}\nours: {:?}\n{}",
                parse.errors,
                String::from_utf8_lossy(text)
            ));
        }
    }
    wrong.sort_by_key(String::len);
    let shortest = wrong.iter().take(5).map(String::as_str).collect::<Vec<_>>().join("\n\n");
    assert!(wrong.is_empty(), "{} of {}, the shortest are\n{shortest}", wrong.len(), texts.len());
}

#[test]
fn a_damaged_token_costs_few_statements_and_makes_few_errors() {
    let mut dice = Dice(0x0BAD_5EED_0BAD_5EED);
    let (mut lost, mut errors, mut broken) = (0, 0, 0);
    for (_, text) in corpus() {
        let whole = syntax::parse(&text);
        if !whole.errors.is_empty() || whole.chunk.block.stats.len() < 5 {
            continue;
        }
        for _ in 0..20 {
            let damaged = syntax::parse(&mutate(&text, &mut dice));
            if !damaged.errors.is_empty() {
                broken += 1;
                errors += damaged.errors.len();
                lost += whole.chunk.block.stats.len().saturating_sub(damaged.chunk.block.stats.len());
            }
        }
    }
    if broken > 0 {
        println!("{broken} damaged: {errors} errors, {lost} statements lost");
        assert!(errors < broken * 3 / 2, "{errors} errors in {broken} files");
        // One mutation in six cuts the file off, which loses half of it; the others cost one statement or none.
        assert!(lost < broken * 4, "{lost} statements lost in {broken} files");
    }
}
