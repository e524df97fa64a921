//! Damaged configurations: our first error must be Lua's, and nothing else must break.

#![allow(clippy::indexing_slicing, clippy::print_stdout, reason = "these are tests")]

mod support;

use support::damage::{Dice, damaged, mutate, soups};
use support::{ask_lua, corpus, first_error};

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
