//! The tree of a Lua chunk: small, owned, every node with the bytes it came from.
//!
//! Strings hold the bytes that Lua would see (escapes resolved, long brackets stripped), since Lua
//! strings are bytes, not text.

use std::sync::Arc;

mod ask;
mod same;
mod walk;

use crate::Span;

pub use walk::{Descend, Node, find, walk, walk_some};

/// The deepest tree that [`parse`](crate::parse()) makes: no node lies under more than this many others of
/// its kind (expressions, statements), counted from the chunk. A recursive function is thus safe with up to 4 KiB
/// of stack per level even on a thread of 2 MiB.
///
/// Lua itself allows 200 nested levels. Chains such as `a + b + c`, `x.y.z` or `f()()` nest to the left without a
/// limit in Lua; statements with longer ones are left out, with an error.
pub const MAX_DEPTH: u32 = 500;

/// One Lua file.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Chunk {
    /// The statements in order.
    pub block: Block,
    /// All comments in order, with their dashes and brackets; a shebang line counts as one.
    pub comments: Vec<Span>,
}

/// A sequence of statements.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Block {
    /// The statements in order. A broken statement is left out, or stands here as far as it could be understood.
    pub stats: Vec<Stat>,
}

/// One statement.
#[derive(Debug, Clone, PartialEq)]
pub struct Stat {
    /// What it is.
    pub kind: StatKind,
    /// From its first to its last token, without a closing semicolon.
    pub span: Span,
}

/// The kinds of statements.
#[derive(Debug, Clone, PartialEq)]
pub enum StatKind {
    /// `local a <const>, b = 1, 2`
    Local {
        /// The declared names.
        names: Vec<LocalName>,
        /// The initial values.
        values: Vec<Expr>,
    },
    /// `a, b.c = 1, 2`
    Assign {
        /// Names, fields and indexed expressions.
        targets: Vec<Expr>,
        /// The values.
        values: Vec<Expr>,
    },
    /// A call as a statement; the expression is a `Call` or a `MethodCall`.
    Call(Expr),
    /// `do ... end`
    Do(Block),
    /// `while cond do ... end`
    While {
        /// The condition.
        condition: Box<Expr>,
        /// The body.
        body: Block,
    },
    /// `repeat ... until cond`; the condition sees the body's locals.
    Repeat {
        /// The body.
        body: Block,
        /// The condition.
        condition: Box<Expr>,
    },
    /// `if a then ... elseif b then ... else ... end`
    If {
        /// Conditions with their blocks, in order.
        arms: Vec<(Expr, Block)>,
        /// The `else` block.
        otherwise: Option<Block>,
    },
    /// `for i = start, limit, step do ... end`
    NumericFor {
        /// The loop variable.
        variable: Name,
        /// First value.
        start: Box<Expr>,
        /// Last value.
        limit: Box<Expr>,
        /// Step; 1 if absent.
        step: Option<Box<Expr>>,
        /// The body.
        body: Block,
    },
    /// `for a, b in exprs do ... end`
    GenericFor {
        /// The loop variables.
        names: Vec<Name>,
        /// Iterator, state, initial value, closing value.
        exprs: Vec<Expr>,
        /// The body.
        body: Block,
    },
    /// `function a.b:c() ... end`; the target of a method is the field `c` of `a.b`.
    Function {
        /// What is assigned to: a name or a field.
        target: Box<Expr>,
        /// The function; for a method its first parameter is an invented `self` with an empty span.
        body: Arc<FunctionBody>,
    },
    /// `local function f() ... end`
    LocalFunction {
        /// The local name.
        name: Name,
        /// The function.
        body: Arc<FunctionBody>,
    },
    /// `return a, b`
    Return(Vec<Expr>),
    /// `break`
    Break,
    /// `goto name`
    Goto(Name),
    /// `::name::`
    Label(Name),
}

/// A name with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// The identifier.
    pub text: Box<str>,
    /// Its bytes.
    pub span: Span,
}

/// A name declared by `local`, with its attribute.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LocalName {
    /// The name.
    pub name: Name,
    /// `const` or `close`, without the angle brackets.
    pub attribute: Option<Name>,
}

/// An expression.
#[derive(Debug, Clone, PartialEq)]
pub struct Expr {
    /// What it is.
    pub kind: ExprKind,
    /// From its first to its last token.
    pub span: Span,
}

/// The kinds of expressions.
#[derive(Debug, Clone, PartialEq)]
pub enum ExprKind {
    /// `nil`
    Nil,
    /// `true` or `false`
    Bool(bool),
    /// A numeral.
    Number(Number),
    /// A string in any form; the bytes Lua would see.
    Str(Box<[u8]>),
    /// `...`
    Vararg,
    /// A variable, local or global.
    Name(Box<str>),
    /// `object.name`
    Field {
        /// The indexed expression.
        object: Box<Expr>,
        /// The field's name.
        name: Name,
    },
    /// `object[key]`
    Index {
        /// The indexed expression.
        object: Box<Expr>,
        /// The key.
        key: Box<Expr>,
    },
    /// `callee(args)`, `callee "string"`, `callee { table }`
    Call {
        /// What is called.
        callee: Box<Expr>,
        /// Its arguments.
        args: Box<CallArgs>,
    },
    /// `object:name(args)`
    MethodCall {
        /// The object.
        object: Box<Expr>,
        /// The method.
        name: Name,
        /// Its arguments, without the object.
        args: Box<CallArgs>,
    },
    /// `function(...) ... end`
    Function(Arc<FunctionBody>),
    /// `a + b`
    Binary {
        /// The operator.
        op: BinaryOp,
        /// The operator's own bytes.
        op_span: Span,
        /// Left operand.
        left: Box<Expr>,
        /// Right operand.
        right: Box<Expr>,
    },
    /// `not a`, `-a`, `#a`, `~a`
    Unary {
        /// The operator.
        op: UnaryOp,
        /// The operand.
        operand: Box<Expr>,
    },
    /// `(a)`: cuts several values to one.
    Paren(Box<Expr>),
    /// `{ ... }`
    Table(Vec<Field>),
}

/// Arguments of a call.
#[derive(Debug, Clone, PartialEq)]
pub struct CallArgs {
    /// The values in order.
    pub values: Vec<Expr>,
    /// How they are written.
    pub form: CallForm,
    /// From the opening to the closing bracket, or the string's or table's own span.
    pub span: Span,
}

/// How arguments are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CallForm {
    /// `f(a, b)`
    Parens,
    /// `f "string"`
    Str,
    /// `f { table }`
    Table,
}

/// One entry of a table constructor.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// How its key is given.
    pub key: FieldKey,
    /// Its value.
    pub value: Expr,
    /// Key and value, without the separator.
    pub span: Span,
}

/// How the key of a table entry is given.
#[derive(Debug, Clone, PartialEq)]
pub enum FieldKey {
    /// `{ value }`: the next index.
    Positional,
    /// `{ name = value }`
    Named(Name),
    /// `{ [key] = value }`
    Computed(Box<Expr>),
}

/// A function's parameters and block.
#[derive(Debug, Clone, PartialEq)]
pub struct FunctionBody {
    /// Named parameters.
    pub params: Vec<Name>,
    /// Whether the parameters end with `...`.
    pub vararg: bool,
    /// The body.
    pub block: Block,
    /// From `function` to `end`.
    pub span: Span,
}

/// A numeral: Lua 5.3 and later tell integers from floats.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Number {
    /// An integer; hexadecimal ones wrap around.
    Integer(i64),
    /// A float; so are decimal integers that do not fit 64 bits.
    Float(f64),
}

/// Binary operators.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum BinaryOp {
    Or,
    And,
    Less,
    Greater,
    LessEqual,
    GreaterEqual,
    NotEqual,
    Equal,
    BitOr,
    BitXor,
    BitAnd,
    ShiftLeft,
    ShiftRight,
    Concat,
    Add,
    Subtract,
    Multiply,
    Divide,
    FloorDivide,
    Modulo,
    Power,
}

/// Unary operators.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum UnaryOp {
    Not,
    Length,
    Negate,
    BitNot,
}
