//! How deep a text is nested: StyLua tries for each level whether it fits on a line, so that its work may triple with each.

use syntax::ast::{Block, ExprKind, Node};

/// Deeper texts are not formatted. Here the worst text of a line for each level takes about a second.
pub(super) const MOST: u32 = 10;

/// The number of tables, arguments, parentheses and functions that lie in one another.
pub(super) fn depth(block: &Block) -> u32 {
    let mut deepest = 0;
    let mut pending: Vec<(Node<'_>, u32)> = block.stats.iter().map(|stat| (Node::Stat(stat), 0)).collect();
    while let Some((node, depth)) = pending.pop() {
        deepest = deepest.max(depth);
        // A chain of calls lies side by side: only the arguments are nested.
        let (called, inside) = match node {
            Node::Expr(expr) => match &expr.kind {
                ExprKind::Call { callee, .. } => (Some(&**callee), depth + 1),
                ExprKind::MethodCall { object, .. } => (Some(&**object), depth + 1),
                ExprKind::Paren(_) | ExprKind::Table(_) | ExprKind::Function(_) => (None, depth + 1),
                _ => (None, depth),
            },
            _ => (None, depth),
        };
        node.children(&mut |child| {
            let is_called =
                matches!((child, called), (Node::Expr(child), Some(called)) if std::ptr::eq(child, called));
            pending.push((child, if is_called { depth } else { inside }));
        });
    }
    deepest
}

#[cfg(test)]
mod tests {
    fn depth(text: &str) -> u32 {
        super::depth(&syntax::parse(text.as_bytes()).chunk.block)
    }

    #[test]
    fn what_lies_in_one_another_counts() {
        assert_eq!(depth("x = 1 + 2"), 0);
        assert_eq!(depth("x = f(1)"), 1);
        assert_eq!(depth("x = { a = { f((1)) } }"), 4);
        assert_eq!(depth("f(function() if a then b = { 1 } end end)"), 3);
    }

    #[test]
    fn chains_lie_side_by_side() {
        assert_eq!(depth("a:b(1):c(2)(3).d('x'):e(y)"), 1);
        assert_eq!(depth("x = a .. b .. c .. d"), 0);
        assert_eq!(depth("do do do x = 1 end end end"), 0);
    }
}
