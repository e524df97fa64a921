//! Modules that come with other products: neither Prosody's nor of the community collection, but not invented either.

/// A product that brings modules of its own for Prosody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Suite {
    /// Its name, as its makers spell it.
    pub name: &'static str,
    /// Where its modules are.
    pub url: &'static str,
    /// Their names without `mod_`, sorted; those that Prosody or the community collection has too are left out.
    modules: &'static [&'static str],
}

/// The product that brings a module; the name is without `mod_`.
pub fn suite_of(module: &str) -> Option<&'static Suite> {
    SUITES.iter().find(|suite| suite.modules.binary_search(&module).is_ok())
}

/// The names are those of the files there, of any release up to 2026.
static SUITES: [Suite; 3] = [
    Suite {
        name: "Jitsi Meet",
        url: "https://github.com/jitsi/jitsi-meet/tree/master/resources/prosody-plugins",
        modules: &[
            "audio_translation_component",
            "auth_jitsi-annonymous",
            "auth_jitsi-anonymous",
            "auth_jitsi-shared-secret",
            "av_moderation",
            "av_moderation_component",
            "breakout_rooms",
            "certs_s2soutinjection",
            "cf_turncredentials",
            "conference_duration",
            "conference_duration_component",
            "end_conference",
            "features_identity",
            "filesharing_component",
            "filter_direct_messages",
            "filter_iq_jibri",
            "filter_iq_rayo",
            "filter_messages",
            "fmuc",
            "jibri_queue",
            "jibri_queue_component",
            "jibri_session",
            "jiconop",
            "jitsi_permissions",
            "jitsi_session",
            "muc_allowners",
            "muc_auth_ban",
            "muc_breakout_rooms",
            "muc_call",
            "muc_census",
            "muc_cleanup_backend_services",
            "muc_displayname",
            "muc_domain_mapper",
            "muc_end_meeting",
            "muc_filter_access",
            "muc_flip",
            "muc_hide_all",
            "muc_jigasi_invite",
            "muc_kick_jigasi",
            "muc_kick_participant",
            "muc_limit_messages",
            "muc_lobby_rooms",
            "muc_max_occupants",
            "muc_meeting_id",
            "muc_message_moderation",
            "muc_message_retract",
            "muc_moderator_hidden",
            "muc_password_check",
            "muc_password_whitelist",
            "muc_poltergeist",
            "muc_rate_limit",
            "muc_resource_validate",
            "muc_setowner",
            "muc_size",
            "muc_system_chat_message",
            "muc_trace",
            "muc_transcription_filter",
            "muc_user_hidden",
            "muc_visitors",
            "muc_wait_for_host",
            "persistent_lobby",
            "polls",
            "polls_component",
            "poltergeist_component",
            "presence_identity",
            "presence_metrics",
            "rate_limit",
            "reservations",
            "room_destroy",
            "room_metadata",
            "room_metadata_component",
            "shadow_ban",
            "short_lived_token",
            "speakerstats",
            "speakerstats_component",
            "system_chat_message",
            "token_affiliation",
            "token_verification",
            "turncredentials_http",
            "visitors",
            "visitors_component",
        ],
    },
    Suite {
        name: "the plugins of Jitsi's community",
        url: "https://github.com/jitsi-contrib/prosody-plugins",
        modules: &[
            "access_token",
            "auth_hybrid_matrix_token",
            "event_sync_component",
            "frozen_nick",
            "jibri_autostart",
            "lobby_autostart",
            "lobby_autostart_on_owner",
            "lobby_deactivate",
            "matrix_affiliation",
            "matrix_lobby_bypass",
            "owner_restricted",
            "per_room_max_occupants",
            "per_room_time_restricted",
            "proxybased_external_services",
            "secure_domain_lobby_bypass",
            "time_restricted",
            "token_affiliation_legacy",
            "token_lobby_autostart",
            "token_lobby_bypass",
            "token_lobby_bypass_for_initiator",
            "token_lobby_ondemand",
            "token_no_wildcard",
            "token_owner_party",
            "token_security_ondemand",
        ],
    },
    Suite {
        name: "Snikket",
        url: "https://github.com/snikket-im/snikket-server/tree/master/snikket-modules",
        modules: &[
            "health_report",
            "http_acme_challenge",
            "invites_bootstrap",
            "invites_default_group",
            "landing_page",
            "migrate_snikket_roles",
            "protect_last_admin",
            "restrict_federation",
            "snikket_billing",
            "snikket_circle_muc_protection",
            "snikket_client_id",
            "snikket_deprecate_general_muc",
            "snikket_ios_preserve_push",
            "snikket_restricted_users",
            "snikket_server_vcard",
            "snikket_version",
            "snikket_web_portal_login",
            "update_check",
            "update_notify",
        ],
    },
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Schema, Version};

    #[test]
    fn names_are_sorted_and_nobody_elses() {
        let schema = Schema::of(Version::V13_0);
        for suite in &SUITES {
            assert!(suite.modules.is_sorted_by(|a, b| a < b), "{}", suite.name);
            for module in suite.modules {
                assert!(schema.module_history(module).is_none(), "{module}");
                assert_eq!(suite_of(module).unwrap().name, suite.name, "{module}");
            }
        }
        assert_eq!(suite_of("roster"), None);
    }
}
