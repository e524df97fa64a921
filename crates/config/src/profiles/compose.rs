//! Compose files: the `environment` of each service.

use std::path::Path;

use super::{Environment, Variable, dotenv, yaml};

/// The environment of each service of a compose file, with what its `env_file`s say beneath.
pub(super) fn read(path: &Path, text: &str) -> Vec<Environment> {
    let mut found = Vec::new();
    for document in yaml::documents(text) {
        let Some(services) = yaml::get(&document, "services") else { continue };
        for (label, service) in yaml::entries(services) {
            let mut variables = Vec::new();
            if let Some(files) = yaml::get(service, "env_file") {
                let names =
                    yaml::text(files).into_iter().chain(yaml::items(files).iter().filter_map(yaml::text));
                for name in names {
                    variables.extend(env_file(path, &name));
                }
            }
            if let Some(environment) = yaml::get(service, "environment") {
                variables.extend(
                    yaml::keyed(environment).map(|(name, key, value)| yaml::variable(text, name, key, value)),
                );
                for item in yaml::items(environment) {
                    let Some(assignment) = yaml::text(item) else { continue };
                    // Without a value it is passed on from the shell.
                    let (name, value) = match assignment.split_once('=') {
                        Some((name, value)) => {
                            (name, Some(value.to_owned()).filter(|value| !value.contains("${")))
                        }
                        None => (assignment.as_str(), None),
                    };
                    variables.push(Variable {
                        name: name.to_owned(),
                        value,
                        span: yaml::span(text, item),
                        name_span: yaml::word(text, item, name),
                    });
                }
            }
            if !variables.is_empty() {
                found.push(Environment { path: path.to_owned(), label: label.to_owned(), variables });
            }
        }
    }
    found
}

/// What an `env_file` beside the compose file says; its places are in another file, so they are left out.
fn env_file(compose: &Path, name: &str) -> Vec<Variable> {
    let inside = !name.starts_with('/') && !name.contains("..");
    let path = compose.parent().filter(|_| inside).map(|folder| folder.join(name));
    let text = path.and_then(|path| std::fs::read_to_string(path).ok()).unwrap_or_default();
    let variables = dotenv::read(&text).into_iter();
    let nowhere = syntax::Span::default();
    variables.map(|variable| Variable { span: nowhere, name_span: nowhere, ..variable }).collect()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::read;

    #[test]
    fn lists_and_maps_are_read_with_their_places() {
        let text = "services:\n  simple:\n    environment:\n      - PROSODY_ENVIRONMENT=production\n      - PASSED_ON\n  \
                    team:\n    environment:\n      PROSODY_USECASE: team/slack\n      PORT: 5222\n      X: ${Y}\n  none: {}\n";
        let found = read(Path::new("compose.yml"), text);
        let simple: Vec<_> = found
            .iter()
            .flat_map(|environment| {
                let of = |span: syntax::Span| &text[span.start as usize..span.end as usize];
                environment.variables.iter().map(move |v| {
                    format!("{}: {} = {:?} at {}", environment.label, v.name, v.value, of(v.span).trim())
                })
            })
            .collect();
        assert_eq!(
            simple,
            [
                "simple: PROSODY_ENVIRONMENT = Some(\"production\") at PROSODY_ENVIRONMENT=production",
                "simple: PASSED_ON = None at PASSED_ON",
                "team: PROSODY_USECASE = Some(\"team/slack\") at team/slack",
                "team: PORT = Some(\"5222\") at 5222",
                "team: X = None at ${Y}",
            ]
        );
    }

    #[test]
    fn what_is_no_compose_file_is_nothing() {
        for text in ["", "{", "services: 5", "- a\n- b", "services:\n  a: [\n", "\u{0}"] {
            assert_eq!(read(Path::new("compose.yml"), text), [], "{text:?}");
        }
    }
}
