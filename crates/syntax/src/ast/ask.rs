//! Questions that expressions answer.

use super::{CallArgs, Expr, ExprKind, Field, FieldKey};

impl Expr {
    /// The name, if the expression is a variable.
    pub fn as_name(&self) -> Option<&str> {
        match &self.kind {
            ExprKind::Name(name) => Some(name),
            _ => None,
        }
    }

    /// The bytes, if the expression is a string literal.
    pub fn as_str(&self) -> Option<&[u8]> {
        match &self.kind {
            ExprKind::Str(bytes) => Some(bytes),
            _ => None,
        }
    }

    /// The entries, if the expression is a table constructor.
    pub fn as_table(&self) -> Option<&[Field]> {
        match &self.kind {
            ExprKind::Table(fields) => Some(fields),
            _ => None,
        }
    }

    /// What is called and with what, if the expression is a call of a function (not of a method).
    pub fn as_call(&self) -> Option<(&Expr, &CallArgs)> {
        match &self.kind {
            ExprKind::Call { callee, args } => Some((callee, args)),
            _ => None,
        }
    }

    /// The names of `a.b.c`, if the expression is a variable or a field of one by dots.
    pub fn dotted_name(&self) -> Option<Vec<&str>> {
        let mut names = Vec::new();
        let mut expr = self;
        while let ExprKind::Field { object, name } = &expr.kind {
            names.push(&*name.text);
            expr = object;
        }
        names.push(expr.as_name()?);
        names.reverse();
        Some(names)
    }

    /// The expression without the parentheses around it.
    pub fn without_parens(&self) -> &Expr {
        let mut expr = self;
        while let ExprKind::Paren(inner) = &expr.kind {
            expr = inner;
        }
        expr
    }
}

impl Field {
    /// The key's bytes if it is a name, or a string in brackets.
    pub fn key_str(&self) -> Option<&[u8]> {
        match &self.key {
            FieldKey::Named(name) => Some(name.text.as_bytes()),
            FieldKey::Computed(key) => key.as_str(),
            FieldKey::Positional => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::ast::{Expr, StatKind};

    fn value(text: &str) -> Expr {
        let parse = crate::parse(format!("x = {text}").as_bytes());
        match parse.chunk.block.stats.into_iter().next().unwrap().kind {
            StatKind::Assign { mut values, .. } => values.remove(0),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn literals_and_names_are_told_apart() {
        assert_eq!(value("abc").as_name(), Some("abc"));
        assert_eq!(value("'abc'").as_name(), None);
        assert_eq!(value("'a\\nb'").as_str(), Some(&b"a\nb"[..]));
        assert_eq!(value("abc").as_str(), None);
        assert_eq!(value("((a))").without_parens().as_name(), Some("a"));
        assert_eq!(value("{ 1, 2 }").as_table().map(<[_]>::len), Some(2));
        assert!(value("f 'x'").as_call().is_some());
        assert!(value("f:m 'x'").as_call().is_none());
    }

    #[test]
    fn dotted_names_are_read_from_left_to_right() {
        assert_eq!(value("Lua.os.getenv").dotted_name(), Some(vec!["Lua", "os", "getenv"]));
        assert_eq!(value("a").dotted_name(), Some(vec!["a"]));
        assert_eq!(value("a[1].b").dotted_name(), None);
        assert_eq!(value("f().b").dotted_name(), None);
    }

    #[test]
    fn keys_are_names_or_strings_in_brackets() {
        let table = value("{ a = 1, ['b c'] = 2, [3] = 3, 4 }");
        let keys: Vec<_> = table.as_table().unwrap().iter().map(super::Field::key_str).collect();
        assert_eq!(keys, [Some(&b"a"[..]), Some(&b"b c"[..]), None, None]);
    }
}
