//! Going through a tree.

use std::ops::ControlFlow;

use super::{Block, Chunk, Expr, ExprKind, Field, FieldKey, FunctionBody, Stat, StatKind};
use crate::Span;

/// A statement, an entry of a table or an expression.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Node<'t> {
    /// A statement.
    Stat(&'t Stat),
    /// An entry of a table; it contains its key and its value.
    Field(&'t Field),
    /// An expression.
    Expr(&'t Expr),
}

impl<'t> Node<'t> {
    /// The node's bytes.
    pub fn span(self) -> Span {
        match self {
            Self::Stat(stat) => stat.span,
            Self::Field(field) => field.span,
            Self::Expr(expr) => expr.span,
        }
    }

    /// Calls `visit` for each node directly below, in the order of the source.
    pub fn children(self, visit: &mut impl FnMut(Node<'t>)) {
        match self {
            Self::Stat(stat) => stat_children(&stat.kind, visit),
            Self::Field(field) => {
                if let FieldKey::Computed(key) = &field.key {
                    visit(Node::Expr(key));
                }
                visit(Node::Expr(&field.value));
            }
            Self::Expr(expr) => expr_children(&expr.kind, visit),
        }
    }
}

/// What a visitor wants to see of a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Descend {
    /// The nodes below it, too.
    Yes,
    /// Nothing below it.
    No,
}

/// Visits all nodes of a chunk, each before the nodes below it, in the order of the source.
///
/// ```
/// use syntax::ast::{Node, walk};
///
/// let parse = syntax::parse(b"a = { b(), c() }");
/// let mut calls = 0;
/// walk(&parse.chunk.block, &mut |node| {
///     calls += usize::from(matches!(node, Node::Expr(expr) if expr.as_call().is_some()));
/// });
/// assert_eq!(calls, 2);
/// ```
pub fn walk<'t>(block: &'t Block, visit: &mut impl FnMut(Node<'t>)) {
    walk_some(block, &mut |node| {
        visit(node);
        Descend::Yes
    });
}

/// Like [`walk`], but the visitor says whether it wants to see the nodes below.
pub fn walk_some<'t>(block: &'t Block, visit: &mut impl FnMut(Node<'t>) -> Descend) {
    let mut pending: Vec<Node<'t>> = block.stats.iter().rev().map(Node::Stat).collect();
    while let Some(node) = pending.pop() {
        if visit(node) == Descend::Yes {
            let first = pending.len();
            node.children(&mut |child| pending.push(child));
            if let Some(children) = pending.get_mut(first..) {
                children.reverse();
            }
        }
    }
}

/// Visits nodes until the visitor breaks; returns what it broke with.
pub fn find<'t, T>(block: &'t Block, visit: &mut impl FnMut(Node<'t>) -> ControlFlow<T>) -> Option<T> {
    let mut found = None;
    walk_some(block, &mut |node| {
        if found.is_some() {
            return Descend::No;
        }
        match visit(node) {
            ControlFlow::Continue(()) => Descend::Yes,
            ControlFlow::Break(value) => {
                found = Some(value);
                Descend::No
            }
        }
    });
    found
}

impl Chunk {
    /// The nodes that `offset` touches, outermost first: the innermost one is the last.
    /// Where it touches two neighbours, it is the one that begins there.
    pub fn nodes_at(&self, offset: u32) -> Vec<Node<'_>> {
        let mut path = Vec::new();
        let mut next = self.block.stats.iter().rev().map(Node::Stat).find(|node| node.span().touches(offset));
        while let Some(node) = next.take() {
            path.push(node);
            node.children(&mut |child| {
                if child.span().touches(offset) {
                    next = Some(child);
                }
            });
        }
        path
    }
}

fn stat_children<'t>(kind: &'t StatKind, visit: &mut impl FnMut(Node<'t>)) {
    match kind {
        StatKind::Local { values, .. } | StatKind::Return(values) => exprs(values, visit),
        StatKind::Assign { targets, values } => {
            exprs(targets, visit);
            exprs(values, visit);
        }
        StatKind::Call(call) => visit(Node::Expr(call)),
        StatKind::Do(body) => block(body, visit),
        StatKind::While { condition, body } => {
            visit(Node::Expr(condition));
            block(body, visit);
        }
        StatKind::Repeat { body, condition } => {
            block(body, visit);
            visit(Node::Expr(condition));
        }
        StatKind::If { arms, otherwise } => {
            for (condition, body) in arms {
                visit(Node::Expr(condition));
                block(body, visit);
            }
            if let Some(body) = otherwise {
                block(body, visit);
            }
        }
        StatKind::NumericFor { start, limit, step, body, .. } => {
            visit(Node::Expr(start));
            visit(Node::Expr(limit));
            if let Some(step) = step {
                visit(Node::Expr(step));
            }
            block(body, visit);
        }
        StatKind::GenericFor { exprs: values, body, .. } => {
            exprs(values, visit);
            block(body, visit);
        }
        StatKind::Function { target, body } => {
            visit(Node::Expr(target));
            function(body, visit);
        }
        StatKind::LocalFunction { body, .. } => function(body, visit),
        StatKind::Break | StatKind::Goto(_) | StatKind::Label(_) => {}
    }
}

fn expr_children<'t>(kind: &'t ExprKind, visit: &mut impl FnMut(Node<'t>)) {
    match kind {
        ExprKind::Nil
        | ExprKind::Bool(_)
        | ExprKind::Number(_)
        | ExprKind::Str(_)
        | ExprKind::Vararg
        | ExprKind::Name(_) => {}
        ExprKind::Field { object, .. } => visit(Node::Expr(object)),
        ExprKind::Index { object, key } => {
            visit(Node::Expr(object));
            visit(Node::Expr(key));
        }
        ExprKind::Call { callee: object, args } | ExprKind::MethodCall { object, args, .. } => {
            visit(Node::Expr(object));
            exprs(&args.values, visit);
        }
        ExprKind::Function(body) => function(body, visit),
        ExprKind::Binary { left, right, .. } => {
            visit(Node::Expr(left));
            visit(Node::Expr(right));
        }
        ExprKind::Unary { operand: inner, .. } | ExprKind::Paren(inner) => visit(Node::Expr(inner)),
        ExprKind::Table(fields) => fields.iter().map(Node::Field).for_each(visit),
    }
}

fn exprs<'t>(exprs: &'t [Expr], visit: &mut impl FnMut(Node<'t>)) {
    exprs.iter().map(Node::Expr).for_each(visit);
}

fn block<'t>(block: &'t Block, visit: &mut impl FnMut(Node<'t>)) {
    block.stats.iter().map(Node::Stat).for_each(visit);
}

fn function<'t>(body: &'t FunctionBody, visit: &mut impl FnMut(Node<'t>)) {
    block(&body.block, visit);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shapes(nodes: &[Node<'_>], text: &str) -> String {
        let shapes: Vec<&str> =
            nodes.iter().map(|node| &text[node.span().start as usize..node.span().end as usize]).collect();
        format!("[{}]", shapes.join("]["))
    }

    #[test]
    fn nodes_come_before_those_below_and_in_the_order_of_the_source() {
        let text = "a.b = { c = -1, [f'x'] = function() return y end }";
        let parse = crate::parse(text.as_bytes());
        let mut nodes = Vec::new();
        walk(&parse.chunk.block, &mut |node| nodes.push(node));
        let starts: Vec<u32> = nodes.iter().map(|node| node.span().start).collect();
        assert!(starts.is_sorted(), "{}", shapes(&nodes, text));
        assert_eq!(nodes.len(), 14, "{}", shapes(&nodes, text));
    }

    #[test]
    fn the_innermost_node_is_the_last() {
        let text = "a = { b = { \"c\" } }\nd()";
        let parse = crate::parse(text.as_bytes());
        let at = |marker: &str| shapes(&parse.chunk.nodes_at(text.find(marker).unwrap() as u32), text);
        assert_eq!(
            at("c\""),
            "[a = { b = { \"c\" } }][{ b = { \"c\" } }][b = { \"c\" }][{ \"c\" }][\"c\"][\"c\"]"
        );
        assert_eq!(at("d()"), "[d()][d()][d]");
        assert_eq!(at(" = {"), "[a = { b = { \"c\" } }][a]");
        assert_eq!(at("\nd"), "[a = { b = { \"c\" } }][{ b = { \"c\" } }]");
    }

    #[test]
    fn a_search_stops_at_the_first_hit() {
        let parse = crate::parse(b"a = 1 b = 'x' c = 'y'");
        let mut seen = 0;
        let found = find(&parse.chunk.block, &mut |node| {
            seen += 1;
            match node {
                Node::Expr(expr) => expr.as_str().map_or(ControlFlow::Continue(()), ControlFlow::Break),
                _ => ControlFlow::Continue(()),
            }
        });
        assert_eq!((found, seen), (Some(&b"x"[..]), 6));
    }
}
