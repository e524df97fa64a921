//! Names that were most likely meant when another one was written.

/// More candidates than this, all equally near, are no hint at all.
const MOST: usize = 4;

/// The names nearest to `name`, if they are really near: all that share the smallest distance, sorted.
///
/// Names that differ in case, `_`, `-` or a leading `mod_` alone are nearest of all. Otherwise at most two
/// letters may be wrong, missing, too many or swapped, and at most a third of the name.
pub(crate) fn closest<'a>(name: &str, names: impl Iterator<Item = &'a str> + Clone) -> Vec<&'a str> {
    let wanted = normal(name);
    if wanted.is_empty() {
        return Vec::new();
    }
    let mut found: Vec<&str> =
        names.clone().filter(|candidate| *candidate != name && same_letters(&wanted, candidate)).collect();
    if found.is_empty() {
        let mut limit = (name.chars().count() / 3).min(2);
        let letters = letters(name);
        for candidate in names {
            let differing = (letters ^ self::letters(candidate)).count_ones() as usize;
            if candidate == name || differing > 2 * limit || candidate.len().abs_diff(name.len()) > limit {
                continue;
            }
            let distance = strsim::osa_distance(name, candidate);
            if distance > limit || distance == 0 {
                continue;
            }
            if distance < limit {
                limit = distance;
                found.clear();
            }
            found.push(candidate);
        }
    }
    found.sort_unstable();
    found.dedup();
    if found.len() > MOST { Vec::new() } else { found }
}

/// The letters that stay when all that people get wrong without noticing is taken away.
fn normal(name: &str) -> Vec<u8> {
    stripped(name).collect()
}

fn same_letters(wanted: &[u8], candidate: &str) -> bool {
    stripped(candidate).eq(wanted.iter().copied())
}

fn stripped(name: &str) -> impl Iterator<Item = u8> {
    let bytes = name.strip_prefix("mod_").unwrap_or(name).bytes();
    bytes.filter(|byte| !matches!(byte, b'_' | b'-')).map(|byte| byte.to_ascii_lowercase())
}

/// Which letters occur, as a set of bits: one edit changes at most two of them.
fn letters(name: &str) -> u64 {
    name.bytes().fold(0, |set, byte| set | 1 << (byte & 63))
}

#[cfg(test)]
mod tests {
    use super::closest;

    const NAMES: [&str; 7] =
        ["admins", "c2s_ports", "log", "modules_disabled", "modules_enabled", "s2s_ports", "ssl"];

    fn near(name: &str) -> Vec<&'static str> {
        closest(name, NAMES.into_iter())
    }

    #[test]
    fn finds_a_slip() {
        assert_eq!(near("modules_enabeld"), ["modules_enabled"]);
        assert_eq!(near("module_enabled"), ["modules_enabled"]);
        assert_eq!(near("admin"), ["admins"]);
    }

    #[test]
    fn finds_another_spelling() {
        assert_eq!(near("modulesEnabled"), ["modules_enabled"]);
        assert_eq!(near("c2s-ports"), ["c2s_ports"]);
        assert_eq!(near("mod_admins"), ["admins"]);
    }

    #[test]
    fn lists_all_that_are_equally_near() {
        assert_eq!(near("x2s_ports"), ["c2s_ports", "s2s_ports"]);
    }

    #[test]
    fn says_nothing_about_far_or_short_names() {
        assert!(near("lo").is_empty());
        assert!(near("foo").is_empty());
        assert!(near("modules").is_empty());
        assert!(near("").is_empty());
        assert!(near("___").is_empty());
    }

    #[test]
    fn never_proposes_the_name_itself() {
        assert!(near("admins").is_empty());
    }

    #[test]
    fn takes_any_text() {
        assert!(near("ümläüt_öption\u{1F600}").is_empty());
        assert!(near(&"x".repeat(100_000)).is_empty());
    }
}
