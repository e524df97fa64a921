//! Signatures.

use ide::Signature;
use tower_lsp_server::ls_types as lsp;

use super::markup;
use crate::capabilities::ClientFeatures;

/// The signature of the function whose arguments are written.
pub(crate) fn signature(signature: &Signature, features: &ClientFeatures) -> lsp::SignatureHelp {
    let documentation =
        |text| Some(lsp::Documentation::MarkupContent(markup(text, features.signature_markdown)));
    let parameters = signature.parameters.iter().map(|parameter| lsp::ParameterInformation {
        // Names of functions and parameters are ASCII: bytes are what any client counts in.
        label: if features.label_offsets {
            lsp::ParameterLabel::LabelOffsets([parameter.label.start, parameter.label.end])
        } else {
            let name = parameter.label.slice(signature.label.as_bytes());
            lsp::ParameterLabel::Simple(String::from_utf8_lossy(name).into_owned())
        },
        documentation: documentation(parameter.doc.clone()),
    });
    let active = signature.active.map(|active| active as u32);
    let information = lsp::SignatureInformation {
        parameters: Some(parameters.collect()),
        documentation: documentation(signature.doc.clone()),
        active_parameter: None,
        label: signature.label.clone(),
    };
    lsp::SignatureHelp { signatures: vec![information], active_signature: Some(0), active_parameter: active }
}
