//! YAML with places, as far as manifests need it.

use saphyr::{LoadableYamlNode, MarkedYaml, YamlData};
use syntax::Span;

use super::Variable;

/// The documents of a text; nothing if it is no YAML.
pub(super) fn documents(text: &str) -> Vec<MarkedYaml<'_>> {
    MarkedYaml::load_from_str(text).unwrap_or_default()
}

/// The value of a key.
pub(super) fn get<'y, 'input>(yaml: &'y MarkedYaml<'input>, key: &str) -> Option<&'y MarkedYaml<'input>> {
    entries(yaml).find(|(name, _)| *name == key).map(|(_, value)| value)
}

/// The entries of a mapping whose keys are texts.
pub(super) fn entries<'y, 'input>(
    yaml: &'y MarkedYaml<'input>,
) -> impl Iterator<Item = (&'y str, &'y MarkedYaml<'input>)> {
    keyed(yaml).map(|(name, _, value)| (name, value))
}

/// The same, each with the node of its key.
pub(super) fn keyed<'y, 'input>(
    yaml: &'y MarkedYaml<'input>,
) -> impl Iterator<Item = (&'y str, &'y MarkedYaml<'input>, &'y MarkedYaml<'input>)> {
    let mapping = match &yaml.data {
        YamlData::Mapping(mapping) => Some(mapping),
        _ => None,
    };
    mapping.into_iter().flatten().filter_map(|(key, value)| Some((key.data.as_str()?, key, value)))
}

/// The items of a sequence.
pub(super) fn items<'y, 'input>(yaml: &'y MarkedYaml<'input>) -> &'y [MarkedYaml<'input>] {
    match &yaml.data {
        YamlData::Sequence(items) => items,
        _ => &[],
    }
}

/// A scalar as the text that a program would get.
pub(super) fn text(yaml: &MarkedYaml<'_>) -> Option<String> {
    let data = &yaml.data;
    if let Some(text) = data.as_str() {
        return Some(text.to_owned());
    }
    if let Some(number) = data.as_integer() {
        return Some(number.to_string());
    }
    if let Some(number) = data.as_floating_point() {
        return Some(number.to_string());
    }
    data.as_bool().map(|flag| flag.to_string())
}

/// A variable whose value stands at this place; what is put together from others is not known.
pub(super) fn variable(source: &str, name: &str, key: &MarkedYaml<'_>, value: &MarkedYaml<'_>) -> Variable {
    let text = text(value).filter(|text| !text.contains("${"));
    let name_span = word(source, key, name);
    Variable { name: name.to_owned(), value: text, span: span(source, value), name_span }
}

/// The first bytes of a node that are this word, which may stand in quotes; nothing if it is written otherwise.
pub(super) fn word(source: &str, yaml: &MarkedYaml<'_>, word: &str) -> Span {
    let node = span(source, yaml);
    let text = source.get(node.start as usize..node.end as usize).unwrap_or_default();
    let Some(at) = text.find(word).and_then(|at| u32::try_from(at).ok()) else { return Span::default() };
    Span::new(node.start + at, node.start + at + word.len() as u32)
}

/// The bytes of a node.
pub(super) fn span(source: &str, yaml: &MarkedYaml<'_>) -> Span {
    // Marks count characters.
    let offset = |chars: usize| {
        let at = if source.is_ascii() {
            chars.min(source.len())
        } else {
            source.char_indices().nth(chars).map_or(source.len(), |(at, _)| at)
        };
        u32::try_from(at).unwrap_or(u32::MAX)
    };
    Span::new(offset(yaml.span.start.index()), offset(yaml.span.end.index()))
}
