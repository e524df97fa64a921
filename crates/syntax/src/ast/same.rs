//! Whether two trees are the same program.

use super::{
    Block, CallArgs, Chunk, Expr, ExprKind, Field, FieldKey, FunctionBody, LocalName, Name, Stat, StatKind,
};

impl Chunk {
    /// Whether two chunks are the same program: only places, comments, the way in which literals and arguments of calls are
    /// written, and parentheses that change nothing may differ.
    ///
    /// ```
    /// let chunk = |text: &str| syntax::parse(text.as_bytes()).chunk;
    /// assert!(chunk("x = f 'a'").same_program(&chunk("x = f(\"\\97\") -- why")));
    /// assert!(!chunk("x = f 'a'").same_program(&chunk("x = (f 'a')")));
    /// ```
    pub fn same_program(&self, other: &Self) -> bool {
        self.block.same(&other.block)
    }
}

/// Equality but for what means nothing.
trait Same {
    fn same(&self, other: &Self) -> bool;
}

impl<T: Same> Same for [T] {
    fn same(&self, other: &Self) -> bool {
        self.len() == other.len() && self.iter().zip(other).all(|(a, b)| a.same(b))
    }
}

impl<T: Same> Same for Option<T> {
    fn same(&self, other: &Self) -> bool {
        match (self, other) {
            (Some(a), Some(b)) => a.same(b),
            (None, None) => true,
            _ => false,
        }
    }
}

impl Same for Block {
    fn same(&self, other: &Self) -> bool {
        self.stats.same(&other.stats)
    }
}

impl Same for Name {
    fn same(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Same for LocalName {
    fn same(&self, other: &Self) -> bool {
        self.name.same(&other.name) && self.attribute.same(&other.attribute)
    }
}

impl Same for Stat {
    fn same(&self, other: &Self) -> bool {
        use StatKind as S;
        match (&self.kind, &other.kind) {
            (S::Local { names, values }, S::Local { names: names2, values: values2 }) => {
                names.same(names2) && values.same(values2)
            }
            (S::Assign { targets, values }, S::Assign { targets: targets2, values: values2 }) => {
                targets.same(targets2) && values.same(values2)
            }
            (S::Call(a), S::Call(b)) => a.same(b),
            (S::Do(a), S::Do(b)) => a.same(b),
            (S::While { condition, body }, S::While { condition: condition2, body: body2 })
            | (S::Repeat { condition, body }, S::Repeat { condition: condition2, body: body2 }) => {
                one(condition, condition2) && body.same(body2)
            }
            (S::If { arms, otherwise }, S::If { arms: arms2, otherwise: otherwise2 }) => {
                let same_arms = arms.iter().zip(arms2).all(|(a, b)| one(&a.0, &b.0) && a.1.same(&b.1));
                arms.len() == arms2.len() && same_arms && otherwise.same(otherwise2)
            }
            (
                S::NumericFor { variable, start, limit, step, body },
                S::NumericFor { variable: variable2, start: start2, limit: limit2, step: step2, body: body2 },
            ) => {
                let same_step = match (step, step2) {
                    (Some(a), Some(b)) => one(a, b),
                    (None, None) => true,
                    _ => false,
                };
                variable.same(variable2)
                    && one(start, start2)
                    && one(limit, limit2)
                    && same_step
                    && body.same(body2)
            }
            (
                S::GenericFor { names, exprs, body },
                S::GenericFor { names: names2, exprs: exprs2, body: body2 },
            ) => names.same(names2) && exprs.same(exprs2) && body.same(body2),
            (S::Function { target, body }, S::Function { target: target2, body: body2 }) => {
                one(target, target2) && body.same(body2)
            }
            (S::LocalFunction { name, body }, S::LocalFunction { name: name2, body: body2 }) => {
                name.same(name2) && body.same(body2)
            }
            (S::Return(a), S::Return(b)) => a.same(b),
            (S::Break, S::Break) => true,
            (S::Goto(a), S::Goto(b)) | (S::Label(a), S::Label(b)) => a.same(b),
            _ => false,
        }
    }
}

/// Where several values may count: parentheses cut those of calls and of `...` to one.
impl Same for Expr {
    fn same(&self, other: &Self) -> bool {
        is_cut(self) == is_cut(other) && one(self, other)
    }
}

/// Whether parentheses cut the values of an expression to one.
fn is_cut(expr: &Expr) -> bool {
    let has_several = matches!(
        expr.without_parens().kind,
        ExprKind::Call { .. } | ExprKind::MethodCall { .. } | ExprKind::Vararg
    );
    has_several && matches!(expr.kind, ExprKind::Paren(_))
}

/// Where one value counts, parentheses change nothing.
fn one(a: &Expr, b: &Expr) -> bool {
    use ExprKind as E;
    match (&a.without_parens().kind, &b.without_parens().kind) {
        (E::Nil, E::Nil) | (E::Vararg, E::Vararg) => true,
        (E::Bool(a), E::Bool(b)) => a == b,
        (E::Number(a), E::Number(b)) => a == b,
        (E::Str(a), E::Str(b)) => a == b,
        (E::Name(a), E::Name(b)) => a == b,
        (E::Field { object, name }, E::Field { object: object2, name: name2 }) => {
            one(object, object2) && name.same(name2)
        }
        (E::Index { object, key }, E::Index { object: object2, key: key2 }) => {
            one(object, object2) && one(key, key2)
        }
        (E::Call { callee, args }, E::Call { callee: callee2, args: args2 }) => {
            one(callee, callee2) && args.same(args2)
        }
        (
            E::MethodCall { object, name, args },
            E::MethodCall { object: object2, name: name2, args: args2 },
        ) => one(object, object2) && name.same(name2) && args.same(args2),
        (E::Function(a), E::Function(b)) => a.same(b),
        (E::Binary { op, left, right, .. }, E::Binary { op: op2, left: left2, right: right2, .. }) => {
            op == op2 && one(left, left2) && one(right, right2)
        }
        (E::Unary { op, operand }, E::Unary { op: op2, operand: operand2 }) => {
            op == op2 && one(operand, operand2)
        }
        (E::Table(a), E::Table(b)) => a.same(b),
        _ => false,
    }
}

impl Same for CallArgs {
    fn same(&self, other: &Self) -> bool {
        self.values.same(&other.values)
    }
}

impl Same for Field {
    fn same(&self, other: &Self) -> bool {
        match (&self.key, &other.key) {
            (FieldKey::Positional, FieldKey::Positional) => self.value.same(&other.value),
            (FieldKey::Named(a), FieldKey::Named(b)) => a.same(b) && one(&self.value, &other.value),
            (FieldKey::Computed(a), FieldKey::Computed(b)) => one(a, b) && one(&self.value, &other.value),
            _ => false,
        }
    }
}

impl Same for FunctionBody {
    fn same(&self, other: &Self) -> bool {
        self.params.same(&other.params) && self.vararg == other.vararg && self.block.same(&other.block)
    }
}

#[cfg(test)]
mod tests {
    fn same(a: &str, b: &str) -> bool {
        let chunk = |text: &str| {
            let parse = crate::parse(text.as_bytes());
            assert_eq!(parse.errors, [], "{text}");
            parse.chunk
        };
        let (a, b) = (chunk(a), chunk(b));
        assert_eq!(a.same_program(&b), b.same_program(&a));
        a.same_program(&b)
    }

    #[test]
    fn ways_of_writing_do_not_count() {
        for (a, b) in [
            ("x = 'a\\'b'", "x = \"a'b\" -- why"),
            ("x = .5", "x = 0.50"),
            ("f 'a' { b }", "f('a')({ b, })"),
            ("x = ((a)); if (f()) then g() end", "x = a if f() then g() end"),
            ("x = (a + b) * (-c)", "x = (a + b) * -c"),
            ("x = { a = (f()); [1] = 2 }", "x = { a = f(), [1] = 2, }"),
            ("for i = (1), 2 do end", "for i = 1, 2 do\nend"),
        ] {
            assert!(same(a, b), "{a}\n{b}");
        }
    }

    #[test]
    fn what_counts_is_seen_everywhere() {
        let different = [
            "x = 1",
            "x = 1.0",
            "x = '1'",
            "y = 1",
            "local x = 1",
            "local x <const> = 1",
            "x = f()",
            "x = (f())",
            "x = { f() }",
            "x = { (f()) }",
            "x = { [1] = f() }",
            "x = { x = f() }",
            "x = a + b * c",
            "x = (a + b) * c",
            "x = a - (b - c)",
            "x = a - b - c",
            "x = -a",
            "x = not a",
            "x = a.b",
            "x = a[b]",
            "x = a:b()",
            "x = a.b()",
            "x = f(a)",
            "x = f(a, a)",
            "if a then b() end",
            "if a then else b() end",
            "if a then elseif b then end",
            "while a do b() end",
            "repeat b() until a",
            "do b() end",
            "b()",
            "for a in b do end",
            "for a, c in b do end",
            "for a = b, b do end",
            "for a = b, b, b do end",
            "function a() end",
            "function a(...) end",
            "function a(b) end",
            "local function a() end",
            "return a",
            "return ...",
            "return (...)",
            "goto a ::a::",
            "::a:: goto a",
        ];
        for (at, a) in different.iter().enumerate() {
            for (at2, b) in different.iter().enumerate() {
                assert_eq!(same(a, b), at == at2, "{a}\n{b}");
            }
        }
    }
}
