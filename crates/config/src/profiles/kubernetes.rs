//! Kubernetes manifests: the `data` of `ConfigMap`s, the `env` of containers.

use std::path::Path;

use saphyr::MarkedYaml;

use super::{Environment, Variable, yaml};

/// The environments of a manifest; nothing if the text is none.
pub(super) fn read(path: &Path, text: &str) -> Vec<Environment> {
    // Most YAML files are something else: look before parsing.
    if !text.contains("kind:") {
        return Vec::new();
    }
    let mut found = Vec::new();
    for document in yaml::documents(text) {
        let kind = yaml::get(&document, "kind").and_then(yaml::text).unwrap_or_default();
        let name = yaml::get(&document, "metadata")
            .and_then(|metadata| yaml::get(metadata, "name"))
            .and_then(yaml::text)
            .unwrap_or_else(|| kind.clone());
        let variables: Vec<Variable> = if kind == "ConfigMap" {
            let data = yaml::get(&document, "data").into_iter().flat_map(yaml::keyed);
            data.filter(|(name, ..)| is_name(name))
                .map(|(name, key, value)| yaml::variable(text, name, key, value))
                .collect()
        } else {
            let mut variables = Vec::new();
            containers(&document, text, &mut variables, 0);
            variables
        };
        if !variables.is_empty() {
            found.push(Environment { path: path.to_owned(), label: name, variables });
        }
    }
    found
}

/// Keys of a `ConfigMap` that can be variables; others are files.
fn is_name(key: &str) -> bool {
    !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

/// The `env` lists of all containers, wherever the kind of object keeps them.
fn containers(yaml: &MarkedYaml<'_>, text: &str, variables: &mut Vec<Variable>, depth: u32) {
    if depth > 12 {
        return;
    }
    for (key, value) in yaml::entries(yaml) {
        if key == "env" {
            for item in yaml::items(value) {
                let Some(key) = yaml::get(item, "name") else { continue };
                let Some(name) = yaml::text(key) else { continue };
                let name_span = yaml::word(text, key, &name);
                variables.push(match yaml::get(item, "value") {
                    Some(value) => yaml::variable(text, &name, key, value),
                    None => Variable { name, value: None, span: yaml::span(text, item), name_span },
                });
            }
        } else {
            containers(value, text, variables, depth + 1);
        }
    }
    for item in yaml::items(yaml) {
        containers(item, text, variables, depth + 1);
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::read;

    fn found(text: &str) -> Vec<String> {
        read(Path::new("k8s.yaml"), text)
            .iter()
            .flat_map(|e| e.variables.iter().map(move |v| format!("{}: {}={:?}", e.label, v.name, v.value)))
            .collect()
    }

    #[test]
    fn config_maps_and_containers_are_read() {
        let text = "kind: ConfigMap\nmetadata:\n  name: prosody\ndata:\n  PROSODY_ENVIRONMENT: kubernetes\n  a.cfg: x\n---\n\
                    kind: Deployment\nmetadata: { name: xmpp }\nspec:\n  template:\n    spec:\n      containers:\n        - env:\n            \
                    - name: A\n              value: \"1\"\n            - name: B\n              valueFrom: {}\n";
        assert_eq!(
            found(text),
            ["prosody: PROSODY_ENVIRONMENT=Some(\"kubernetes\")", "xmpp: A=Some(\"1\")", "xmpp: B=None"]
        );
    }

    #[test]
    fn other_yaml_is_nothing() {
        for text in ["kind: [", "name: CI\non: push\n", "kind: ConfigMap\ndata: 3\n", ""] {
            assert_eq!(found(text), [""; 0], "{text:?}");
        }
    }
}
