//! What a function of the configuration language takes, while its arguments are written.

use schema::Schema;
use syntax::{Cursor, Span, cursor_at};

use crate::describe::{main_reader, type_text};
use crate::place::Place;
use crate::shape::Shape;
use crate::{Analysis, Position};

/// A function with its parameters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    /// `Component(address, module)`
    pub label: String,
    /// What it does, in Markdown.
    pub doc: String,
    /// Its parameters in order.
    pub parameters: Vec<Parameter>,
    /// The parameter that is written at the cursor.
    pub active: Option<usize>,
}

/// A parameter of a [`Signature`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parameter {
    /// Its bytes in the signature's label.
    pub label: Span,
    /// What it is, in Markdown.
    pub doc: String,
}

// The parameters of the functions that the language names: name and description.
const ADDRESS: (&str, &str) = ("address", "The domain name that users or services are addressed by.");
const MODULE: (&str, &str) =
    ("module", "The module that runs the service; without one, a program of its own connects and runs it.");
const PATH: (&str, &str) = ("path", "The path of the file, relative to this one.");
const PATTERN: (&str, &str) = (
    "path",
    "The path of a file, relative to this one; `*` and `?` in its last part stand for several files.",
);
const CREDENTIAL: (&str, &str) =
    ("name", "The name of a file in the directory that `$CREDENTIALS_DIRECTORY` names.");
const VARIABLE: (&str, &str) = ("name", "The name of the environment variable.");

impl Analysis {
    /// The function whose argument stands at a place.
    pub fn signature(&self, at: Position) -> Option<Signature> {
        let place = Place::new(&self.snapshot, at)?;
        let Cursor::Argument { function, index } = cursor_at(place.text(), place.offset).cursor else {
            return None;
        };
        if let Some((option, method)) = function.rsplit_once(':') {
            return (method == "append").then(|| append(&place, option)).flatten();
        }
        let mut signature = function_of(place.schema, &function)?;
        signature.active = (index < signature.parameters.len()).then_some(index);
        Some(signature)
    }
}

/// A function of Prosody's or of Lua's, by its name as written.
fn function_of(schema: Schema<'_>, name: &str) -> Option<Signature> {
    if let "os.getenv" | "Lua.os.getenv" = name {
        return Some(signature(name, GETENV, &[VARIABLE]));
    }
    let known = schema.language_name(name)?;
    let parameters: &[_] = match known.alias_of.unwrap_or(known.name) {
        "VirtualHost" => &[ADDRESS],
        "Component" => &[ADDRESS, MODULE],
        "Include" => &[PATTERN],
        "RunScript" | "FileContents" | "FileLine" | "FileLines" => &[PATH],
        "Credential" => &[CREDENTIAL],
        _ => return None,
    };
    Some(signature(name, known.doc, parameters))
}

/// What `os.getenv` does: the one function of Lua's own that configurations have a use for.
pub(crate) const GETENV: &str = "Gives the value of an environment variable, or nothing if it is not set.";

/// `option:append(values)` of 13.0, with what the option is.
pub(crate) fn append(place: &Place<'_>, option: &str) -> Option<Signature> {
    if place.schema.version() < schema::Version::V13_0 {
        return None;
    }
    let info = place.schema.option(option);
    let ty = info.map(|info| type_text(Shape::Option(info))).filter(|ty| !ty.is_empty());
    let about = info.and_then(|info| main_reader(info, |_| false).option.doc.as_deref());
    let values = match ty {
        Some(ty) => format!("A table with the items to add; `{option}` is a {ty}."),
        None => "A table with the items to add.".to_owned(),
    };
    let doc = about.unwrap_or("Adds to the list that the option holds by now.");
    let mut signature = signature(&format!("{option}:append"), doc, &[("values", &values)]);
    signature.active = Some(0);
    Some(signature)
}

fn signature(name: &str, doc: &str, parameters: &[(&str, &str)]) -> Signature {
    let mut label = format!("{name}(");
    let mut placed = Vec::new();
    for (index, (name, doc)) in parameters.iter().enumerate() {
        if index > 0 {
            label.push_str(", ");
        }
        let start = label.len() as u32;
        label.push_str(name);
        placed.push(Parameter { label: Span::new(start, label.len() as u32), doc: (*doc).to_owned() });
    }
    label.push(')');
    Signature { label, doc: doc.to_owned(), parameters: placed, active: None }
}

#[cfg(test)]
mod tests {
    use schema::Version;

    use crate::testing::{at, in_version};

    /// The signature with the active parameter in brackets.
    fn label(text: &str) -> String {
        at(text).signature().into_iter().next().unwrap_or_default()
    }

    #[test]
    fn the_argument_under_the_cursor_is_active() {
        assert_eq!(label("VirtualHost \"$0\""), "VirtualHost([address])");
        assert_eq!(label("Component \"a.example\" \"m$0\""), "Component(address, [module])");
        assert_eq!(label("Component(\"$0"), "Component([address], module)");
        assert_eq!(label("Include(\"conf.d/$0\")"), "Include([path])");
        assert_eq!(label("x = Lua.os.getenv(\"$0\")"), "Lua.os.getenv([name])");
        assert_eq!(label("x = FileLine($0"), "FileLine([path])");
        assert_eq!(label("modules_enabled:append($0)"), "modules_enabled:append([values])");
    }

    #[test]
    fn elsewhere_there_is_none() {
        for text in ["x = $0", "print($0)", "x = { $0 }", "-- VirtualHost($0"] {
            assert_eq!(label(text), "", "{text}");
        }
    }

    #[test]
    fn each_series_has_its_functions() {
        for text in ["x = FileLine($0", "admins:append($0)"] {
            assert!(in_version(Version::V0_12, text).signature().is_empty(), "{text}");
        }
    }

    #[test]
    fn parameters_are_described() {
        let lines = at("Component \"a\" \"$0\"").signature();
        assert!(lines[2].contains("a program of its own"), "{lines:?}");
        let lines = at("admins:append($0)").signature();
        assert!(lines[2].contains("`admins` is a list"), "{lines:?}");
    }
}
