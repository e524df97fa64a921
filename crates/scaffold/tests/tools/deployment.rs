//! `tools/deployment/`: what is printed is what containers, Kubernetes and Helm read.

use std::collections::BTreeMap;

use saphyr::{LoadableYamlNode, Yaml};
use scaffold::Layout;

use crate::Tree;

/// The documents of a text, which has to be YAML.
fn documents(text: &str) -> Vec<Yaml<'_>> {
    Yaml::load_from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

/// What stands at a path of keys.
fn at<'y, 'input>(yaml: &'y Yaml<'input>, path: &str) -> &'y Yaml<'input> {
    path.split('/').fold(yaml, |yaml, key| {
        let found = match key.parse::<usize>() {
            Ok(index) => yaml.as_sequence().and_then(|items| items.get(index)),
            Err(_) => yaml.as_mapping_get(key),
        };
        found.unwrap_or_else(|| panic!("no {key} of {path} in {yaml:?}"))
    })
}

fn text<'y>(yaml: &'y Yaml<'_>, path: &str) -> &'y str {
    at(yaml, path).as_str().unwrap()
}

/// A mapping of texts.
fn texts(yaml: &Yaml<'_>) -> BTreeMap<String, String> {
    let entries = yaml.as_mapping().unwrap().iter();
    entries
        .map(|(name, value)| (name.as_str().unwrap().to_owned(), value.as_str().unwrap().to_owned()))
        .collect()
}

const TEAM: [&str; 8] = [
    "--usecase",
    "team-collaboration/slack-like",
    "--clients=mobile-apps/conversations,web-clients/converse",
    "--security",
    "enhanced",
    "--performance=medium",
    "--environment",
    "production",
];

/// The five variables for [`TEAM`].
fn team() -> BTreeMap<String, String> {
    [
        ("PROSODY_ENVIRONMENT", "production"),
        ("PROSODY_USECASE", "team-collaboration/slack-like"),
        ("PROSODY_CLIENT_OPTS", "mobile-apps/conversations,web-clients/converse"),
        ("PROSODY_SECURITY_LEVEL", "enhanced"),
        ("PROSODY_PERFORMANCE_TIER", "medium"),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
    .into()
}

#[test]
fn compose_files_set_what_is_chosen() {
    for tree in Tree::each(Layout::Hybrid) {
        let printed = tree.prints("deployment/compose-builder", &TEAM);
        let service = &documents(&printed)[0];
        assert_eq!(texts(at(service, "services/prosody/environment")), team());
        assert_eq!(text(service, "services/prosody/image"), "prosodyim/prosody:13.0");
        assert_eq!(text(service, "services/prosody/volumes/0"), "..:/etc/prosody:ro");

        let printed =
            tree.prints("deployment/compose-builder", &["--tree", "./a \"b\"", "--image", "mine:1"]);
        let service = &documents(&printed)[0];
        assert_eq!(text(service, "services/prosody/volumes/0"), "./a \"b\":/etc/prosody:ro");
        assert_eq!(text(service, "services/prosody/image"), "mine:1");
        assert_eq!(text(service, "services/prosody/environment/PROSODY_ENVIRONMENT"), "production,docker");
    }
}

#[test]
fn what_does_not_exist_is_refused_with_the_choices() {
    for tree in Tree::each(Layout::Hybrid) {
        for program in ["compose-builder", "docker-builder", "k8s-generator"] {
            let program = format!("deployment/{program}");
            for (arguments, why) in [
                (
                    &["--security", "strict"][..],
                    "there is no security level 'strict'; there is enhanced, minimal, paranoid, standard",
                ),
                (
                    &["--usecase=education/$(touch pwned)"],
                    "there is no use case 'education/$(touch'; there is customer-support, ",
                ),
                (&["--clients", "web-clients/converse,jsxc"], "there is no client 'jsxc'; there is "),
                (&["--performance"], "--performance needs a value"),
                (&["nonsense"], "what is 'nonsense'?"),
            ] {
                tree.refuses(&program, arguments, 2, why);
            }
            assert_eq!(
                tree.prints(&program, &["--security", "list"]),
                "enhanced\nminimal\nparanoid\nstandard\n"
            );
        }
        assert!(!tree.path("pwned").exists());
    }
    for tree in Tree::each(Layout::Xeps) {
        let why = "there is no use case 'x'; there is nothing: this tree has no usecases";
        tree.refuses("deployment/compose-builder", &["--usecase", "x"], 2, why);
        assert!(!tree.prints("deployment/compose-builder", &[]).contains("environment"));
    }
}

#[test]
fn a_dockerfile_copies_the_configuration() {
    for tree in Tree::each(Layout::Hybrid) {
        let printed = tree.prints("deployment/docker-builder", &TEAM);
        assert!(printed.starts_with("FROM prosodyim/prosody:13.0\n"), "{printed}");
        for (name, value) in team() {
            assert!(printed.contains(&format!("\nENV {name}=\"{value}\"\n")), "{printed}");
        }
        let copied: Vec<&str> = printed
            .lines()
            .filter_map(|line| line.strip_prefix("COPY [\"")?.split_once('"').map(|(path, _)| path))
            .collect();
        let expected = [
            "clients/",
            "core/",
            "environments/",
            "features/",
            "policies/",
            "prosody.cfg.lua",
            "tools/core/",
            "usecases/",
        ];
        assert_eq!(copied, expected);
        assert!(copied.iter().all(|path| tree.path("chat").join(path).exists()));
    }
}

#[test]
fn manifests_hold_the_whole_configuration() {
    for layout in [Layout::Hybrid, Layout::Layers, Layout::Clients, Layout::Xeps] {
        for tree in Tree::each(layout) {
            tree.append("chat/prosody.cfg.lua", "\n-- \"quoted\": {{ x }} # ü %s\\n\t\n");
            let printed = tree.prints("deployment/k8s-generator", &["--name", "chat-2"]);
            let [map, deployment, service] = &documents(&printed)[..] else { panic!("{printed}") };
            let kinds = [map, deployment, service].map(|document| text(document, "kind"));
            assert_eq!(kinds, ["ConfigMap", "Deployment", "Service"]);

            // What the pod gets is what is there, and it loads there.
            let data = texts(at(map, "data"));
            let pod = at(deployment, "spec/template/spec");
            assert_eq!(text(pod, "volumes/0/configMap/name"), text(map, "metadata/name"));
            let items = at(pod, "volumes/0/configMap/items").as_sequence().unwrap();
            for item in items {
                let path = text(item, "path");
                tree.directory.write(&format!("pod/{path}"), data[text(item, "key")].as_bytes());
                let original = tree.read(&format!("chat/{path}"));
                assert_eq!(tree.read(&format!("pod/{path}")).trim_end(), original.trim_end(), "{path}");
            }
            assert_eq!(items.len(), data.len());
            for name in data.keys() {
                let allowed = |c: char| c.is_ascii_alphanumeric() || "._-".contains(c);
                assert!(name.chars().all(allowed), "Kubernetes does not take the key {name}");
            }
            let settings =
                config::read_tree(config::Profile::default(), &tree.path("pod/prosody.cfg.lua")).settings;
            assert!(settings.error.is_none(), "{:?}", settings.error);
            assert_eq!(
                text(deployment, "spec/template/metadata/labels/app"),
                text(service, "spec/selector/app")
            );
        }
    }
}

#[test]
fn manifests_set_what_is_chosen() {
    for tree in Tree::each(Layout::Hybrid) {
        let printed = tree.prints("deployment/k8s-generator", &TEAM);
        let deployment = &documents(&printed)[1];
        let variables = at(deployment, "spec/template/spec/containers/0/env").as_sequence().unwrap();
        let found: BTreeMap<String, String> = variables
            .iter()
            .map(|variable| (text(variable, "name").to_owned(), text(variable, "value").to_owned()))
            .collect();
        assert_eq!(found, team());
        let bad = ["--name", "Chat_1"];
        tree.refuses("deployment/k8s-generator", &bad, 2, "small letters, digits and hyphens");
    }
}

#[test]
fn a_chart_has_its_parts() {
    for tree in Tree::each(Layout::Hybrid) {
        tree.prints("deployment/helm-charts", &[&["a chart"], &TEAM[..]].concat());
        let chart = tree.read("a chart/Chart.yaml");
        assert_eq!(text(&documents(&chart)[0], "apiVersion"), "v2");
        assert_eq!(text(&documents(&chart)[0], "appVersion"), "13.0");
        let values = tree.read("a chart/values.yaml");
        assert_eq!(texts(at(&documents(&values)[0], "environment")), team());
        assert_eq!(tree.read("a chart/config/core/server.cfg.lua"), tree.read("chat/core/server.cfg.lua"));
        assert!(tree.path("a chart/config/tools/core/loader.lua").exists());
        assert!(!tree.path("a chart/config/tools/deployment").exists());

        // Without what Helm fills in, templates are YAML, too.
        for name in ["configmap", "deployment", "service"] {
            let template = tree.read(&format!("a chart/templates/{name}.yaml"));
            assert_eq!(template.matches("{{- range").count(), template.matches("{{- end }}").count());
            let lines = template.lines().filter(|line| !line.trim_start().starts_with("{{-"));
            let filled = lines.map(fill).collect::<Vec<_>>().join("\n");
            assert_eq!(text(&documents(&filled)[0], "kind").to_lowercase(), name);
            if name == "deployment" {
                let pod = "spec/template/spec/containers/0";
                assert_eq!(text(&documents(&filled)[0], &format!("{pod}/env/0/name")), "x");
                assert_eq!(text(&documents(&filled)[0], "spec/template/metadata/labels/app"), "x");
            }
        }
        tree.refuses("deployment/helm-charts", &["a chart"], 1, "a chart is there already");
        tree.refuses("deployment/helm-charts", &[], 2, "one argument is needed");
        tree.refuses("deployment/helm-charts", &["b", "--security=x"], 2, "there is no security level 'x'");
        assert!(!tree.path("b").exists());
    }
}

/// A line of a template with `x` for everything that Helm would put in.
fn fill(line: &str) -> String {
    let mut out = String::new();
    let mut rest = line;
    while let Some((before, after)) = rest.split_once("{{") {
        out += before;
        out += "x";
        rest = after.split_once("}}").unwrap().1;
    }
    out + rest
}
