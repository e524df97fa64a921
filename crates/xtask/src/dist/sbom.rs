//! The bill of materials, in the format of `CycloneDX` 1.5: every crate that the program is built from.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};

use super::{NAME, VERSION, output};
use crate::schemas::Failure;

/// The document for one platform. It says nothing of dates and machines: the same `Cargo.lock` makes the same bytes.
pub(super) fn bill(workspace: &Path, target: &str) -> Result<String, Failure> {
    let mut cargo = Command::new("cargo");
    cargo.args(["metadata", "--format-version", "1", "--locked", "--filter-platform", target]);
    cargo.current_dir(workspace);
    let metadata: Value = serde_json::from_slice(&output(&mut cargo)?)?;
    let sums = checksums(&std::fs::read_to_string(workspace.join("Cargo.lock"))?)?;
    let document = document(&metadata, &sums).ok_or("cargo metadata: not as expected")?;
    Ok(serde_json::to_string_pretty(&document)? + "\n")
}

/// The sums of `Cargo.lock`, by name and version.
fn checksums(lock: &str) -> Result<BTreeMap<(String, String), String>, Failure> {
    let lock: toml_edit::DocumentMut = lock.parse()?;
    let packages = lock.get("package").and_then(toml_edit::Item::as_array_of_tables);
    let entry = |package: &toml_edit::Table| {
        let text = |key: &str| Some(package.get(key)?.as_str()?.to_owned());
        Some(((text("name")?, text("version")?), text("checksum")?))
    };
    Ok(packages.into_iter().flatten().filter_map(entry).collect())
}

fn document(metadata: &Value, sums: &BTreeMap<(String, String), String>) -> Option<Value> {
    let packages: BTreeMap<&str, &Value> =
        metadata["packages"].as_array()?.iter().filter_map(|it| Some((it["id"].as_str()?, it))).collect();
    let nodes: BTreeMap<&str, &Value> = metadata
        .pointer("/resolve/nodes")?
        .as_array()?
        .iter()
        .filter_map(|it| Some((it["id"].as_str()?, it)))
        .collect();
    let program = packages.iter().find(|(_, package)| package["name"] == NAME).map(|(id, _)| *id)?;
    let mut dependencies: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let mut pending = vec![program];
    while let Some(id) = pending.pop() {
        if dependencies.contains_key(id) {
            continue;
        }
        let needed: BTreeSet<&str> = linked(nodes.get(id)?).collect();
        pending.extend(&needed);
        dependencies.insert(id, needed);
    }
    let of = |id: &str| packages.get(id).map(|package| purl(package));
    let components = dependencies.keys().filter(|id| **id != program).filter_map(|id| packages.get(id));
    let graph = dependencies.iter().filter_map(|(id, needed)| {
        let needed: Vec<String> = needed.iter().filter_map(|id| of(id)).collect();
        Some(json!({ "ref": of(id)?, "dependsOn": needed }))
    });
    Some(json!({
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {
            "tools": { "components": [{ "type": "application", "name": "prosody-ls xtask", "version": VERSION }] },
            "component": component(packages.get(program)?, sums, "application"),
        },
        "components": components.map(|package| component(package, sums, "library")).collect::<Vec<_>>(),
        "dependencies": graph.collect::<Vec<_>>(),
    }))
}

/// What a package brings into the program: not what its tests and its build need.
fn linked(node: &Value) -> impl Iterator<Item = &str> {
    let is_linked = |dependency: &&Value| {
        let kinds = dependency["dep_kinds"].as_array();
        kinds.is_some_and(|kinds| kinds.iter().any(|kind| kind["kind"].is_null()))
    };
    let dependencies = node["deps"].as_array().into_iter().flatten().filter(is_linked);
    dependencies.filter_map(|dependency| dependency["pkg"].as_str())
}

fn component(package: &Value, sums: &BTreeMap<(String, String), String>, kind: &str) -> Value {
    let text = |key: &str| package[key].as_str().unwrap_or_default().to_owned();
    let mut component = json!({
        "type": kind,
        "bom-ref": purl(package),
        "name": text("name"),
        "version": text("version"),
        "purl": purl(package),
    });
    let mut set = |key: &str, value: Value| {
        if let Some(object) = component.as_object_mut() {
            object.insert(key.to_owned(), value);
        }
    };
    if let Some(description) = package["description"].as_str() {
        set("description", json!(description.trim()));
    }
    if let Some(license) = package["license"].as_str() {
        // Cargo once wrote a slash for `OR`.
        set("licenses", json!([{ "expression": license.replace('/', " OR ") }]));
    }
    if let Some(sum) = sums.get(&(text("name"), text("version"))) {
        set("hashes", json!([{ "alg": "SHA-256", "content": sum }]));
    }
    if let Some(repository) = package["repository"].as_str() {
        set("externalReferences", json!([{ "type": "vcs", "url": repository }]));
    }
    component
}

fn purl(package: &Value) -> String {
    let text = |key: &str| package[key].as_str().unwrap_or_default();
    format!("pkg:cargo/{}@{}", text("name"), text("version"))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::Value;

    #[test]
    fn every_crate_of_the_program_is_in_it_and_none_of_its_tests() {
        let workspace = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let bill = super::bill(&workspace, "x86_64-unknown-linux-musl").unwrap();
        let bill: Value = serde_json::from_str(&bill).unwrap();
        let list = |key: &str| bill[key].as_array().unwrap().clone();
        let names: BTreeSet<String> =
            list("components").iter().map(|it| it["name"].as_str().unwrap().to_owned()).collect();
        assert!(names.contains("full_moon") && names.contains("syntax"), "{names:?}");
        assert!(!names.contains("proptest") && !names.contains("windows-sys"), "{names:?}");
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let mut known: BTreeSet<String> = BTreeSet::from([text(&bill["metadata"]["component"]["bom-ref"])]);
        for component in list("components") {
            assert!(known.insert(text(&component["bom-ref"])), "twice: {component}");
        }
        for node in list("dependencies") {
            for reference in node["dependsOn"].as_array().unwrap().iter().chain([&node["ref"]]) {
                assert!(known.contains(&text(reference)), "{reference} is no component");
            }
        }
        for component in list("components") {
            assert!(component["licenses"][0]["expression"].is_string(), "{component}");
        }
    }
}
