//! Which words a text may hold, told without looking into it again.

/// A filter of words: letters, digits and underscores that stand together, large and small letters alike. It takes
/// about a sixteenth of the room of its text and says of one word in twenty that it may be there though it is not.
#[derive(Debug)]
pub(crate) struct Words(Box<[u64]>);

impl Words {
    /// The words of a text.
    pub(crate) fn of(text: &[u8]) -> Self {
        // Half a bit for each byte: words and what is between them take six bytes or more, and many come again.
        let blocks = (text.len() / 128).max(1).next_power_of_two();
        let mut words = Self(vec![0; blocks].into());
        for hash in hashes(text) {
            let (one, other) = words.places(hash);
            for (block, bit) in [one, other] {
                if let Some(block) = words.0.get_mut(block) {
                    *block |= bit;
                }
            }
        }
        words
    }

    /// Whether all words of a name may be there.
    pub(crate) fn may_hold(&self, name: &[u8]) -> bool {
        hashes(name).all(|hash| {
            let (one, other) = self.places(hash);
            [one, other].iter().all(|(block, bit)| self.0.get(*block).is_some_and(|known| known & bit != 0))
        })
    }

    /// The two bits of a word: the block and the bit in it.
    fn places(&self, hash: u64) -> ((usize, u64), (usize, u64)) {
        let place = |hash: u64| {
            let block = (hash >> 6) as usize & (self.0.len() - 1);
            (block, 1 << (hash & 63))
        };
        (place(hash >> 32), place(hash & 0xFFFF_FFFF))
    }
}

/// A number for each word of a text.
fn hashes(text: &[u8]) -> impl Iterator<Item = u64> {
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
    let words = text.split(move |byte| !is_part(byte)).filter(|word| !word.is_empty());
    words.map(|word| {
        let sum = word.iter().fold(0xCBF2_9CE4_8422_2325, |hash: u64, byte| {
            (hash ^ u64::from(byte.to_ascii_lowercase())).wrapping_mul(0x0100_0000_01B3)
        });
        // The last letters have to count in all bits.
        sum ^ sum.rotate_left(29) ^ sum.rotate_left(47)
    })
}

#[cfg(test)]
mod tests {
    use super::Words;

    #[test]
    fn what_is_there_may_be_there_in_any_case() {
        let words = Words::of(b"VirtualHost \"Example.org\" -- c2s_ports");
        for name in ["VirtualHost", "example.org", "EXAMPLE", "org", "c2s_ports", "", "-"] {
            assert!(words.may_hold(name.as_bytes()), "{name}");
        }
    }

    #[test]
    fn most_of_what_is_not_there_is_told() {
        let lines = (0..200).map(|number| format!("option_{number} = {{ \"value_{number}\" }}\n"));
        let text = lines.collect::<Vec<_>>().concat();
        let words = Words::of(text.as_bytes());
        let found =
            (1_000..2_000).filter(|number| words.may_hold(format!("option_{number}").as_bytes())).count();
        assert!(found < 200, "{found} of 1000");
        assert!(!Words::of(b"c2s_ports").may_hold(b"ports"));
    }
}
