//! The names in a file that are meant as modules: those in lists that become `modules_enabled`, wherever the lists are
//! written, and in branches that are not taken.

use config::{Assignment, Entry};
use rustc_hash::{FxHashMap, FxHashSet};
use syntax::Span;
use syntax::ast::{BinaryOp, Block, CallArgs, Expr, ExprKind, Field, FieldKey, Node, Stat, StatKind, walk};

use crate::context::Context;
use crate::list;

/// A name that is meant as a module.
pub(crate) struct Listed<'a> {
    /// The name, with whatever is wrong about it.
    pub(crate) name: String,
    /// Where it is written, as far as that is in this file.
    pub(crate) span: Span,
    /// The assignment that has it, and its entry there; none in a branch that is not taken.
    pub(crate) set: Option<(&'a Assignment, &'a Entry)>,
}

/// The option.
const OPTION: &str = "modules_enabled";

/// All of a file: those that are assigned, in their order, then those in branches that are not taken.
pub(crate) fn names<'a>(context: &Context<'a>) -> &'a [Listed<'a>] {
    context.remembered.listed.get_or_init(|| find(context))
}

fn find<'a>(context: &Context<'a>) -> Vec<Listed<'a>> {
    let mut found = Vec::new();
    let mut written: FxHashSet<u32> = FxHashSet::default();
    for assigned in context.lasting_written().filter(|assigned| &*assigned.set.option == OPTION) {
        let set = assigned.set;
        for entry in assigned.own_known_items() {
            let Some(name) = entry.value.as_str() else { continue };
            let span = context.entry_span(set, entry);
            written.insert(span.start);
            found.push(Listed { name: name.to_owned(), span, set: Some((set, entry)) });
        }
    }
    if memchr::memmem::find(&context.file.text, OPTION.as_bytes()).is_some() {
        let assigned = found.len();
        untaken(context, &written, &mut found);
        point_at_literals(context, &mut found, assigned);
    }
    found
}

/// Names that were put into a list one by one have their place where that is written: `list[#list + 1] = "name"`.
/// Behind the `assigned` ones stand those that were found in the text.
fn point_at_literals(context: &Context<'_>, found: &mut Vec<Listed<'_>>, assigned: usize) {
    let mut literals = found.split_off(assigned);
    for listed in found.iter_mut() {
        let is_placed = |entry: &Entry| entry.origin.is_some_and(|origin| origin.file == context.file.id);
        if listed.set.is_some_and(|(_, entry)| !is_placed(entry))
            && let Some(at) = literals.iter().position(|literal| literal.name == listed.name)
        {
            listed.span = literals.swap_remove(at).span;
        }
    }
    found.append(&mut literals);
}

/// Whether the list of a host itself (`*` for the global one) names a module for certain, and nothing takes it away.
pub(crate) fn enables(context: &Context<'_>, host: &str, module: &str) -> bool {
    let holds = |host: &str, option: &str| {
        context.settings.host(host).and_then(|host| host.chain(option)).is_some_and(|chain| {
            let items = list::items(&chain.value).unwrap_or_default();
            chain.is_certain() && items.iter().any(|entry| entry.value.as_str() == Some(module))
        })
    };
    holds(host, OPTION) && !holds(host, "modules_disabled") && !holds("*", "modules_disabled")
}

/// Adds the string literals of module lists that no assignment has.
fn untaken<'a>(context: &Context<'a>, written: &FxHashSet<u32>, found: &mut Vec<Listed<'a>>) {
    let assigned: Vec<Span> = context
        .settings
        .in_file(context.file.id)
        .filter(|(_, set)| &*set.option == OPTION)
        .map(|(_, set)| set.span)
        .collect();
    // What an assignment says is known from there; where it was replaced it does not count.
    let is_known = |span: Span| {
        written.contains(&span.start)
            || assigned.iter().any(|set| set.start <= span.start && span.end <= set.end)
    };
    let mut lists: FxHashSet<&str> = std::iter::once(OPTION).collect();
    for stat in context.statements() {
        declared(stat, &mut |name, value| {
            let items = value.as_table().unwrap_or_default();
            let becomes_list = items.iter().any(|item| written.contains(&item.value.span.start));
            if becomes_list {
                lists.insert(name);
            }
            if name == OPTION
                && let Some(variable) = value.as_name()
            {
                lists.insert(variable);
            }
        });
    }
    merged(context, &mut lists);
    let enabling = enabling(context, &lists);
    for stat in context.statements() {
        // `production and stable or { ... }`: an assignment has but one of them.
        declared(stat, &mut |name, value| {
            if lists.contains(name) {
                for value in choices(value).into_iter().flat_map(positional) {
                    add_literal(context, written, value, found);
                }
            }
        });
        let mut add = |value: &Expr| {
            if let Some(name) = value.as_str().and_then(|bytes| std::str::from_utf8(bytes).ok())
                && !is_known(value.span)
            {
                found.push(Listed { name: name.to_owned(), span: context.first_line(value.span), set: None });
            }
        };
        declared(stat, &mut |name, value| {
            if lists.contains(name) {
                positional(value).for_each(&mut add);
            }
        });
        match &stat.kind {
            StatKind::Assign { targets, values } => {
                for (target, value) in targets.iter().zip(values) {
                    if let ExprKind::Index { object, .. } = &target.kind
                        && object.as_name().is_some_and(|name| lists.contains(name))
                    {
                        add(value);
                    }
                }
            }
            StatKind::Call(call) => {
                if let Some((name, args)) = appended(call)
                    && lists.contains(name)
                {
                    for value in args {
                        add(value);
                        positional(value).for_each(&mut add);
                    }
                }
                if let Some((callee, args)) = call.as_call()
                    && let Some(parameter) = callee.as_name().and_then(|name| enabling.get(name))
                    && let Some(value) = args.values.get(*parameter)
                {
                    add(value);
                }
            }
            _ => {}
        }
    }
}

/// Functions that put one of their parameters into a list of modules, with the parameter's number.
fn enabling<'a>(context: &Context<'a>, lists: &FxHashSet<&str>) -> FxHashMap<&'a str, usize> {
    let mut found = FxHashMap::default();
    let into = |name: &str| lists.contains(name);
    for stat in context.statements() {
        if let StatKind::LocalFunction { name, body } = &stat.kind
            && let Some(number) = body.params.iter().position(|param| puts(&body.block, &param.text, &into))
        {
            found.insert(&*name.text, number);
        }
    }
    found
}

/// Adds a name that is written down, unless an assignment has it from there.
fn add_literal(context: &Context<'_>, written: &FxHashSet<u32>, value: &Expr, found: &mut Vec<Listed<'_>>) {
    let name = value.as_str().and_then(|bytes| std::str::from_utf8(bytes).ok());
    if let Some(name) = name.filter(|_| !written.contains(&value.span.start)) {
        found.push(Listed { name: name.to_owned(), span: context.first_line(value.span), set: None });
    }
}

/// The operands of `and` and `or` of which one is the value.
fn choices(value: &Expr) -> Vec<&Expr> {
    let mut found = Vec::new();
    let mut open = vec![value];
    while let Some(expr) = open.pop() {
        match &expr.kind {
            ExprKind::Binary { op: BinaryOp::And | BinaryOp::Or, left, right, .. } => {
                open.extend([&**right, &**left]);
            }
            _ if !std::ptr::eq(expr, value) => found.push(expr),
            _ => {}
        }
    }
    found
}

/// Adds the names of lists whose items are put into one of `lists`, by a loop or a function, in any branch. A list
/// counts if all its items are strings, and one of them is a module: it could be made of anything else.
fn merged<'a>(context: &Context<'a>, lists: &mut FxHashSet<&'a str>) {
    // Without a loop or a call nothing is put anywhere.
    let puts_items = |stat: &&&Stat| match &stat.kind {
        StatKind::GenericFor { .. } => true,
        StatKind::Local { values, .. } | StatKind::Assign { values, .. } => {
            values.iter().any(|value| value.as_call().is_some())
        }
        _ => false,
    };
    let putting: Vec<&'a Stat> = context.statements().iter().filter(puts_items).copied().collect();
    if putting.is_empty() {
        return;
    }
    let mut of_modules: FxHashSet<&str> = FxHashSet::default();
    let mut of_strings: FxHashSet<&str> = FxHashSet::default();
    let mut times: FxHashMap<&str, u32> = FxHashMap::default();
    for stat in context.statements() {
        declared(stat, &mut |name, value| {
            let one_of = choices(value);
            let Some(fields) = value.as_table().or_else(|| one_of.iter().find_map(|expr| expr.as_table()))
            else {
                return;
            };
            *times.entry(name).or_insert(0) += 1;
            let is_module = |field: &Field| {
                let name = field.value.as_str().and_then(|bytes| std::str::from_utf8(bytes).ok());
                name.is_some_and(|name| context.schema.module(name).is_some())
            };
            let all = fields
                .iter()
                .all(|field| matches!(field.key, FieldKey::Positional) && field.value.as_str().is_some());
            if all && fields.iter().any(is_module) {
                of_modules.insert(name);
            } else if all {
                of_strings.insert(name);
            }
        });
    }
    // What is merged into a list that is merged.
    for _ in 0..DEEPEST {
        let known = lists.clone();
        for stat in &putting {
            let mut add = |value: &'a Expr| {
                if let Some(name) = value.as_name().filter(|name| of_modules.contains(name)) {
                    lists.insert(name);
                }
            };
            match &stat.kind {
                StatKind::GenericFor { names, exprs, body } => {
                    let Some((_, args)) = exprs.first().and_then(Expr::as_call) else { continue };
                    let into = |name: &str| known.contains(name);
                    if names.iter().any(|name| puts(body, &name.text, &into)) {
                        args.values.iter().for_each(add);
                        // All of its items become modules, whatever they are called.
                        let is_all = |name: &&str| of_strings.contains(name) && times.get(name) == Some(&1);
                        lists.extend(args.values.iter().filter_map(Expr::as_name).filter(is_all));
                    }
                }
                _ => {
                    let mut calls: Vec<&CallArgs> = Vec::new();
                    declared(stat, &mut |name, value| {
                        if known.contains(name)
                            && let Some((_, args)) = value.as_call()
                        {
                            calls.push(args);
                        }
                    });
                    calls.into_iter().flat_map(|args| &args.values).for_each(&mut add);
                }
            }
        }
        if lists.len() == known.len() {
            break;
        }
    }
}

/// Lists merged into lists deeper than this are not followed.
const DEEPEST: usize = 4;

/// Whether a block puts a variable into one of some lists.
fn puts(block: &Block, variable: &str, into: &dyn Fn(&str) -> bool) -> bool {
    let mut found = false;
    walk(block, &mut |node| {
        let Node::Stat(stat) = node else { return };
        let is_it = |value: &Expr| value.as_name() == Some(variable);
        match &stat.kind {
            StatKind::Call(call) => {
                found |= appended(call).is_some_and(|(list, values)| into(list) && values.iter().any(is_it));
            }
            StatKind::Assign { targets, values } => {
                found |= targets.iter().zip(values).any(|(target, value)| {
                    let ExprKind::Index { object, .. } = &target.kind else { return false };
                    object.as_name().is_some_and(into) && is_it(value)
                });
            }
            _ => {}
        }
    });
    found
}

/// Calls `visit` for each plain name that a statement gives a value.
fn declared<'t>(stat: &'t Stat, visit: &mut dyn FnMut(&'t str, &'t Expr)) {
    match &stat.kind {
        StatKind::Local { names, values } => {
            for (name, value) in names.iter().zip(values) {
                visit(&name.name.text, value);
            }
        }
        StatKind::Assign { targets, values } => {
            for (target, value) in targets.iter().zip(values) {
                if let Some(name) = target.as_name() {
                    visit(name, value);
                }
            }
        }
        _ => {}
    }
}

/// The items of a list that is written down.
fn positional(value: &Expr) -> impl Iterator<Item = &Expr> {
    let fields: &[Field] = value.as_table().unwrap_or_default();
    fields.iter().filter(|field| matches!(field.key, FieldKey::Positional)).map(|field| &field.value)
}

/// The list that a call adds to, and what: `table.insert(list, x)`, `list { x }`, `list:append { x }`.
fn appended(call: &Expr) -> Option<(&str, &[Expr])> {
    match &call.kind {
        ExprKind::Call { callee, args } => match callee.as_name() {
            Some(name) => Some((name, &args.values)),
            None => insertion(callee, args),
        },
        ExprKind::MethodCall { object, name, args } if &*name.text == "append" => {
            Some((object.as_name()?, &args.values))
        }
        _ => None,
    }
}

fn insertion<'t>(callee: &Expr, args: &'t CallArgs) -> Option<(&'t str, &'t [Expr])> {
    let name = callee.dotted_name()?;
    let is_insert = matches!(name.as_slice(), ["table", "insert"] | ["Lua", "table", "insert"]);
    let (list, values) = args.values.split_first()?;
    Some((list.as_name().filter(|_| is_insert)?, values))
}
