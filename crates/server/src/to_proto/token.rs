//! Words with a meaning as semantic tokens.

use config::SourceFile;
use ide::{Modifier, Token, TokenType};
use syntax::Encoding;
use tower_lsp_server::ls_types as lsp;

use super::range;

/// What our numbers mean. Standard names where there are some, so that every theme colours them.
pub(crate) fn legend() -> lsp::SemanticTokensLegend {
    let kind = |kind| match kind {
        TokenType::Option => lsp::SemanticTokenType::PROPERTY,
        TokenType::Host => lsp::SemanticTokenType::NAMESPACE,
        TokenType::Module => lsp::SemanticTokenType::CLASS,
        TokenType::Function => lsp::SemanticTokenType::FUNCTION,
        TokenType::Environment => lsp::SemanticTokenType::MACRO,
        TokenType::Variable => lsp::SemanticTokenType::VARIABLE,
        TokenType::Parameter => lsp::SemanticTokenType::PARAMETER,
    };
    let modifier = |modifier| match modifier {
        Modifier::Declaration => lsp::SemanticTokenModifier::DECLARATION,
        Modifier::Known => lsp::SemanticTokenModifier::DEFAULT_LIBRARY,
        Modifier::Deprecated => lsp::SemanticTokenModifier::DEPRECATED,
        Modifier::Overridden => lsp::SemanticTokenModifier::new("overridden"),
        Modifier::Inactive => lsp::SemanticTokenModifier::new("inactive"),
    };
    lsp::SemanticTokensLegend {
        token_types: TokenType::ALL.into_iter().map(kind).collect(),
        token_modifiers: Modifier::ALL.into_iter().map(modifier).collect(),
    }
}

/// Each token relative to the one before.
pub(crate) fn tokens(file: &SourceFile, tokens: &[Token], encoding: Encoding) -> Vec<lsp::SemanticToken> {
    let mut last = lsp::Position::default();
    let mut encoded = Vec::with_capacity(tokens.len());
    for token in tokens {
        let range = range(file, token.span, encoding);
        let delta_line = range.start.line.saturating_sub(last.line);
        let before = if delta_line == 0 { last.character } else { 0 };
        encoded.push(lsp::SemanticToken {
            delta_line,
            delta_start: range.start.character.saturating_sub(before),
            length: range.end.character.saturating_sub(range.start.character),
            token_type: token.kind as u32,
            token_modifiers_bitset: token
                .modifiers
                .iter()
                .fold(0, |bits, modifier| bits | 1 << *modifier as u32),
        });
        last = range.start;
    }
    encoded
}

/// What turns the tokens that the client has into others: what stands between their common beginning and end.
/// Counts numbers, of which each token has five.
pub(crate) fn tokens_edit(
    before: &[lsp::SemanticToken],
    after: &[lsp::SemanticToken],
) -> Option<lsp::SemanticTokensEdit> {
    const NUMBERS: u32 = 5;
    let start = before.iter().zip(after).take_while(|(one, two)| one == two).count();
    let (old, new) = (before.get(start..)?, after.get(start..)?);
    let end = old.iter().rev().zip(new.iter().rev()).take_while(|(one, two)| one == two).count();
    let (removed, added) = (old.len() - end, new.get(..new.len() - end)?);
    (removed > 0 || !added.is_empty()).then(|| lsp::SemanticTokensEdit {
        start: start as u32 * NUMBERS,
        delete_count: removed as u32 * NUMBERS,
        data: (!added.is_empty()).then(|| added.to_vec()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn token(delta_start: u32) -> lsp::SemanticToken {
        lsp::SemanticToken { delta_line: 0, delta_start, length: 1, token_type: 0, token_modifiers_bitset: 0 }
    }

    #[test]
    fn the_numbers_are_those_of_the_legend() {
        for (index, kind) in TokenType::ALL.into_iter().enumerate() {
            assert_eq!(kind as usize, index);
        }
        for (index, modifier) in Modifier::ALL.into_iter().enumerate() {
            assert_eq!(modifier as usize, index);
        }
    }

    #[test]
    fn an_edit_leaves_what_both_have_at_either_end() {
        let before = [1, 2, 3, 4].map(token);
        assert_eq!(tokens_edit(&before, &before), None);
        let edit = tokens_edit(&before, &[1, 9, 9, 3, 4].map(token)).unwrap();
        assert_eq!((edit.start, edit.delete_count, edit.data.map(|data| data.len())), (5, 5, Some(2)));
        let edit = tokens_edit(&before, &[1, 4].map(token)).unwrap();
        assert_eq!((edit.start, edit.delete_count, edit.data), (5, 10, None));
        let edit = tokens_edit(&[1, 1].map(token), &[1, 1, 1].map(token)).unwrap();
        assert_eq!((edit.start, edit.delete_count), (10, 0));
    }
}
