//! How well names fit a query.

use std::borrow::Cow;

/// How little a name resembles the words of a query, which are in lower case; `None` if it lacks a letter of one.
pub(super) fn rank(words: &[String], name: &str) -> Option<u32> {
    // Most names are in lower case: there are thousands.
    let is_lower = name.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase());
    let lower = if is_lower { Cow::Borrowed(name) } else { Cow::Owned(name.to_lowercase()) };
    words.iter().try_fold(0, |sum, word| Some(sum + resemblance(word, &lower)?))
}

/// How little a name resembles a word of a query: 0 is the word itself; `None` if it lacks a letter.
fn resemblance(word: &str, name: &str) -> Option<u32> {
    if word == name {
        return Some(0);
    }
    let rest = name.len().saturating_sub(word.len()).min(99) as u32;
    if let Some(at) = name.find(word) {
        let begins = name.get(..at).is_some_and(|before| before.ends_with(['_', '.', '-', '@']));
        let place = match at {
            0 => 100,
            _ if begins => 200,
            _ => 300,
        };
        return Some(place + rest);
    }
    let mut letters = name.chars();
    let is_there = |letter: char| letters.any(|other| other == letter);
    word.chars().all(is_there).then_some(400 + rest)
}

#[cfg(test)]
mod tests {
    use super::resemblance;

    #[test]
    fn beginnings_of_words_resemble_more_than_their_middle() {
        assert!(resemblance("mam", "mam") < resemblance("mam", "mam_x"));
        assert!(resemblance("mam", "mam_x") < resemblance("mam", "x_mam"));
        assert!(resemblance("mam", "x_mam") < resemblance("mam", "xmam"));
        assert!(resemblance("mam", "xmam") < resemblance("mam", "m_a_m"));
        assert_eq!(resemblance("mam", "m"), None);
    }
}
