//! The specification's meta model, and whether a value is what it says.

use std::collections::HashMap;
use std::path::PathBuf;

use serde_json::Value;

/// The types and messages of the protocol, as `metaModel.json` describes them.
pub(crate) struct Model {
    structures: HashMap<String, Value>,
    enumerations: HashMap<String, Value>,
    aliases: HashMap<String, Value>,
    messages: HashMap<String, Value>,
}

/// A structure's property that a message has, or the structure itself (`property` is then empty).
#[derive(Debug, Clone, Copy)]
pub(crate) struct Use<'v> {
    pub(crate) structure: &'v str,
    pub(crate) property: &'v str,
    pub(crate) value: &'v Value,
}

/// What a value's parts turned out to be.
pub(crate) type Uses<'v> = Vec<Use<'v>>;

fn by(key: &str, list: &Value) -> HashMap<String, Value> {
    let entries = list.as_array().expect("a list");
    entries.iter().map(|entry| (entry[key].as_str().expect("a name").to_owned(), entry.clone())).collect()
}

impl Model {
    /// Reads the file that `tests/fetch-metamodel.sh` makes, or the one that `$LSP_METAMODEL` names.
    /// `None`, visibly, if it is not there; with `CI=true` that is a failure.
    pub(crate) fn load() -> Option<Self> {
        let made = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../target/lsp/metaModel.json");
        let path = std::env::var_os("LSP_METAMODEL").map_or(made, PathBuf::from);
        let Ok(text) = std::fs::read_to_string(&path) else {
            let ci = std::env::var("CI").is_ok_and(|ci| ci == "true");
            assert!(!ci, "no {}: sh tests/fetch-metamodel.sh", path.display());
            eprintln!("SKIPPED: no {}: sh tests/fetch-metamodel.sh", path.display());
            return None;
        };
        let model: Value = serde_json::from_str(&text).expect("the meta model is JSON");
        let mut messages = by("method", &model["requests"]);
        messages.extend(by("method", &model["notifications"]));
        Some(Self {
            structures: by("name", &model["structures"]),
            enumerations: by("name", &model["enumerations"]),
            aliases: by("name", &model["typeAliases"]),
            messages,
        })
    }

    /// The description of a request or a notification.
    pub(crate) fn message(&self, method: &str) -> Option<&Value> {
        self.messages.get(method)
    }

    /// Whether a value is of a type. Tells what it uses; says where it is wrong, if it is.
    pub(crate) fn check<'v>(
        &'v self,
        kind: &'v Value,
        value: &'v Value,
        uses: &mut Uses<'v>,
    ) -> Result<(), String> {
        let wrong = || Err(format!("should be {}, is {value}", name(kind)));
        let holds = match kind["kind"].as_str().expect("types have a kind") {
            "base" => is_base(kind["name"].as_str().expect("base types have a name"), value),
            "stringLiteral" | "integerLiteral" | "booleanLiteral" => *value == kind["value"],
            "reference" => return self.reference(kind["name"].as_str().expect("a name"), value, uses),
            "literal" => {
                let properties: Vec<&Value> = list(&kind["value"], "properties").collect();
                return self.object("", &properties, value, uses);
            }
            "array" => {
                let Value::Array(items) = value else { return wrong() };
                return items.iter().enumerate().try_for_each(|(at, item)| {
                    self.check(&kind["element"], item, uses)
                        .map_err(|error| format!("[{at}]{}", join(&error)))
                });
            }
            "map" => {
                let Value::Object(entries) = value else { return wrong() };
                // Keys are texts, of whatever kind.
                return entries.iter().try_for_each(|(key, value)| {
                    self.check(&kind["value"], value, uses)
                        .map_err(|error| format!("{key:?}{}", join(&error)))
                });
            }
            "tuple" => {
                let items: Vec<&Value> = list(kind, "items").collect();
                let Value::Array(values) = value else { return wrong() };
                if values.len() != items.len() {
                    return wrong();
                }
                return items.iter().zip(values).try_for_each(|(kind, value)| self.check(kind, value, uses));
            }
            "or" => return self.one_of(kind, value, uses),
            "and" => return list(kind, "items").try_for_each(|kind| self.check(kind, value, uses)),
            other => panic!("the meta model has types of a kind that this test does not know: {other}"),
        };
        if holds { Ok(()) } else { wrong() }
    }

    /// The first type that fits; if none does, what is wrong with the one that comes nearest.
    fn one_of<'v>(&'v self, kind: &'v Value, value: &'v Value, uses: &mut Uses<'v>) -> Result<(), String> {
        let so_far = uses.len();
        let mut errors = Vec::new();
        for kind in list(kind, "items") {
            match self.check(kind, value, uses) {
                Ok(()) => return Ok(()),
                Err(error) => {
                    uses.truncate(so_far);
                    errors.push(format!("as {}: {error}", name(kind)));
                }
            }
        }
        Err(errors.join("; "))
    }

    fn reference<'v>(&'v self, name: &'v str, value: &'v Value, uses: &mut Uses<'v>) -> Result<(), String> {
        if matches!(name, "LSPAny" | "LSPObject" | "LSPArray") {
            return Ok(());
        }
        if let Some(alias) = self.aliases.get(name) {
            return self.check(&alias["type"], value, uses);
        }
        if let Some(enumeration) = self.enumerations.get(name) {
            let known = list(enumeration, "values").any(|known| known["value"] == *value);
            let custom = enumeration["supportsCustomValues"] == true;
            let fits = known || custom && self.check(&enumeration["type"], value, uses).is_ok();
            return if fits { Ok(()) } else { Err(format!("{value} is no {name}")) };
        }
        let structure = self.structures.get(name).unwrap_or_else(|| panic!("no type {name}"));
        self.object(name, &self.properties(structure), value, uses)
    }

    /// A structure's properties with those that it takes over.
    fn properties<'m>(&'m self, structure: &'m Value) -> Vec<&'m Value> {
        let own: Vec<&Value> = list(structure, "properties").collect();
        let others = list(structure, "extends").chain(list(structure, "mixins"));
        let inherited = others.flat_map(|other| {
            let name = other["name"].as_str().expect("a name");
            self.properties(&self.structures[name])
        });
        let inherited: Vec<&Value> =
            inherited.filter(|taken| own.iter().all(|own| own["name"] != taken["name"])).collect();
        [own, inherited].concat()
    }

    fn object<'v>(
        &'v self,
        name: &'v str,
        properties: &[&'v Value],
        value: &'v Value,
        uses: &mut Uses<'v>,
    ) -> Result<(), String> {
        let Value::Object(entries) = value else { return Err(format!("should be {name}, is {value}")) };
        let named = |property: &&&Value, name: &str| property["name"] == name;
        if let Some(unknown) = entries.keys().find(|key| !properties.iter().any(|known| named(&known, key))) {
            return Err(format!("{name} has no property {unknown}: {value}"));
        }
        uses.push(Use { structure: name, property: "", value });
        uses.extend(entries.iter().map(|(property, value)| Use { structure: name, property, value }));
        for property in properties {
            let name = property["name"].as_str().expect("a name");
            match entries.get(name) {
                Some(value) => self
                    .check(&property["type"], value, uses)
                    .map_err(|error| format!(".{name}{}", join(&error)))?,
                None if property["optional"] == true => {}
                None => return Err(format!("no {name}: {value}")),
            }
        }
        Ok(())
    }
}

fn list<'v>(value: &'v Value, key: &str) -> impl Iterator<Item = &'v Value> {
    value[key].as_array().into_iter().flatten()
}

/// `: error`, or the error itself if it goes on with a path.
fn join(error: &str) -> String {
    if error.starts_with(['.', '[']) { error.to_owned() } else { format!(": {error}") }
}

fn name(kind: &Value) -> String {
    kind["name"].as_str().map_or_else(|| kind.to_string(), str::to_owned)
}

fn is_base(name: &str, value: &Value) -> bool {
    let integer = value.as_i64();
    match name {
        "string" | "RegExp" => value.is_string(),
        "URI" | "DocumentUri" => value.as_str().is_some_and(|text| text.contains(':')),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        "integer" => integer.is_some_and(|number| i32::try_from(number).is_ok()),
        "uinteger" => integer.is_some_and(|number| (0..=i64::from(i32::MAX)).contains(&number)),
        "decimal" => value.is_number(),
        "any" => true,
        other => panic!("the meta model has a base type that this test does not know: {other}"),
    }
}
