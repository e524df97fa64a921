//! One file per rule.

mod deprecated_module;
mod deprecated_option;
mod duplicate_option;
mod include_not_found;
mod load_error;
mod misplaced_global_option;
mod not_in_enum;
mod obsolete_option;
mod out_of_range;
mod overwritten_list;
mod syntax_error;
mod unknown_module;
mod unknown_option;
pub(crate) mod unused_ignore;
mod wrong_type;

use crate::Rule;

/// All of them, sorted by name.
pub(crate) static ALL: &[&Rule] = &[
    &deprecated_module::DEPRECATED_MODULE,
    &deprecated_option::DEPRECATED_OPTION,
    &duplicate_option::DUPLICATE_OPTION,
    &include_not_found::INCLUDE_NOT_FOUND,
    &load_error::LOAD_ERROR,
    &misplaced_global_option::MISPLACED_GLOBAL_OPTION,
    &not_in_enum::NOT_IN_ENUM,
    &obsolete_option::OBSOLETE_OPTION,
    &out_of_range::OUT_OF_RANGE,
    &overwritten_list::OVERWRITTEN_LIST,
    &syntax_error::SYNTAX_ERROR,
    &unknown_module::UNKNOWN_MODULE,
    &unknown_option::UNKNOWN_OPTION,
    &unused_ignore::UNUSED_IGNORE,
    &wrong_type::WRONG_TYPE,
];
