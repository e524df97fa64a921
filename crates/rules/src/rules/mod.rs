//! One file per rule.

mod assigned_function;
mod component_in_modules;
mod component_without_secret;
mod conflicting_modules;
mod deprecated_module;
mod deprecated_option;
mod direct_lua_api;
mod disabled_dependency;
mod disco_items_shape;
mod duplicate_host;
mod duplicate_option;
mod enabled_and_disabled;
mod encryption_without_tls;
mod exposed_service;
mod external_services_shape;
mod forgotten_unit;
mod host_names_a_service;
mod ignored_argument;
mod include_not_found;
mod insecure_s2s;
mod invalid_address;
mod invalid_contact;
mod invalid_host_name;
mod invalid_jid;
mod invalid_url;
mod layers_out_of_order;
mod load_error;
mod loaded_twice;
mod lost_in_script;
mod lost_log;
mod misplaced_global_option;
mod missing_option;
mod missing_quotes;
mod misused_port;
mod module_list_shape;
mod module_prefix;
mod needless_default_storage;
mod needless_disable;
mod needless_s2s_domains;
mod never_effective;
mod no_global_options;
mod no_hosts;
mod no_network;
mod not_in_enum;
mod obsolete_option;
mod open_registration;
mod out_of_range;
mod overwritten_list;
mod plain_passwords;
mod plaintext_secret;
mod port_clash;
mod provider_in_modules;
mod read_back;
mod removed_module;
mod repeated_module;
mod syntax_error;
mod undiscoverable_component;
mod unencrypted_connections;
mod unknown_key;
mod unknown_module;
mod unknown_option;
mod unknown_value;
mod unmet_requirement;
mod unreachable_file;
mod unread_option;
pub(crate) mod unused_ignore;
mod weak_tls;
mod wildcard_race;
mod wrong_type;

pub use invalid_host_name::host_name_problem;

use crate::Rule;

/// All of them, sorted by name.
pub(crate) static ALL: &[&Rule] = &[
    &assigned_function::ASSIGNED_FUNCTION,
    &component_in_modules::COMPONENT_IN_MODULES,
    &component_without_secret::COMPONENT_WITHOUT_SECRET,
    &conflicting_modules::CONFLICTING_MODULES,
    &deprecated_module::DEPRECATED_MODULE,
    &deprecated_option::DEPRECATED_OPTION,
    &direct_lua_api::DIRECT_LUA_API,
    &disabled_dependency::DISABLED_DEPENDENCY,
    &disco_items_shape::DISCO_ITEMS_SHAPE,
    &duplicate_host::DUPLICATE_HOST,
    &duplicate_option::DUPLICATE_OPTION,
    &enabled_and_disabled::ENABLED_AND_DISABLED,
    &encryption_without_tls::ENCRYPTION_WITHOUT_TLS,
    &exposed_service::EXPOSED_SERVICE,
    &external_services_shape::EXTERNAL_SERVICES_SHAPE,
    &forgotten_unit::FORGOTTEN_UNIT,
    &host_names_a_service::HOST_NAMES_A_SERVICE,
    &ignored_argument::IGNORED_ARGUMENT,
    &include_not_found::INCLUDE_NOT_FOUND,
    &insecure_s2s::INSECURE_S2S,
    &invalid_address::INVALID_ADDRESS,
    &invalid_contact::INVALID_CONTACT,
    &invalid_host_name::INVALID_HOST_NAME,
    &invalid_jid::INVALID_JID,
    &invalid_url::INVALID_URL,
    &layers_out_of_order::LAYERS_OUT_OF_ORDER,
    &load_error::LOAD_ERROR,
    &loaded_twice::LOADED_TWICE,
    &lost_in_script::LOST_IN_SCRIPT,
    &lost_log::LOST_LOG,
    &misplaced_global_option::MISPLACED_GLOBAL_OPTION,
    &missing_option::MISSING_OPTION,
    &missing_quotes::MISSING_QUOTES,
    &misused_port::MISUSED_PORT,
    &module_list_shape::MODULE_LIST_SHAPE,
    &module_prefix::MODULE_PREFIX,
    &needless_default_storage::NEEDLESS_DEFAULT_STORAGE,
    &needless_disable::NEEDLESS_DISABLE,
    &needless_s2s_domains::NEEDLESS_S2S_DOMAINS,
    &never_effective::NEVER_EFFECTIVE,
    &no_global_options::NO_GLOBAL_OPTIONS,
    &no_hosts::NO_HOSTS,
    &no_network::NO_NETWORK,
    &not_in_enum::NOT_IN_ENUM,
    &obsolete_option::OBSOLETE_OPTION,
    &open_registration::OPEN_REGISTRATION,
    &out_of_range::OUT_OF_RANGE,
    &overwritten_list::OVERWRITTEN_LIST,
    &plain_passwords::PLAIN_PASSWORDS,
    &plaintext_secret::PLAINTEXT_SECRET,
    &port_clash::PORT_CLASH,
    &provider_in_modules::PROVIDER_IN_MODULES,
    &read_back::READ_BACK,
    &removed_module::REMOVED_MODULE,
    &repeated_module::REPEATED_MODULE,
    &syntax_error::SYNTAX_ERROR,
    &undiscoverable_component::UNDISCOVERABLE_COMPONENT,
    &unencrypted_connections::UNENCRYPTED_CONNECTIONS,
    &unknown_key::UNKNOWN_KEY,
    &unknown_module::UNKNOWN_MODULE,
    &unknown_option::UNKNOWN_OPTION,
    &unknown_value::UNKNOWN_VALUE,
    &unmet_requirement::UNMET_REQUIREMENT,
    &unreachable_file::UNREACHABLE_FILE,
    &unread_option::UNREAD_OPTION,
    &unused_ignore::UNUSED_IGNORE,
    &weak_tls::WEAK_TLS,
    &wildcard_race::WILDCARD_RACE,
    &wrong_type::WRONG_TYPE,
];

/// Those that look at names and values alone: what they find is true wherever an assignment runs, whatever stands around it.
pub(crate) static BY_VALUE: &[&Rule] = &[
    &deprecated_module::DEPRECATED_MODULE,
    &deprecated_option::DEPRECATED_OPTION,
    &disco_items_shape::DISCO_ITEMS_SHAPE,
    &external_services_shape::EXTERNAL_SERVICES_SHAPE,
    &invalid_address::INVALID_ADDRESS,
    &invalid_contact::INVALID_CONTACT,
    &invalid_jid::INVALID_JID,
    &invalid_url::INVALID_URL,
    &lost_log::LOST_LOG,
    &module_list_shape::MODULE_LIST_SHAPE,
    &module_prefix::MODULE_PREFIX,
    &not_in_enum::NOT_IN_ENUM,
    &obsolete_option::OBSOLETE_OPTION,
    &out_of_range::OUT_OF_RANGE,
    &provider_in_modules::PROVIDER_IN_MODULES,
    &removed_module::REMOVED_MODULE,
    &unknown_key::UNKNOWN_KEY,
    &unknown_module::UNKNOWN_MODULE,
    &unknown_option::UNKNOWN_OPTION,
    &unknown_value::UNKNOWN_VALUE,
    &wrong_type::WRONG_TYPE,
];

/// Rules that speak of single words, which a template says as its result will. What belongs together there, which of its
/// branches is taken and where lists end is guessed.
pub(crate) static HOLD_IN_TEMPLATES: &[&Rule] = &[
    &deprecated_module::DEPRECATED_MODULE,
    &deprecated_option::DEPRECATED_OPTION,
    &direct_lua_api::DIRECT_LUA_API,
    &exposed_service::EXPOSED_SERVICE,
    &include_not_found::INCLUDE_NOT_FOUND,
    &insecure_s2s::INSECURE_S2S,
    &module_prefix::MODULE_PREFIX,
    &obsolete_option::OBSOLETE_OPTION,
    &plain_passwords::PLAIN_PASSWORDS,
    &plaintext_secret::PLAINTEXT_SECRET,
    &read_back::READ_BACK,
    &removed_module::REMOVED_MODULE,
    &syntax_error::SYNTAX_ERROR,
    &unencrypted_connections::UNENCRYPTED_CONNECTIONS,
    &unknown_module::UNKNOWN_MODULE,
    &unknown_option::UNKNOWN_OPTION,
    &weak_tls::WEAK_TLS,
];

/// Rules that speak of values as they are written: what a template puts in their place is none.
pub(crate) static JUDGE_VALUES: &[&Rule] = &[
    &disco_items_shape::DISCO_ITEMS_SHAPE,
    &invalid_url::INVALID_URL,
    &misused_port::MISUSED_PORT,
    &module_list_shape::MODULE_LIST_SHAPE,
    &not_in_enum::NOT_IN_ENUM,
    &out_of_range::OUT_OF_RANGE,
    &unknown_value::UNKNOWN_VALUE,
    &wrong_type::WRONG_TYPE,
];
