//! Secrets that anybody can guess: those of examples, and placeholders that nobody has replaced.

/// Words that examples, images of containers and guides make their secrets of.
const WORDS: [&str; 80] = [
    "a",
    "access",
    "accesskey",
    "admin",
    "another",
    "api",
    "app",
    "auth",
    "bar",
    "change",
    "client",
    "component",
    "database",
    "db",
    "default",
    "demo",
    "dev",
    "dummy",
    "enter",
    "example",
    "external",
    "fill",
    "focus",
    "foo",
    "generate",
    "generated",
    "here",
    "in",
    "insert",
    "it",
    "jabber",
    "jicofo",
    "key",
    "ldap",
    "long",
    "me",
    "my",
    "only",
    "pass",
    "passphrase",
    "passwd",
    "password",
    "passwort",
    "please",
    "prosody",
    "put",
    "pwd",
    "random",
    "real",
    "replace",
    "root",
    "sample",
    "secret",
    "secrets",
    "secure",
    "server",
    "set",
    "shared",
    "some",
    "sql",
    "string",
    "strong",
    "super",
    "test",
    "testing",
    "the",
    "thing",
    "this",
    "to",
    "token",
    "top",
    "turn",
    "user",
    "value",
    "very",
    "with",
    "xmpp",
    "xxx",
    "you",
    "your",
];

/// What stands at the head of every list of passwords.
const POPULAR: [&str; 10] = [
    "abc123", "hunter2", "iloveyou", "letmein", "monkey", "p4ssw0rd", "passw0rd", "qwerty", "qwertz",
    "welcome",
];

/// Whether a secret is one of those: made of nothing but such words and a short number, a popular one, digits in their
/// order, or one sign again and again.
pub(crate) fn is_guessable(secret: &str) -> bool {
    let secret = secret.to_lowercase();
    let mut signs = secret.chars();
    let first = signs.next();
    if secret.len() >= 3 && signs.all(|sign| Some(sign) == first) {
        return true;
    }
    let bare: String = secret.chars().filter(char::is_ascii_alphanumeric).collect();
    // Signs between words are no letters: what has others is no example.
    if bare.is_empty() || !secret.is_ascii() {
        return false;
    }
    if POPULAR.contains(&&*bare) || bare.len() >= 3 && "01234567890".contains(&*bare) {
        return true;
    }
    let words = bare.trim_end_matches(|c: char| c.is_ascii_digit());
    bare.len() - words.len() <= 4 && !words.is_empty() && is_made_of_words(words.as_bytes())
}

/// Whether a text is nothing but words of the list. Each place is looked at once.
fn is_made_of_words(text: &[u8]) -> bool {
    let mut reached = vec![false; text.len() + 1];
    if let Some(start) = reached.first_mut() {
        *start = true;
    }
    for at in 0..text.len() {
        if reached.get(at) != Some(&true) {
            continue;
        }
        let rest = text.get(at..).unwrap_or_default();
        for word in WORDS.iter().filter(|word| rest.starts_with(word.as_bytes())) {
            if let Some(end) = reached.get_mut(at + word.len()) {
                *end = true;
            }
        }
    }
    reached.last() == Some(&true)
}

#[cfg(test)]
mod tests {
    use super::is_guessable;

    #[test]
    fn examples_are_made_of_a_few_words() {
        for secret in [
            "password",
            "secret",
            "changeme",
            "Change-Me!",
            "mysecretcomponentpassword",
            "your-secret-turn-access-token",
            "yoursecretthing",
            "example_app_secret",
            "SetPasswordHere",
            "YOURSECRET2",
            "prosody",
            "password123",
            "passw0rd",
            "123456",
            "SSSSSSS",
            "...",
            "topsecret.",
        ] {
            assert!(is_guessable(secret), "{secret}");
        }
    }

    #[test]
    fn others_are_not() {
        for secret in [
            "",
            "x",
            "k7mQ2vXz",
            "correct horse battery staple",
            "s3cr3t-0f-0urs",
            "password-of-berta",
            "secret20190314",
            "8471",
            "f00ba4",
            "geheimnis",
            "pässword",
        ] {
            assert!(!is_guessable(secret), "{secret}");
        }
    }
}
